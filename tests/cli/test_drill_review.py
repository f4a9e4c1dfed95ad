"""Looking back on a drill from the shell: the review, forms, objections, corrective tasks, progress."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from console.exits import ExitCode
from console.reviewing.place import sandboxes_of
from console.settings import load_settings
from models.drills.kinds import EntryKind
from models.kernel.clock import ManualClock
from scenarios import library, timeline
from scenarios.player.colleagues import Policy
from scenarios.player.headless import open_for_players
from scenarios.recording.files import save
from scenarios.sandbox import DrillSpec
from scenarios.writing import document_of
from tests.drills.conftest import world_template
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["world_template"]
NAME = "消防通道"


@pytest.fixture
def played(world_template: Path) -> int:
    """Give a drill at whose first desk the person of the shell sat, played to its end."""
    assert yiwang("init", "--office", "大岭镇").code == 0
    found = sandboxes_of(load_settings())
    scenario = min(
        (library.scenario(name).scenario for name in library.names()), key=lambda each: each.duration
    )
    plan = timeline.compile(scenario)
    starts = plan.start.replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    ends = starts + timedelta(seconds=plan.end)
    number = found.make(
        DrillSpec(scenario.id, NAME, document_of(scenario), "", 7, starts, ends), world_template
    )
    clock = ManualClock(starts)
    with found.open(number, clock) as world:
        player = open_for_players(world, plan, 7, clock, Policy.NONE)
        desk = next(each for each in scenario.expectations[0].who)
        seat = {"person": "root", "desk": desk}
        world.services.drills.append(EntryKind.SEAT, starts, player.cast.logins[desk][0], seat)
        player.advance(plan.end)
    return number


def test_a_drill_is_reviewed_judged_and_improved_upon(played: int, tmp_path: Path) -> None:
    number = str(played)
    scenario = yiwang("drill", "review", number, "--json").json()
    assert (scenario["drill"], scenario["ended"], scenario["grade"]) == (played, True, "不合格")
    missed = next(each for each in scenario["expectations"] if each["outcome"] == "missed")
    assert len(scenario["grid"]) == len(scenario["queues"]["to_accept"])
    text = yiwang("drill", "review", number)
    assert "五、队列" in text.out
    assert "建议的整改任务" in text.out
    assert yiwang("drill", "review", number, "-o", str(tmp_path / "a.md")).code == 0
    assert yiwang("drill", "review", number, "-o", str(tmp_path / "a.pdf")).code == ExitCode.WRONG_USE
    assert yiwang("drill", "review", "77").code == ExitCode.REFUSED
    assert yiwang("drill", "review", str(tmp_path / "a.ywrec")).code == ExitCode.WRONG_USE

    forms = [each for each in scenario["expectations"] if each["id"] in scenario["unfilled"]]
    if forms:
        shown = yiwang("drill", "form", number, "--expectation", forms[0]["id"]).out.splitlines()
        items = [line.split()[0] for line in shown if "0-" in line]
        given = [word for item in items for word in ("--item", f"{item}=0.5")]
        assert yiwang("drill", "form", number, "--expectation", forms[0]["id"], *given).code == 0
        assert yiwang("drill", "form", number, "--expectation", forms[0]["id"], "--item", "x=x").code != 0
    by_itself = yiwang("drill", "form", number, "--expectation", missed["id"])
    assert "不用评估表" in by_itself.err
    assert yiwang("drill", "object", number, "--expectation", missed["id"], "电话一直占线").code == 0

    rows = yiwang("drill", "progress", "--me", "--json").json()
    assert [(each["drill"], each["points"]) for each in rows] == [(played, pytest.approx(rows[0]["points"]))]
    assert all("person" not in each and "root" not in each.values() for each in rows)
    assert yiwang("drill", "progress", "--me", "--person", "x").code == ExitCode.WRONG_USE

    due = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    make = ("drill", "tasks", "make", number, "--task", "1", "--owner", "root", "--due", due)
    assert yiwang(*make, "--dry-run").code == 0
    assert yiwang("drill", "tasks", "--json").json() == []
    assert yiwang(*make).code == 0
    assert yiwang(*make).code == ExitCode.REFUSED
    assert yiwang("drill", "tasks", "make", number, "--task", "99").code == ExitCode.WRONG_USE
    (task,) = yiwang("drill", "tasks", "--open", "--json").json()
    assert (task["drill"], task["due_on"], task["state"]) == (played, due, "open")
    again = yiwang("drill", "review", number).out
    assert task["title"] in again.partition("尚未完成的整改任务")[2]
    assert "电话一直占线" in again
    assert yiwang("drill", "tasks", "drop", str(task["id"])).code != 0
    assert yiwang("drill", "tasks", "done", str(task["id"]), "--note", "已培训").code == 0
    assert yiwang("drill", "tasks", "--open", "--json").json() == []

    # The office's own grades come before those of the scenario; a recording gives the same review.
    assert "不是" in yiwang("settings", "set", "drill.grades=达标 60%", "--yes").err
    assert yiwang("settings", "set", "drill.grades=达标 60%;未达标 0%", "--yes").code == 0
    path = tmp_path / "a.ywrec"
    save(sandboxes_of(load_settings()).recording(played), path)
    replayed = yiwang("drill", "review", str(path), "--json").json()
    assert replayed["grade"] == "未达标"
    assert {each["id"] for each in forms[:1]}.isdisjoint(replayed["unfilled"])
    assert replayed["expectations"][0]["outcome"] == scenario["expectations"][0]["outcome"]
