"""How drafts are put together, taken apart and edited, as pure decisions."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from models.catalogue.drafting.refusals import UnknownFields
from models.catalogue.rules import ConditionDraft, MatterDraft, draft_document, draft_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SET_APART = frozenset({"conditions", "assisting", "keywords", "legal_basis", "status", "class_name"})
"""Fields that a merge joins, or that it leaves alone, instead of choosing one of several values."""
CHOSEN = tuple(each.name for each in fields(MatterDraft) if each.name not in _SET_APART)
"""Fields of which a merge keeps the value of one of the merged entries."""
EDITABLE = tuple(each.name for each in fields(MatterDraft) if each.name not in {"status", "in_force_from"})
_KEYWORDS = 500
_BASIS = 1000
_EMPTY = MatterDraft(code="", name="")


def merged(
    survivor: MatterDraft,
    absorbed: Sequence[MatterDraft],
    choices: Mapping[str, int] | None = None,
) -> MatterDraft:
    """Return what an entry says that takes others in.

    Where nothing is chosen, the survivor's own value stands, and where it has none, the first
    that any of the others has. Conditions are joined, each remembering the matter it came from,
    so that the merge can be taken back after publication. Names that disappear become keywords:
    people go on using them.

    Args:
        survivor: the entry that stays.
        absorbed: the entries it takes in.
        choices: field to the place of the entry whose value is kept, 0 for the survivor.
    """
    parts = [survivor, *absorbed]
    values: dict[str, Any] = {}
    for name in CHOSEN:
        place = (choices or {}).get(name)
        if place is not None:
            values[name] = getattr(parts[place], name)
        elif getattr(survivor, name) == getattr(_EMPTY, name):
            said = [getattr(part, name) for part in absorbed]
            values[name] = next(
                (each for each in said if each != getattr(_EMPTY, name)), getattr(survivor, name)
            )
    whole = replace(survivor, **values)
    # A class is named by scheme and code together.
    if "class_code" in values:
        giver = next(part for part in parts if part.class_code == whole.class_code)
        whole = replace(whole, scheme=giver.scheme, class_name=giver.class_name)
    return replace(
        whole,
        conditions=_joined_conditions(survivor, absorbed),
        assisting=tuple(dict.fromkeys(unit for part in parts for unit in part.assisting)),
        keywords=_joined_words(whole.name, parts),
        legal_basis=_joined_lines([part.legal_basis for part in parts]),
    )


def _joined_conditions(survivor: MatterDraft, absorbed: Iterable[MatterDraft]) -> tuple[ConditionDraft, ...]:
    kept = list(survivor.conditions)
    known = {(each.text, each.limit, each.mode) for each in kept}
    for part in absorbed:
        for condition in part.conditions:
            if (condition.text, condition.limit, condition.mode) not in known:
                known.add((condition.text, condition.limit, condition.mode))
                kept.append(replace(condition, origin=condition.origin or part.code))
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
    """
    wrong = [name for name in changes if name not in EDITABLE]
    if wrong:
        raise UnknownFields(", ".join(wrong), ", ".join(EDITABLE))
    document = {**draft_document(draft), **{name: _plain(value) for name, value in changes.items()}}
    if "class_code" in changes or "scheme" in changes:
        document.setdefault("class_name", "")
        if "class_name" not in changes:
            document["class_name"] = ""
    return draft_from({name: value for name, value in document.items() if value is not None})


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


def without_origin(draft: MatterDraft, code: str) -> MatterDraft:
    """Return a draft without the conditions that came from the matter ``code``."""
    kept = tuple(each for each in draft.conditions if each.origin != code)
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
