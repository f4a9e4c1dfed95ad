"""The words a drill and its recording are described in."""

from __future__ import annotations

from enum import StrEnum


class DrillState(StrEnum):
    """How the time of a drill stands."""

    READY = "ready"
    """Made, and nobody has started it"""
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class EntryKind(StrEnum):
    """What an entry of a recording tells."""

    BEGIN = "begin"
    """What the drill was made from: scenario, seed, world"""
    CALL = "call"
    """A service was called, and what it saved was kept"""
    INJECT = "inject"
    """A message of the scenario went out"""
    BRANCH = "branch"
    """The scenario took a turn, or gave one up"""
    ACTOR = "actor"
    """A simulated person decided something"""
    CONTROL = "control"
    """The trainer steered: start, pause, speed, jump, hold, skip, change, add, end"""
    CHANCE = "chance"
    """Where the streams of chance stand"""
    SEAT = "seat"
    """Somebody sat down at a desk of the scenario, or left it"""
    SAID = "said"
    """Somebody called or wrote to somebody, outside of any case"""
    TAKEN = "taken"
    """A call was taken"""
    REPORT = "report"
    """A report went up to a superior level"""
    SETTLED = "settled"
    """It was decided how it stands with an expectation"""
    NOTE = "note"
    """Somebody observed something"""
    FORM = "form"
    """An evaluator judged an expectation"""
    OBJECTION = "objection"
    """Somebody does not agree with a judgement"""
    END = "end"


SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300, 600)
"""Minutes of the drill in one minute of the room."""
