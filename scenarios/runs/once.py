"""One drill played to its end, in a world that is thrown away afterwards or kept as a drill of the office."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from models.drills.notebook import Notebook, hasten
from models.kernel.clock import ManualClock
from scenarios import timeline
from scenarios.format.expecting import FromInject
from scenarios.player.headless import open_for_players, summary
from scenarios.sandbox import DrillSpec, Sandboxes
from scenarios.scoring.marks import score
from scenarios.writing import document_of, to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from scenarios.format.scenario import Scenario
    from scenarios.history.ghost import Ghost
    from scenarios.player.colleagues import Policy
    from scenarios.player.competence import Skills
    from scenarios.scoring.marks import Score, Sum

_RUNS = "runs-"
"""How folders of worlds begin that are thrown away"""
_STEPS = 100
"""Looks at how far a run is"""


@dataclass(frozen=True, slots=True)
class Play:
    """What is played, and where its worlds come from."""

    scenario: Scenario
    template: Path
    zone: ZoneInfo
    policy: Policy
    ghost: Ghost | None = None
    skills: Skills | None = None
    """Of simulated colleagues; by themselves as the scenario says, else the best"""

    def spec(self, seed: int) -> DrillSpec:
        """Return what a drill of it is made with."""
        plan, document = timeline.compile(self.scenario), document_of(self.scenario)
        starts = plan.start.replace(tzinfo=self.zone).astimezone(UTC)
        ends = starts + timedelta(seconds=plan.end)
        title = self.scenario.title.zh
        return DrillSpec(self.scenario.id, title, document, to_yaml(document), seed, starts, ends)


@contextmanager
def passing(sandboxes: Sandboxes) -> Iterator[Sandboxes]:
    """Give a place for worlds that is gone afterwards, beside the drills of the office.

    Raises:
        OSError: the folder cannot be written.
    """
    sandboxes.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=_RUNS, dir=sandboxes.folder) as name:
        yield sandboxes.within(name)


def run(
    sandboxes: Sandboxes,
    play: Play,
    seed: int,
    *,
    keep: bool = False,
    on_progress: Callable[[int, int, str], object] | None = None,
) -> dict[str, Any]:
    """Play a drill to its end and return how it went, as plain data.

    Args:
        sandboxes: where its world is made.
        play: what is played.
        seed: of everything that is drawn.
        keep: leave the world as a drill of the office that has ended; its number is told.
        on_progress: told how many seconds of how many are played.

    Raises:
        OSError: the folder cannot be written.
    """
    plan = timeline.compile(play.scenario)
    spec = play.spec(seed)
    number = sandboxes.make(spec, play.template)
    folder = sandboxes.folder_of(number)
    try:
        clock = ManualClock(spec.starts)
        with sandboxes.open(number, clock) as world:
            store = world.services.store
            hasten(store)
            notebook = Notebook(store)
            player = open_for_players(
                world, plan, seed, clock, play.policy, notebook, play.ghost, play.skills
            )
            for step in range(1, _STEPS + 1):
                player.advance(plan.end * step // _STEPS)
                if on_progress is not None:
                    on_progress(plan.end * step // _STEPS, plan.end, play.scenario.title.zh)
                if player.state.over:
                    break
            notebook.flush()
            entries = world.services.drills.entries()
            found = report(score(play.scenario, entries)) | summary(player).document
            if player.ghost is not None:
                found |= {"not_done": player.ghost.not_done}
            if keep:
                world.services.drills.conclude(player.moment(player.state.now))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    told = {"scenario": play.scenario.id, "seed": seed, "policy": str(play.policy)}
    return told | ({"number": number} if keep else {}) | found


def report(found: Score) -> dict[str, Any]:
    """Return marks as plain data."""
    return {
        "mark": found.mark,
        "of": found.total,
        "grade": found.grade,
        "critical": list(found.critical),
        "objectives": _sums(found.objectives),
        "roles": _sums(found.roles),
        "expectations": [
            {
                "id": each.expected.id,
                "title": each.expected.title,
                "outcome": str(each.outcome),
                "share": each.share,
                "weight": each.expected.weight,
                "at": each.at,
                "inject": each.expected.since.inject if isinstance(each.expected.since, FromInject) else "",
            }
            for each in found.marks
        ],
    }


def _sums(sums: Mapping[str, Sum]) -> dict[str, Any]:
    return {
        name: {"points": each.points, "worth": each.worth, "met": each.met, "missed": each.missed}
        for name, each in sums.items()
    }
