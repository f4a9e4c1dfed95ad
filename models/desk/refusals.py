"""Why something cannot be left on the desk."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

_KILOBYTE = 1024


class DraftTooLarge(DomainError):
    """The content of a form is larger than a draft may be; what was kept before stays."""

    kind = ErrorKind.INPUT
    code = "draft_too_large"
    sentence = N_("This draft has %(size)s KB; at most %(most)s KB can be kept.")
    next_step = N_("Save the form now, or shorten its longest entry.")

    def __init__(self, size: int, most: int) -> None:
        super().__init__(size=-(-size // _KILOBYTE), most=most // _KILOBYTE)
