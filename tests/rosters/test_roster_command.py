"""The roster from the shell: written, filled, looked at, swapped; bad input is told."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.exits import ExitCode
from models.accounts.views import Role
from models.api import Services
from models.kernel.clock import SystemClock
from models.organisation.views import StaffEntries
from tests.support.cli import yiwang
from tests.support.factories import make_town

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli import Ran


@pytest.fixture
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "township.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIWANG_DB", str(path))
    assert yiwang("init", "--office", "大岭镇").code == 0
    with closing(Services.open(f"sqlite:///{path}", SystemClock())) as services:
        town = make_town(services.store, datetime.now(UTC), founded=True)
        admin = town.actor(Role.SYSTEM_ADMIN)
        for number, name in enumerate(("李敏", "王强", "李敏"), start=1):
            services.organisation.create_staff(admin, StaffEntries(f"S{number}", name, town.unit))


def roster(*arguments: str) -> Ran:
    return yiwang("roster", *arguments)


def out(*arguments: str) -> str:
    answer = roster(*arguments)
    assert answer.code == 0, answer.err
    return answer.out


@pytest.mark.usefixtures("_office")
def test_a_month_is_filled_looked_at_and_corrected() -> None:
    assert "夜班" in out("shift", "list")
    people = ("--people", "S1", "--people", "王强")
    tried = out("fill", "--shift", "夜班", *people, "--month", "2026-03", "--dry-run")
    assert "这个月还没有排班。\n“yiwang roster fill”安排轮班" in roster("show", "--month", "2026-03").err
    assert out("fill", "--shift", "夜", *people, "--month", "2026年3月") == tried
    assert tried.splitlines()[:2] == ["2026-03-01 李敏 夜班", "2026-03-02 王强 夜班"]
    shown = out("show", "--month", "2026-03", "--unit", "综合执法办")
    assert "夜 夜班 18:00至次日08:00" in shown
    document = json.loads(out("show", "--month", "2026-03", "--json"))
    assert [len(each["duties"]) for each in document["people"]] == [16, 15, 0]
    assert "没有人在岗" in roster("who", "--at", "2026-03-01 12:00").err
    who = json.loads(out("who", "--at", "2026-03-02 03:00", "--json"))
    assert [(each["name"], each["shift"]) for each in who] == [("李敏", "夜班")]
    assert roster("show", "--month", "2026-03", "-o", "三月.xlsx").code == 0
    out("clear", "王强", "2026-03-01", "--to", "2026-03-31")
    assert yiwang("import", "rosters", "三月.xlsx", "--set", "month=2026-03", "--yes").code == 0
    assert json.loads(out("show", "--month", "2026-03", "--json")) == document
    assert roster("show", "-o", "三月.pdf").code != 0
    out("leave", "add", "王强", "2026-03-04", "--to", "2026-03-05", "--kind", "sick")
    assert "王强请假，却排了夜班" in out("gaps", "--from", "2026-03-04", "--to", "2026-03-05")
    out("clear", "王强", "2026-03-04")
    out("set", "S3", "2026-03-04", "夜班", "--lead")
    assert [row["trouble"] for row in json.loads(out("gaps", "--month", "2026-03", "--json"))].count(
        "gap"
    ) == 0
    assert "2026-04-01 李敏 夜班" in out("copy", "2026-03", "2026-04")
    assert out("deputy", "set", "王强", "S1", "--from", "2026-03-01").strip() == "1"
    # What is taken back says how it is entered again, word for word.
    gone = roster("deputy", "end", "1").err
    assert "S1 --from 2026-03-01 --order 1" in gone
    taken = roster("leave", "drop", "1").err
    assert " 2026-03-04 --to 2026-03-05 --kind sick" in taken
    assert "roster leave drop 1" in roster("leave", "add", *taken.split(" leave add ")[1].split()).err
    assert out("deputy", "set", *gone.split(" deputy set ")[1].split()).strip() == "1"
    out("deputy", "end", "1", "--to", "2026-03-31")
    out("skill", "set", "王强", "行政执法", "--permit", "A01", "--until", "2027-12-31")
    assert "A01" in out("skill", "list")
    out("capacity", "set", "王强", "--per-day", "6")
    assert json.loads(out("capacity", "list", "--json")) == [
        {"name": "王强", "per_day": 6, "open_most": None}
    ]
    assert "rosters" not in {each["room"] for each in json.loads(yiwang("check", "--json").out)}


@pytest.mark.usefixtures("_office")
def test_what_cannot_be_is_told() -> None:
    for words, code, said in (
        (("set", "李敏", "2026-03-01", "夜班"), ExitCode.WRONG_USE, "S1 李敏, S3 李敏"),
        (("set", "赵六", "2026-03-01", "夜班"), ExitCode.WRONG_USE, "人员名单中没有“赵六”"),
        (("set", "王强", "2026-02-30", "夜班"), ExitCode.WRONG_USE, ""),
        (("set", "王强", "2026-03-01", "中班"), ExitCode.WRONG_USE, "没有“中班”这个班次"),
        (("show", "--month", "2026-13"), ExitCode.WRONG_USE, "月份写法不对"),
        (("clear", "王强", "2026-03-09", "--to", "2026-03-01"), ExitCode.WRONG_USE, "结束不能早于开始"),
        (("leave", "drop", "9"), ExitCode.REFUSED, "9"),
        (("swap", "agree", "9"), ExitCode.REFUSED, "9"),
        (
            ("swap", "ask", "2099-03-07", "夜班", "--with", "王强", "--day", "2099-03-09"),
            ExitCode.REFUSED,
            "没有对应的人员",
        ),
        (
            ("shift", "add", "X", "中班", "--kind", "day", "--starts", "25:00", "--ends", "24:00"),
            ExitCode.WRONG_USE,
            "应写成时间",
        ),
    ):
        answer = roster(*words)
        assert answer.code == code, (words, answer)
        assert said in answer.err, (words, answer.err)
    out("shift", "add", "MID", "中班", "--kind", "day", "--starts", "16:00", "--ends", "24:00")
    out("shift", "close", "中班")
    assert "中班" not in out("shift", "list")
    assert yiwang("tick").code == 0
