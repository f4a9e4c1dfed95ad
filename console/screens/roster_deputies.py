"""Who stands in for a person of the month roster: entered, changed, ended in dialogs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.days import NotADay, read_day
from console.i18n import _
from console.rosterwords import deputy_words
from console.screens.roster_editing import RosterEditing
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from models.assignment.rosters.views import DeputyView, RosterPerson

_DAY = timedelta(days=1)
_OPEN = "-"
"""What is written for a last day that is not known yet"""


class RosterDeputies(RosterEditing):
    """The part of the roster's screen that is about deputies."""

    def read_deputies(self, person: RosterPerson, day: date) -> None:
        """List who stands in for a person, those to come as well."""
        services, actor = self.services, self.actor

        def work() -> list[DeputyView]:
            found = services.rosters.deputies(actor, person.unit_id)
            return [each for each in found if each.staff_id == person.staff_id]

        self.read("deputies", work, lambda found: self._list_deputies(person, day, found))

    def _list_deputies(self, person: RosterPerson, day: date, found: list[DeputyView]) -> None:
        from console.dialogs.pick import Option
        from console.screens.roster_lists import SentencesDialog

        options: list[Option[DeputyView | str]] = [Option("add", _("Have somebody stand in …"))]
        options += [Option(each, deputy_words(each)) for each in found]

        def chosen(choice: DeputyView | str | None) -> None:
            if isinstance(choice, str):
                self._ask_deputy(person, day)
            elif choice is not None:
                self._offer_deputy(choice)

        title = _("Who stands in for %(name)s while they are away", name=person.name)
        later(self.app.push_screen(SentencesDialog(title, options, searchable=False), chosen))

    # Somebody new

    def _ask_deputy(self, person: RosterPerson, day: date) -> None:
        from console.dialogs.pick import Option, PickDialog

        services, actor = self.services, self.actor

        def listed(staff: list[Option[int]]) -> None:
            title = _("Who stands in for %(name)s?", name=person.name)
            later(self.app.push_screen(PickDialog(title, staff), chosen))

        def chosen(deputy_id: int | None) -> None:
            if deputy_id is not None:
                self._ask_span(
                    day, None, lambda first, last: self._add_deputy(person, deputy_id, first, last)
                )

        def work() -> list[Option[int]]:
            # Whoever is of the same unit comes first: deputies mostly are.
            staff = [each for each in services.organisation.staff(actor) if each.active]
            staff.sort(key=lambda each: (each.unit_id != person.unit_id, each.code))
            return [
                Option(each.id, each.name, self.units.get(each.unit_id, ""))
                for each in staff
                if each.id != person.staff_id
            ]

        self.read("staff", work, listed)

    def _add_deputy(self, person: RosterPerson, deputy_id: int, first: date, last: date | None) -> None:
        services, actor = self.services, self.actor

        def made(deputy: DeputyView) -> None:
            self.note_back(lambda: services.rosters.end_deputy(actor, deputy.id), deputy_words(deputy))
            self.say(deputy_words(deputy))

        self.save(lambda: services.rosters.add_deputy(actor, person.staff_id, deputy_id, first, last), made)

    def _ask_span(self, first: date, last: date | None, chosen: Callable[[date, date | None], None]) -> None:
        """Ask from when to when; what stands in the line is what is known."""
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            span = None if text is None else read_span(text, first)
            if span is not None and not isinstance(span, str):
                chosen(*span)

        def problem(text: str) -> str:
            found = read_span(text, first)
            return found if isinstance(found, str) else ""

        words = _("First and last day, such as 03-01 03-12; - as the last day is until further notice.")
        value = f"{first.isoformat()} {_OPEN if last is None else last.isoformat()}"
        dialog = PromptDialog(_("Stands in: from when to when?"), words, value=value, check=problem)
        later(self.app.push_screen(dialog, answered))

    # Somebody who stands in already

    def _offer_deputy(self, standing: DeputyView) -> None:
        from console.dialogs.confirm import ConfirmDialog
        from console.dialogs.pick import Option, PickDialog

        services, actor, today = self.services, self.actor, self._day_of_today()
        begun = standing.from_day < today
        span = (standing.from_day, standing.to_day)

        def gone(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                self.save(lambda: services.rosters.end_deputy(actor, standing.id), self._deputy_gone)

        def chosen(step: str | None) -> None:
            match step:
                case "span":
                    self._ask_span(
                        *span, lambda first, last: self._change_deputy(standing, first, last, standing.rank)
                    )
                case "first":
                    self._change_deputy(standing, *span, 1)
                case "end":
                    self._change_deputy(standing, standing.from_day, today - _DAY, standing.rank)
                case "drop":
                    words = _("Strike this out, as if it had never been said: %(what)s?")
                    question = words % {"what": deputy_words(standing)}
                    later(self.app.push_screen(ConfirmDialog(question), gone))
                case _:
                    return

        options = [
            Option("span", _("Other days …")),
            *([Option("first", _("Is asked first"))] if standing.rank > 1 else []),
            *([Option("end", _("Ends: yesterday was the last day"))] if begun else []),
            Option("drop", _("Strike it out …")),
        ]
        later(self.app.push_screen(PickDialog(deputy_words(standing), options, searchable=False), chosen))

    def _change_deputy(self, standing: DeputyView, first: date, last: date | None, rank: int) -> None:
        services, actor = self.services, self.actor
        before = (standing.from_day, standing.to_day, standing.rank)

        def changed(deputy: DeputyView) -> None:
            rosters, number, version = services.rosters, deputy.id, deputy.version
            self.note_back(
                lambda: rosters.change_deputy(actor, number, *before, version), deputy_words(deputy)
            )
            self.say(deputy_words(deputy))

        self.save(
            lambda: services.rosters.change_deputy(actor, standing.id, first, last, rank, standing.version),
            changed,
        )

    def _deputy_gone(self, gone: DeputyView) -> None:
        services, actor = self.services, self.actor
        again = (gone.staff_id, gone.deputy_id, gone.from_day, gone.to_day, gone.rank)
        words = _("Struck out: %(what)s", what=deputy_words(gone))
        self.note_back(lambda: services.rosters.add_deputy(actor, *again), words)
        self.say(words)

    def _day_of_today(self) -> date:
        today: date = self.console.frame.today
        return today


def read_span(text: str, first: date) -> tuple[date, date | None] | str:
    """Return the first and the last day a line names (``None``: until further notice), or what is wrong."""
    words = text.split()
    if len(words) not in {1, 2}:
        return _("Write a first and a last day.")
    begin = read_day(words[0], first)
    end = None if len(words) == 1 or words[1] == _OPEN else read_day(words[1], first)
    wrong = next((each for each in (begin, end) if isinstance(each, NotADay)), None)
    if wrong is not None:
        return _(wrong.reason)
    if begin is None or isinstance(begin, NotADay) or isinstance(end, NotADay):
        return _("Write a first and a last day.")
    if end is not None and end < begin:
        return _("The last day is not before the first.")
    return begin, end
