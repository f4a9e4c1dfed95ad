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
