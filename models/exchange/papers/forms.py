"""The forms a paper can be written in, and one way to write them all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

from models.exchange.papers.document import write_docx
from models.exchange.papers.markdown import write_markdown
from models.exchange.papers.names import PaperForm
from models.exchange.papers.plain import write_text
from models.exchange.papers.refusals import UnknownPaperForm
from models.exchange.papers.workbook import write_workbook
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from models.exchange.papers.model import Document
    from models.exchange.papers.sheets import Workbook

__all__ = ["Paper", "PaperForm", "file_name", "form_of", "write_document", "write_paper"]

_NOT_IN_FILES = re.compile(r'[\\/:*?"<>|]+')
_LONGEST_STEM = 80


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper both ways: to be read, and to be worked with in a spreadsheet."""

    document: Document
    workbook: Workbook


def form_of(file_name: str, allowed: tuple[PaperForm, ...] = tuple(PaperForm)) -> PaperForm:
    """Return the form a file's ending asks for.

    Raises:
        UnknownPaperForm: it is none of ``allowed``.
    """
    ending = PurePath(file_name).suffix.casefold().removeprefix(".")
    if ending not in {form.value for form in allowed}:
        raise UnknownPaperForm(file_name, [f".{form.value}" for form in allowed])
    return PaperForm(ending)


def write_paper(paper: Paper, form: PaperForm, target: IO[bytes], at: datetime) -> None:
    """Write a paper in one form; see the writers for what ``at`` is.

    Raises:
        TextBeyondCell: a text does not fit into a cell of a workbook.
    """
    if form is PaperForm.XLSX:
        write_workbook(paper.workbook, target, at)
    else:
        write_document(paper.document, form, target, at)


def write_document(document: Document, form: PaperForm, target: IO[bytes], at: datetime) -> None:
    """Write a document in one form, which is no workbook.

    Raises:
        ValueError: the form is that of a workbook.
    """
    match form:
        case PaperForm.DOCX:
            write_docx(document, target, at)
        case PaperForm.MARKDOWN:
            write_markdown(document, target)
        case PaperForm.TEXT:
            write_text(document, target)
        case PaperForm.XLSX:
            message = f"a document is no workbook: {document.title}"
            raise ValueError(message)


def file_name(title: str, form: PaperForm) -> str:
    """Return a file name for a paper of this title that every system takes."""
    stem = _NOT_IN_FILES.sub("_", clean_line(title)).strip(" .")[:_LONGEST_STEM]
    return f"{stem or '_'}.{form.value}"
