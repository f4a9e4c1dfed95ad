"""Putting a merged entry together field by field: what is chosen, what is typed, what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.draftwords import FIELDS, field_title, read_value, value_words
from console.i18n import _, render_error
from console.work import Failed, attempt
from models.catalogue.drafting.rules import CHOSEN, checked, edited, merged, origin_of
from models.catalogue.rules import UNSORTED
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.catalogue.drafting.benchviews import BenchEntry
    from models.catalogue.rules import MatterDraft

SURVIVOR = "survivor"
"""The row that says which entry stays."""
_CLASS = ("scheme", "class_code", "class_name")
_JOINED = ("assisting", "legal_basis", "keywords", "conditions")
_UNTYPED = frozenset({SURVIVOR, "conditions", "class_code"})
"""Rows that are chosen only: what they are made of is changed in the entry's own form."""
LINE_MARK = "｜"
"""Stands for the end of a line where a text of several is typed in one."""


@dataclass(frozen=True, slots=True)
class MergeAnswer:
    """What was decided: which entry stays, which go into it, whose values are kept, what was typed."""

    survivor: int
    absorbed: tuple[int, ...]
    choices: Mapping[str, int]
    typed: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a field could have, and the places of the entries that say it."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the merged entry: what it will say, and what it could."""

    name: str
    title: str
    value: str
    candidates: tuple[Candidate, ...]
    chosen: int
    """Place of the candidate taken; -1 where none is"""
    joined: bool = False
    """It keeps what all of them say"""
    typed: bool = False

    @property
    def open(self) -> bool:
        """Whether there is something to choose."""
        return len(self.candidates) > 1 and not self.joined


@dataclass
class Merging:
    """The merge of some entries while it is put together.

    Args:
        entries: the entries, the likeliest survivor first.
    """

    entries: Sequence[BenchEntry]
    survivor: int = 0
    choices: dict[str, int] = field(default_factory=dict)
    """Field to the place of the entry whose value is kept"""
    typed: dict[str, Any] = field(default_factory=dict)

    @property
    def result(self) -> MatterDraft:
        """What the merged entry would say."""
        keys = [self.survivor, *(place for place in range(len(self.entries)) if place != self.survivor)]
        parts = [self.entries[place].draft for place in keys]
        origins = [
            origin_of(self.entries[place].line.matter_id, self.entries[place].draft.code)
            for place in keys[1:]
        ]
        chosen = {name: keys.index(place) for name, place in self.choices.items()}
        return edited(merged(parts[0], parts[1:], chosen, origins), self.typed)

    @property
    def answer(self) -> MergeAnswer:
        """What was decided."""
        ids = [entry.line.matter_id for entry in self.entries]
        others = tuple(key for place, key in enumerate(ids) if place != self.survivor)
        chosen = {name: ids[place] for name, place in self.choices.items() if name not in self.typed}
        return MergeAnswer(ids[self.survivor], others, chosen, dict(self.typed))

    def take_up(self, answer: MergeAnswer) -> None:
        """Go on from what was decided before, as far as the entries are still there."""
        places = {entry.line.matter_id: place for place, entry in enumerate(self.entries)}
        self.survivor = places.get(answer.survivor, self.survivor)
        self.choices = {name: places[key] for name, key in answer.choices.items() if key in places}
        self.typed = dict(answer.typed)

    def rows(self) -> list[FieldRow]:
        """Return the fields of which some entry says something, those with a choice first."""
        result = self.result
        survivors = tuple(
            Candidate(_entry_words(entry), (place,)) for place, entry in enumerate(self.entries)
        )
        first = FieldRow(
            SURVIVOR, _("Entry that stays"), survivors[self.survivor].text, survivors, self.survivor
        )
        rows = [row for name in FIELDS if (row := self._row(name, result)) is not None]
        return [first, *sorted(rows, key=lambda row: not row.open)]

    def _row(self, name: str, result: MatterDraft) -> FieldRow | None:
        if name in {"scheme", "class_name"}:
            return None
        found: dict[str, list[int]] = {}
        for place, entry in enumerate(self.entries):
            found.setdefault(_said(name, entry.draft), []).append(place)
        value = _said(name, result)
        if set(found) == {""} and not value:
            return None
        candidates = tuple(Candidate(text, tuple(places)) for text, places in found.items())
        texts = [each.text for each in candidates]
        chosen = texts.index(value) if value in texts and name not in self.typed else -1
        joined = name in _JOINED
        if name == "code":
            # The code stays the survivor's: it must not mean two things at once.
            candidates, chosen = (Candidate(value, (self.survivor,)),), 0
        return FieldRow(name, field_title(name), value, candidates, chosen, joined, name in self.typed)

    def choose(self, row: FieldRow, place: int) -> None:
        """Take one of a field's values; nothing happens where there is none of this number."""
        if not 0 <= place < len(row.candidates) or row.joined:
            return
        entry = row.candidates[place].places[0]
        if row.name == SURVIVOR:
            self.survivor = entry
        elif row.name in CHOSEN:
            self.typed.pop(row.name, None)
            self.choices[row.name] = entry

    def can_type(self, row: FieldRow) -> bool:
        """Say whether the field can be given in one's own words here."""
        return row.name not in _UNTYPED

    def problem(self, row: FieldRow, text: str) -> str:
        """Return why ``text`` cannot be what a field says, "" if it can."""
        outcome = attempt(lambda: checked(edited(self.result, {row.name: _read(row.name, text)})))
        if not isinstance(outcome, Failed):
            return ""
        if isinstance(outcome.error, DomainError):
            return render_error(outcome.error)[0]
        raise outcome.error

    def type_in(self, row: FieldRow, text: str) -> None:
        """Let a field say ``text``; an empty one that nobody typed before takes the wording chosen back."""
        self.typed[row.name] = _read(row.name, text)

    def typed_text(self, row: FieldRow) -> str:
        """Return what a field says now, as one types it."""
        value = getattr(self.result, row.name)
        if row.name == "legal_basis":
            return str(value).replace("\n", LINE_MARK)
        return value_words(row.name, value)


def _read(name: str, text: str) -> Any:
    if name == "legal_basis":
        return text.replace(LINE_MARK, "\n")
    return read_value(name, text.strip())


def _said(name: str, draft: MatterDraft) -> str:
    if name == "class_code":
        if draft.class_key == UNSORTED:
            return _("not classified yet")
        return " ".join(part for part in (draft.scheme, draft.class_code, draft.class_name) if part)
    return " ".join(value_words(name, getattr(draft, name)).split())


def _entry_words(entry: BenchEntry) -> str:
    line = entry.line
    return f"{line.code or f'#{line.matter_id}'} {line.name}"
