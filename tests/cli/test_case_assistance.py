"""Asking units to assist, from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.exits import ExitCode
from tests.cli.test_case import done, reported, town
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from tests.support.factories import Town

__all__ = ["town"]


def test_units_are_asked_to_assist(town: Town) -> None:
    number = reported()
    for step in (("accept",), ("file", "--matter", "0101", "--condition", "1"), ("dispatch", "--unit", "ZF")):
        done(step[0], number, *step[1:])
    asked = yiwang("case", "assist", number, "--unit", "YJ", "--limit", "两天", "--note", "请派员")
    assert (asked.code, "不是时限" in asked.err) == (ExitCode.WRONG_USE, True)
    shown = done("assist", number, "--unit", "YJ", "--limit", "2WD", "--note", "请派员")
    assert "应急管理办" in shown
    assert "2工作日" in shown
    (task,) = yiwang("case", "tasks", number, "--json").json()
    assert (task["unit"], task["state"], task["asked"]) == ("应急管理办", "asked", "请派员")
    clocks = [row["clock"] for row in yiwang("case", "receipt", number, "--clocks", "--json").json()]
    assert (clocks[0], clocks[-1]) == ("handle", "应急管理办")
    assert done("receipt", number, "--clock", "handle") == done("receipt", number)
    assert "2 个工作日" in done("receipt", number, "--clock", "应急")
    refused = yiwang("case", "assist-take", number)
    assert (refused.code, "没有请本单位协办" in refused.err) == (ExitCode.NOT_PERMITTED, True)
    ruling = ("--unit", "YJ", "--old-lead", "assists", "--reason", "以应急为主")
    assert "应急管理办" in done("change-lead", number, *ruling)
    done("assist-take", number)
    assert "已答复" in done("assist-answer", number, "--note", "已移交")
    told = done("show", number)
    assert "原主办 综合执法办，转为协办" in told
    assert "综合执法办 " in told
    assert "已移交" in told
    assert "协办" in yiwang("queue").out
