"""Reads of single cases: rows into views, personal data masked on the way."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from models.cases.clock_rows import clocks_later, clocks_of
from models.cases.clock_views import ClockView
from models.cases.columns import ACCOUNTS, CASES, DIVISIONS, EVENTS, GRIDS, ORIGINS, UNITS
from models.cases.externals import caps_of
from models.cases.former_reading import former_view, shown_details, unit_named
from models.cases.joined import joined_cases
from models.cases.lights import light_of_row
from models.cases.linked import links_of
from models.cases.numbers import candidates, short_number
from models.cases.offering import offers
from models.cases.posts import PostPool, pool_of, within_post
from models.cases.pressers import but_own, pressers
from models.cases.rules import FAR_FUTURE, light
from models.cases.sight import open_to, sees
from models.cases.task_gate import call_offers, task_offers
from models.cases.task_queries import task_views, tasks_of
from models.cases.views import CaseView, EventView, JoinedCase, LinkView
from models.kernel.errors import NotFound
from models.kernel.masking import mask_name, mask_phone
from models.kernel.ready import Ready
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.clocks import StageClock
    from models.cases.settings.house import House
    from models.cases.tables import Case
    from models.cases.task_queries import TaskRow
    from models.catalogue.views import MatterView

_OWNERS = ACCOUNTS.alias("owner")
_ACCEPTORS = ACCOUNTS.alias("acceptor")
_REPORTERS = ACCOUNTS.alias("reporter")
_LEADS = CASES.alias("lead")
_NOT_SHOWN = {"search_text", "set_aside"}
_COPIED = (
    "to_answer",
    "answer_due_at",
    "urged",
    "supervised",
    "pressure",
    "id",
    "number",
    "version",
    "state",
    "open",
    "channel",
    "title",
    "body",
    "place",
    "grid_id",
    "grid_name",
    "division_code",
    "division_name",
    "occurred_at",
    "reported_at",
    "state_since",
    "unit_id",
    "post_id",
    "acceptor_id",
    "owner_id",
    "clock_running",
    "clock_started_at",
    "clock_stopped_at",
    "calendar_edition_id",
    "receipt",
    "asked",
    "asked_at_unit",
    "asked_until",
    "reviewer_id",
    "extensions",
    "holds",
    "held_until",
    "appeals",
    "forgiven",
    "merged_from",
    "links",
    "open_tasks",
    "stage",
    "stage_due_at",
    "stage_warn_at",
    "contacts",
    "return_count",
    "rework_count",
    "closed_at",
    "close_kind",
    "rating",
)
"""Columns that are shown as they are."""
_as_they_are = attrgetter(*_COPIED)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as it was read, before its matter is added."""

    row: Row[Any]
    timeline: tuple[EventView, ...]
    joined: tuple[JoinedCase, ...]
    linked: tuple[LinkView, ...]
    tasks: tuple[TaskRow, ...]
    clocks: tuple[StageClock, ...]
    post: PostPool | None = None
    """The post it was dispatched to"""
    pressers: frozenset[int | None] = frozenset()
    """Who urged what is open"""


def id_of_number(session: Session, actor: Actor, number: str, now: datetime) -> int:
    """Return the id of a case by its number, with or without the year.

    Raises:
        NotFound: there is none within the person's sight.
    """
    wanted = candidates(number, now)
    statement = select(CASES.c.number, CASES.c.id).where(CASES.c.number.in_(wanted), *open_to(actor))
    found = {row.number: row.id for row in session.connection().execute(statement)}
    for candidate in wanted:
        if candidate in found:
            return int(found[candidate])
    raise NotFound(N_("case"), wanted[0])


def require_in_sight(session: Session, actor: Actor, case_id: int) -> None:
    """Let the person pass if they may look at the case.

    Raises:
        NotFound: it is not there, or out of their sight.
    """
    statement = select(CASES.c.id).where(CASES.c.id == case_id, *open_to(actor))
    if session.connection().execute(statement).first() is None:
        raise NotFound(N_("case"), case_id)


def seen_of(session: Session, actor: Actor, case_ids: Sequence[int]) -> list[int]:
    """Return which of the cases a person may look at."""
    statement = select(CASES.c.id).where(CASES.c.id.in_(list(case_ids)), *open_to(actor))
    return list(session.connection().scalars(statement))


def facts(session: Session, actor: Actor, case_id: int) -> CaseFacts:
    """Return what is known about one case.

    Raises:
        NotFound: it is not there, or out of the person's sight.
    """
    row = _FACTS.first(session, case_id=case_id)
    if row is None or not sees(session, actor, row):
        raise NotFound(N_("case"), case_id)
    return _with_more(session, row)


def facts_after_acting(session: Session, case: Case) -> Callable[[], CaseFacts]:
    """Read what is known about a case somebody just acted on, and may no longer see.

    Returns:
        What makes the facts of it: who acts on one case after the other looks at none of them.
    """
    case_id = case.id or 0
    rows, events = _FACTS.later(session, case_id=case_id), _EVENTS.later(session, case_id=case_id)
    clocks, joined = clocks_later(session, case_id), joined_cases(session, case_id)
    linked = links_of(session, case_id) if case.links else ()
    tasks = tasks_of(session, case_id) if case.condition_id is not None else ()
    post = None if case.post_id is None else pool_of(session, case.post_id)

    def facts() -> CaseFacts:
        row, steps = rows()[0], events()
        urged = pressers(reversed(steps), row.to_answer)
        return CaseFacts(row, _timeline(steps), joined, linked, tasks, tuple(clocks()), post, urged)

    return facts


