"""Reads of requests: columns into views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, func, literal, or_, select

from models.catalogue.boundary.contents import lacking
from models.catalogue.boundary.grounds import unlisted_reply
from models.catalogue.boundary.kinds import Reach, RequestKind, RequestState
from models.catalogue.boundary.rules import (
    TRANSITIONS,
    Transition,
    close_enough,
    effective_state,
    failing,
)
from models.catalogue.boundary.tables import (
    AdmissionDocument,
    AdmissionOpinion,
    AdmissionRequest,
    AdmissionStep,
)
from models.catalogue.boundary.views import (
    DocumentView,
    Offer,
    OpinionView,
    RequestFacts,
    RequestLine,
    RequestView,
    StepView,
)
from models.catalogue.boundary.words import GUARD_WORDS
from models.catalogue.standing import DUTIES, UNITS, VERSIONS, spans_of, spans_of_matter
from models.catalogue.timeline import chosen
from models.kernel.errors import NotFound
from models.kernel.paging import Page, after_key
from models.kernel.ready import Ready
from models.kernel.tables import table_of
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.words import Word

REQUESTS = table_of(AdmissionRequest)
STEPS = table_of(AdmissionStep)
OPINIONS = table_of(AdmissionOpinion)
DOCUMENTS = table_of(AdmissionDocument)

_OURS = {
    "limit": "limit_text",
    "duty_item": "duty_code",
    "lead_unit": "unit_code",
}
"""Facts whose column, or joined column, is called otherwise."""
_WRONG_ROLE = N_("This needs another role.")
_NOT_THE_OPENER = N_("Somebody else opened the request.")
_NO_UNIT = N_("You belong to no unit.")

# Asked at every step, and whenever a request is looked at.
_KEY: BindParameter[int] = bindparam("key")
_ONE = Ready(
    select(
        REQUESTS,
        DUTIES.c.code.label("duty_code"),
        DUTIES.c.name.label("duty_name"),
        UNITS.c.code.label("unit_code"),
        UNITS.c.name.label("unit_name"),
    )
    .select_from(
        REQUESTS.outerjoin(DUTIES, DUTIES.c.id == REQUESTS.c.duty_item_id).outerjoin(
            UNITS, UNITS.c.id == REQUESTS.c.lead_unit_id
        )
    )
    .where(REQUESTS.c.id == _KEY)
)
_OPINIONS = Ready(
    select(OPINIONS, UNITS.c.name.label("unit_name"))
    .join(UNITS, UNITS.c.id == OPINIONS.c.unit_id)
    .where(OPINIONS.c.request_id == _KEY)
    .order_by(OPINIONS.c.id)
)
_OPINED = Ready(select(func.count(func.distinct(OPINIONS.c.unit_id))).where(OPINIONS.c.request_id == _KEY))
_DOCUMENTS = Ready(select(DOCUMENTS).where(DOCUMENTS.c.request_id == _KEY).order_by(DOCUMENTS.c.id))
_STEPS = Ready(select(STEPS).where(STEPS.c.request_id == _KEY).order_by(STEPS.c.seq))


@dataclass(frozen=True, slots=True)
class Found:
    """One request as it was read."""

    row: Any
    """Its columns, and code and name of its duty item and unit"""
    facts: RequestFacts


_ASKED_ELSEWHERE = {"state", "duty_item", "duty_name"}
"""What a line says that is no column of a request"""


def state_on(day: date) -> ColumnElement[Any]:
    """Return where each request stands on ``day``: temporary entries are over by themselves."""
    over = and_(
        REQUESTS.c.kind == RequestKind.TEMPORARY,
        REQUESTS.c.state.in_([RequestState.ADMITTED, RequestState.CHANGED]),
        REQUESTS.c.ends_on < day,
    )
    kind = REQUESTS.c.state.type
    return case((over, literal(RequestState.EXPIRED, kind)), else_=REQUESTS.c.state)


def counters(session: Session, day: date) -> dict[RequestState, int]:
    """Return how many requests stand where, those of no request as 0."""
    state = state_on(day).label("standing")
    rows = session.connection().execute(select(state, func.count()).group_by(state)).all()
    return dict.fromkeys(RequestState, 0) | {row[0]: row[1] for row in rows}


def lines(
    session: Session,
    day: date,
    *,
    states: Sequence[RequestState] | None,
    kind: RequestKind | None,
    text: str,
    after: Sequence[Any] | None,
    limit: int,
) -> Page[RequestLine]:
    """Return a page of requests, the newest first."""
    state = state_on(day).label("standing")
    names = [each for each in RequestLine.__dataclass_fields__ if each not in _ASKED_ELSEWHERE]
    duty = (DUTIES.c.code.label("duty_code"), DUTIES.c.name.label("duty_name"))
    statement = (
        select(*(REQUESTS.c[name] for name in names), state, *duty)
        .select_from(REQUESTS.outerjoin(DUTIES, DUTIES.c.id == REQUESTS.c.duty_item_id))
        .order_by(REQUESTS.c.id.desc())
        .limit(limit + 1)
    )
    if states is not None:
        statement = statement.where(state_on(day).in_(states))
    if kind is not None:
        statement = statement.where(REQUESTS.c.kind == kind)
    for word in clean_line(text).split():
        statement = statement.where(_matches(word))
    if after is not None:
        statement = statement.where(after_key([REQUESTS.c.id], after, descending=[True]))
    rows = [
        RequestLine(
            **{name: getattr(row, name) for name in names},
            state=row.standing,
            duty_item=row.duty_code or "",
            duty_name=row.duty_name or "",
        )
        for row in session.connection().execute(statement)
    ]
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), (rows[limit - 1].id,) if more else None)


def _matches(word: str) -> ColumnElement[bool]:
    if word.isdecimal():
        return REQUESTS.c.id == int(word)
    columns = (REQUESTS.c.name, REQUESTS.c.department, REQUESTS.c.case_number, DUTIES.c.code, DUTIES.c.name)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def find(session: Session, key: int) -> Found:
    """Return one request.

    Raises:
        NotFound: there is none of this number.
    """
    row = _ONE.first(session, key=key)
    if row is None:
        raise NotFound(N_("admission request"), key)
    return Found(row, facts_of(row))


def facts_of(row: Any) -> RequestFacts:
    """Return what a request says."""
    values: dict[str, Any] = {}
    for name in RequestFacts.__dataclass_fields__:
        value = getattr(row, _OURS.get(name, name))
        values[name] = value or "" if name in _OURS else value
    return RequestFacts(**values)


def opinion_count(session: Session, key: int) -> int:
    """Return how many units have given their opinion."""
    count: int = _OPINED.value(session, key=key)
    return count


def view(session: Session, found: Found, actor: Actor, day: date) -> RequestView:
    """Return a request as ``actor`` sees it on ``day``."""
    row, facts = found.row, found.facts
    state = effective_state(row.state, row.kind, row.ends_on, day)
    given = opinions(session, row.id)
    return RequestView(
        id=row.id,
        version=row.version,
        state=state,
        facts=facts,
        lacking=lacking(facts),
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        opener_id=row.opened_by_id,
        state_since=row.state_since,
        decide_by=row.decide_by,
        overdue=state is RequestState.COUNTY and row.decide_by is not None and row.decide_by < day,
        decided_on=row.decided_on,
        authority=row.authority,
        decision_number=row.decision_number,
        decision_text=row.decision_text,
        early=row.early,
        matter_id=row.matter_id,
        matter_code=_code_of(session, row.matter_id, day),
        duty_name=row.duty_name or "",
        unit_name=row.unit_name or "",
        opinions=given,
        documents=documents(session, row.id),
        timeline=timeline(session, row.id),
        offers=offers(found, actor, day, len({each.unit_id for each in given})),
        reply=unlisted_reply(facts.name or row.duty_name or facts.duty_item, day),
    )


def _code_of(session: Session, matter_id: int | None, day: date) -> str:
    span = None if matter_id is None else chosen(spans_of_matter(session, matter_id), day)
    return "" if span is None else span.code


def opinions(session: Session, key: int) -> tuple[OpinionView, ...]:
    """Return the opinions on a request in the order of time."""
    rows = _OPINIONS.rows(session, key=key)
    newest = {row.unit_id: row.id for row in rows}
    return tuple(
        OpinionView(
            row.id,
            row.unit_id,
            row.unit_name,
            row.stance,
            row.text,
            row.at,
            row.by_name,
            newest[row.unit_id] == row.id,
        )
        for row in rows
    )


def documents(session: Session, key: int) -> tuple[DocumentView, ...]:
    """Return the documents of a request in the order they came."""
    names = [each for each in DocumentView.__dataclass_fields__ if each != "by"]
    return tuple(
        DocumentView(**{name: getattr(row, name) for name in names}, by=row.by_name)
        for row in _DOCUMENTS.rows(session, key=key)
    )


def timeline(session: Session, key: int) -> tuple[StepView, ...]:
    """Return the steps of a request in the order they were taken."""
    return tuple(
        StepView(
            row.seq,
            row.at,
            row.action,
            row.from_state,
            row.to_state,
            row.actor_name,
            row.text,
            row.details or {},
        )
        for row in _STEPS.rows(session, key=key)
    )


def refusal_of(row: Transition, found: Found, actor: Actor, day: date, given: int) -> Word | None:
    """Return in a few words why ``actor`` may not take a step, or ``None`` if they may."""
    if not actor.has(*row.roles):
        return _WRONG_ROLE
    if not close_enough(row, actor, opener_id=found.row.opened_by_id):
        return _NO_UNIT if row.reach is Reach.UNIT else _NOT_THE_OPENER
    guard = failing(
        row,
        found.facts,
        day,
        complete=not lacking(found.facts),
        opinions=given,
        started=found.row.matter_id is not None,
    )
    return None if guard is None else GUARD_WORDS[guard]


def offers(found: Found, actor: Actor, day: date, given: int) -> tuple[Offer, ...]:
    """Return what can be done to a request, each with whether this person may now."""
    state, kind = found.row.state, found.row.kind
    rows = [row for row in TRANSITIONS if row.source is state and kind in row.kinds]
    refusals = [refusal_of(row, found, actor, day, given) for row in rows]
    return tuple(
        Offer(row.action, refusal is None, refusal, row.required, row.optional, row.explain)
        for row, refusal in zip(rows, refusals, strict=True)
    )


def over(session: Session, day: date) -> list[int]:
    """Return the temporary entries whose last day has passed and whose request is still open."""
    statement = (
        select(REQUESTS.c.id)
        .where(REQUESTS.c.state != RequestState.EXPIRED, state_on(day) == RequestState.EXPIRED)
        .order_by(REQUESTS.c.id)
    )
    return list(session.connection().execute(statement).scalars())


def matters_on(session: Session, duty_item_id: int, day: date) -> list[str]:
    """Return the codes of the matters in force on ``day`` that rest on a duty item."""
    statement = select(VERSIONS.c.id, VERSIONS.c.matter_id).where(VERSIONS.c.duty_item_id == duty_item_id)
    versions = {row.id: row.matter_id for row in session.connection().execute(statement)}
    spans = spans_of(session, sorted(set(versions.values())))
    return sorted(
        span.code
        for line in spans.values()
        for span in line
        if span.covers(day) and span.version_id in versions
    )
