"""How files of cases are written: sizes, and a line about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, ngettext
from console.terminal.filter import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.cases.files.views import AttachmentView

_STEP = 1024
_FINE = 10
"""Below it a size has a decimal"""
_NAMED = 3
"""Files named in a few words"""
_UNITS = ("B", "KB", "MB", "GB")


def size_words(size: int) -> str:
    """Return how large a file is: 812 B, 3.4 KB, 12 MB."""
    amount, place = float(size), 0
    while amount >= _STEP and place < len(_UNITS) - 1:
        amount, place = amount / _STEP, place + 1
    return f"{amount:.1f} {_UNITS[place]}" if place and amount < _FINE else f"{amount:.0f} {_UNITS[place]}"


def number_of(file: AttachmentView) -> str:
    """Return the number a file is called by; that of its case before it where it is another's."""
    return str(file.seq) if file.own else f"{file.case_number}/{file.seq}"


def files_words(files: Sequence[AttachmentView]) -> str:
    """Return the files of a case in a few words; "" without any."""
    if not files:
        return ""
    names = _(", ").join(clean_text(each.name) for each in files[:_NAMED])
    more = ngettext("%(count)s file", "%(count)s files", len(files), count=len(files))
    return _("%(name)s: %(value)s", name=more, value=names) + (" ..." if len(files) > _NAMED else "")
