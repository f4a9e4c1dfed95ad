"""Cases that are there already, against what a table says of them now.

What the levels above decide (their deadline) is entered with a step everybody sees in the
timeline; what describes the case is written only where that was asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from models.cases.door import CleanEntries
from models.cases.kinds import Action, Level
from models.cases.lights import FAR_FUTURE
from models.cases.playing_back import played
from models.cases.workorders import CHANGEABLE, IntakeChange
from models.exchange.kinds.moments import placed
from models.exchange.kinds.order_fields import CASE_FIELDS, DERIVED_FIELDS, kept_of
from models.exchange.kinds.order_views import CaseReport, DeadlineMoved, FieldDiffers
from models.exchange.lines import UNDO, Line, Verdict
from models.kernel.errors import DomainError
from models.kernel.masking import mask_name, mask_phone
from models.kernel.words import N_, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from models.cases.bulk import Timeline
    from models.cases.known import Known
    from models.cases.workorders import StandingOrder
    from models.exchange.frame import Comparison, Row, Work
    from models.exchange.views import Reason

MOVED_ABOVE = "上级变更办结期限（导入）"
"""The reason of the step: what stands in a timeline is the office's own language, whoever reads it."""
_FIXED = ("channel", "grid_code", "occurred_at", "reported_at")
_NEVER = frozenset({*_FIXED, "due_at"})
"""What is compared, but never written: it decided what became of the case."""
_TITLES: dict[str, Word] = {each.name: Word(each.title) for each in (*CASE_FIELDS, *DERIVED_FIELDS)}
_MASKS = {"reporter_name": mask_name, "reporter_phone": mask_phone}
_SHOWN = 40
_ENDED = N_("the case is closed")


class Changed(NamedTuple):
    """What one row changes: steps played in memory, columns to write."""

    timeline: Timeline | None
    intake: IntakeChange | None
    old: StandingOrder


def keep_changes(lines: list[Line], changed: Sequence[Changed]) -> None:
    """Keep with the line of each case that was changed what giving it back needs, once it is written."""
    waiting = {each.old.number: each for each in changed}
    for place, line in enumerate(lines):
        if line.verdict is Verdict.CHANGE:
            undo = _before(waiting[line.key])
            lines[place] = line._replace(after={**(line.after or {}), UNDO: undo})


def _before(each: Changed) -> dict[str, Any]:
    """Return what a case said before: plain values, as a journal keeps them."""
    old, intake = each.old, each.intake
    return {
        "version": old.version + (each.timeline is not None) + (intake is not None),
        "steps": None if each.timeline is None else played(each.timeline).document(),
        "columns": {name: old.facts[name] for name in intake.columns} if intake else {},
        "kept": {heading: old.kept.get(heading, "") for heading in intake.kept} if intake else {},
    }


