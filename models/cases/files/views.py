"""What others see of attachments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of a case, or of a case it was merged with."""

    case_id: int
    case_number: str
    seq: int
    """Its number within that case"""
    name: str
    kind: str
    """What the content was recognised as: the usual ending of such files"""
    size: int
    """In bytes"""
    sha256: str
    note: str
    at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    own: bool
    """It belongs to the case asked for, not to one merged with it"""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be attached.

    The usual figures: a minute of video from a phone is 100 MB, a scanned page 1 MB, a photo 5 MB.
    """

    file_bytes: int = 100 * 1024 * 1024
    """One file"""
    case_bytes: int = 500 * 1024 * 1024
    """All files of a case, withdrawn ones too: they stay on the disk"""
    case_files: int = 100
    """How many files a case may have, withdrawn ones too"""
