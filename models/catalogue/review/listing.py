"""Reads of opinions: lists of them, and one with everything about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from models.catalogue.drafting import queries as drafting
from models.catalogue.drafting.views import EntryState
from models.catalogue.review import queries
from models.catalogue.review.queries import ASKED, DEPARTMENTS, ITEMS, OPINIONS, ROUNDS
from models.catalogue.review.rules import reworded
from models.catalogue.review.views import (
    OpinionKind,
    OpinionLine,
    OpinionState,
    OpinionView,
    PastOpinion,
    RoundState,
)
from models.catalogue.rules import draft_from
from models.kernel.paging import Page, after_key
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

_PAIR = 10_000_000
"""More entries than any round has: makes one number of department and entry"""

_JOINED = (OPINIONS.c.department_id == ASKED.c.department_id) & (OPINIONS.c.item_id == ASKED.c.item_id)
_OPINION = func.coalesce(OPINIONS.c.id, 0)
_ORDER: list[ColumnElement[Any]] = [ITEMS.c.code, ITEMS.c.id, ASKED.c.department_id, _OPINION]


def pair_key(department_id: int, item_id: int) -> int:
    """Return the key of a pair that has no opinion; never that of an opinion."""
    return -(department_id * _PAIR + item_id)


def pair_of(key: int) -> tuple[int, int]:
    """Return department and entry of a pair's key."""
    return divmod(-key, _PAIR)


def _pairs() -> Select[Any]:
    """Return the statement of all pairs with the opinion that counts, if there is one."""
    names = ("id", "kind", "field", "proposed", "state", "step", "at")
    return (
        select(
            ASKED.c.department_id,
            ASKED.c.item_id,
            ASKED.c.part,
            DEPARTMENTS.c.name.label("department"),
            ITEMS.c.matter_id,
            ITEMS.c.code,
            ITEMS.c.name.label("entry_name"),
            ROUNDS.c.number,
            *(OPINIONS.c[name] for name in names),
        )
        .join(DEPARTMENTS, DEPARTMENTS.c.id == ASKED.c.department_id)
        .join(ITEMS, ITEMS.c.id == ASKED.c.item_id)
        .join(ROUNDS, ROUNDS.c.id == DEPARTMENTS.c.round_id)
    )


def _line(row: Row[Any], active: Mapping[int, int]) -> OpinionLine:
    undone = row.state is OpinionState.ACCEPTED and row.step is not None and row.id not in active
    return OpinionLine(
        pair_key(row.department_id, row.item_id) if row.id is None else row.id,
        row.id,
        row.number,
        row.department_id,
        row.department,
        row.item_id,
        row.matter_id,
        row.code,
        row.entry_name,
        row.kind,
        row.field or "",
        row.proposed or "",
        row.state,
        undone,
        row.at,
    )


