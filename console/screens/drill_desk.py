"""The desk of a trainee in a drill: what reached it, whom it can reach, what it has to know."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.dialogs.page import PageDialog
from console.drilling.words import called, kind_of, means_word, names_of, said_of
from console.i18n import N_, _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.work import later
from scenarios.inbox import PHONE, Item, Ring, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.app import TraineeApp
    from console.drilling.stage import Look, Stage
    from console.frame import Frame
    from console.widgets.lines import Piece
    from scenarios.inbox import Inbox

_ANSWERED = frozenset({Sort.MESSAGE, Sort.CALL, Sort.ASK_REPORT, Sort.REMINDER})


class DrillDeskScreen(ConsoleScreen[None]):
    """Lists what came, the newest first; the row under the cursor in full below."""

    GROUP = "drill_desk"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_desk"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    DrillDeskScreen LineList { height: 1fr; }
    DrillDeskScreen Preview { height: 3; }
    """
    _box: Inbox | None = None

    @property
    def stage(self) -> Stage:
        """Where the person sits."""
        app: Any = self.app
        trainee: TraineeApp = app
        return trainee.stage

    def body(self) -> Iterable[Widget]:
        """Return the list, and the row under the cursor."""
        yield LineList[Item](_columns(self.console.frame, self._names), lambda item: item.key)
        yield RuleLine(id="note")
        yield Preview()

    def title_text(self) -> str:
        """Name the desk."""
        return _("Drill desk: %(desk)s", desk=self.stage.desk.title)

    @property
    def rows(self) -> LineList[Item]:
        """The list."""
        found: LineList[Item] = self.query_one(LineList)
        return found

    @property
    def _names(self) -> Mapping[str, str]:
        return names_of(self.stage.scenario)

    def reload(self) -> None:
        """Look at the recording."""
        self.read("drill_desk", self.stage.look, self.desk_looked)

    def desk_looked(self, look: Look) -> None:
        """Show what there is now; calls stop ringing though nothing is written."""
        if look.box is None or look.box == self._box:
            return
        self._box = look.box
        at = None if self.rows.row is None or self.rows.cursor == 0 else self.rows.row.key
        ringing = next((each.key for each in look.box.items if each.ring is Ring.RINGING), None)
        newest = list(reversed(look.box.items))
        self.rows.set_rows(newest, empty=_nothing(), cursor_id=ringing or at)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns(self.console.frame, self._names))
        self.rows.set_empty(_nothing())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show the row in full."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        row = self.rows.row
        self.query_one(Preview).show(() if row is None else self._facts(row))
        self.refresh_keys()

    def _facts(self, item: Item) -> tuple[Fact, ...]:
        names = self._names
        receivers = _(", ").join(called(names, each) for each in item.to)
        return (
            Fact(_("Sender"), "" if item.mine else called(names, item.sender)),
            Fact(_("Receiver"), receivers),
            Fact(_("Means of speech"), means_word(item.means)),
            Fact("", said_of(item), "bold" if item.ring is Ring.RINGING else ""),
        )

    def can_row(self) -> bool:
        """Something is under the cursor."""
        return self.rows.row is not None

    def can_answerable(self) -> bool:
        """It came from somebody, and was heard."""
        row = self.rows.row
        return row is not None and row.sort in _ANSWERED and row.ring in {Ring.NONE, Ring.TAKEN}

    def action_open(self) -> None:
        """Take the call that rings, or read the whole of it."""
        row = self.rows.row
        if row is None:
            return
        if row.ring is Ring.RINGING:
            self.save(lambda: self.stage.take(row), partial(self._taken, row))
            return
        later(self.app.push_screen(PageDialog(kind_of(row), list(self._whole(row)))))

    def _taken(self, call: Item, mine: bool) -> None:  # noqa: FBT001 -- the result of a write
        self._box = None
        self.reload()
        if not mine:
            self.say(_("Somebody else was quicker and took the call."))
            return
        self.read("taken", self.stage.look, partial(self._heard, call.key))

    def _heard(self, key: str, look: Look) -> None:
        """Show what is said, and let the person answer."""
        items = () if look.box is None else look.box.items
        call = next((each for each in items if each.key == key), None)
        if call is not None:
            self._answer(call)

    def _whole(self, item: Item) -> Iterator[Piece]:
        names, frame = self._names, self.console.frame
        head = f"{kind_of(item)}  {frame.times.moment(item.at, frame.clock.now())}"
        yield head, "bold"
        if not item.mine:
            yield _("From: %(who)s", who=called(names, item.sender)), ""
        if item.to:
            yield _("To: %(who)s", who=_(", ").join(called(names, each) for each in item.to)), ""
        if item.until is not None and item.sort is Sort.ASK_REPORT:
            yield _("Until: %(when)s", when=frame.times.moment(item.until, frame.clock.now())), ""
        yield "", ""
        for line in (item.text or said_of(item)).splitlines():
            yield line, ""
        for name, text in item.papers:
            yield "", ""
            yield name, "bold"
            yield from ((line, "") for line in text.splitlines())

    def action_answer(self) -> None:
        """Answer what is under the cursor: a report if one was asked for."""
        row = self.rows.row
        if row is None or not self.can_answerable():
            return
        if row.sort is Sort.ASK_REPORT and row.kind is not None:
            self.console.go("drill_report", row.kind.value, row.sender)
        else:
            self._answer(row)

    def _answer(self, item: Item) -> None:
        from console.dialogs.prompt import PromptDialog

        stage, names = self.stage, self._names
        title = _("Answer to %(who)s", who=called(names, item.sender))
        to = (item.sender,) if item.sender else ()

        def answered(text: str | None) -> None:
            if text and text.strip():
                self.save(lambda: stage.say(to, text.strip(), item.means or PHONE, item.about), self._said)

        dialog = PromptDialog(title, "“" + " ".join(item.text.split()) + "”")
        later(self.app.push_screen(dialog, answered))

    def _said(self, _nothing: None) -> None:
        self.say(_("Said."))

    def action_say_to(self) -> None:
        """Call or write to somebody."""
        self.console.go("drill_say")

    def action_report_up(self) -> None:
        """Report up."""
        self.console.go("drill_report")

    def action_queues(self) -> None:
        """Go to the cases."""
        self.console.go_back()

    def action_people(self) -> None:
        """Show whom one can reach."""
        stage = self.stage
        lines: list[Piece] = [(_("Desks"), "bold")]
        lines += [(f"  {each.title}", "") for each in stage.scenario.roles if each.id != stage.desk.id]
        lines += [("", ""), (_("Others"), "bold")]
        lines += [(f"  {each.name}  {each.phone or ''}".rstrip(), "") for each in stage.scenario.actors]
        later(self.app.push_screen(PageDialog(_("Directory"), lines)))

    def action_facts(self) -> None:
        """Show the situation and the duty of the desk."""
        scenario, desk = self.stage.scenario, self.stage.desk
        lines: list[Piece] = []
        known = () if self._box is None else self._box.facts
        frame = self.console.frame
        parts = [
            (_("What your desk does"), desk.duty.splitlines()),
            (_("Background"), scenario.background.splitlines()),
            (
                _("What is known"),
                [
                    f"{each.name}：{each.value}  {frame.times.moment(each.at, frame.clock.now())}"
                    for each in known
                ],
            ),
        ]
        for title, texts in parts:
            if texts:
                lines += [(title, "bold"), *((f"  {each}", "") for each in texts), ("", "")]
        lines = lines or [(_("Nothing is known yet but what lies in the queues."), "")]
        later(self.app.push_screen(PageDialog(_("Situation"), lines)))


def _nothing() -> str:
    return _("Nothing reached your desk yet. Cases lie in the queues; calls and messages come here.")


def _columns(frame: Frame, names: Mapping[str, str]) -> list[Column[Item]]:
    def style(item: Item) -> str:
        if item.ring is Ring.RINGING:
            return "bold reverse"
        return "dim" if item.mine or item.ring in {Ring.ELSEWHERE, Ring.MISSED} else ""

    def who(item: Item) -> Piece:
        shown = item.to if item.mine else (item.sender,)
        return _(", ").join(called(names, each) for each in shown), style(item)

    return [
        Column(N_("Time"), 5, lambda item: (frame.times.clock(item.at), style(item))),
        Column(N_("Arrived as"), 14, lambda item: (kind_of(item), style(item)), best=18),
        Column(N_("With whom"), 16, who, best=24),
        Column(N_("Says"), 30, lambda item: (said_of(item), style(item)), grow=True),
    ]
