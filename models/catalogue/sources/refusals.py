"""What source books refuse, each with its sentence."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class BadBookCode(DomainError):
    """Not a code for a book."""

    kind = ErrorKind.INPUT
    code = "sources.bad_book_code"
    sentence = N_("“%(value)s” is not a book code: at most 32 letters, digits, “.”, “-” or “_”")
    next_step = N_("Choose a short code, such as MZJ-2026.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class BookCodeTaken(DomainError):
    """A new book under a code that exists."""

    code = "sources.book_code_taken"
    sentence = N_("There is already a source book with the code %(book)s.")
    next_step = N_("Import into that book, or choose another code.")

    def __init__(self, book: str) -> None:
        super().__init__(book=book)


class BookTextTooLong(DomainError):
    """A title, department or note that does not fit."""

    kind = ErrorKind.INPUT
    code = "sources.book_text_too_long"
    sentence = N_("%(field)s has %(length)s characters, at most %(most)s fit.")
    next_step = N_("Shorten the text and save again.")

    def __init__(self, field: str, length: int, most: int) -> None:
        super().__init__(field=field, length=length, most=most)


class UntitledBook(DomainError):
    """A book without a title."""

    kind = ErrorKind.INPUT
    code = "sources.untitled_book"
    sentence = N_("The source book %(book)s has no title.")
    next_step = N_("Give it a title and save again.")

    def __init__(self, book: str) -> None:
        super().__init__(book=book)


class BookRetired(DomainError):
    """A change to a book that no longer takes part."""

    code = "sources.book_retired"
    sentence = N_("The source book %(book)s is retired.")
    next_step = N_("Put it back into use first, or import into another book.")

    def __init__(self, book: str) -> None:
        super().__init__(book=book)


class BookInUse(DomainError):
    """Putting back a book that was never retired."""

    code = "sources.book_in_use"
    sentence = N_("The source book %(book)s is in use already.")
    next_step = N_("Nothing has to be done.")

    def __init__(self, book: str) -> None:
        super().__init__(book=book)
