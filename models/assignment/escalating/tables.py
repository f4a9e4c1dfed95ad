"""Tables of escalation."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.cases.escalation import EscalationStep, EscalationTrigger
from models.kernel.tables import partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class CaseEscalation(SQLModel, table=True):
    """A case went one step up, once for what rests since one moment.

    ``seq`` is the step of the case's timeline, ``waiting`` whether a further step may follow; the sweep
    reads those alone. ``answer_by`` is until when an answer is wanted, NULL where nobody answers any more.
    ``skipped`` holds the steps before it at which nobody could be told, each with why.
    """

    __tablename__ = "case_escalation"
    __table_args__ = (
        UniqueConstraint("case_id", "trigger", "since", "step"),
        partial_index("ix_case_escalation_waiting", "at", "id", where="waiting"),
        Index("ix_case_escalation_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    trigger: EscalationTrigger = Field(sa_type=TextEnum(EscalationTrigger))
    since: datetime = Field(sa_type=UtcDateTime)
    step: EscalationStep = Field(sa_type=TextEnum(EscalationStep))
    at: datetime = Field(sa_type=UtcDateTime)
    seq: int
    waiting: bool
    edition: int
    wait: str = Field(max_length=16)
    answer_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    skipped: list[list[str]] | None = Field(default=None, sa_type=JsonDocument)


class CaseEscalationTold(SQLModel, table=True):
    """Somebody an escalation went to."""

    __tablename__ = "case_escalation_told"
    __table_args__ = (Index("ix_case_escalation_told_account", "account_id", "escalation_id"),)

    escalation_id: int = Field(
        primary_key=True, foreign_key="case_escalation.id", sa_column_kwargs={"autoincrement": False}
    )
    account_id: int = Field(
        primary_key=True, foreign_key="account.id", sa_column_kwargs={"autoincrement": False}
    )
