"""``yiwang catalogue admission`` and ``boundary``: a request from the shell."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from console.exits import ExitCode
from models.catalogue.boundary.kinds import Action
from models.catalogue.boundary.rules import TRANSITIONS
from models.catalogue.tables import DutyItem
from models.catalogue.views import DutyList
from models.kernel.store import Store, open_engine
from tests.support.cli import Ran, yiwang
from tests.support.factories import make_town

if TYPE_CHECKING:
    from pathlib import Path

LAST_DAY = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
TEMPORARY = (
    "--kind", "temporary", "--department", "县应急管理局", "--name", "燃气排查", "--explanation", "专项整治",
    "--ends-on", LAST_DAY, "--exit-route", "部门接回", "--code", "LS01", "--limit", "3个工作日", "--urgent",
)  # fmt: skip


@pytest.fixture
def township(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give a township database of this user's own, with an item of two duty lists."""
    path = tmp_path / "township.db"
    monkeypatch.setenv("YIWANG_DB", str(path))
    assert yiwang("init", "--office", "大岭镇").code == 0
    store = Store(open_engine(f"sqlite:///{path}"))
    with closing(store):
        make_town(store, datetime.now(UTC), founded=True)
        with store.write() as session:
            for code, listed, department in (
                ("PH082", DutyList.COOPERATIVE, "县卫生健康局"),
                ("SH117", DutyList.RECALLED, "县市场监督管理局"),
            ):
                session.add(
                    DutyItem(
                        code=code, duty_list=listed, category="市场监管", number=7, name=f"{code}的职责",
                        department=department, method="县局统一办理。",
                    )
                )  # fmt: skip
            session.flush()
            session.connection().execute(
                text(
                    "UPDATE matter_version SET legal_basis = '特种设备安全法', "
                    "duty_item_id = (SELECT id FROM duty_item WHERE code = 'SH117') WHERE code = '0201'"
                )
            )
    return store


def ask(*arguments: str) -> Ran:
    return yiwang("catalogue", "admission", *arguments)


def done(*arguments: str) -> Any:
    answer = ask(*arguments, "--json")
    assert answer.code == 0, answer.err
    return answer.json()


def test_a_temporary_entry_from_the_request_to_its_end(township: Store, tmp_path: Path) -> None:
    paper = tmp_path / "函.pdf"
    paper.write_bytes(b"paper")
    opened = done("new", *TEMPORARY)
    assert (opened["id"], opened["state"], opened["lacking"]) == (1, "draft", [])
    assert opened["facts"]["limit"] == "3WD"
    attached = done("attach", "1", "--title", "移交函", "--kind", "explanation", "--file", str(paper))
    assert attached["documents"][0]["file_hash"] == hashlib.sha256(b"paper").hexdigest()
    assert "draft" not in done("submit", "1")["state"]
    assert done("opinion", "1", "--stance", "agree", "--note", "同意", "--unit", "ZF")["opinions"]
    assert done("start", "1", "--authority", "镇长")["early"] is True
    assert done("forward", "1", "--day", LAST_DAY)["state"] == "county"
    decided = done("decide", "1", "--as", "admit", "--authority", "县委编办", "--day", TODAY)
    assert (decided["state"], decided["matter_code"], decided["early"]) == ("admitted", "LS01", False)
    shown = done("show", "1")
    assert shown["outcome"]["written"] is True
    assert shown["outcome"]["documents"][0]["code"] == "LS01"
    assert [step["action"] for step in shown["timeline"]][-2:] == ["forward", "admit"]
    standing = yiwang("catalogue", "boundary", "LS01", "--json").json()
    assert (standing["kind"], standing["until"]) == ("temporary", LAST_DAY)
    assert done("end", "1", "--day", TODAY, "--reason", "整治结束")["facts"]["ends_on"] == TODAY
    assert done("expire") == {"expired": []}
    assert [found for found in yiwang("check", "--json").json() if found["room"] == "boundary"] == []


def test_lists_and_pages_for_people(township: Store) -> None:
    assert "没有符合的申请" in ask("list").err
    done("new", "--department", "县住建局", "--name", "自建房巡查")
    done("new", "--kind", "adjustment", "--duty-item", "PH082", "--change", "retire", "--cause", "township")
    listed = ask("list").out
    assert "自建房巡查" in listed
    assert [row["id"] for row in done("list", "--kind", "adjustment")] == [2]
    assert [row["id"] for row in done("list", "--text", "住建")] == [1]
    assert done("list", "--state", "county", "--state", "refused") == []
    shown = ask("show", "1")
    assert "尚缺: 依据、说明、列入清单" in shown.out or "尚缺: " in shown.out
    assert "现在可以" in shown.out
    edited = ask("edit", "1", "--funds", "五万元", "--wanted", "basic")
    assert edited.out.startswith("1  职责准入  拟稿  自建房巡查")
    assert done("show", "1")["facts"]["wanted"] == "basic"


def test_refusals_have_their_codes(township: Store) -> None:
    done("new", "--name", "自建房巡查")
    lacking = ask("submit", "1")
    assert lacking.code == ExitCode.REFUSED
    assert "缺少" in lacking.err
    assert ask("show", "99").code == ExitCode.REFUSED
    assert ask("withdraw", "1").code == ExitCode.WRONG_USE
    assert ask("decide", "1", "--as", "nonsense").code == ExitCode.WRONG_USE
    assert ask("new", "--kind", "temporary").code == ExitCode.WRONG_USE
    assert done("turn-back", "1", "--reason", "未经准入")["state"] == "turned_back"
    ended = ask("withdraw", "1", "--reason", "误登")
    assert (ended.code, "已经办完" in ended.err) == (ExitCode.REFUSED, True)


def test_the_boundary_gives_the_ground_in_both_languages(township: Store) -> None:
    said = yiwang("catalogue", "boundary", "0201")
    assert "清单情况: 上级收回" in said.out
    assert "附理由退回: 依据《特种设备安全法》、《履职事项清单》上级部门收回事项第7项" in said.out
    template = yiwang("catalogue", "boundary", "SH117", "--template").out.strip()
    assert template.endswith("由县市场监督管理局承接，工作方式：县局统一办理，现予退回。")
    english = yiwang("catalogue", "boundary", "0201", "--template", "--lang", "en").out
    assert english.startswith("By 《特种设备安全法》 and item 7 of the recalled list")
    found = yiwang("catalogue", "boundary", "0101", "--as-of", "2026-01-01", "--json").json()
    assert (found["kind"], [way["kind"] for way in found["ways"]]) == ("unlisted", ["return", "admission"])
    assert yiwang("catalogue", "boundary", "9999").code == ExitCode.REFUSED


def test_a_case_is_not_filed_under_a_recalled_matter(township: Store) -> None:
    number = yiwang(
        "case", "intake", "--channel", "patrol", "--grid", "G01", "--title", "电梯坏了"
    ).out.strip()
    assert yiwang("case", "accept", number).code == 0
    refused = yiwang("case", "file", number, "--matter", "0201")
    assert refused.code == ExitCode.REFUSED
    assert "由县市场监督管理局承接" in refused.err
    assert "yiwang catalogue boundary 0201 --template" in refused.err


def test_every_step_of_the_table_has_a_command(township: Store) -> None:
    listed = ask("--help", "--lang", "en").out
    own = {Action.OPINE: "opinion", Action.ADMIT_CHANGED: "decide", Action.ADMIT: "decide"}
    own |= {Action.REFUSE: "decide", Action.RETURN: "decide"}
    for row in TRANSITIONS:
        assert f"  {own.get(row.action, row.action.value.replace('_', '-'))} " in listed, row.action
