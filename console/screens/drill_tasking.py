"""Making a corrective task of what a review proposes: which, whose, until when."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.reviewing.tasking import Choice, new_tasks, origin_of
from console.work import later
from scenarios.review.outcomes import DAYS
from scenarios.review.words import task_title

if TYPE_CHECKING:
    from datetime import date

    from console.screens.base import ConsoleScreen
    from models.improving.views import NewTask, OwnerView, TaskView
    from scenarios.review.sources import Source
    from scenarios.review.views import Proposal, Review

_OWN = -1


def offer_tasks(screen: ConsoleScreen[Any], source: Source, found: Review) -> None:
    """Ask which of the proposals becomes a task, then whose it is and when it is due; then make it."""
    services, actor = screen.services, screen.actor
    asking = _Asking(screen, source, found)
    screen.read("owners", lambda: services.improving.owners(actor), asking.begin)


class _Asking:
    """The questions in their order."""

    def __init__(self, screen: ConsoleScreen[Any], source: Source, found: Review) -> None:
        self._screen = screen
        self._source = source
        self._review = found
        self._owners: list[OwnerView] = []
        self._day = screen.console.frame.times.local(screen.console.frame.clock.now()).date()

    def begin(self, owners: list[OwnerView]) -> None:
        """Ask which task."""
        from console.dialogs.pick import Option, PickDialog

        self._owners = owners
        options = [
            Option(number, task_title(each, _), self._review.desks.get(each.desk, ""))
            for number, each in enumerate(self._review.proposals)
        ]
        options.append(Option(_OWN, _("A task of your own ...")))
        dialog = PickDialog(_("Make a corrective task of which?"), options)
        later(self._screen.app.push_screen(dialog, self._chosen))

    def _chosen(self, number: int | None) -> None:
        from console.dialogs.prompt import PromptDialog

        if number is None:
            return
        if number != _OWN:
            self._ask_owner(self._review.proposals[number], "")
            return
        dialog = PromptDialog(_("Corrective task"), _("What is to be done, in a line."))
        later(self._screen.app.push_screen(dialog, self._named))

    def _named(self, title: str | None) -> None:
        if title and title.strip():
            self._ask_owner(None, title.strip())

    def _ask_owner(self, proposal: Proposal | None, title: str) -> None:
        from console.dialogs.pick import Option, PickDialog

        proposals = [] if proposal is None else [proposal]
        (wanted,) = new_tasks(proposals, self._owners, self._day, Choice(title))
        first = wanted.login or wanted.unit
        # Who sat there comes first.
        ordered = sorted(self._owners, key=lambda each: each.key != first)
        options = [
            Option(each.key, each.name, _("unit") if each.is_unit else each.unit_name, each.key)
            for each in ordered
        ]
        dialog = PickDialog(_("Whose task is it?"), options)
        later(self._screen.app.push_screen(dialog, partial(self._ask_day, proposal, title)))

    def _ask_day(self, proposal: Proposal | None, title: str, owner: str | None) -> None:
        from console.dialogs.prompt import PromptDialog

        if owner is None:
            return
        days = DAYS if proposal is None else proposal.days
        due = (self._day + timedelta(days=days)).isoformat()
        words = _("Until when? Such as 2026-03-05, 3-5 or +30.")
        dialog = PromptDialog(_("Due on"), words, value=due, check=self._problem)
        later(self._screen.app.push_screen(dialog, partial(self._make, proposal, title, owner)))

    def _read(self, text: str) -> date | str:
        from console.days import NotADay, read_day

        found = read_day(text, self._day)
        if found is None:
            return _("Name a day.")
        return _(found.reason) if isinstance(found, NotADay) else found

    def _problem(self, text: str) -> str:
        found = self._read(text)
        return found if isinstance(found, str) else ""

    def _make(self, proposal: Proposal | None, title: str, owner: str, text: str | None) -> None:
        found = "" if text is None else self._read(text)
        if isinstance(found, str):
            return
        proposals = [] if proposal is None else [proposal]
        tasks: list[NewTask] = new_tasks(proposals, self._owners, self._day, Choice(title, owner, found))
        improving, actor = self._screen.services.improving, self._screen.actor
        origin = origin_of(self._source, self._day)
        self._screen.save(lambda: improving.make(actor, origin, tasks), self._made)

    def _made(self, tasks: list[TaskView]) -> None:
        self._screen.reload()
        self._screen.say(_("Corrective task made: %(title)s", title=tasks[0].title))
