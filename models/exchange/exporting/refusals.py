"""What exports refuse, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date


class UnknownFormat(DomainError):
    """A file whose name does not say what it is to be."""

    kind = ErrorKind.INPUT
    code = "exchange.unknown_format"
    sentence = N_("The name %(name)s does not say in which format to write.")
    next_step = N_("Let it end in .xlsx, .csv or .jsonl, or say --format, one of: %(names)s.")

    def __init__(self, name: str, names: str) -> None:
        super().__init__(name=name, names=names)


class NotOfCases(DomainError):
    """A format of cases for something else."""

    kind = ErrorKind.INPUT
    code = "exchange.not_of_cases"
    sentence = N_("The format %(format)s is for cases, not for %(what)s.")
    next_step = N_("Take xlsx, csv or jsonl.")

    def __init__(self, format: str, what: str) -> None:  # noqa: A002 -- what it is called
        super().__init__(format=str(format), what=what)


class NotThisFormat(NotOfCases):
    """A format of whole cases for their steps."""

    code = "exchange.not_this_format"
    next_step = N_("Take xlsx, csv, jsonl or xes.")


class WholeCases(DomainError):
    """Columns of a format that has fields of its own."""

    kind = ErrorKind.INPUT
    code = "exchange.whole_cases"
    sentence = N_("The format %(format)s has fields of its own; columns cannot be chosen.")
    next_step = N_("Leave the columns out, or take xlsx, csv or jsonl.")

    def __init__(self, format: str) -> None:  # noqa: A002 -- what it is called
        super().__init__(format=str(format))


class NoSuchColumns(DomainError):
    """Columns the kind does not have."""

    kind = ErrorKind.INPUT
    code = "exchange.no_such_columns"
    sentence = N_("There is no column called %(strange)s.")
    next_step = N_("Choose from: %(names)s.")

    def __init__(self, strange: str, names: str) -> None:
        super().__init__(strange=strange, names=names)


class NoFilter(DomainError):
    """A filter for a kind that takes none."""

    kind = ErrorKind.INPUT
    code = "exchange.no_filter"
    sentence = N_("%(what)s take no filter.")
    next_step = N_("Leave the filter out, or choose cases or history.")

    def __init__(self, what: object) -> None:
        super().__init__(what=what)


class NoSuchQueue(DomainError):
    """A queue that is not there, or cannot be exported as one."""

    kind = ErrorKind.INPUT
    code = "exchange.no_such_queue"
    sentence = N_("Cases cannot be exported by a queue called “%(queue)s”.")
    next_step = N_("Name a queue or search you see saved, or one of: %(names)s.")

    def __init__(self, queue: str, names: str) -> None:
        super().__init__(queue=queue, names=names)


class NoPast(DomainError):
    """A day for a kind that knows only the present."""

    kind = ErrorKind.INPUT
    code = "exchange.no_past"
    sentence = N_("Nothing is kept of what the table “%(what)s” said on %(day)s: it knows only the present.")
    next_step = N_("Leave --as-of out, or take one of: %(names)s.")

    def __init__(self, what: object, day: date, names: str) -> None:
        super().__init__(what=what, day=day.isoformat(), names=names)


class NoBook(DomainError):
    """Source items without the book they are to be from."""

    kind = ErrorKind.INPUT
    code = "exchange.no_book"
    sentence = N_("Source items are exported book by book; there is no book called “%(book)s”.")
    next_step = N_("Say --set book=CODE, with one of: %(names)s.")

    def __init__(self, book: str, names: str) -> None:
        super().__init__(book=book or "-", names=names or "-")


class CannotCarry(DomainError):
    """Characters the encoding has no place for. Nothing was written.

    ``where`` names the first of them by row, column and character.
    """

    kind = ErrorKind.INPUT
    code = "exchange.cannot_carry"
    sentence = N_(
        "%(encoding)s cannot carry %(count)s characters of this table: %(where)s. Nothing was written."
    )
    next_step = N_("Write in gb18030 or UTF-8, or say --escape to write them by their names.")

    def __init__(self, encoding: str, count: int, where: str) -> None:
        super().__init__(encoding=encoding, count=count, where=where)


class TooManyRows(DomainError):
    """More rows than one sheet can hold."""

    kind = ErrorKind.INPUT
    code = "exchange.too_many_rows"
    sentence = N_("A sheet holds %(most)s rows, and these are more. Nothing was written.")
    next_step = N_("Take csv or jsonl, or narrow the export with a filter.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class CellTooLong(DomainError):
    """A text longer than a cell of a workbook can be."""

    kind = ErrorKind.INPUT
    code = "exchange.cell_too_long"
    sentence = N_("Row %(row)s has a text of %(length)s characters; a cell of a workbook holds %(most)s.")
    next_step = N_("Take csv or jsonl for this table.")

    def __init__(self, row: int, length: int, most: int) -> None:
        super().__init__(row=row, length=length, most=most)


class RevealUnexplained(DomainError):
    """Personal data in clear, and no word why."""

    kind = ErrorKind.INPUT
    code = "exchange.reveal_unexplained"
    sentence = N_("Personal data leaves the house in clear only with a reason in words.")
    next_step = N_("Say what it is needed for, with --reason.")

    def __init__(self) -> None:
        super().__init__()


class NeedsApproval(DomainError):
    """More personal data in clear than one person may take out alone."""

    kind = ErrorKind.PERMISSION
    code = "exchange.needs_approval"
    sentence = N_(
        "These are more rows of personal data than one person may take out in clear (%(most)s). "
        "Nothing was written."
    )
    next_step = N_(
        "Ask for it with “yiwang export request”; when a security administrator has agreed, add --request NO."
    )

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class RequestUnusable(DomainError):
    """A request that allows nothing (any more), or something else."""

    kind = ErrorKind.RULE
    code = "exchange.request_unusable"
    sentence = N_("Request %(number)s does not allow this export: %(reason)s")
    next_step = N_("Look at it with “yiwang export requests”, or ask anew.")

    def __init__(self, number: int, reason: object) -> None:
        super().__init__(number=number, reason=reason)


class OwnRequest(DomainError):
    """Somebody who would agree with themselves."""

    kind = ErrorKind.PERMISSION
    code = "exchange.own_request"
    sentence = N_("Request %(number)s is your own: a second person has to answer it.")
    next_step = N_("Ask another security administrator.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NothingPersonal(DomainError):
    """A request for something that needs none."""

    kind = ErrorKind.INPUT
    code = "exchange.nothing_personal"
    sentence = N_("These columns hold no personal data: they are exported without being asked for.")
    next_step = N_("Export them as they are.")

    def __init__(self) -> None:
        super().__init__()


class ExportStopped(DomainError):
    """Somebody broke the export off."""

    kind = ErrorKind.RULE
    code = "exchange.export_stopped"
    sentence = N_("The export was broken off. Nothing was written.")
    next_step = N_("Begin again when it suits.")

    def __init__(self) -> None:
        super().__init__()
