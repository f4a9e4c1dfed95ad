"""What a plan says of each row, and how far a batch got."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class BatchState(StrEnum):
    """How far a batch got."""

    OPEN = "open"
    """Begun and not finished: the program was stopped, and the plan can be applied again."""
    DONE = "done"
    UNDONE = "undone"
    PARTLY = "partly"
    """Undone except for what something rests on."""


class Verdict(StrEnum):
    """What happens to a row."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    MERGE = "merge"
    """Another row of the same source says it as well; the two become one."""
    SKIP = "skip"
    REJECT = "reject"
    COMPLETE = "complete"
    """Added although the source has no row for it."""


UNDO = "undo"
"""Under this name ``after`` may hold what nobody reads but whoever takes the row back"""


class Line(NamedTuple):
    """What happens to one row: plain JSON values only, so that it can be kept and compared.

    ``before`` and ``after`` hold the fields that matter; one is ``None`` where there was, or will
    be, nothing. ``version`` is that of the row as it stands (0: there is none).
    """

    row: int
    verdict: Verdict
    key: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    version: int = 0

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Return before and after of every field that differs."""
        before, after = self.before or {}, self.after or {}
        names = dict.fromkeys([*before, *after])
        return {
            name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
        }
