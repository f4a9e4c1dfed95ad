"""The forms of papers by name, apart from the writers, which take a moment to load."""

from __future__ import annotations

from enum import StrEnum


class PaperForm(StrEnum):
    """A form by the ending of its files."""

    DOCX = "docx"
    XLSX = "xlsx"
    MARKDOWN = "md"
    TEXT = "txt"