class Upstream:
    """Sorts rows about cases that are there; nothing is written.

    Args:
        known: what steps may name.
        work: the import.
        playing: the cases, ready to be played on, by number.
    """

    def __init__(self, known: Known, work: Work, playing: Mapping[str, Timeline]) -> None:
        self._known = known
        self._work = work
        self._playing = playing
        self._update = bool(work.settings.get("update"))
        self._moved: list[DeadlineMoved] = []
        self._differing: list[FieldDiffers] = []

    def sort(self, row: Row, old: StandingOrder, found: Comparison) -> None:
        """Put a row among the same, the changed or the skipped."""
        moved = self._deadlines(row, old)
        columns, kept, seen = self._differences(row, old)
        written = self._update and old.open and bool(columns or kept)
        intake = IntakeChange(old, columns, kept) if written else None
        if moved or intake is not None:
            found.changed.append(Changed(self._playing[old.number] if moved else None, intake, old))
            after = {"deadlines": "moved above"} if moved else {}
            after |= {name: str(value)[:_SHOWN] for name, value in columns.items() if written}
            found.lines.append(Line(row.number, Verdict.CHANGE, old.number, {}, after))
        elif seen or self._refused(row):
            found.skipped += 1
            found.lines.append(Line(row.number, Verdict.SKIP, old.number))
        else:
            found.same += 1
            found.lines.append(Line(row.number, Verdict.SAME, old.number))

    def totals(self) -> dict[str, int]:
        """Return how many deadlines moved, and how many fields differ, for the ledger and scripts."""
        counts = {
            "deadlines_moved": sum(each.refused is None for each in self._moved),
            "deadlines_refused": sum(each.refused is not None for each in self._moved),
            "fields_differ": sum(not each.written for each in self._differing),
            "fields_written": sum(each.written for each in self._differing),
        }
        return {name: count for name, count in counts.items() if count}

    def report(self) -> CaseReport:
        """Return everything by rows."""
        return CaseReport(tuple(self._moved), tuple(self._differing))

    def _refused(self, row: Row) -> bool:
        return any(each.row == row.number for each in self._moved)

    def _deadlines(self, row: Row, old: StandingOrder) -> bool:
        """Enter the deadlines that moved; say whether any was."""
        moved = False
        for level in Level:
            due = row.values.get(f"{level.value}_due")
            if not due:
                continue
            after = placed(due, self._known.zone)
            kept = (old.facts["external"] or {}).get(level.value)
            before = None if kept is None else datetime.fromisoformat(kept["due_at"])
            if before == after.replace(second=0, microsecond=0):
                continue
            refused = self._enter(old, level, after, changed=before is not None)
            moved = moved or refused is None
            zone = self._known.zone
            shown = None if before is None else before.astimezone(zone)
            self._moved.append(
                DeadlineMoved(row.number, old.number, level, shown, after.astimezone(zone), refused)
            )
        return moved

    def _enter(self, old: StandingOrder, level: Level, due: datetime, *, changed: bool) -> Reason | None:
        if not old.open:
            return _ENDED
        blank: dict[str, Any] = dict.fromkeys(
            ("condition_id", "unit_id", "person_id", "until", "pressure", "close_kind", "rating")
        )
        entries = CleanEntries.model_construct(
            **blank, reason=MOVED_ABOVE if changed else "", note="", level=level, due=due
        )
        timeline, work = self._playing[old.number], self._work
        try:
            timeline.play(self._known, Action.SET_DEADLINE, work.actor, work.at, entries, work.at)
        except DomainError as refusal:
            return refusal
        return None

    def _differences(self, row: Row, old: StandingOrder) -> tuple[dict[str, Any], dict[str, str], bool]:
        """Return the columns and kept texts that may be written, and whether anything differs at all."""
        columns: dict[str, Any] = {}
        kept: dict[str, str] = {}
        seen = False
        for name, title, before, after in self._pairs(row, old):
            may = name not in _NEVER
            if may and name in CHANGEABLE:
                columns[name] = after
            elif may:
                kept[name] = str(after)
            mask = _MASKS.get(name, str)
            written = may and self._update and old.open
            texts = (_cut(mask(self._text(before))), _cut(mask(self._text(after))))
            self._differing.append(FieldDiffers(row.number, old.number, title, *texts, written, old.open))
            seen = True
        return columns, kept, seen

    def _pairs(self, row: Row, old: StandingOrder) -> Iterator[tuple[str, Word, Any, Any]]:
        values, given = row.values, row.values["given"]
        compared = {*CHANGEABLE, *_FIXED} & given
        if values["hotline"]:
            # The hotline's texts are fitted: the text takes what a line cannot hold.
            compared |= {"place"} if "area" in given else set()
            compared -= set() if "body" in given else {"body"}
        for name in (*CHANGEABLE, *_FIXED):
            if name not in compared:
                continue
            after = values[name]
            if isinstance(after, datetime):
                after = placed(after, self._known.zone)
            if after != old.facts[name]:
                yield name, _TITLES[name], old.facts[name], after
        due = values.get("due_at")
        if due is not None:
            stands = old.facts["due_at"]
            before_or_none = stands if stands < FAR_FUTURE else None
            if placed(due, self._known.zone) != before_or_none:
                yield "due_at", _TITLES["due_at"], before_or_none, placed(due, self._known.zone)
        for heading, text in kept_of(values).items():
            before = old.kept.get(heading, "")
            if text != before:
                yield heading, Word(heading), before, text

    def _text(self, value: Any) -> str:
        if value is None:
            return "-"
        if isinstance(value, datetime):
            return value.astimezone(self._known.zone).strftime("%Y-%m-%d %H:%M")
        return str(value)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"
