"""The catalogue as of another day or edition, and the question which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.edition_words import edition_name
from console.i18n import _
from console.screens.exporting import Exporting
from console.screens.filtering import FilteringScreen
from console.widgets.lines import RuleLine
from console.work import later
from models.catalogue.views import EditionStatus, MatterLine
from models.exchange.exporting.views import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.screens.base import ConsoleScreen
    from console.screens.catalogue_parts import Moment
    from models.catalogue.editions.views import AsOf, EditionView
    from models.catalogue.views import MatterView

TODAY = ""
"""What stands for today wherever a day or edition is asked for."""
_ANOTHER = "?"


def ask_moment(screen: ConsoleScreen[Any], title: str, then: Callable[[str], None]) -> None:
    """Let a person pick today, another day, or an edition.

    Args:
        screen: who asks.
        title: what is asked for, translated.
        then: gets what ``services.editions.as_of`` understands: a date, the number of an
            edition, or :data:`TODAY`. Not called if the person goes back.
    """
    services, actor = screen.services, screen.actor
    screen.read(
        "moments", lambda: services.editions.editions(actor), lambda found: _pick(screen, title, found, then)
    )


def _pick(
    screen: ConsoleScreen[Any], title: str, editions: Sequence[EditionView], then: Callable[[str], None]
) -> None:
    from console.dialogs.pick import Option, PickDialog
    from console.labels import label

    options = [Option(TODAY, _("Today")), Option(_ANOTHER, _("Another day ..."))]
    options += [
        Option(str(each.number), edition_name(each), f"{each.effective} {label(each.status)}")
        for each in editions
        if each.status is not EditionStatus.DRAFT
    ]

    def picked(answer: str | None) -> None:
        if answer == _ANOTHER:
            _ask_day(screen, title, then)
        elif answer is not None:
            then(answer)

    later(screen.app.push_screen(PickDialog(title, options), picked))


def _ask_day(screen: ConsoleScreen[Any], title: str, then: Callable[[str], None]) -> None:
    from console.dialogs.prompt import PromptDialog

    def answered(text: str | None) -> None:
        if text is not None:
            then(_day_of(text))

    explanation = _("The day, such as 2025-01-01:")
    dialog = PromptDialog(title, explanation, check=_what_is_wrong)
    later(screen.app.push_screen(dialog, answered))


def _day_of(text: str) -> str:
    """Return a day as ISO writes it; "" for what is none."""
    from models.exchange.cells import day
    from models.kernel.errors import DomainError

    try:
        return str(day(text).isoformat())
    except DomainError:
        return ""


def _what_is_wrong(text: str) -> str:
    if _day_of(text):
        return ""
    return _("“%(text)s” is not a date such as 2026-01-01.", text=text)


class AsOfBrowsing(Exporting, FilteringScreen[None]):
    """What the catalogue's screen needs to stand on another day than today."""

    def export_wanted(self) -> Wanted | None:
        """Return the list shown, whole: the matters as of the day shown, or the duty lists."""
        if not self.composed:
            return None
        if not self.can_matters():
            return Wanted("duties")
        return Wanted("matters", as_of=None if self._as_of is None else self._as_of.day)

    _as_of: AsOf | None = None

    @property
    def moment(self) -> Moment:
        """The day shown, and the moment of knowledge; nothing for today."""
        return (None, None) if self._as_of is None else (self._as_of.day, self._as_of.known)

    def as_of_title(self, name: str) -> str:
        """Return the screen's name with the day it stands on, unless that is today."""
        return f"{name} {self.as_of_words()}".rstrip()

    def as_of_words(self) -> str:
        """Return the day the matters are shown as of; nothing for today and on a duty list."""
        shown = self._as_of
        if shown is None or not self.can_matters():
            return ""
        day = shown.day.isoformat()
        if shown.edition is None:
            return _("as of %(day)s", day=day)
        return _("as of edition %(number)s %(day)s", number=shown.edition.number, day=day)

    def set_title(self, title: str) -> None:
        """Show the name of the screen, and once more which day this is: a narrow title line drops it."""
        super().set_title(title)
        self.query(RuleLine).first(RuleLine).set_note(self.as_of_words())

    def matter_reader(self, row: MatterLine) -> Callable[[], MatterView]:
        """Return what reads everything about a row, as of the day shown."""
        services, actor, shown = self.services, self.actor, self._as_of
        if shown is None:
            return lambda: services.catalogue.matter(actor, row.id)
        return lambda: services.catalogue.version(row.version_id, shown.day)

    def can_matters(self) -> bool:
        """The matters are shown, not a duty list."""
        return self.composed and getattr(self, "sheet", None) is None

    def action_as_of(self) -> None:
        """Show the list as of another day or edition."""
        ask_moment(self, _("The list as of"), self._show_moment)

    def action_editions(self) -> None:
        """List the editions."""
        self.console.go("editions")

    def action_worklist(self) -> None:
        """Go to the next edition while it is prepared."""
        self.console.go("worklist")

    def action_bench(self) -> None:
        """Go to the merge workbench."""
        self.console.go("bench")

    def _show_moment(self, text: str) -> None:
        if text == TODAY:
            self._stand_on(None)
            return
        services, actor = self.services, self.actor
        self.read("as_of", lambda: services.editions.as_of(actor, text), self._stand_on)

    def _stand_on(self, as_of: AsOf | None) -> None:
        self._as_of = as_of
        self.set_title(self.title_text())
        self.reread()
        self.refresh_keys()

    def reread(self) -> None:
        """Read what is shown, as of the day shown."""
        raise NotImplementedError

    def can_go_back(self) -> bool:
        """Another day can be left for today, a search dropped, and then the screen left."""
        return self._as_of is not None or super().can_go_back()

    def back(self) -> None:
        """Drop the search; without one, come back to today, and then to the screen below."""
        if self._as_of is not None and not self.filtering:
            self._stand_on(None)
        else:
            super().back()
