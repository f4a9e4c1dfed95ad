"""Tables of cases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from models.cases.kinds import (
    Action,
    Asked,
    CaseState,
    Channel,
    CloseKind,
    LinkKind,
    Pressure,
    Rating,
    Stage,
)
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime

_OPEN = "open"
_ENDED = "NOT open"
_RUNNING = "clock_running"
_ASKED = "asked != 'none'"
_URGED = "to_answer > 0"
_MERGED = "lead_id IS NOT NULL"
_POSTED = "post_id IS NOT NULL"
_HELD = "state = 'held'"
_OWNED = "owner_id > 0"
_RETURNED = "return_count > 0"
_REWORKED = "rework_count > 0"
_OPEN_RETURNED = "open AND return_count > 0"
_LIES = ("division_code", "unit_id", "clock_running")
_CAME_BACK = ("unit_id", "division_code", "id", "return_count", "open")
_OPEN_MISSED = "open AND clock_stopped_at > due_at"
_MISSED_FACTS = (
    "division_code",
    "state",
    "clock_running",
    "due_at",
    "clock_stopped_at",
    "stage_due_at",
    "open",
)
_IN_POOL = "state = 'reported'"
_STAGED = "stage_due_at IS NOT NULL"
_TOLD = "open AND id > 0"
"""Says no more than ``open``, but in other words: only who asks for these indexes gets them"""
_FACTS = (
    "state", "division_code", "clock_running", "due_at", "stage_due_at", "channel", "warn_at",
    "stage_warn_at", "clock_stopped_at", "return_count", "rework_count", "matter_version_id",
    "reported_at", "urgent_at", "open",
)  # fmt: skip
"""What saved queues ask of open cases, beside who has them"""
_ASKED_OF_UNITS = (
    "clock_running", "due_at", "stage_due_at", "channel", "warn_at", "stage_warn_at", "clock_stopped_at",
    "return_count", "rework_count", "grid_id", "matter_version_id", "reported_at",
)  # fmt: skip
"""What they ask of the cases of a unit"""


class Case(Versioned, table=True):
    """One case. ``due_at`` and ``warn_at`` are set when the condition is chosen, never NULL.

    A case without a deadline carries the far future in both, so that lists ordered by
    deadline can be paged by key. ``open`` is derived from ``state`` and kept beside it for
    the partial indexes on which every queue and counter stands. They carry the division, and
    the column of their own condition, so that counting within an area reads the index alone
    (SQLite would look the condition up in the row). ``ix_cases_open_facts`` counts what people save: it has
    what filters ask for, so that a row of two thousand letters is not read for the sake of its channel;
    ``ix_cases_open_due`` what is due on some days, ``ix_cases_open_unit`` the same of the cases of a unit.
    ``ix_cases_running`` serves what is
    due soon or overdue, and ``ix_cases_pool`` the public pool in the order of arrival.
    ``ix_cases_asked`` serves what somebody has to decide, ``ix_cases_held`` the end of holds. Searches of
    all cases that ask for no word go by ``ix_cases_reported_at`` and those declared after it, those of
    states in which a case has ended by ``ix_cases_ended``; the one of
    owners has a condition lest it be taken for counting who has how many open ones.
    ``ix_cases_open_returned`` counts, by unit, what is open and came back; ``ix_cases_open_missed`` what was
    handled too late and is not at its end.

    ``post_id`` is the post of the unit in whose pool the case rests, or rested before somebody took it on;
    NULL where it is for everybody of the unit. ``ix_cases_post`` finds what stands in the way of closing one.

    ``asked`` is what the unit has asked for and nobody has decided; ``asked_at_unit`` says that
    its own lead has to speak first, ``reviewer_id`` who reviewed an appeal the first time.
    ``to_answer`` counts what was urged or supervised and is not answered, ``answer_due_at`` is
    when the first answer is due.
    ``pauses`` lists when the clock stood still, as pairs of instants; the last one of a case on
    hold ends when ``held_until`` ends. ``forgiven`` takes a lateness out of the figures; the fact
    stays on the case.
    ``stage``, ``stage_due_at`` and ``stage_warn_at`` repeat, of its stage clocks that run
    (:class:`models.cases.clock_tables.CaseClock`), the one due first, all three NULL where none
    runs; ``ix_cases_staged`` counts and lists by them. ``urgent_at`` is when the first of all clocks that
    still count is due (:func:`models.cases.lights.urgent_at`), the far future where none does: lists of open
    cases are sorted by it. ``contacts`` counts the talks with the
    reporter. ``external`` holds the deadlines of superior levels, by level.
    ``links`` counts its rows in ``case_link``, on whichever side it stands there; ``open_tasks`` the
    units asked to assist that have not answered.
    ``lead_id`` is the case this one was merged into, ``merged_from`` where it stood then, and
    ``set_aside`` the columns it takes up again when it comes out; ``ix_cases_merged`` finds what
    was merged into a case.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("number"),
        partial_index(
            "ix_cases_open_state", "state", "urgent_at", "id", "division_code", "open", where=_OPEN
        ),
        partial_index("ix_cases_open_facts", *_FACTS, where=_TOLD),
        partial_index("ix_cases_open_area", "state", "division_code", "open", where=_TOLD),
        partial_index("ix_cases_open_due", "due_at", "division_code", "open", where=_TOLD),
        partial_index("ix_cases_pool", "reported_at", "id", where=_IN_POOL),
        partial_index(
            "ix_cases_open_unit",
            "unit_id",
            "state",
            "urgent_at",
            "id",
            "division_code",
            "open",
            *_ASKED_OF_UNITS,
            where=_OPEN,
        ),
        partial_index("ix_cases_open_owner", "owner_id", "urgent_at", "division_code", "open", where=_OPEN),
        partial_index("ix_cases_running", "due_at", "id", "warn_at", *_LIES, "stage_due_at", where=_RUNNING),
        partial_index(
            "ix_cases_staged",
            "stage_due_at",
            "id",
            "stage_warn_at",
            *_LIES,
            "due_at",
            "warn_at",
            where=_STAGED,
        ),
        partial_index("ix_cases_open_grid", "grid_id", "reported_at", "division_code", "open", where=_OPEN),
        partial_index("ix_cases_asked", "asked", "urgent_at", "id", "division_code", "unit_id", where=_ASKED),
        partial_index(
            "ix_cases_to_answer", "answer_due_at", "id", "division_code", "unit_id", "to_answer", where=_URGED
        ),
        partial_index("ix_cases_held", "held_until", "id", where=_HELD),
        partial_index("ix_cases_merged", "lead_id", "id", where=_MERGED),
        partial_index("ix_cases_post", "post_id", "id", "open", where=_POSTED),
        partial_index("ix_cases_open_phone", "reporter_phone", where=_OPEN),
        Index("ix_cases_reported_at", "reported_at", "id"),
        partial_index("ix_cases_ended", "state", "reported_at", "id", "division_code", "open", where=_ENDED),
        Index("ix_cases_due_at", "due_at", "id"),
        partial_index("ix_cases_owner", "owner_id", "reported_at", "id", where=_OWNED),
        partial_index("ix_cases_returned", "reported_at", "id", "return_count", where=_RETURNED),
        partial_index("ix_cases_open_returned", *_CAME_BACK, where=_OPEN_RETURNED),
        partial_index("ix_cases_open_missed", *_MISSED_FACTS, where=_OPEN_MISSED),
        partial_index("ix_cases_reworked", "reported_at", "id", "rework_count", where=_REWORKED),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=32)
    state: CaseState = Field(sa_type=TextEnum(CaseState))
    open: bool
    clock_running: bool = Field(default=False)
    channel: Channel = Field(sa_type=TextEnum(Channel))
    title: str = Field(max_length=200)
    body: str = Field(default="", max_length=8000)
    place: str = Field(default="", max_length=200)
    grid_id: int = Field(foreign_key="grid.id")
    division_code: str = Field(foreign_key="division.code", max_length=12)
    reporter_name: str = Field(default="", max_length=64)
    reporter_phone: str = Field(default="", max_length=32)
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    reported_at: datetime = Field(sa_type=UtcDateTime)
    state_since: datetime = Field(sa_type=UtcDateTime)
    matter_version_id: int | None = Field(default=None, foreign_key="matter_version.id", index=True)
    condition_id: int | None = Field(default=None, foreign_key="filing_condition.id", index=True)
    flow_version_id: int | None = Field(default=None, foreign_key="flow_version.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    post_id: int | None = Field(default=None, foreign_key="post.id")
    reporter_account_id: int | None = Field(default=None, foreign_key="account.id")
    acceptor_id: int | None = Field(default=None, foreign_key="account.id")
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    calendar_edition_id: int | None = Field(default=None, foreign_key="calendar_edition.id")
    due_at: datetime = Field(sa_type=UtcDateTime)
    warn_at: datetime = Field(sa_type=UtcDateTime)
    clock_started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    clock_stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    receipt: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    stage: Stage | None = Field(default=None, sa_type=TextEnum(Stage))
    stage_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stage_warn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    urgent_at: datetime = Field(sa_type=UtcDateTime)
    contacts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    external: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    asked: Asked = Field(
        default=Asked.NOTHING, sa_type=TextEnum(Asked), sa_column_kwargs={"server_default": "none"}
    )
    asked_at_unit: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    asked_until: date | None = Field(default=None)
    reviewer_id: int | None = Field(default=None, foreign_key="account.id")
    extensions: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    holds: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    held_until: date | None = Field(default=None)
    pauses: list[list[str]] | None = Field(default=None, sa_type=JsonDocument)
    appeals: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    forgiven: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    to_answer: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    answer_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    urged: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    supervised: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pressure: Pressure | None = Field(default=None, sa_type=TextEnum(Pressure))
    lead_id: int | None = Field(default=None, foreign_key="cases.id")
    merged_from: CaseState | None = Field(default=None, sa_type=TextEnum(CaseState))
    set_aside: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    links: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    open_tasks: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    return_count: int = Field(default=0)
    rework_count: int = Field(default=0)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    close_kind: CloseKind | None = Field(default=None, sa_type=TextEnum(CloseKind))
    rating: Rating | None = Field(default=None, sa_type=TextEnum(Rating))
    search_text: str = Field(default="", max_length=1000)


class CaseEvent(SQLModel, table=True):
    """One step of a case's timeline. ``ix_case_event_at`` finds what was done within a shift.

    ``activity`` is what another system called the step, whose log it was loaded from: such a step
    need not follow the table of transitions. It is NULL for the steps of our own.
    """

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"), Index("ix_case_event_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    action: Action = Field(sa_type=TextEnum(Action))
    from_state: CaseState | None = Field(default=None, sa_type=TextEnum(CaseState))
    to_state: CaseState = Field(sa_type=TextEnum(CaseState))
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    actor_name: str = Field(max_length=64)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    reason: str = Field(default="", max_length=1000)
    note: str = Field(default="", max_length=4000)
    details: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    activity: str | None = Field(default=None, max_length=200)


class CaseOrigin(SQLModel, table=True):
    """Where a case of another system comes from: what that system calls it, and what else it said of it.

    ``kept`` holds what the log says of the case and no column of ours stands for.
    """

    __tablename__ = "case_origin"
    __table_args__ = (UniqueConstraint("system", "number"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    system: str = Field(max_length=64)
    number: str = Field(max_length=200)
    kept: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)


class CaseLink(SQLModel, table=True):
    """What one case is to another: ``case_id`` is a duplicate of, caused by, or part of ``other_id``."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    other_id: int = Field(foreign_key="cases.id", index=True)
    kind: LinkKind = Field(sa_type=TextEnum(LinkKind))
    note: str = Field(default="", max_length=4000)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    actor_name: str = Field(max_length=64)


class CaseNumberDay(SQLModel, table=True):
    """How many numbers were given out on a day (local date, ``YYYYMMDD``)."""

    __tablename__ = "case_number_day"

    day: str = Field(primary_key=True, max_length=8)
    given: int


class CaseUndo(SQLModel, table=True):
    """What the last step of a case changed: kept for a short time, so that it can be taken back.

    ``before`` holds the columns the step changed as they were, ``version`` the case's version
    after the step: if the case has another one by now, somebody acted since.
    """

    __tablename__ = "case_undo"
    __table_args__ = (Index("ix_case_undo_at", "at", "case_id"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    seq: int
    version: int
    account_id: int = Field(foreign_key="account.id")
    action: Action = Field(sa_type=TextEnum(Action))
    at: datetime = Field(sa_type=UtcDateTime)
    before: dict[str, Any] = Field(sa_type=JsonDocument)


class CaseWording(SQLModel, table=True):
    """A template of wording of the office's own."""

    __tablename__ = "case_wording"

    id: int | None = Field(default=None, primary_key=True)
    action: Action = Field(sa_type=TextEnum(Action))
    text: str = Field(max_length=1000)


class CaseSet(SQLModel, table=True):
    """One action done to several cases at once; ``asked`` is for how many it was asked."""

    __tablename__ = "case_set"
    __table_args__ = (Index("ix_case_set_account", "account_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    action: Action = Field(sa_type=TextEnum(Action))
    at: datetime = Field(sa_type=UtcDateTime)
    asked: int


class CaseSetMember(SQLModel, table=True):
    """A case the action of a set was done to: ``seq`` is the step of its timeline."""

    __tablename__ = "case_set_member"

    set_id: int = Field(
        primary_key=True, foreign_key="case_set.id", sa_column_kwargs={"autoincrement": False}
    )
    case_id: int = Field(
        primary_key=True, foreign_key="cases.id", index=True, sa_column_kwargs={"autoincrement": False}
    )
    seq: int
    undone: bool = Field(default=False)
