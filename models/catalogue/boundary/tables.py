"""Tables of requests: the request, its steps, opinions and documents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.catalogue.boundary.kinds import (
    Action,
    Cause,
    Change,
    DocumentKind,
    RequestKind,
    RequestState,
    Stance,
    WantedList,
)
from models.kernel.tables import Versioned
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class AdmissionRequest(Versioned, table=True):
    """A request for duty admission, adjustment or a temporary entry.

    ``matter_id`` is the temporary entry's matter once it is in force, ``early`` that it is so
    before the decision. ``decide_by`` is the day by which the county is to decide.
    """

    __tablename__ = "admission_request"
    __table_args__ = (
        Index("ix_admission_request_state", "state", "id"),
        Index("ix_admission_request_matter", "matter_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: RequestKind = Field(sa_type=TextEnum(RequestKind))
    state: RequestState = Field(sa_type=TextEnum(RequestState))
    department: str = Field(default="", max_length=255)
    name: str = Field(default="", max_length=255)
    legal_basis: str = Field(default="", max_length=1000)
    explanation: str = Field(default="", max_length=4000)
    wanted: WantedList | None = Field(default=None, sa_type=TextEnum(WantedList))
    funds: str = Field(default="", max_length=1000)
    powers: str = Field(default="", max_length=1000)
    urgent: bool = Field(default=False)
    wanted_on: date | None = None
    ends_on: date | None = None
    exit_route: str = Field(default="", max_length=1000)
    superior_duty: str = Field(default="", max_length=4000)
    township_duty: str = Field(default="", max_length=4000)
    method: str = Field(default="", max_length=4000)
    duty_item_id: int | None = Field(default=None, foreign_key="duty_item.id", index=True)
    change: Change | None = Field(default=None, sa_type=TextEnum(Change))
    cause: Cause | None = Field(default=None, sa_type=TextEnum(Cause))
    code: str = Field(default="", max_length=32)
    limit_text: str = Field(default="", max_length=32)
    condition: str = Field(default="", max_length=1000)
    closing: str = Field(default="", max_length=1000)
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    case_number: str = Field(default="", max_length=32)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    opened_by: str = Field(default="", max_length=64)
    state_since: datetime = Field(sa_type=UtcDateTime)
    decide_by: date | None = None
    decided_on: date | None = None
    authority: str = Field(default="", max_length=255)
    decision_number: str = Field(default="", max_length=128)
    decision_text: str = Field(default="", max_length=4000)
    early: bool = Field(default=False)
    matter_id: int | None = Field(default=None, foreign_key="matter.id")


class AdmissionStep(SQLModel, table=True):
    """A step of a request's timeline; never changed once written."""

    __tablename__ = "admission_step"
    __table_args__ = (UniqueConstraint("request_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="admission_request.id")
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    action: Action = Field(sa_type=TextEnum(Action))
    from_state: RequestState | None = Field(default=None, sa_type=TextEnum(RequestState))
    to_state: RequestState = Field(sa_type=TextEnum(RequestState))
    actor_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    actor_name: str = Field(default="", max_length=64)
    text: str = Field(default="", max_length=4000)
    details: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)


class AdmissionOpinion(SQLModel, table=True):
    """An opinion of a unit; the newest of a unit counts, the earlier ones stay readable."""

    __tablename__ = "admission_opinion"
    __table_args__ = (Index("ix_admission_opinion_request", "request_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="admission_request.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    stance: Stance = Field(sa_type=TextEnum(Stance))
    text: str = Field(default="", max_length=4000)
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    by_name: str = Field(default="", max_length=64)


class AdmissionDocument(SQLModel, table=True):
    """A document of a request: what it is and says, and the hash of its file."""

    __tablename__ = "admission_document"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="admission_request.id", index=True)
    kind: DocumentKind = Field(sa_type=TextEnum(DocumentKind))
    title: str = Field(max_length=255)
    number: str = Field(default="", max_length=128)
    issued_on: date | None = None
    issuer: str = Field(default="", max_length=255)
    text: str = Field(default="", max_length=20000)
    file_name: str = Field(default="", max_length=255)
    file_hash: str = Field(default="", max_length=64)
    note: str = Field(default="", max_length=1000)
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    by_name: str = Field(default="", max_length=64)
