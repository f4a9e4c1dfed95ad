"""What a check of the database found to differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``sentence`` is a message id with named parameters."""

    room: str
    subject: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
