"""What would be different in a play: each change a line, and the questions that make one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from console.dialogs.pick import Option, PickDialog
from console.dialogs.prompt import PromptDialog
from console.i18n import N_, _, ngettext
from console.labels import label
from console.work import later
from models.assignment.whatif.views import Changes, Leave, More, Surge
from models.cases.kinds import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.screens.base import ConsoleScreen
    from models.assignment.whatif.views import Person
    from models.catalogue.views import MatterView
    from models.organisation.views import UnitView

    Then = Callable[[Changes], None]

_AWAY, _SURGE, _MORE = "leave", "surges", "more"
_ALL, _MATTER = "all", "matter"
_KINDS = {
    _AWAY: N_("Somebody is away"),
    _SURGE: N_("More cases come"),
    _MORE: N_("More people in a unit"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and what a change can name."""

    people: tuple[Person, ...]
    units: tuple[UnitView, ...]
    matters: tuple[MatterView, ...]
    """Those that were asked for"""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of what would be different; ``of`` is the change, ``None`` for days and runs."""

    key: str
    text: str
    of: Leave | Surge | More | None = None
    style: str = ""


def change_lines(changes: Changes, choices: Choices, days: int, runs: int) -> list[ChangeLine]:
    """Return the days and runs, and a line for each change."""
    head = _("%(days)s days, %(runs)s runs", days=days, runs=runs)
    people = {each.id: each.name for each in choices.people}
    units = {each.id: each.name for each in choices.units}
    matters = {each.id: each.name for each in choices.matters}
    lines = [ChangeLine("frame", head, style="dim")]
    for number, leave in enumerate(changes.leave):
        text = ngettext(
            "%(person)s away for %(count)s day",
            "%(person)s away for %(count)s days",
            leave.days,
            person=people.get(leave.account_id, "?"),
            count=leave.days,
        )
        lines.append(ChangeLine(f"{_AWAY}-{number}", text, leave))
    for number, surge in enumerate(changes.surges):
        what = _("all cases") if surge.channel is None else label(surge.channel)
        if surge.matter_id is not None:
            what = matters.get(surge.matter_id, "?")
        text = _("%(what)s: %(times)s times as many", what=what, times=f"{surge.times:g}")
        lines.append(ChangeLine(f"{_SURGE}-{number}", text, surge))
    for number, more in enumerate(changes.more):
        text = ngettext(
            "%(unit)s %(count)s person more",
            "%(unit)s %(count)s people more",
            more.count,
            unit=units.get(more.unit_id, "?"),
            count=more.count,
        )
        lines.append(ChangeLine(f"{_MORE}-{number}", text, more))
    return lines


def without_line(changes: Changes, key: str) -> Changes:
    """Return the changes without the one of a line."""
    kind, _dash, number = key.partition("-")
    kept = list(getattr(changes, kind))
    del kept[int(number)]
    return replace(changes, **{kind: tuple(kept)})


class Adding:
    """The questions one after the other; at the end the changes with one more are handed to ``then``.

    Args:
        screen: on which they are asked.
        choices: whom and what they can name.
        changes: those there are.
        then: takes the changes.
        learned: takes a matter that was asked for, so that its line can name it.
    """

    def __init__(
        self,
        screen: ConsoleScreen[Any],
        choices: Choices,
        changes: Changes,
        then: Then,
        learned: Callable[[MatterView], None],
    ) -> None:
        self._screen = screen
        self._choices = choices
        self._changes = changes
        self._then = then
        self._learned = learned

    def ask(self) -> None:
        """Ask what would be different."""
        options = [Option(kind, _(text)) for kind, text in _KINDS.items()]
        self._pick(_("What would be different?"), options, self._of_kind)

    def _of_kind(self, kind: str) -> None:
        match kind:
            case "leave":
                people = [Option(each.id, each.name, each.unit_name) for each in self._choices.people]
                self._pick(_("Who is away?"), people, self._away)
            case "surges":
                options: list[Option[str]] = [Option(_ALL, _("all cases")), Option(_MATTER, _("one matter"))]
                options += [Option(channel.value, label(channel)) for channel in Channel]
                self._pick(_("More of what?"), options, self._surge)
            case _:
                units = [Option(each.id, each.name) for each in self._choices.units]
                self._pick(_("More people where?"), units, self._more)

    def _away(self, account_id: int) -> None:
        def made(days: float) -> Changes:
            return replace(self._changes, leave=(*self._changes.leave, Leave(account_id, int(days))))

        self._number(_("For how many days, from now?"), made)

    def _more(self, unit_id: int) -> None:
        def made(count: float) -> Changes:
            return replace(self._changes, more=(*self._changes.more, More(unit_id, int(count))))

        self._number(_("How many people more?"), made)

    def _surge(self, what: str) -> None:
        if what == _MATTER:
            dialog = PromptDialog(_("Which matter?"), _("Its code, such as 0101."))
            later(self._screen.app.push_screen(dialog, self._matter))
            return
        self._times(channel=None if what == _ALL else Channel(what))

    def _matter(self, code: str | None) -> None:
        if not code:
            return
        services, actor = self._screen.services, self._screen.actor

        def found(matter: MatterView) -> None:
            self._learned(matter)
            self._times(matter_id=matter.id)

        self._screen.read("matter", lambda: services.catalogue.matter_by_code(actor, code), found)

    def _times(self, *, matter_id: int | None = None, channel: Channel | None = None) -> None:
        def made(times: float) -> Changes:
            surge = Surge(times, matter_id=matter_id, channel=channel)
            return replace(self._changes, surges=(*self._changes.surges, surge))

        self._number(_("How many times as many?"), made, whole=False)

    def _pick(self, title: str, options: list[Option[Any]], then: Callable[[Any], None]) -> None:
        def chosen(value: Any) -> None:
            if value is not None:
                then(value)

        later(self._screen.app.push_screen(PickDialog(title, options), chosen))

    def _number(self, title: str, made: Callable[[float], Changes], *, whole: bool = True) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                self._then(made(float(text)))

        dialog = PromptDialog(title, check=partial(_wrong_number, whole=whole))
        later(self._screen.app.push_screen(dialog, answered))


def _wrong_number(text: str, *, whole: bool) -> str:
    """Return what is wrong with a number as typed, "" if nothing."""
    first, _dot, rest = text.strip().partition(".")
    good = first.isascii() and first.isdigit() and (not rest or (rest.isascii() and rest.isdigit()))
    if not good or (whole and "." in text):
        return _("A number is wanted.")
    return ""
