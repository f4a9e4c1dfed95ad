"""The console of a drill: the live screens over its world, with its time and its banner on every one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Input, TextArea

from console.app import YiwangApp
from console.dialogs.base import Dialog
from console.drilling.words import mode_words, names_of, news_words
from console.house import adopt
from console.i18n import _
from console.messages import ReadEnded
from console.session import Entered, Session, Way
from console.widgets.title_bar import TitleBar
from console.work import Failed, attempt, later
from models.kernel.clock import SystemClock
from scenarios.inbox import Ring
from scenarios.player.office import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from console.drilling.stage import Look, Stage
    from console.settings import Settings
    from console.terminal.profile import TerminalProfile
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import Clock
    from models.organisation.views import OfficeView

SECONDS_BETWEEN_LOOKS = 1.0
_DRILL_KEY = Binding("number_sign", "drill", show=False, priority=True)


class DrillSession(Session):
    """Lets somebody in as an account of the drill's world, which has no passwords.

    Args:
        login: the account.
    """

    def __init__(self, login: str) -> None:
        super().__init__(Way(origin=ORIGIN))
        self._login = login

    def look(self, services: Services) -> Entered:
        """Return who acts."""
        house = services.settings.house()
        adopt(house.number, house.document)
        actor = services.accounts.demo_actor(self._login, ORIGIN)
        return Entered(services.organisation.office(), actor)


class DrillApp(YiwangApp):
    """What the consoles of trainees and trainers have in common.

    Args:
        settings: what the machine and the person have set.
        services: of the world, as this console may use them.
        clock: the drill's.
        login: as whom the console acts.
        person: how whoever sits there is called.
        profile: what is known about the terminal.
        alone: whether the process is the console's own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [_DRILL_KEY]

    def __init__(
        self,
        settings: Settings,
        services: Services,
        clock: Clock,
        login: str,
        person: str,
        *,
        profile: TerminalProfile | None = None,
        alone: bool = False,
    ) -> None:
        super().__init__(
            settings, lambda: services, profile=profile, clock=clock, session=DrillSession(login), alone=alone
        )
        # Nobody is away from a drill because its time ran on.
        self.room = SystemClock()
        self.idle.restart()
        self.frame.mode = _("Drill")
        self.person = person
        self._drawn: tuple[str, int] = ("", 0)

    def look(self) -> Look:
        """Return how the drill stands; in a thread."""
        raise NotImplementedError

    def looked(self, look: Look) -> None:
        """Do what has to be done with what was seen, each second."""

    def begin_time(self) -> None:
        """Look at the drill's time every second: it may stand, run, or leap."""
        self.set_interval(SECONDS_BETWEEN_LOOKS, self._look_soon)

    def _look_soon(self) -> None:
        self.run_worker(self._look, group="drill", exclusive=True, exit_on_error=False, thread=True)

    def _look(self) -> None:
        self.post_message(ReadEnded("drill", 0, attempt(self.look), self._take))

    def on_read_ended(self, message: ReadEnded) -> None:
        """Take over what was seen; a database out of reach for a moment is tried again in a second."""
        message.stop()
        if not isinstance(message.outcome, Failed):
            message.then(message.outcome.value)

    def _take(self, look: Look) -> None:
        self.show_mode(mode_words(look.drill, stands=look.stands))
        self.looked(look)

    def show_mode(self, mode: str) -> None:
        """Draw the title lines anew if they say something else by now."""
        self.frame.mode = mode
        drawn = mode, int(self.frame.clock.now().timestamp()) // 60
        if drawn != self._drawn:
            self._drawn = drawn
            for screen in self.screen_stack:
                for bar in screen.query(TitleBar):
                    bar.pass_minute()
                if isinstance(screen, Dialog) and screen.is_mounted:
                    screen.pass_minute()

    def set_office(self, office: OfficeView) -> None:
        """Show the township, and the drill in the title line."""
        super().set_office(office)
        self._drawn = ("", 0)
        self._look_soon()

    def signed_in(self, actor: Actor) -> None:
        """Show who sits there by their own name: the account is the desk's."""
        super().signed_in(actor)
        role = self.frame.person.removeprefix(actor.name).strip()
        self.frame.person = f"{self.person} {role}".strip()

    def holds(self, condition: str) -> bool:
        """Offer what there is in a drill only."""
        return condition == "drill" or super().holds(condition)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the sign to a field that is typed into."""
        if action == "drill" and isinstance(self.focused, Input | TextArea):
            return False
        return super().check_action(action, parameters)

    def action_drill(self) -> None:
        """Go to the drill's own screen."""
        raise NotImplementedError

    def action_sign_out(self) -> None:
        """Leave: nobody else signs in at a desk of a drill."""
        self.action_leave()

    def go_to(self, name: str) -> None:
        """Show a screen of the drill: the one that is open, or a new one."""
        from console.screens import SCREENS

        wanted = SCREENS[name].rpartition(":")[2]
        if any(type(screen).__name__ == wanted for screen in self.screen_stack):
            while type(self.screen).__name__ != wanted:
                later(self.pop_screen())
        else:
            self.go(name)


class TraineeApp(DrillApp):
    """The console of a trainee: what reaches the desk is told like a warning.

    Args:
        settings: what the machine and the person have set.
        stage: where they sit.
        profile: what is known about the terminal.
        alone: whether the process is the console's own.
    """

    def __init__(
        self, settings: Settings, stage: Stage, *, profile: TerminalProfile | None = None, alone: bool = False
    ) -> None:
        world = stage.world
        super().__init__(
            settings,
            world.services,
            world.clock,
            stage.login,
            stage.person,
            profile=profile,
            alone=alone,
        )
        self.stage = stage
        self._names = names_of(stage.scenario)
        self._told: int | None = None

    def look(self) -> Look:
        """Return drill and inbox."""
        return self.stage.look()

    def looked(self, look: Look) -> None:
        """Tell what came since the last look; of what was there before, only how much it is."""
        items = () if look.box is None else look.box.items
        came = [each for each in items if not each.mine and each.seq > (self._told or 0)]
        first, self._told = self._told is None, max((each.seq for each in items), default=self._told or 0)
        rings = any(each.ring is Ring.RINGING for each in came)
        if came and first and not rings:
            self.say(
                _("At your desk %(desk)s lie messages: %(count)s. Key # shows them.", **self._counted(came))
            )
        elif came:
            self.say(news_words(came, self._names))
        taking: Callable[[Look], None] | None = getattr(self.screen, "desk_looked", None)
        if taking is not None:
            taking(look)

    def _counted(self, came: list[Any]) -> dict[str, Any]:
        return {"desk": self.stage.desk.title, "count": len(came)}

    def action_drill(self) -> None:
        """Show what reached the desk."""
        self.go_to("drill_desk")

    def leave_now(self) -> None:
        """Get up from the desk, so that it is free, and leave."""
        self.save(
            self.stage.get_up, lambda _nothing: super(TraineeApp, self).leave_now(), partial(self._gone)
        )

    def _gone(self, _error: Exception) -> bool:
        super().leave_now()
        return True
