"""The entries of a step, one a line, as a person writes them into a form.

``现场照片* 照片`` is a photo that must be given, ``核查结果* 选择: 已解决/未解决`` a choice.
The kind may be left out (a line of text), and named in the language shown or as files do.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from console.i18n import _
from console.labels import label
from models.catalogue.flows.views import EntryKind, StepEntry
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHOICES = re.compile(r"[/／、]")
_COLON = re.compile(r"[:：]")
_STARS = "*＊"


def entry_text(entry: StepEntry) -> str:
    """Return an entry as its line."""
    kind = "" if entry.kind is EntryKind.LINE else f" {label(entry.kind)}"
    choices = f": {'/'.join(entry.choices)}" if entry.choices else ""
    return f"{entry.name}{'*' if entry.required else ''}{kind}{choices}"


def entries_text(entries: Iterable[StepEntry]) -> str:
    """Return entries as lines."""
    return "\n".join(map(entry_text, entries))


def read_entries(text: str) -> tuple[StepEntry, ...]:
    """Return the entries that lines of text stand for; any text stands for something."""
    return tuple(_entry(line) for line in map(clean_line, text.splitlines()) if line)


def _entry(line: str) -> StepEntry:
    head, *rest = _COLON.split(line, maxsplit=1)
    choices = tuple(part for part in map(clean_line, _CHOICES.split(rest[0])) if part) if rest else ()
    name, kind = _name_and_kind(head.strip())
    required = name.endswith(tuple(_STARS))
    if kind is None:
        kind = EntryKind.CHOICE if choices else EntryKind.LINE
    return StepEntry(name.rstrip(_STARS).strip(), kind, required, choices)


def _name_and_kind(head: str) -> tuple[str, EntryKind | None]:
    """Split the last word off where it names a kind."""
    kinds = {fold(name): kind for kind in EntryKind for name in (kind.value, label(kind))}
    for mark in _STARS:
        name, star, word = head.rpartition(mark)
        if star and (not word.strip() or fold(word) in kinds):
            return name + star, kinds.get(fold(word))
    name, space, word = head.rpartition(" ")
    if space and fold(word) in kinds:
        return name, kinds[fold(word)]
    return head, None


def entries_words(value: str) -> str:
    """Return the entries of a comparison, written as a file does, as people write them."""
    found = json.loads(value)
    entries = (
        StepEntry(
            str(each["name"]),
            EntryKind(each["kind"]),
            bool(each.get("required")),
            tuple(each.get("choices", ())),
        )
        for each in found
    )
    return _(", ").join(map(entry_text, entries))
