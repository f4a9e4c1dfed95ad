"""Reporting an emergency up in a drill: first, continued and final report, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.words import called, names_of, report_word
from console.forms.fields import BlockField, ChoiceField, LineField, Picked
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from scenarios.format.words import ActorKind, ReportKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.stage import Stage
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView

PARTS = (
    ("when", N_("When, where")),
    ("what", N_("Course of events")),
    ("people", N_("People hurt")),
    ("harm", N_("Damage")),
    ("done", N_("Done so far")),
    ("outlook", N_("Outlook")),
    ("needs", N_("Help needed")),
)
"""The parts of an emergency report (Regulation on emergency reports: time, place, event, harm, measures)."""
_ABOVE = (ActorKind.LEADER, ActorKind.DEPARTMENT)


class DrillReportScreen(FormScreen[None]):
    """The form of a report.

    Args:
        services: the one door.
        actor: the person.
        kind: which report is asked for; the first report without it.
        to: who asked for it.
    """

    GROUP = "drill_report"
    HELP_PAGE = "drill_desk"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "DrillReportScreen Form { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, kind: str = "", to: str = "") -> None:
        super().__init__(services, actor)
        self._kind, self._to = kind or ReportKind.FIRST.value, to

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, _draft: DraftView) -> DrillReportScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor)

    @property
    def _stage(self) -> Stage:
        app: Any = self.app
        found: Stage = app.stage
        return found

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        yield Form(
            [
                ChoiceField("kind", N_("Which"), options=_kinds, initial=self._kind),
                ChoiceField("to", N_("Receiver"), options=self._receivers, initial=self._to or self._first),
                LineField("when", PARTS[0][1], required=True),
                BlockField("what", PARTS[1][1], required=True, rows=2, paragraph=True),
                *(LineField(name, label) for name, label in PARTS[2:4]),
                BlockField("done", PARTS[4][1], required=True, rows=2, paragraph=True),
                *(LineField(name, label) for name, label in PARTS[5:]),
            ],
            heading=lambda: _("Report up"),
        )

    @property
    def _first(self) -> str:
        return next((each for each, _name in self._receivers()), "")

    def _receivers(self) -> Sequence[tuple[str, str]]:
        """Return who is above: of the scenario, askers of reports first; else the superior level as such."""
        scenario = self._stage.scenario
        names = names_of(scenario)
        asking = {each.from_ for each in scenario.timeline if each.do.type == "ask_report"}
        above = [each.id for each in scenario.actors if each.kind in _ABOVE]
        found = [(each, called(names, each)) for each in sorted(above, key=lambda each: each not in asking)]
        return found or [("", _("superior level"))]

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("drill_report"))

    def form_work(self, form: Form) -> Callable[[], None]:
        """Return the reporting."""
        values, stage = form.values(), self._stage
        parts = {_(label): str(values[name] or "").strip() for name, label in PARTS}
        kind, to = ReportKind(str(values["kind"])), values["to"]
        receiver = "" if isinstance(to, Picked) else str(to or "")
        return lambda: stage.report(kind, receiver, parts)

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back and say so."""
        kind = ReportKind(str(form.values()["kind"]))
        self.close_form()
        self.console.go_back()
        self.console.say(_("Reported up: %(report)s.", report=report_word(kind)))


def _kinds() -> Sequence[tuple[str, str]]:
    return [(each.value, report_word(each)) for each in ReportKind]
