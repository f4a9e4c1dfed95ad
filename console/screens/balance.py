"""Many cases given to the people of a unit, or to units: everybody's load above, case by case below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.balance_words import ask_words, fit_words, note_words, sum_words, why_words
from console.i18n import N_, _, render_error, sentences
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.screens.marked_parts import SetProgress, SetResultDialog, refusal_words
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine, Sentence
from console.work import later
from models.assignment.balancing.refusals import NothingToDispatch, PoolEmpty
from models.assignment.balancing.views import Line, Load, Over
from models.cases.numbers import short_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.assignment.balancing.views import Plan
    from models.cases.set_views import SetResult

_NOBODY = -1
_MOST_LOADS = 6
"""People in sight at once; the cases need the rest of the screen."""


class BalanceScreen(ConsoleScreen[None]):
    """A plan: it can be changed case by case before it is carried out.

    Args:
        services: the one door.
        actor: the lead of the unit, or whoever dispatches.
        case_ids: the cases; all that wait in the unit, or to be dispatched, if left out.
        over: among whom; what the person most likely wants if left out.
    """

    GROUP = "balance"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("balance"))
    AUTO_FOCUS = "#cases"
    DEFAULT_CSS = """
    BalanceScreen #loads { height: 2; }
    BalanceScreen #cases { height: 1fr; }
    BalanceScreen Sentence { height: auto; max-height: 3; }
    """

    def __init__(
        self,
        services: Services,
        actor: Actor,
        case_ids: Sequence[int] | None = None,
        over: Over | None = None,
    ) -> None:
        super().__init__(services, actor)
        self._choices = services.balancing.choices(actor)
        self._over = over or next(iter(self._choices), Over.PEOPLE)
        self._ids = None if case_ids is None else tuple(case_ids)
        self._with_hands = False
        self._plan: Plan | None = None

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return loads, cases and the reason of the case under the cursor."""
        yield LineList[Load](_load_columns(self._over), lambda load: load.taker_id, id="loads")
        yield RuleLine(id="sum")
        yield LineList[Line](
            self._case_columns(), lambda line: line.case_id, name_of_reads="cases", id="cases"
        )
        yield RuleLine()
        yield Sentence(id="why")

    @property
    def rows(self) -> LineList[Line]:
        """The cases."""
        found: LineList[Line] = self.query_one("#cases", LineList)
        return found

    @property
    def loads(self) -> LineList[Load]:
        """The people."""
        found: LineList[Load] = self.query_one("#loads", LineList)
        return found

    def started(self) -> None:
        """Plan; later only where somebody asks for it, lest what was changed by hand be lost."""
        self.action_refresh()

    def action_refresh(self) -> None:
        """Look again, and plan."""
        propose, actor, ids = self.services.balancing.propose, self.actor, self._ids
        hands, over = self._with_hands, self._over
        self.read("plan", lambda: propose(actor, ids, over=over, in_hand=hands), self._take)

    def read_failed(self, group: str, error: Exception) -> None:
        """Say that nothing waits where the plan would stand; anything else is explained as everywhere."""
        if group == "plan" and isinstance(error, PoolEmpty | NothingToDispatch):
            self._plan = None
            self.query_one("#sum", RuleLine).set_note("")
            self.rows.set_rows([], empty=sentences(*render_error(error)))
            self.loads.set_rows([])
            self._show_why()
            self.refresh_keys()
        else:
            super().read_failed(group, error)

    def _take(self, plan: Plan) -> None:
        self._plan = plan
        at = None if self.rows.row is None else self.rows.row.case_id
        # Whoever is given something comes first: six rows are in sight.
        self.loads.set_rows(sorted(plan.loads, key=lambda load: not load.given))
        self.loads.styles.height = min(_MOST_LOADS, len(plan.loads)) + 1
        self.rows.set_rows(
            sorted(plan.lines, key=lambda line: line.taker_id is not None), empty=_("No case."), cursor_id=at
        )
        self.query_one("#sum", RuleLine).set_note(sum_words(plan))
        self._show_why()
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.loads.set_columns(_load_columns(self._over))
        self.rows.set_columns(self._case_columns())
        if self._plan is not None:
            self._take(self._plan)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say why the case under the cursor goes where it would."""
        message.stop()
        self._show_why()
        self.refresh_keys()

    def _show_why(self) -> None:
        row = self.rows.row
        self.query_one("#why", Sentence).show("" if row is None else self._why(row))

    def _why(self, line: Line) -> str:
        if line.refusal is not None:
            return refusal_words(line.refusal)
        frame, plan = self.console.frame, self._plan
        return "" if plan is None else why_words(line, plan, frame.times, frame.clock.now())

    # Keys

    def can_row(self) -> bool:
        """A case is under the cursor."""
        return self.rows.row is not None

    def can_plan(self) -> bool:
        """The plan hands something over."""
        return self._plan is not None and bool(self._plan.moving)

    def can_pool(self) -> bool:
        """The cases are those of the unit, and not chosen one by one."""
        return self._ids is None and self._over is Over.PEOPLE

    def can_other(self) -> bool:
        """The person can share out among units and among people."""
        return self._ids is None and len(self._choices) > 1

    def action_other(self) -> None:
        """Plan over units in place of people, or the other way round; the choices follow one another."""
        after = (self._choices.index(self._over) + 1) % len(self._choices)
        self._over = self._choices[after]
        self._plan = None
        self.loads.set_columns(_load_columns(self._over))
        self.rows.set_columns(self._case_columns())
        self.action_refresh()

    def action_in_hand(self) -> None:
        """Plan with what people have in hand, or without it."""
        self._with_hands = not self._with_hands
        self._plan = None
        self.action_refresh()

    def action_case(self) -> None:
        """Open the case."""
        if self.rows.row is not None:
            self.console.go("case", self.rows.row.number)

    def action_give(self) -> None:
        """Choose who gets the case instead."""
        from console.dialogs.pick import Option, PickDialog

        row, plan = self.rows.row, self._plan
        if row is None or plan is None:
            return
        if row.refusal is not None:
            self.say(refusal_words(row.refusal))
            return
        options = [
            Option(load.taker_id, load.name, _option_words(row, load))
            for load in sorted(plan.loads, key=lambda load: load.taker_id not in row.fitting)
            if load.taker_id in row.options and load.taker_id != row.taker_id
        ]
        if row.taker_id is not None:
            options.append(Option(_NOBODY, _("Nobody"), _("it stays where it is")))
        title = _("%(number)s: give it to whom?", number=short_number(row.number))
        empty = _("Nobody else can have it.")
        later(
            self.app.push_screen(PickDialog(title, options, empty=empty), partial(self._given, row.case_id))
        )

    def _given(self, case_id: int, taker_id: int | None) -> None:
        services, actor, plan = self.services, self.actor, self._plan
        if taker_id is None or plan is None:
            return
        chosen = None if taker_id == _NOBODY else taker_id
        self.read("move", lambda: services.balancing.move(actor, plan, case_id, chosen), self._take)

    # Carrying it out

    def action_apply(self) -> None:
        """Ask, then hand the cases over."""
        from console.dialogs.confirm import ConfirmDialog

        if self._plan is None or not self._plan.moving:
            return
        question = ask_words(self._plan)
        why = _("As one set; cases somebody moves meanwhile are named and left.")
        later(self.app.push_screen(ConfirmDialog(question, why), self._apply))

    def _apply(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        services, actor, plan = self.services, self.actor, self._plan
        if yes and plan is not None:
            self.save(lambda: services.balancing.apply(actor, plan, self._tell_progress), self._applied)

    def _tell_progress(self, done: int) -> None:
        # In the thread that writes: a message is all that may pass from there.
        self.post_message(SetProgress(done))

    def on_set_progress(self, message: SetProgress) -> None:
        """Say how far it is."""
        message.stop()
        self.say(_("%(done)s cases ...", done=message.done))

    def _applied(self, made: SetResult) -> None:
        self.say_lasting("")

        def answered(undo: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            services, actor, set_id = self.services, self.actor, made.set_id
            if undo and set_id is not None:
                self.save(
                    lambda: services.sets.undo_set(actor, set_id, self._tell_progress), self._taken_back
                )
            else:
                self._plan = None
                self.action_refresh()

        later(self.app.push_screen(SetResultDialog(made), answered))

    def _taken_back(self, result: SetResult) -> None:
        self.say_lasting("")

        def closed(_undo: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            self._plan = None
            self.action_refresh()

        later(self.app.push_screen(SetResultDialog(result), closed))

    def _case_columns(self) -> list[Column[Line]]:
        frame = self.console.frame

        def due(line: Line) -> Piece:
            return ("" if line.due_at is None else frame.times.moment(line.due_at, frame.clock.now())), ""

        now: list[Column[Line]] = []
        wide = 16
        if self._over is Over.PEOPLE:
            now, wide = [Column(N_("Has it now"), 8, lambda line: (line.lies_with_name, ""))], 9

        return [
            Column("", 2, _mark),
            Column(N_("Number"), 9, lambda line: (short_number(line.number), "")),
            Column(N_("Due"), 14, due),
            Column(N_("Grid"), 8, lambda line: (line.grid_name, "")),
            *now,
            Column(
                N_("Would get it"), wide, lambda line: (line.taker_name or "-", "bold" if line.moves else "")
            ),
            Column(N_("Title"), 14, lambda line: (line.title, ""), grow=True),
        ]


def _mark(line: Line) -> Piece:
    if line.refusal is not None or line.taker_id is None:
        return "!", "bold red"
    return ("+" if line.late_minutes else ""), "bold"


def _option_words(line: Line, load: Load) -> str:
    said = [fit_words(line, load.taker_id), _("then %(count)s open", count=load.after + 1)]
    return _(", ").join(each for each in said if each)


def _load_columns(over: Over) -> list[Column[Load]]:
    who, wide = (N_("Unit"), 22) if over is Over.UNITS else (N_("Person"), 10)
    return [
        Column(who, wide, lambda load: (load.name, "")),
        Column(N_("A day"), 6, lambda load: (str(load.pace), ""), right=True),
        Column(N_("Cases now"), 6, lambda load: (str(load.before), ""), right=True),
        Column(N_("New ones"), 6, lambda load: (str(load.given or ""), "bold"), right=True),
        Column(N_("Cases then"), 6, lambda load: (str(load.after), ""), right=True),
        Column(N_("Room"), 6, lambda load: ("" if load.room is None else str(load.room), ""), right=True),
        Column(N_("Note"), 14, lambda load: (note_words(load, over), "dim"), grow=True),
    ]
