"""Reading one case: its facts, its timeline, its deadline's receipt, and whom it is about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Vertical

from console.clockwords import clock_choice, main_choice
from console.i18n import _, pgettext, sentences
from console.keys import CASE_MENU, STEP, MenuEntry
from console.labels import label
from console.screens.case_facts import CaseHead, event_lines, event_words, fact_lines
from console.screens.step_form import StepFormScreen
from console.text import cell_len, short_number
from console.widgets.lines import RuleLine
from console.widgets.region import Region
from console.widgets.text_view import HANGING
from console.work import later
from models.cases.clock_views import ClockView
from models.cases.kinds import ASIDE, Action, PersonalField
from models.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from textual import events
    from textual.widget import Widget

    from console.dialogs.pick import Option
    from console.frame import Frame
    from console.keys import KeyEntry
    from console.screens.case_facts import Stated
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseView, Offer

BESIDE_FROM = 140
"""Columns from which on the timeline stands beside the facts and the form."""
_ROOMY = 80
_ACTION_WIDTH = 14
_ACTIONS = frozenset(action.value for action in Action)


class CaseReading(StepFormScreen[None]):
    """A case with its timeline: what can be seen of it.

    Args:
        services: the one door.
        actor: the person.
        number: the case.
    """

    GROUP = "case"
    AUTO_FOCUS = "#timeline"
    DEFAULT_CSS = """
    CaseReading .area { height: 1fr; }
    CaseReading #facts { height: auto; max-height: 60%; }
    CaseReading #history { height: 1fr; min-height: 3; }
    CaseReading Form { max-height: 70%; }
    CaseReading .area.-filling #facts { height: 1fr; max-height: 100%; min-height: 3; }
    CaseReading .area.-filling #history { height: 4; }
    CaseReading .area.-wide #facts { height: 1fr; max-height: 100%; }
    CaseReading .area.-wide #history { dock: right; width: 45%; height: 100%; }
    """

    def __init__(self, services: Services, actor: Actor, number: str) -> None:
        super().__init__(services, actor)
        self._number = number
        self._revealed: dict[PersonalField, str] = {}
        self._acting = False
        """Whether a step without a form is on its way"""
        self._gone = False
        """Whether the case went out of this person's sight"""
        self._words = ""
        """What was last said about an action of this person"""

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return head, facts and timeline; a form comes below them."""
        yield CaseHead(self.console.frame)
        history = Vertical(RuleLine(), Region(id="timeline", from_end=True), id="history")
        yield Vertical(Region(id="facts"), history, classes="area")

    def title_text(self) -> str:
        """Return the case's number; on a narrow screen only that, without the year."""
        if self.app.size.width < _ROOMY:
            return short_number(self._number)
        return _("Case %(number)s", number=self._number)

    @property
    def case(self) -> CaseView | None:
        """The case as it was last read."""
        return self._case

    @property
    def _area(self) -> Widget:
        return self.query_one(".area")

    def on_resize(self, event: events.Resize) -> None:
        """Put the timeline beside the rest where there is room."""
        self._area.set_class(event.size.width >= BESIDE_FROM, "-wide")
        self.set_title(self.title_text())

    # Reading

    def reload(self) -> None:
        """Read the case."""
        if self._gone:
            return
        services, actor, number = self.services, self.actor, self._number
        self.read("case", lambda: services.cases.case(actor, number), self._take_case)

    def read_failed(self, group: str, error: Exception) -> None:
        """Go back if the case cannot be read at all; say so if it went out of sight."""
        if group != "case" or not isinstance(error, NotFound):
            super().read_failed(group, error)
        elif self._case is None:
            self.console.explain(error, then=self.console.go_back)
        else:
            self._gone = True
            self.refresh_keys()
            self._announce()

    def _announce(self) -> None:
        """Say what came of the last action, and whether the case left this person's sight by it."""
        away = _("The case is out of your sight now.") if self._gone else ""
        self.say(sentences(self._words, away))

    def _take_case(self, case: CaseView) -> None:
        self._case = case
        self._show()

    def _show(self) -> None:
        case, frame = self._case, self.console.frame
        if case is None:
            return
        self._number = case.number
        self.set_title(self.title_text())
        self.query_one(CaseHead).show(case)
        facts = partial(fact_lines, case, frame, self._revealed, self.more_facts())
        self.query_one("#facts", Region).lay_out(facts)
        self.query_one("#timeline", Region).lay_out(partial(event_lines, case, frame))
        self.refresh_keys()

    def more_facts(self) -> Sequence[Stated]:
        """Return what is known besides."""
        return ()

    def on_region_scrolled(self, message: Region.Scrolled) -> None:
        """Say above the timeline which lines are in sight."""
        message.stop()
        facts = self.query_one("#facts", Region).place
        parts = [_("Timeline"), self.query_one("#timeline", Region).place]
        if facts:
            parts = [_("Facts"), facts, "|", *parts]
        self.query_one("#history > RuleLine", RuleLine).set_note(" ".join(part for part in parts if part))

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show()

    # Keys: what may be done now

    def holds(self, condition: str) -> bool:
        """Answer for actions by what the case offers, for everything else as usual."""
        if condition in _ACTIONS:
            return self._may(Action(condition))
        return super().holds(condition)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the key of an action work only while the case offers it."""
        if action == "step":
            return self.holds(str(parameters[0]))
        return super().check_action(action, parameters)

    def _may(self, action: Action) -> bool:
        if self._form is not None or self._acting or self._gone:
            return False
        offer = self._offer(action)
        return offer is not None and offer.allowed

    def _offer(self, action: Action) -> Offer | None:
        offers = () if self._case is None else self._case.offers
        return next((offer for offer in offers if offer.action is action), None)

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer the steps that have no key of their own after those that have, before all else."""
        shown = super().menu_entries()
        steps = [entry for entry in CASE_MENU if self.holds(entry.condition)]
        place = sum(entry.action.startswith(STEP) for entry in shown)
        shown.sort(key=lambda entry: not entry.action.startswith(STEP))
        return [*shown[:place], *steps, *shown[place:]]

    def can_receipt(self) -> bool:
        """The case has a deadline, or had one."""
        return self._case is not None and bool(receipts_of(self._case, self.console.frame))

    def can_reveal(self) -> bool:
        """There is personal data, and the person has something to do on the case."""
        case = self._case
        return case is not None and not self._gone and bool(_masked(case)) and _has_work(case)

    def help_notes(self) -> list[Piece]:
        """Say of every action the case's state knows whether it is possible, and if not, why."""
        case = self._case
        if case is None or self._gone:
            return []
        lines: list[Piece] = [(_("Case %(number)s now", number=case.number), "bold underline")]
        if not case.offers:
            lines.append((_("Nothing more can be done to this case."), ""))
        for offer in case.offers:
            name = label(offer.action)
            words = _(offer.explain) if offer.refusal is None else self._why_not(offer)
            space = " " * max(2, _ACTION_WIDTH - cell_len(name))
            lines.append((f"{name}{space}{HANGING}{words}", "" if offer.allowed else "dim"))
        return [*lines, ("", "")]

    def _why_not(self, offer: Offer) -> str:
        """Return why the person may not do what is offered, and who may."""
        reason = "" if offer.refusal is None else _(offer.refusal)
        if offer.roles and not self.actor.has(*offer.roles):
            roles = _(", ").join(label(role) for role in offer.roles)
            reason = _("This is done by: %(roles)s.", roles=roles)
        return _("not you: %(reason)s", reason=reason)

    def _what_changed(self, case: CaseView) -> str:
        last = case.timeline[-1] if case.timeline else None
        return "" if last is None else event_words(last, self.console.frame)

    # Looking closer

    def action_receipt(self) -> None:
        """Explain the deadline."""
        case = self._case
        if case is None:
            return
        options = receipts_of(case, self.console.frame)
        if len(options) > 1:
            from console.dialogs.pick import PickDialog

            dialog = PickDialog(_("Which clock?"), options, searchable=False)
            later(self.app.push_screen(dialog, self._explain))
        elif options:
            self._explain(options[0].value)

    def _explain(self, chosen: ClockView | Mapping[str, Any] | None) -> None:
        """Show the receipt of the clock chosen; that of an imported one is worked out first."""
        case = self._case
        if case is None or chosen is None:
            return
        receipt = chosen.receipt if isinstance(chosen, ClockView) else chosen
        if isinstance(chosen, ClockView) and receipt is None:
            services, actor, case_id, clock_id = self.services, self.actor, case.id, chosen.id
            self.read(
                "receipt", lambda: services.cases.explain_clock(actor, case_id, clock_id), self._explain
            )
        elif receipt is not None:
            from console.dialogs.receipt import ReceiptDialog

            later(self.app.push_screen(ReceiptDialog(case.number, receipt, self.console.frame.times)))

    def action_reveal(self) -> None:
        """Ask which personal data to read in clear, and why."""
        case = self._case
        if case is not None and self.can_reveal():
            from console.dialogs.reveal import RevealDialog

            later(self.app.push_screen(RevealDialog(_masked(case)), self._reveal))

    def _reveal(self, answer: tuple[PersonalField, str] | None) -> None:
        case = self._case
        if answer is None or case is None:
            return
        field, reason = answer
        services, actor, case_id = self.services, self.actor, case.id
        self.save(
            lambda: services.cases.reveal(actor, case_id, field, reason), partial(self._take_revealed, field)
        )

    def _take_revealed(self, field: PersonalField, value: str) -> None:
        self._revealed[field] = value
        self._show()
        self.say(_("Read in clear; the reading is recorded. It is masked again when you leave the case."))


def receipts_of(case: CaseView, frame: Frame) -> list[Option[ClockView | Mapping[str, Any]]]:
    """Return the clocks of a case that can be explained: the one of handling, then the newest stage first."""
    from console.dialogs.pick import Option

    now = frame.clock.now()
    found: list[Option[ClockView | Mapping[str, Any]]] = []
    if case.receipt is not None:
        found.append(Option(case.receipt, pgettext("clock", "Handling"), main_choice(case, frame.times, now)))
    found.extend(
        Option(clock, label(clock.stage), clock_choice(clock, frame.times, now))
        for clock in reversed(case.clocks)
    )
    return found


def _masked(case: CaseView) -> list[PersonalField]:
    fields = (
        (PersonalField.REPORTER_PHONE, case.reporter_phone),
        (PersonalField.REPORTER_NAME, case.reporter_name),
    )
    return [field for field, masked in fields if masked]


def _has_work(case: CaseView) -> bool:
    return any(offer.allowed and offer.action not in ASIDE for offer in case.offers)
