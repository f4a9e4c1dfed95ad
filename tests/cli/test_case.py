"""``yiwang case`` and ``yiwang queue``: a working day from the shell."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from sqlalchemy import text

from console.commands.case import command
from console.commands.caseactions import command_name
from console.exits import ExitCode
from models.cases.rules import TRANSITIONS, QueueKey
from models.kernel.store import Store, open_engine
from tests.support.cli import Ran, yiwang
from tests.support.factories import make_town
from tests.support.keptfiles import made_once

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.factories import Town


PATROL = ("intake", "--channel", "patrol", "--grid", "G01")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Give a township database of this user's own, who also belongs to a unit."""
    path = tmp_path / "township.db"
    monkeypatch.setenv("YIWANG_DB", str(path))
    return made_once(path, "township", lambda: _make(path))


def _make(path: Path) -> Town:
    assert yiwang("init", "--office", "大岭镇").code == 0
    store = Store(open_engine(f"sqlite:///{path}"))
    with closing(store):
        made = make_town(store, datetime.now(UTC), founded=True)
        with store.write() as session:
            connection = session.connection()
            mine = "WHERE os_user IS NOT NULL"
            connection.execute(text(f"UPDATE account SET unit_id = :unit {mine}"), {"unit": made.unit})  # noqa: S608
            connection.execute(
                text(f"INSERT INTO account_role SELECT id, 'unit_lead' FROM account {mine}")  # noqa: S608
            )
    return made


def intake(*more: str, **over: str) -> Ran:
    given = {"channel": "hotline", "grid": "G01", "title": "井盖破损", "phone": "13800001234", **over}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    return yiwang("case", "intake", *options, *more)


def reported(**over: str) -> str:
    answer = intake(**over)
    assert answer.code == 0, answer.err
    return answer.out.strip()


def done(*arguments: str) -> str:
    answer = yiwang("case", *arguments)
    assert answer.code == 0, answer.err
    return answer.out


def test_a_case_from_intake_to_the_call(town: Town) -> None:
    number = reported(name="张三", text="东门井盖破了", place="东门")
    assert done("accept", number).startswith(f"{number}  待立案")
    assert "到期" in done("file", number, "--matter", "0101", "--condition", "2")
    assert "综合执法办" in done("dispatch", number, "--unit", "zhzfb")
    done("take", number)
    done("feedback", number, "--note", "已更换井盖")
    done("verify", number)
    assert done("close", number, "--kind", "normal").startswith(f"{number}  待回访")
    assert done("call-back", number, "--rating", "satisfied").startswith(f"{number}  已办结")
    shown = done("show", number)
    assert "张＊ 138****1234" in shown
    assert "已更换井盖" in shown
    assert "13800001234" not in shown
    lines = done("receipt", number).splitlines()
    assert "5 个工作日" in lines[0]
    assert lines[-1].startswith("到期")
    assert [found for found in yiwang("check", "--json").json() if found["room"] == "cases"] == []


def test_back_and_forth(town: Town) -> None:
    number = reported()
    done("accept", number)
    done("file", number, "--matter", "0201")
    done("dispatch", number, "--unit", "ZF")
    done("return", number, "--reason", "不属本单位")
    done("return", number, "--reason", "事项有误")
    done("file", number, "--matter", "0101", "--condition", "1")
    done("dispatch", number, "--unit", "综合执法办")
    done("feedback", number, "--note", "办结")
    done("rework", number, "--reason", "未办好")
    shown = yiwang("case", "show", number, "--json").json()
    assert (shown["return_count"], shown["rework_count"], shown["state"]) == (2, 1, "dispatched")
    assert [event["action"] for event in shown["timeline"]][:4] == ["intake", "accept", "file", "dispatch"]
    assert shown["condition"]["limit"] == "4WH"
    other = reported()
    assert "作废" in done("void", other, "--reason", "重复")


