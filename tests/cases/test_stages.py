"""The table of stage clocks, and the office's table of limits, as pure decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.calendar.arithmetic import WorkingTime
from models.calendar.byhand import Counter
from models.calendar.caps import earlier
from models.calendar.days import WorkingDays
from models.calendar.rules import Mode, parse_limit
from models.cases.kinds import FINAL_STATES, Action, CaseState, Channel, Light, Stage
from models.cases.lights import worse
from models.cases.limits import DEFAULTS, FROM_THE_START, Limited, LimitTable, StageRule, in_force
from models.cases.stages import EVERY, STAGE_OF, Moves, awaits, may_run, moves
from models.cases.table import TRANSITIONS

_S, _A = CaseState, Action
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("action", "source", "target", "starts", "stops"),
    [
        (_A.INTAKE, None, _S.REPORTED, {Stage.ACCEPT}, set()),
        (_A.ACCEPT, _S.REPORTED, _S.ACCEPTED, {Stage.FILE}, {Stage.ACCEPT}),
        (_A.ASK_CHECK, _S.ACCEPTED, _S.CHECKING, {Stage.CHECK}, {Stage.FILE}),
        (_A.CHECK, _S.CHECKING, _S.ACCEPTED, {Stage.FILE}, {Stage.CHECK}),
        (_A.FILE, _S.ACCEPTED, _S.FILED, {Stage.DISPATCH, Stage.CONTACT}, {Stage.FILE}),
        (_A.DISPATCH, _S.FILED, _S.DISPATCHED, set(), {Stage.DISPATCH}),
        (_A.RETURN, _S.DISPATCHED, _S.RETURNED_TO_DISPATCHER, {Stage.DISPATCH}, set()),
        (_A.RETURN, _S.FILED, _S.RETURNED_TO_ACCEPTOR, {Stage.FILE}, {Stage.DISPATCH}),
        (_A.GRANT_HOLD, _S.HANDLING, _S.HELD, set(), set()),
        (_A.CONTACT, _S.HELD, _S.HELD, set(), {Stage.CONTACT}),
        (_A.FEEDBACK, _S.HANDLING, _S.FEEDBACK, {Stage.VERIFY}, set()),
        (_A.REWORK, _S.FEEDBACK, _S.DISPATCHED, set(), {Stage.VERIFY}),
        (_A.CLOSE, _S.VERIFIED, _S.CLOSED, {Stage.CALL_BACK}, {Stage.CONTACT}),
        (_A.REDO, _S.CLOSED, _S.DISPATCHED, set(), {Stage.CALL_BACK}),
        (_A.REOPEN, _S.FINISHED, _S.FILED, {Stage.DISPATCH, Stage.CONTACT}, set()),
        (_A.VOID, _S.ACCEPTED, _S.VOID, set(), set(EVERY)),
        (_A.URGE, _S.FILED, _S.FILED, set(), set()),
    ],
)
def test_what_a_step_starts_and_stops(
    action: Action, source: CaseState | None, target: CaseState, starts: set[Stage], stops: set[Stage]
) -> None:
    found = moves(action, source, target, awaits=True)
    assert (set(found.starts), set(found.stops)) == (starts, stops)
    assert not found.aside


def test_nobody_is_spoken_to_who_does_not_wait_or_was_spoken_to() -> None:
    filed = (_A.FILE, _S.RETURNED_TO_ACCEPTOR, _S.FILED)
    assert Stage.CONTACT not in moves(*filed, awaits=False).starts
    assert Stage.CONTACT not in moves(*filed, awaits=True, spoken=True).starts
    assert Stage.CONTACT in moves(_A.REOPEN, _S.FINISHED, _S.FILED, awaits=True, spoken=True).starts
    assert awaits(Channel.HOTLINE, has_phone=True)
    assert not awaits(Channel.HOTLINE, has_phone=False)
    assert not awaits(Channel.PATROL, has_phone=True)


def test_a_merged_case_sets_its_clocks_aside_and_takes_them_up() -> None:
    assert moves(_A.MERGE, _S.FILED, _S.MERGED) == Moves(stops=EVERY, aside=True)
    assert moves(_A.UNMERGE, _S.MERGED, _S.FILED) == Moves(resumes=True)


def test_no_step_leaves_a_clock_running_that_cannot_run_there() -> None:
    for row in TRANSITIONS:
        if row.action is _A.UNMERGE:
            continue
        before = {stage for stage in Stage if may_run(stage, row.source)}
        found = moves(row.action, row.source, row.target, awaits=True)
        after = (before - found.stops) | found.starts
        assert all(may_run(stage, row.target) for stage in after), row
        wanted = STAGE_OF.get(row.target)
        assert wanted is None or row.source is row.target or wanted in after, row
        assert row.target not in FINAL_STATES or not after, row


def table(*rows: tuple[Limited, Channel | None, int | None, str | None, datetime]) -> LimitTable:
    return LimitTable(
        [
            StageRule(number, stage, channel, urgency, limit, Mode.HOURS, since, since, "周伟")
            for number, (stage, channel, urgency, limit, since) in enumerate(rows, 1)
        ]
    )


def test_the_nearest_rule_applies_and_an_ended_one_gives_way() -> None:
    later = NOON + timedelta(days=1)
    limits = table(
        (Limited.DISPATCH, None, None, "2WH", FROM_THE_START),
        (Limited.DISPATCH, None, 4, "15UM", FROM_THE_START),
        (Limited.DISPATCH, Channel.HOTLINE, None, "1WH", FROM_THE_START),
        (Limited.DISPATCH, Channel.HOTLINE, 4, "5UM", NOON),
        (Limited.DISPATCH, None, 4, None, later),
    )

    def limit(channel: Channel, urgency: int | None, at: datetime) -> str | None:
        rule = limits.rule(Limited.DISPATCH, channel=channel, urgency=urgency, at=at)
        return None if rule is None else rule.limit

    assert limit(Channel.PATROL, 1, NOON) == "2WH"
    assert limit(Channel.PATROL, 4, NOON) == "15UM"
    assert limit(Channel.PATROL, 4, later) == limit(Channel.PATROL, None, later) == "2WH"
    assert limit(Channel.HOTLINE, 2, NOON) == "1WH"
    assert limit(Channel.HOTLINE, 4, NOON - timedelta(minutes=1)) == "15UM"
    assert limit(Channel.HOTLINE, 4, NOON) == "5UM"
    assert limits.rule(Limited.VERIFY, channel=Channel.HOTLINE, urgency=None, at=NOON) is None
    assert len(in_force(limits.rows, later)) == 3


def test_the_rules_of_the_field_can_be_counted() -> None:
    assert {stage for stage, *_ in DEFAULTS} == set(Limited)
    assert all(str(parse_limit(limit)) == limit for *_, limit in DEFAULTS)


@pytest.mark.parametrize(
    ("main", "due", "stage_due", "stage_warn", "expected"),
    [
        (Light.NONE, None, None, None, (Light.NONE, False)),
        (Light.NONE, None, 5, 2, (Light.GREEN, True)),
        (Light.GREEN, 60, 5, 0, (Light.YELLOW, True)),
        (Light.GREEN, 60, 90, 80, (Light.GREEN, False)),
        (Light.YELLOW, 60, 5, 2, (Light.YELLOW, False)),
        (Light.RED, -9, -5, -7, (Light.RED, False)),
        (Light.RED, -5, -9, -10, (Light.RED, True)),
        (Light.MISSED, -5, 30, 20, (Light.GREEN, True)),
        (Light.HELD, 99, 30, 20, (Light.HELD, False)),
        (Light.HELD, 99, -1, -2, (Light.RED, True)),
    ],
)
def test_the_worse_clock_decides(
    main: Light, due: int | None, stage_due: int | None, stage_warn: int | None, expected: tuple[Light, bool]
) -> None:
    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    assert worse(NOON, main, at(due), at(stage_due), at(stage_warn)) == expected


@pytest.mark.parametrize("reserve", ["30UM", "2UH", "1UD", "45WM", "4WH", "9WH", "1WD", "2ND"])
@pytest.mark.parametrize(
    "due", ["2026-03-02 01:10", "2026-03-03 04:00", "2026-03-09 06:30", "2026-03-08 12:00"]
)
def test_ours_is_counted_back_alike_by_hand(reserve: str, due: str) -> None:
    time = WorkingTime(WorkingDays.plain_weeks())
    moment = datetime.fromisoformat(due).replace(tzinfo=UTC)
    ours = earlier(time, moment, parse_limit(reserve))
    assert ours < moment
    assert Counter(time).earlier(moment, parse_limit(reserve)) == ours
