"""The township's past as rows of the public imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scenarios.demo.arrivals import Report
    from scenarios.demo.delays import Happening
    from scenarios.demo.plan import Moment


def case_rows(moments: Iterable[Moment]) -> list[dict[str, str]]:
    """Return the rows of the kind ``cases``: what came in."""
    return [_case(moment.report) for moment in moments if moment.happening is None]


def history_rows(moments: Iterable[Moment]) -> list[dict[str, str]]:
    """Return the rows of the kind ``history``: what became of it."""
    return [_step(moment.report.number, moment.happening) for moment in moments if moment.happening]


def _case(report: Report) -> dict[str, str]:
    return {
        "number": report.number,
        "channel": report.channel,
        "title": report.title,
        "body": report.body,
        "place": report.place,
        "grid_code": report.grid.code,
        "reporter_name": report.reporter_name,
        "reporter_phone": report.reporter_phone,
        "occurred_at": report.occurred_at.isoformat(),
        "reported_at": report.reported_at.isoformat(),
        "taken_by": report.taken_by,
    }


def _step(number: str, step: Happening) -> dict[str, str]:
    return {
        "number": number,
        "at": step.at.isoformat(),
        "action": step.action,
        "person": step.login,
        "reason": step.reason,
        "note": step.note,
        "unit_code": step.unit,
        "to": step.to,
        "until": step.until,
        "matter_code": step.matter,
        "condition": str(step.condition) if step.condition else "",
        "close_kind": step.close_kind,
        "rating": step.rating,
    }
