"""What of a former system's log is shown: what it called things, and what it said besides.

Nobody knows what stands in the columns of another system. Long numbers in them, which may be
telephone or identity numbers, are shown masked; the names of reporters come in no other way than
by a column of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from models.cases.views import FormerView
from models.kernel.masking import mask_id_number, mask_phone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row

_LONG = re.compile(r"(?<![0-9.])[0-9](?:[0-9 -]{5,18})[0-9Xx](?![0-9.])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IDENTITY = 15


def former_view(row: Row[Any]) -> FormerView | None:
    """Return where a case comes from; ``None`` for one of our own."""
    if row.former_system is None:
        return None
    return FormerView(row.former_system, row.former_number, _masked(row.former_kept or {}))


def unit_named(event: Row[Any]) -> str:
    """Return the unit an entry of a log names, where it is none of ours."""
    if event.activity is None or not event.details:
        return ""
    return str(event.details.get("unit", ""))


def shown_details(event: Row[Any]) -> Mapping[str, Any]:
    """Return the facts of a step; of an entry of a log, with long numbers masked."""
    details: Mapping[str, Any] = event.details or {}
    if event.activity is None or "kept" not in details:
        return details
    return {**details, "kept": _masked(details["kept"])}


def _masked(kept: Mapping[str, str]) -> dict[str, str]:
    return {name: _LONG.sub(_stars, text) for name, text in kept.items()}


def _stars(match: re.Match[str]) -> str:
    text = match[0]
    if _DATE.match(text):
        return text
    return mask_id_number(text) if len(text) >= _IDENTITY else mask_phone(text)
