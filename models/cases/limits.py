"""How long a stage may take: which rule of the office's table applies, as pure decisions.

The table is data and only grows. A rule is for a stage, and perhaps for one channel or one urgency; the
nearest one applies, urgency before channel. Each row says what is the rule from a moment on; a row without a
limit says that from then on there is none, and a less particular one applies in its place. A clock that runs
keeps the limit it was started under.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from models.calendar.rules import Limit, Mode, parse_limit
from models.cases.kinds import Channel, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


FROM_THE_START = datetime(2000, 1, 1, tzinfo=UTC)
"""From when on the rules hold that come with the program: histories are older than the program."""


class Limited(StrEnum):
    """What a row of the table limits: a stage, or how much earlier ours is due than a superior's."""

    ACCEPT = Stage.ACCEPT.value
    FILE = Stage.FILE.value
    CHECK = Stage.CHECK.value
    DISPATCH = Stage.DISPATCH.value
    CONTACT = Stage.CONTACT.value
    VERIFY = Stage.VERIFY.value
    CALL_BACK = Stage.CALL_BACK.value
    RESERVE = "reserve"
    """How much earlier the township's own deadline is than the one of a superior level"""


@dataclass(frozen=True, slots=True)
class StageRule:
    """A row of the table. ``limit`` is ``None`` where the rule ends with it."""

    id: int
    stage: Limited
    channel: Channel | None
    urgency: int | None
    """A grade of matters, from 1, ordinary, to 4, gravest"""
    limit: str | None
    mode: Mode
    valid_from: datetime
    made_at: datetime
    made_by: str

    @property
    def key(self) -> tuple[Limited, Channel | None, int | None]:
        """What it is for; of two rules with the same key the later one holds."""
        return self.stage, self.channel, self.urgency

    def counted(self) -> Limit | None:
        """Return the limit, ready to be counted."""
        return None if self.limit is None else parse_limit(self.limit)


DEFAULTS: tuple[tuple[Limited, Channel | None, int | None, str], ...] = (
    (Limited.ACCEPT, None, None, "15WM"),
    (Limited.FILE, None, None, "15WM"),
    (Limited.CHECK, None, None, "30WM"),
    (Limited.DISPATCH, None, None, "2WH"),
    (Limited.DISPATCH, None, 3, "30UM"),
    (Limited.DISPATCH, None, 4, "15UM"),
    (Limited.CONTACT, None, None, "24UH"),
    (Limited.CONTACT, None, 3, "2UH"),
    (Limited.CONTACT, None, 4, "2UH"),
    (Limited.VERIFY, None, None, "30WM"),
    (Limited.CALL_BACK, None, None, "1WD"),
    (Limited.RESERVE, None, None, "4WH"),
)
"""What the field uses where an office has said nothing: quarter hours at the desk, half hours on the spot,
two hours to dispatch what is ordinary, and the reporter spoken to within two or twenty-four hours."""


def in_force(rows: Iterable[StageRule], at: datetime) -> list[StageRule]:
    """Return the rules that hold at ``at``, one for each key, in the order of stages."""
    found: dict[tuple[Limited, Channel | None, int | None], StageRule] = {}
    for row in sorted(rows, key=lambda row: (row.valid_from, row.id)):
        if row.valid_from <= at:
            found[row.key] = row
    order = {stage: place for place, stage in enumerate(Limited)}
    held = [row for row in found.values() if row.limit is not None]
    return sorted(held, key=lambda row: (order[row.stage], row.channel or "", row.urgency or 0))


class LimitTable:
    """The rows of the table, ready to be asked again and again.

    Args:
        rows: every row there is.
    """

    def __init__(self, rows: Sequence[StageRule]) -> None:
        self.rows = rows
        self._newest = max((row.valid_from for row in rows), default=None)
        self._now: dict[tuple[Limited, Channel, int | None], StageRule | None] = {}

    def rule(
        self, stage: Limited, *, channel: Channel, urgency: int | None, at: datetime
    ) -> StageRule | None:
        """Return the rule for a stage of a case that holds at ``at``."""
        if self._newest is None:
            return None
        if at < self._newest:
            return rule_for(self.rows, stage, channel=channel, urgency=urgency, at=at)
        key = (stage, channel, urgency)
        if key not in self._now:
            self._now[key] = rule_for(self.rows, stage, channel=channel, urgency=urgency, at=at)
        return self._now[key]


def rule_for(
    rows: Sequence[StageRule],
    stage: Limited,
    *,
    channel: Channel,
    urgency: int | None,
    at: datetime,
) -> StageRule | None:
    """Return the rule for a stage of a case: the nearest that holds at ``at``; ``None`` if there is none."""
    fitting = [
        row
        for row in in_force((row for row in rows if row.stage is stage), at)
        if row.channel in {None, channel} and row.urgency in {None, urgency}
    ]
    return max(fitting, key=lambda row: (row.urgency is not None, row.channel is not None), default=None)