def test_the_text_may_come_from_the_standard_input(town: Town) -> None:
    number = reported()
    with mock.patch("console.commands.casetext.sys") as system:
        system.stdin = io.StringIO("第一行\n第二行\n")
        answer = intake(text="-")
    assert answer.code == 0
    assert yiwang("case", "show", answer.out.strip(), "--json").json()["body"] == "第一行\n第二行"
    assert "相似" in answer.err
    assert number in answer.err


def test_exit_codes(town: Town) -> None:
    number = reported()
    refused = yiwang("case", "file", number, "--matter", "0101", "--condition", "1")
    assert (refused.code, refused.out) == (ExitCode.REFUSED, "")
    assert "待受理" in refused.err
    assert "受理、不予受理、作废" in refused.err
    assert yiwang("case", "show", "0101-9999").code == ExitCode.REFUSED
    missing = yiwang("case", "void", number)
    assert missing.code == ExitCode.WRONG_USE
    assert "理由" in missing.err
    done("accept", number)
    late = yiwang("case", "void", number, "--reason", "重复", "--if-version", "1")
    assert late.code == ExitCode.CONFLICT
    done("file", number, "--matter", "0201")
    done("dispatch", number, "--unit", "YJ")
    other = yiwang("case", "take", number)
    assert other.code == ExitCode.NOT_PERMITTED
    assert "应急管理办" in other.err
    assert yiwang("case", "receipt", reported()).code == ExitCode.REFUSED


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("intake", "--channel", "patrol", "--grid", "无此网格", "--title", "某事"), "无此网格"),
        (("intake", "--channel", "patrol", "--grid", "0", "--title", "某事"), "G01 岭南01"),
        ((*PATROL, "--title", "\u3000"), "标题"),
        (
            ("intake", "--channel", "patrol", "--grid", "G01", "--title", "某事", "--at", "2099-01-01"),
            "发生时间",
        ),
        (("intake", "--channel", "patrol", "--grid", "G01", "--title", "某事", "--phone", "一二三"), "电话"),
        (("intake", "--channel", "pigeon", "--grid", "G01", "--title", "某事"), "pigeon"),
    ],
)
def test_wrong_use_says_what_to_correct(town: Town, arguments: tuple[str, ...], says: str) -> None:
    answer = yiwang("case", *arguments)
    assert answer.code == ExitCode.WRONG_USE, answer.err
    assert says in answer.err
    assert yiwang("queue", "show", "to_accept", "--json").json() == []


def test_conditions_are_named_where_one_must_be_chosen(town: Town) -> None:
    number = reported()
    done("accept", number)
    unclear = yiwang("case", "file", number, "--matter", "0101")
    assert unclear.code == ExitCode.WRONG_USE
    assert "1. 条件1 (4WH)" in unclear.err
    assert yiwang("case", "file", number, "--condition", "1").code == ExitCode.WRONG_USE
    retired = yiwang("case", "file", number, "--matter", "0909")
    assert retired.code == ExitCode.REFUSED
    assert "停用事项" in retired.err


def test_queues_and_lists(town: Town) -> None:
    first, second = reported(), reported(title="消防通道被堵", grid="岭南01")
    done("accept", first)
    counted = {row["queue"]: row["cases"] for row in yiwang("queue", "--json").json()}
    assert counted["to_accept"] == 1
    assert counted["to_file"] == 1
    assert list(counted) == [key.value for key in QueueKey if key is not QueueKey.DAY]
    assert yiwang("queue").out.splitlines()[1].endswith(" 1")
    rows = yiwang("queue", "show", "to_accept", "--json").json()
    assert [row["number"] for row in rows] == [second]
    assert (rows[0]["title"], rows[0]["due_at"], rows[0]["light"]) == ("消防通道被堵", None, "green")
    assert [row["number"] for row in yiwang("case", "list", "--text", "xftd", "--json").json()] == [second]
    listed = yiwang("case", "list", "--queue", "mine")
    assert first in listed.out
    assert "井盖破损" in listed.out
    cut = yiwang("case", "list", "--limit", "1", "--json")
    assert len(cut.json()) == 1
    assert "--all" in cut.err
    assert len(yiwang("case", "list", "--all", "--json").json()) == 2
    nothing = yiwang("queue", "show", "overdue")
    assert (nothing.code, nothing.out) == (0, "")
    assert nothing.err


