"""What is said of one matter or duty: in two lines below the list, or on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from console.duty_words import TEXT_TITLES, duty_words
from console.i18n import _, ngettext
from console.labels import label
from console.text import limit_words
from console.widgets.preview import Fact
from models.catalogue.duties.views import DutyTitle
from models.catalogue.views import DutyItemView, DutyStatus, LimitMode, MatterLine

if TYPE_CHECKING:
    from datetime import date

    from console.widgets.lines import Piece
    from models.catalogue.views import ConditionView, MatterView

_INDENT = "   "


def is_of(matter: MatterView | None, line: MatterLine) -> TypeGuard[MatterView]:
    """Say whether ``matter`` is what ``line`` stands for, in the same version."""
    return matter is not None and matter.version_id == line.version_id


Row = MatterLine | DutyItemView | DutyTitle
"""What a line of the catalogue stands for."""


def written(row: Row | None, matter: MatterView | None) -> tuple[str, list[Piece]]:
    """Return the title and the text of a row's page, as far as it has been read.

    Args:
        row: what the cursor stands on.
        matter: the matter read last, perhaps that of another row.
    """
    if row is None or isinstance(row, DutyTitle):
        return "", []
    if isinstance(row, DutyItemView):
        return duty_words(row), duty_paragraphs(row)
    title = f"{row.code} {row.name}"
    if is_of(matter, row):
        return title, matter_paragraphs(matter)
    return title, [(title, "bold"), (_("Reading ..."), "dim")]


def row_facts(row: Row | None, matter: MatterView | None) -> list[Fact]:
    """Return what two lines below the list say of a row, as far as it has been read."""
    if isinstance(row, DutyItemView):
        return duty_facts(row)
    if isinstance(row, DutyTitle):
        return [Fact("", row.title)]
    return matter_facts(matter) if row is not None and is_of(matter, row) else []


def matter_facts(matter: MatterView) -> list[Fact]:
    """Return what two lines below the list say of a matter."""
    first, *more = matter.conditions or (None,)
    text = "" if first is None else condition_words(first)
    if more:
        others = ngettext("and %(count)s more", "and %(count)s more", len(more), count=len(more))
        text = f"{text} {others}"
    duty = matter.duty_item
    return [
        Fact(_("Condition"), text),
        Fact(_("Closing"), "" if first is None else first.closing_condition),
        Fact(_("Duty list"), "" if duty is None else duty_words(duty)),
        Fact(_("Lead unit"), matter.lead_unit_name),
        Fact(_("Settled by"), label(matter.settle_level)),
    ]


def duty_facts(item: DutyItemView) -> list[Fact]:
    """Return what two lines below the list say of a duty."""
    return [
        Fact("", item.name),
        Fact(_("Department"), item.department),
        Fact(_("The township does"), _one_line(item.township_duty)),
        Fact(_("How it is done"), _one_line(item.method)),
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def condition_words(condition: ConditionView) -> str:
    """Return a condition in one line: its text and its limit in words."""
    limit = limit_words(condition.limit)
    return f"{condition.text} ({limit})" if condition.text else limit


# ---------------------------------------------------------------- pages


def matter_paragraphs(matter: MatterView) -> list[Piece]:
    """Return everything about a matter, as a page."""
    paragraphs: list[Piece] = [
        (f"{matter.code} {matter.name}", "bold"),
        (" / ".join(matter.class_path), "dim"),
        ("", ""),
        *_facts(
            (_("Status"), _status_words(matter)),
            (_("Kind"), label(matter.kind)),
            (_("Settled by"), label(matter.settle_level)),
            (
                _("Grades"),
                _(
                    "urgency %(urgency)s, severity %(severity)s (1 ordinary, 4 gravest)",
                    urgency=matter.urgency,
                    severity=matter.severity,
                ),
            ),
            (_("Lead unit"), matter.lead_unit_name),
            (_("Keywords"), matter.keywords),
        ),
    ]
    for condition in matter.conditions:
        paragraphs += _condition(condition)
    if matter.duty_item is not None:
        paragraphs += [
            *_heading(_("Duty list item")),
            (f"{_INDENT}{duty_words(matter.duty_item)} {matter.duty_item.name}", ""),
            *_facts((_("Department"), matter.duty_item.department), indent=_INDENT),
        ]
    if matter.legal_basis:
        paragraphs += [*_heading(_("Legal basis")), *_block(matter.legal_basis)]
    return paragraphs


def _status_words(matter: MatterView) -> str:
    parts = [
        label(matter.status),
        _("version %(number)s", number=matter.version_number),
        _period(matter.in_force_from, matter.in_force_to),
    ]
    return "  ".join(part for part in parts if part)


def _period(first: date | None, last: date | None) -> str:
    if first is not None and last is not None:
        return _("from %(first)s to %(last)s", first=first.isoformat(), last=last.isoformat())
    if first is not None:
        return _("from %(first)s", first=first.isoformat())
    return _("until %(last)s", last=last.isoformat()) if last is not None else ""


def _condition(condition: ConditionView) -> list[Piece]:
    limit = limit_words(condition.limit)
    if condition.mode is LimitMode.DAYS:
        limit = _("%(limit)s, counted by whole days", limit=limit)
    return [
        *_heading(_("Filing condition %(number)s: %(limit)s", number=condition.seq, limit=limit)),
        *_block(condition.text),
        *_facts(
            (_("Closed when"), condition.closing_condition),
            (_("Evidence"), condition.evidence),
            indent=_INDENT,
        ),
    ]


def duty_paragraphs(item: DutyItemView) -> list[Piece]:
    """Return everything about a duty, as a page."""
    paragraphs: list[Piece] = [
        (item.name, "bold"),
        (duty_words(item), "dim"),
        ("", ""),
        *_facts(
            (_("Code"), item.code),
            (_("Status"), _("Off the list") if item.status is DutyStatus.RETIRED else ""),
            (_("Department"), item.department),
        ),
    ]
    for name, title in TEXT_TITLES.items():
        text: str = getattr(item, name)
        if text:
            paragraphs += [*_heading(_(title)), *_block(text)]
    return paragraphs


def _heading(text: str) -> list[Piece]:
    return [("", ""), (text, "bold underline")]


def _block(text: str) -> list[Piece]:
    return [(f"{_INDENT}{line}", "") for line in text.split("\n") if line]


def _facts(*facts: tuple[str, str], indent: str = "") -> list[Piece]:
    return [(indent + _("%(name)s: %(text)s", name=name, text=text), "") for name, text in facts if text]
