"""Steering a drill that people play: time, one hand at a time, and going on after a power cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.cases.kinds import Action, QueueKey
from models.cases.views import ActionEntries
from models.drills.clock import DrillClock
from models.drills.kinds import DrillState, EntryKind
from models.drills.refusals import DrillOver, Steered, TimeGoesOn
from models.drills.service import DrillService
from models.kernel.clock import ManualClock
from scenarios.player.colleagues import Policy
from scenarios.player.control import Control, DecisionBetween, NothingToCome
from scenarios.player.headless import summary
from scenarios.sandbox import WORLD_FILE
from tests.drills.playing import Table

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.sandbox import Sandboxes, World

ROOM = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)


class Stage:
    """A drill opened for players, steered from a room whose clock is moved by hand."""

    def __init__(self, sandboxes: Sandboxes, template: Path) -> None:
        self.table = Table(sandboxes, template, Policy.EMPTY)
        self.table.world.close()
        self.room = ManualClock(ROOM)

    def open(self) -> World:
        """Open the world as a console does, by the drill's own time."""
        folder = self.table.sandboxes.folder_of(self.table.number)
        clock = DrillClock(folder / WORLD_FILE, self.room)
        world = self.table.sandboxes.open(self.table.number, clock)
        world.services.__dict__["drills"] = DrillService(world.services.store, self.room)
        return world

    def control(self, world: World, token: str) -> Control:
        """Return a trainer's hand."""
        return Control(world, self.table.plan, self.room, token, f"login-{token}")

    def wait(self, control: Control, seconds: float) -> None:
        """Let the room's time pass, with the trainer's console alive."""
        until = self.room.now() + timedelta(seconds=seconds)
        while self.room.now() < until:
            self.room.advance(min(timedelta(seconds=0.5), until - self.room.now()))
            control.tick()


@pytest.fixture
def stage(sandboxes: Sandboxes, world_template: Path) -> Stage:
    return Stage(sandboxes, world_template)


def test_a_drill_runs_by_the_trainers_hand_and_survives_their_console(stage: Stage) -> None:
    first = stage.open()
    control = stage.control(first, "one")
    control.take("导演")
    control.run(60)
    stage.wait(control, 3)
    assert control.now == 180
    assert control.player.state.sent["leak"] == 120

    # A trainee, at another console, at the drill's own time; colleagues work the empty desk.
    second = stage.open()
    body = {"person": "李敏"}
    who = stage.table.player.cast.logins["受理"][0]
    second.services.drills.append(EntryKind.SEAT, second.clock.now(), who, body)
    trainee = second.services.accounts.demo_actor(who, "test")
    control.tick()
    (line, *_) = second.services.cases.queue(trainee, QueueKey.TO_ACCEPT).rows
    case = second.services.cases.perform(trainee, line.id, Action.ACCEPT, ActionEntries(), line.version)
    assert case.state_since == second.clock.now()
    stage.wait(control, 1)
    assert control.player.state.records.count > 0
    assert control.player.state.seats == {who: "李敏"}

    # The trainer's console dies. Nobody notices but the clock.
    first.close()
    stage.room.advance(timedelta(hours=1))
    stood = second.clock.now()
    assert second.clock.now() == stood
    third = stage.open()
    again = stage.control(third, "two")
    again.take("副导演")
    assert third.clock.now() == stood
    stage.wait(again, 2)
    assert again.now == control.player.state.cases.seconds(stood) + 120
    assert third.services.drills.check() == []

    # Two hands at once: only the one who took it over.
    other = stage.control(second, "three")
    with pytest.raises(Steered):
        other.take("第三人")
    other.take("第三人", take_over=True)
    stage.room.advance(timedelta(seconds=2))
    with pytest.raises(Steered):
        again.tick()
    second.close()
    third.close()


def test_time_stands_jumps_and_ends(stage: Stage) -> None:
    world = stage.open()
    control = stage.control(world, "one")
    control.take("导演")
    control.run(1)
    stage.wait(control, 5)
    control.pause()
    stage.wait(control, 10)
    assert control.now == 5
    with pytest.raises(DecisionBetween) as found:
        control.jump(40 * 60)
    assert found.value.params["at"] == "T+00:02"
    control.jump(control.next_inject())
    assert len([each for each in control.player.state.done if each != "通知"]) == 1
    with pytest.raises(TimeGoesOn):
        control.jump(1, over_decisions=True)
    control.jump(45 * 60, over_decisions=True)
    # What lay between was done when it was due, not at the end of the jump, and by nobody twice:
    # the case was dispatched before anybody had to be pushed.
    assert "push" not in control.player.state.sent
    entries = world.services.drills.entries()
    calls = [each for each in entries if each.kind is EntryKind.CALL and each.body["method"] == "perform"]
    ends = [each for each in entries if each.kind is EntryKind.ACTOR and each.body["act"] == "end"]
    assert len(ends) > 20
    assert {each.body["why"] for each in ends} == {""}
    assert {each.at for each in ends if each.body["did"]} <= {each.at for each in calls}
    assert world.clock.now() == control.player.moment(45 * 60)
    with pytest.raises(NothingToCome):
        control.next_inject()
    control.end("时间到")
    assert control.drill.state is DrillState.ENDED
    with pytest.raises(DrillOver):
        control.run()
    assert set(summary(control.player).outcomes) == {"受理快", "到站", "报", "不退"}
    ends = [each for each in world.services.drills.entries() if each.kind is EntryKind.END]
    assert len(ends) == 1
    world.close()
