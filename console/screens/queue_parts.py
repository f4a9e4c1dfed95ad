"""How queues and their cases are written: columns, counters, preview facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.assist_words import task_due
from console.clockwords import deciding
from console.deadlines import deadline_words, provisional_words
from console.i18n import N_, _, ngettext, pgettext
from console.labels import LIGHT_STYLES, label, state_short
from console.labels_queues import queue_short
from console.lamps import light_now
from console.resting_words import resting_words
from console.text import cell_len, limit_words
from console.widgets.line_list import Column
from console.widgets.preview import Fact
from console.widgets.queue_bar import QueueTab
from models.cases.kinds import Asked, CaseState, Channel, Light, QueueKey, Stage
from models.cases.rules import QUEUE_STATES
from models.cases.task_kinds import TaskState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from console.frame import Frame
    from console.widgets.line_list import LineList
    from console.widgets.lines import Piece
    from models.cases.views import CaseLine, CaseView

QUEUE_KEYS: tuple[tuple[QueueKey, str], ...] = tuple(zip(QueueKey, "1234567890-=+#@*", strict=True))
"""Every queue and its key; the keys stay the same whatever queues a person has."""

_WARNINGS = {
    QueueKey.RETURNED: "bold",
    QueueKey.DUE_SOON: "bold yellow",
    QueueKey.OVERDUE: "bold red",
    QueueKey.URGED: "bold yellow",
}
_AT_TIMES = frozenset(
    {QueueKey.TO_DECIDE, QueueKey.URGED, QueueKey.ASSISTING, QueueKey.TO_TAKE, QueueKey.DAY}
)
"""Queues that are empty on most days, or have no counter."""
_WAITING = frozenset({CaseState.DISPATCHED, CaseState.RETURNED_TO_DISPATCHER, CaseState.RETURNED_TO_ACCEPTOR})
"""States of a mixed queue in which nobody has the case in hand yet."""
_DEADLINES = (QueueKey.DUE_SOON, QueueKey.OVERDUE)
"""Queues that time alone fills and empties."""
_ONE_CLOCK = frozenset({QueueKey.TO_ACCEPT})
"""Queues in which no other clock than that of their stage can run."""
DUE_WIDTH = 12
"""Cells a deadline in words takes."""
_NO_COUNTERS: dict[QueueKey, int] = {}


def queue_tabs(
    keys: Sequence[QueueKey], current: QueueKey | None, counters: Mapping[QueueKey, int]
) -> list[QueueTab]:
    """Return the tabs of the line of queues, in the order of their keys."""
    return [
        QueueTab(
            digit,
            queue_short(key),
            counters.get(key),
            current=key is current,
            style=_WARNINGS.get(key, "bold"),
            warning=key in _WARNINGS,
            spare=key in _AT_TIMES,
        )
        for key, digit in (QUEUE_KEYS[-1], *QUEUE_KEYS[:-1])
        if key in keys
    ]


def empty_sentence(key: QueueKey) -> str:
    """Return what an empty queue says: that nothing is there, and where to look instead."""
    nothing = {
        QueueKey.MINE: _("Nothing lies with you."),
        QueueKey.OVERDUE: _("Nothing is overdue."),
        QueueKey.DUE_SOON: _("Nothing is due soon."),
        QueueKey.RETURNED: _("Nothing was returned."),
        QueueKey.TO_DECIDE: _("Nothing waits for your decision."),
        QueueKey.URGED: _("Nothing awaits an answer."),
        QueueKey.ASSISTING: _("Nobody waits for assistance."),
        QueueKey.TO_TAKE: _("Nothing lies in the pools of your unit and post."),
        QueueKey.DAY: _("Nothing waits for you."),
    }.get(key, _("Nothing waits here."))
    return _("%(nothing)s Left and right turn to other queues, F4 looks through all cases.", nothing=nothing)


def no_queue_sentence() -> str:
    """Return what is said to somebody who has no queue at all."""
    return _("None of your roles works on cases. F9 shows what you can do.")


def moved_by_the_clock(
    key: QueueKey | None,
    before: Mapping[QueueKey, int],
    now: Mapping[QueueKey, int],
    rows: LineList[CaseLine],
    frame: Frame,
) -> bool:
    """Say whether time alone changed what a queue holds: cases become due, and then overdue.

    Args:
        key: the queue.
        before: how many cases each queue held when it was last read.
        now: how many each holds now.
        rows: its list as it was last read.
        frame: where the time comes from.
    """
    if key is QueueKey.DAY:
        return any(before.get(due) != now.get(due) for due in _DEADLINES)
    if key not in _DEADLINES:
        return False
    if before.get(key) != now.get(key):
        return True
    # One came and another went: the one that went is red by now.
    held = (rows.row_at(place) for place in range(rows.count))
    return key is QueueKey.DUE_SOON and any(
        row is not None and light_now(row, frame) is Light.RED for row in held
    )


def due_or_waiting(line: CaseLine, frame: Frame, *, named: bool = False) -> str:
    """Return the deadline in words while a clock runs, else how long the case has waited.

    Args:
        line: the case.
        frame: where time and zone come from.
        named: mark the clock of speaking to the reporter; the others go without saying by the state.
    """
    now = frame.clock.now()
    if line.task is not None:
        return task_due(line.task, frame.times, now, DUE_WIDTH)
    clock = deciding(line, now)
    if clock.due_at is not None and clock.clock_running:
        spoken = named and clock.stage is Stage.CONTACT
        name = pgettext("clock mark", "Contact") + " " if spoken else ""
        words = name + deadline_words(clock, frame.times, now, DUE_WIDTH - cell_len(name))
        # The moment comes before the name where there is no room for both.
        return words if cell_len(words) <= DUE_WIDTH else deadline_words(clock, frame.times, now, DUE_WIDTH)
    return frame.times.waited(line.state_since, now)


def is_mixed(key: QueueKey | None) -> bool:
    """Say whether a queue holds cases of more than one state, so that each row has to say its own."""
    return key is not None and len(QUEUE_STATES.get(key, CaseState)) > 1


def queue_columns(
    frame: Frame,
    key: QueueKey | None = None,
    *,
    beside: bool = False,
    counters: Mapping[QueueKey, int] = _NO_COUNTERS,
) -> list[Column[CaseLine]]:
    """Return the columns of a queue's list; lights and states get the room of their longest word.

    Args:
        frame: where time and zone come from.
        key: the queue; in one of several states each row says its own, where others say the source.
        beside: a preview stands beside the list and says grid and source; the titles get their room.
        counters: how many cases each queue holds, for the sections of a person's day.
    """

    def lamp(line: CaseLine) -> Piece:
        now = light_now(line, frame)
        return label(now), LIGHT_STYLES[now]

    def answer(line: CaseLine) -> Piece:
        now = frame.clock.now()
        if line.answer_by is None:
            return "", ""
        late = now > line.answer_by
        return frame.times.due(line.answer_by, now, DUE_WIDTH), "bold red" if late else ""

    def due(line: CaseLine) -> Piece:
        return due_or_waiting(line, frame, named=key not in _ONE_CLOCK), LIGHT_STYLES[light_now(line, frame)]

    def section(line: CaseLine) -> Piece:
        if not line.leads or line.section is None:
            return "", ""
        tab = QueueTab("", queue_short(line.section), counters.get(line.section), current=False)
        return f"{tab.name}{tab.tail}", _WARNINGS.get(line.section, "bold")

    day = (
        [Column(N_("Section"), _longest(map(queue_short, QueueKey)) + len(" 999"), section)]
        if key is QueueKey.DAY
        else []
    )
    mixed = is_mixed(key)
    asked = Column(N_("Asked for"), _longest([_("Asked for"), *map(label, Asked)]), _asked)
    state = Column(N_("State"), _longest(_states()), _state, since=61)
    channel = Column(N_("From"), _longest(map(label, Channel)), _channel, since=101 if beside else 67)
    return [
        *day,
        Column(N_("Number"), 9, _number),
        Column(N_("Light"), _longest(map(label, Light)), lamp),
        *([state] if mixed and key is not QueueKey.TO_DECIDE else []),
        *([asked] if key is QueueKey.TO_DECIDE else []),
        Column(N_("Answer by"), DUE_WIDTH, answer)
        if key is QueueKey.URGED
        else Column(N_("Due"), DUE_WIDTH, due),
        Column(N_("Matter"), 12, _matter, best=24),
        _where(key, 101 if beside or day else 73),
        *([channel] if beside or not mixed else []),
        Column(N_("Unit"), 12, _unit, best=16, since=121 if beside else 101),
        Column(N_("Title"), 12, _title, best=20, grow=True),
    ]


def _where(key: QueueKey | None, since: int) -> Column[CaseLine]:
    """Return the column of the grid, or of the unit that assists where that is what the queue is about."""
    if key is QueueKey.ASSISTING:
        return Column(N_("Assists"), 12, _unit, best=16)
    return Column(N_("Grid"), 10, _grid, best=16, since=since)


def _states() -> list[str]:
    return [*map(state_short, CaseState), *map(label, TaskState)]


def _number(line: CaseLine) -> Piece:
    return line.short_number, ""


def _state(line: CaseLine) -> Piece:
    if line.task is not None:
        return label(line.task.state), "" if line.task.state is TaskState.TAKEN else "bold"
    return state_short(line.state), "bold" if line.state in _WAITING else ""


def _asked(line: CaseLine) -> Piece:
    return label(line.asked), ""


def _matter(line: CaseLine) -> Piece:
    return (line.matter_name, "") if line.matter_name else (_("(not filed)"), "dim")


def _grid(line: CaseLine) -> Piece:
    return line.grid_name, ""


def _channel(line: CaseLine) -> Piece:
    return label(line.channel), ""


def _unit(line: CaseLine) -> Piece:
    return line.unit_name if line.task is None else line.task.unit_name, ""


def _title(line: CaseLine) -> Piece:
    return line.title, ""


def _longest(words: Iterable[str]) -> int:
    return max(map(cell_len, words))


def line_facts(line: CaseLine) -> list[Fact]:
    """Return what the list itself knows about a case."""
    return [
        Fact(_("State"), label(line.state), "bold"),
        Fact(_("Title"), line.title),
        Fact(_("Place"), line.place),
        Fact(_("Unit"), line.unit_name),
        Fact(_("With"), line.owner_name),
        Fact("", _turns(line.return_count, line.rework_count)),
    ]


def case_facts(case: CaseView, frame: Frame, *, beside: bool) -> list[Fact]:
    """Return what a preview shows of a case: in two lines below the list, or a pane beside it."""
    short = [
        Fact(_("Condition"), _condition(case)),
        Fact(_("Duty list"), resting_words(case.matter, whole=False)),
        Fact("", _turns(case.return_count, case.rework_count)),
        Fact(_("Place"), case.place),
        Fact(_("Unit"), case.unit_name),
    ]
    if not beside:
        if case.condition is None:
            return [Fact(_("State"), label(case.state), "bold"), Fact(_("Title"), case.title), *short]
        return short
    now = frame.clock.now()
    times = frame.times
    last = case.timeline[-1] if case.timeline else None
    return [
        Fact(_("Number"), case.number, "bold"),
        Fact(_("State"), label(case.state), "bold"),
        Fact(_("Title"), case.title, "bold"),
        Fact(_("Due"), deadline_words(case, times, now)),
        Fact("", provisional_words(case.provisional_years)),
        Fact(_("Matter"), case.matter.name if case.matter is not None else ""),
        *short,
        Fact(_("Grid"), case.grid_name),
        Fact(_("Reported"), f"{times.moment(case.reported_at, now)} {label(case.channel)}"),
        Fact(_("What"), case.body),
        Fact(
            _("Latest"),
            "" if last is None else _event(last.actor_name, label(last.action), times.moment(last.at, now)),
        ),
        Fact("", "" if last is None else last.reason or last.note),
    ]


def _event(who: str, what: str, when: str) -> str:
    return f"{when} {who} {what}"


def _condition(case: CaseView) -> str:
    if case.condition is None:
        return ""
    return f"{case.condition.text} ({limit_words(case.condition.limit)})"


def _turns(returns: int, reworks: int) -> str:
    parts = []
    if returns:
        parts.append(ngettext("returned %(count)s time", "returned %(count)s times", returns, count=returns))
    if reworks:
        parts.append(ngettext("reworked %(count)s time", "reworked %(count)s times", reworks, count=reworks))
    return _(", ").join(parts)
