"""What is seen of the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario the office keeps: ``text`` is its file."""

    code: str
    title: str
    text: str
    saved_by: str
    saved_at: datetime
