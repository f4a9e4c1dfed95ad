"""Recordings of every released format play for ever, whatever schema and demo township have become."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.drills.rules import FORMAT
from models.kernel.errors import SchemaMismatch
from scenarios.format.scenario import Scenario
from scenarios.recording import files
from scenarios.recording.opening import close, ground, prepare, replay
from scenarios.recording.refusals import OnlyARecording, TownshipAltered, WorldMissing
from scenarios.scoring.marks import score

if TYPE_CHECKING:
    from scenarios.sandbox import Sandboxes

RELEASED = sorted(Path(__file__).with_name("recordings").glob(f"*{files.ENDING}"))


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_released_recording_plays_again(path: Path, sandboxes: Sandboxes) -> None:
    recording = files.load(path)
    found = replay(sandboxes, recording, ground(sandboxes, recording))
    # Every entry has to give the very hash it was recorded with, or this raises.
    assert prepare(sandboxes, found)
    scenario = Scenario.model_validate(recording.new.scenario)
    world = found.world.services
    assert score(scenario, world.drills.entries()) == score(scenario, recording.entries)
    assert world.drills.check() == []
    with pytest.raises(OnlyARecording):
        world.drills.branch(9, "", "")
    close(found)

    # The next time nothing is played anew, and it can be gone to any moment.
    again = replay(sandboxes, recording, ground(sandboxes, recording))
    assert again.done == 1
    assert prepare(sandboxes, again, lambda _done, _of: pytest.fail("played once more"))
    middle = recording.new.starts + timedelta(minutes=10)
    again.to(middle)
    assert again.world.services.drills.entries() == [each for each in recording.entries if each.at <= middle]
    close(again)
    assert not again.world.folder.exists()


def test_every_released_format_has_one() -> None:
    assert len(RELEASED) >= FORMAT


def test_a_recording_whose_township_is_not_there(sandboxes: Sandboxes, tmp_path: Path) -> None:
    recording = files.load(RELEASED[0])
    assert recording.carried is not None
    path = tmp_path / "b.ywrec"
    first, *others = recording.carried.parts
    row = first.rows[0]
    changed = type(first)(first.table, first.columns, ((*row[:-1], "x"), *first.rows[1:]))
    files.save(recording, path)
    text = gzip.decompress(path.read_bytes()).decode()
    lines = text.splitlines(keepends=True)
    path.write_bytes(gzip.compress("".join([lines[0], *lines[2:]]).encode()))
    with pytest.raises(TownshipAltered):
        files.load(path)
    newer = type(recording.carried)("9999", (changed, *others))
    with pytest.raises(SchemaMismatch):
        ground(sandboxes, files.Recording(recording.new, "own", recording.entries, newer))
    with pytest.raises(WorldMissing):
        ground(sandboxes, files.Recording(recording.new, "own", recording.entries))
