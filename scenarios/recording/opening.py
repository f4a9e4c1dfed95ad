"""Opening a recording: finding the township it was played in, and what of it was prepared before.

::

    drills/replays/3f2a…/snapshot-000001.db     worlds taken aside, shared by all consoles
    drills/replays/3f2a…/prepared.json          which of them there are, once all are
    drills/replays/3f2a…/4711/world.db          the world one console looks at, gone with it
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from models.kernel.clock import ManualClock
from scenarios.recording.doors import WorldServices
from scenarios.recording.refusals import WorldMissing
from scenarios.recording.replay import Replay
from scenarios.sandbox import WORLD_FILE, World, url_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.recording.files import Recording
    from scenarios.sandbox import Sandboxes

_REPLAYS = "replays"
_PREPARED = "prepared.json"
_KEPT = 4
"""Recordings whose worlds are kept for the next time"""
_DEMO = "demo-"


def ground(sandboxes: Sandboxes, recording: Recording) -> Path:
    """Return what the world of a recording is copied from.

    The township it carries, else the template it names, else the demo township of this program.

    Raises:
        SchemaMismatch: it was recorded by a newer program.
        WorldMissing: it carries none, and there is none of that name.
    """
    if recording.carried is not None:
        return sandboxes.carried_template(recording.carried)
    named = sandboxes.template(recording.template)
    if named.exists() and recording.template.endswith(sandboxes.revision):
        return named
    if recording.template.startswith(_DEMO):
        return sandboxes.demo_template()
    raise WorldMissing(recording.template)


def replay(sandboxes: Sandboxes, recording: Recording, template: Path) -> Replay:
    """Return a recording ready to be played again, as far as it was prepared before.

    Raises:
        OSError: the folder cannot be written.
    """
    shelf = _shelf(sandboxes, recording)
    own = shelf / str(os.getpid())
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True, mode=0o700)
    kept = _kept(shelf, sandboxes.revision)
    clock = ManualClock(recording.new.starts)
    if kept:
        shutil.copyfile(shelf / f"snapshot-{kept[0]:06d}.db", own / WORLD_FILE)
    else:
        shutil.copyfile(template, own / WORLD_FILE)
        services = WorldServices.open(url_of(own / WORLD_FILE), clock)
        try:
            services.drills.found(recording.new)
        finally:
            services.close()
    world = World(own, sandboxes.revision, clock, thrifty=bool(kept))
    # The township is in the world by now.
    return Replay(replace(recording, carried=None), world, clock, shelf, kept)


def prepare(
    sandboxes: Sandboxes, found: Replay, on_progress: Callable[[int, int], bool] | None = None
) -> bool:
    """Play a recording once to its end unless that was done before; say whether it is prepared now.

    Args:
        sandboxes: where it lies.
        found: from :func:`replay`.
        on_progress: told how many entries of how many are played; ``False`` from it stops.

    Raises:
        ReplayDiffers: it does not give what it gave.
    """
    shelf = _shelf(sandboxes, found.recording)
    if _kept(shelf, sandboxes.revision):
        return True
    if not found.prepare(on_progress):
        return False
    draft = shelf / f"{_PREPARED}.{os.getpid()}"
    draft.write_text(json.dumps({"revision": sandboxes.revision, "kept": found.kept}), "utf-8")
    draft.replace(shelf / _PREPARED)
    _tidy(shelf)
    return True


def close(found: Replay) -> None:
    """Close a replay; what was prepared stays for the next time."""
    found.world.close()
    shutil.rmtree(found.world.folder, ignore_errors=True)


def _shelf(sandboxes: Sandboxes, recording: Recording) -> Path:
    return sandboxes.folder / _REPLAYS / recording.digest[:16]


def _kept(shelf: Path, revision: str) -> list[int]:
    """Return after how many entries each world was taken aside; none unless all of them are there."""
    path = shelf / _PREPARED
    if not path.exists():
        return []
    told = json.loads(path.read_text("utf-8"))
    if told["revision"] == revision and all(
        (shelf / f"snapshot-{done:06d}.db").exists() for done in told["kept"]
    ):
        return list(told["kept"])
    for each in (path, *shelf.glob("snapshot-*.db")):
        each.unlink(missing_ok=True)
    return []


def _tidy(shelf: Path) -> None:
    """Keep what was prepared last, and remove the worlds of consoles that died."""
    shelves = sorted(
        (each for each in shelf.parent.iterdir() if (each / _PREPARED).exists()),
        key=lambda each: (each / _PREPARED).stat().st_mtime,
        reverse=True,
    )
    for place, each in enumerate(shelves):
        for world in each.iterdir():
            if world.is_dir() and not _lives(world.name):
                shutil.rmtree(world, ignore_errors=True)
        if place >= _KEPT and not any(world.is_dir() for world in each.iterdir()):
            shutil.rmtree(each, ignore_errors=True)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
