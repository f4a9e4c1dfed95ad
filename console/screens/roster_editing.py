"""Writing in the cells of the month roster: one at a time, a stretch, a row; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from console.i18n import _, ngettext
from console.rosterwords import finding_words
from console.screens.base import ConsoleScreen
from console.work import later
from models.assignment.rosters.rules import EDITORS, sees_all
from models.assignment.rosters.views import CellChange, DutyView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from console.dialogs.pick import Option
    from console.widgets.day_grid import DayGrid
    from models.assignment.rosters.views import CellView, MonthView, RosterPerson, ShiftView, Written

    Key = tuple[int, date]
    Duties = tuple[DutyView, ...]

_MOST_UNDO = 50
_MOST_SHIFTS = 9


@dataclass(frozen=True, slots=True)
class Back:
    """How something beside the cells is taken back."""

    work: Callable[[], object]
    words: str


class RosterEditing(ConsoleScreen[None]):
    """The part of the roster's screen that writes.

    A key writes at once and the grid shows it before it is saved. While a write is on its way, what comes
    after it waits and goes together, so that a quick hand never conflicts with itself.
    """

    def __init__(self, services: Any, actor: Any) -> None:
        super().__init__(services, actor)
        self.first: date | None = None
        self.unit_id: int | None = None if sees_all(actor) else actor.unit_id
        self.units: dict[int, str] = {}
        self._cells: dict[Key, CellView] = {}
        self._ahead: dict[Key, CellView] = {}
        self._waiting: dict[Key, Duties] = {}
        self._writing = False
        self._done: list[Written | Back] = []
        self._undone: Written | None = None
        self._copied: dict[int, Duties] = {}
        self.usable_shifts: list[ShiftView] = []
        self.serves: int | None = None
        """The unit new duties serve; ``None`` is the whole office"""

    @property
    def grid(self) -> DayGrid:
        """The grid."""
        raise NotImplementedError

    def take_month(self, month: MonthView) -> None:
        """Go on from a month that was read."""
        self._cells = dict(month.cells)
        self.usable_shifts = [each for each in month.shifts if each.active][:_MOST_SHIFTS]
        if not self._writing and not self._waiting:
            self._ahead.clear()
            self.grid.show_ahead(self._ahead)

    # What a key does

    def _here(self) -> tuple[RosterPerson, date] | None:
        person, day = self.grid.person, self.grid.day
        if person is None or day is None or not person.editable:
            return None
        return person, day.day

    def _held(self, key: Key) -> Duties:
        cell = self.grid.cell(*key)
        return () if cell is None else cell.duties

    def action_put(self, place: int) -> None:
        """Put the shift of a number into the cell, and go a day on."""
        here = self._here()
        if here is not None and place <= len(self.usable_shifts):
            self.put_shift(self.usable_shifts[place - 1].id)
            self.grid.move_day(1)

    def put_shift(self, shift_id: int, *, beside: bool = False) -> None:
        """Put a shift into the cell, in place of what stands there or beside it."""
        here = self._here()
        if here is None:
            return
        person, day = here
        key = (person.staff_id, day)
        kept = tuple(each for each in self._held(key) if each.shift_id != shift_id) if beside else ()
        self.put({key: (*kept, DutyView(person.staff_id, day, shift_id, self.serves))})

    def action_wipe(self) -> None:
        """Clear the cell, and go a day on."""
        here = self._here()
        if here is not None:
            self.put({(here[0].staff_id, here[1]): ()})
            self.grid.move_day(1)

    def can_filled(self) -> bool:
        """The cell under the cursor holds duties, and the person may write there."""
        here = self._here()
        return here is not None and bool(self._held((here[0].staff_id, here[1])))

    def action_lead(self) -> None:
        """Say that the person leads, or does not."""
        here = self._here()
        if here is not None:
            key = (here[0].staff_id, here[1])
            held = self._held(key)
            leads = not any(each.lead for each in held)
            self.put({key: tuple(replace(each, lead=leads) for each in held)})

    def action_fill(self) -> None:
        """Repeat the cell on the days after it, as far as they are empty and it is for them."""
        here, month = self._here(), self.grid.month
        if here is None or month is None:
            return
        person, day = here
        duties = self._held((person.staff_id, day))
        kinds = {each.id: each.kind for each in month.shifts}
        cells: dict[Key, Duties] = {}
        for each in month.days:
            key = (person.staff_id, each.day)
            if each.day <= day or self.grid.away(*key) is not None:
                continue
            if self._held(key):
                break
            fitting = [duty for duty in duties if kinds[duty.shift_id] in each.kinds]
            if fitting:
                cells[key] = tuple(replace(duty, day=each.day) for duty in fitting)
        self.put(cells)
        self.say(ngettext("%(count)s day filled.", "%(count)s days filled.", len(cells), count=len(cells)))

    def action_copy_row(self) -> None:
        """Copy the duties of the row."""
        person, month = self.grid.person, self.grid.month
        if person is None or month is None:
            return
        self._copied = {each.day.day: self._held((person.staff_id, each.day)) for each in month.days}
        self.say(_("The row of %(name)s is copied; - pastes it into another.", name=person.name))
        self.refresh_keys()

    def can_paste(self) -> bool:
        """A row was copied, and the person may write in this one."""
        return bool(self._copied) and self._here() is not None

    def action_paste_row(self) -> None:
        """Put the copied duties into this row."""
        here, month = self._here(), self.grid.month
        if here is None or month is None:
            return
        staff_id = here[0].staff_id
        cells: dict[Key, Duties] = {}
        for each in month.days:
            duties = self._copied.get(each.day.day, ())
            mine = tuple(replace(duty, staff_id=staff_id, day=each.day) for duty in duties)
            if mine != self._held((staff_id, each.day)):
                cells[staff_id, each.day] = mine
        self.put(cells)

    # Writing

    def put(self, cells: Mapping[Key, Duties]) -> None:
        """Show cells as they are wanted, and write them."""
        for key, duties in cells.items():
            standing = self.grid.cell(*key)
            if standing is not None:
                self._ahead[key] = replace(standing, duties=duties)
        self._waiting |= cells
        self.grid.show_ahead(self._ahead)
        self._write()

    def _write(self) -> None:
        if self._writing or not self._waiting:
            return
        versions = {key: self._cells[key].version if key in self._cells else 0 for key in self._waiting}
        changes = [CellChange(*key, duties, versions[key]) for key, duties in self._waiting.items()]
        self._waiting, self._writing = {}, True
        services, actor = self.services, self.actor
        self.save(lambda: services.rosters.write(actor, changes), self._written, self._refused)

    def _written(self, written: Written) -> None:
        self._writing = False
        self._cells |= {(cell.staff_id, cell.day): cell for cell in written.after}
        if self._undone is not None:
            self._done = [_standing_again(each, self._undone, written) for each in self._done]
            self._undone = None
        else:
            self.note_done(written)
        if written.findings:
            self.say(finding_words(written.findings[0]))
        self._write()
        self.refresh_keys()

    def note_back(self, work: Callable[[], object], words: str) -> None:
        """Remember how something beside the cells is taken back, and what is said of it then."""
        self._done = [*self._done, Back(work, words)][-_MOST_UNDO:]
        self.refresh_keys()

    def note_done(self, written: Written) -> None:
        """Remember what was written, to be taken back."""
        if written.after:
            self._done = [*self._done, written][-_MOST_UNDO:]

    def _refused(self, _error: Exception) -> bool:
        """Show what stands instead; the app says why."""
        self._writing, self._undone = False, None
        self._waiting.clear()
        self._ahead.clear()
        self.reload()
        return False

    def can_undo(self) -> bool:
        """Something was written on this screen that can be taken back."""
        return bool(self._done) and not self._writing

    def action_undo(self) -> None:
        """Take the last change back, if its cells still stand as it left them."""
        if not self.can_undo():
            return
        last = self._done.pop()
        if isinstance(last, Back):
            words = _("Taken back: %(what)s", what=last.words)
            self.save(last.work, lambda _made: self.say(words))
            return
        self._undone = last
        self.grid.go_to(last.before[0].staff_id, last.before[0].day)
        # The versions are those the change left: whoever wrote since then is not written over.
        self._cells |= {(cell.staff_id, cell.day): cell for cell in last.after}
        self.put({(cell.staff_id, cell.day): cell.duties for cell in last.before})

    def action_choose(self) -> None:
        """Offer what else can be done to the cell."""
        from console.dialogs.pick import Option, PickDialog

        if self._here() is None:
            return
        options: list[Option[tuple[str, int]]] = []
        if not self.usable_shifts and self.actor.has(*EDITORS):
            options.append(Option(("usual", 0), _("Add the four usual shifts")))
        options += [
            Option(("beside", each.id), _("Add %(shift)s to the cell", shift=each.name))
            for each in self.usable_shifts
        ]
        options += [
            Option(("copy", 0), _("Copy the row")),
            *([Option(("paste", 0), _("Paste the row"))] if self.can_paste() else []),
            *self.more_options(),
            Option(("serves", 0), _("New duties serve the whole office")),
            *(
                Option(("serves", unit_id), _("New duties serve %(unit)s", unit=name))
                for unit_id, name in self.units.items()
            ),
        ]
        later(self.app.push_screen(PickDialog(_("This cell"), options), self._chosen))

    def more_options(self) -> list[Option[tuple[str, int]]]:
        """Return what can be done about the person, beside what can be done to the cell."""
        raise NotImplementedError

    def choose_more(self, what: str) -> None:
        """Go on with one of :meth:`more_options`."""
        raise NotImplementedError

    def _chosen(self, choice: tuple[str, int] | None) -> None:
        match choice:
            case ("usual", _place):
                services, actor = self.services, self.actor
                self.save(lambda: services.rosters.add_usual_shifts(actor))
            case ("beside", shift_id):
                self.put_shift(shift_id, beside=True)
            case ("copy", _place):
                self.action_copy_row()
            case ("paste", _place):
                self.action_paste_row()
            case ("skills" | "capacity" | "turns" | "deputies" as what, _place):
                self.choose_more(what)
            case ("serves", unit_id):
                self.serves = unit_id or None
                name = self.units.get(unit_id) or _("the whole office")
                self.say(_("Shifts you put from now on serve %(unit)s.", unit=name))
            case _:
                return


def _standing_again(done: Written | Back, undone: Written, written: Written) -> Written | Back:
    """Return what was done before, its cells at the versions ``written`` gave them by taking ``undone`` back.

    A cell that was taken back holds again what the change before had left there, at a higher version.
    """
    if isinstance(done, Back):
        return done
    stood = {(cell.staff_id, cell.day): cell.version for cell in undone.before}
    now = {(cell.staff_id, cell.day): cell.version for cell in written.after}

    def standing(cell: CellView) -> CellView:
        key = cell.staff_id, cell.day
        return replace(cell, version=now[key]) if key in now and stood.get(key) == cell.version else cell

    return replace(done, after=tuple(standing(cell) for cell in done.after))
