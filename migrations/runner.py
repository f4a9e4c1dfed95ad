"""Moves a database from one revision to another.

There is no alembic.ini: everything alembic needs is here and in ``env.py``, so that the
installed program upgrades a database as well as the checkout does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, make_url

from migrations.backup import back_up
from migrations.head import head_revision
from models.kernel.clock import Clock, SystemClock
from models.kernel.errors import DomainError, ErrorKind, SchemaMismatch
from models.kernel.store import open_engine, schema_revision
from models.kernel.words import N_

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

__all__ = ["Move", "NotOurs", "current", "downgrade", "head_revision", "revisions", "upgrade"]

HERE = Path(__file__).parent


class NotOurs(DomainError):
    """The database is in use by something else."""

    kind = ErrorKind.SCHEMA
    code = "not_ours"
    sentence = N_("The database %(where)s already holds tables of another program, such as %(table)s.")
    next_step = N_("Name an empty database with --db.")

    def __init__(self, where: str, table: str) -> None:
        super().__init__(where=where, table=table)


@dataclass(frozen=True, slots=True)
class Move:
    """What an upgrade or downgrade did."""

    before: str | None
    """The revision found; ``None`` for a database without tables."""
    after: str | None
    """The revision reached."""
    backup: Path | None
    """The copy taken before, if one was needed and wanted."""

    @property
    def changed(self) -> bool:
        """Whether anything had to be done."""
        return self.before != self.after


def current(url: str) -> str | None:
    """Return the revision of the database; ``None`` if it is missing or has no tables of ours.

    Nothing is created by asking.
    """
    if _missing_file(url):
        return None
    engine = open_engine(url)
    try:
        return schema_revision(engine)
    finally:
        engine.dispose()


def revisions(versions: Path | None = None) -> list[str]:
    """Return all revisions, oldest first."""
    return [script.revision for script in reversed(list(_scripts(versions).walk_revisions()))]


def upgrade(
    url: str,
    *,
    backup: bool = True,
    target: str = "head",
    clock: Clock | None = None,
    versions: Path | None = None,
) -> Move:
    """Bring the database to the newest revision; make the SQLite file if there is none.

    All steps happen in one transaction: after a failure the database is what it was.

    Args:
        url: an SQLAlchemy URL.
        backup: copy an SQLite file that holds data before changing it.
        target: a revision to stop at, for tests.
        clock: gives the time in the copy's name.
        versions: another folder of revisions, for tests.

    Raises:
        SchemaMismatch: the database is newer than this program.
        NotOurs: the database holds tables, but none of ours.
    """
    before = _known_revision(url, versions)
    wanted = _resolve(target, versions)
    if before == wanted:
        return Move(before, wanted, None)
    if before is None:
        _refuse_foreign(url)
    copy = _back_up(url, before, clock) if backup and before is not None else None
    _make_folder(url)
    from alembic import command

    command.upgrade(_config(url, versions), target)
    return Move(before, wanted, copy)


def downgrade(
    url: str,
    target: str,
    *,
    backup: bool = True,
    clock: Clock | None = None,
    versions: Path | None = None,
) -> Move:
    """Take the database back to the revision ``target`` (``"base"`` for no tables at all).

    Takes the same arguments, and refuses the same, as :func:`upgrade`.
    """
    before = _known_revision(url, versions)
    copy = _back_up(url, before, clock) if backup and before is not None else None
    from alembic import command

    command.downgrade(_config(url, versions), target)
    return Move(before, None if target == "base" else target, copy)


def _config(url: str, versions: Path | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    for option, value in (
        ("script_location", HERE),
        ("version_locations", versions or HERE / "versions"),
        ("file_template", "%(rev)s_%(slug)s"),
        ("path_separator", "newline"),
    ):
        config.set_main_option(option, str(value).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def _scripts(versions: Path | None) -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config("", versions))


def _resolve(target: str, versions: Path | None) -> str | None:
    if target != "head":
        return target
    return head_revision() or None if versions is None else _scripts(versions).get_current_head()


def _known_revision(url: str, versions: Path | None) -> str | None:
    found = current(url)
    if found is not None and found not in revisions(versions):
        raise SchemaMismatch(found, head_revision())
    return found


def _refuse_foreign(url: str) -> None:
    if _missing_file(url):
        return
    engine = open_engine(url)
    try:
        names = sorted(set(inspect(engine).get_table_names()) - {"alembic_version"})
    finally:
        engine.dispose()
    if names:
        raise NotOurs(make_url(url).render_as_string(hide_password=True), names[0])


def _sqlite_path(url: str) -> Path | None:
    target = make_url(url)
    if target.get_backend_name() != "sqlite" or not target.database:
        return None
    return Path(target.database)


def _missing_file(url: str) -> bool:
    path = _sqlite_path(url)
    return path is not None and not path.exists()


def _make_folder(url: str) -> None:
    path = _sqlite_path(url)
    if path is not None and not path.parent.exists():
        # Personal data will live here: nobody else on the machine looks in.
        path.parent.mkdir(parents=True, mode=0o700)


def _back_up(url: str, revision: str, clock: Clock | None) -> Path | None:
    path = _sqlite_path(url)
    return None if path is None else back_up(path, revision, (clock or SystemClock()).now())
