"""Lists made of the survey: filtered and sorted rows, the tree, differences, faults."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from models.catalogue.drafting.faults import Weight
from models.catalogue.drafting.listviews import (
    EVERYTHING,
    NO_DEPARTMENT,
    NO_LIST,
    Differences,
    DiffKind,
    DiffRow,
    DraftNode,
    FoundFault,
    ListFrame,
    ListRow,
    Order,
    Part,
    Wanted,
)
from models.catalogue.drafting.views import EntryState
from models.catalogue.rules import UNSORTED, UNSORTED_NAME
from models.catalogue.views import DutyList
from models.kernel.text import clean_line, fold, initials

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from models.catalogue.drafting.survey import ClassRow, Known, Survey

_KEPT = 12
"""Lists kept of one survey"""
_LISTS = {each: place for place, each in enumerate(DutyList)}


def kept(survey: Survey, key: Hashable, make: Callable[[], Any]) -> Any:
    """Return what ``make`` gives, made once for a survey: pages of one list follow one another."""
    if key not in survey.kept:
        while len(survey.kept) >= _KEPT:
            survey.kept.pop(next(iter(survey.kept)), None)
        survey.kept[key] = make()
    return survey.kept[key]


# ---------------------------------------------------------------- rows


def chosen(survey: Survey, wanted: Wanted) -> tuple[Known, ...]:
    """Return the entries somebody asked for, in the order asked for."""
    found: tuple[Known, ...] = kept(survey, wanted, lambda: _chosen(survey, wanted))
    return found


def _chosen(survey: Survey, wanted: Wanted) -> tuple[Known, ...]:
    found: Iterable[Known] = of_part(survey, wanted.part)
    if wanted.branch != EVERYTHING:
        within = _within(survey, wanted.branch)
        found = (each for each in found if within(each))
    if wanted.duty_list:
        asked = None if wanted.duty_list == NO_LIST else wanted.duty_list
        found = (each for each in found if each.draft.duty_list == asked)
    if wanted.department:
        answering = "" if wanted.department == NO_DEPARTMENT else wanted.department
        found = (each for each in found if survey.answering(each) == answering)
    for word in clean_line(wanted.text).split():
        found = _matching(found, fold(word))
    if wanted.order is Order.CODE:
        return tuple(found)
    return tuple(sorted(found, key=_sorting(survey, wanted.order)))


def _matching(entries: Iterable[Known], word: str) -> Iterable[Known]:
    latin = word.isascii()
    return (
        each
        for each in entries
        if word in each.words
        or (latin and (word in each.initials or each.draft.code.casefold().startswith(word)))
    )


def of_part(survey: Survey, part: Part) -> Sequence[Known]:
    """Return the entries of a part, by code."""
    match part:
        case Part.GONE:
            return survey.gone
        case Part.NEW:
            return [each for each in survey.live if each.is_new]
        case Part.CHANGED:
            return [each for each in survey.live if each.changed]
        case Part.FAULTY:
            return [each for each in survey.live if each.matter_id in survey.faulty]
        case Part.LACKING:
            return [each for each in survey.live if each.matter_id in survey.lacking]
        case _:
            return survey.live


def _sorting(survey: Survey, order: Order) -> Callable[[Known], Any]:
    def by_name(each: Known) -> Any:
        return (each.initials, each.draft.name, each.matter_id)

    def by_department(each: Known) -> Any:
        department = survey.answering(each)
        return (not department, initials(department), department, each.draft.code, each.matter_id)

    def by_list(each: Known) -> Any:
        listed = each.draft.duty_list
        return (len(_LISTS) if listed is None else _LISTS[listed], each.draft.code, each.matter_id)

    def by_faults(each: Known) -> Any:
        return (-len(survey.faults.get(each.matter_id, ())), each.draft.code, each.matter_id)

    return {
        Order.NAME: by_name,
        Order.DEPARTMENT: by_department,
        Order.DUTY_LIST: by_list,
        Order.FAULTS: by_faults,
    }[order]


def row(survey: Survey, each: Known) -> ListRow:
    """Return an entry as the screen lists it."""
    draft = each.draft
    return ListRow(
        each.matter_id,
        draft.code,
        draft.name,
        draft.scheme,
        draft.class_code,
        draft.class_name or survey.class_names.get(draft.class_key, ""),
        draft.duty_list,
        draft.department,
        survey.units.get(draft.lead_unit, draft.lead_unit),
        each.state,
        each.is_new,
        each.changed,
        len(draft.conditions),
        survey.faults.get(each.matter_id, ()),
        each.version,
    )


# ---------------------------------------------------------------- the tree and what surrounds the rows


def scheme_key(scheme: str) -> str:
    """Return the key of the branch of a scheme."""
    return f"scheme:{scheme}"


def class_key(scheme: str, code: str) -> str:
    """Return the key of the branch of a class."""
    return f"class:{scheme}/{code}"


def item_key(code: str) -> str:
    """Return the key of the branch of a main item."""
    return f"item:{code}"


def _within(survey: Survey, branch: str) -> Callable[[Known], bool]:
    kind, _colon, name = branch.partition(":")
    if kind == "scheme":
        return lambda each: each.draft.scheme == name
    if kind == "item":
        return lambda each: name in {each.draft.parent, each.draft.code}
    scheme, _slash, code = name.partition("/")
    below = _below(survey.classes, scheme, code)
    return lambda each: each.draft.class_key in below


def _below(classes: Sequence[ClassRow], scheme: str, code: str) -> set[tuple[str, str]]:
    """Return a class and all below it, by scheme and code."""
    found = {(scheme, code)}
    ids = {each.id for each in classes if (each.scheme, each.code) == (scheme, code)}
    while ids:
        children = [
            each for each in classes if each.parent_id in ids and (each.scheme, each.code) not in found
        ]
        found |= {(each.scheme, each.code) for each in children}
        ids = {each.id for each in children}
    return found


def frame(survey: Survey) -> ListFrame:
    """Return the tree and the counts that surround the rows."""
    found: ListFrame = kept(survey, "frame", lambda: _frame(survey))
    return found


def _frame(survey: Survey) -> ListFrame:
    departments = Counter(map(survey.answering, survey.live))
    lists = Counter(each.draft.duty_list or "" for each in survey.live)
    by_use = sorted(departments.items(), key=lambda pair: (not pair[0], initials(pair[0]), pair[0]))
    counts = {
        Part.LISTED: len(survey.live),
        Part.NEW: sum(each.is_new for each in survey.live),
        Part.CHANGED: sum(bool(each.changed) for each in survey.live),
        Part.GONE: len(survey.gone),
        Part.FAULTY: len(survey.faulty),
        Part.LACKING: len(survey.lacking),
    }
    named = tuple(sorted({each.draft.department for each in survey.live} - {""}, key=initials))
    return ListFrame(tuple(_tree(survey)), counts, tuple(by_use), named, dict(lists))


def _tree(survey: Survey) -> list[DraftNode]:
    used: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], str] = {}
    for each in survey.live:
        key = each.draft.class_key
        used[key] += 1
        if each.draft.class_name:
            names[key] = each.draft.class_name
    known = {each.id: each for each in survey.classes}
    by_key = {(each.scheme, each.code): each for each in survey.classes}
    paths = {key: _upwards(key, by_key, known) for key in used}
    for path in list(paths.values()):
        for key in path:
            paths.setdefault(key, _upwards(key, by_key, known))
    totals: Counter[tuple[str, str]] = Counter()
    schemes: Counter[str] = Counter()
    for key, count in used.items():
        schemes[key[0]] += count
        for above in paths[key]:
            totals[above] += count
    nodes = [DraftNode(EVERYTHING, None, "all", "", "", len(survey.live))]
    # One scheme alone is no branch of its own.
    several = len(schemes) > 1
    for scheme in sorted(schemes, key=lambda name: (name != UNSORTED[0], name)):
        root = scheme_key(scheme) if several else EVERYTHING
        if several:
            nodes.append(DraftNode(root, EVERYTHING, "scheme", scheme, scheme, schemes[scheme]))
        # Parents before children, whatever their codes are.
        keys = (key for key in totals if key[0] == scheme)
        for key in sorted(keys, key=lambda each: (len(paths[each]), each)):
            path = paths[key]
            parent = class_key(*path[1]) if len(path) > 1 else root
            stored = by_key[key].name if key in by_key else ""
            name = names.get(key) or stored or (UNSORTED_NAME if key == UNSORTED else "")
            nodes.append(DraftNode(class_key(*key), parent, "class", key[1], name, totals[key]))
    return nodes + _items(survey)


def _upwards(
    key: tuple[str, str], by_key: dict[tuple[str, str], ClassRow], known: dict[int, ClassRow]
) -> list[tuple[str, str]]:
    """Return a class and those it hangs on, from below."""
    found = [key]
    each = by_key.get(key)
    while each is not None and each.parent_id is not None:
        each = known.get(each.parent_id)
        if each is None or (each.scheme, each.code) in found:
            break
        found.append((each.scheme, each.code))
    return found


def _items(survey: Survey) -> list[DraftNode]:
    """Return the main items that have sub-items on the list, each below its class."""
    subs = Counter(each.draft.parent for each in survey.live if each.draft.parent)
    drafts, bearers = survey.world.drafts, survey.world.bearers
    mains = sorted(code for code in subs if code in bearers)
    return [
        DraftNode(
            item_key(code), class_key(*drafts[bearers[code]].class_key), "item", code,
            drafts[bearers[code]].name, subs[code],
        )
        for code in mains
    ]  # fmt: skip


# ---------------------------------------------------------------- differences and faults


def differences(survey: Survey) -> Differences:
    """Return in what the list differs from what it was begun from."""
    found: Differences = kept(survey, "differences", lambda: _differences(survey))
    return found


def _differences(survey: Survey) -> Differences:
    rows = []
    same = 0
    for each in (*survey.live, *survey.gone):
        kinds = _kinds(survey, each)
        if not kinds:
            same += each.live
            continue
        old = each.old or each.draft
        into = survey.entries.get(each.into) if each.into is not None else None
        was = ("", "") if each.is_new else (old.code, old.name)
        rows.append(
            DiffRow(
                each.matter_id, kinds, each.draft.code, each.draft.name, *was, each.changed,
                into.draft.code or into.draft.name if into is not None else "",
            )
        )  # fmt: skip
    rows.sort(key=lambda each: (each.code, each.matter_id))
    counts = Counter(kind for each in rows for kind in each.kinds)
    return Differences(tuple(rows), dict(counts), same)


def _kinds(survey: Survey, each: Known) -> tuple[DiffKind, ...]:
    if not each.live:
        if each.is_new:
            return ()
        return (DiffKind.MERGED if each.state is EntryState.MERGED else DiffKind.RETIRED,)
    kinds = []
    if each.is_new:
        kinds.append(DiffKind.ADDED)
        if each.split_from is not None:
            kinds.append(DiffKind.SPLIT)
    elif each.changed:
        kinds += [
            kind
            for kind, name in ((DiffKind.RENAMED, "name"), (DiffKind.RENUMBERED, "code"))
            if name in each.changed
        ]
        if set(each.changed) - {"name", "code"}:
            kinds.append(DiffKind.CHANGED)
    if each.matter_id in survey.origins:
        kinds.append(DiffKind.SPLIT)
    return tuple(kinds)


def found_faults(survey: Survey) -> tuple[FoundFault, ...]:
    """Return every fault of every live entry: the heaviest kind first, then by code."""
    found: tuple[FoundFault, ...] = kept(survey, "faults", lambda: _found_faults(survey))
    return found


def _found_faults(survey: Survey) -> tuple[FoundFault, ...]:
    found = [
        FoundFault(each.matter_id, each.draft.code, each.draft.name, fault)
        for each in survey.live
        for fault in survey.faults.get(each.matter_id, ())
    ]
    weights = {weight: place for place, weight in enumerate(Weight)}
    return tuple(sorted(found, key=lambda each: weights[each.fault.weight]))
