"""One job of one person each. Loaded when first shown.

``SCREENS`` is where the app finds a screen by name, ``FORMS`` which screen takes up a draft.
"""

from __future__ import annotations

from typing import Any

from console.i18n import N_
from models.kernel.errors import DomainError, ErrorKind

SCREENS: dict[str, str] = {
    "queues": "console.screens.queues:QueuesScreen",
    "sign_in": "console.screens.sign_in:SignInScreen",
    "lock": "console.screens.lock:LockScreen",
    "case": "console.screens.case:CaseScreen",
    "case_files": "console.screens.case_files:CaseFilesScreen",
    "attach": "console.screens.attaching:AttachScreen",
    "handover": "console.screens.handover:HandoverScreen",
    "handovers": "console.screens.handovers:HandoversScreen",
    "corrective": "console.screens.corrective:CorrectiveScreen",
    "drill_reviews": "console.screens.drill_reviews:DrillReviewsScreen",
    "drill_review": "console.screens.drill_review:DrillReviewScreen",
    "drill_sheet": "console.screens.drill_sheet:DrillSheetScreen",
    "drill_progress": "console.screens.drill_progress:DrillProgressScreen",
    "intake": "console.screens.intake:IntakeScreen",
    "queue_form": "console.screens.queue_form:QueueFormScreen",
    "search": "console.screens.search:SearchScreen",
    "marked": "console.screens.marked_set:MarkedSetScreen",
    "sets": "console.screens.sets:SetsScreen",
    "load": "console.screens.load:LoadScreen",
    "sentinel": "console.screens.sentinel:SentinelScreen",
    "escalations": "console.screens.escalations:EscalationsScreen",
    "balance": "console.screens.balance:BalanceScreen",
    "whatif": "console.screens.whatif:WhatIfScreen",
    "roster": "console.screens.roster:RosterScreen",
    "rules": "console.screens.rules:RulesScreen",
    "limits": "console.screens.limits:LimitsScreen",
    "clearance": "console.screens.clearance:ClearanceScreen",
    "settings": "console.screens.settings:SettingsScreen",
    "settings_history": "console.screens.settings_history:SettingsHistoryScreen",
    "catalogue": "console.screens.catalogue:CatalogueScreen",
    "flows": "console.screens.flows:FlowsScreen",
    "flow": "console.screens.flow:FlowScreen",
    "duty_mirror": "console.screens.duty_mirror:DutyMirrorScreen",
    "duty_findings": "console.screens.duty_findings:DutyFindingsScreen",
    "duty_form": "console.screens.duty_form:DutyFormScreen",
    "admissions": "console.screens.admissions:AdmissionsScreen",
    "admission": "console.screens.admission:AdmissionScreen",
    "admission_new": "console.screens.admission_new:AdmissionNewScreen",
    "classing": "console.screens.classing:ClassingScreen",
    "classing_form": "console.screens.classing_form:ClassingFormScreen",
    "reviews": "console.screens.reviews:ReviewsScreen",
    "review": "console.screens.review:ReviewScreen",
    "review_open": "console.screens.review_open:ReviewOpenScreen",
    "review_opinion": "console.screens.review_opinion:ReviewOpinionScreen",
    "review_take": "console.screens.review_take:ReviewTakeScreen",
    "editions": "console.screens.editions:EditionsScreen",
    "bench": "console.screens.bench:BenchScreen",
    "changes": "console.screens.edition_changes:EditionChangesScreen",
    "worklist": "console.screens.worklist:WorklistScreen",
    "worklist_entry": "console.screens.worklist_entry:WorklistEntryScreen",
    "worklist_changes": "console.screens.worklist_changes:WorklistChangesScreen",
    "worklist_steps": "console.screens.worklist_steps:WorklistStepsScreen",
    "worklist_check": "console.screens.worklist_check:WorklistCheckScreen",
    "worklist_plan": "console.screens.worklist_plan:WorklistPlanScreen",
    "drill_desk": "console.screens.drill_desk:DrillDeskScreen",
    "drill_say": "console.screens.drill_saying:DrillSayScreen",
    "drill_report": "console.screens.drill_reporting:DrillReportScreen",
    "drill_control": "console.screens.drill_control:DrillControlScreen",
    "drill_inject": "console.screens.drill_inject:DrillInjectScreen",
    "drill_parties": "console.screens.drill_parties:DrillPartiesScreen",
    "drill_replay": "console.screens.drill_replay:DrillReplayScreen",
    "drill_compare": "console.screens.drill_compare:DrillCompareScreen",
}
"""Name of a screen to ``module:class``."""

FORMS: dict[str, str] = {
    "intake": "intake",
    "case": "case",
    "marked": "marked",
    "attach": "attach",
    "handover": "handover",
    "flow": "flow",
    "duty_form": "duty_form",
    "classing_form": "classing_form",
    "admission": "admission",
    "admission_new": "admission_new",
    "review_open": "review_open",
    "review_opinion": "review_opinion",
    "review_take": "review_take",
    "worklist_entry": "worklist_entry",
    "drill_say": "drill_say",
    "drill_report": "drill_report",
    "drill_inject": "drill_inject",
    "drill_sheet": "drill_sheet",
}
"""First part of a draft's form name (``case`` of ``case.dispatch``) to the screen that takes it up.

The screen's class offers ``from_draft(services, actor, draft)``.
"""


def load_screen(name: str) -> type:
    """Return the class of the screen called ``name``, importing it now.

    Raises:
        KeyError: there is no such screen.
    """
    from importlib import import_module

    module, _colon, class_name = SCREENS[name].partition(":")
    found: type = getattr(import_module(module), class_name)
    return found


class UnknownForm(DomainError):
    """A draft belongs to a form this version of the program does not have."""

    kind = ErrorKind.MISSING
    code = "unknown_form"
    sentence = N_("This draft belongs to a form this version of the program does not have.")
    next_step = N_("Keep it: a newer version of the program will open it.")


def form_for(form: str) -> Any:
    """Return the class of the screen that takes up drafts of ``form`` (its ``from_draft``).

    Raises:
        UnknownForm: there is none.
    """
    name = FORMS.get(form.partition(".")[0])
    if name is None:
        raise UnknownForm
    return load_screen(name)
