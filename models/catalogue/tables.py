"""Tables of the catalogue."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# A reference to a table is found only where that table is known as well.
from models.catalogue.flows import tables as _flows  # noqa: F401
from models.catalogue.views import (
    DutyList,
    DutyStatus,
    EditionStatus,
    LimitMode,
    LineageKind,
    MatterKind,
    Privacy,
    SettleLevel,
)
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime

_STANDING = "known_to IS NULL"
_HOLDING = "known_to IS NULL AND valid_from < valid_to"


class MatterClass(Versioned, table=True):
    """A class of matters; ``scheme`` is the code scheme (``component``, ``event``, ``grid`` …)."""

    __tablename__ = "matter_class"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    scheme: str = Field(max_length=32)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    level: int
    parent_id: int | None = Field(default=None, foreign_key="matter_class.id", index=True)


class DutyItem(Versioned, table=True):
    """An item of one of the three duty lists."""

    __tablename__ = "duty_item"
    __table_args__ = (UniqueConstraint("code"), Index("ix_duty_item_list", "duty_list", "number"))

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    duty_list: DutyList = Field(sa_type=TextEnum(DutyList))
    category: str = Field(max_length=64)
    number: int
    name: str = Field(max_length=512)
    department: str = Field(default="", max_length=255)
    superior_duty: str = Field(default="", max_length=4000)
    township_duty: str = Field(default="", max_length=4000)
    method: str = Field(default="", max_length=4000)
    status: DutyStatus = Field(
        default=DutyStatus.LISTED,
        sa_type=TextEnum(DutyStatus),
        sa_column_kwargs={"server_default": DutyStatus.LISTED.value},
    )


class Edition(Versioned, table=True):
    """A list of matters as it is prepared and published under a number.

    A draft has no number yet: it gets the next one when it is published. A withdrawn edition
    keeps its number; what it had changed stands again as before.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("number"),
        # One list is prepared at a time, whoever prepares it.
        partial_index("uq_edition_draft", "status", where="status = 'draft'", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int | None = None
    name: str = Field(default="", max_length=64)
    note: str = Field(default="", max_length=1000)
    status: EditionStatus = Field(sa_type=TextEnum(EditionStatus))
    effective: date | None = None
    begun_at: datetime = Field(sa_type=UtcDateTime)
    begun_by_id: int | None = Field(default=None, foreign_key="account.id")
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_by_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    plan_hash: str = Field(default="", max_length=64)
    counts: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)


class Matter(SQLModel, table=True):
    """A matter through all its versions and codes; its newest version has number ``current_number``.

    The code can change and can be another matter's later, so it identifies nothing by itself:
    what it means on a day, the spans say.
    """

    __tablename__ = "matter"

    id: int | None = Field(default=None, primary_key=True)
    current_number: int = Field(default=1)
    created_at: datetime = Field(sa_type=UtcDateTime)


class MatterVersion(SQLModel, table=True):
    """What a matter says, in one version; never changed once written."""

    __tablename__ = "matter_version"
    __table_args__ = (UniqueConstraint("matter_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id")
    number: int
    code: str = Field(max_length=32)
    name: str = Field(max_length=255)
    initials: str = Field(default="", max_length=255)
    parent: str = Field(default="", max_length=32)
    class_id: int = Field(foreign_key="matter_class.id", index=True)
    duty_list: DutyList | None = Field(default=None, sa_type=TextEnum(DutyList))
    kind: MatterKind = Field(sa_type=TextEnum(MatterKind))
    settle_level: SettleLevel = Field(sa_type=TextEnum(SettleLevel))
    urgency: int = Field(default=2)
    severity: int = Field(default=2)
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    department: str = Field(default="", max_length=255)
    assisting: list[str] | None = Field(default=None, sa_type=JsonDocument)
    duty_item_id: int | None = Field(default=None, foreign_key="duty_item.id", index=True)
    flow_id: int | None = Field(default=None, foreign_key="flow.id", index=True)
    legal_basis: str = Field(default="", max_length=1000)
    keywords: str = Field(default="", max_length=500)
    grid_duty: str = Field(default="", max_length=1000)
    patrol: str = Field(default="", max_length=64)
    privacy: Privacy = Field(default=Privacy.PUBLIC, sa_type=TextEnum(Privacy))
    content_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)


class FilingCondition(SQLModel, table=True):
    """A filing condition of one matter version, with its limit."""

    __tablename__ = "filing_condition"
    __table_args__ = (UniqueConstraint("matter_version_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    matter_version_id: int = Field(foreign_key="matter_version.id")
    seq: int
    text: str = Field(default="", max_length=1000)
    limit_amount: int
    limit_unit: str = Field(max_length=2)
    mode: LimitMode = Field(default=LimitMode.HOURS, sa_type=TextEnum(LimitMode))
    closing_condition: str = Field(default="", max_length=1000)
    evidence: str = Field(default="", max_length=1000)
    origin: str = Field(default="", max_length=32)


class MatterSpan(SQLModel, table=True):
    """Which version of a matter holds from ``valid_from`` until before ``valid_to``.

    Two clocks: the days on which it holds, and the moments from which and until which the
    office knew it so. ``known_to`` is NULL as long as it is what the office knows; a span is
    never changed otherwise and never deleted. A span of no days (both dates alike) says that
    a matter exists and is not in force.
    """

    __tablename__ = "matter_span"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_to", name="order"),
        partial_index("uq_matter_span_code", "code", "valid_from", "valid_to", where=_HOLDING, unique=True),
        partial_index("uq_matter_span_matter", "matter_id", "valid_from", where=_STANDING, unique=True),
        partial_index("ix_matter_span_days", "valid_to", "valid_from", where=_STANDING),
        Index("ix_matter_span_history", "matter_id", "known_from"),
        Index("ix_matter_span_codes", "code", "known_from"),
    )

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id")
    version_id: int = Field(foreign_key="matter_version.id", index=True)
    code: str = Field(max_length=32)
    valid_from: date
    valid_to: date
    known_from: datetime = Field(sa_type=UtcDateTime)
    known_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edition_id: int | None = Field(default=None, foreign_key="edition.id", index=True)
    ended_by_id: int | None = Field(default=None, foreign_key="edition.id", index=True)


class MatterLineage(SQLModel, table=True):
    """One step in the descent of a matter: a new name or number, a merge into another.

    ``from_id`` and ``to_id`` are the same matter where its identity went on. A merge or split
    that was taken back holds until ``until``. As with spans, ``known_to`` is NULL while it stands.
    """

    __tablename__ = "matter_lineage"
    __table_args__ = (
        Index("ix_matter_lineage_from", "from_id", "effective"),
        Index("ix_matter_lineage_to", "to_id", "effective"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: LineageKind = Field(sa_type=TextEnum(LineageKind))
    from_id: int | None = Field(default=None, foreign_key="matter.id")
    to_id: int | None = Field(default=None, foreign_key="matter.id")
    effective: date
    until: date
    known_from: datetime = Field(sa_type=UtcDateTime)
    known_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edition_id: int | None = Field(default=None, foreign_key="edition.id", index=True)
    ended_by_id: int | None = Field(default=None, foreign_key="edition.id", index=True)
    detail: dict[str, Any] | None = Field(default=None, sa_type=JsonDocument)
    note: str = Field(default="", max_length=500)
