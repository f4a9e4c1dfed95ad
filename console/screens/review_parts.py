"""How departments, opinions and one opinion are written on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.differing import pieces
from console.draftwords import FIELDS, value_words
from console.i18n import N_, _
from console.labels import label
from console.reviewwords import (
    department_state,
    opinion_kind,
    opinion_state,
    past_words,
    review_field,
    shown_proposal,
    source_words,
    taken_words,
)
from console.terminal.filter import clean_text
from console.text import cell_len, wrap
from console.widgets.line_list import Column
from console.widgets.queue_bar import QueueTab
from models.catalogue.review.views import OpinionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.catalogue.review.views import DepartmentLine, OpinionLine, OpinionView, RoundView

SHEETS = (N_("departments"), N_("to settle"), N_("unanswered"), N_("answered"), N_("all"))
"""The lists of a round in the order of their number keys."""
FILTERS: Mapping[int, dict[str, bool]] = {
    1: {"unsettled": True},
    2: {"unanswered": True},
    3: {"answered": True},
    4: {},
}
"""What each list of opinions asks the service for."""
_LEAST_ROOM = 20


def round_tabs(current: int, found: RoundView | None) -> list[QueueTab]:
    """Return the line of lists with their counts."""
    counts: list[int | None] = [None] * len(SHEETS)
    if found is not None:
        each = found.line.counts
        counts = [
            len(found.departments),
            each.unsettled,
            each.asked - each.answered,
            each.answered,
            each.asked,
        ]
    return [
        QueueTab(str(place + 1), _(name), counts[place], current=place == current)
        for place, name in enumerate(SHEETS)
    ]


def department_columns() -> list[Column[DepartmentLine]]:
    """Return the columns of the list of departments."""
    return [
        Column(N_("Department"), 14, lambda line: (line.name, ""), grow=True),
        Column(N_("State"), 8, _department_state),
        Column(N_("Asked"), 6, lambda line: (str(line.counts.asked), ""), right=True),
        Column(N_("Answered"), 8, lambda line: (str(line.counts.answered), ""), right=True),
        Column(N_("Silent"), 6, lambda line: (str(line.counts.silent), ""), right=True),
        Column(N_("Objects"), 6, lambda line: (str(line.counts.objected), ""), right=True, since=70),
        Column(N_("To settle"), 9, _unsettled, right=True),
        Column(N_("Reminded"), 8, lambda line: (str(line.reminders or ""), ""), right=True, since=76),
    ]


def _department_state(line: DepartmentLine) -> Piece:
    return department_state(line), ("bold" if line.overdue else "")


def _unsettled(line: DepartmentLine) -> Piece:
    return str(line.counts.unsettled), ("bold" if line.counts.unsettled else "")


def opinion_columns() -> list[Column[OpinionLine]]:
    """Return the columns of the lists of opinions."""
    return [
        Column(N_("Code"), 7, lambda line: (line.code, ""), best=9),
        Column(N_("Matter"), 14, lambda line: (line.name, ""), grow=True),
        Column(N_("Department"), 12, lambda line: (line.department, ""), best=20),
        Column(N_("Opinion"), 12, lambda line: (opinion_kind(line), "" if line.kind else "dim"), best=22),
        Column(N_("State"), 8, _opinion_state),
    ]


def _opinion_state(line: OpinionLine) -> Piece:
    return opinion_state(line), ("bold" if line.undone else "")


# ---------------------------------------------------------------- one opinion


def opinion_lines(view: OpinionView, frame: Frame, width: int) -> list[list[Piece]]:
    """Return everything about an opinion, in lines of at most ``width`` cells."""
    line = view.line
    lines: list[list[Piece]] = [[(f"{line.code}  {clean_text(line.name)}".strip(), "bold")]]
    who = f"{line.department} {label(view.part)}  {opinion_kind(line)}  {opinion_state(line)}"
    lines += _wrapped("", who, width)
    if not view.live:
        lines += _wrapped("", _("The entry is no longer on the list."), width, "bold")
    lines += _wordings(view, width)
    for title, text in _facts(view, frame):
        lines += _wrapped(title, text, width)
    for text in taken_words(view.taken):
        lines += _wrapped(_("Taken up"), text, width)
    if view.history:
        lines.append([])
        lines.append([(_("Earlier opinions"), "bold")])
        for past in view.history:
            lines += _wrapped("", past_words(past), width)
    lines.append([])
    lines.append([(_("The entry as it was sent"), "bold")])
    for name in FIELDS:
        text = value_words(name, getattr(view.sent, name))
        if text and name in _SHOWN:
            lines += _wrapped(review_field(name), text, width)
        if name == "department":
            lines += _wrapped(_("Lead unit"), view.lead_unit, width)
    return lines


_SHOWN = frozenset(
    {"name", "duty_list", "department", "assisting", "legal_basis", "grid_duty", "patrol", "conditions"}
)
"""Fields a department was shown"""


def _facts(view: OpinionView, frame: Frame) -> Iterator[tuple[str, str]]:
    line = view.line
    yield _("Reason"), view.reason
    yield _("Basis"), view.basis
    yield _("Belongs to"), view.belongs_to
    if line.at is not None and line.kind is not OpinionKind.NONE:
        when = frame.times.moment(line.at, frame.clock.now())
        yield _("Given"), f"{when}  {view.by}  {source_words(view)}".strip()
    if view.settled_at is not None:
        when = frame.times.moment(view.settled_at, frame.clock.now())
        yield _("Settled"), f"{when}  {view.settled_by}  {view.settled_reason}".strip()


def _wordings(view: OpinionView, width: int) -> list[list[Piece]]:
    """Return the wording sent and the one proposed, what differs in brackets; then what moved since."""
    lines: list[list[Piece]] = []
    field = view.line.field
    if field:
        sent = value_words(field, getattr(view.sent, field))
        old, new = pieces(sent, shown_proposal(view))
        for title, told in ((_("As sent"), old), (_("Proposed"), new)):
            lines += _told(f"{title} {review_field(field)}", told, width)
    for name, (was, now) in view.changed.items():
        if name not in view.taken:
            _old, new = pieces(value_words(name, was), value_words(name, now))
            lines += _told(_("Now %(field)s", field=review_field(name)), new, width)
    return lines


def _told(title: str, told: list[Piece], width: int) -> list[list[Piece]]:
    """Return a wording under its title; the brackets say what differs, so it may be wrapped as a text."""
    return _wrapped(title, "".join(text for text, _style in told) or "-", width)


def _wrapped(title: str, text: str, width: int, style: str = "") -> list[list[Piece]]:
    if not text:
        return []
    head = f"{title}  " if title else ""
    room = max(_LEAST_ROOM, width - cell_len(head))
    first, *more = wrap(clean_text(text), room) or [""]
    return [[(head, "dim"), (first, style)], *([(" " * cell_len(head), ""), (part, style)] for part in more)]
