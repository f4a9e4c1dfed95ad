"""What cannot be put on paper."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class TextBeyondCell(DomainError):
    """A text longer than a spreadsheet's cell; cutting it would falsify it."""

    kind = ErrorKind.INPUT
    code = "papers.text_beyond_cell"
    sentence = N_(
        "The text “%(begin)s …” has %(length)s characters; a cell of a spreadsheet holds at most %(most)s."
    )
    next_step = N_("Shorten the text, or write the paper as a document.")

    def __init__(self, length: int, most: int, begin: str) -> None:
        super().__init__(length=length, most=most, begin=begin)


class UnknownPaperForm(DomainError):
    """A file whose ending asks for a form there is none of."""

    kind = ErrorKind.INPUT
    code = "papers.unknown_form"
    sentence = N_("“%(name)s” does not say which form of paper is wanted.")
    next_step = N_("Give the file one of these endings: %(endings)s.")

    def __init__(self, name: str, endings: list[str]) -> None:
        super().__init__(name=name, endings=endings)
