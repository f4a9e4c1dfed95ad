"""What is one key away from the month roster: findings, swaps, units, other months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from console.dialogs.pick import Option, PickDialog
from console.i18n import _, ngettext
from console.labels import label
from console.rosterwords import day_time, finding_words, swap_words
from console.screens.roster_editing import RosterEditing
from console.widgets.columns import Column
from console.work import later
from models.assignment.rosters.kinds import OPEN_SWAPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.assignment.rosters.views import DutyView, RosterFinding, SwapView, Written

T = TypeVar("T")
_MONTHS = 12
_AROUND = 6
"""Months before and after this one that can be picked"""


class SentencesDialog(PickDialog[T]):
    """Options that are whole sentences: they take the dialog's full width."""

    def columns(self) -> list[Column[Option[T]]]:
        """Return one column."""
        return [Column("", 60, lambda option: (option.text, ""), grow=True)]


class RosterLists(RosterEditing):
    """The part of the roster's screen that goes elsewhere."""

    def action_findings(self) -> None:
        """List what is wrong; picking one goes to its cell."""
        month = self.grid.month
        if month is None:
            return
        options = [Option(each, finding_words(each)) for each in month.findings]
        empty = _("No gaps, no double bookings: nothing is wrong in this month.")
        today = self.console.frame.today
        # What is past cannot be mended: begin with what is to come, the past one key above.
        first = next((place for place, each in enumerate(month.findings) if each.day >= today), 0)
        dialog = SentencesDialog(_("Findings of the month"), options, empty=empty, first=first)
        later(self.app.push_screen(dialog, self._go_to_finding))

    def _go_to_finding(self, finding: RosterFinding | None) -> None:
        if finding is not None:
            self.grid.go_to(finding.staff_id, finding.day)
            self.say(finding_words(finding))

    # Swaps

    def action_swaps(self) -> None:
        """Read the swaps and one's own duties, then list them."""
        services, actor = self.services, self.actor

        def work() -> tuple[list[SwapView], list[DutyView]]:
            return services.rosters.swaps(actor), services.rosters.my_duties(actor)

        self.read("swaps", work, self._list_swaps)

    def _list_swaps(self, found: tuple[list[SwapView], list[DutyView]]) -> None:
        swaps, mine = found
        options: list[Option[SwapView | str]] = []
        if mine and self._duty_of_another() is not None:
            options.append(Option("ask", _("Ask for the duty under the cursor, for one of mine …")))
        options += [Option(each, f"{label(each.state)} {swap_words(each)} {each.note}") for each in swaps]
        empty = _("There are no swaps. Put the cursor on the duty of somebody else to ask for one.")

        def chosen(choice: SwapView | str | None) -> None:
            if isinstance(choice, str):
                self._ask_swap(mine)
            elif choice is not None:
                self._offer_steps(choice)

        later(self.app.push_screen(SentencesDialog(_("Swaps"), options, empty=empty), chosen))

    def _duty_of_another(self) -> DutyView | None:
        person, day = self.grid.person, self.grid.day
        if person is None or day is None or person.staff_id == self.actor.staff_id:
            return None
        cell = self.grid.cell(person.staff_id, day.day)
        return cell.duties[0] if cell is not None and cell.duties else None

    def _ask_swap(self, mine: list[DutyView]) -> None:
        wanted, month = self._duty_of_another(), self.grid.month
        if wanted is None or month is None:
            return
        names = {each.id: each.name for each in month.shifts}
        options = [Option(each, f"{day_time(each.day, None)} {names[each.shift_id]}") for each in mine]

        def chosen(duty: DutyView | None) -> None:
            if duty is not None:
                self._send_swap(duty, wanted)

        later(self.app.push_screen(PickDialog(_("Which of my duties for it?"), options), chosen))

    def _send_swap(self, mine: DutyView, wanted: DutyView) -> None:
        from models.assignment.rosters.service import SwapEntries

        services, actor = self.services, self.actor
        entries = SwapEntries(mine.day, mine.shift_id, wanted.staff_id, wanted.day, wanted.shift_id)
        self.save(lambda: services.rosters.ask_swap(actor, entries), self._swapped)

    def _offer_steps(self, swap: SwapView) -> None:
        rosters, actor = self.services.rosters, self.actor
        steps: list[Option[Callable[[], SwapView]]] = []
        if swap.answerable:
            steps.append(Option(lambda: rosters.agree(actor, swap.id), _("Agree")))
        if swap.approvable:
            steps.append(Option(lambda: rosters.approve(actor, swap.id), _("Approve")))
        if swap.answerable or swap.approvable:
            steps.append(Option(lambda: rosters.decline(actor, swap.id), _("Decline")))
        if swap.mine and swap.state in OPEN_SWAPS:
            steps.append(Option(lambda: rosters.withdraw(actor, swap.id), _("Take back")))
        if not steps:
            said = f"{swap.settled_by} {swap.reason}".strip()
            self.say(f"{label(swap.state)} {swap_words(swap)} {said}".rstrip())
            return

        def chosen(step: Callable[[], SwapView] | None) -> None:
            if step is not None:
                self.save(step, self._swapped)

        later(self.app.push_screen(PickDialog(swap_words(swap), steps, searchable=False), chosen))

    def _swapped(self, swap: SwapView) -> None:
        self.say(f"{label(swap.state)} {swap_words(swap)}")

    # Whose month

    def action_unit(self) -> None:
        """Show one unit, or all."""
        options: list[Option[int]] = [Option(0, _("All people"))]
        options += [Option(unit_id, name) for unit_id, name in self.units.items()]

        def chosen(unit_id: int | None) -> None:
            if unit_id is not None:
                self.unit_id = unit_id or None
                self.reload()

        later(self.app.push_screen(PickDialog(_("People of which unit?"), options), chosen))

    def action_month(self) -> None:
        """Go to another month, or lay the month before over this one."""
        month = self.grid.month
        if month is None:
            return
        options: list[Option[date | str]] = [
            Option(_months_on(month.first, 1), _("The next month")),
            Option(_months_on(month.first, -1), _("The month before")),
            Option("copy", _("Lay the month before over this one; what stands stays")),
        ]
        for step in range(-_AROUND, _AROUND + 1):
            first = _months_on(month.first, step)
            options.append(Option(first, f"{first:%Y-%m}"))

        def chosen(choice: date | str | None) -> None:
            if isinstance(choice, str):
                self._copy_month(month.first)
            elif choice is not None:
                self.first = choice
                self.reload()

        later(self.app.push_screen(SentencesDialog(_("Month"), options), chosen))

    def _copy_month(self, first: date) -> None:
        services, actor, unit_id = self.services, self.actor, self.unit_id
        before = _months_on(first, -1)
        self.save(lambda: services.rosters.copy_month(actor, before, first, unit_id), self._copied_month)

    def _copied_month(self, written: Written) -> None:
        self.note_done(written)
        cells, missed = len(written.after), len(written.missed)
        words = ngettext("%(count)s day filled.", "%(count)s days filled.", cells, count=cells)
        if missed:
            words += " " + _("Could not be taken over: %(count)s.", count=missed)
        self.say(words)


def _months_on(first: date, step: int) -> date:
    months = first.year * _MONTHS + first.month - 1 + step
    return date(months // _MONTHS, months % _MONTHS + 1, 1)
