"""Noting leave on the month roster, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.days import NotADay, read_day
from console.i18n import _
from console.labels import label
from console.rosterwords import leave_words
from console.screens.roster_editing import RosterEditing
from console.work import later
from models.assignment.rosters.kinds import LeaveKind

if TYPE_CHECKING:
    from datetime import date

    from models.assignment.rosters.views import LeaveView, RosterPerson


class RosterLeaving(RosterEditing):
    """The part of the roster's screen that is about leave."""

    def action_leave(self) -> None:
        """Ask what kind of leave begins here; leave that is there can be taken back."""
        here = self._here()
        if here is None:
            return
        person, day = here
        standing = self.grid.away(person.staff_id, day)
        if standing is not None:
            self._ask_drop(standing)
            return
        from console.dialogs.pick import Option, PickDialog

        def chosen(kind: LeaveKind | None) -> None:
            if kind is not None:
                self._ask_last(person, day, kind)

        options = [Option(each, label(each)) for each in LeaveKind]
        title = _("Leave of %(name)s from %(day)s", name=person.name, day=day.isoformat())
        later(self.app.push_screen(PickDialog(title, options, searchable=False), chosen))

    def _ask_last(self, person: RosterPerson, day: date, kind: LeaveKind) -> None:
        from console.dialogs.prompt import PromptDialog

        def problem(text: str) -> str:
            found = read_day(text, day)
            if isinstance(found, NotADay):
                return _(found.reason)
            if found is not None and found < day:
                return _("The last day is not before the first.")
            return ""

        def answered(text: str | None) -> None:
            last = None if text is None else read_day(text, day)
            if text is not None and not isinstance(last, NotADay):
                self._note_leave(person, day, last or day, kind)

        words = _("The last day, such as 03-12 or +2 (two days after the first).")
        value = f"{day.month:02d}-{day.day:02d}"
        dialog = PromptDialog(_("Leave: until when?"), words, value=value, check=problem)
        later(self.app.push_screen(dialog, answered))

    def _note_leave(self, person: RosterPerson, first: date, last: date, kind: LeaveKind) -> None:
        from models.assignment.rosters.service import LeaveEntries

        services, actor = self.services, self.actor
        entries = LeaveEntries(person.staff_id, first, last, kind)
        self.save(lambda: services.rosters.add_leave(actor, entries), self._noted)

    def _noted(self, leave: LeaveView) -> None:
        self.say(f"{leave.staff_name} {leave_words(leave)}")

    def _ask_drop(self, standing: LeaveView) -> None:
        from console.dialogs.confirm import ConfirmDialog

        services, actor = self.services, self.actor

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                self.save(lambda: services.rosters.drop_leave(actor, standing.id), self._dropped)

        words = f"{standing.staff_name} {leave_words(standing)} {standing.note}".rstrip()
        question = _("Take this leave back: %(leave)s?", leave=words)
        later(self.app.push_screen(ConfirmDialog(question), answered))

    def _dropped(self, leave: LeaveView) -> None:
        self.say(_("Taken back: %(leave)s", leave=f"{leave.staff_name} {leave_words(leave)}"))
