"""What a trainer's keys do to the drill that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.drilling.words import since_start
from console.i18n import _, render_error, sentences
from console.work import later
from models.drills.kinds import SPEEDS, DrillState
from models.kernel.errors import DomainError
from scenarios.board import ExpectedRow, InjectRow, Progress, SeatRow, next_event
from scenarios.format.moments import parsed
from scenarios.player.control import DecisionBetween, NothingToCome

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.drilling.hand import Hand, View
    from console.drilling.rows import Shown
    from console.drilling.trainer import TrainerApp
    from console.screens.base import ConsoleScreen
    from scenarios.player.control import Control

    class _Screen(ConsoleScreen[None]):
        """What the keys stand on."""

        @property
        def trainer(self) -> TrainerApp: ...
        @property
        def hand(self) -> Hand: ...
        @property
        def seen(self) -> View | None: ...
        @property
        def row(self) -> Shown | None: ...

        def can_steering(self) -> bool: ...
        def can_inject(self) -> bool: ...
else:
    _Screen = object


class Steering(_Screen):
    """The acts of steering; each is done by the hand, and refused in words."""

    _speed: int | None = None
    """The speed chosen while time stands, for when it runs"""

    def _do(self, work: Callable[[Control], Any], words: str = "") -> None:
        hand = self.hand

        def saved(_result: Any) -> None:
            if words:
                self.say(words)

        self.save(lambda: hand.do(work), saved)

    def action_corrective(self) -> None:
        """List the corrective tasks of earlier drills that are open."""
        from console.dialogs.page import PageDialog

        lines = self.trainer.tasks or [_("No corrective task of an earlier drill is open.")]
        later(self.app.push_screen(PageDialog(_("Corrective tasks"), [(each, "") for each in lines])))

    def ask(self, question: str, why: str, then: Callable[[], None]) -> None:
        """Do something only after a yes."""
        from console.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                then()

        later(self.app.push_screen(ConfirmDialog(question, why), answered))

    # Time

    def action_run(self) -> None:
        """Let time run, or stand."""
        if self.seen is None or not self.can_steering():
            return
        if self.seen.drill.state is DrillState.RUNNING:
            self._do(lambda control: control.pause(), _("Time stands."))
        else:
            speed, self._speed = self._speed, None
            self._do(lambda control: control.run(speed), _("Time runs."))

    def action_faster(self) -> None:
        """Let time run faster."""
        self._change_speed(1)

    def action_slower(self) -> None:
        """Let time run slower."""
        self._change_speed(-1)

    def _change_speed(self, by: int) -> None:
        if self.seen is None or not self.can_steering():
            return
        running = self.seen.drill.state is DrillState.RUNNING
        speed = self._speed or self.seen.drill.pace.speed
        place = min(range(len(SPEEDS)), key=lambda each: abs(SPEEDS[each] - speed))
        wanted = SPEEDS[max(0, min(place + by, len(SPEEDS) - 1))]
        if running:
            self._do(lambda control: control.run(wanted), _("Speed: ×%(speed)s", speed=wanted))
        else:
            self._speed = wanted
            self.say(_("Speed once time runs: ×%(speed)s", speed=wanted))

    def action_next_inject(self) -> None:
        """Set time on to the next inject."""
        if self.can_steering():
            self._leap(lambda control: control.next_inject())

    def action_step(self) -> None:
        """Set time on to whatever happens next."""
        if self.can_steering():
            self._leap(_next)

    def action_jump(self) -> None:
        """Ask for a moment, and set time on to it."""
        from console.dialogs.prompt import PromptDialog

        start = self.hand.plan.start

        def answered(text: str | None) -> None:
            if text:
                to = parsed(text).offset(start)
                self._leap(lambda _control: to)

        dialog = PromptDialog(
            _("Jump to when?"), _("Such as T+00:15, or 14:30 by the clock."), check=_no_moment
        )
        later(self.app.push_screen(dialog, answered))

    def _leap(self, where: Callable[[Control], int], *, over: bool = False) -> None:
        hand = self.hand

        def work(control: Control) -> int:
            to = where(control)
            control.jump(to, over_decisions=over)
            return to

        def saved(to: int) -> None:
            self.say(_("It is %(when)s now.", when=since_start(to, seconds=True)))

        def refused(error: Exception) -> bool:
            if not isinstance(error, DecisionBetween):
                return False
            self.ask(
                render_error(error)[0], _("Pass it over nevertheless?"), lambda: self._leap(where, over=True)
            )
            return True

        self.save(lambda: hand.do(work), saved, refused)

    def action_finish(self) -> None:
        """End the drill, after a question."""
        if self.can_steering():
            why = _("What is open is settled; the recording stays for the review.")
            end: Callable[[Control], None] = lambda control: control.end()  # noqa: E731 -- one word of work
            self.ask(_("End the drill now?"), why, lambda: self._do(end, _("The drill has ended.")))

    # Injects

    def _inject(self) -> InjectRow | None:
        return self.row if isinstance(self.row, InjectRow) and self.can_inject() else None

    def action_send(self) -> None:
        """Send what is under the cursor."""
        row = self._inject()
        if row is not None:
            name = row.id
            self._do(lambda control: control.steering.release(name), _("Sent: %(what)s", what=row.title))

    def action_hold(self) -> None:
        """Hold it, or let it go."""
        row = self._inject()
        if row is None:
            return
        name = row.id
        if row.progress is Progress.HELD:
            self._do(lambda control: control.steering.let_go(name), _("Let go: %(what)s", what=row.title))
        else:
            self._do(lambda control: control.steering.hold(name), _("Held: %(what)s", what=row.title))

    def action_skip(self) -> None:
        """Leave it out, after a question."""
        row = self._inject()
        if row is not None:
            name, words = row.id, _("Skipped: %(what)s", what=row.title)
            self.ask(
                _("Leave “%(what)s” out for good?", what=row.title),
                _("Whatever would follow it does not come either."),
                lambda: self._do(lambda control: control.steering.skip(name), words),
            )

    def action_add(self) -> None:
        """Write an inject of one's own."""
        if self.can_steering():
            self.console.go("drill_inject")

    def action_open(self) -> None:
        """Change an inject, fill in a form, or read the row."""
        match self.row:
            case InjectRow() as row if self.can_inject():
                self.console.go("drill_inject", row.id)
            case ExpectedRow() as row if row.by_form:
                self.console.go("drill_sheet", self.hand.number, row.id)
            case None:
                return
            case row:
                self._show_row(row)

    def _show_row(self, row: Shown) -> None:
        from console.dialogs.page import PageDialog
        from console.drilling.rows import facts_of
        from console.drilling.words import names_of

        facts = facts_of(row, names_of(self.hand.plan.scenario))
        lines = [(f"{each.name}  {each.text}".strip(), each.style) for each in facts if each.text]
        later(self.app.push_screen(PageDialog(row.title, lines)))

    # Words

    def action_note(self) -> None:
        """Note an observation."""
        row = self.row
        about = "" if row is None or isinstance(row, SeatRow) else row.id
        why = _("About: %(what)s", what=row.title) if about and row is not None else ""
        self._ask_note(self.hand, about, why)

    def _ask_note(self, hand: Hand, about: str, why: str, value: str = "") -> None:
        """Ask for an observation; one that cannot be kept is shown again, with the reason."""
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            said = "" if text is None else text.strip()
            if not said:
                return

            def refused(error: Exception) -> bool:
                if isinstance(error, DomainError):
                    self._ask_note(hand, about, sentences(*render_error(error)), said)
                return isinstance(error, DomainError)

            self.save(lambda: hand.observe(said, about), lambda _nothing: self.say(_("Noted.")), refused)

        later(self.app.push_screen(PromptDialog(_("What do you observe?"), why, value=value), answered))

    def action_speak(self) -> None:
        """Speak as somebody."""
        self.console.go("drill_say")


def _next(control: Control) -> int:
    """Return when the next thing happens.

    Raises:
        NothingToCome: nothing does.
    """
    found = next_event(control.player)
    if found is None:
        raise NothingToCome
    return found


def _no_moment(text: str) -> str:
    """Return what is wrong with a moment somebody typed; "" if nothing."""
    from console.work import Failed, attempt

    outcome = attempt(lambda: parsed(text))
    if not isinstance(outcome, Failed):
        return ""
    if isinstance(outcome.error, DomainError):
        return render_error(outcome.error)[0]
    return _("This cannot be read as a moment of the drill.")
