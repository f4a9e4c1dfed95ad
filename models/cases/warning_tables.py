"""The table of warnings raised."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.cases.warning_views import Warned
from models.kernel.types import TextEnum, UtcDateTime


class CaseWarning(SQLModel, table=True):
    """A clock that came near its deadline, or passed it: raised once for each deadline.

    ``clock`` is a stage, or "handling". A deadline that moves is another one, and is warned of anew.
    """

    __tablename__ = "case_warning"
    __table_args__ = (
        UniqueConstraint("case_id", "clock", "kind", "due_at"),
        Index("ix_case_warning_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    clock: str = Field(max_length=16)
    kind: Warned = Field(sa_type=TextEnum(Warned))
    due_at: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
