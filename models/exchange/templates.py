"""Empty tables to be filled in: a workbook for each kind, with drop-downs, notes and an example.

Headings are those Chinese offices use, or the plain names of the fields; what is understood does
not depend on the language. The example row and the column that says so are skipped when the
table comes back (:func:`without_example`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from models.exchange.choices import choices_of
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Tone, Workbook
from models.exchange.papers.workbook import write_workbook
from models.exchange.samples import sample
from models.kernel.text import clean_line, fold
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.exchange.frame import Field, Kind
    from models.exchange.readers import RawTable
    from models.kernel.words import Word

    Say = Callable[..., str]
    """A message id, and by name what fills its placeholders, in words"""

MARK_HEADINGS = ("填写说明", "filling in")
"""The column that says which row is only an example."""
EXAMPLE = N_("example: skipped when imported")
_EXAMPLES = ("示例", "example")
_ROWS = 500
"""Rows in which the drop-downs are offered."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""What a template says of when it was made: the same bytes on every day."""


def asked_fields(kind: Kind) -> tuple[Field, ...]:
    """Return the fields a template asks for: not what follows from others."""
    return tuple(each for each in kind.fields if not each.derived)


def template_headings(kind: Kind, *, chinese: bool = True) -> tuple[str, ...]:
    """Return the heading of every field, each understood as that field and no other."""
    taken: dict[str, str] = {}
    for each in asked_fields(kind):
        for heading in each.headings():
            taken.setdefault(fold(heading), each.name)
    if not chinese:
        return tuple(each.name for each in asked_fields(kind))
    return tuple(_heading(each, taken) for each in asked_fields(kind))


def write_template(kind: Kind, target: IO[bytes], say: Say, *, chinese: bool = True) -> None:
    """Write the template of a kind as .xlsx; the same bytes every time.

    Args:
        kind: the kind of table.
        target: a binary file.
        say: how message ids become words.
        chinese: whether headings are Chinese.
    """
    headings = template_headings(kind, chinese=chinese)
    examples = _example(kind)
    mark = MARK_HEADINGS[0 if chinese else 1]
    columns = [SheetColumn(mark, width=16)]
    columns += [
        _column(each, heading, examples.get(each.name, ""), say)
        for each, heading in zip(asked_fields(kind), headings, strict=True)
    ]
    row = SheetRow((say(EXAMPLE), *(examples.get(each.name, "") for each in asked_fields(kind))), Tone.MARKED)
    first = Sheet(
        name=say(kind.title),
        title=say(N_("%(kind)s: table to be filled in"), kind=say(kind.title)),
        columns=tuple(columns),
        rows=(row,),
        note=say(N_("Columns marked as required must be filled in; the others may be left out.")),
        landscape=True,
        open_rows=_ROWS,
    )
    write_workbook(Workbook((first, _values_sheet(kind, headings, say)), say(kind.title)), target, _MADE)


def without_example(table: RawTable) -> RawTable:
    """Return a table without the rows that are only examples, and without the column that says so."""
    place = next((place for place, heading in enumerate(table.headings) if fold(heading) in _MARKS), None)
    if place is None:
        return table
    rows = [
        (number, [*cells[:place], *cells[place + 1 :]])
        for number, cells in table.rows
        if not fold(cells[place]).startswith(_EXAMPLES)
    ]
    headings = (*table.headings[:place], *table.headings[place + 1 :])
    skipped = len(table.rows) - len(rows)
    said = [Phrase(N_("example rows skipped: %(count)s"), count=skipped)] if skipped else []
    if not rows:
        said.append(Phrase(N_("there are no rows yet: nothing to import")))
    return replace(table, headings=headings, rows=rows, assumptions=(*table.assumptions, *said))


_BRACKETS = frozenset("()（）")
_MARKS = frozenset(fold(heading) for heading in MARK_HEADINGS)


def _heading(each: Field, taken: Mapping[str, str]) -> str:
    """Return the first Chinese heading that is the field's own."""
    for heading in each.synonyms:
        # What stands in brackets is left out when headings are compared.
        if taken.get(fold(heading)) == each.name and not heading.isascii() and not _BRACKETS & {*heading}:
            return heading
    return each.name


def _example(kind: Kind) -> dict[str, str]:
    """Return the cells of the example's first row by field."""
    rows = sample(kind.name)
    if not rows:
        return {}
    words: dict[str, str] = {}
    for each in asked_fields(kind):
        for heading in each.headings():
            words.setdefault(fold(heading), each.name)
    cells = [(words.get(fold(heading)), cell) for heading, cell in zip(*rows[:2], strict=True)]
    return {name: cell for name, cell in cells if name is not None and cell}


def _column(each: Field, heading: str, example: str, say: Say) -> SheetColumn:
    choices = choices_of(each)
    lines = [say(each.title)]
    if each.required:
        heading = say(N_("%(heading)s (required)"), heading=heading)
        lines.append(say(N_("It must be filled in.")))
    if choices is not None:
        offered = "、".join(dict.fromkeys(word for word, _value in choices.words))
        lines.append(say(N_("One of: %(values)s"), values=offered))
    if example:
        lines.append(say(N_("For example: %(example)s"), example=clean_line(example)))
    offer = () if choices is None else choices.offered
    return SheetColumn(heading, width=14, most=40, choices=offer, note="\n".join(lines))


def _values_sheet(kind: Kind, headings: tuple[str, ...], say: Say) -> Sheet:
    rows = []
    for each, heading in zip(asked_fields(kind), headings, strict=True):
        choices = choices_of(each)
        if choices is None:
            continue
        rows += [SheetRow((heading, word, value)) for word, value in choices.words]
    titles: tuple[Word, ...] = (N_("column"), N_("may be filled in"), N_("stands for"))
    return Sheet(
        name=say(N_("values")),
        title=say(N_("What the columns may hold")),
        columns=tuple(SheetColumn(say(title)) for title in titles),
        rows=tuple(rows) or (SheetRow(("", say(N_("any text")), "")),),
    )
