"""``yiwang demo`` from the shell: builds once, opens again, resets when told, leaves others alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console import demo_place
from console.exits import ExitCode
from console.settings import load_settings
from scenarios.demo import plan as plan_module
from tests.demo.interrupting import interrupt
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ("--cases", "40")
"""A township that has cases of earlier days as well as of the last."""
TINY = ("--cases", "5")
"""A township, where it does not matter what happened in it."""


@pytest.fixture
def few_live_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take fewer steps live: enough of every kind, the others come in through the imports."""
    monkeypatch.setattr(plan_module, "LIVE_STEPS", 60)


def place() -> Path:
    return load_settings().data_folder / demo_place.DATABASE_FILE


@pytest.mark.slow
@pytest.mark.usefixtures("few_live_steps")
def test_the_first_time_it_is_built_and_the_second_time_only_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    first = yiwang("demo", *SMALL)
    assert first.code == ExitCode.DONE, first.err
    assert "事件 40 件" in first.err
    assert re.search(r"^\d{8}-\d{4}", first.out, re.MULTILINE)
    assert "yiwang demo" in first.err
    assert [each.name for each in place().parent.iterdir() if each.name.startswith("demo")] == ["demo.db"]
    written = place().stat().st_mtime_ns

    second = yiwang("demo")
    assert second.code == ExitCode.DONE
    numbers = re.compile(r"^\d{8}-\d{4}", re.MULTILINE)
    # How late a case is may have grown by a minute meanwhile.
    assert numbers.findall(second.out) == numbers.findall(first.out)
    assert "正在搭建" not in second.err
    assert place().stat().st_mtime_ns == written

    # Once it is old it says how to renew its dates.
    assert "--reset" not in second.err
    with monkeypatch.context() as patch:
        patch.setattr(demo_place, "STALE_AFTER", timedelta(0))
        assert "yiwang demo --reset" in yiwang("demo").err

    # The shell's own commands work on it at once.
    listed = yiwang("queue", "--json", "--db", str(place()))
    assert listed.code == ExitCode.DONE
    assert yiwang("check", "--db", str(place())).code == ExitCode.DONE

    # What would need another township is not silently ignored.
    assert yiwang("demo", "--seed", "5").code == ExitCode.WRONG_USE
    at = yiwang("demo", "--at", "2025-06-10 16:00")
    assert (at.code, "--reset" in at.err) == (ExitCode.WRONG_USE, True)
    unanswered = yiwang("demo", "--reset")
    assert unanswered.code == ExitCode.WRONG_USE
    assert "--yes" in unanswered.err
    again = yiwang("demo", "--reset", "--yes", "--seed", "5", "--at", "2025-06-10 16:00", *TINY)
    assert again.code == ExitCode.DONE
    assert again.out != first.out
    # It ends when it was told to, by the township's clocks: the same command gives the same township.
    ended = datetime(2025, 6, 10, 8, 0, tzinfo=UTC)
    assert demo_place.standing(f"sqlite:///{place()}", "") == demo_place.Standing(ended, complete=True)
    assert re.findall(r"^\d{8}", again.out, re.MULTILINE)[-1] <= "20250610"


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
