"""What the console says and sees of imports of logs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.cases.kinds import Action, CaseState, Channel

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from models.exchange.readers import Source


@dataclass(frozen=True, slots=True)
class LogOptions:
    """How a log is to be loaded.

    ``system`` names where it comes from: with the same name and case id a case is found again.
    ``grid`` is the code of the grid in which cases lie whose log names none, ``channel`` where such
    cases came from, ``zone`` the time zone of times without an offset (empty: the office's own).
    ``activities`` is a table of what activities are with us.
    """

    system: str
    mapping: tuple[str, ...] = ()
    activities: Source | Path | None = None
    grid: str = ""
    channel: Channel = Channel.HOTLINE
    zone: str = ""
    classifier: str = ""
    partial: bool = False
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None


class Known(StrEnum):
    """How it is known what an activity is."""

    TOLD = "told"
    GUESSED = "guessed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ActivityUse:
    """What an activity of a log was taken for; ``state`` is ``None`` where it moves no case."""

    activity: str
    action: Action
    state: CaseState | None
    known: Known
    entries: int


@dataclass(frozen=True, slots=True)
class LogReport:
    """What an import of a log tells beside its counts."""

    activities: tuple[ActivityUse, ...]
    kept: tuple[str, ...]
    """Headings that stand for nothing known and are kept with the cases and entries"""
    columns: tuple[tuple[str, str], ...]
    """Which heading was taken for which field"""


@dataclass(frozen=True, slots=True)
class FormerEntry:
    """One entry of a log, to be written again in a drill as it stands in the office's timeline.

    With the first of a case comes what the log says of the case; ``state`` is where the case stood after it.
    Recordings hold these fields by their names: they stay, and new ones have defaults.
    """

    system: str
    number: str
    """What the case is called there; any name that is the case's own"""
    activity: str
    action: Action
    state: CaseState
    known: bool = False
    """It was done by somebody with an account here: whoever writes it again"""
    unit_id: int | None = None
    note: str = ""
    title: str = ""
    body: str = ""
    place: str = ""
    grid_id: int | None = None
    channel: Channel = Channel.HOTLINE
    condition_id: int | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    """When it was closed, as the log says it beside its entries"""
