"""The order of candidates: reason after reason, the first that differs decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.assignment.suggesting.views import Reason, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.assignment.suggesting.views import Candidate

_NEVER = 1 << 30


def order_key(candidate: Candidate) -> tuple[Any, ...]:
    """Return what candidates are compared by.

    The rule names it; it leads the matter; how far its nearest grid is; it is on duty; it has the skill;
    how many cases of the matter it handled; how few it has open; then its name and id, so that the order
    is fixed.
    """
    facts = candidate.facts
    grid, past = facts.get(Reason.GRID, {}), facts.get(Reason.PAST, {})
    return (
        Reason.RULE not in facts,
        Reason.LEAD not in facts,
        grid.get("steps", _NEVER),
        Reason.DUTY not in facts,
        Reason.SKILL not in facts,
        -past.get("count", 0),
        facts.get(Reason.OPEN, {}).get("count", 0),
        candidate.name,
        candidate.id,
    )


def suggestion(candidates: Iterable[Candidate], *, people: bool) -> Suggestion:
    """Return candidates in their order, those barred apart."""
    ordered = sorted(candidates, key=order_key)
    return Suggestion(
        people,
        tuple(each for each in ordered if each.bar is None),
        tuple(each for each in ordered if each.bar is not None),
    )
