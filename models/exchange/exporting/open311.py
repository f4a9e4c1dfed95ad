"""Cases as service requests of Open311 GeoReport v2, as JSON and as XML.

The standard knows two states, open and closed. Nothing is made up: where we know no coordinates,
post code or picture, the field is there and empty, as the standard has it.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from models.exchange.exporting.caserows import has_deadline, whole_cases
from models.kernel.masking import mask_numbers
from models.kernel.text import clean_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<service_requests>\n'
_FOOT = "</service_requests>\n"


def write_json(
    session: Session,
    target: IO[bytes],
    conditions: list[ColumnElement[bool]],
    zone: ZoneInfo,
    on_row: Callable[[int], None],
    *,
    clear: bool,
) -> int:
    """Write a list of service requests; return how many."""
    count = 0
    for count, record in enumerate(_requests(session, conditions, zone, clear=clear), start=1):
        on_row(count)
        target.write(b"[\n" if count == 1 else b",\n")
        target.write(json.dumps(record, ensure_ascii=False).encode())
    target.write(b"\n]\n" if count else b"[]\n")
    return count


def write_xml(
    session: Session,
    target: IO[bytes],
    conditions: list[ColumnElement[bool]],
    zone: ZoneInfo,
    on_row: Callable[[int], None],
    *,
    clear: bool,
) -> int:
    """Write ``service_requests``; return how many."""
    target.write(_HEAD.encode())
    count = 0
    for count, record in enumerate(_requests(session, conditions, zone, clear=clear), start=1):
        on_row(count)
        fields = "".join(
            f"<{name}/>" if value is None else f"<{name}>{escape(value)}</{name}>"
            for name, value in record.items()
        )
        target.write(f"<request>{fields}</request>\n".encode())
    target.write(_FOOT.encode())
    return count


def _requests(
    session: Session, conditions: list[ColumnElement[bool]], zone: ZoneInfo, *, clear: bool
) -> Iterator[dict[str, str | None]]:
    for case in whole_cases(session, conditions):
        yield _request(case, zone, mask_numbers if not clear else str)


def _request(case: Row[Any], zone: ZoneInfo, shown: Callable[[str], str]) -> dict[str, str | None]:
    description = clean_block("\n".join(filter(None, (case.title, case.body))))
    due = case.due_at.astimezone(zone).isoformat(timespec="seconds") if has_deadline(case.due_at) else None
    return {
        "service_request_id": case.number,
        "status": "open" if case.open else "closed",
        "status_notes": case.state.value,
        "service_name": case.matter_name,
        "service_code": case.matter,
        "description": shown(description),
        "agency_responsible": case.unit_name,
        "service_notice": None,
        "requested_datetime": case.reported_at.astimezone(zone).isoformat(timespec="seconds"),
        "updated_datetime": case.state_since.astimezone(zone).isoformat(timespec="seconds"),
        "expected_datetime": due,
        "address": shown(clean_block(case.place)) or None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }
