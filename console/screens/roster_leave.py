"""Noting leave on the month roster, changing it when plans change, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.days import NotADay, read_day
from console.i18n import _
from console.labels import label
from console.rosterwords import leave_words
from console.screens.roster_editing import RosterEditing
from console.work import later
from models.assignment.rosters.kinds import LeaveKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from models.assignment.rosters.service import LeaveEntries
    from models.assignment.rosters.views import LeaveView


class RosterLeaving(RosterEditing):
    """The part of the roster's screen that is about leave."""

    def action_leave(self) -> None:
        """Ask what kind of leave begins here, or what is to become of the leave that is there."""
        here = self._here()
        if here is None:
            return
        person, day = here
        standing = self.grid.away(person.staff_id, day)
        if standing is not None:
            self._offer_changes(standing)
            return

        def chosen(kind: LeaveKind) -> None:
            def until(last: date) -> None:
                from models.assignment.rosters.service import LeaveEntries

                self._add_leave(LeaveEntries(person.staff_id, day, last, kind))

            self._ask_day(_("Leave: until when?"), _last_words(), day, day, until)

        title = _("Leave of %(name)s from %(day)s", name=person.name, day=day.isoformat())
        self._ask_kind(title, chosen)

    def _ask_kind(self, title: str, chosen: Callable[[LeaveKind], None]) -> None:
        from console.dialogs.pick import Option, PickDialog

        def answered(kind: LeaveKind | None) -> None:
            if kind is not None:
                chosen(kind)

        options = [Option(each, label(each)) for each in LeaveKind]
        later(self.app.push_screen(PickDialog(title, options, searchable=False), answered))

    def _ask_day(
        self, title: str, words: str, first: date | None, value: date, chosen: Callable[[date], None]
    ) -> None:
        """Ask for a day, none before ``first``; ``value`` stands there already."""
        from console.dialogs.prompt import PromptDialog

        def problem(text: str) -> str:
            found = read_day(text, first or value)
            if isinstance(found, NotADay):
                return _(found.reason)
            if found is not None and first is not None and found < first:
                return _("The last day is not before the first.")
            return ""

        def answered(text: str | None) -> None:
            found = None if text is None else read_day(text, first or value)
            if text is not None and not isinstance(found, NotADay):
                chosen(found or value)

        dialog = PromptDialog(title, words, value=value.isoformat(), check=problem)
        later(self.app.push_screen(dialog, answered))

    def _add_leave(self, entries: LeaveEntries) -> None:
        services, actor = self.services, self.actor
        self.save(lambda: services.rosters.add_leave(actor, entries), self._noted)

    def _noted(self, leave: LeaveView) -> None:
        services, actor, words = self.services, self.actor, f"{leave.staff_name} {leave_words(leave)}"
        self.note_back(lambda: services.rosters.drop_leave(actor, leave.id), words)
        self.say(words)

    # Leave that is there

    def _offer_changes(self, standing: LeaveView) -> None:
        from console.dialogs.pick import Option, PickDialog

        entries = _entries_of(standing)

        def last_day(day: date) -> None:
            self._change_leave(standing, replace(entries, to_day=day))

        def first_day(day: date) -> None:
            self._change_leave(standing, replace(entries, from_day=day, to_day=max(day, standing.to_day)))

        def kind(chosen: LeaveKind) -> None:
            self._change_leave(standing, replace(entries, kind=chosen))

        words = f"{standing.staff_name} {leave_words(standing)} {standing.note}".rstrip()
        until, begins = _("Back earlier or later: another last day …"), _("Another first day …")
        first, last = standing.from_day, standing.to_day
        options: list[Option[Callable[[], None]]] = [
            Option(lambda: self._ask_day(until, _last_words(), first, last, last_day), until),
            Option(lambda: self._ask_day(begins, _first_words(), None, first, first_day), begins),
            Option(lambda: self._ask_kind(words, kind), _("Another kind of leave …")),
            Option(lambda: self._ask_drop(standing), _("Take it back …")),
        ]

        def chosen(step: Callable[[], None] | None) -> None:
            if step is not None:
                step()

        later(self.app.push_screen(PickDialog(words, options, searchable=False), chosen))

    def _change_leave(self, standing: LeaveView, entries: LeaveEntries) -> None:
        services, actor = self.services, self.actor

        def changed(leave: LeaveView) -> None:
            former = _entries_of(standing)
            words = f"{leave.staff_name} {leave_words(standing)} → {leave_words(leave)}"
            self.note_back(
                lambda: services.rosters.change_leave(actor, leave.id, former, leave.version), words
            )
            self.say(words)

        self.save(
            lambda: services.rosters.change_leave(actor, standing.id, entries, standing.version), changed
        )

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
        services, actor, entries = self.services, self.actor, _entries_of(leave)
        words = _("Taken back: %(leave)s", leave=f"{leave.staff_name} {leave_words(leave)}")
        self.note_back(lambda: services.rosters.add_leave(actor, entries), words)
        self.say(words)


def _entries_of(leave: LeaveView) -> LeaveEntries:
    from models.assignment.rosters.service import LeaveEntries

    return LeaveEntries(
        leave.staff_id,
        leave.from_day,
        leave.to_day,
        leave.kind,
        leave.note,
        leave.from_minute,
        leave.to_minute,
    )


def _last_words() -> str:
    return _("The last day, such as 03-12 or +2 (two days after the first).")


def _first_words() -> str:
    return _("The first day, such as 03-12.")
