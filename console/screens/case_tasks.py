"""Assistance on the screen of a case: who does a step, and the units and people to choose from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.forms.fields import Candidate
from console.i18n import _
from console.labels import label
from models.cases.assisting import TASK_BY_STEP
from models.cases.kinds import Action
from models.cases.task_kinds import TASK_ACTIONS, WHISTLE_ACTIONS, TaskKind
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.forms.fields import Source
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import ActionEntries, CaseView, HandlerView


def perform_step(
    services: Services,
    actor: Actor,
    case_id: int,
    action: Action,
    entries: ActionEntries,
    version: int,
    more: Sequence[int] = (),
) -> CaseView:
    """Do a step to a case, or to the task of a unit that assists on it; ``more`` are further units called."""
    if action in WHISTLE_ACTIONS:
        return services.whistles.perform(actor, case_id, action, entries, version, more)
    door = services.tasks if action in TASK_ACTIONS else services.cases
    return door.perform(actor, case_id, action, entries, version)


def people_for(services: Services, actor: Actor, case: CaseView, action: Action) -> Sequence[HandlerView]:
    """Return whom a case, or the assistance of the person's own unit, can be handed to."""
    door = services.tasks if action in TASK_ACTIONS else services.cases
    return door.handlers(actor, case.id)


def assisting_source(services: Services, actor: Actor, case: CaseView, action: Action) -> Source:
    """Return a search over the units an action about assistance can name.

    To be asked: those that neither lead nor assist, the matter's assisting units first. For everything
    else: those that assist, with where their task stands.
    """
    if action is Action.WHISTLE_JUDGE:
        return partial(_called, case)
    if action not in {Action.ASSIST, Action.WHISTLE}:
        return partial(_assisting, case, action)
    busy = {task.unit_id for task in case.tasks if task.open} | {case.unit_id}
    named = set() if case.matter is None else {fold(each) for each in case.matter.assisting}

    def source(text: str) -> Sequence[Candidate]:
        found = [
            unit
            for unit in services.organisation.units(actor)
            if unit.id not in busy and _is_meant(unit.name, unit.code, text)
        ]
        usual = {unit.id for unit in found if named & {fold(unit.name), fold(unit.code)}}
        found.sort(key=lambda unit: unit.id not in usual)
        return [
            Candidate(
                unit.id, unit.name, _("assists by the list of matters") if unit.id in usual else unit.code
            )
            for unit in found
        ]

    return source


def _called(case: CaseView, text: str) -> Sequence[Candidate]:
    return [
        Candidate(task.unit_id, task.unit_name, label(task.state), task.came or task.asked)
        for task in case.tasks
        if task.kind is TaskKind.WHISTLE and _is_meant(task.unit_name, "", text)
    ]


def _assisting(case: CaseView, action: Action, text: str) -> Sequence[Candidate]:
    return [
        Candidate(task.unit_id, task.unit_name, label(task.state), task.said or task.asked)
        for task in case.tasks
        if task.open and (action, task.state) in TASK_BY_STEP and _is_meant(task.unit_name, "", text)
    ]


def _is_meant(name: str, code: str, text: str) -> bool:
    wanted = fold(text)
    if wanted in fold(name) or wanted in fold(code):
        return True
    return wanted.isascii() and wanted in initials(name)
