"""The table of editions of the rules of dispatching."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.assignment.routing.kinds import EditionStatus
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class RoutingEdition(Versioned, table=True):
    """An edition; ``rules`` is the list of them in order, each as a plain document.

    Only the draft is ever changed. It gets its number when it is put in force; of the edition before it
    nothing changes but ``status`` and ``until``.
    """

    __tablename__ = "routing_edition"
    __table_args__ = (
        UniqueConstraint("number"),
        partial_index("uq_routing_edition_draft", "status", where="status = 'draft'", unique=True),
        partial_index("uq_routing_edition_in_force", "status", where="status = 'in_force'", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int | None = None
    status: EditionStatus = Field(sa_type=TextEnum(EditionStatus))
    rules: list[dict[str, Any]] = Field(sa_type=JsonDocument)
    note: str = Field(default="", max_length=200)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: str = Field(max_length=64)
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