def _facts_of_case(_engine: str) -> Select[Any]:
    """Select everything about a case."""
    statement: Select[Any] = select(
        *(column for column in CASES.c if column.key not in _NOT_SHOWN),
        GRIDS.c.name.label("grid_name"),
        DIVISIONS.c.name.label("division_name"),
        UNITS.c.name.label("unit_name"),
        _LEADS.c.number.label("lead_number"),
        _OWNERS.c.name.label("owner_name"),
        _ACCEPTORS.c.name.label("acceptor_name"),
        _REPORTERS.c.name.label("reported_by"),
        ORIGINS.c.system.label("former_system"),
        ORIGINS.c.number.label("former_number"),
        ORIGINS.c.kept.label("former_kept"),
    ).select_from(
        CASES.join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .join(DIVISIONS, DIVISIONS.c.code == CASES.c.division_code)
        .outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id)
        .outerjoin(_LEADS, _LEADS.c.id == CASES.c.lead_id)
        .outerjoin(_OWNERS, _OWNERS.c.id == CASES.c.owner_id)
        .outerjoin(_ACCEPTORS, _ACCEPTORS.c.id == CASES.c.acceptor_id)
        .outerjoin(_REPORTERS, _REPORTERS.c.id == CASES.c.reporter_account_id)
        .outerjoin(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
    )
    return statement.where(CASES.c.id == bindparam("case_id"))


def _events_of_case(_engine: str) -> Select[Any]:
    joined = EVENTS.outerjoin(UNITS, UNITS.c.id == EVENTS.c.unit_id)
    statement = select(EVENTS, UNITS.c.name.label("unit_name")).select_from(joined)
    return statement.where(EVENTS.c.case_id == bindparam("case_id")).order_by(EVENTS.c.seq)


_FACTS, _EVENTS = Ready(_facts_of_case), Ready(_events_of_case)


def _with_more(session: Session, row: Row[Any]) -> CaseFacts:
    case_id = row.id
    linked = links_of(session, case_id) if row.links else ()
    # Units assist on a case that was dispatched once, never before.
    tasks = tasks_of(session, case_id) if row.condition_id is not None else ()
    clocks = tuple(clocks_of(session, case_id))
    joined = joined_cases(session, case_id)
    post = None if row.post_id is None else pool_of(session, row.post_id)
    events = _EVENTS.rows(session, case_id=case_id)
    urged = pressers(reversed(events), row.to_answer)
    return CaseFacts(row, _timeline(events), joined, linked, tasks, clocks, post, urged)


def _timeline(rows: Sequence[Row[Any]]) -> tuple[EventView, ...]:
    return tuple(
        EventView(
            seq=row.seq,
            at=row.at,
            action=row.action,
            from_state=row.from_state,
            to_state=row.to_state,
            actor_name=row.actor_name,
            unit_name=row.unit_name or unit_named(row),
            reason=row.reason,
            note=row.note,
            details=shown_details(row),
            activity=row.activity or "",
        )
        for row in rows
    )


def _clock(clock: StageClock, now: datetime) -> ClockView:
    shines = light(
        now,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        running=clock.runs,
        stopped_at=clock.stopped_at,
        held=clock.aside,
    )
    return ClockView(
        id=clock.id or 0,
        stage=clock.stage,
        limit=clock.limit,
        started_at=clock.started_at,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        stopped_at=clock.stopped_at,
        light=shines,
        aside=clock.aside,
        provisional_years=tuple((clock.receipt or {}).get("provisional_years", ())),
        receipt=clock.receipt,
    )


def view(found: CaseFacts, actor: Actor, now: datetime, matter: MatterView | None, house: House) -> CaseView:
    """Return a case as ``actor`` sees it; ``matter`` is the version it is pinned to, ``house`` the rules."""
    row = found.row
    has_deadline = row.due_at < FAR_FUTURE
    conditions = matter.conditions if matter else ()
    copied: dict[str, Any] = dict(zip(_COPIED, _as_they_are(row), strict=True))
    return CaseView(
        **copied,
        short_number=short_number(row.number),
        light=light_of_row(row, now),
        reporter_name=mask_name(row.reporter_name),
        reporter_phone=mask_phone(row.reporter_phone),
        reported_by=row.reported_by or "",
        matter=matter,
        condition=next((each for each in conditions if each.id == row.condition_id), None),
        unit_name=row.unit_name or "",
        post_name=found.post.name if found.post is not None else "",
        acceptor_name=row.acceptor_name or "",
        owner_name=row.owner_name or "",
        due_at=row.due_at if has_deadline else None,
        warn_at=row.warn_at if has_deadline else None,
        provisional_years=tuple((row.receipt or {}).get("provisional_years", ())) if has_deadline else (),
        lead_number=row.lead_number or "",
        joined=found.joined,
        linked=found.linked,
        tasks=task_views(row, found.tasks, now),
        external=caps_of(row.external),
        clocks=tuple(_clock(clock, now) for clock in found.clocks),
        timeline=found.timeline,
        offers=(
            *within_post(actor, found.post, but_own(actor, found.pressers, offers(actor, row, now, house))),
            *task_offers(actor, row, found.tasks),
            *call_offers(actor, row, found.tasks),
        ),
        former=former_view(row),
    )
