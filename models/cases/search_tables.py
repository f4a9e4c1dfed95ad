"""Tables by which cases are found again: what people saved, and what the index of words is made from."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.cases.saved_views import SharedWith
from models.kernel.tables import Versioned, partial_index
from models.kernel.types import JsonDocument, TextEnum, UtcDateTime


class SavedQueue(Versioned, table=True):
    """A filter somebody saved, with columns and order; a saved search where ``base`` is every case.

    ``names`` is what the names in ``text`` meant when it was saved (see
    :mod:`models.cases.kept_names`), ``ordering`` what :func:`models.cases.arranging.ordering_text`
    makes of an order. What was dropped is kept for a short time, so that it can be taken up again.
    """

    __tablename__ = "saved_queue"
    __table_args__ = (
        partial_index("uq_saved_queue_name", "account_id", "name", where="dropped_at IS NULL", unique=True),
        partial_index("ix_saved_queue_shared", "shared", "id", where="shared != 'nobody'"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    name: str = Field(max_length=40)
    base: str = Field(max_length=32)
    text: str = Field(max_length=240)
    names: list[dict[str, Any]] | None = Field(default=None, sa_type=JsonDocument)
    columns: list[str] = Field(sa_type=JsonDocument)
    ordering: str = Field(default="", max_length=32)
    shared: SharedWith = Field(sa_type=TextEnum(SharedWith))
    roles: list[str] | None = Field(default=None, sa_type=JsonDocument)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    position: int
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CaseWords(SQLModel, table=True):
    """What a case is found by among all there are (see :mod:`models.cases.fulltext`).

    ``place`` orders cases as they were reported; under it the index of words, ``case_fts``, knows
    the case. That one is another thing on each engine and made by the revisions alone.
    ``text`` is what the index was made from, folded: a line of what the case says, one of the
    names on it, and one for each step that said something.
    """

    __tablename__ = "case_words"
    __table_args__ = (UniqueConstraint("place"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    place: int = Field(sa_type=BigInteger)
    text: str
    marks: str = Field(max_length=1000)
