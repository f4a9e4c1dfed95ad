"""What other rooms and the console see of cases. Personal data is masked here already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from models.accounts.views import Role
    from models.calendar.caps import Cap
    from models.cases.clock_views import ClockView
    from models.cases.kinds import (
        Action,
        Asked,
        CaseState,
        Channel,
        CloseKind,
        Entry,
        Level,
        Light,
        LinkKind,
        Pressure,
        QueueKey,
        Rating,
        Stage,
    )
    from models.cases.task_kinds import OldLead, Turnout
    from models.cases.task_views import TaskMark, TaskView
    from models.catalogue.views import ConditionView, MatterView
    from models.kernel.words import Word


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list shows it.

    ``light`` is as of the moment the line was read; ``due_at``, ``warn_at``,
    ``clock_running`` and ``clock_stopped_at`` are what
    :func:`models.cases.rules.light` needs to tell it anew. ``urgency`` is the matter's,
    from 1, ordinary, to 4, gravest (:data:`models.catalogue.rules.GRADES`), ``None`` before
    filing. ``mine`` says whether the case lies with the person who asked.
    """

    id: int
    number: str
    short_number: str
    """The number without its year, for a narrow column"""
    state: CaseState
    light: Light
    due_at: datetime | None
    warn_at: datetime | None
    clock_running: bool
    clock_stopped_at: datetime | None
    provisional: bool
    """The deadline reaches into a year whose days off are not published"""
    state_since: datetime
    reported_at: datetime
    title: str
    place: str
    matter_name: str
    urgency: int | None
    grid_name: str
    channel: Channel
    unit_name: str
    owner_name: str
    mine: bool
    return_count: int
    rework_count: int
    asked: Asked
    """What the unit asked for and nobody has decided"""
    answer_due_at: datetime | None
    """When an answer to what was urged or supervised is due"""
    version: int
    section: QueueKey | None = None
    """In a person's day, the queue it stands there for"""
    leads: bool = False
    """It is the first of its section"""
    task: TaskMark | None = None
    """In the queue of assistance, or of what awaits an answer, the task it stands there for"""
    stage: Stage | None = None
    """Of its stage clocks that run, the one due first"""
    stage_due_at: datetime | None = None
    stage_warn_at: datetime | None = None

    @property
    def answer_by(self) -> datetime | None:
        """When an answer is due to whoever urged the case, or the unit it stands in the list for."""
        return self.answer_due_at if self.task is None else self.task.answer_due_at


@dataclass(frozen=True, slots=True)
class EventView:
    """One step of a case's timeline. ``details`` are the facts of that step, by name."""

    seq: int
    at: datetime
    action: Action
    from_state: CaseState | None
    to_state: CaseState
    actor_name: str
    unit_name: str
    reason: str
    note: str
    details: Mapping[str, Any]
    activity: str = ""
    """What the former system called it, if it is a step of its log and not of ours"""


@dataclass(frozen=True, slots=True)
class FormerView:
    """Where a case comes from that was loaded from another system's log.

    ``kept`` is what the log said of it besides; long numbers in it are masked.
    """

    system: str
    number: str
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HandlerView:
    """Somebody who handles cases in a unit, and how many open ones lie with them."""

    id: int
    """Of the account"""
    code: str
    """What they sign in with"""
    name: str
    open_cases: int


@dataclass(frozen=True, slots=True)
class Offer:
    """An action the case's state allows, and whether this person may do it now.

    ``refusal`` says in a few words why not (a message id), ``explain`` what the action does.
    ``roles`` are the roles it is for; empty only where the action does not apply at all.
    """

    action: Action
    allowed: bool
    refusal: Word | None
    required: tuple[Entry, ...]
    optional: tuple[Entry, ...]
    explain: str
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedCase:
    """A case merged into another one, as the lead lists it. Reporter and phone are masked."""

    id: int
    number: str
    short_number: str
    title: str
    channel: Channel
    reporter_name: str
    reporter_phone: str
    call_back: bool
    """Whether whoever reported it is to be called back once the lead is closed"""
    merged_at: datetime | None
    merged_by: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """What a case is to another one, or, not ``outward``, what the other one is to it."""

    number: str
    """Of the other case"""
    state: CaseState
    """Where the other case stands"""
    kind: LinkKind
    outward: bool
    note: str


class _Unmade:
    """Room for what makes a view, where it is not made yet (:mod:`models.cases.acted`)."""

    __slots__ = ("_make",)


