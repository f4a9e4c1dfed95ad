"""What others see of requests, and of how a matter stands to the lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from models.catalogue.boundary.kinds import (
        Action,
        Cause,
        Change,
        DocumentKind,
        Entry,
        RequestKind,
        RequestState,
        Stance,
        StandingKind,
        WantedList,
        WayKind,
    )
    from models.catalogue.editions.views import Heir
    from models.catalogue.rules import MatterDraft
    from models.catalogue.views import DutyItemView, DutyList
    from models.kernel.words import Phrase, Word


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a request says; which facts belong to which kind stands in ``contents.FIELDS``.

    ``duty_item`` and ``lead_unit`` are codes. ``limit`` is written as the calendar writes it
    (``3WD``). ``code`` is the code the matter is to bear. ``case_number`` names the case that
    gave rise to it.
    """

    kind: RequestKind
    department: str = ""
    name: str = ""
    legal_basis: str = ""
    explanation: str = ""
    wanted: WantedList | None = None
    funds: str = ""
    powers: str = ""
    urgent: bool = False
    wanted_on: date | None = None
    ends_on: date | None = None
    exit_route: str = ""
    superior_duty: str = ""
    township_duty: str = ""
    method: str = ""
    duty_item: str = ""
    change: Change | None = None
    cause: Cause | None = None
    code: str = ""
    limit: str = ""
    condition: str = ""
    closing: str = ""
    lead_unit: str = ""
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class StepEntries:
    """What a person filled in for a step; which are asked for stands in the table.

    ``day`` is the day of the decision, the day by which it is to be decided, or the last day of
    an entry ended early, as the step means it.
    """

    note: str = ""
    reason: str = ""
    stance: Stance | None = None
    unit_id: int | None = None
    authority: str = ""
    day: date | None = None
    number: str = ""
    wanted: WantedList | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document: the file itself stays where it is, its hash and text are kept."""

    title: str
    kind: DocumentKind
    number: str = ""
    """文号"""
    issued_on: date | None = None
    issuer: str = ""
    text: str = ""
    file_name: str = ""
    file_hash: str = ""
    """SHA-256 of the file, in hexadecimal"""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as a list shows it; ``state`` is that of today."""

    id: int
    kind: RequestKind
    state: RequestState
    department: str
    name: str
    duty_item: str
    urgent: bool
    early: bool
    """In force though not decided yet"""
    wanted_on: date | None
    decide_by: date | None
    ends_on: date | None
    opened_at: datetime
    state_since: datetime
    version: int
    duty_name: str = ""
    """What the duty item is called; empty where none is named"""


@dataclass(frozen=True, slots=True)
class OpinionView:
    """The opinion of one unit; ``current`` unless a later one of the unit took its place."""

    id: int
    unit_id: int
    unit_name: str
    stance: Stance
    text: str
    at: datetime
    by: str
    current: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of a request."""

    id: int
    title: str
    kind: DocumentKind
    number: str
    issued_on: date | None
    issuer: str
    text: str
    file_name: str
    file_hash: str
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step in the life of a request. ``details`` are its facts, by name."""

    seq: int
    at: datetime
    action: Action
    from_state: RequestState | None
    to_state: RequestState
    actor_name: str
    text: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step the state allows, and whether this person may take it now.

    ``refusal`` says in a few words why not, ``explain`` what it does; both are message ids.
    """

    action: Action
    allowed: bool
    refusal: Word | None
    required: tuple[Entry, ...]
    optional: tuple[Entry, ...]
    explain: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """Everything about one request, as one person sees it.

    ``state`` is that of today: a temporary entry is over by itself. ``lacking`` names the fields
    it needs and does not have. ``matter_id`` and ``matter_code`` are the temporary entry's.
    """

    id: int
    version: int
    state: RequestState
    facts: RequestFacts
    lacking: tuple[str, ...]
    opened_at: datetime
    opened_by: str
    opener_id: int | None
    state_since: datetime
    decide_by: date | None
    overdue: bool
    """With the county beyond the day by which it was to be decided"""
    decided_on: date | None
    authority: str
    decision_number: str
    decision_text: str
    early: bool
    matter_id: int | None
    matter_code: str
    duty_name: str
    """Name of the duty item concerned"""
    unit_name: str
    """Name of the lead unit"""
    opinions: tuple[OpinionView, ...]
    documents: tuple[DocumentView, ...]
    timeline: tuple[StepView, ...]
    offers: tuple[Offer, ...]
    reply: Phrase = field(compare=False)
    """The grounded reply with which it may be turned back"""


@dataclass(frozen=True, slots=True)
class DutyDraft:
    """A duty item as a request would have it; ``duty_list`` is ``None`` where it leaves the lists."""

    code: str
    duty_list: DutyList | None
    category: str
    name: str
    department: str
    superior_duty: str
    township_duty: str
    method: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an admitted request yields, for the working list or the catalogue to take up.

    ``matters`` are whole drafts: a new matter (its code empty where none was agreed), or those
    that rest on the duty concerned as they would be. ``written`` says that the catalogue holds
    them already, as a temporary entry.
    """

    request_id: int
    kind: RequestKind
    matters: tuple[MatterDraft, ...]
    documents: tuple[Mapping[str, Any], ...]
    """The drafts as the working list keeps them"""
    duty: DutyDraft | None
    duty_code: str
    written: bool


# ---------------------------------------------------------------- how something stands to the lists


@dataclass(frozen=True, slots=True)
class WayOut:
    """One thing that may be done, and the text for it, filled in."""

    kind: WayKind
    text: Phrase


@dataclass(frozen=True, slots=True)
class StandingView:
    """How a matter or a duty stands to the lists on a day.

    ``department`` is the one that takes a recalled duty on, leads a cooperative one, or asked
    for a temporary one; ``legal_basis`` what that rests on, ``source`` the place in the lists.
    """

    key: str
    name: str
    day: date
    kind: StandingKind
    in_force: bool
    matter_id: int | None
    matter_code: str
    item: DutyItemView | None
    duty_list: DutyList | None
    legal_basis: str
    department: str
    method: str
    until: date | None
    before_decision: bool
    request_id: int | None
    heirs: tuple[Heir, ...]
    sentence: Phrase
    ways: tuple[WayOut, ...] = field(default=())
