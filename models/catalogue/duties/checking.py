"""Gaps and overlaps of the duty lists, in both directions: pure checks over what was read."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from models.catalogue.duties.names import core_name, department_groups, like_pairs
from models.catalogue.duties.rules import CATEGORIES, rank, sheet_of, split_departments
from models.catalogue.duties.views import DutyFinding, DutyFindingKind
from models.catalogue.views import DutyList, DutyStatus
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from models.catalogue.duties.queries import Resting
    from models.catalogue.duties.views import DutySheet
    from models.catalogue.views import DutyItemView
    from models.kernel.words import Word

_ASSISTS = re.compile(r"配合|协助")
_ORDER = {kind: place for place, kind in enumerate(DutyFindingKind)}

KIND_TITLES: dict[DutyFindingKind, Word] = {
    DutyFindingKind.NUMBER_DOUBLE: N_("number twice"),
    DutyFindingKind.NUMBER_GAP: N_("number missing"),
    DutyFindingKind.NO_DEPARTMENT: N_("no department"),
    DutyFindingKind.NO_SUPERIOR_DUTY: N_("department's duty missing"),
    DutyFindingKind.NO_TOWNSHIP_DUTY: N_("township's duty missing"),
    DutyFindingKind.NO_METHOD: N_("way of working missing"),
    DutyFindingKind.RECALLED_IN_USE: N_("recalled but in use"),
    DutyFindingKind.RETIRED_IN_USE: N_("off the list but in use"),
    DutyFindingKind.SAME_ITEM: N_("same item twice"),
    DutyFindingKind.BASIC_ASSISTS: N_("basic, yet assists"),
    DutyFindingKind.DEPARTMENT_NAMES: N_("department named several ways"),
    DutyFindingKind.NO_CATEGORY: N_("no category"),
    DutyFindingKind.CATEGORY_UNKNOWN: N_("unusual category"),
    DutyFindingKind.CATEGORY_SPLIT: N_("category in two places"),
    DutyFindingKind.NEAR_ITEM: N_("items much alike"),
    DutyFindingKind.MATTER_WITHOUT_ITEM: N_("matter without item"),
    DutyFindingKind.ITEM_WITHOUT_MATTER: N_("item without matter"),
}
"""What each kind of finding is called in a list."""


def findings(items: Sequence[DutyItemView], matters: Sequence[Resting]) -> list[DutyFinding]:
    """Return everything that is missing, doubled or at odds, the gravest kinds first.

    Args:
        items: all items, those taken off their lists too.
        matters: the matters in force.
    """
    listed = [item for item in items if item.status is DutyStatus.LISTED]
    sheets = [
        sheet_of(each, [item for item in listed if item.duty_list is each])
        for each in DutyList
    ]  # fmt: skip
    found = [
        *(finding for sheet in sheets for finding in _numbers(sheet)),
        *(finding for sheet in sheets for finding in _categories(sheet)),
        *(finding for item in listed for finding in _texts(item)),
        *_departments(listed),
        *_likeness(listed),
        *_matters(items, matters),
    ]
    return sorted(found, key=lambda each: _ORDER[each.kind])


def _numbers(sheet: DutySheet) -> Iterator[DutyFinding]:
    """Yield numbers that are missing between two items, or that two items have."""
    items = [item for section in sheet.sections for item in section.items]
    by_number: dict[int, list[DutyItemView]] = defaultdict(list)
    for item in items:
        by_number[item.number].append(item)
    for number, same in by_number.items():
        if len(same) > 1:
            sentence = N_("Number %(number)s stands for %(count)s items: %(codes)s.")
            params = {"number": number, "count": len(same), "codes": _codes(same)}
            yield DutyFinding(DutyFindingKind.NUMBER_DOUBLE, sentence, params, tuple(same))
    before = 0
    for item in items:
        missing = item.number - before - 1
        if missing == 1:
            sentence = N_("Number %(number)s is missing before %(code)s.")
            params = {"number": item.number - 1, "code": item.code}
            yield DutyFinding(DutyFindingKind.NUMBER_GAP, sentence, params, (item,))
        elif missing > 1:
            sentence = N_("Numbers %(first)s to %(last)s are missing before %(code)s.")
            params = {"first": before + 1, "last": item.number - 1, "code": item.code}
            yield DutyFinding(DutyFindingKind.NUMBER_GAP, sentence, params, (item,))
        before = item.number


def _categories(sheet: DutySheet) -> Iterator[DutyFinding]:
    seen: set[str] = set()
    for section in sheet.sections:
        first = section.items[0]
        params = {"category": section.category, "count": len(section.items), "code": first.code}
        if not section.category:
            for item in section.items:
                sentence = N_("%(code)s has no category.")
                yield DutyFinding(DutyFindingKind.NO_CATEGORY, sentence, {"code": item.code}, (item,))
        elif section.category in seen:
            sentence = N_("The category “%(category)s” begins again at %(code)s; its items stand apart.")
            yield DutyFinding(DutyFindingKind.CATEGORY_SPLIT, sentence, params, section.items)
        elif rank(section.category) == len(CATEGORIES):
            sentence = N_("The category “%(category)s” is none of the usual ones (%(count)s items).")
            yield DutyFinding(DutyFindingKind.CATEGORY_UNKNOWN, sentence, params, section.items)
        seen.add(section.category)


def _texts(item: DutyItemView) -> Iterator[DutyFinding]:
    """Yield what one item lacks, or says that does not suit its list."""
    lacking: list[tuple[DutyFindingKind, Word]] = []
    if item.duty_list is not DutyList.BASIC and not split_departments(item.department):
        lacking.append(
            (
                DutyFindingKind.NO_DEPARTMENT,
                N_("%(code)s names no department: it is in no department's book."),
            )
        )
    if item.duty_list is DutyList.COOPERATIVE:
        if not item.superior_duty:
            sentence = N_("%(code)s does not say what the department does.")
            lacking.append((DutyFindingKind.NO_SUPERIOR_DUTY, sentence))
        if not item.township_duty:
            sentence = N_("%(code)s does not say what the township does.")
            lacking.append((DutyFindingKind.NO_TOWNSHIP_DUTY, sentence))
    if item.duty_list is DutyList.RECALLED and not item.method:
        lacking.append(
            (DutyFindingKind.NO_METHOD, N_("%(code)s does not say how the work is done from now on."))
        )
    for kind, sentence in lacking:
        yield DutyFinding(kind, sentence, {"code": item.code}, (item,))
    word = _ASSISTS.search(item.name)
    if item.duty_list is DutyList.BASIC and word is not None:
        sentence = N_("%(code)s stands on the basic list, yet its text says “%(word)s”.")
        params = {"code": item.code, "word": word.group()}
        yield DutyFinding(DutyFindingKind.BASIC_ASSISTS, sentence, params, (item,))


def _departments(listed: Sequence[DutyItemView]) -> Iterator[DutyFinding]:
    """Yield departments that would get two books because they are written in several ways."""
    holders: dict[str, list[DutyItemView]] = defaultdict(list)
    for item in listed:
        for name in split_departments(item.department):
            holders[name].append(item)
    for group in department_groups(holders):
        # The rarest way of writing is the likeliest slip: its items come first.
        ways = sorted(group, key=lambda name: (len(holders[name]), name))
        sentence = N_("One department may be named in %(count)s ways: %(names)s.")
        names = "、".join(f"{name}（{len(holders[name])}）" for name in ways)
        items = tuple(dict.fromkeys(item for name in ways for item in holders[name]))
        yield DutyFinding(
            DutyFindingKind.DEPARTMENT_NAMES, sentence, {"count": len(ways), "names": names}, items
        )


def _likeness(listed: Sequence[DutyItemView]) -> Iterator[DutyFinding]:
    by_core: dict[str, list[DutyItemView]] = defaultdict(list)
    for item in listed:
        by_core[core_name(item.name)].append(item)
    for same in by_core.values():
        if len(same) > 1:
            sentence = N_("The same item stands %(count)s times: %(codes)s.")
            params = {"count": len(same), "codes": _codes(same)}
            yield DutyFinding(DutyFindingKind.SAME_ITEM, sentence, params, tuple(same))
    for left, right, score in like_pairs([item.name for item in listed]):
        pair = (listed[left], listed[right])
        sentence = N_("%(left)s and %(right)s are much alike: %(percent)s of 100.")
        params = {"left": pair[0].code, "right": pair[1].code, "percent": round(score * 100)}
        yield DutyFinding(DutyFindingKind.NEAR_ITEM, sentence, params, pair)


def _matters(items: Sequence[DutyItemView], matters: Sequence[Resting]) -> Iterator[DutyFinding]:
    by_id: Mapping[int, DutyItemView] = {item.id: item for item in items}
    resting: dict[int, list[str]] = defaultdict(list)
    for matter in matters:
        if matter.duty_item_id is None:
            sentence = N_("The matter %(matter)s rests on no duty item.")
            params = {"matter": f"{matter.code} {matter.name}"}
            kind = DutyFindingKind.MATTER_WITHOUT_ITEM
            yield DutyFinding(kind, sentence, params, matters=(matter.code,))
        else:
            resting[matter.duty_item_id].append(matter.code)
    for key, item in by_id.items():
        codes = tuple(resting.get(key, ()))
        params = {"code": item.code, "matters": "、".join(codes)}
        if item.status is DutyStatus.RETIRED:
            if codes:
                sentence = N_("%(code)s stands on no list any more, yet matters rest on it: %(matters)s.")
                yield DutyFinding(DutyFindingKind.RETIRED_IN_USE, sentence, params, (item,), codes)
        elif item.duty_list is DutyList.RECALLED:
            if codes:
                sentence = N_("%(code)s was recalled, yet matters rest on it: %(matters)s.")
                yield DutyFinding(DutyFindingKind.RECALLED_IN_USE, sentence, params, (item,), codes)
        elif not codes:
            sentence = N_("No matter in force rests on %(code)s.")
            kind = DutyFindingKind.ITEM_WITHOUT_MATTER
            yield DutyFinding(kind, sentence, {"code": item.code}, (item,))


def _codes(items: Iterable[DutyItemView]) -> str:
    return "、".join(item.code for item in items)
