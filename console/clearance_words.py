"""Requests to export personal data in clear, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _
from console.labels import label
from models.cases.kinds import QueueKey
from models.exchange.exporting.views import RequestState

if TYPE_CHECKING:
    from console.widgets.lines import Piece
    from models.exchange.exporting.views import ExportRequestView

_STATES = {
    RequestState.ASKED: N_("waits for a second person"),
    RequestState.GRANTED: N_("agreed to"),
    RequestState.DECLINED: N_("turned down by a second person"),
    RequestState.USED: N_("used up"),
}
_TITLES = {
    "cases": N_("cases"),
    "history": N_("case history"),
    "staff": N_("staff"),
}
"""As the kinds of tables call themselves, without loading them"""


def kind_words(kind: str) -> str:
    """Return what a table with personal data is called."""
    return _(_TITLES.get(kind, kind))


def state_words(state: RequestState) -> str:
    """Return where a request stands, in words."""
    return _(_STATES[state])


def wanted_lines(row: ExportRequestView) -> list[Piece]:
    """Return what was asked for, and what for, a line each."""
    lines = [_("What: %(kind)s, %(count)s rows", kind=kind_words(row.kind), count=row.rows)]
    if row.queue:
        lines.append(_("Queue: %(queue)s", queue=_queue(row.queue)))
    if row.filter:
        lines.append(_("Narrowed by: %(filter)s", filter=row.filter))
    lines.append(_("Columns: %(columns)s", columns=row.columns or _("all of them")))
    lines.append(_("What for: %(reason)s", reason=row.reason))
    return [(line, "") for line in lines]


def _queue(key: str) -> str:
    return label(QueueKey(key)) if key in list(QueueKey) else key
