"""What the console sees of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """A form's content as it was last left. ``subject`` is what it is about, or empty."""

    form: str
    subject: str
    content: Mapping[str, Any]
    started_at: datetime
    saved_at: datetime
