"""What happens in the township: legal, in order, in office hours, and about as often as it should."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from models.calendar.arithmetic import WorkingTime
from models.calendar.days import WorkingDays
from models.calendar.packaged import packaged
from models.cases.kinds import FINAL_STATES, Action, CaseState, Channel
from models.cases.rules import target_of, transition
from scenarios.demo.arrivals import span_days
from scenarios.demo.dice import Dice, Weighted
from scenarios.demo.office import OfficeTime
from scenarios.demo.plan import LIVE_STEPS, Moment, Plan, plan

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""Monday, 14:30 in Shanghai."""


@cache
def office() -> OfficeTime:
    notice = packaged().notice
    days = WorkingDays({entry.day: entry.note for entry in notice.days}, notice.years)
    return OfficeTime(WorkingTime(days))


@cache
def three_months() -> Plan:
    return plan(office(), NOW, 1, 4000)


def by_case(whole: Plan) -> dict[str, list[Moment]]:
    cases: dict[str, list[Moment]] = defaultdict(list)
    for moment in (*whole.past, *whole.live):
        cases[moment.report.number].append(moment)
    return cases


def actions(moments: list[Moment]) -> list[str]:
    return [moment.happening.action for moment in moments if moment.happening]


def test_chance_is_the_same_on_every_python() -> None:
    dice = Dice("a name")
    assert [dice.below(1000) for _ in range(5)] == [28, 196, 708, 626, 38]
    assert Dice("a name").lognormal(10, 0.5) == pytest.approx(10.408865019)


def test_weights_decide_and_things_without_weight_never_come() -> None:
    dice = Dice("weights")
    things = Weighted([("never", 0.0), ("often", 3.0), ("seldom", 1.0)])
    thrown = Counter(dice.choose(things) for _ in range(4000))
    assert set(thrown) == {"often", "seldom"}
    assert 2.7 < thrown["often"] / thrown["seldom"] < 3.4
    with pytest.raises(ValueError, match="nothing to choose"):
        Weighted([("a", 0.0)])


def test_office_minutes_pass_only_inside_the_windows() -> None:
    friday_evening = datetime(2026, 11, 20, 9, 50, tzinfo=UTC)  # 17:50 in Shanghai
    assert office().after(friday_evening, 20) == datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    assert office().before(datetime(2026, 11, 23, 0, 10, tzinfo=UTC), 20) == friday_evening
    assert office().open_at(friday_evening)
    assert not office().open_at(friday_evening + timedelta(minutes=10))
    # 1 October is a holiday, so the evening before leads to the first day worked after it.
    eve = datetime(2026, 9, 30, 9, 59, tzinfo=UTC)
    assert office().local(office().after(eve, 5)).month == 10
    assert office().local(office().after(eve, 5)).day > 7


def test_every_case_goes_by_the_table_of_transitions_and_never_backwards_in_time() -> None:
    for number, moments in by_case(three_months()).items():
        state, last = CaseState.REPORTED, moments[0].at
        channel = Channel(moments[0].report.channel)
        for moment in moments[1:]:
            assert moment.happening is not None
            assert last < moment.at <= NOW, number
            row = transition(Action(moment.happening.action), state)
            assert row is not None, (number, state, moment.happening.action)
            state = target_of(row, channel, has_phone=bool(moment.report.reporter_phone))
            last = moment.at


def test_offices_act_in_office_hours_and_emergencies_at_any_time() -> None:
    outside = [
        moment.report
        for moment in three_months().past
        if moment.happening and not office().open_at(moment.at)
    ]
    assert outside
    assert all(report.condition.urgent for report in outside)


def test_what_goes_wrong_goes_wrong_as_often_as_it_should() -> None:
    cases = by_case(three_months())
    assert len(cases) == 4000
    share = {
        action: sum(action in actions(moments) for moments in cases.values()) / len(cases)
        for action in ("return", "rework", "void")
    }
    assert 0.06 < share["return"] < 0.1
    assert 0.03 < share["rework"] < 0.06
    assert 0.03 < share["void"] < 0.06


def test_work_comes_by_weekday_hour_channel_and_matter() -> None:
    reports = [moments[0].report for moments in by_case(three_months()).values()]
    days = Counter(office().local(report.reported_at).weekday() for report in reports)
    hours = Counter(office().local(report.reported_at).hour for report in reports)
    channels = Counter(report.channel for report in reports)
    often = Counter(report.matter.code for report in reports)
    assert days[2] > 1.5 * days[6]
    assert hours[9] > 10 * max(hours[2], 1)
    assert 0.35 < channels["patrol"] / 4000 < 0.5
    assert 0.25 < channels["hotline"] / 4000 < 0.4
    assert sum(count for _, count in often.most_common(20)) > 0.35 * 4000


def test_numbers_are_gapless_within_a_day() -> None:
    serials: dict[str, list[int]] = defaultdict(list)
    for number in by_case(three_months()):
        day, serial = number.split("-")
        serials[day].append(int(serial))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in serials.values())


def test_some_reports_repeat_a_trouble_from_the_same_grid_within_a_day() -> None:
    moments = by_case(three_months())
    repeated = [each[0].report for each in moments.values() if each[0].report.echo_of]
    assert len(repeated) > 80
    for report in repeated:
        first = moments[report.echo_of][0].report
        assert first.grid == report.grid
        assert timedelta(0) <= report.reported_at - first.reported_at < timedelta(hours=24)
    same_phone = sum(
        bool(report.reporter_phone)
        and moments[report.echo_of][0].report.reporter_phone == report.reporter_phone
        for report in repeated
    )
    assert same_phone > 5


@pytest.mark.parametrize("cases", [1, 30, 200, 4000])
def test_a_plan_ends_in_live_steps_and_is_the_same_every_time(cases: int) -> None:
    whole = three_months() if cases == 4000 else plan(office(), NOW, 1, cases)
    assert plan(office(), NOW, 1, cases) == whole
    assert len(whole.past) + len(whole.live) >= cases
    if whole.past:
        assert LIVE_STEPS <= len(whole.live) < LIVE_STEPS + 10
        assert whole.past[-1].at < whole.live[0].at
    assert plan(office(), NOW, 2, cases) != whole


def test_a_smaller_township_is_as_busy_over_fewer_days() -> None:
    assert [span_days(cases) for cases in (10, 880, 4000, 9000)] == [14, 20, 90, 91]


def test_open_cases_wait_at_every_stage() -> None:
    standing: Counter[CaseState] = Counter()
    for moments in by_case(three_months()).values():
        state = CaseState.REPORTED
        report = moments[0].report
        for action in actions(moments):
            row = transition(Action(action), state)
            assert row is not None
            state = target_of(row, Channel(report.channel), has_phone=bool(report.reporter_phone))
        standing[state] += 1
    # Histories are told case by case: none of them speaks of another case.
    untold = {CaseState.RETURNED_TO_ACCEPTOR, CaseState.MERGED}
    assert set(CaseState) - untold <= set(standing)
    assert 150 <= sum(count for state, count in standing.items() if state not in FINAL_STATES) <= 290
