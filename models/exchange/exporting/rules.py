"""What may leave the house, and how: pure decisions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.exchange.exporting.refusals import NoSuchColumns, NotOfCases, NotThisFormat, UnknownFormat
from models.exchange.exporting.views import Format
from models.kernel.masking import mask_name, mask_numbers, mask_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.exchange.frame import Kind

EXPORTERS = (Role.SYSTEM_ADMIN, Role.DUTY_CHIEF, Role.LEADER)
APPROVERS = (Role.SECURITY_ADMIN,)
"""Who answers requests; never their own."""

BULK = 100
"""Rows of personal data one person may take out in clear for a reason of their own. More need a second
person: an office looks into a handful of cases a day, and nobody reads more than a hundred by hand."""

VALID = timedelta(days=1)
"""How long after it was granted a request can be used."""

FILTERED = frozenset({"cases", "history"})
"""Kinds that take the filters of queues."""

DATED = frozenset({"matters", "divisions", "duties"})
"""Kinds that know what held on a day gone by; matters and divisions also on one to come."""

OF_CASES = frozenset({Format.XES, Format.OPEN311_JSON, Format.OPEN311_XML})
"""Formats that are of cases and of nothing else."""

_TEXTS: Mapping[str, Callable[[str], str]] = {
    "title": mask_numbers,
    "body": mask_numbers,
    "place": mask_numbers,
    "reason": mask_numbers,
    "note": mask_numbers,
}
PERSONAL: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    "cases": {**_TEXTS, "reporter_name": mask_name, "reporter_phone": mask_phone},
    "history": _TEXTS,
    "staff": {"phone": mask_phone},
}
"""Columns that hold personal data, by kind, and how each is masked. Long numbers in free text may be
telephone or identity numbers."""

ASSISTANCE = "assistance"
PROMISED: Mapping[str, str] = {"due_at": "到期时间", "receipt": "时限说明", ASSISTANCE: "协办情况"}
"""Columns of cases that are given out only where they are named, for no import takes them in: the deadline,
why it is that, and the units that assist, a line each: code, state, asked, due, answered; each with what
offices call it."""

ENDINGS: Mapping[str, Format] = {
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.OPEN311_JSON,
    ".xml": Format.OPEN311_XML,
    ".xes": Format.XES,
}
_PACKED = ".gz"


def format_of(name: str, said: str, kind: str) -> tuple[Format, bool]:
    """Return which format a file is to have, and whether it is packed.

    Args:
        name: the file's name, ``-`` for the standard output.
        said: the format named, empty to go by the name's ending.
        kind: what is exported.

    Raises:
        UnknownFormat: neither says one.
        NotOfCases: the format is of cases, and something else is exported.
        NotThisFormat: it is of cases, but their history makes no sense in it.
    """
    plain = name.lower()
    packed = plain.endswith(_PACKED)
    plain = plain.removesuffix(_PACKED)
    ending = re.search(r"\.[a-z0-9]+$", plain)
    if said:
        chosen = Format(said)
    elif name == "-":
        chosen = Format.CSV
    elif ending is None or ending[0] not in ENDINGS:
        raise UnknownFormat(name, ", ".join(Format))
    else:
        chosen = ENDINGS[ending[0]]
    if chosen in OF_CASES and kind not in FILTERED:
        raise NotOfCases(chosen, kind)
    if chosen in OF_CASES - {Format.XES} and kind != "cases":
        raise NotThisFormat(chosen, kind)
    return chosen, packed


def chosen_columns(
    kind: Kind, columns: Sequence[str], wanted: Sequence[str]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the places of the columns wanted, in the order they are named, and their names.

    They may be named by any heading of the field.

    Raises:
        NoSuchColumns: some are not there; says which are.
    """
    if not wanted:
        return tuple(range(len(columns))), tuple(columns)
    by_heading = {word.casefold(): each.name for each in kind.fields for word in each.headings()}
    by_heading |= {word: name for name, word in PROMISED.items() if name in columns}
    names = [by_heading.get(each.casefold(), each) for each in wanted]
    strange = [each for each, name in zip(wanted, names, strict=True) if name not in columns]
    if strange:
        raise NoSuchColumns(", ".join(strange), ", ".join(columns))
    unique = tuple(dict.fromkeys(names))
    return tuple(columns.index(name) for name in unique), unique


def promised_in(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return which of :data:`PROMISED` are among the columns wanted, by either name."""
    said = {each.casefold() for each in wanted}
    return tuple(name for name, word in PROMISED.items() if name in said or word in said)


def headings_of(kind: Kind, names: Sequence[str]) -> tuple[str, ...]:
    """Return the headings offices use for columns: the first Chinese name each field is known by.

    A name that another column has already stays with that one.
    """
    chinese = {
        each.name: next((word for word in each.synonyms if not word.isascii()), each.name)
        for each in kind.fields
    } | dict(PROMISED)
    found: dict[str, None] = {}
    for name in names:
        heading = chinese.get(name, name)
        found[name if heading in found else heading] = None
    return tuple(found)


def maskers(kind: str, names: Sequence[str], rest: Sequence[str] = ()) -> dict[int, Callable[[str], str]]:
    """Return how the cells at each place are masked; places that hold nothing personal are left out."""
    _ = rest
    personal = PERSONAL.get(kind, {})
    return {place: personal[name] for place, name in enumerate(names) if name in personal}


def masked(row: Sequence[Any], how: Mapping[int, Callable[[str], str]]) -> list[Any]:
    """Return a row with its personal cells masked."""
    cells = list(row)
    for place, mask in how.items():
        if cells[place]:
            cells[place] = mask(str(cells[place]))
    return cells
