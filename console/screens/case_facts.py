"""How a case is written on its own screen: the head line, the facts, the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.assist_words import assist_brief, task_facts
from console.clockwords import deciding, external_words, running_clocks
from console.deadlines import deadline_words, is_late, provisional_words
from console.former_words import activity_words, former_words
from console.i18n import _, ngettext, pgettext
from console.labels import LIGHT_STYLES, label
from console.lamps import light_now
from console.resting_words import resting_words
from console.screens.case_joined import joined_facts
from console.screens.case_steps import step_details
from console.standing_words import asked_words, brief, clock_words, pressed_words, who_words
from console.terminal.filter import clean_text
from console.text import cell_len, fit, limit_words, wrap
from console.widgets.lines import LineWidget, Piece, spread
from models.cases.kinds import Light, PersonalField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.frame import Frame
    from models.cases.views import CaseView, EventView

_WHAT = 9
_GAP = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact: its name, what it says, how it is drawn."""

    name: str
    text: str
    style: str = ""


def due_words(case: CaseView, frame: Frame) -> str:
    """Return the deadline in words, and when the clock stopped if it did; "" without one."""
    now = frame.clock.now()
    clock = deciding(case, now)
    if clock.stage is not None and clock.due_at is not None:
        return f"{label(clock.stage)} {frame.times.due(clock.due_at, now)}"
    if case.due_at is None:
        return ""
    if case.clock_running:
        return deadline_words(case, frame.times, now)
    if case.clock_stopped_at is None:
        return ""
    stopped = _("stopped %(when)s", when=frame.times.moment(case.clock_stopped_at, now))
    late = deadline_words(case, frame.times, now) if is_late(case, now) else ""
    return _(", ").join(part for part in (late, stopped) if part)


def turns(case: CaseView) -> str:
    """Return how often a case came back, in words; "" if never."""
    returns, reworks = case.return_count, case.rework_count
    parts = []
    if returns:
        parts.append(ngettext("returned %(count)s time", "returned %(count)s times", returns, count=returns))
    if reworks:
        parts.append(ngettext("reworked %(count)s time", "reworked %(count)s times", reworks, count=reworks))
    return _(", ").join(parts)


