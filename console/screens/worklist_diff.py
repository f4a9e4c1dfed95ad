"""Two sides of an entry, field by field, with the characters that differ in brackets."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from console.draftwords import field_title, value_words
from console.edition_words import value_lines
from console.i18n import _
from console.terminal.filter import clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.widgets.lines import Piece
    from models.catalogue.rules import MatterDraft

_OPEN, _CLOSE = "【", "】"
_INDENT = "   "
_LONGEST = 2000
"""Characters up to which two texts are compared one by one"""


def marked(before: str, after: str) -> tuple[str, str]:
    """Return two texts with the characters in which they differ between brackets: no colour is needed.

    Where hardly anything is the same, both are given back as they are: brackets around
    everything would say nothing.
    """
    if not before or not after or before == after or len(before) + len(after) > _LONGEST:
        return before, after
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 1 / 3:
        return before, after
    left: list[str] = []
    right: list[str] = []
    for tag, start, stop, begin, end in matcher.get_opcodes():
        old, new = before[start:stop], after[begin:end]
        if tag == "equal":
            left.append(old)
            right.append(new)
            continue
        if old:
            left.append(f"{_OPEN}{old}{_CLOSE}")
        if new:
            right.append(f"{_OPEN}{new}{_CLOSE}")
    return "".join(left), "".join(right)


def compared_paragraphs(draft: MatterDraft, fields: Mapping[str, tuple[Any, Any]]) -> list[Piece]:
    """Return both sides of every field that differs; what the entry says where nothing does.

    Args:
        draft: what the entry says now.
        fields: name of field to (before, after).
    """
    found: list[Piece] = [(f"{draft.code} {draft.name}".strip(), "bold")]
    if not fields:
        return [*found, ("", ""), (_("Nothing differs."), "")]
    for name, (before, after) in fields.items():
        found += [("", ""), (field_title(name), "bold underline")]
        old, new = (_lines(name, value) for value in (before, after))
        if len(old) == len(new) == 1:
            sides = marked(old[0], new[0])
            old, new = [sides[0]], [sides[1]]
        elif len(old) == len(new):
            pairs = [marked(left, right) for left, right in zip(old, new, strict=True)]
            old, new = [left for left, _right in pairs], [right for _left, right in pairs]
        for heading, lines in ((_("Before"), old), (_("After"), new)):
            first, *more = lines
            found.append((f"{_INDENT}{heading}  {first}", ""))
            found += [(f"{_INDENT * 2}{line}", "") for line in more]
    return found


def _lines(name: str, value: Any) -> list[str]:
    if name == "conditions":
        return [clean_text(_condition(number, each)) for number, each in enumerate(value, start=1)] or ["-"]
    if name in {"legal_basis", "grid_duty"}:
        return [clean_text(line) for line in value_lines(name, value)]
    return [clean_text(value_words(name, value)) or "-"]


def _condition(number: int, condition: Any) -> str:
    from console.text import limit_words

    parts = (
        limit_words(condition.limit),
        condition.text,
        condition.closing_condition and _("closed when %(text)s", text=condition.closing_condition),
        condition.evidence and _("evidence %(text)s", text=condition.evidence),
    )
    return f"{number}. {'  '.join(part for part in parts if part)}"
