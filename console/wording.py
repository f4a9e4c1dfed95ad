"""Templates of wording with the facts of a case filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.cases.wordings import FIELDS

if TYPE_CHECKING:
    from datetime import datetime

    from console.text import Times
    from models.cases.views import CaseView

_FIELD = re.compile("{(" + "|".join(FIELDS) + ")}")
_BLANK = "____"
"""Stands where the case has no such fact yet, for the person to fill in"""


def filled(text: str, case: CaseView, times: Times, now: datetime) -> str:
    """Return ``text`` with the facts of ``case`` in place of their names in braces."""
    facts = {
        "number": case.number,
        "title": case.title,
        "matter": "" if case.matter is None else case.matter.name,
        "unit": case.unit_name,
        "due": "" if case.due_at is None else times.moment(case.due_at, now),
        "place": case.place or case.grid_name,
    }
    return _FIELD.sub(lambda found: facts[found[1]] or _BLANK, text)