def lines(
    session: Session,
    round_id: int,
    active: Mapping[int, int],
    *,
    department_id: int | None = None,
    kinds: Collection[OpinionKind] = (),
    states: Collection[OpinionState] = (),
    unsettled: bool = False,
    unanswered: bool = False,
    answered: bool = False,
    text: str = "",
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> Page[OpinionLine]:
    """Return a page of pairs of entry and department with their opinions, by the entries' codes."""
    statement = _pairs().outerjoin(OPINIONS, and_(_JOINED, OPINIONS.c.current))
    statement = statement.where(DEPARTMENTS.c.round_id == round_id)
    if department_id is not None:
        statement = statement.where(ASKED.c.department_id == department_id)
    if kinds:
        statement = statement.where(OPINIONS.c.kind.in_(kinds))
    if states:
        statement = statement.where(OPINIONS.c.state.in_(states))
    if unsettled:
        lapsed = and_(
            OPINIONS.c.state == OpinionState.ACCEPTED,
            OPINIONS.c.step.is_not(None),
            OPINIONS.c.id.not_in(list(active)),
        )
        statement = statement.where(or_(OPINIONS.c.state == OpinionState.OPEN, lapsed))
    if unanswered:
        statement = statement.where(or_(OPINIONS.c.id.is_(None), OPINIONS.c.kind == OpinionKind.NONE))
    if answered:
        statement = statement.where(OPINIONS.c.id.is_not(None), OPINIONS.c.kind != OpinionKind.NONE)
    for word in clean_line(text).split():
        statement = statement.where(_matches(word))
    if after is not None:
        statement = statement.where(after_key(_ORDER, after))
    found = session.connection().execute(statement.order_by(*_ORDER).limit(limit + 1)).all()
    rows = [_line(row, active) for row in found]
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    mark = None if last is None else (last.code, last.item_id, last.department_id, last.id or 0)
    return Page(tuple(rows[:limit]), mark)


def _matches(word: str) -> ColumnElement[bool]:
    return or_(
        ITEMS.c.name.contains(word, autoescape=True),
        func.lower(ITEMS.c.code).startswith(fold(word), autoescape=True),
        DEPARTMENTS.c.name.contains(word, autoescape=True),
        OPINIONS.c.proposed.contains(word, autoescape=True),
        OPINIONS.c.reason.contains(word, autoescape=True),
    )


def view(session: Session, key: int) -> OpinionView | None:
    """Return an opinion, or a pair without one, with everything about it.

    A pair that got an opinion meanwhile is shown with it.
    """
    run = session.connection().execute
    if key < 0:
        department_id, item_id = pair_of(key)
        pair = (OPINIONS.c.department_id == department_id) & (OPINIONS.c.item_id == item_id)
        newest = select(OPINIONS.c.id).where(pair, OPINIONS.c.current).order_by(OPINIONS.c.id.desc())
        key = run(newest).scalar() or key
    statement = _pairs()
    if key > 0:
        statement = statement.join(OPINIONS, _JOINED).where(OPINIONS.c.id == key)
    else:
        department_id, item_id = pair_of(key)
        here = (ASKED.c.department_id == department_id) & (ASKED.c.item_id == item_id)
        nothing = and_(_JOINED, OPINIONS.c.id == 0)
        statement = statement.outerjoin(OPINIONS, nothing).where(here)
    row = run(statement).first()
    if row is None:
        return None
    item = run(select(ITEMS).where(ITEMS.c.id == row.item_id)).one()
    of_round = run(select(ROUNDS).where(ROUNDS.c.id == item.round_id)).one()
    known = drafting.documents_of(session, of_round.edition_id, [item.matter_id]).get(item.matter_id)
    now, state = (None, None) if known is None else known
    opinion = run(select(OPINIONS).where(OPINIONS.c.id == key)).first() if key > 0 else None
    given = item if opinion is None else queries.given_on(session, [opinion])[opinion.id]
    sent = draft_from(given.document)
    active = queries.active_steps(session, of_round.edition_id)
    return OpinionView(
        line=_line(row, active),
        part=row.part,
        sent=sent,
        now=now,
        live=state is EntryState.LIVE,
        lead_unit=queries.unit_names(session).get(sent.lead_unit, ""),
        changed={} if now is None else reworded(sent, now),
        history=past(session, of_round, row.department, item.matter_id, key),
        open_round=of_round.state is RoundState.OPEN,
        **({} if opinion is None else _told(opinion)),
    )


def settled_views(session: Session, of_round: Row[Any]) -> list[OpinionView]:
    """Return the opinions of a round other than agreement and silence, by department and entry.

    For minutes: what the list says now, and earlier opinions, are left out.
    """
    run = session.connection().execute
    plain = (OpinionKind.AGREE, OpinionKind.NONE)
    wanted = (OPINIONS.c.round_id == of_round.id) & OPINIONS.c.current & OPINIONS.c.kind.not_in(plain)
    opinions = {row.id: row for row in run(select(OPINIONS).where(wanted))}
    pairs = run(_pairs().join(OPINIONS, _JOINED).where(wanted)).all()
    given, units = queries.given_on(session, list(opinions.values())), queries.unit_names(session)
    sent = {key: draft_from(item.document) for key, item in given.items()}
    active = queries.active_steps(session, of_round.edition_id)
    found = [
        OpinionView(
            line=_line(row, active),
            part=row.part,
            sent=sent[row.id],
            now=None,
            live=True,
            lead_unit=units.get(sent[row.id].lead_unit, ""),
            changed={},
            history=(),
            open_round=of_round.state is RoundState.OPEN,
            **_told(opinions[row.id]),
        )
        for row in pairs
    ]
    return sorted(found, key=lambda view: (view.line.department, view.line.code, view.line.key))


def _told(row: Row[Any]) -> dict[str, Any]:
    """Return what an opinion says, where it came from, and what became of it."""
    names = (
        "reason", "basis", "belongs_to", "source", "sheet", "row", "settled_at", "settled_by",
        "settled_reason", "version",
    )  # fmt: skip
    taken = {name: (was, now) for name, (was, now) in (row.taken or {}).items()}
    return {**{name: getattr(row, name) for name in names}, "by": row.by_name, "taken": taken}


def past(
    session: Session, of_round: Row[Any], department: str, matter_id: int, key: int
) -> tuple[PastOpinion, ...]:
    """Return what a department said of an entry before, in this round and earlier ones, the newest first."""
    rows = _past(session, of_round.edition_id, department, ITEMS.c.matter_id == matter_id)
    return tuple(
        _past_opinion(row)
        for row in rows
        if row.id != key and (not row.current or row.number < of_round.number)
    )


def past_of_round(session: Session, of_round: Row[Any], department: str) -> dict[int, PastOpinion]:
    """Return what a department said last in a round, by matter."""
    rows = _past(session, of_round.edition_id, department, ROUNDS.c.id == of_round.id)
    return {row.matter_id: _past_opinion(row) for row in reversed(rows) if row.current}


def _past(
    session: Session, edition_id: int, department: str, condition: ColumnElement[bool]
) -> list[Row[Any]]:
    statement = (
        select(OPINIONS, ROUNDS.c.number, ITEMS.c.matter_id)
        .join(DEPARTMENTS, DEPARTMENTS.c.id == OPINIONS.c.department_id)
        .join(ITEMS, ITEMS.c.id == OPINIONS.c.item_id)
        .join(ROUNDS, ROUNDS.c.id == OPINIONS.c.round_id)
        .where(ROUNDS.c.edition_id == edition_id, DEPARTMENTS.c.name == department, condition)
        .order_by(OPINIONS.c.id.desc())
    )
    return list(session.connection().execute(statement))


def _past_opinion(row: Row[Any]) -> PastOpinion:
    return PastOpinion(
        row.number,
        row.kind,
        row.field,
        row.proposed,
        row.reason,
        row.state,
        row.settled_reason,
        row.at,
        row.by_name,
    )
