"""Changing the lists item by item: every change ledgered, every list numbered through afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from models.accounts.rules import require
from models.catalogue.duties import queries
from models.catalogue.duties.entering import cleaned
from models.catalogue.duties.refusals import AlreadyListed, DutyCodeTaken, NotListed
from models.catalogue.duties.rules import arranged, free_code, renumbered, with_item
from models.catalogue.duties.service.base import EDITORS, DutyBase, require_item
from models.catalogue.duties.views import DutyChange, DutyEntries, Renumbered
from models.catalogue.standing import DUTIES
from models.catalogue.views import DutyItemView, DutyList, DutyStatus
from models.kernel.bulk import update_rows
from models.kernel.documents import plain
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.ledger.writing import Change

_FACTS = (
    "code", "duty_list", "category", "number", "name", "department", "superior_duty", "township_duty",
    "method", "status",
)  # fmt: skip
_TEXTS = ("name", "department", "superior_duty", "township_duty", "method")


class EditingDoors(DutyBase):
    """Doors that change one item, and the numbers of those behind it.

    With ``dry_run`` everything is judged and worked out, and nothing is written.
    """

    def create(self, actor: Actor, entries: DutyEntries, *, dry_run: bool = False) -> DutyChange:
        """Put a new item on a list.

        Raises:
            NotPermitted: the person does not administer the system.
            Invalid: an entry cannot be used.
            DutyCodeTaken: there is an item with this code, perhaps taken off its list.
            NumberOutside: the number does not lie within the category.
        """
        require(actor, EDITORS, N_("change the duty lists"))
        clean = cleaned(entries)
        with self._session(dry_run=dry_run) as session:
            taken = queries.codes(session)
            if clean.code in taken:
                raise DutyCodeTaken(clean.code)
            target = queries.items_of(session, clean.duty_list)
            fresh = DutyItemView(0, "", clean.duty_list, clean.category, 0, "", "", "", "", "")
            rows = with_item(target, replace(fresh, **_texts_of(clean)), clean.number)
            place = next(place for place, row in enumerate(rows) if row.id == 0)
            code = clean.code or free_code(clean.duty_list, place + 1, taken)
            item = rows[place] = replace(rows[place], code=code)
            moved = renumbered(target, rows)
            if dry_run:
                return DutyChange(item, tuple(moved))
            session.connection().execute(insert(DUTIES).values(version=1, **_facts(item)))
            self._finish(session, actor, "duty.create", None, item, moved)
            return DutyChange(require_item(session, code), tuple(moved))

    def change(
        self,
        actor: Actor,
        code: str,
        entries: DutyEntries,
        expected_version: int,
        *,
        dry_run: bool = False,
    ) -> DutyChange:
        """Give an item new texts, another place, another category or another list.

        Args:
            actor: a system administrator.
            code: the item; its code stays whatever list it goes to.
            entries: the whole of it; see :class:`~models.catalogue.duties.views.DutyEntries`.
            expected_version: the version the person was looking at.
            dry_run: only say what would become of it.

        Raises:
            NotPermitted, Invalid, NumberOutside: as :meth:`create`.
            NotFound: there is no such item.
            NotListed: it was taken off its list.
            Conflict: somebody changed it meanwhile; it is in ``current``.
        """
        require(actor, EDITORS, N_("change the duty lists"))
        clean = cleaned(entries)
        with self._session(dry_run=dry_run) as session:
            old = _expected(session, code, expected_version)
            if old.status is not DutyStatus.LISTED:
                raise NotListed(old.code)
            texts = replace(old, **_texts_of(clean))
            stays = (clean.duty_list, clean.category) == (old.duty_list, old.category)
            if stays and clean.number in {None, old.number}:
                return self._write(session, actor, old, texts, [], dry_run=dry_run)
            source = queries.items_of(session, old.duty_list)
            others = [item for item in source if item.id != old.id]
            if clean.duty_list is old.duty_list:
                rows = with_item(others, replace(texts, category=clean.category), clean.number)
                moved = renumbered(others, rows)
            else:
                target = queries.items_of(session, clean.duty_list)
                placed = replace(texts, duty_list=clean.duty_list, category=clean.category)
                rows = with_item(target, placed, clean.number)
                moved = [*renumbered(others, arranged(others)), *renumbered(target, rows)]
            item = next(row for row in rows if row.id == old.id)
            return self._write(session, actor, old, item, moved, dry_run=dry_run)

    def move(
        self,
        actor: Actor,
        code: str,
        expected_version: int,
        *,
        duty_list: DutyList | None = None,
        category: str | None = None,
        number: int | None = None,
        dry_run: bool = False,
    ) -> DutyChange:
        """Move an item within its list, to another category, or to another list; its texts stay.

        What is left out stays as it is; a number alone may lead into the category that has it.

        Raises:
            NotPermitted, NotFound, NotListed, NumberOutside, Conflict: as :meth:`change`.
        """
        with self._store.read() as session:
            old = require_item(session, code)
            target = duty_list or old.duty_list
            if category is None and number is not None:
                others = [each for each in queries.items_of(session, target) if each.id != old.id]
                category = _category_at(others, number, old.category)
        entries = DutyEntries(
            target,
            category=old.category if category is None else category,
            number=number,
            **{name: getattr(old, name) for name in _TEXTS},
        )
        return self.change(actor, old.code, entries, expected_version, dry_run=dry_run)

    def retire(self, actor: Actor, code: str, expected_version: int, *, dry_run: bool = False) -> DutyChange:
        """Take an item off its list. It is kept, and matters that rest on it show up as findings.

        Raises:
            NotPermitted, NotFound, NotListed, Conflict: as :meth:`change`.
        """
        require(actor, EDITORS, N_("change the duty lists"))
        with self._session(dry_run=dry_run) as session:
            old = _expected(session, code, expected_version)
            if old.status is not DutyStatus.LISTED:
                raise NotListed(old.code)
            others = [item for item in queries.items_of(session, old.duty_list) if item.id != old.id]
            moved = renumbered(others, arranged(others))
            gone = replace(old, status=DutyStatus.RETIRED)
            return self._write(session, actor, old, gone, moved, "duty.retire", dry_run=dry_run)

    def restore(self, actor: Actor, code: str, expected_version: int, *, dry_run: bool = False) -> DutyChange:
        """Put an item that was taken off back on its list, last in its category.

        Raises:
            AlreadyListed: it stands on its list.
            NotPermitted, NotFound, Conflict: as :meth:`change`.
        """
        require(actor, EDITORS, N_("change the duty lists"))
        with self._session(dry_run=dry_run) as session:
            old = _expected(session, code, expected_version)
            if old.status is DutyStatus.LISTED:
                raise AlreadyListed(old.code)
            target = queries.items_of(session, old.duty_list)
            rows = with_item(target, replace(old, status=DutyStatus.LISTED), None)
            back = next(row for row in rows if row.id == old.id)
            moved = renumbered(target, rows)
            return self._write(session, actor, old, back, moved, "duty.restore", dry_run=dry_run)

    def renumber(self, actor: Actor, duty_list: DutyList, *, dry_run: bool = False) -> tuple[Renumbered, ...]:
        """Number a list through: gaps and doubles go, each category comes together.

        Raises:
            NotPermitted: the person does not administer the system.
        """
        require(actor, EDITORS, N_("change the duty lists"))
        with self._session(dry_run=dry_run) as session:
            items = queries.items_of(session, duty_list)
            moved = renumbered(items, arranged(items))
            if moved and not dry_run:
                self._finish(session, actor, "", None, None, moved)
            return tuple(moved)

    # Writing

    @contextmanager
    def _session(self, *, dry_run: bool) -> Iterator[Session]:
        """Give a session that reads only, or one that writes and holds the lists."""
        if dry_run:
            with self._store.read() as session:
                yield session
        else:
            with self._store.write() as session:
                queries.hold_lists(session)
                yield session

    def _write(
        self,
        session: Session,
        actor: Actor,
        old: DutyItemView,
        new: DutyItemView,
        moved: Sequence[Renumbered],
        action: str = "duty.change",
        *,
        dry_run: bool,
    ) -> DutyChange:
        """Write what differs, with the numbers that moved; nothing, where nothing differs."""
        if dry_run or (new == old and not moved):
            return DutyChange(new, tuple(moved))
        names = [name for name in _FACTS if name != "code"]
        row = (*(getattr(new, name) for name in names), old.version + 1, old.id, old.version)
        if update_rows(session, DUTIES, [*names, "version"], ["id", "version"], [row]) != 1:
            raise Conflict(N_("The duty item"), require_item(session, old.code))
        self._finish(session, actor, action, old, new, moved)
        return DutyChange(require_item(session, old.code), tuple(moved))

    def _finish(
        self,
        session: Session,
        actor: Actor,
        action: str,
        old: DutyItemView | None,
        new: DutyItemView | None,
        moved: Sequence[Renumbered],
    ) -> None:
        """Give the others their numbers and write everything down.

        A neighbour that moves up does not get a new version: its place follows from the others,
        and whoever is changing its texts meanwhile loses nothing by it.
        """
        changes: list[Change] = []
        if new is not None:
            before = None if old is None else _facts(old)
            after = _facts(new)
            if before is not None:
                before = {name: value for name, value in before.items() if value != after[name]}
                after = {name: after[name] for name in before}
            changes.append((f"duty:{new.code}", action, before, after))
        if moved:
            update_rows(session, DUTIES, ["number"], ["code"], [(each.after, each.code) for each in moved])
        for duty_list in DutyList:
            own = [each for each in moved if each.duty_list is duty_list]
            if own:
                numbers = [{each.code: getattr(each, side) for each in own} for side in ("before", "after")]
                changes.append((f"duty_list:{duty_list.value}", "duty_list.renumber", numbers[0], numbers[1]))
        record_many(session, actor, self._clock.now(), changes)


def _expected(session: Session, code: str, expected_version: int) -> DutyItemView:
    """Return the item as the person saw it.

    Raises:
        NotFound: there is none.
        Conflict: somebody changed it meanwhile.
    """
    found = require_item(session, code)
    if found.version != expected_version:
        raise Conflict(N_("The duty item"), found)
    return found


def _category_at(others: Sequence[DutyItemView], number: int, own: str) -> str:
    """Return the category that holds ``number``; at a border between two, the item's own if it is one."""
    rows = arranged(others)
    near = [row.category for row in rows[max(0, number - 2) : number]]
    if own in near or not near:
        return own
    return near[-1]


def _texts_of(entries: DutyEntries) -> dict[str, Any]:
    return {name: getattr(entries, name) for name in _TEXTS}


def _facts(item: DutyItemView) -> dict[str, Any]:
    facts: dict[str, Any] = plain({name: getattr(item, name) for name in _FACTS})
    return facts
