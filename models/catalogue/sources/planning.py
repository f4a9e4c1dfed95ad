"""What an import would do to a book: compared in memory, nothing written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.catalogue.sources.rules import ItemDraft, code_key, completed, differences, same_words
from models.catalogue.sources.views import ChangeAction, FieldChange, ImportLine, ItemState
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from models.catalogue.sources.standing import Standing


_NEARLY = 0.7
"""Share of pairs of characters (Dice) that names of one item have in common, once reworded"""


@dataclass(frozen=True, slots=True)
class Change:
    """An item as it stands, as it will be, and what differs."""

    old: Standing
    new: ItemDraft
    fields: tuple[FieldChange, ...]

    @property
    def action(self) -> ChangeAction:
        """Whether the item came back or changed."""
        return ChangeAction.RETURNED if self.old.state is ItemState.GONE else ChangeAction.CHANGED


@dataclass(slots=True)
class SourcePlan:
    """What an import would do, sorted as it will be written."""

    created: list[ItemDraft] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    """Without differences; their place in the file may have moved"""
    gone: list[Standing] = field(default_factory=list)
    spared: int = 0
    """Items not in the file that are left as they are, because rows were rejected"""
    repeated: list[ItemDraft] = field(default_factory=list)
    """Rows that say word for word what an earlier row says"""
    clashing: list[tuple[ItemDraft, int]] = field(default_factory=list)
    """Rows that would be the item of an earlier row, given by its number, but say something else"""

    def lines(self) -> tuple[ImportLine, ...]:
        """Return what happens to each item, in the order of the sheet, then what is gone."""
        found = [_line(ChangeAction.CREATED, draft, draft.row, ()) for draft in self.created]
        found += [_line(each.action, each.new, each.new.row, each.fields) for each in self.changed]
        found.sort(key=lambda line: line.row)
        return (*found, *(_line(ChangeAction.GONE, each.draft, 0, ()) for each in self.gone))


def plan_import(
    drafts: Sequence[ItemDraft],
    current: Sequence[Standing],
    columns: AbstractSet[str],
    *,
    complete: bool = True,
) -> SourcePlan:
    """Compare the rows of a file with the items of its book.

    An item is found by its code; what has no code, or whose code is new, by its name within
    its department. A name that was worded otherwise is known by its number in the list (序号), where
    the two names say nearly the same. The order of the rows decides nothing.

    Args:
        drafts: the rows.
        current: the items of the book.
        columns: fields and headings the file has a column for; of the others items keep what
            they say.
        complete: whether every row of the file is here: only then is an item that is not in
            the file gone.
    """
    plan = SourcePlan()
    rows = _distinct(drafts, plan)
    found = _matched(rows, current)
    for draft in rows:
        old = found.get(draft.key)
        if old is None:
            plan.created.append(draft)
            continue
        new = completed(draft, old.draft, columns)
        change = Change(old, new, differences(old.draft, new))
        if change.fields or old.state is ItemState.GONE:
            plan.changed.append(change)
        else:
            plan.same.append(change)
    there = {old.id for old in found.values()}
    missing = [each for each in current if each.id not in there and each.state is ItemState.PRESENT]
    if complete and not plan.clashing:
        plan.gone = missing
    else:
        plan.spared = len(missing)
    return plan


def _distinct(drafts: Sequence[ItemDraft], plan: SourcePlan) -> list[ItemDraft]:
    """Return the rows of different keys; the plan learns of the others."""
    first: dict[str, ItemDraft] = {}
    for draft in drafts:
        earlier = first.setdefault(draft.key, draft)
        if earlier is draft:
            continue
        if same_words(earlier, draft):
            plan.repeated.append(draft)
        else:
            plan.clashing.append((draft, earlier.row))
    return list(first.values())


def _matched(rows: Sequence[ItemDraft], current: Sequence[Standing]) -> dict[str, Standing]:
    """Return the standing item of each row by the row's key, where there is one."""
    by_key = {each.key: each for each in current}
    found = {row.key: by_key[row.key] for row in rows if row.key in by_key}
    for called in (_in_department, _anywhere):
        taken = {each.id for each in found.values()}
        named: dict[str, list[Standing]] = defaultdict(list)
        for each in current:
            if each.id not in taken:
                named[called(each.draft)].append(each)
        waiting: dict[str, list[ItemDraft]] = defaultdict(list)
        for row in rows:
            if row.key not in found:
                waiting[called(row)].append(row)
        for name, candidates in waiting.items():
            # By name only where it is clear which is meant.
            if len(candidates) == len(named[name]) == 1 and _may_be(candidates[0], named[name][0].draft):
                found[candidates[0].key] = named[name][0]
    _match_reworded(rows, current, found)
    return found


def _match_reworded(
    rows: Sequence[ItemDraft], current: Sequence[Standing], found: dict[str, Standing]
) -> None:
    """Add rows whose name was worded otherwise: the same number in the list, and nearly the same name."""
    taken = {each.id for each in found.values()}
    numbered: dict[str, list[Standing]] = defaultdict(list)
    for each in current:
        if each.id not in taken and each.draft.number and each.state is ItemState.PRESENT:
            numbered[each.draft.number].append(each)
    waiting: dict[str, list[ItemDraft]] = defaultdict(list)
    for row in rows:
        if row.number and row.key not in found:
            waiting[row.number].append(row)
    for number, candidates in waiting.items():
        if len(candidates) == len(numbered[number]) == 1:
            row, old = candidates[0], numbered[number][0]
            if _may_be(row, old.draft) and _nearly_the_same(row.name, old.draft.name):
                found[row.key] = old


def _nearly_the_same(first: str, second: str) -> bool:
    """Say whether one name contains the other, or few of their pairs of characters differ."""
    one, other = fold(first), fold(second)
    if one in other or other in one:
        return True
    pairs, others = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) >= _NEARLY * (len(pairs) + len(others))


def _in_department(draft: ItemDraft) -> str:
    return draft.name_key


def _anywhere(draft: ItemDraft) -> str:
    return fold(draft.name)


def _may_be(row: ItemDraft, old: ItemDraft) -> bool:
    """Say whether a row of the same name can be the item: neither another code nor another department."""
    codes = {code_key(each.code) for each in (row, old) if each.code}
    departments = {fold(each.department) for each in (row, old) if each.department}
    return len(codes) <= 1 and len(departments) <= 1


def _line(action: ChangeAction, draft: ItemDraft, row: int, changes: tuple[FieldChange, ...]) -> ImportLine:
    return ImportLine(action, row, draft.code, draft.name, draft.department, changes)