@dataclass(frozen=True, slots=True)
class CaseView(_Unmade):
    """Everything about one case, as one person sees it.

    ``reporter_name`` and ``reporter_phone`` are masked. ``receipt`` is the document of
    :class:`models.calendar.receipt.Receipt`, frozen at filing. ``matter`` is the very
    version the case rests on.
    """

    id: int
    number: str
    short_number: str
    version: int
    state: CaseState
    open: bool
    light: Light
    channel: Channel
    title: str
    body: str
    place: str
    grid_id: int
    grid_name: str
    division_code: str
    division_name: str
    reporter_name: str
    reporter_phone: str
    reported_by: str
    """The person of the office who took the case in"""
    occurred_at: datetime
    reported_at: datetime
    state_since: datetime
    matter: MatterView | None
    condition: ConditionView | None
    unit_id: int | None
    unit_name: str
    post_id: int | None
    post_name: str
    """The post in whose pool it rests, or rested before it was taken on; "" is the whole unit's"""
    acceptor_id: int | None
    acceptor_name: str
    owner_id: int | None
    owner_name: str
    due_at: datetime | None
    warn_at: datetime | None
    clock_running: bool
    clock_started_at: datetime | None
    clock_stopped_at: datetime | None
    provisional_years: tuple[int, ...]
    """Years the deadline reaches into whose days off are not published"""
    calendar_edition_id: int | None
    receipt: Mapping[str, Any] | None
    asked: Asked
    """What the unit has asked for and nobody has decided"""
    asked_at_unit: bool
    """Whether the unit's lead has to speak first"""
    asked_until: date | None
    reviewer_id: int | None
    """Who reviewed an open appeal the first time"""
    extensions: int
    holds: int
    held_until: date | None
    appeals: int
    forgiven: bool
    """Whether a lateness was forgiven: it leaves the figures, the fact stays"""
    to_answer: int
    """How much was urged or supervised and is not answered"""
    answer_due_at: datetime | None
    urged: int
    supervised: int
    pressure: Pressure | None
    """Why it was supervised the last time"""
    lead_number: str
    """The case this one was merged into; "" if none"""
    merged_from: CaseState | None
    """Where it stood then, and will stand when it is taken out"""
    joined: tuple[JoinedCase, ...]
    """What was merged into this one, directly or by way of others"""
    links: int
    linked: tuple[LinkView, ...]
    open_tasks: int
    tasks: tuple[TaskView, ...]
    """What other units were asked to assist with, in the order of asking"""
    return_count: int
    rework_count: int
    closed_at: datetime | None
    close_kind: CloseKind | None
    rating: Rating | None
    stage: Stage | None
    """Of its stage clocks that run, the one due first"""
    stage_due_at: datetime | None
    stage_warn_at: datetime | None
    external: tuple[Cap, ...]
    """Deadlines of superior levels, and ours before them"""
    contacts: int
    """How often the reporter was spoken to"""
    clocks: tuple[ClockView, ...]
    """All its stage clocks, the oldest first"""
    timeline: tuple[EventView, ...]
    offers: tuple[Offer, ...]
    former: FormerView | None = None

    @property
    def provisional(self) -> bool:
        """Whether the deadline reaches into such a year."""
        return bool(self.provisional_years)


@dataclass(frozen=True, slots=True)
class Intake:
    """What is needed to take a case in.

    ``occurred_at`` is when the trouble was seen; without it, now. Reporter and place may
    stay empty. Text is cleaned and checked by the service.
    """

    channel: Channel
    title: str
    body: str
    grid_id: int
    place: str = ""
    occurred_at: datetime | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    city_due: datetime | None = None
    """When the city wants it done"""
    district_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActionEntries:
    """What a person filled in for an action; which are asked for stands in the table."""

    reason: str = ""
    note: str = ""
    condition_id: int | None = None
    unit_id: int | None = None
    post_id: int | None = None
    """The post of that unit in whose pool the case is to rest; ``None`` is everybody of the unit"""
    person_id: int | None = None
    """The account of whoever is to have the case"""
    other: str = ""
    """The number of another case, also without its year"""
    link: LinkKind | None = None
    until: date | None = None
    """The last day of a hold, or the day an answer is due, on the office's calendar"""
    level: Level | None = None
    """Whose deadline ``due`` is"""
    due: datetime | None = None
    pressure: Pressure | None = None
    close_kind: CloseKind | None = None
    rating: Rating | None = None
    limit: str = ""
    """How long an assisting unit has, as ``2WD``; "" is the limit of the case's own condition"""
    old_lead: OldLead | None = None
    turnout: Turnout | None = None
    """How a unit that was called turned out"""
