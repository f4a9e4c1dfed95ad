"""Tables of exports."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.exchange.exporting.views import Masking, RequestState
from models.kernel.types import TextEnum, UtcDateTime


class ExportRequest(SQLModel, table=True):
    """A request to export personal data in clear, and what a second person said to it.

    ``wanted_digest`` is that of the kind, filter, columns, day and settings it is granted for.
    """

    __tablename__ = "export_request"

    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    queue: str = Field(max_length=32)
    filter: str = Field(max_length=1000)
    columns: str = Field(max_length=1000)
    as_of: date | None = Field(default=None)
    wanted_digest: str = Field(max_length=64)
    rows: int
    reason: str = Field(max_length=1000)
    state: RequestState = Field(sa_type=TextEnum(RequestState))
    account_id: int = Field(foreign_key="account.id")
    by_name: str = Field(max_length=64)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_id: int | None = Field(default=None, foreign_key="account.id")
    answered_by: str = Field(default="", max_length=64)
    answer: str = Field(default="", max_length=1000)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ExportRun(SQLModel, table=True):
    """One export that was carried out: what left the house, by whom, and the digest of the file."""

    __tablename__ = "export_run"

    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    format: str = Field(max_length=16)
    queue: str = Field(max_length=32)
    filter: str = Field(max_length=1000)
    columns: str = Field(max_length=1000)
    as_of: date | None = Field(default=None)
    rows: int
    masking: Masking = Field(sa_type=TextEnum(Masking))
    reason: str = Field(max_length=1000)
    digest: str = Field(max_length=64)
    request: int | None = Field(default=None, foreign_key="export_request.number")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    by_name: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)
