"""The clocks of a case as they are shown: the one that decides, and each in a line of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from console.deadlines import deadline_words
from console.i18n import _, pgettext
from console.labels import label
from console.text import limit_words
from models.cases.kinds import CaseState, Level, Light, Stage
from models.cases.lights import FAR_FUTURE, light, worse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from console.text import Times
    from models.calendar.caps import Cap
    from models.cases.clock_views import ClockView
    from models.cases.views import CaseView


class Clocked(Protocol):
    """A case as far as its clocks go: a line of a list, or the case itself."""

    @property
    def state(self) -> CaseState: ...  # noqa: D102 -- as the views describe them
    @property
    def due_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def warn_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def clock_running(self) -> bool: ...  # noqa: D102
    @property
    def clock_stopped_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def provisional(self) -> bool: ...  # noqa: D102
    @property
    def stage(self) -> Stage | None: ...  # noqa: D102
    @property
    def stage_due_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def stage_warn_at(self) -> datetime | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Deciding:
    """The clock that decides how a case is shown: the worse of its two, or the one due first."""

    light: Light
    stage: Stage | None
    """``None`` where it is the clock of handling"""
    due_at: datetime | None
    clock_running: bool
    clock_stopped_at: datetime | None
    provisional: bool


def main_light(case: Clocked, now: datetime) -> Light:
    """Return the light of the clock of handling at ``now``."""
    if case.due_at is None:
        return Light.NONE
    return light(
        now,
        due_at=case.due_at,
        warn_at=case.warn_at or FAR_FUTURE,
        running=case.clock_running,
        stopped_at=case.clock_stopped_at,
        held=case.state is CaseState.HELD,
    )


def deciding(case: Clocked, now: datetime) -> Deciding:
    """Return the clock of a case that decides at ``now``: it may turn though nobody reads the case again."""
    shines, of_stage = worse(now, main_light(case, now), case.due_at, case.stage_due_at, case.stage_warn_at)
    if of_stage:
        return Deciding(shines, case.stage, case.stage_due_at, True, None, False)  # noqa: FBT003 -- it runs, and is counted in minutes
    stopped = case.clock_stopped_at
    return Deciding(shines, None, case.due_at, case.clock_running, stopped, case.provisional)


def due_words(case: Clocked, times: Times, now: datetime) -> str:
    """Return when the clock that decides is due, in words; of a stage clock, which it is."""
    clock = deciding(case, now)
    words = deadline_words(clock, times, now)
    return words if clock.stage is None else f"{label(clock.stage)} {words}"


def running_clocks(case: CaseView, times: Times, now: datetime) -> list[tuple[str, str, Light]]:
    """Return each clock that runs: its name, when it is due in words, its light.

    That of handling is left out where it decides: the line above the facts is about it.
    """
    lines = []
    main = main_light(case, now)
    if case.clock_running and deciding(case, now).stage is not None:
        words = f"{label(main)} {deadline_words(case, times, now)}"
        lines.append((pgettext("clock", "Handling"), words, main))
    for clock in sorted((each for each in case.clocks if each.runs), key=lambda each: each.due_at):
        shines = clock_light(clock, now)
        words = _(
            "%(light)s %(due)s (limit %(limit)s, from %(start)s)",
            light=label(shines),
            due=times.due(clock.due_at, now),
            limit=limit_words(clock.limit),
            start=times.moment(clock.started_at, now),
        )
        lines.append((label(clock.stage), words, shines))
    return lines


def clock_light(clock: ClockView, now: datetime) -> Light:
    """Return the light of a stage clock at ``now``."""
    return light(
        now,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        running=clock.runs,
        stopped_at=clock.stopped_at,
        held=clock.aside,
    )


def clock_choice(clock: ClockView, times: Times, now: datetime) -> str:
    """Return a stage clock in a few words, for choosing among them: its light, and when it is or was due."""
    if clock.runs:
        return f"{label(clock_light(clock, now))} {times.due(clock.due_at, now)}"
    due = times.moment(clock.due_at, now)
    return _("%(light)s, was due %(due)s", light=label(clock.light), due=due)


def main_choice(case: CaseView, times: Times, now: datetime) -> str:
    """Return the clock of handling in a few words."""
    return deadline_words(case, times, now)


def external_words(cap: Cap, times: Times, now: datetime) -> tuple[str, str]:
    """Return the deadline of a superior level, by its name, and ours before it."""
    theirs, ours = times.moment(cap.due_at, now), times.moment(cap.ours, now)
    name = label(Level(cap.level))
    if cap.reserve is None:
        return name, theirs
    words = _(
        "%(theirs)s; ours %(ours)s (%(reserve)s earlier)",
        theirs=theirs,
        ours=ours,
        reserve=limit_words(str(cap.reserve)),
    )
    return name, words


def superior_words(details: Mapping[str, Any], times: Times, now: datetime) -> str:
    """Return what a step of the timeline says of a superior's deadline."""
    if "external_due_at" not in details:
        was = times.moment(datetime.fromisoformat(details["was_external_due_at"]), now)
        return _("%(level)s %(due)s no longer", level=label(Level(details["level"])), due=was)
    due, ours = (
        times.moment(datetime.fromisoformat(details[name]), now) for name in ("external_due_at", "ours")
    )
    return _("%(level)s %(due)s, ours %(ours)s", level=label(Level(details["level"])), due=due, ours=ours)


def moved_words(details: Mapping[str, Any], times: Times, now: datetime) -> str:
    """Return when the stage clocks are due that a step of the timeline moved."""
    moved = (
        f"{label(Stage(each['stage']))} {times.moment(datetime.fromisoformat(each['due_at']), now)}"
        for each in details.get("stages", ())
    )
    return _(", ").join(moved)
