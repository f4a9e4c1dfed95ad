"""``yiwang catalogue review``: a round from the shell, from its opening to the minutes."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.exits import ExitCode
from models.kernel.clock import SystemClock
from models.kernel.store import Store, open_engine
from tests.review.bench import HOUSING, MATTERS, SQUAD
from tests.review.test_sheets import filled
from tests.support.cli import Ran, yiwang
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def township(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a township of this user's own that prepares a list of three matters."""
    from models.accounts.views import Role
    from models.api import Services

    path = tmp_path / "township.db"
    monkeypatch.setenv("YIWANG_DB", str(path))
    assert yiwang("init", "--office", "大岭镇").code == 0
    store = Store(open_engine(f"sqlite:///{path}"))
    with closing(store):
        services = Services(store, SystemClock())
        with store.write() as session:
            maker = make_actor(session, datetime.now(UTC), "maker", "编制员", set(Role), area="")
        for draft in MATTERS:
            services.catalogue.create_matter(maker, draft)
        services.drafting.begin(maker, "2027")
    return tmp_path


def review(*arguments: str) -> Ran:
    return yiwang("catalogue", "review", *arguments)


def open_it() -> None:
    assert review("list").out == ""
    planned = review("open", "--dry-run", "--json").json()
    assert planned["asked"] == {HOUSING: 2, SQUAD: 2, "县应急管理局": 2}
    assert review("show").code == ExitCode.REFUSED
    opened = review("open", "--days", "7", "--strict", "--json").json()
    assert (opened["number"], opened["entries"], opened["strict"]) == (1, 3, True)
    assert "第 1 轮（进行中）" in review("show").out
    assert review("open").code == ExitCode.REFUSED


def send_and_take(township: Path) -> None:
    folder = township / "征求"
    assert review("send", "-o", str(folder), "--dry-run").code == 0
    assert not folder.exists()
    sent = review("send", "-o", str(folder), "--json").json()
    assert [each["entries"] for each in sent["files"]] == [2, 2, 2]
    file = folder / f"{HOUSING}_第1轮征求意见表.xlsx"
    answers = {"E0101": ("修改后同意", "事项名称", "经营性自建房安全巡查", "范围过宽"), "E0102": ("不同意",)}
    file.write_bytes(filled(file.read_bytes(), answers))

    rejects = township / "未收.csv"
    trial = review("take", str(file), "--dry-run")
    assert (trial.code, review("opinions", "--state", "open", "--json").json()) == (
        ExitCode.SOME_REJECTED,
        [],
    )
    assert "没有写入任何内容" in trial.out
    taken = review("take", str(file), "--rejects", str(rejects))
    assert taken.code == ExitCode.SOME_REJECTED
    assert "收入 1，已有 0，旧表述 0，未收入 1。" in taken.out
    assert "第 6 行 E0102 燃气安全隐患排查：意见缺少：理由" in taken.err
    assert "意见缺少：理由" in rejects.read_text("utf-8-sig")
    again = review("take", str(file), str(township / "没有.xlsx"), "--json")
    assert again.code == ExitCode.REFUSED
    first, second = again.json()
    assert (first["same"], first["rejected"], second["file"]) == (1, 1, str(township / "没有.xlsx"))
    assert review("take", str(rejects)).code == ExitCode.WRONG_USE


def accept_a_change() -> None:
    given = review("opinions", "--unsettled", "--json").json()
    assert [(each["code"], each["field"], each["proposed"]) for each in given] == [
        ("E0101", "name", "经营性自建房安全巡查")
    ]
    key = str(given[0]["id"])
    assert "建议: 【经营性】自建房安全巡查" in review("opinion", key).out
    trial = review("settle", key, "--accept", "--dry-run")
    assert "自建房安全巡查 → 【经营性】自建房安全巡查" in trial.out
    assert review("settle", key).code == ExitCode.WRONG_USE
    done = review("settle", key, "--accept", "--reason", "表述更准", "--json").json()
    assert done["taken"] == {"name": {"from": "自建房安全巡查", "to": "经营性自建房安全巡查"}}
    assert review("settle", key, "--reject", "--reason", "不").code == ExitCode.CONFLICT
    assert review("settle", key, "--reopen").code == 0
    assert review("settle", key, "--accept").code == 0
    assert "采纳“县住建局”对“经营性自建房安全巡查”的意见" in yiwang("catalogue", "draft", "steps").out


def object_and_be_held_back() -> str:
    """Return the number of the objection."""
    assert review("opine", SQUAD, "E0103", "object", "--dry-run").code == ExitCode.WRONG_USE
    tried = review("opine", SQUAD, "E0103", "object", "--reason", "人手不足", "--dry-run", "--json").json()
    assert (tried["dry_run"], tried["id"]) == (True, None)
    objection = review("opine", SQUAD, "E0103", "object", "--reason", "人手不足", "--json").json()
    checked = yiwang("catalogue", "draft", "check").out
    assert "第 1 轮会审有 1 条意见未处理。" in checked
    plan = yiwang("catalogue", "publish", "--effective", "2099-01-01", "--plan", "--json").json()
    assert [each["blocks"] for each in plan["notices"]] == [True, True]
    assert "第 1 轮会审有 1 条意见未处理" in yiwang(
        "catalogue", "publish", "--effective", "2099-01-01", "--plan"
    ).out  # fmt: skip
    held = yiwang("catalogue", "publish", "--effective", "2099-01-01", "--with", plan["fingerprint"])
    assert (held.code, "清单暂不能发布" in held.err) == (ExitCode.REFUSED, True)
    return str(objection["id"])


def carry_and_close(township: Path, objection: str) -> None:
    assert review("close", "--early", "--dry-run").code == ExitCode.REFUSED
    assert review("carry", objection, "--dry-run").code == 0
    assert "转下轮" in review("carry", objection, "--reason", "等编办答复").out
    assert "还有 1 项未反馈" in review("remind", "--dry-run").out
    assert len(review("remind", "--department", HOUSING, "--json").json()["departments"]) == 1
    assert review("close").code == ExitCode.REFUSED
    assert "可以结束本轮" in review("close", "--early", "--dry-run").out
    closed = review("close", "--early", "--yes", "--json").json()
    assert (closed["state"], closed["counts"]["carried"], closed["counts"]["silent"]) == ("closed", 1, 4)
    text = review("minutes", "1", "-o", "-").out
    assert "第1轮会审纪要" in text
    assert review("minutes", "-o", str(township / "纪要.docx")).code == 0
    assert review("minutes", "-o", str(township / "纪要.pdf")).code == ExitCode.WRONG_USE
    assert review("open", "--only-changed").code == 0
    assert [each["code"] for each in review("opinions", "--unsettled", "--json").json()] == ["E0103"]
    assert [each["number"] for each in review("list", "--json").json()] == [2, 1]
    assert yiwang("check").code == 0


def test_a_round_from_the_shell(township: Path) -> None:
    open_it()
    send_and_take(township)
    accept_a_change()
    carry_and_close(township, object_and_be_held_back())
