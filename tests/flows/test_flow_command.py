"""``yiwang catalogue flow``: from a template to a file and back, with exit codes scripts may rely on."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.exits import ExitCode
from models.catalogue.flows.templates import NAMES
from models.kernel.store import Store, open_engine
from tests.support.cli import Ran, yiwang
from tests.support.factories import make_town
from tests.support.keptfiles import made_once

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _township(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a township database of this user's own."""
    path = tmp_path / "township.db"
    monkeypatch.setenv("YIWANG_DB", str(path))
    made_once(path, "flows", lambda: _make(path))


def _make(path: Path) -> None:
    assert yiwang("init", "--office", "大岭镇").code == 0
    with closing(Store(open_engine(f"sqlite:///{path}"))) as store:
        make_town(store, datetime.now(UTC), founded=True)


def flow(*arguments: str, typed: str | None = None) -> Ran:
    return yiwang("catalogue", "flow", *arguments, typed=typed)


def done(*arguments: str) -> Ran:
    answer = flow(*arguments)
    assert answer.code == 0, answer.err
    return answer


def exported(path: Path, code: str = "GRID") -> dict[str, Any]:
    done("export", code, "-o", str(path))
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def rewrite(path: Path, document: dict[str, Any]) -> str:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8-sig")
    return str(path)


def test_templates_become_flows_and_are_listed() -> None:
    assert [row["name"] for row in done("templates", "--json").json()] == list(NAMES)
    for name in NAMES:
        done("new", "--from", name)
    rows = done("list", "--json").json()
    assert [row["code"] for row in rows] == ["GRID", "HAZARD", "HOTLINE", "JOINT", "SERVICE", "SPOT"]
    assert rows[0] == {
        "code": "GRID", "name": "网格事项一般处置", "number": 1, "version": 1, "steps": 7, "matters": 0,
        "retired": False,
    }  # fmt: skip
    assert "联合执法" in done("list", "--text", "联合").out
    assert flow("list", "--text", "没有").err.strip() == "没有符合的流程。"
    taken = flow("new", "--from", "grid")
    assert (taken.code, "已有编码为 GRID 的流程" in taken.err) == (ExitCode.REFUSED, True)
    assert (
        json.loads(done("new", "--from", "grid", "--code", "G2", "--name", "另一个", "--json").out)["name"]
        == "另一个"
    )
    assert flow("new", "--from", "nothing").code == ExitCode.REFUSED


def test_a_flow_is_shown_in_words_as_json_and_drawn() -> None:
    done("new", "--from", "joint")
    text = done("show", "joint").out
    for words in (
        "JOINT  联合执法（吹哨报到）",
        "6. 吹哨 (吹哨, whistle)",
        "责任人：值班长 对应上级部门",
        "< 3 现场核实 退回：情况没有核实清楚",
    ):
        assert words in text, text
    shown = done("show", "JOINT", "--json").json()
    assert (shown["number"], shown["version"], shown["current"]) == (1, 1, True)
    assert shown["flow"]["format"] == "yiwang-flow/1"
    drawn = done("show", "JOINT", "--diagram", "--width", "60").out.splitlines()
    assert max(map(cell_len, drawn)) <= 60
    assert "│  ┌ 吹哨：需要部门到场" in drawn
    plain = done("show", "JOINT", "--diagram", "--ascii").out
    assert "│" not in plain
    assert "|  + 吹哨：需要部门到场" in plain
    assert flow("show", "NONE").code == ExitCode.REFUSED


def test_export_change_and_save_again(tmp_path: Path) -> None:
    done("new", "--from", "grid")
    path = tmp_path / "grid.json"
    document = exported(path)
    document["steps"][3]["limit"] = "３工作日"
    name = rewrite(path, document)
    saved = done("save", name, "--expect", "1", "--json").json()
    assert (saved["number"], saved["version"]) == (2, 2)
    assert saved["flow"]["steps"][3]["limit"] == "3WD"
    # The state named is past: somebody else saved.
    late = flow("save", name, "--expect", "1")
    assert late.code == ExitCode.CONFLICT
    assert done("diff", "GRID", "1", "2").out == "环节 处置 时限: 2工作日 > 3工作日\n"
    assert done("diff", "GRID", "1", "2", "--json").json() == [
        {
            "part": "step",
            "change": "changed",
            "key": "handle",
            "name": "处置",
            "field": "limit",
            "before": "2WD",
            "after": "3WD",
        }
    ]
    assert done("diff", "GRID", "2", "2").err.strip() == "两个版本内容相同。"
    assert "第 2 版" in done("versions", "GRID").out
    assert [each["line"]["number"] for each in done("versions", "GRID", "--json").json()] == [2, 1]
    assert exported(tmp_path / "old.json")["steps"][3]["limit"] == "3WD"
    assert json.loads(done("export", "GRID", "--number", "1", "-o", "-").out)["steps"][3]["limit"] == "2WD"


