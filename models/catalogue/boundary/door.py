"""The door: what comes in is cleaned and checked before anything is read or written."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from models.calendar.rules import parse_limit
from models.catalogue.boundary.contents import FIELDS
from models.catalogue.boundary.kinds import Entry, RequestKind
from models.catalogue.boundary.refusals import EntryMissing, EntryNotAsked, FieldMissing, FieldNotAsked
from models.catalogue.boundary.tables import AdmissionDocument, AdmissionRequest, AdmissionStep
from models.catalogue.boundary.words import ENTRY_WORDS, FIELD_WORDS
from models.kernel.errors import Invalid
from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from models.catalogue.boundary.rules import Transition
    from models.catalogue.boundary.views import DocumentFacts, RequestFacts, StepEntries

_CODES = frozenset({"code", "duty_item", "lead_unit", "case_number", "file_hash"})
_LINES = frozenset(
    {"department", "name", "title", "number", "issuer", "file_name", "authority", "condition", "closing"}
)
_ALWAYS = frozenset({"kind", "case_number"})
_LEAST = {
    RequestKind.ADMISSION: "name",
    RequestKind.ADJUSTMENT: "duty_item",
    RequestKind.TEMPORARY: "name",
}
"""What a request must say to be opened at all."""
_TITLE = "title"
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE_LENGTH = 32
_LENGTHS = {"code": _CODE_LENGTH, "duty_item": _CODE_LENGTH, "lead_unit": _CODE_LENGTH, "limit": _CODE_LENGTH}


def _cleaned(values: dict[str, Any], lengths: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if not isinstance(value, str):
            continue
        text = clean_block(value)
        if name in _CODES:
            text = half_width(clean_line(value))
        elif name in _LINES:
            text = clean_line(value)
        most = lengths.get(name)
        if most is not None and len(text) > most:
            word = FIELD_WORDS.get(name) or ENTRY_WORDS[Entry(name)]
            shown = f"{text[:40]}…"
            raise Invalid(
                word,
                shown,
                Phrase(N_("it has %(length)s characters, at most %(most)s fit"), length=len(text), most=most),
            )
        found[name] = text
    return found


def _lengths(table: Any) -> dict[str, int]:
    lengths = {column.name: getattr(column.type, "length", None) for column in table.__table__.columns}
    return {name: length for name, length in lengths.items() if length}


def clean_facts(facts: RequestFacts) -> RequestFacts:
    """Return the facts of a request cleaned; enumerations and dates stay as they are.

    Raises:
        FieldNotAsked: something is filled in that its kind has no place for.
        FieldMissing: it says too little to be opened.
        Invalid: a text does not fit.
        BadLimit, ImpossibleLimit: the time limit is none.
    """
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    texts = {name: value for name, value in values.items() if type(value) is str}
    clean = replace(facts, **_cleaned(texts, {**_lengths(AdmissionRequest), **_LENGTHS}))
    asked = {*FIELDS[facts.kind], *_ALWAYS}
    surplus = [each.name for each in fields(clean) if each.name not in asked and getattr(clean, each.name)]
    if surplus:
        raise FieldNotAsked(surplus)
    if not getattr(clean, _LEAST[facts.kind]):
        raise FieldMissing(_LEAST[facts.kind])
    return replace(clean, limit=str(parse_limit(clean.limit))) if clean.limit else clean


def clean_document(document: DocumentFacts) -> DocumentFacts:
    """Return a document cleaned.

    Raises:
        FieldMissing: it has no title.
        Invalid: a text does not fit, or the hash is no SHA-256.
    """
    values = {each.name: getattr(document, each.name) for each in fields(document)}
    texts = {name: value for name, value in values.items() if type(value) is str}
    clean = replace(document, **_cleaned(texts, _lengths(AdmissionDocument)))
    clean = replace(clean, file_hash=clean.file_hash.lower())
    if not clean.title:
        raise FieldMissing(_TITLE)
    if clean.file_hash and not _HASH.fullmatch(clean.file_hash):
        raise Invalid(FIELD_WORDS["file_hash"], clean.file_hash, N_("a SHA-256 has 64 hexadecimal digits"))
    return clean


def clean_entries(entries: StepEntries) -> StepEntries:
    """Return the entries of a step cleaned.

    Raises:
        Invalid: a text does not fit.
    """
    most = _lengths(AdmissionStep)["text"]
    lengths = {"note": most, "reason": most, "authority": 255, "number": 128}
    texts = {name: getattr(entries, name) for name in lengths}
    return replace(entries, **_cleaned(texts, lengths))


_ATTRIBUTES = {Entry.UNIT: "unit_id"}


def given(entries: StepEntries) -> frozenset[Entry]:
    """Return which entries were filled in."""
    return frozenset(
        entry for entry in Entry if getattr(entries, _ATTRIBUTES.get(entry, entry.value)) not in {"", None}
    )


def require_entries(row: Transition, entries: StepEntries) -> None:
    """Let entries pass that are what ``row`` asks for.

    Raises:
        EntryMissing: a required one is not given.
        EntryNotAsked: one is given that the step has no place for.
    """
    there = given(entries)
    missing = [entry for entry in row.required if entry not in there]
    if missing:
        raise EntryMissing(row.action, missing)
    surplus = [entry for entry in Entry if entry in there and entry not in {*row.required, *row.optional}]
    if surplus:
        raise EntryNotAsked(row.action, surplus)
