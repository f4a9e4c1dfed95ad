"""Drills nobody watches, many of them, two beside each other, and one played back on a deck."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import pytest

from console.commands.drillskills import skills_told
from console.drilling.deck import Deck
from console.drilling.replaywords import comparison_lines, kind_word, replay_mode, what_words
from migrations import runner
from migrations.runner import upgrade
from models.cases.kinds import Action, Channel
from models.drills.kinds import DrillState, EntryKind
from models.kernel.clock import ManualClock
from scenarios import library
from scenarios.comparing import NotTheSame, Side, compare, document, side_of
from scenarios.player.colleagues import Policy
from scenarios.player.competence import USUAL, Skills
from scenarios.recording.opening import close, prepare, replay
from scenarios.runs.many import run_many, spread
from scenarios.runs.once import Play, passing, run
from tests.drills.conftest import sandboxes_in
from tests.drills.playing import compiled

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.sandbox import Sandboxes

ZONE = ZoneInfo("Asia/Shanghai")


def play(template: Path, policy: Policy = Policy.AUTO) -> Play:
    """Return the small scenario, to be played."""
    return Play(compiled().scenario, template, ZONE, policy)


def test_runs_leave_nothing_and_say_how_it_went(
    sandboxes: Sandboxes, world_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with passing(sandboxes) as elsewhere:
        found = run(elsewhere, play(world_template), 7)
        assert run(elsewhere, play(world_template), 7) == found
        idle = run(elsewhere, play(world_template, Policy.NONE), 7)
    assert list(sandboxes.folder.iterdir()) == []
    assert found["arrivals"] == found["open"] + found["closed"] == idle["open"]
    assert found["acts"] > idle["acts"]
    assert 0 <= idle["mark"] < found["mark"] <= 100

    told: list[int] = []
    many = run_many(
        sandboxes,
        play(world_template, Policy.NONE),
        range(7, 10),
        lambda done, _of, _what: told.append(done),
        processes=1,
    )
    assert told == [1, 2, 3]
    assert list(sandboxes.folder.iterdir()) == []
    assert many.runs == 3
    assert many.arrivals.low <= many.arrivals.mean <= many.arrivals.high
    assert {each["id"]: each["missed"] for each in many.expectations}["受理快"] == 1
    # 受理快, 到站, 报: all three follow upon the leak, and nobody acts.
    assert many.injects == [{"id": "leak", "expected": 3, "missed": 1}]
    assert many.document["mark"]["mean"] == many.mark.mean if many.mark else False

    # The same over two processes, in portions of one: told in the order of the seeds, nothing left behind.
    monkeypatch.setattr("scenarios.runs.many._AT_ONCE", 1)
    # Tests have a quicker way of making databases, which goes to no other process.
    monkeypatch.setattr(runner, "upgrade", upgrade)
    told.clear()
    spread_out = run_many(
        sandboxes_in(sandboxes.folder),
        play(world_template, Policy.NONE),
        range(7, 10),
        lambda done, _of, _what: told.append(done),
        processes=2,
    )
    assert (spread_out, told) == (many, [1, 2, 3])
    assert list(sandboxes.folder.iterdir()) == []


def test_skill_makes_runs_differ_and_is_drawn_from_the_seed(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    best = play(world_template)
    some = replace(best, skills=Skills({"受理": (0, 0)}, (0.2, 0.6)))
    with passing(sandboxes) as elsewhere:
        clumsy = run(elsewhere, some, 7)
        assert run(elsewhere, some, 7) == clumsy
        able = run(elsewhere, best, 7)
        assert run(elsewhere, replace(best, skills=Skills(everywhere=(1, 1))), 7) == able
    assert clumsy["mark"] < able["mark"]
    assert clumsy["acts"] < able["acts"]
    assert Skills({"a": (0, 1)}, (0.5, 0.5)).at("a", (1, 1)) == (0, 1)
    assert Skills(otherwise=USUAL).at("b", (0.1, 0.2)) == (0.1, 0.2)
    assert skills_told(["受理=.5", "0.4..0.9"], ["受理"]) == Skills({"受理": (0.5, 0.5)}, (0.4, 0.9), USUAL)
    for wrong in ("0.9..0.1", "2", "没有=1", "x"):
        with pytest.raises(click.BadParameter):
            skills_told([wrong], ["受理"])


def test_colleagues_write_down_what_is_told_and_know_it_when_it_comes_again(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    scenario = library.scenario("network-cut").scenario
    found = run(sandboxes, Play(scenario, world_template, ZONE, Policy.AUTO), 1, keep=True)
    outcomes = {each["id"]: each["outcome"] for each in found["expectations"]}
    # Told by voice, taken in at the desk; the same report from the county later is merged into it.
    assert (outcomes["井盖登记"], outcomes["井盖派单"], outcomes["补推并案"]) == ("met", "met", "met")
    with sandboxes.open(found["number"]) as world:
        steps = world.services.drills.steps()
    (told,) = [each for each in steps if each.action is Action.INTAKE and each.channel is Channel.VILLAGE]
    assert "井盖" in told.text
    assert {each.action for each in steps} > {Action.MERGE}


def test_a_spread_is_that_of_the_figures() -> None:
    found = spread(range(1, 42))
    assert (found.mean, found.low, found.high) == (21, 2, 40)
    assert found.error == pytest.approx(3.667, abs=0.001)
    assert found.deviation == pytest.approx(11.979, abs=0.001)
    assert spread([5.0]) == type(found)(5, 5, 5, 0, 0)


def test_a_branch_is_laid_beside_what_it_parted_from(sandboxes: Sandboxes, world_template: Path) -> None:
    first = run(sandboxes, play(world_template), 7, keep=True)["number"]
    recording = sandboxes.recording(first)
    found = replay(sandboxes, recording, world_template)
    assert prepare(sandboxes, found)
    room = [100.0]
    deck = Deck(found, lambda: room[0])
    deck.to(0)
    deck.set_speed(60)
    deck.play()
    room[0] += 5
    assert deck.tick()
    standing = deck.standing()
    assert (standing.at, standing.playing, standing.speed) == (300, True, 60)
    assert "×60" in replay_mode(standing)
    deck.by(-60)
    deck.by(0, 1)
    assert deck.standing().done > found.entries.index(deck.replay.entries[0])
    deck.pace(-1)
    assert deck.standing().speed == 30
    deck.to(10**9)
    deck.tick()
    assert deck.standing().done == len(recording.entries)
    deck.play()
    assert not deck.standing().playing
    kinds = {each.kind for each in deck.moments}
    assert kinds >= {EntryKind.INJECT, EntryKind.SETTLED, EntryKind.END}
    assert all(
        kind_word(each) and what_words(each) for each in deck.moments if each.kind is not EntryKind.END
    )

    deck.to(600)
    second = deck.branch(sandboxes, "二组", "trainer")
    close(found)
    with sandboxes.open(first) as one, sandboxes.open(second) as other:
        assert one.services.drills.drill().state is DrillState.ENDED
        sides = side_of(one), side_of(other)
        both = compare(*sides)
        assert both.parted is not None
        assert both.parted > 600
        assert compare(sides[0], sides[0]).parted is None
        told = document(both)
        assert told["left"]["steps"] > told["right"]["steps"] > 0
        assert {act["what"]: act["right"] for act in told["acts"]}["accept"] is not None
        text = "\n".join(line for line, _style in comparison_lines(both))
        assert "二组" in text
        assert "五分钟内受理" in text
        strange = sides[0].scenario.model_copy(update={"id": "other"})
        with pytest.raises(NotTheSame):
            compare(sides[0], Side(sides[1].drill, strange, (), ()))
    # A drill kept from a run is a drill as any other.
    assert sandboxes.numbers() == [second, first]
    with sandboxes.open(first, ManualClock(recording.ends)) as world:
        assert world.services.drills.check() == []
