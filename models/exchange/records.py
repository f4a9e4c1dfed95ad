"""Tables as JSON: a list of objects, or one object on each line."""

from __future__ import annotations

import json
from typing import Any

from models.exchange.raw import MOST_COLUMNS, Form, RawTable, Source, too_wide
from models.exchange.refusals import NotATable
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase


def json_list(name: str, text: str) -> list[tuple[int, Any]]:
    """Return the members of a JSON list with their places from 1.

    Raises:
        NotATable: it is no JSON.
    """
    try:
        return list(enumerate(json.loads(text), start=1))
    except (ValueError, RecursionError) as error:  # ValueError: also a number of too many digits
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise NotATable(name, Phrase(N_("line %(row)s is not JSON."), row=line)) from error


def json_lines(name: str, text: str) -> list[tuple[int, Any]]:
    """Return what each line that is not blank says, with the line's number.

    Raises:
        NotATable: a line is no JSON.
    """
    records = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append((number, json.loads(line)))
        except (ValueError, RecursionError) as error:  # ValueError: also a number of too many digits
            raise NotATable(name, Phrase(N_("line %(row)s is not JSON."), row=number)) from error
    return records


def from_records(source: Source, records: list[tuple[int, Any]], form: Form) -> RawTable:
    """Return objects as rows; their names, in the order in which they first come, are the headings.

    Raises:
        NotATable: one of them is no object, or they have too many names.
    """
    headings: dict[str, None] = {}
    for number, record in records:
        if not isinstance(record, dict):
            raise NotATable(source.name, Phrase(N_("entry %(row)s is not an object."), row=number))
        headings.update(dict.fromkeys(record))
    if len(headings) > MOST_COLUMNS:
        raise too_wide(source.name)
    rows = [(number, [_cell(record.get(name)) for name in headings]) for number, record in records]
    names = tuple(clean_line(name) for name in headings)
    return RawTable(source.name, source.hash, names, rows, form=form)


def _cell(value: Any) -> str:
    """Return a JSON value as a cell's text; a list becomes lines, one for each member."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case str():
            return value
        case list():
            return "\n".join(_cell(member) for member in value)
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _number:
            return str(value)
