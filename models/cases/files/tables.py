"""The table of attachments."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.kernel.types import UtcDateTime


class CaseAttachment(SQLModel, table=True):
    """A file of a case. ``seq`` counts within the case; the same ``sha256`` is kept on disk once.

    ``kind`` is the ending the content was recognised as. The three ``withdrawn`` columns say who
    took it out of sight, when and why; the row and the content stay.
    """

    __tablename__ = "case_attachment"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    seq: int
    name: str = Field(max_length=120)
    kind: str = Field(max_length=8)
    size: int
    sha256: str = Field(max_length=64, index=True)
    note: str = Field(default="", max_length=4000)
    at: datetime = Field(sa_type=UtcDateTime)
    account_id: int = Field(foreign_key="account.id")
    actor_name: str = Field(max_length=64)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_id: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_by: str = Field(default="", max_length=64)
    withdrawn_reason: str = Field(default="", max_length=1000)
