"""Tables of the catalogue."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.catalogue.views import DutyList, DutyStatus, LimitMode, MatterKind, MatterStatus, SettleLevel
from models.kernel.tables import Versioned
from models.kernel.types import TextEnum, UtcDateTime


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


class Matter(SQLModel, table=True):
    """A matter through all its versions; the newest version has number ``current_number``."""

    __tablename__ = "matter"
    __table_args__ = (UniqueConstraint("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32)
    current_number: int = Field(default=1)
    created_at: datetime = Field(sa_type=UtcDateTime)


class MatterVersion(SQLModel, table=True):
    """One version of a matter; never changed once written, except for the end of its force."""

    __tablename__ = "matter_version"
    __table_args__ = (
        UniqueConstraint("matter_id", "number"),
        Index(
            "ix_matter_version_current",
            "class_id",
            "matter_id",
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id")
    number: int
    current: bool = Field(default=True)
    name: str = Field(max_length=255)
    initials: str = Field(default="", max_length=255)
    class_id: int = Field(foreign_key="matter_class.id", index=True)
    kind: MatterKind = Field(sa_type=TextEnum(MatterKind))
    settle_level: SettleLevel = Field(sa_type=TextEnum(SettleLevel))
    urgency: int = Field(default=2)
    severity: int = Field(default=2)
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    duty_item_id: int | None = Field(default=None, foreign_key="duty_item.id", index=True)
    legal_basis: str = Field(default="", max_length=1000)
    keywords: str = Field(default="", max_length=500)
    in_force_from: date | None = None
    in_force_to: date | None = None
    status: MatterStatus = Field(default=MatterStatus.IN_FORCE, sa_type=TextEnum(MatterStatus))
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
