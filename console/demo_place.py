"""Where the demo township lives: making it so that it is there whole or not at all.

An SQLite township is built under another name and moved to its place when it is finished.
On a server there is no such move; a township that was left half built is recognised by the
absence of its last step and built anew.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.i18n import N_
from console.settings import make_private_folder
from models.kernel.errors import DomainError, ErrorKind, SchemaMismatch
from models.kernel.filefolder import files_folder

if TYPE_CHECKING:
    from scenarios.demo.build import Built, Progress

DATABASE_FILE = "demo.db"
STALE_AFTER = timedelta(days=21)
"""By then nothing in it is due today any more."""
_SQLITE = "sqlite:///"


class NotADemoPlace(DomainError):
    """The database named belongs to a real office; the demo stays away from it."""

    kind = ErrorKind.RULE
    code = "demo.not_a_demo"
    sentence = N_("The database %(where)s belongs to a real office; no demo is built or reset there.")
    next_step = N_("Leave --db out, or name a database that is not there yet.")

    def __init__(self, where: str) -> None:
        super().__init__(where=where)


class OldDemo(DomainError):
    """The demo was built by another version of the program."""

    kind = ErrorKind.SCHEMA
    code = "demo.other_version"
    sentence = N_("The demo township was built by another version of the program.")
    next_step = N_("Run “yiwang demo --reset” to build it anew.")


@dataclass(frozen=True, slots=True)
class Standing:
    """A demo township that is there."""

    built_at: datetime
    """The moment its cases lead up to."""
    complete: bool


def standing(url: str, where: str) -> Standing | None:
    """Return the demo at ``url``, or ``None`` where there is no database or an empty one.

    Raises:
        NotADemoPlace: there is one, of a real office.
        OldDemo: it is of another version than the program.
        NotOurs, OperationalError: it is no database of ours, or out of reach.
    """
    from migrations.check import require_current
    from migrations.runner import current
    from models.api import Services
    from models.kernel.clock import SystemClock
    from scenarios.demo.build import built_at, is_complete

    if current(url) is None:
        return None
    services = Services.open(url, SystemClock())
    try:
        require_current(services.store)
        if not services.organisation.office().demo:
            raise NotADemoPlace(where)
        return Standing(built_at(services), is_complete(services))
    except SchemaMismatch as error:
        raise OldDemo from error
    finally:
        services.close()


def make(url: str, now: datetime, *, seed: int, cases: int, founder: str, on_progress: Progress) -> Built:
    """Build the township at ``url``, in place of what is there; until it is finished, that stays.

    Raises:
        DomainError: the database refused something.
        OSError: the folder cannot be written.
    """
    path = file_of(url)
    if path is None:
        return _make_on_server(url, now, seed=seed, cases=cases, founder=founder, on_progress=on_progress)
    make_private_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.building")
    _remove(draft)
    try:
        built = _build(
            f"{_SQLITE}{draft}", now, seed=seed, cases=cases, founder=founder, on_progress=on_progress
        )
        # The log of the old database would be taken for one of the new.
        _remove_logs(path)
        draft.replace(path)
        # What was attached to cases of the old place belongs to none of the new.
        shutil.rmtree(files_folder(url, path.parent), ignore_errors=True)
    finally:
        _remove(draft)
    return built


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite URL; ``None`` for a database on a server."""
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def clear(url: str) -> None:
    """Remove every table of ours from a database on a server."""
    from migrations.runner import current, downgrade

    if current(url) is not None:
        downgrade(url, "base")


def _make_on_server(
    url: str, now: datetime, *, seed: int, cases: int, founder: str, on_progress: Progress
) -> Built:
    clear(url)
    return _build(url, now, seed=seed, cases=cases, founder=founder, on_progress=on_progress)


def _build(url: str, now: datetime, *, seed: int, cases: int, founder: str, on_progress: Progress) -> Built:
    from migrations.runner import upgrade
    from models.api import Services
    from models.kernel.clock import ManualClock
    from scenarios.demo.build import build

    upgrade(url, backup=False)
    clock = ManualClock(now)
    services = Services.open(url, clock)
    try:
        return build(services, clock, seed=seed, cases=cases, founder=founder, on_progress=on_progress)
    finally:
        services.close()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_logs(path)


def _remove_logs(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
