"""Cases and steps of a former system in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.i18n import _, pgettext, render
from models.cases.former import is_former

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.text import Times
    from models.cases.views import CaseView, EventView


def former_words(case: CaseView) -> str:
    """Return where a case comes from, and what else is kept of it; "" for one of our own."""
    former = case.former
    if former is None:
        return ""
    name = _("%(number)s in %(system)s", number=former.number, system=former.system)
    return _("; ").join([name, *_kept(former.kept)])


def activity_words(event: EventView) -> str:
    """Return what a step was called in the former system, and what else is kept of it; "" for ours."""
    if not event.activity:
        return ""
    kept: Mapping[str, str] = event.details.get("kept", {})
    return _("; ").join([_("there: %(activity)s", activity=event.activity), *_kept(kept)])


def _kept(kept: Mapping[str, str]) -> list[str]:
    return [_("%(name)s: %(value)s", name=name, value=value) for name, value in kept.items()]


def receipt_texts(document: Mapping[str, Any], times: Times) -> list[str]:
    """Return a receipt line by line, the deadline itself last, whoever gave it."""
    if not is_former(document):
        # Loaded on use: a list of cases explains no deadline.
        from models.calendar.receipt import Receipt
        from models.calendar.wording import receipt_lines

        return [str(render(phrase)) for phrase in receipt_lines(Receipt.from_document(document))]
    due_at = datetime.fromisoformat(document["due_at"])
    return [
        _("The deadline is as the former system, %(system)s, gave it.", system=document["former"]),
        _("It wrote: %(given)s", given=document["given"]),
        _("It was not worked out by the calendar here."),
        pgettext("receipt", "Due: %(when)s") % {"when": times.full(due_at)},
    ]