class CaseHead(LineWidget):
    """State, light and deadline, then the title; at the right end what is open and how often it came back."""

    DEFAULT_CSS = "CaseHead { height: 1; }"

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._case: CaseView | None = None

    def show(self, case: CaseView) -> None:
        """Show this case."""
        self._case = case
        self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the line."""
        case = self._case
        if case is None:
            return [(" ", ""), (_("Reading ..."), "dim")]
        now = light_now(case, self._frame)
        left: list[Piece] = [(" ", ""), (label(case.state), "bold reverse"), ("  ", "")]
        words = " ".join(part for part in (label(now), due_words(case, self._frame)) if part)
        if words:
            left += [(words, LIGHT_STYLES[now]), ("  ", "")]
        left.append((clean_text(case.title), "bold"))
        standing = brief(case, self._frame.times, self._frame.clock.now())
        right = _(", ").join(part for part in (standing, assist_brief(case), turns(case)) if part)
        return spread(left, [(f"{right} ", "bold")] if right else [], width)


# ---------------------------------------------------------------- facts


def fact_lines(
    case: CaseView,
    frame: Frame,
    revealed: Mapping[PersonalField, str],
    more: Sequence[Stated],
    width: int,
) -> list[list[Piece]]:
    """Return what is known about a case, and ``more``, in lines of at most ``width`` cells."""
    lines: list[list[Piece]] = []
    for group in (*_groups(case, frame, revealed), more):
        lines += flow([fact for fact in group if fact.text], width)
    return lines


def clean_text_block(text: str) -> str:
    """Return a text of several lines with hostile characters made visible, its line breaks kept."""
    return "\n".join(map(clean_text, text.split("\n")))


def _groups(
    case: CaseView, frame: Frame, revealed: Mapping[PersonalField, str]
) -> Sequence[Sequence[Stated]]:
    now = frame.clock.now()
    moment = frame.times.moment
    reported = " ".join(part for part in (moment(case.reported_at, now), case.reported_by) if part)
    return (
        (
            Stated(_("From"), label(case.channel)),
            Stated(_("Grid"), _place_in(case.grid_name, case.division_name)),
            Stated(_("Place"), case.place),
        ),
        (
            Stated(_("Happened"), moment(case.occurred_at, now)),
            Stated(_("Reported"), reported),
            Stated(_("Reporter"), _reporter(case, revealed), "bold" if revealed else ""),
        ),
        (Stated(_("What"), case.body),),
        (Stated(_("Matter"), _matter(case)),),
        (Stated(_("Condition"), _condition(case)),),
        (Stated(_("Due"), provisional_words(case.provisional_years)),),
        *((Stated(name, words, LIGHT_STYLES[shines]),) for name, words, shines in _clocks(case, frame)),
        tuple(Stated(*external_words(cap, frame.times, now)) for cap in case.external),
        (Stated(pgettext("fact", "Asked for"), asked_words(case, frame.times, now), "bold"),),
        (
            Stated(pgettext("fact", "Clock"), clock_words(case, frame.times, now)),
            Stated(pgettext("fact", "Reminders"), pressed_words(case, frame.times, now)),
        ),
        *((Stated(*fact),) for fact in task_facts(case, frame)),
        (Stated(_("To close"), "" if case.condition is None else case.condition.closing_condition),),
        (Stated(_("Evidence"), "" if case.condition is None else case.condition.evidence),),
        (Stated(_("Duty list"), resting_words(case.matter)),),
        (
            Stated(_("Unit"), case.unit_name),
            Stated(_("Post"), case.post_name),
            Stated(_("With"), case.owner_name),
            Stated(_("Accepted by"), case.acceptor_name),
        ),
        *((Stated(*fact),) for fact in joined_facts(case, frame)),
        (Stated(_("Formerly"), former_words(case)),),
        (
            Stated(_("Ended"), "" if case.close_kind is None else label(case.close_kind)),
            Stated(_("Rating"), "" if case.rating is None else label(case.rating)),
        ),
    )


def _clocks(case: CaseView, frame: Frame) -> list[tuple[str, str, Light]]:
    """Return the stage clocks that run; the one of handling stands in the line above the facts."""
    lines = running_clocks(case, frame.times, frame.clock.now())
    return [(_("%(clock)s clock", clock=name), words, shines) for name, words, shines in lines]


def _place_in(grid: str, division: str) -> str:
    return f"{grid} ({division})" if division else grid


def _reporter(case: CaseView, revealed: Mapping[PersonalField, str]) -> str:
    name = revealed.get(PersonalField.REPORTER_NAME, case.reporter_name)
    phone = revealed.get(PersonalField.REPORTER_PHONE, case.reporter_phone)
    return " ".join(part for part in (name, phone) if part)


def _matter(case: CaseView) -> str:
    matter = case.matter
    if matter is None:
        return _("(not filed)")
    return " ".join(part for part in (matter.code, matter.name, " / ".join(matter.class_path)) if part)


def _condition(case: CaseView) -> str:
    condition = case.condition
    return "" if condition is None else f"{condition.text} ({limit_words(condition.limit)})"


def flow(facts: Sequence[Stated], width: int) -> list[list[Piece]]:
    """Put facts one after another; one that does not fit begins a new line, a long one is wrapped."""
    lines: list[list[Piece]] = []
    used = width + 1
    for fact in facts:
        text = clean_text_block(fact.text)
        room = cell_len(fact.name) + 1
        if used + room + cell_len(text) > width or "\n" in text:
            lines.append([])
            used = 0
        first, *others = wrap(text, max(8, width - room))
        lines[-1] += [(fact.name, "dim"), (" ", ""), (first, fact.style), (" " * _GAP, "")]
        lines += [[(" " * room, ""), (line, fact.style)] for line in others]
        used += room + cell_len(first) + _GAP
        if others:
            used = width + 1
    return lines


# ---------------------------------------------------------------- timeline


def event_lines(case: CaseView, frame: Frame, width: int) -> list[list[Piece]]:
    """Return what happened to a case, the newest last, in lines of at most ``width`` cells."""
    now = frame.clock.now()
    moments = [frame.times.moment(event.at, now) for event in case.timeline]
    room = max(map(cell_len, moments), default=0) + 1
    return [
        line
        for event, when in zip(case.timeline, moments, strict=True)
        for line in _event(event, case, frame, fit(when, room), width)
    ]


def _event(event: EventView, case: CaseView, frame: Frame, when: str, width: int) -> list[list[Piece]]:
    who = who_words(event)
    state = label(event.to_state)
    head: list[Piece] = [
        (when, ""),
        (fit(label(event.action), _WHAT), "bold"),
        (who, ""),
        ("  ", ""),
        (f"> {state}", "dim"),
    ]
    said = (
        (_("Reason"), event.reason, "bold"),
        (_("Note"), event.note, ""),
        ("", activity_words(event), ""),
        ("", step_details(event, case, frame), ""),
    )
    indent = " " * cell_len(when)
    room = max(12, width - len(indent))
    more: list[list[Piece]] = []
    for name, text, style in said:
        if text:
            words = f"{name} {text}" if name else text
            more += [[(indent, ""), (line, style)] for line in wrap(clean_text_block(words), room)]
    return [head, *more]


def event_words(event: EventView, frame: Frame) -> str:
    """Return an event in one line: when, who, what, and where the case stands since."""
    when = frame.times.moment(event.at, frame.clock.now())
    return _(
        "%(when)s %(who)s: %(action)s, now %(state)s",
        when=when,
        who=who_words(event),
        action=label(event.action),
        state=label(event.to_state),
    )
