"""What the console says and sees of imports of logs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.cases.kinds import Action, CaseState, Channel

if TYPE_CHECKING:
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
