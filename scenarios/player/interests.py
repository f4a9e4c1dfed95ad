"""What a condition listens to, so that it is looked at only when its answer may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.format import conditions as cond

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.format.conditions import Condition, Quiet

TIME = "time"
CASES = "cases"


def interests(condition: Condition) -> frozenset[str]:
    """Return the marks (:attr:`scenarios.player.state.State.touched`) that may change a condition."""
    return frozenset(_marks(condition))


def members(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions a condition is made of."""
    match condition:
        case cond.AllOf():
            return condition.all
        case cond.AnyOf():
            return condition.any
        case cond.Not():
            return (condition.not_,)
        case cond.Failed():
            return (condition.failed,)
        case _:
            return ()


def quiets(condition: Condition) -> Iterator[Quiet]:
    """Yield every stop of the players a condition asks about."""
    if isinstance(condition, cond.Stalled):
        yield condition.stalled
    for each in members(condition):
        yield from quiets(each)


def _marks(condition: Condition) -> Iterator[str]:
    window: cond.Window | None = None
    match condition:
        case cond.Done():
            window = condition.done
            yield from (f"act/{action}" for action in condition.done.action)
        case cond.Told():
            window = condition.told
            yield "said"
        case cond.Reported():
            window = condition.reported
            yield "report"
        case _:
            yield from _of_the_moment(condition)
    if window is not None and window.after is not None:
        yield f"sent/{window.after}"
    for each in members(condition):
        yield from _marks(each)


def _of_the_moment(condition: Condition) -> Iterator[str]:
    match condition:
        case cond.Case():
            yield from (f"case/{condition.case.of}", TIME)
        case cond.Queue():
            yield CASES
        case cond.Fact():
            yield "fact"
        case cond.Sent():
            yield f"sent/{condition.sent}"
        case cond.Expectation():
            yield "outcome"
        case cond.Time() | cond.Failed() | cond.Stalled():
            yield TIME
