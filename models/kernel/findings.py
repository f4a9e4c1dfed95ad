"""What a check of the database found to differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``sentence`` is a message id with named parameters."""

    room: str
    subject: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
