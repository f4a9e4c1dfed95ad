"""The words of corrective tasks."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """How it stands with a corrective task."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """Given up, with the reason"""
