"""Recordings: the same world again at any moment, altered ones noticed, branches that go on."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.cases.kinds import Action, Channel, QueueKey
from models.cases.views import ActionEntries, Intake
from models.drills.kinds import DrillState, EntryKind
from models.kernel.clock import ManualClock
from models.kernel.errors import Conflict
from scenarios.player.colleagues import Policy
from scenarios.player.headless import player_of, summary
from scenarios.recording import files
from scenarios.recording.refusals import (
    OnlyARecording,
    RecordingAltered,
    RecordingCutOff,
    RecordingDamaged,
    RecordingNotWritten,
    RecordingTooNew,
    RecordingUnreadable,
    ReplayDiffers,
)
from scenarios.recording.replay import Replay
from tests.drills.conftest import STARTS
from tests.drills.playing import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.sandbox import Sandboxes


@pytest.fixture
def played(sandboxes: Sandboxes, world_template: Path) -> Table:
    """Give half an hour of a drill that colleagues play."""
    table = Table(sandboxes, world_template)
    table.to(30)
    return table


def test_a_replay_stands_at_any_moment_as_the_drill_stood(
    played: Table, world_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.recording.replay.CALLS_BETWEEN", 8)
    # Two reached for the same case: what the slower one tried to do came to nothing, then and again.
    late = played.at_desk("受理")
    contested = played.world.services.cases.queue(late, None).rows[0]
    with pytest.raises(Conflict):
        played.world.services.cases.perform(
            late, contested.id, Action.ACCEPT, ActionEntries(), contested.version - 1
        )
    path = tmp_path / f"gas{files.ENDING}"
    files.save(played.sandboxes.recording(played.number), path)
    recording = files.load(path)
    assert recording.entries == tuple(played.entries())

    replay = played.sandboxes.replay(recording, world_template)
    told: list[int] = []

    def tell(done: int, _of: int) -> bool:
        told.append(done)
        return True

    assert replay.prepare(tell)
    assert told[-1] == len(recording.entries)
    live, again = played.world.services, replay.world.services
    chief = played.at_desk("受理")
    everything = again.cases.queue(chief, None).rows
    assert everything == live.cases.queue(chief, None).rows
    assert again.check() == []

    # Back, forward, and in the middle: what stands there was recorded by then.
    for minutes in (10, 3, 29, 3, 0):
        replay.to(STARTS + timedelta(minutes=minutes))
        entries = again.drills.entries()
        assert entries == [each for each in recording.entries if each.at <= replay.moment]
    replay.to(recording.ends)
    assert again.cases.queue(chief, None).rows == everything

    with pytest.raises(OnlyARecording):
        again.cases.intake(chief, Intake(Channel.PATROL, "占道", "占道", 1))
    replay.world.close()


def test_a_branch_goes_on_where_the_recording_stood(played: Table, world_template: Path) -> None:
    recording = played.sandboxes.recording(played.number)
    replay = played.sandboxes.replay(recording, world_template)
    replay.to(STARTS + timedelta(minutes=10))
    number = played.sandboxes.branch(replay.world.services.store, "二组", "trainer")
    replay.world.close()

    clock = ManualClock(STARTS + timedelta(minutes=10))
    with played.sandboxes.open(number, clock) as world:
        drill = world.services.drills.drill()
        assert (drill.number, drill.party, drill.state) == (number, "二组", DrillState.PAUSED)
        assert world.services.drills.check() == []
        player = player_of(world, played.plan, played.seed, clock, Policy.AUTO)
        player.advance(30 * 60)
        # The same colleagues and the same chance: the same half hour but for the branching itself.
        assert summary(player) == summary(played.player)
        kinds = [each.body.get("act") for each in world.services.drills.entries(kinds={EntryKind.CONTROL})]
        assert kinds == ["branch"]
        case = world.services.cases.queue(played.at_desk("受理"), QueueKey.TO_ACCEPT).rows[0]
        world.services.cases.perform(
            played.at_desk("受理"), case.id, Action.ACCEPT, ActionEntries(), case.version
        )


def altered(path: Path, change: Callable[[list[str]], list[str]]) -> Path:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    other = path.with_name("other.ywrec")
    other.write_bytes(gzip.compress("".join(change(lines)).encode()))
    return other


def test_what_was_done_to_a_file_is_noticed(played: Table, tmp_path: Path) -> None:
    path = tmp_path / "gas.ywrec"
    files.save(played.sandboxes.recording(played.number), path)

    with pytest.raises(RecordingAltered) as found:
        files.load(altered(path, lambda lines: [line.replace("菜市场", "超市") for line in lines]))
    assert found.value.params["seq"] > 1
    with pytest.raises(RecordingCutOff):
        files.load(altered(path, lambda lines: lines[:-1]))
    with pytest.raises(RecordingCutOff):
        files.load(altered(path, lambda lines: [*lines[:-1], lines[-1][:-3]]))
    with pytest.raises(RecordingTooNew):
        files.load(altered(path, lambda lines: [_newer(lines[0]), *lines[1:]]))
    with pytest.raises(RecordingUnreadable):
        files.load(altered(path, lambda lines: ["{}\n", *lines]))
    half = tmp_path / "half.ywrec"
    half.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(RecordingCutOff):
        files.load(half)
    # A line that is none any more, and a byte of the packed file: both said with the place.
    with pytest.raises(RecordingAltered) as found:
        files.load(altered(path, lambda lines: [*lines[:-9], "[1,2\n", *lines[-8:]]))
    assert found.value.params["seq"] == len(played.entries()) - 7
    packed = bytearray(path.read_bytes())
    packed[-5] ^= 255
    half.write_bytes(packed)
    with pytest.raises(RecordingDamaged) as damaged:
        files.load(half)
    assert damaged.value.params["seq"] == len(played.entries())
    half.write_bytes(b"no recording")
    with pytest.raises(RecordingUnreadable):
        files.load(half)
    with pytest.raises(RecordingUnreadable):
        files.load(tmp_path / "nowhere.ywrec")
    with pytest.raises(RecordingNotWritten):
        files.save(files.load(path), tmp_path / "nowhere" / "gas.ywrec")


def _newer(line: str) -> str:
    return json.dumps({**json.loads(line), "format": 99}) + "\n"


def test_a_world_that_differs_is_noticed(played: Table, world_template: Path) -> None:
    recording = played.sandboxes.recording(played.number)
    replay = played.sandboxes.replay(recording, world_template)
    replay.world.services.drills._room = replay.world.clock
    first = recording.entries[2]
    changed = files.Recording(
        recording.new,
        recording.template,
        (*recording.entries[:2], type(first)(3, first.kind, first.at, "", {"text": "x"}, first.hash)),
    )
    other = Replay(changed, replay.world, replay._clock)
    with pytest.raises(ReplayDiffers):
        other.to(recording.ends)
    replay.world.close()
