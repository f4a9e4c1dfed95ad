"""Parts of the flow editor: its head line, the list of steps, the findings beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.dialogs.conflict import Difference
from console.flows.diagram import MARKS
from console.flows.page import link_words
from console.flows.words import finding_words, post_words, unit_words
from console.i18n import N_, _, ngettext
from console.labels import label
from console.terminal.filter import clean_text
from console.text import limit_words, wrap
from console.widgets.columns import Column
from console.widgets.lines import LineWidget, Piece, spread
from models.catalogue.flows.comparing import ORDER, differing, parts
from models.catalogue.flows.views import Grade, Link, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from console.flows.editing import Editing
    from models.catalogue.flows.views import FlowDraft


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as the list shows it."""

    place: int
    step: Step
    grade: Grade | None
    unit: str


def step_rows(editing: Editing) -> list[StepRow]:
    """Return the rows of the list."""
    marks, units = editing.marks, editing.grounds.units
    return [
        StepRow(place, step, marks.get(step.key), unit_words(step.unit, units))
        for place, step in enumerate(editing.draft.steps, start=1)
    ]


def row_id(row: StepRow) -> str:
    """Return the identity of a row."""
    return row.step.key


def step_columns() -> list[Column[StepRow]]:
    """Return the columns of the list."""
    return [
        Column[StepRow]("", 1, lambda row: MARKS[row.grade] if row.grade else ("", "")),
        Column[StepRow](N_("No."), 3, lambda row: (str(row.place), ""), right=True),
        Column[StepRow](N_("Step"), 12, _name, grow=True),
        Column[StepRow](N_("Kind"), 8, lambda row: (label(row.step.kind), "dim"), since=66),
        Column[StepRow](N_("Post"), 10, lambda row: (post_words(row.step.post), ""), best=12),
        Column[StepRow](N_("Unit"), 10, lambda row: (clean_text(row.unit), ""), best=20, since=54),
        Column[StepRow](N_("Limit"), 11, lambda row: (clean_text(limit_words(row.step.limit)), ""), best=15),
    ]


def _name(row: StepRow) -> Piece:
    return clean_text(row.step.name) or _("(no name)"), "bold" if row.grade else ""


# ---------------------------------------------------------------- head and findings


class FlowHead(LineWidget):
    """Code and name of the flow; at the right which version it is and whether it is saved."""

    DEFAULT_CSS = "FlowHead { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._state = ""

    def show(self, name: str, state: str) -> None:
        """Show these words."""
        self._name, self._state = name, state
        self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the line."""
        return spread([(" ", ""), (clean_text(self._name), "bold")], [(f"{self._state} ", "")], width)


def counts_words(editing: Editing) -> str:
    """Return how much the checker found, in words; "" if nothing."""
    wrong, doubtful = editing.count(Grade.ERROR), editing.count(Grade.WARNING)
    said = []
    if wrong:
        said.append(ngettext("%(count)s error", "%(count)s errors", wrong, count=wrong))
    if doubtful:
        said.append(ngettext("%(count)s warning", "%(count)s warnings", doubtful, count=doubtful))
    return _(", ").join(said)


def finding_lines(editing: Editing, key: str) -> Callable[[int], list[list[Piece]]]:
    """Return the layout of the findings, those of the step ``key`` first and bold."""
    ordered = sorted(editing.findings, key=lambda finding: finding.step != key or not key)
    places = {step.key: place for place, step in enumerate(editing.draft.steps, start=1)}

    def layout(width: int) -> list[list[Piece]]:
        lines: list[list[Piece]] = []
        for finding in ordered:
            mark, style = MARKS[finding.grade]
            number = str(places.get(finding.step, "")).rjust(2)
            emphasis = "bold" if finding.step == key and key else ""
            first, *more = wrap(clean_text(finding_words(finding)), max(8, width - 5))
            lines.append([(f"{mark} ", style), (f"{number} ", "dim"), (first, emphasis)])
            lines += [[("     ", ""), (line, emphasis)] for line in more]
        return lines or [[(_("No faults found."), "dim")]]

    return layout


# ---------------------------------------------------------------- two versions at once


def disputed(theirs: FlowDraft, mine: FlowDraft, units: Mapping[str, str]) -> list[Difference]:
    """Return what differs between two drafts, for a person to choose."""
    left, right = parts(theirs), parts(mine)
    return [
        Difference(
            name,
            _part_label(name, left.get(name, right.get(name))),
            *(_part_text(name, each, found, units) for each, found in ((theirs, left), (mine, right))),
        )
        for name in differing(theirs, mine)
    ]


def _part_label(name: str, part: object) -> str:
    match part:
        case Step():
            return _("Step %(step)s", step=clean_text(part.name or part.key))
        case Link():
            return _("Link of %(step)s", step=clean_text(part.source))
    return {"name": _("Flow name"), "note": _("Note"), ORDER: _("Order")}.get(name, name)


def _part_text(name: str, draft: FlowDraft, found: Mapping[str, object], units: Mapping[str, str]) -> str:
    if name == ORDER:
        return clean_text(_(", ").join(step.name or step.key for step in draft.steps))
    match found.get(name):
        case Step() as step:
            facts: Sequence[str] = (
                step.name,
                label(step.kind),
                post_words(step.post),
                unit_words(step.unit, units),
                limit_words(step.limit),
                step.evidence,
                str(len(step.entries) or ""),
            )
            return clean_text(" ".join(fact for fact in facts if fact))
        case Link() as link:
            numbers = {step.key: place for place, step in enumerate(draft.steps, start=1)}
            return clean_text(link_words(link, draft, numbers))
        case str() as text:
            return clean_text(text)
    return _("(not there)")
