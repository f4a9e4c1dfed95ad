"""What the exchange refuses, each with its sentence."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection

    from models.exchange.views import ImportSummary


_NAMED = 6
"""Codes that a message names"""
_COMPARED = 500
"""Of longer lists no codes are named: comparing them all would take longer than the import"""


class UnknownKind(DomainError):
    """A kind of table nobody knows how to read."""

    kind = ErrorKind.INPUT
    code = "exchange.unknown_kind"
    sentence = N_("There is no kind of table called “%(name)s”.")
    next_step = N_("Choose one of: %(names)s.")

    def __init__(self, name: str, names: str) -> None:
        super().__init__(name=name, names=names)


class NoSource(DomainError):
    """A file that is not there or may not be read."""

    kind = ErrorKind.INPUT
    code = "exchange.no_source"
    sentence = N_("The file %(name)s cannot be opened: %(detail)s.")
    next_step = N_("Check the name and the folder.")

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(name=name, detail=detail)


class WrongEncoding(DomainError):
    """Bytes that are no text in the encoding they were taken for.

    ``row`` is the line of the file from 1, ``place`` the byte within that line from 1.
    """

    kind = ErrorKind.INPUT
    code = "exchange.wrong_encoding"
    sentence = N_(
        "%(name)s is not text in %(encoding)s: line %(row)s, byte %(place)s (value %(byte)s) "
        "cannot be read. Nothing was imported."
    )
    next_step = N_(
        "Save the table as “CSV UTF-8” and try again, or name the encoding with --encoding gb18030."
    )

    def __init__(self, name: str, encoding: str, row: int, place: int, byte: str) -> None:
        super().__init__(name=name, encoding=encoding, row=row, place=place, byte=byte)


class UnknownEncoding(DomainError):
    """The name of an encoding that does not exist."""

    kind = ErrorKind.INPUT
    code = "exchange.unknown_encoding"
    sentence = N_("There is no encoding called “%(encoding)s”.")
    next_step = N_("Use utf-8, gb18030 or utf-16, or leave it out.")

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding=encoding)


class NotATable(DomainError):
    """A file of a format that is not read, or broken inside."""

    kind = ErrorKind.INPUT
    code = "exchange.not_a_table"
    sentence = N_("%(name)s cannot be read: %(detail)s")
    next_step = N_("Save the table as .xlsx or as CSV (UTF-8), and try again.")

    def __init__(self, name: str, detail: object) -> None:
        super().__init__(name=name, detail=detail)


class NoSuchSheet(DomainError):
    """A sheet the workbook does not have."""

    kind = ErrorKind.INPUT
    code = "exchange.no_such_sheet"
    sentence = N_("%(name)s has no sheet “%(sheet)s”.")
    next_step = N_("Choose one of: %(names)s.")

    def __init__(self, name: str, sheet: str, names: str) -> None:
        super().__init__(name=name, sheet=sheet, names=names)


class MissingSettings(DomainError):
    """Something that has to be said once for the whole import was not."""

    kind = ErrorKind.INPUT
    code = "exchange.missing_settings"
    sentence = N_("For this table it has to be said: %(missing)s.")
    next_step = N_("Say it with --set NAME=VALUE.")

    def __init__(self, missing: list[object]) -> None:
        super().__init__(missing=missing)


class EmptyTable(DomainError):
    """A file without a single row below its headings."""

    kind = ErrorKind.INPUT
    code = "exchange.empty"
    sentence = N_("%(name)s has no rows below its headings.")
    next_step = N_("Check that it is the file you meant.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class MissingColumns(DomainError):
    """Columns that must be there are not."""

    kind = ErrorKind.INPUT
    code = "exchange.missing_columns"
    sentence = N_("Row 1 of %(name)s has no column for: %(missing)s. Its headings are: %(found)s.")
    next_step = N_("Add the column, or say which heading is meant with --map HEADING=FIELD.")

    def __init__(self, name: str, missing: list[object], found: str) -> None:
        super().__init__(name=name, missing=missing, found=found)


class AmbiguousColumns(DomainError):
    """Two columns for one field."""

    kind = ErrorKind.INPUT
    code = "exchange.ambiguous_columns"
    sentence = N_("The columns “%(first)s” and “%(second)s” both stand for %(field)s.")
    next_step = N_("Say which one is meant with --map HEADING=FIELD.")

    def __init__(self, first: str, second: str, field: str) -> None:
        super().__init__(first=first, second=second, field=field)


class RowsRejected(DomainError):
    """Rows that cannot be used, so nothing was imported. ``summary`` holds every problem."""

    kind = ErrorKind.RULE
    code = "exchange.rows_rejected"
    sentence = N_("%(rejected)s of %(rows)s rows cannot be used. Nothing was imported.")
    next_step = N_("Correct the rows named, or load only the good ones with --partial.")

    def __init__(self, summary: ImportSummary) -> None:
        self.summary = summary
        super().__init__(rejected=summary.rejected, rows=summary.rows)


class ListRejected(RowsRejected):
    """Rows of a whole list that cannot be used: with a gap it would retire what it does not name."""

    code = "exchange.list_rejected"
    sentence = N_("%(rejected)s of %(rows)s rows cannot be used. Nothing was published.")
    next_step = N_("Correct the rows named and load the whole list again.")


class RulesRejected(RowsRejected):
    """Rows of a table of rules that cannot be used: a gap would change what later rules decide."""

    code = "exchange.rules_rejected"
    sentence = N_("%(rejected)s of %(rows)s rules cannot be used. Nothing was changed.")
    next_step = N_("Correct the rows named and load the whole table again.")


class NoExport(DomainError):
    """A kind that can be taken in but not given out."""

    kind = ErrorKind.INPUT
    code = "exchange.no_export"
    sentence = N_("%(what)s cannot be exported.")
    next_step = N_("Choose one of: %(names)s.")

    def __init__(self, what: str, names: str) -> None:
        super().__init__(what=what, names=names)


class BadCell(DomainError):
    """The base of what may be wrong with one cell; the row and column are added outside."""

    kind = ErrorKind.INPUT
    next_step = N_("Correct the cell and import the file again.")


class Blank(BadCell):
    """A cell that must not be empty is."""

    code = "exchange.blank"
    sentence = N_("it must not be empty")


class HoldsCases(BadCell):
    """A unit or person that would be taken out of use with open cases in hand."""

    code = "exchange.holds_cases"
    sentence = N_("it is not free to go: open cases still in hand: %(count)s")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class TooLong(BadCell):
    """More characters than fit."""

    code = "exchange.too_long"
    sentence = N_("it has %(length)s characters, at most %(most)s fit")

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length=length, most=most)


class NotOneOf(BadCell):
    """A value outside a closed list."""

    code = "exchange.not_one_of"
    sentence = N_("it is not one of: %(allowed)s")

    def __init__(self, allowed: str) -> None:
        super().__init__(allowed=allowed)


class NotANumber(BadCell):
    """Not a whole number in the range allowed."""

    code = "exchange.not_a_number"
    sentence = N_("it is not a whole number from %(least)s to %(most)s")

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least=least, most=most)


class NotADate(BadCell):
    """Not a date."""

    code = "exchange.not_a_date"
    sentence = N_("it is not a date like 2026-03-02")


class NotACode(BadCell):
    """Characters that a code cannot have."""

    code = "exchange.not_a_code"
    sentence = N_("a code has letters, digits, “.”, “-” and “_” only, at most %(most)s")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class Reoccurs(BadCell):
    """The same key twice in one source."""

    code = "exchange.reoccurs"
    sentence = N_("it occurs already in row %(row)s")

    def __init__(self, row: int) -> None:
        super().__init__(row=row)


class Unknown(BadCell):
    """A reference to something that is not in the database."""

    code = "exchange.unknown_reference"
    sentence = N_("there is no %(what)s with this code")

    def __init__(self, what: str, value: str = "", allowed: Collection[str] = ()) -> None:
        named = _nearest(value, allowed)
        if named:
            self.sentence = N_("there is no %(what)s with this code; there are: %(allowed)s")
        super().__init__(what=what, allowed=named)


def _nearest(value: str, allowed: Collection[str]) -> str:
    """Return the codes most like ``value`` first, and how many there are beside them."""
    if len(allowed) > _COMPARED:
        return ""

    def unlike(code: str) -> tuple[float, str]:
        return -SequenceMatcher(None, value, code).ratio(), code

    shown = sorted(allowed, key=unlike)[:_NAMED]
    more = len(allowed) - len(shown)
    return ", ".join(shown) + (f" … (+{more})" if more > 0 else "")


class OutsideArea(BadCell):
    """Something outside the area the person may change."""

    code = "exchange.outside_area"
    sentence = N_("it lies outside your area")


class OddCell(BadCell):
    """Text in a cell beyond the last heading."""

    code = "exchange.odd_cell"
    sentence = N_("the row has more cells than there are headings")


class RoundedNumber(BadCell):
    """A long number of which a spreadsheet kept fifteen digits only."""

    code = "exchange.rounded_number"
    sentence = N_("a spreadsheet has rounded this number: its last digits are lost")
    next_step = N_("Format the column as text, enter the number again in full, and import the file again.")


class MappingTaken(DomainError):
    """A mapping under a name that is in use."""

    kind = ErrorKind.RULE
    code = "exchange.mapping_taken"
    sentence = N_("A mapping called “%(name)s” is there already.")
    next_step = N_("Choose another name, or change it with --replace.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
