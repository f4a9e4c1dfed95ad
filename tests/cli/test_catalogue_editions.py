"""Editions from the shell: load, list, compare, lineage, withdraw, and what each answers when refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from models.kernel.store import Store, open_engine
from tests.support.cli import Ran, yiwang

if TYPE_CHECKING:
    from pathlib import Path

FIRST = """编码,事项名称,清单类型,责任部门,类别
0101,占用消防通道,基本,消防队,消防安全
0102,暴露生活垃圾,基本,城管办,市容环境
0103,路灯不亮,,,
"""
SECOND = "code,name,parent\n0101,占用堵塞消防通道,\n0112,暴露生活垃圾,0101\n0103,非法行医,\n"
HINTS = "from,to,kind,note\n0103,0101,合并,并入消防\n0103,,另用,\n"


@pytest.fixture
def files(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two lists and their lineage, beside an empty township whose administrator is at the shell."""
    from models.accounts.views import Role
    from models.kernel.clock import SystemClock
    from tests.support.factories import make_actor

    store = Store(open_engine(sqlite_url))
    with store.write() as session:
        make_actor(
            session, SystemClock().now(), "admin", "管理员", {Role.SYSTEM_ADMIN}, area="", os_user=_me()
        )
    store.close()
    monkeypatch.setenv("YIWANG_DB", sqlite_url.removeprefix("sqlite:///"))
    for name, text in (("2025.csv", FIRST), ("2026.csv", SECOND), ("hints.csv", HINTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _me() -> str:
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name


def load(folder: Path, name: str, day: str, *more: str) -> Ran:
    return yiwang("catalogue", "load", str(folder / name), "--effective", day, *more)


def test_a_year_at_the_shell(files: Path) -> None:
    done = load(files, "2025.csv", "2025-01-01", "--edition", "2025版", "--json")
    assert done.code == 0, done.err
    assert done.json()["edition"]["name"] == "2025版"
    assert (done.json()["created"], done.json()["rejected"]) == (3, 0)
    with_hints = ("--lineage", str(files / "hints.csv"))
    planned = load(files, "2026.csv", "2026-01-01", *with_hints, "--dry-run")
    assert planned.code == 0, planned.err
    assert "变更  0102 → 0112  暴露生活垃圾  改码" in planned.out
    assert "（按名称认出）" in planned.out
    assert "停用  0103  路灯不亮 → 0101  合并  并入消防" in planned.out
    assert len(yiwang("catalogue", "editions", "--json").json()) == 1
    done = load(files, "2026.csv", "2026-01-01", *with_hints)
    assert done.out == (
        "第 2 版“2”，自 2026-01-01 起施行："
        "新增 1、变更 2、停用 1、不变 0、更名 1、改码 1、合并 1、编码另用 1。\n"
    )
    shown = yiwang("catalogue", "list", "--as-of", "2025-06-01", "--json").json()
    assert [(row["code"], row["name"], row["list"], row["unit"], row["class"]) for row in shown] == [
        ("0101", "占用消防通道", "basic", "消防队", "消防安全"),
        ("0102", "暴露生活垃圾", "basic", "城管办", "市容环境"),
        ("0103", "路灯不亮", None, "", "未分类"),
    ]
    shown = yiwang("catalogue", "list", "--edition", "2", "--json").json()
    assert [(row["code"], row["parent"]) for row in shown] == [("0101", ""), ("0103", ""), ("0112", "0101")]
    found = yiwang("catalogue", "list", "--edition", "2025版", "--text", "路灯", "--json").json()
    assert [row["name"] for row in found] == ["路灯不亮"]
    assert yiwang("catalogue", "show", "0103", "--as-of", "2025-06-01").out.startswith("0103  路灯不亮\n")
    differs = yiwang("catalogue", "diff", "2025版", "2026-01-01", "--json").json()
    assert [(part["code"], part["name"]) for part in differs["changed"]] == [
        ("0101", "占用堵塞消防通道"),
        ("0112", "暴露生活垃圾"),
    ]
    assert differs["changed"][1]["fields"]["code"] == {"from": "0102", "to": "0112"}
    assert "0112  暴露生活垃圾  （原编码 0102）" in yiwang("catalogue", "diff", "1", "2").out
    newest, oldest = yiwang("catalogue", "lineage", "0103", "--json").json()["bearers"]
    assert (newest["name"], [heir["code"] for heir in newest["heirs"]]) == ("非法行医", ["0103"])
    assert (oldest["name"], [heir["code"] for heir in oldest["heirs"]]) == ("路灯不亮", ["0101"])
    assert "  → 0101  占用堵塞消防通道" in yiwang("catalogue", "lineage", "0103").out
    assert yiwang("catalogue", "withdraw", "2", "--yes").code == 0
    assert [row["code"] for row in yiwang("catalogue", "list", "--json").json()] == ["0101", "0102", "0103"]
    assert "已撤回" in yiwang("catalogue", "editions").out
    assert yiwang("check").code == 0


def test_a_file_with_bad_rows_names_them_and_writes_nothing(files: Path) -> None:
    (files / "bad.csv").write_text(
        "code,name\n0101,占用消防通道\n,没有编码\n0103,\n0101,又一个\n", encoding="utf-8"
    )
    for more in ((), ("--dry-run",)):
        refused = load(files, "bad.csv", "2026-01-01", *more)
        assert refused.code == 1
        assert "--partial" not in refused.err
        for row in ("3", "4", "5"):
            assert f"第 {row} 行" in refused.out + refused.err
    assert yiwang("catalogue", "editions", "--json").json() == []
    assert yiwang("catalogue", "list", "--json").json() == []


def test_refusals_and_their_exit_codes(files: Path) -> None:
    assert load(files, "2025.csv", "2025-01-01").code == 0
    early = load(files, "2026.csv", "2024-12-31")
    assert early.code == 1
    assert "第 1 版自 2025-01-01 起施行" in early.err
    (files / "circle.csv").write_text("from,to,kind\n0101,0103,合并\n0103,0101,合并\n", encoding="utf-8")
    circle = load(files, "2026.csv", "2026-01-01", "--lineage", str(files / "circle.csv"))
    assert circle.code == 1
    assert "沿革成环" in circle.err
    (files / "strange.csv").write_text("from,to,kind\n0101,0103,变没了\n", encoding="utf-8")
    assert load(files, "2026.csv", "2026-01-01", "--lineage", str(files / "strange.csv")).code == 1
    for wrong in (
        ("load", str(files / "2026.csv"), "--effective", "明年"),
        ("load", str(files / "2026.csv")),
        ("list", "--as-of", "2026-01-01", "--edition", "1"),
    ):
        assert yiwang("catalogue", *wrong).code == 2
    for missing in (("diff", "1", "7"), ("lineage", "9999"), ("withdraw", "7", "--yes")):
        assert yiwang("catalogue", *missing).code != 0
    assert [each["number"] for each in yiwang("catalogue", "editions", "--json").json()] == [1]
