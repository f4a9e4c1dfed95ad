"""Pure decisions about source items: what identifies one, and what changed in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.catalogue.sources.refusals import BadBookCode, BookTextTooLong, UntitledBook
from models.catalogue.sources.views import FieldChange
from models.kernel.text import clean_block, clean_line, fold, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from models.catalogue.sources.views import BookEntries

BOOK_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,31}")
"""A book's code: at most 32 letters, digits, Chinese characters, ``.``, ``-`` and ``_``."""
COMPARED = ("code", "name", "department", "category", "matter_type", "object", "legal_basis")
"""Fields whose change is a change of the item. Where it stands in the file is none."""
MOST_NAME = 1000
MOST_TEXT = 20_000
"""Characters of a name, and of any other cell."""

_MOST_IN_BOOK = {
    "title": (N_("The title"), 255),
    "department": (N_("The department"), 255),
    "note": (N_("The note"), 1000),
}
_BREAK = re.compile(r"\s*\n\s*")
_CHINESE_ENDS = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) ?\n ?(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as a row of a sheet says it."""

    name: str
    wording: str
    code: str = ""
    department: str = ""
    category: str = ""
    matter_type: str = ""
    object: str = ""
    legal_basis: str = ""
    other: tuple[tuple[str, str], ...] = ()
    number: str = ""
    position: int = 0
    row: int = 0

    @property
    def key(self) -> str:
        """What identifies the item in its book: its own code, else its name within its department."""
        return code_key(self.code) if self.code else self.name_key

    @property
    def name_key(self) -> str:
        """The key of an item without a code."""
        text = f"{fold(self.department)}\x1f{fold(self.name)}"
        return f"n:{hashlib.sha256(text.encode()).hexdigest()}"


def code_key(code: str) -> str:
    """Return the key of an item with a code of its own."""
    return f"c:{fold(code)}"


def one_line(wording: str) -> str:
    """Return a name's cell as one line; a break within Chinese text is no space."""
    return clean_line(_BREAK.sub(" ", _CHINESE_ENDS.sub("", wording)))


def with_part(name: str, part: str) -> str:
    """Return the name of a sub-item (子项) together with that of its main item."""
    return f"{name}（{part}）" if part and fold(part) != fold(name) else name


def completed(new: ItemDraft, old: ItemDraft, columns: AbstractSet[str]) -> ItemDraft:
    """Return ``new`` with what the file has no column for taken from ``old``.

    A code is never lost: a list that leaves it out this time does not make another item.
    Headings the file no longer has keep what they said.
    """
    kept = {name: getattr(old, name) for name in COMPARED if name not in columns}
    if not new.code:
        kept["code"] = old.code
    there = {heading for heading, _text in new.other}
    lost = tuple(pair for pair in old.other if pair[0] not in there and pair[0] not in columns)
    return replace(new, **kept, other=(*new.other, *lost))


def differences(old: ItemDraft, new: ItemDraft) -> tuple[FieldChange, ...]:
    """Return what changed, field by field, then heading by heading."""
    found = [
        FieldChange(name, getattr(old, name), getattr(new, name))
        for name in COMPARED
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = dict(old.other), dict(new.other)
    found += [
        FieldChange(heading, before.get(heading, ""), after.get(heading, ""))
        for heading in dict.fromkeys((*after, *before))
        if before.get(heading, "") != after.get(heading, "")
    ]
    return tuple(found)


def same_words(first: ItemDraft, second: ItemDraft) -> bool:
    """Say whether two rows of one sheet say the same, wherever they stand."""
    return not differences(first, second)


def clean_code(text: str) -> str:
    """Return a book's code as it is kept.

    Raises:
        BadBookCode: it is none.
    """
    plain = half_width(clean_line(text))
    if BOOK_CODE.fullmatch(plain) is None:
        raise BadBookCode(clean_line(text))
    return plain


def clean_entries(code: str, entries: BookEntries) -> BookEntries:
    """Return the entries with their texts cleaned.

    Raises:
        UntitledBook, BookTextTooLong: they cannot be kept.
    """
    clean = replace(
        entries,
        title=clean_line(entries.title),
        department=clean_line(entries.department),
        note=clean_block(entries.note),
    )
    if not clean.title:
        raise UntitledBook(clean_line(code))
    for name, (word, most) in _MOST_IN_BOOK.items():
        length = len(getattr(clean, name))
        if length > most:
            raise BookTextTooLong(word, length, most)
    return clean
