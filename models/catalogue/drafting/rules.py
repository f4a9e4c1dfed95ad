"""How drafts are put together, taken apart and edited, as pure decisions."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from models.catalogue.cleaning import cleaned
from models.catalogue.drafting.refusals import UnknownFields, UnknownValue
from models.catalogue.rules import (
    UNSORTED,
    ConditionDraft,
    MatterDraft,
    check_draft,
    draft_document,
    draft_from,
)
from models.catalogue.views import DutyList, MatterKind, Privacy, SettleLevel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from enum import StrEnum

_SET_APART = frozenset({"conditions", "assisting", "keywords", "legal_basis", "status", "class_name", "code"})
"""Fields that a merge joins, or that it leaves alone, instead of choosing one of several values.

The code stays the survivor's: that of a matter which ends by the merge leads to the survivor, and
must not mean two things at once.
"""
_CLASS = ("scheme", "class_code")
_FILLED = ("parent", "duty_list", "department", "grid_duty", "patrol", "lead_unit", "duty_item", "flow")
"""Fields of which one can see that the survivor says nothing: grades and kinds always say something."""
CHOSEN = tuple(each.name for each in fields(MatterDraft) if each.name not in _SET_APART)
"""Fields of which a merge keeps the value of one of the merged entries."""
EDITABLE = tuple(each.name for each in fields(MatterDraft) if each.name not in {"status", "in_force_from"})
WORDS: dict[str, type[StrEnum]] = {
    "duty_list": DutyList,
    "privacy": Privacy,
    "kind": MatterKind,
    "settle_level": SettleLevel,
}
"""Fields that say one of a few fixed words."""
_NUMBERS = frozenset({"urgency", "severity"})
_LISTS = frozenset({"conditions", "assisting"})
_KEYWORDS = 500
_BASIS = 1000


def merged(
    survivor: MatterDraft,
    absorbed: Sequence[MatterDraft],
    choices: Mapping[str, int] | None = None,
    origins: Sequence[str] = (),
) -> MatterDraft:
    """Return what an entry says that takes others in.

    Where nothing is chosen, the survivor's own value stands, and where it says nothing (it has no
    department, it is in no class yet), the first that any of the others has. Conditions are
    joined, each remembering the matter it came from, so that the merge can be taken back after
    publication. Names that disappear become keywords: people go on using them.

    Args:
        survivor: the entry that stays.
        absorbed: the entries it takes in.
        choices: field to the place of the entry whose value is kept, 0 for the survivor; a class
            is chosen whole, by ``scheme`` or ``class_code``.
        origins: what the conditions of each absorbed entry remember it by; by default its code.

    Raises:
        UnknownFields: something is chosen of which a merge does not keep one value.
    """
    chosen = dict(choices or {})
    wrong = [name for name in chosen if name not in CHOSEN]
    if wrong:
        raise UnknownFields(", ".join(wrong), ", ".join(CHOSEN))
    parts = [survivor, *absorbed]
    values: dict[str, Any] = {name: getattr(parts[place], name) for name, place in chosen.items()}
    for name in _FILLED:
        if name not in chosen and not getattr(survivor, name):
            own = {"", None, survivor.code}
            said = [getattr(part, name) for part in absorbed]
            values[name] = next((each for each in said if each not in own), getattr(survivor, name))
    giver = _class_giver(parts, chosen)
    values |= {name: getattr(giver, name) for name in (*_CLASS, "class_name")}
    whole = replace(survivor, **values)
    return replace(
        whole,
        conditions=_joined_conditions(survivor, absorbed, origins or [part.code for part in absorbed]),
        assisting=tuple(dict.fromkeys(unit for part in parts for unit in part.assisting)),
        keywords=_joined_words(whole.name, parts),
        legal_basis=_joined_lines([part.legal_basis for part in parts]),
    )


def _class_giver(parts: Sequence[MatterDraft], chosen: Mapping[str, int]) -> MatterDraft:
    """Return the entry whose class a merged entry keeps: scheme, code and name belong together."""
    for name in _CLASS:
        if name in chosen:
            return parts[chosen[name]]
    return next((part for part in parts if part.class_key != UNSORTED), parts[0])


def origin_of(matter_id: int, code: str) -> str:
    """Return what conditions remember the entry by that they came from: its code, or its number."""
    return code or f"#{matter_id}"


def _joined_conditions(
    survivor: MatterDraft, absorbed: Sequence[MatterDraft], origins: Sequence[str]
) -> tuple[ConditionDraft, ...]:
    kept = list(survivor.conditions)
    known = {(each.text, each.limit, each.mode) for each in kept}
    for part, origin in zip(absorbed, origins, strict=True):
        for condition in part.conditions:
            if (condition.text, condition.limit, condition.mode) not in known:
                known.add((condition.text, condition.limit, condition.mode))
                kept.append(replace(condition, origin=condition.origin or origin))
    return tuple(kept)


def _joined_words(name: str, parts: Sequence[MatterDraft]) -> str:
    words: dict[str, None] = {}
    for part in parts:
        words.update(dict.fromkeys(part.keywords.split()))
        if part.name != name:
            words.setdefault("".join(part.name.split()))
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if len(longer) > _KEYWORDS:
            break
        line = longer
    return line


def _joined_lines(texts: Iterable[str]) -> str:
    lines: dict[str, None] = {}
    for text in texts:
        lines.update(dict.fromkeys(line for line in text.split("\n") if line))
    whole = ""
    for line in lines:
        longer = f"{whole}\n{line}".strip()
        if len(longer) > _BASIS:
            break
        whole = longer
    return whole


def edited(draft: MatterDraft, changes: Mapping[str, Any]) -> MatterDraft:
    """Return a draft with some fields changed; values as :func:`draft_document` writes them will do.

    Raises:
        UnknownFields: a name is no field of a matter that may be edited here.
        UnknownValue: a field of fixed words or numbers is given something else.
    """
    wrong = [name for name in changes if name not in EDITABLE]
    if wrong:
        raise UnknownFields(", ".join(wrong), ", ".join(EDITABLE))
    for name, value in changes.items():
        _require_possible(name, value)
    document = {**draft_document(draft), **{name: _plain(value) for name, value in changes.items()}}
    if "class_code" in changes or "scheme" in changes:
        document.setdefault("class_name", "")
        if "class_name" not in changes:
            document["class_name"] = ""
    return draft_from({name: value for name, value in document.items() if value is not None})


def checked(draft: MatterDraft) -> MatterDraft:
    """Return a draft cleaned, if it can be written into a list.

    Raises:
        Nameless, OutOfRange, TextTooLong, BadScheme, BadClassCode, BadLimit, ImpossibleLimit: it
            cannot.
    """
    clean = cleaned(draft)
    check_draft(clean, fileable=False)
    return clean


def _require_possible(name: str, value: Any) -> None:
    """Let a value pass that a field can have at all; what texts may say is checked with the whole."""
    if name in WORDS:
        known = [each.value for each in WORDS[name]]
        if value not in known and not (name == "duty_list" and value is None):
            raise UnknownValue(name, str(value), ", ".join(known))
    elif name == "in_force_to":
        _require_day(name, value)
    elif name in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int)):
        raise UnknownValue(name, str(value), "1, 2, 3, 4")
    elif name not in _NUMBERS | _LISTS and not isinstance(value, str):
        raise UnknownValue(name, str(value), "…")


def _require_day(name: str, value: Any) -> None:
    if value is None or isinstance(value, date):
        return
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnknownValue(name, str(value), "2027-12-31") from None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [
            {each.name: getattr(entry, each.name) for each in fields(ConditionDraft)}
            if isinstance(entry, ConditionDraft)
            else entry
            for entry in value
        ]
    return value


def without_origins(draft: MatterDraft, origins: Collection[str]) -> MatterDraft:
    """Return a draft without the conditions that came from the matters of these origins."""
    kept = tuple(each for each in draft.conditions if each.origin not in origins)
    return replace(draft, conditions=kept)


def root_of(into: Mapping[int, int | None], matter_id: int) -> int:
    """Return the entry into which another was merged in the end; itself where it was not.

    Args:
        into: which entry each merged entry went into, directly.
        matter_id: the entry asked about.
    """
    seen = {matter_id}
    key = matter_id
    while (following := into.get(key)) is not None and following not in seen:
        key = following
        seen.add(key)
    return key