def test_saving_over_a_flow_asks_unless_told(tmp_path: Path) -> None:
    done("new", "--from", "spot")
    path = tmp_path / "spot.json"
    document = exported(path, "SPOT")
    document["name"] = "改名"
    name = rewrite(path, document)
    unasked = flow("save", name)
    assert (unasked.code, "第 1 版" in unasked.err) == (ExitCode.WRONG_USE, True)
    assert flow("save", name, typed="n\n").code == ExitCode.CANCELLED
    assert flow("save", name, "--dry-run").code == 0
    assert done("show", "SPOT", "--json").json()["number"] == 1
    done("save", name, "--yes")
    assert done("show", "SPOT", "--json").json()["name"] == "改名"
    # A flow that is not there yet needs no question; one that should be there is missed.
    document["code"] = "NEW"
    name = rewrite(path, document)
    assert flow("save", name, "--expect", "3").code == ExitCode.REFUSED
    done("save", name)


def test_warnings_are_asked_about_and_errors_refused(tmp_path: Path) -> None:
    done("new", "--from", "spot")
    path = tmp_path / "spot.json"
    document = exported(path, "SPOT")
    del document["links"][-1]["condition"]
    name = rewrite(path, document)
    assert flow("save", name, "--expect", "1").code == ExitCode.WRONG_USE
    done("save", name, "--expect", "1", "--yes")
    document["steps"][1]["post"] = ""
    document["links"].append({"from": "close", "to": "handle"})
    name = rewrite(path, document)
    refused = flow("save", name, "--expect", "2", "--yes")
    assert refused.code == ExitCode.REFUSED
    assert "环节“现场处置”没有责任岗位" in refused.err
    assert "首尾相接成了圈" in refused.err
    tried = flow("save", name, "--dry-run")
    assert (tried.code, "没有责任岗位" in tried.err) == (ExitCode.REFUSED, True)
    assert done("show", "SPOT", "--json").json()["number"] == 2


def test_files_and_flows_are_checked(tmp_path: Path) -> None:
    done("new", "--from", "grid")
    done("new", "--from", "service")
    assert done("check").err.strip() == "没有发现问题。"
    assert done("check", "GRID", "--json").json() == []
    tight = flow("check", "--limit", "1WD", "--json")
    assert tight.code == ExitCode.REFUSED
    assert {(each["flow"], each["fault"]) for each in tight.json()} == {
        ("GRID", "limit_exceeded"),
        ("SERVICE", "limit_exceeded"),
    }
    assert "时限合计 2工作日 + 8工作时" in flow("check", "GRID", "--limit", "2WD").out
    path = tmp_path / "grid.json"
    document = exported(path)
    document["steps"][0]["unit"] = "NOWHERE"
    found = flow("check", "--file", rewrite(path, document), "--json")
    assert found.code == ExitCode.REFUSED
    assert [(each["step"], each["fault"], each["grade"]) for each in found.json()] == [
        ("accept", "unknown_unit", "error")
    ]
    assert flow("check", "GRID", "--file", str(path)).code == ExitCode.WRONG_USE


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "第 1 字节不是 UTF-8"),
        (b"{", "不是 JSON"),
        (            (b'{"format": "yiwang-flow/1", "code": "A", "name": "x",'
            b' "steps": [{"key": "a", "name": "x", "kind": "fly"}]}'), "第 1 步（a）的 kind"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_flow_is_named_by_place(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(content)
    answer = flow("save", str(path))
    assert answer.code == ExitCode.WRONG_USE
    assert told in answer.err


def test_flows_are_copied_retired_and_taken_back() -> None:
    done("new", "--from", "spot")
    assert done("copy", "SPOT", "S2", "--name", "副本", "--json").json()["code"] == "S2"
    assert "停用" in done("retire", "S2").err
    assert [row["code"] for row in done("list", "--json").json()] == ["SPOT"]
    assert [row["retired"] for row in done("list", "--all", "--json").json()] == [True, False]
    assert flow("reinstate", "S2", "--expect", "1").code == ExitCode.CONFLICT
    assert done("reinstate", "S2", "--expect", "2", "--json").json()["retired"] is False


def test_it_answers_in_english_too() -> None:
    done("new", "--from", "joint")
    text = flow("show", "JOINT", "--lang", "en").out
    assert "Done by: Duty chief County department" in text
    assert "Limit: 2 working hours" in text
