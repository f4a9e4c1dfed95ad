"""Tables of the rounds: departments, entries as they were sent, opinions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# A reference to a table is found only where that table is known as well.
from models.catalogue import tables as _catalogue  # noqa: F401 -- its keys point there
from models.catalogue.review.views import OpinionKind, OpinionState, Part, RoundState, Silence
from models.kernel.tables import Versioned
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class ReviewRound(Versioned, table=True):
    """A round of one list; ``reason`` says why there is one more than is usual."""

    __tablename__ = "review_round"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    state: RoundState = Field(sa_type=TextEnum(RoundState))
    due_on: date
    reason: str = Field(default="", max_length=1000)
    silence: Silence = Field(sa_type=TextEnum(Silence))
    strict: bool = Field(default=False)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    opened_by: str = Field(default="", max_length=64)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    closed_by: str = Field(default="", max_length=64)


class ReviewDepartment(SQLModel, table=True):
    """A department asked in a round, with when its sheet was written and it was reminded."""

    __tablename__ = "review_department"
    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id")
    name: str = Field(max_length=255)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminders: int = Field(default=0)


class ReviewItem(SQLModel, table=True):
    """An entry in the wording in which it was sent in a round; never changed."""

    __tablename__ = "review_item"
    __table_args__ = (UniqueConstraint("round_id", "matter_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id")
    matter_id: int = Field(foreign_key="matter.id", index=True)
    code: str = Field(default="", max_length=32)
    name: str = Field(max_length=255)
    document: dict[str, Any] = Field(sa_type=JsonDocument)
    fingerprint: str = Field(max_length=64)


class ReviewAsked(SQLModel, table=True):
    """Which entries a department is asked about, and why."""

    __tablename__ = "review_asked"

    department_id: int = Field(foreign_key="review_department.id", primary_key=True)
    item_id: int = Field(foreign_key="review_item.id", primary_key=True, index=True)
    part: Part = Field(sa_type=TextEnum(Part))


class ReviewOpinion(Versioned, table=True):
    """An opinion; ``current`` unless a later one of the department took its place.

    ``taken`` is what accepting it changed, field to before and after; ``step`` the number of the
    step on the list that did so.
    """

    __tablename__ = "review_opinion"
    __table_args__ = (
        Index("ix_review_opinion_pair", "department_id", "item_id"),
        Index("ix_review_opinion_state", "round_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id")
    department_id: int = Field(foreign_key="review_department.id")
    item_id: int = Field(foreign_key="review_item.id", index=True)
    kind: OpinionKind = Field(sa_type=TextEnum(OpinionKind))
    field: str = Field(default="", max_length=32)
    proposed: str = Field(default="", max_length=4000)
    reason: str = Field(default="", max_length=4000)
    basis: str = Field(default="", max_length=1000)
    belongs_to: str = Field(default="", max_length=255)
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    by_name: str = Field(default="", max_length=64)
    source: str = Field(default="", max_length=255)
    sheet: str = Field(default="", max_length=64)
    row: int | None = None
    current: bool = Field(default=True)
    carried_from_id: int | None = Field(default=None, foreign_key="review_opinion.id", index=True)
    state: OpinionState = Field(sa_type=TextEnum(OpinionState))
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    settled_by: str = Field(default="", max_length=64)
    settled_reason: str = Field(default="", max_length=4000)
    taken: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    step: int | None = None
