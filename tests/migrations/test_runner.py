"""The runner on made-up revisions: backups, refusals, rebuilding, failing half way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from migrations import runner
from migrations.check import require_current
from models.kernel.errors import NoDatabase, SchemaMismatch
from models.kernel.store import Store, open_engine

if TYPE_CHECKING:
    from pathlib import Path

    from models.kernel.clock import ManualClock

FIRST = '''
"""Families."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0001", None, None, None
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(8)))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True), sa.Column("parent_id", sa.Integer,
        sa.ForeignKey("parent.id", name="fk_child_parent_id", ondelete="CASCADE"), nullable=False))
def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
'''
REBUILD = '''
"""Rebuild the parent."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    with op.batch_alter_table("parent", recreate="always") as batch:
        batch.alter_column("name", existing_type=sa.String(8), type_=sa.String(64))
        batch.add_column(sa.Column("kind", sa.String(8), nullable=False, server_default="plain"))
def downgrade():
    with op.batch_alter_table("parent", recreate="always") as batch:
        batch.drop_column("kind")
'''
ORPHANING = '''
"""Lose a parent."""
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    op.execute("ALTER TABLE child ADD COLUMN note TEXT")
    op.execute("DELETE FROM parent WHERE id = 1")
def downgrade():
    pass
'''


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "0001_families.py").write_text(FIRST.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture
def family(versions: Path, tmp_path: Path) -> Path:
    """Give a database at 0001 with two parents and three children."""
    path = tmp_path / "family.db"
    runner.upgrade(f"sqlite:///{path}", versions=versions)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "INSERT INTO parent VALUES (1, 'a'), (2, 'b'); INSERT INTO child VALUES (1, 1), (2, 1), (3, 2);"
        )
    return path


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_rebuilding_a_parent_keeps_its_children(family: Path, versions: Path) -> None:
    (versions / "0002_rebuild.py").write_text(REBUILD.lstrip(), encoding="utf-8")
    move = runner.upgrade(f"sqlite:///{family}", versions=versions)
    assert (move.before, move.after, move.changed) == ("0001", "0002", True)
    assert query(family, "SELECT id, parent_id FROM child") == [(1, 1), (2, 1), (3, 2)]
    assert query(family, "SELECT kind FROM parent") == [("plain",), ("plain",)]
    runner.downgrade(f"sqlite:///{family}", "0001", versions=versions)
    assert query(family, "SELECT id FROM child") == [(1,), (2,), (3,)]


def test_the_file_is_copied_before_it_changes(family: Path, versions: Path, clock: ManualClock) -> None:
    (versions / "0002_rebuild.py").write_text(REBUILD.lstrip(), encoding="utf-8")
    family.chmod(0o600)
    move = runner.upgrade(f"sqlite:///{family}", versions=versions, clock=clock)
    assert move.backup == family.with_name("family.db.0001.20260302T010000Z.bak")
    assert query(move.backup, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert query(move.backup, "SELECT count(*) FROM child") == [(3,)]
    assert move.backup.stat().st_mode & 0o777 == 0o600


def test_a_copy_holds_what_is_still_in_the_write_ahead_log(
    family: Path, versions: Path, clock: ManualClock
) -> None:
    (versions / "0002_rebuild.py").write_text(REBUILD.lstrip(), encoding="utf-8")
    with closing(sqlite3.connect(family)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("PRAGMA wal_autocheckpoint = 0")
        other.execute("INSERT INTO child VALUES (4, 2)")
        other.commit()
        move = runner.upgrade(f"sqlite:///{family}", versions=versions, clock=clock)
    assert move.backup is not None
    assert query(move.backup, "SELECT count(*) FROM child") == [(4,)]


def test_nothing_to_do_means_no_copy(family: Path, versions: Path) -> None:
    move = runner.upgrade(f"sqlite:///{family}", versions=versions)
    assert not move.changed
    assert move.backup is None
    assert list(family.parent.glob("*.bak")) == []


def test_a_revision_that_orphans_rows_is_rolled_back_whole(family: Path, versions: Path) -> None:
    (versions / "0002_orphaning.py").write_text(ORPHANING.lstrip(), encoding="utf-8")
    with pytest.raises(RuntimeError, match="child row 1 -> parent"):
        runner.upgrade(f"sqlite:///{family}", versions=versions)
    assert query(family, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert query(family, "SELECT id FROM parent") == [(1,), (2,)]
    assert [row[1] for row in query(family, "PRAGMA table_info(child)")] == ["id", "parent_id"]


def test_a_newer_database_is_refused(family: Path, versions: Path) -> None:
    with closing(sqlite3.connect(family)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for move in (runner.upgrade, lambda url, **rest: runner.downgrade(url, "base", **rest)):
        with pytest.raises(SchemaMismatch) as refusal:
            move(f"sqlite:///{family}", versions=versions)
        assert refusal.value.params["found"] == "9999"
    assert query(family, "SELECT count(*) FROM child") == [(3,)]


def test_the_database_of_another_program_is_left_alone(tmp_path: Path, versions: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(runner.NotOurs) as refusal:
        runner.upgrade(f"sqlite:///{path}", versions=versions)
    assert refusal.value.params["table"] == "invoices"
    assert query(path, "SELECT name FROM sqlite_master") == [("invoices",)]


def test_asking_creates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "x.db"
    assert runner.current(f"sqlite:///{path}") is None
    assert not path.parent.exists()


def test_a_new_folder_is_closed_to_others(tmp_path: Path, versions: Path) -> None:
    path = tmp_path / "new" / "deep" / "x.db"
    runner.upgrade(f"sqlite:///{path}", versions=versions)
    assert path.parent.stat().st_mode & 0o077 == 0


def test_an_open_database_must_be_of_this_version(family: Path) -> None:
    store = Store(open_engine(f"sqlite:///{family}"))
    with closing(sqlite3.connect(family)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    with pytest.raises(SchemaMismatch):
        require_current(store)
    store.close()


def test_an_empty_database_is_none(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    store = Store(open_engine(f"sqlite:///{path}"))
    with pytest.raises(NoDatabase):
        require_current(store)
    store.close()
