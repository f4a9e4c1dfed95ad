"""How requests are listed and written on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.admission_words import (
    facts_of,
    opinion_words,
    paper_words,
    step_words,
    value_words,
)
from console.i18n import N_, _
from console.labels import label
from console.screens.case_facts import Stated, flow
from console.terminal.filter import clean_text
from console.text import fit, wrap
from console.widgets.line_list import Column
from console.widgets.queue_bar import QueueTab
from models.catalogue.boundary.kinds import (
    RequestState,
)
from models.catalogue.boundary.rules import OPEN_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.catalogue.boundary.views import RequestLine, RequestView

_S = RequestState
SHEETS: tuple[tuple[str, tuple[RequestState, ...]], ...] = (
    (N_("open"), tuple(state for state in RequestState if state in OPEN_STATES)),
    (N_("draft"), (_S.DRAFT,)),
    (N_("ask"), (_S.OPINIONS,)),
    (N_("county"), (_S.COUNTY,)),
    (N_("to do"), (_S.RETURNED,)),
    (N_("in"), (_S.ADMITTED, _S.CHANGED)),
    (N_("ended"), (_S.REFUSED, _S.TURNED_BACK, _S.WITHDRAWN, _S.EXPIRED)),
)
"""The lists of requests in the order of their number keys: a short name, and who stands in it."""
_WHEN = 13


def tabs(current: int, counts: Mapping[RequestState, int]) -> list[QueueTab]:
    """Return the line of lists."""
    return [
        QueueTab(
            str(place + 1),
            _(name),
            sum(counts.get(state, 0) for state in states) if counts else None,
            current=place == current,
        )
        for place, (name, states) in enumerate(SHEETS)
    ]


def request_columns() -> list[Column[RequestLine]]:
    """Return the columns of the list."""
    return [
        Column(N_("No."), 4, lambda line: (str(line.id), ""), right=True),
        Column("", 2, lambda line: (_("!u") if line.urgent else "", "bold")),
        Column(N_("Kind"), 8, lambda line: (label(line.kind), ""), best=10),
        Column(N_("State"), 8, _state_of, best=11),
        Column(N_("Duty"), 16, lambda line: (line.name or line.duty_name or line.duty_item, ""), grow=True),
        Column(N_("Department"), 14, lambda line: (line.department, ""), best=22, since=100),
        Column(N_("Last day"), 10, lambda line: (value_words(line.ends_on or line.decide_by), ""), since=64),
    ]


def _state_of(line: RequestLine) -> Piece:
    return (_("in force"), "bold") if line.early else (label(line.state), "")


# ---------------------------------------------------------------- one request


def fact_lines(request: RequestView, width: int) -> list[list[Piece]]:
    """Return what a request says, its opinions and documents, in lines of at most ``width`` cells."""
    facts = [
        Stated(name, text, "bold" if name == _("Still lacks") else "") for name, text in facts_of(request)
    ]
    facts += [Stated(_("Opinion"), opinion_words(each)) for each in request.opinions]
    for each in request.documents:
        facts.append(Stated(_("Document"), paper_words(each)))
        if each.text:
            facts.append(Stated(_("Text"), each.text))
    return flow(facts, width)


def step_lines(request: RequestView, frame: Frame, width: int) -> list[list[Piece]]:
    """Return the steps of a request, the newest last, in lines of at most ``width`` cells."""
    lines: list[list[Piece]] = []
    now = frame.clock.now()
    for step in request.timeline:
        when = fit(frame.times.moment(step.at, now), _WHEN)
        for number, part in enumerate(wrap(clean_text(step_words(step)), max(12, width - _WHEN))):
            lines.append([(when if number == 0 else " " * _WHEN, "dim"), (part, "")])
    return lines
