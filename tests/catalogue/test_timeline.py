"""Days cut and joined: what is put, ended or dated, and that the days before stay as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.catalogue.refusals import BadForce, LaterVersion
from models.catalogue.timeline import (
    ALWAYS,
    FOREVER,
    Cut,
    Span,
    chosen,
    dated,
    end,
    finish_after,
    force_of,
    force_on,
    put,
)
from models.catalogue.views import MatterStatus

_START = date(2026, 1, 1)
_DAYS = 12
"""Days looked at one by one."""


def on(number: int) -> date:
    return _START + timedelta(days=number)


def span(first: date, finish: date, version: int = 1, key: int = 0) -> Span:
    return Span(7, version, "0101", first, finish, key)


def carried_out(line: list[Span], cut: Cut) -> list[Span]:
    """Return the line after a cut, its new spans with ids."""
    assert set(cut.closed) <= set(line)
    kept = [each for each in line if each not in cut.closed]
    newest = max((each.id for each in line), default=0)
    return kept + [replace(each, id=newest + place) for place, each in enumerate(cut.added, 1)]


def holding(line: list[Span]) -> list[int]:
    """Return the version of each day, 0 where none holds; two on one day are an error."""
    found = []
    for number in range(-1, _DAYS + 1):
        versions = [each.version_id for each in line if each.covers(on(number))]
        assert len(versions) <= 1, line
        found.append(versions[0] if versions else 0)
    return found


days = st.integers(0, _DAYS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), days, st.integers(1, _DAYS)),
        st.tuples(st.just("end"), days, st.just(0)),
        st.tuples(st.just("date"), days, st.integers(0, _DAYS)),
    ),
    max_size=8,
)


@given(steps)
@settings(max_examples=150)
def test_whatever_is_done_one_version_holds_and_the_days_before_stay(
    steps: list[tuple[str, int, int]],
) -> None:
    line = [span(ALWAYS, FOREVER, key=1)]
    for number, (what, first, long) in enumerate(steps, start=2):
        before = holding(line)
        day = on(first)
        try:
            if what == "put":
                finish = FOREVER if long > _DAYS // 2 else day + timedelta(days=long)
                cut = put(line, span(day, finish, number))
            elif what == "end":
                cut = end(line, day, "0101")
            else:
                cut = dated(line, day, day + timedelta(days=long), on(0), "0101")
        except (LaterVersion, BadForce):
            continue
        line = carried_out(line, cut)
        after = holding(line)
        assert line, "it is known for ever"
        if what == "put":
            assert after[: first + 1] == before[: first + 1]
            assert set(after[first + 1 : first + 1 + long]) == {number}
        if what == "end":
            assert after[: first + 1] == before[: first + 1]
            assert set(after[first + 1 :]) == {0}
        if what == "date":
            # No version speaks on a day on which none of the neighbours did before, but one.
            assert set(after) <= {*before, 0, max(line, key=lambda each: each.valid_to).version_id}


def test_an_earlier_change_than_one_already_known_is_refused() -> None:
    line = [span(ALWAYS, on(5), key=1), span(on(5), FOREVER, 2, key=2)]
    with pytest.raises(LaterVersion) as refusal:
        put(line, span(on(4), FOREVER, 3))
    assert refusal.value.params == {"matter": "0101", "day": on(5)}
    with pytest.raises(LaterVersion):
        end(line, on(4), "0101")
    # From the same day on it takes its place.
    assert holding(carried_out(line, put(line, span(on(5), FOREVER, 3))))[6:] == [3] * 8


def test_a_matter_that_never_held_stays_known() -> None:
    line = [span(on(3), FOREVER, key=1)]
    line = carried_out(line, end(line, on(3), "0101"))
    assert [(each.valid_from, each.valid_to) for each in line] == [(on(3), on(3))]
    assert line[0].status(on(3)) is MatterStatus.RETIRED
    # And can come to hold after all.
    line = carried_out(line, put(line, span(on(3), on(6), 2)))
    assert holding(line) == [0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0]


def test_who_is_meant_on_a_day() -> None:
    line = [span(on(0), on(2), 1, 1), span(on(4), on(6), 2, 2), span(on(8), on(9), 3, 3)]
    meant = [getattr(chosen(line, on(number)), "version_id", 0) for number in (-1, 1, 2, 5, 7, 10)]
    assert meant == [1, 1, 2, 2, 3, 3]
    assert chosen([], on(1)) is None
    assert force_of(line) == (on(8), on(9))
    assert force_on(line, on(1)) == (on(0), on(2))
    assert force_on(line, on(5)) == (on(4), on(6))
    assert force_on(line, on(20)) == (on(8), on(9))
    joined = [span(on(0), on(2), 1, 1), span(on(2), FOREVER, 2, 2)]
    assert force_of(joined) == force_on(joined, on(1)) == (on(0), FOREVER)


def test_a_beginning_is_moved_only_where_nothing_stands() -> None:
    line = [span(on(0), on(2), 1, 1), span(on(5), FOREVER, 2, 2)]
    moved = carried_out(line, dated(line, on(3), FOREVER, on(6), "0101"))
    assert holding(moved)[1:7] == [1, 1, 0, 2, 2, 2]
    for first, finish in ((on(1), FOREVER), (on(9), on(8))):
        with pytest.raises(BadForce):
            dated(line, first, finish, on(6), "0101")
    several = [span(on(0), on(2), 1, 1), span(on(2), FOREVER, 2, 2)]
    with pytest.raises(BadForce):
        dated(several, on(1), FOREVER, on(6), "0101")
    assert dated(several, on(2), FOREVER, on(6), "0101") == Cut()
    # A force that is over begins anew today; the time between is not filled up.
    over = [span(on(0), on(2), 1, 1)]
    assert holding(carried_out(over, dated(over, on(0), FOREVER, on(5), "0101")))[1:8] == [
        1,
        1,
        0,
        0,
        0,
        1,
        1,
    ]
    # One that is still to end is only longer.
    assert holding(carried_out(over, dated(over, on(0), on(4), on(1), "0101")))[1:6] == [1, 1, 1, 1, 0]


def test_the_ends_of_time() -> None:
    assert finish_after(None) == finish_after(FOREVER) == FOREVER
    assert finish_after(on(3)) == on(4)
    assert span(ALWAYS, FOREVER).last_day is None
    assert span(ALWAYS, ALWAYS).last_day == ALWAYS
    assert span(on(1), on(3)).last_day == on(2)