def test_a_case_is_written_with_one_kind_of_colon(town: Town) -> None:
    shown = yiwang("case", "show", reported()).out
    assert "状态：待受理" in shown
    assert ": " not in shown
    assert yiwang("case", "show", "").err.startswith("没有写明要找哪个事件。")


def test_a_void_case_is_found_again(town: Town) -> None:
    gone, kept = reported(title="井盖重复上报"), reported(title="井盖破损")
    assert yiwang("case", "void", gone, "--reason", "重复").code == 0
    assert gone not in yiwang("case", "list", "--json").out
    found = yiwang("case", "find", "井盖", "--json")
    assert [row["number"] for row in found.json()] == [kept, gone]
    assert gone in yiwang("case", "find", "井盖", "重复").out


def test_personal_data_needs_a_reason(town: Town) -> None:
    number = reported(name="张三")
    assert done("reveal", number, "--field", "phone", "--reason", "回电") == "13800001234\n"
    assert yiwang("case", "reveal", number, "--field", "name").code == ExitCode.WRONG_USE
    assert yiwang("case", "reveal", number, "--field", "name", "--reason", " ").code == ExitCode.WRONG_USE


def test_every_action_of_the_table_is_a_command() -> None:
    assert {command_name(row.action) for row in TRANSITIONS if row.roles} <= set(command.commands)


def test_duplicates_and_links(town: Town) -> None:
    lead, case = reported(), reported(title="井盖又坏了")
    assert yiwang("case", "merge", case, "--into", lead, "--reason", "同一处").code == 0
    assert f"并入：{lead}（并案前：待受理）" in yiwang("case", "show", case).out
    assert f"并入本件：{case} 12345" in yiwang("case", "show", lead).out
    refused = yiwang("case", "merge", lead, "--into", case, "--reason", "同一处")
    assert (refused.code, f"{case} 自己已并入 {lead}" in refused.err) == (ExitCode.REFUSED, True)
    assert yiwang("case", "unmerge", case, "--reason", "看错了").out.split()[1] == "待受理"
    linking = ("--kind", "caused_by", "--other", lead, "--note", "爆管所致")
    assert yiwang("case", "link", case, *linking).code == 0
    assert f"关联：起因于 {lead}（待受理）：爆管所致" in yiwang("case", "show", case).out
    assert f"关联：引起 {case}" in yiwang("case", "show", lead).out
    assert yiwang("case", "link", case, *linking).code == ExitCode.REFUSED
    assert yiwang("case", "unlink", lead, "--other", case).code == 0
    assert yiwang("case", "unlink", lead, "--other", case).code == ExitCode.REFUSED


def test_hostile_text_reaches_no_terminal(town: Town) -> None:
    number = reported(title="红\x1b[31m色\u202e倒", text="\x1b]0;标题\x07正文[bold]x[/bold]")
    shown = done("show", number)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "正文[bold]x[/bold]" in shown


