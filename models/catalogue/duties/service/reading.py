"""The lists as they are published, as departments see them, and what is wrong with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from models.catalogue.duties import queries
from models.catalogue.duties.checking import findings
from models.catalogue.duties.refusals import UnknownDepartment
from models.catalogue.duties.rules import matches, rank, section_title, sheet_of, split_departments
from models.catalogue.duties.service.base import EDITORS, DutyBase, require_item
from models.catalogue.duties.views import (
    CategoryCount,
    DepartmentCount,
    DepartmentMirror,
    DutyBook,
    DutyCounts,
    DutyTitle,
)
from models.catalogue.standing import office_day
from models.catalogue.views import DutyList
from models.kernel.paging import Page
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.accounts.views import Actor
    from models.catalogue.duties.views import DutyFinding, DutySheet
    from models.catalogue.views import DutyItemView


class ReadingDoors(DutyBase):
    """Doors that change nothing."""

    def may_edit(self, actor: Actor) -> bool:
        """Say whether the person may change the lists."""
        return actor.has(*EDITORS)

    def sheet(self, actor: Actor, duty_list: DutyList, department: str = "") -> DutySheet:
        """Return one list in its sections; with a ``department`` only the items that name it.

        Raises:
            UnknownDepartment: no item of any list names the department.
        """
        _ = actor
        with self._store.read() as session:
            found = queries.items(session)
        if department:
            name = _known_department(found, department)
            found = [item for item in found if name in split_departments(item.department)]
        return sheet_of(duty_list, (item for item in found if item.duty_list is duty_list))

    def lines(
        self,
        actor: Actor,
        duty_list: DutyList,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
    ) -> Page[DutyTitle | DutyItemView]:
        """Return a page of a list with its title rows; those whose items all fail ``text`` are left out.

        Args:
            actor: anyone.
            duty_list: which list.
            text: words that must all occur: in a text of the item, as the beginning of its code,
                or as pinyin initials of its name.
            after: ``next_key`` of the page before.
            limit: rows of a page.
        """
        _ = actor
        with self._store.read() as session:
            sheet = sheet_of(duty_list, queries.items_of(session, duty_list))
        words = [fold(word) for word in clean_line(text).split()]
        key = None if after is None else tuple(after)
        coming = ((mark, line) for mark, line in _lines(sheet, words) if key is None or mark > key)
        rows = list(islice(coming, limit + 1))
        more = rows[limit - 1][0] if len(rows) > limit else None
        return Page(tuple(line for _mark, line in rows[:limit]), more)

    def item(self, actor: Actor, code: str) -> DutyItemView:
        """Return one item, on its list or taken off.

        Raises:
            NotFound: there is none of this code.
        """
        _ = actor
        with self._store.read() as session:
            return require_item(session, code)

    def counts(self, actor: Actor) -> DutyCounts:
        """Return how many items each list has, and each category on each list."""
        return self.book(actor).counts

    def book(self, actor: Actor) -> DutyBook:
        """Return the three lists and their counts as of one moment."""
        _ = actor
        with self._store.read() as session:
            found = queries.items(session)
        sheets = tuple(
            sheet_of(each, (item for item in found if item.duty_list is each)) for each in DutyList
        )
        return DutyBook(sheets, _counted(found))

    def departments(self, actor: Actor) -> list[DepartmentCount]:
        """Return the departments the cooperative and the recalled list name, most items first."""
        _ = actor
        with self._store.read() as session:
            found = queries.items(session)
        counts: dict[str, Counter[DutyList]] = defaultdict(Counter)
        for item in found:
            for name in split_departments(item.department):
                counts[name][item.duty_list] += 1
        known = [
            DepartmentCount(name, each[DutyList.COOPERATIVE], each[DutyList.RECALLED])
            for name, each in counts.items()
            if each[DutyList.COOPERATIVE] or each[DutyList.RECALLED]
        ]
        return sorted(known, key=lambda each: (-each.cooperative - each.recalled, each.department))

    def mirror(self, actor: Actor, department: str) -> DepartmentMirror:
        """Return the lists as one department sees them.

        Raises:
            UnknownDepartment: no item names it.
        """
        _ = actor
        with self._store.read() as session:
            found = queries.items(session)
        name = _known_department(found, department)
        own = [item for item in found if name in split_departments(item.department)]
        return DepartmentMirror(
            name,
            tuple(item for item in own if item.duty_list is DutyList.COOPERATIVE),
            tuple(item for item in own if item.duty_list is DutyList.RECALLED),
        )

    def findings(self, actor: Actor) -> list[DutyFinding]:
        """Return gaps and overlaps of the lists, in both directions, the gravest kinds first."""
        _ = actor
        with self._store.read() as session:
            today = office_day(session, self._clock.now())
            return findings(queries.items(session, listed_only=False), queries.resting(session, today))


def _lines(
    sheet: DutySheet, words: list[str]
) -> Iterator[tuple[tuple[int, str, int], DutyTitle | DutyItemView]]:
    """Yield title rows and items that match, each with its place: a title stands before its first item."""
    for section in sheet.sections:
        rows = [item for item in section.items if matches(item, words)]
        if not rows:
            continue
        count = len(section.items)
        title = section_title(section.number, section.category, count)
        first = section.items[0]
        yield (
            (first.number, first.code, 0),
            DutyTitle(sheet.duty_list, section.number, section.category, title, count),
        )
        for item in rows:
            yield (item.number, item.code, 1), item


def _counted(items: Sequence[DutyItemView]) -> DutyCounts:
    lists = Counter(item.duty_list for item in items)
    by_category: dict[str, Counter[DutyList]] = defaultdict(Counter)
    for item in items:
        by_category[item.category][item.duty_list] += 1
    # Unusual categories keep the order in which the lists bring them up.
    ordered = sorted(by_category, key=rank)
    return DutyCounts(
        {each: lists[each] for each in DutyList},
        tuple(CategoryCount(name, {each: by_category[name][each] for each in DutyList}) for name in ordered),
    )


def _known_department(items: Sequence[DutyItemView], department: str) -> str:
    """Return the department as the lists write it.

    Raises:
        UnknownDepartment: no item names it.
    """
    wanted = fold(department)
    known = dict.fromkeys(name for item in items for name in split_departments(item.department))
    for name in known:
        if fold(name) == wanted:
            return name
    raise UnknownDepartment(clean_line(department), "、".join(known))
