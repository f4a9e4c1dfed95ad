"""Balancing a unit and playing the coming days, from the shell."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.exits import ExitCode
from console.settings import load_settings
from models.api import Services
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from tests.assignment.people import a_past
from tests.cases.township import Desk
from tests.cli.test_case import done, reported, town
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from tests.support.factories import Town

__all__ = ["town"]


def dispatched() -> str:
    number = reported()
    for step in (("accept",), ("file", "--matter", "0101", "--condition", "1"), ("dispatch", "--unit", "ZF")):
        done(step[0], number, *step[1:])
    return number


def test_a_unit_is_balanced_and_taken_back(town: Town) -> None:
    empty = yiwang("case", "balance")
    assert (empty.code, "没有待接的事件" in empty.err) == (ExitCode.REFUSED, True)
    first, second = dispatched(), dispatched()
    looked = yiwang("case", "balance", "--dry-run", "--json").json()
    assert {case["number"] for case in looked["cases"]} == {first, second}
    assert sum(load["given"] for load in looked["loads"]) == 2
    wrong = yiwang("case", "balance", "--move", "周处置", "--dry-run")
    assert (wrong.code, "编号:人员" in wrong.err) == (ExitCode.WRONG_USE, True)
    nobody = yiwang("case", "balance", "--move", f"{first}:无此人", "--dry-run")
    assert nobody.code == ExitCode.WRONG_USE
    other = yiwang("case", "balance", "--unit", "YJ", "--dry-run")
    assert other.code == ExitCode.NOT_PERMITTED
    moved = yiwang("case", "balance", "--move", f"{first}:周处置", "--move", f"{second}:", "--yes")
    assert moved.code == 0, moved.err
    assert "交办 1 件" in moved.err
    assert yiwang("case", "show", first, "--json").json()["owner_name"] == "周处置"
    assert "待接办" in done("sets", "undo", "1")


def test_the_coming_days_are_played(town: Town) -> None:
    little = yiwang("whatif", "--runs", "20")
    assert (little.code, "至少要 30 件" in little.err) == (ExitCode.REFUSED, True)
    url = load_settings().database
    store = Store(open_engine(url))
    with closing(store):
        clock = ManualClock(datetime.now(UTC) - timedelta(hours=6))
        a_past(Desk(store, clock, Services(store, clock).cases, town))
    asked = ("whatif", "--runs", "20", "--surge", "3:citizen", "--leave", "周处置:2", "--more", "ZF:1")
    answer = yiwang(*asked)
    assert answer.code == 0, answer.err
    assert "照现状" in answer.out
    assert "照假设" in answer.out
    assert "综合执法办" in answer.out
    found = yiwang(*asked, "--json").json()
    assert (found["runs"], found["seed"], len(found["now"]["hours"])) == (20, 1, 168)
    assert yiwang(*asked, "--json").json()["then"] == found["then"]
    assert yiwang("whatif", "--surge", "2:0101", "--runs", "10").code == 0
    for wrong in (("--surge", "x"), ("--leave", "周处置"), ("--more", "无此单位:1"), ("--leave", "无此人:1")):
        assert yiwang("whatif", *wrong).code == ExitCode.WRONG_USE, wrong
    assert yiwang("whatif", "--days", "99").code == ExitCode.WRONG_USE


def test_rules_are_prepared_tried_and_put_in_force(town: Town) -> None:
    number = reported()
    done("accept", number)
    done("file", number, "--matter", "0101", "--condition", "1")
    assert yiwang("rules", "list").code == 0
    unclear = yiwang("rules", "add", "--matter", "0101")
    assert (unclear.code, "分给谁" in unclear.err) == (ExitCode.WRONG_USE, True)
    gone = yiwang("rules", "add", "--to-unit", "撤并的办公室")
    assert gone.code == ExitCode.WRONG_USE
    assert yiwang("rules", "add", "--matter", "乱倒垃圾", "--to-unit", "YJ", "--dry-run").code == 0
    assert yiwang("rules", "publish", "--yes").code == ExitCode.REFUSED
    for words in (
        ("--to-unit", "ZF"),
        ("--matter", "0101", "--hours", "outside", "--on-duty", "-", "--at", "1"),
    ):
        answer = yiwang("rules", "add", *words)
        assert answer.code == 0, answer.err
    assert "乱倒垃圾、下班时间：全镇值班人员" in answer.out
    assert yiwang("rules", "move", "2", "1").code == 0
    assert "永远轮不到" in yiwang("rules", "survey", "--draft").out
    assert yiwang("rules", "move", "2", "1").code == 0
    assert yiwang("rules", "publish", "--note", "试行", "--yes").code == 0
    assert [each["status"] for each in yiwang("rules", "editions", "--json").json()] == ["in_force"]
    assert "规则1（第1版）未自动分拨：未启用按规则分拨。" in yiwang("case", "suggest", number).err
    assert yiwang("rules", "switch", "propose").code == 0
    tried = yiwang("rules", "test", "--json").json()
    assert [row["number"] for row in tried["rows"]] == [number]
    found = yiwang("case", "suggest", number, "--json").json()
    assert (found["people"], found["ranked"][0]["name"]) == (False, "综合执法办")
    assert "本事项的主责单位" in yiwang("case", "suggest", number).out
    assert yiwang("rules", "remove", "1").code == 0
    assert yiwang("rules", "discard", "--yes").code == 0
    assert yiwang("rules", "show", "9").code == ExitCode.REFUSED
    assert town.unit
