"""Counters of saved queues: over open cases, up to a bound, within a budget of time.

A saved queue is counted through the partial indexes of open cases, most of them through a narrow one that
has all they ask for (:mod:`models.cases.facts`); counting stops at :data:`MOST_COUNTED`. One with words to be
found has to read the texts of all open cases in sight, which takes longer than all others together. What a
queue took the last time is remembered, and a queue that would not fit
into the budget any more is left for a read nobody waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, case, false, func, literal, or_, select, true
from sqlalchemy.sql.visitors import iterate

from models.cases.arranging import Whole
from models.cases.columns import CASES, OPEN
from models.cases.contents import parts_of
from models.cases.day import sections_of
from models.cases.deciding import decisions_of
from models.cases.facts import narrowest
from models.cases.kinds import QueueKey
from models.cases.ordering import standing_in
from models.cases.rules import FINAL_STATES, QUEUE_STATES, restricted_to_unit
from models.cases.saved_views import SavedCount, SavedCounts
from models.cases.settings.inforce import in_force
from models.cases.sight import listed_for
from models.cases.task_queries import assisting_in
from models.cases.task_urging import for_a_task
from models.kernel.ready import Ready
from models.kernel.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, MutableMapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select, TextClause
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.arranging import Base
    from models.cases.settings.house import House

    Condition = ColumnElement[bool] | TextClause

MOST_COUNTED = 999
"""Of more than this it is only said that there are more."""
TOGETHER = 0.0028
"""Seconds all queues of a person may take while somebody waits, built in and saved; three thousandths are
promised, and one of them may take a little longer than the last time"""
BUILT_IN = 0.0013
"""Of these, what the built-in ones may take: with 6,000 open cases in sight they take 0.9 thousandths"""
BUDGET = TOGETHER - BUILT_IN
"""Seconds for the saved ones, looking up which there are included."""
_AT_ONCE = 20


class Asked(NamedTuple):
    """A queue to be counted."""

    queue_id: int
    actor: Actor
    base: Base
    wanted: Callable[..., Sequence[Condition]]
    """Makes its conditions; that takes longer than counting. ``at`` may stand for the moment in them"""
    key: Hashable = None
    """What its conditions rest on"""


def count(
    session: Session, actor: Actor, base: Base, wanted: Sequence[Condition], now: datetime
) -> SavedCount:
    """Return how many open cases of ``base`` fit ``wanted``, counted no further than the bound."""
    counted = _counting(actor, base, wanted, now, in_force(session))
    return _told(int(session.connection().execute(counted).scalar_one()))


def _told(found: int) -> SavedCount:
    return SavedCount(min(found, MOST_COUNTED), more=found > MOST_COUNTED)


def _counting(actor: Actor, base: Base, wanted: Sequence[Condition], now: Any, house: House) -> Select[int]:
    held = [*standing_in(actor, base, now, house), *wanted]
    rows = select(literal(1)).select_from(CASES).where(*held).limit(MOST_COUNTED + 1)
    told = narrowest(rows, held) if base in _BY_FACTS and not restricted_to_unit(actor) else None
    if told is not None:
        rows = told
    elif base is Whole.OPEN and not restricted_to_unit(actor) and _asks_when_reported(wanted):
        # SQLite would go through all cases ever, by the day they were reported, rather than the open ones.
        still = select(CASES.c.id).where(OPEN, *listed_for(actor)).correlate(None)
        rows = rows.where(CASES.c.id.in_(still))
    return select(func.count()).select_from(rows.subquery())


_BY_FACTS = frozenset({Whole.OPEN, QueueKey.DUE_SOON, QueueKey.OVERDUE, *QUEUE_STATES})
"""What may be counted by the narrow indexes; the others have one of their own"""


_NOW: Any = bindparam("now", None, type_=UtcDateTime())
_MOST_KEPT = 64
_KEPT: dict[Hashable, Ready] = {}


def _kept(each: Asked, house: House, decides: Hashable) -> Ready:
    """Return what counts a queue; putting it together takes longer than asking it."""
    actor = each.actor
    key = (each.key, each.base, actor.account_id, actor.rights, decides)
    kept = _KEPT.get(key)
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[key] = Ready(_counting(actor, each.base, each.wanted(at=_NOW), _NOW, house))
    return kept


def _asks_when_reported(wanted: Sequence[Condition]) -> bool:
    return any(part is CASES.c.reported_at for condition in wanted for part in iterate(condition))


def counts_within(
    session: Session,
    asked: Sequence[Asked],
    now: datetime,
    *,
    budget: float | None,
    costs: MutableMapping[int, float],
    timer: Callable[[], float],
    started: float,
) -> SavedCounts:
    """Count queues, the cheapest first, until the budget is used up.

    Args:
        session: to read with.
        asked: the queues.
        now: the present moment.
        budget: seconds; ``None`` counts all, however long it takes.
        costs: seconds each queue took the last time, by id; brought up to date.
        timer: seconds from some moment on.
        started: what it said when the budget began to be used.
    """
    found: dict[int, SavedCount] = {}
    left: list[int] = []
    house = in_force(session)
    # They are all the same person's.
    decides = decisions_of(asked[0].actor, house) if asked else ()
    # A queue nobody has counted yet may take any time: it is left for later at first.
    for each in sorted(asked, key=lambda each: costs.get(each.queue_id, float("inf"))):
        queue_id, begun = each.queue_id, timer()
        if budget is not None and begun - started + costs.get(queue_id, budget) > budget:
            left.append(queue_id)
            continue
        found[queue_id] = _told(int(_kept(each, house, decides).value(session, now=now)))
        costs[queue_id] = timer() - begun
    return SavedCounts(found, tuple(left))


def recounted(session: Session, asked: Sequence[Asked], now: datetime) -> Iterator[tuple[int, SavedCount]]:
    """Yield the same counts by another way: every case that is not at its end, looked at one by one.

    States say what is open, and no index is read; the test of the counters and ``yiwang check`` use it.
    """
    house = in_force(session)
    not_ended = CASES.c.state.not_in(sorted(FINAL_STATES))
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        sums: list[ColumnElement[Any]] = []
        for queue_id, actor, base, wanted, _key in some:
            fits = case((and_(true(), *_by_state(actor, base, now, house), *wanted()), 1), else_=0)
            sums.append(func.coalesce(func.sum(fits), 0).label(f"queue_{queue_id}"))
        row = session.connection().execute(select(*sums).select_from(CASES).where(not_ended)).one()
        for each, cases in zip(some, row, strict=True):
            yield each.queue_id, SavedCount(min(int(cases), MOST_COUNTED), more=int(cases) > MOST_COUNTED)


def _by_state(actor: Actor, base: Base, now: datetime, house: House) -> list[Condition]:
    seen = listed_for(actor)
    if isinstance(base, Whole):
        return [*seen]
    if base is QueueKey.DAY:
        sections = [and_(true(), *_by_state(actor, key, now, house)) for key in sections_of(actor, house)]
        return [or_(false(), *sections)]
    if base is QueueKey.ASSISTING:
        return [assisting_in(actor)]
    states = QUEUE_STATES.get(base)
    if states is not None:
        return [CASES.c.state.in_(sorted(states)), *seen]
    held = and_(true(), or_(*(and_(true(), *part) for part in parts_of(actor, base, now, house))), *seen)
    return [or_(held, for_a_task(actor))] if base is QueueKey.URGED else [held]
