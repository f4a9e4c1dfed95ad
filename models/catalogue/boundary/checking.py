"""What a check of the requests finds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.catalogue.boundary.kinds import Action, RequestKind, RequestState
from models.catalogue.boundary.queries import REQUESTS, STEPS
from models.catalogue.boundary.rules import transition
from models.catalogue.boundary.words import ACTION_WORDS, STATE_WORDS
from models.catalogue.standing import spans_of
from models.catalogue.timeline import FOREVER, force_of
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Any

    from sqlalchemy import Row
    from sqlmodel import Session

_ROOM = "boundary"
_IN = frozenset({RequestState.ADMITTED, RequestState.CHANGED})


def findings(session: Session, day: date) -> Iterator[Finding]:
    """Yield temporary entries without an end, overdue decisions, and timelines that cannot be."""
    rows = session.connection().execute(select(REQUESTS).order_by(REQUESTS.c.id)).all()
    steps: dict[int, list[Row[Any]]] = {row.id: [] for row in rows}
    for step in session.connection().execute(select(STEPS).order_by(STEPS.c.request_id, STEPS.c.seq)):
        steps[step.request_id].append(step)
    for row in rows:
        yield from _of_entry(session, row)
        if row.state is RequestState.COUNTY and row.decide_by is not None and row.decide_by < day:
            sentence = N_("Request %(id)s was to be decided by %(day)s and is not decided yet.")
            yield _finding(row, sentence, day=row.decide_by)
        yield from _of_timeline(row, steps[row.id])


def _finding(row: Row[Any], sentence: str, **params: object) -> Finding:
    return Finding(_ROOM, f"admission:{row.id}", sentence, {"id": row.id, **params})


def _of_entry(session: Session, row: Row[Any]) -> Iterator[Finding]:
    if row.kind is not RequestKind.TEMPORARY:
        return
    if row.state in _IN and row.ends_on is None:
        yield _finding(row, N_("Request %(id)s is a temporary entry without an end."))
    if row.matter_id is None:
        if row.state in _IN:
            yield _finding(row, N_("Request %(id)s was admitted, but its entry is in no list."))
        return
    spans = spans_of(session, [row.matter_id]).get(row.matter_id, [])
    finish = force_of(spans)[1] if spans else None
    if finish == FOREVER:
        yield _finding(row, N_("Request %(id)s: its temporary entry is in force without an end."))
    elif (
        finish is not None
        and row.ends_on is not None
        and row.state in _IN
        and finish.toordinal() != (row.ends_on.toordinal() + 1)
    ):
        sentence = N_("Request %(id)s ends on %(day)s, its entry in the list on another day.")
        yield _finding(row, sentence, day=row.ends_on)


def _of_timeline(row: Row[Any], steps: Sequence[Row[Any]]) -> Iterator[Finding]:
    if (
        not steps
        or steps[0].action is not Action.OPEN
        or [step.seq for step in steps] != list(range(1, len(steps) + 1))
    ):
        yield _finding(row, N_("Request %(id)s: its timeline has no beginning, or gaps."))
        return
    for earlier, later in pairwise(steps):
        known = transition(later.action, earlier.to_state, row.kind)
        if later.from_state is not earlier.to_state or known is None or known.target is not later.to_state:
            yield _finding(
                row,
                N_("Request %(id)s, step %(step)s: “%(action)s” does not lead there from “%(state)s”."),
                step=later.seq,
                action=ACTION_WORDS[later.action],
                state=STATE_WORDS[earlier.to_state],
            )
    if steps[-1].to_state is not row.state:
        sentence = N_("Request %(id)s stands at “%(state)s”, but its timeline ends at “%(ended)s”.")
        yield _finding(row, sentence, state=STATE_WORDS[row.state], ended=STATE_WORDS[steps[-1].to_state])
