"""Reads of what was exported, and of what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.exchange.exporting.tables import ExportRequest, ExportRun
from models.exchange.exporting.views import ExportNews, ExportRequestView, ExportView, RequestState
from models.kernel.errors import NotFound
from models.kernel.tables import table_of
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

RUNS = table_of(ExportRun)
REQUESTS = table_of(ExportRequest)
_MOST_NEWS = 100
"""Requests looked through for news, the newest: whoever asked longer ago looks into the list"""
_RUN = [RUNS.c[name] for name in ExportView.__dataclass_fields__]
_REQUEST = [REQUESTS.c[name] for name in ExportRequestView.__dataclass_fields__]


def runs(session: Session, account_id: int | None, limit: int) -> list[ExportView]:
    """Return the newest exports, newest first; those of one account unless it is ``None``."""
    statement = select(*_RUN).order_by(RUNS.c.number.desc()).limit(limit)
    if account_id is not None:
        statement = statement.where(RUNS.c.account_id == account_id)
    return [ExportView(*row) for row in session.connection().execute(statement)]


def requests(session: Session, account_id: int | None, limit: int) -> list[ExportRequestView]:
    """Return the newest requests, newest first; those of one account unless it is ``None``."""
    statement = select(*_REQUEST).order_by(REQUESTS.c.number.desc()).limit(limit)
    if account_id is not None:
        statement = statement.where(REQUESTS.c.account_id == account_id)
    return [ExportRequestView(*row) for row in session.connection().execute(statement)]


def news(session: Session, account_id: int, since: datetime, *, answers: bool) -> ExportNews:
    """Return the requests of an account answered since, and, for who ``answers``, others' that wait."""
    newest = requests(session, None, _MOST_NEWS)
    mine = [each for each in newest if each.account_id == account_id and each.answered_at is not None]
    others = [each for each in newest if each.account_id != account_id and answers]
    return ExportNews(
        tuple(each for each in mine if each.answered_at is not None and each.answered_at >= since),
        tuple(each for each in others if each.state is RequestState.ASKED),
    )


def request(session: Session, number: int) -> ExportRequestView:
    """Return one request.

    Raises:
        NotFound: there is none of this number.
    """
    row = _found(session, number, _REQUEST)
    return ExportRequestView(*tuple(row))


def request_row(session: Session, number: int) -> Row[Any]:
    """Return the whole row of a request.

    Raises:
        NotFound: there is none of this number.
    """
    return _found(session, number, list(REQUESTS.c))


def _found(session: Session, number: int, columns: list[Any]) -> Row[Any]:
    row = session.connection().execute(select(*columns).where(REQUESTS.c.number == number)).first()
    if row is None:
        raise NotFound(N_("export request"), number)
    return row
