"""The worlds of drills: folders beside the office's data, each with a database of its own.

A world is copied from a template, a township without cases, which is made once for every revision of the
schema and kept. Nothing here opens the database people work in but to read what a world takes over from
it, and :meth:`models.api.Services.open` refuses the one as the other.

::

    drills/
      templates/demo-0031.db      a township to copy
      0007/world.db               drill 7
      0007/scenario.yaml          what it was made from
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from models.drills import snapshots
from models.drills.capture import CallClock
from models.drills.clock import DrillClock
from models.drills.views import NewDrill
from models.kernel.clock import ManualClock, SystemClock
from models.kernel.errors import NotFound
from models.kernel.words import N_
from scenarios.recording.doors import WorldServices
from scenarios.recording.files import recording_of
from scenarios.recording.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from models.drills.views import DrillView
    from models.kernel.clock import Clock
    from models.kernel.store import Store
    from scenarios.recording.files import Recording

WORLD_FILE = "world.db"
SCENARIO_FILE = "scenario.yaml"
_TEMPLATES = "templates"
_REPLAYS = "replays"
_NUMBER = re.compile(r"\d{4}")
_DRILL = N_("drill")
_FOUNDED = datetime(2025, 1, 1, 16, 0, tzinfo=UTC)
"""When the township of the demo template was set up: before the start of any drill."""


@dataclass(frozen=True, slots=True)
class DrillSpec:
    """What a drill is made with."""

    name: str
    title: str
    scenario: Mapping[str, Any]
    """The whole scenario, as a plain document"""
    source: str
    """The same as its author wrote it"""
    seed: int
    starts: datetime
    ends: datetime
    party: str = ""


class World:
    """The world of one drill, open: its services, recorded, and its clock.

    Args:
        folder: where it lies.
        revision: the schema revision this program needs.
        clock: the drill's time; by default that of the room the drill is steered in.
        thrifty: one of many consoles on a machine.
    """

    def __init__(
        self, folder: Path, revision: str, clock: Clock | None = None, *, thrifty: bool = False
    ) -> None:
        self.folder = folder
        self._steered = None if clock is not None else DrillClock(folder / WORLD_FILE, SystemClock())
        self.clock = CallClock(clock or self._steered or SystemClock())
        self.services = WorldServices.open(
            url_of(folder / WORLD_FILE), self.clock, revision=revision, thrifty=thrifty, sealed=True
        )

    def __enter__(self) -> Self:
        """Give the world itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self.services.close()
        if self._steered is not None:
            self._steered.close()


