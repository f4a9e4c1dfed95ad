"""What every screen shows of the session: the place, the person, the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.text import Times

if TYPE_CHECKING:
    from models.kernel.clock import Clock


@dataclass(slots=True)
class Frame:
    """Facts of the running console that widgets read when they draw; the app keeps them."""

    clock: Clock
    """Where the time comes from"""
    times: Times = field(default_factory=Times)
    """How moments are written, in the office's zone"""
    place: str = ""
    """The township's name"""
    person: str = ""
    """Name and role of the person signed in"""
    mode: str = ""
    """Drill or demo, shown in reverse; "" in ordinary work"""
