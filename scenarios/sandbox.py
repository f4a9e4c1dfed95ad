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
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from models.carried import mark, pack, unpack
from models.drills import snapshots
from models.drills.capture import CallClock
from models.drills.clock import DrillClock
from models.drills.sealing import require_drill
from models.drills.views import NewDrill
from models.kernel.clock import ManualClock, SystemClock
from models.kernel.errors import NotFound, SchemaMismatch
from models.kernel.words import N_
from scenarios.recording.doors import WorldServices
from scenarios.recording.files import recording_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.carried import Carried
    from models.drills.views import DrillView
    from models.kernel.clock import Clock
    from models.kernel.store import Store
    from scenarios.recording.files import Recording
    from scenarios.recording.replay import Replay

WORLD_FILE = "world.db"
SCENARIO_FILE = "scenario.yaml"
_TEMPLATES = "templates"
_SQLITE = "sqlite:///"
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
        make_tables: makes the tables of that revision in an empty database, given its address, or those of
            a ``target`` before it; brings an older one to it.
    """

    def __init__(self, folder: Path, revision: str, make_tables: Callable[..., object]) -> None:
        self._folder = folder
        self._revision = revision
        self._make_tables = make_tables

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def within(self, name: str) -> Sandboxes:
        """Return another place for drills, a folder in this one; neither finds what lies in the other."""
        return Sandboxes(self.folder / name, self._revision, self._make_tables)

    @property
    def revision(self) -> str:
        """The schema revision this program needs."""
        return self._revision

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

    def remove(self, number: int) -> None:
        """Remove a drill and everything recorded of it.

        Raises:
            NotFound: there is no such drill.
            NotADrill: somebody put a database there in which people work.
            OSError: the folder cannot be removed.
        """
        folder = self.folder_of(number)
        require_drill(url_of(folder / WORLD_FILE))
        # Its world first: from then on there is no such drill, whatever of the folder is left.
        (folder / WORLD_FILE).unlink()
        shutil.rmtree(folder)

    def demo_template(self) -> Path:
        """Return the fictional township without cases, making it if this version never did (seconds)."""

        def fill(url: str) -> None:
            # Loaded on use: once for every version of the schema.
            from scenarios.demo.build import found

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

    def template(self, name: str) -> Path:
        """Return where a template lies, or would."""
        return self._folder / _TEMPLATES / f"{name}.db"

    def carried_template(self, carried: Carried) -> Path:
        """Return the township a recording carries, brought to the present revision.

        Raises:
            SchemaMismatch: it is of a newer revision than this program.
        """
        if carried.revision > self._revision:
            raise SchemaMismatch(carried.revision, self._revision)
        name = f"carried-{mark(carried)}-{self._revision}"

        def fill(url: str) -> None:
            unpack(carried.parts, Path(url.removeprefix(_SQLITE)))
            self._make_tables(url)

        return self._template(name, fill, carried.revision)

    def _template(self, name: str, fill: Callable[[str], None], revision: str = "head") -> Path:
        path = self.template(name)
        if path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        building = path.with_name(f"{path.name}.{os.getpid()}.building")
        try:
            self._make_tables(url_of(building), target=revision)
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
        """Return a recording ready to be played again, as :func:`scenarios.recording.opening.replay` does."""
        from scenarios.recording.opening import replay

        return replay(self, recording, template)

    def recording(self, number: int, *, whole: bool = True) -> Recording:
        """Return what was recorded of a drill so far; ``whole`` with the township it was played in.

        Raises:
            NotFound, SchemaMismatch: as :meth:`open`.
        """
        with self.open(number) as world:
            drills = world.services.drills
            found = recording_of(drills.drill(), drills.entries())
        template = self.template(found.template)
        return replace(found, carried=pack(template)) if whole and template.exists() else found

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
    return f"{_SQLITE}{path}"
