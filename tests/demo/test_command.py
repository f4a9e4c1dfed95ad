"""``yiwang demo`` from the shell: what it leaves behind, and what it leaves alone; test_build.py builds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console import demo_place
from console.exits import ExitCode
from console.settings import load_settings
from tests.demo.interrupting import interrupt
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

TINY = ("--cases", "5")
"""A township, where it does not matter what happened in it."""


def place() -> Path:
    return load_settings().data_folder / demo_place.DATABASE_FILE


@pytest.mark.slow
def test_an_interrupted_build_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(monkeypatch)
    assert yiwang("demo", *TINY).code == ExitCode.CANCELLED
    # Nor does one that is never begun: at a time that cannot be read, or has not come.
    to_come = (datetime.now(UTC) + timedelta(days=2)).isoformat(timespec="minutes")
    for at in ("2025-06-31", to_come):
        refused = yiwang("demo", "--at", at, *TINY)
        assert (refused.code, at in refused.err) == (ExitCode.WRONG_USE, True), refused.err
    assert not [each for each in place().parent.iterdir() if each.name.startswith("demo")]


def test_a_real_office_is_never_touched(tmp_path: Path) -> None:
    real = str(tmp_path / "real.db")
    assert yiwang("init", "--db", real, "--yes").code == ExitCode.DONE
    before = (tmp_path / "real.db").read_bytes()
    for arguments in (("demo", "--db", real), ("demo", "--reset", "--yes", "--db", real)):
        refused = yiwang(*arguments)
        assert refused.code == ExitCode.REFUSED
        assert "真实" in refused.err
    assert (tmp_path / "real.db").read_bytes() == before


def test_the_demo_does_not_go_where_the_real_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # YIWANG_DB names the office's own database; only --db names another place for the demo.
    seen: list[str] = []

    def note(url: str, _where: str) -> demo_place.Standing:
        seen.append(url)
        return demo_place.Standing(datetime.now(UTC), complete=True)

    monkeypatch.setattr(demo_place, "standing", note)
    yiwang("demo")
    yiwang("--db", "elsewhere.db", "demo")
    assert seen[0].endswith("demo.db")
    assert seen[1].endswith("elsewhere.db")