def test_several_cases_at_once_and_back(town: Town) -> None:
    import json

    first, second, third = reported(title="甲"), reported(title="乙"), reported(title="丙")
    done("accept", third)
    looked = yiwang("case", "each", "accept", "--queue", "to_accept", third, "--dry-run", "--json")
    assert looked.code == ExitCode.SOME_REJECTED
    lines = {line["number"]: line for line in json.loads(looked.out)}
    assert {number: line["refused"] for number, line in lines.items()} == {
        first: False, second: False, third: True,
    }  # fmt: skip
    assert lines[third]["code"] == "case.wrong_state"
    assert json.loads(yiwang("case", "sets", "list", "--json").out) == []
    unasked = yiwang("case", "each", "accept", "--queue", "to_accept")
    assert (unasked.code, "--yes" in unasked.err) == (ExitCode.WRONG_USE, True)
    answer = yiwang("case", "each", "accept", first, second, third, "--yes")
    assert answer.code == ExitCode.SOME_REJECTED
    assert "3 件中未办 1 件" in answer.err
    assert "yiwang case sets undo 1" in answer.err
    assert answer.out.count("  待立案") == 2
    done("void", first, "--reason", "重复上报")
    back = yiwang("case", "sets", "undo", "1")
    assert back.code == ExitCode.SOME_REJECTED
    assert "保持原样" in back.out
    (listed,) = json.loads(yiwang("case", "sets", "list", "--json").out)
    assert (listed["asked"], listed["done"], listed["undone"]) == (2, 2, 1)
    assert "批次" in done("sets", "list")
    assert "待立案" in done("undo", first)
    assert yiwang("case", "undo", second).code == ExitCode.REFUSED
    assert yiwang("case", "each", "accept", "--text", "甲").code == ExitCode.WRONG_USE
    assert yiwang("case", "each", "accept").code == ExitCode.WRONG_USE
    assert "事件" not in yiwang("check").out


def test_templates_of_wording(town: Town) -> None:
    assert "请改派" in done("wordings", "list", "return")
    assert done("wordings", "add", "return", "请交{unit}").strip() == "1"
    assert "请交{unit}" in done("wordings", "list", "return").splitlines()[1]
    assert yiwang("case", "wordings", "add", "return", "请于{when}前").code == ExitCode.WRONG_USE
    assert yiwang("case", "wordings", "remove", "1").code == 0
    assert yiwang("case", "wordings", "remove", "1").code == ExitCode.REFUSED


def test_queues_are_saved_shared_listed_and_dropped(town: Town) -> None:
    number = reported(title="沿河路积水")
    saving = (
        "queue",
        "save",
        "岭南待办",
        "--filter",
        "状态:待受理 网格:岭南",
        "--columns",
        "number,title,due",
    )
    rehearsed = yiwang(*saving, "--dry-run")
    assert rehearsed.code == ExitCode.DONE
    assert yiwang("queue", "list", "--json").json() == []
    made = yiwang(*saving, "--order=-arrival", "--share", "role:dispatcher", "--json").json()
    assert (made["order"], made["shared"], made["names"][0]["means"]) == (
        "-arrival",
        "role:dispatcher",
        ["岭南01"],
    )
    assert yiwang(*saving).code == ExitCode.WRONG_USE, "the name is taken"
    changed = yiwang(*saving, "--replace")
    assert (changed.code, "现有：1 件" in changed.err) == (ExitCode.DONE, True)
    (row,) = yiwang("queue", "list", "--json").json()
    assert (row["name"], row["cases"], row["filter"]) == ("岭南待办", 1, "状态:待受理 网格:岭南")
    assert [each["number"] for each in yiwang("queue", "show", "岭南待办", "--json").json()] == [number]
    listed = yiwang("case", "list", "--queue", "岭南待办")
    assert listed.out.split()[:3] == ["编号", "标题", "到期"]
    looked = yiwang(
        "case", "each", "refuse", "--queue", "岭南待办", "--reason", "重复", "--dry-run", "--json"
    )
    assert [(each["number"], each["state"]) for each in looked.json()] == [(number, "refused")]
    assert yiwang("case", "each", "accept", "--queue", "没有", "--dry-run").code == ExitCode.REFUSED
    assert yiwang("queue", "export").json()[0]["columns"] == ["number", "title", "due"]
    for bad in (
        ("--filter", "颜色:红"),
        ("--filter", "网格:没有"),
        ("--columns", "colour"),
        ("--order", "colour"),
        ("--base", "attic"),
        ("--share", "friends"),
    ):
        assert yiwang("queue", "save", "乙", *bad).code == ExitCode.WRONG_USE, bad
    assert yiwang("queue", "share", "岭南待办", "everybody").code == ExitCode.DONE
    assert yiwang("queue", "show", "没有").code == ExitCode.REFUSED
    assert yiwang("queue", "drop", "岭南待办", "--yes").code == ExitCode.DONE
    assert yiwang("queue", "list", "--json").json() == []