class Sandboxes:
    """All drills of an office, and the templates their worlds are copied from.

    Args:
        folder: ``drills`` in the data folder; made when first needed.
        revision: the schema revision this program needs.
        make_tables: makes the tables of that revision in an empty database, given its address.
    """

    def __init__(self, folder: Path, revision: str, make_tables: Callable[[str], object]) -> None:
        self._folder = folder
        self._revision = revision
        self._make_tables = make_tables

    def numbers(self) -> list[int]:
        """Return the numbers of the drills there are, the newest first."""
        if not self._folder.is_dir():
            return []
        found = [int(each.name) for each in self._folder.iterdir() if _NUMBER.fullmatch(each.name)]
        return sorted((each for each in found if self._file(each).exists()), reverse=True)

    def folder_of(self, number: int) -> Path:
        """Return where a drill lies.

        Raises:
            NotFound: there is no such drill.
        """
        if not self._file(number).exists():
            raise NotFound(_DRILL, number)
        return self._folder / f"{number:04d}"

    def make(self, spec: DrillSpec, template: Path) -> int:
        """Make the world of a new drill and return the drill's number.

        Args:
            spec: what is played.
            template: from :meth:`demo_template` or :meth:`township_template`.

        Raises:
            OSError: the folder cannot be written.
        """
        number, folder = self._claim()
        building = folder / f"{WORLD_FILE}.building"
        try:
            shutil.copyfile(template, building)
            (folder / SCENARIO_FILE).write_text(spec.source, encoding="utf-8")
            services = WorldServices.open(url_of(building), ManualClock(spec.starts))
            try:
                services.drills.found(
                    NewDrill(
                        number=number,
                        name=spec.name,
                        title=spec.title,
                        seed=spec.seed,
                        scenario=spec.scenario,
                        world={"template": template.stem},
                        starts=spec.starts,
                        ends=spec.ends,
                        party=spec.party,
                    )
                )
            finally:
                services.close()
            # There whole, or not at all: a drill is one that has its world.
            building.replace(folder / WORLD_FILE)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return number

    def open(self, number: int, clock: Clock | None = None, *, thrifty: bool = False) -> World:
        """Open the world of a drill.

        Raises:
            NotFound: there is no such drill.
            SchemaMismatch: it was made by another version of the program.
        """
        return World(self.folder_of(number), self._revision, clock, thrifty=thrifty)

    def view(self, number: int) -> DrillView:
        """Return a drill as it stands.

        Raises:
            NotFound, SchemaMismatch: as :meth:`open`.
        """
        with self.open(number) as world:
            return world.services.drills.drill()

    def demo_template(self) -> Path:
        """Return the fictional township without cases, making it if this version never did (seconds)."""
        from scenarios.demo.build import found

        def fill(url: str) -> None:
            services = WorldServices.open(url, ManualClock(_FOUNDED))
            try:
                found(services)
                services.ledger.seal()
            finally:
                services.close()

        return self._template(f"demo-{self._revision}", fill)

    def township_template(self, url: str, mark: str) -> Path:
        """Return the office's own township without cases and without anybody's data.

        Args:
            url: the database people work in; it is only read.
            mark: names its state, so that a template is made anew when that moved.
        """
        from models.worlds import copy_world

        return self._template(f"township-{mark}-{self._revision}", lambda target: copy_world(url, target))

    def template(self, name: str) -> Path | None:
        """Return a template by its name; ``None`` where it is not here and cannot be made."""
        if name == f"demo-{self._revision}":
            return self.demo_template()
        path = self._folder / _TEMPLATES / f"{name}.db"
        return path if path.exists() else None

    def _template(self, name: str, fill: Callable[[str], None]) -> Path:
        path = self._folder / _TEMPLATES / f"{name}.db"
        if path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        building = path.with_name(f"{path.name}.{os.getpid()}.building")
        try:
            self._make_tables(url_of(building))
            fill(url_of(building))
            building.replace(path)
        finally:
            for ending in ("", "-wal", "-shm"):
                building.with_name(building.name + ending).unlink(missing_ok=True)
        return path

    def branch(self, store: Store, party: str, login: str) -> int:
        """Make a drill of an open world as it stands, such as a replay gone to a moment; return its number.

        Args:
            store: of the world.
            party: what the group is called that plays on.
            login: who makes the branch.
        """
        number, folder = self._claim()
        building = folder / f"{WORLD_FILE}.building"
        try:
            snapshots.take(store, building)
            services = WorldServices.open(url_of(building), SystemClock(), sealed=True)
            try:
                services.drills.branch(number, party, login)
            finally:
                services.close()
            building.replace(folder / WORLD_FILE)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return number

    def replay(self, recording: Recording, template: Path) -> Replay:
        """Return a recording ready to be played again, in a world of its own that is kept for the next time.

        Args:
            recording: what is played.
            template: what the world of the drill was copied from.

        Raises:
            OSError: the folder cannot be written.
        """
        folder = self._folder / _REPLAYS / recording.digest[:16]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for ending in ("", "-wal", "-shm"):
            (folder / f"{WORLD_FILE}{ending}").unlink(missing_ok=True)
        shutil.copyfile(template, folder / WORLD_FILE)
        services = WorldServices.open(url_of(folder / WORLD_FILE), ManualClock(recording.new.starts))
        try:
            services.drills.found(recording.new)
        finally:
            services.close()
        clock = ManualClock(recording.new.starts)
        return Replay(recording, World(folder, self._revision, clock), clock)

    def recording(self, number: int) -> Recording:
        """Return what was recorded of a drill so far.

        Raises:
            NotFound, SchemaMismatch: as :meth:`open`.
        """
        with self.open(number) as world:
            drills = world.services.drills
            return recording_of(drills.drill(), drills.entries())

    def _claim(self) -> tuple[int, Path]:
        """Take the next number: the folder is made by one process only."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = max(
            (int(each.name) for each in self._folder.iterdir() if _NUMBER.fullmatch(each.name)), default=0
        )
        while True:
            number += 1
            folder = self._folder / f"{number:04d}"
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                continue
            return number, folder

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:04d}" / WORLD_FILE


def url_of(path: Path) -> str:
    """Return the address of a database that is a file."""
    return f"sqlite:///{path}"
