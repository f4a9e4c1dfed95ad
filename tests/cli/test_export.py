"""yiwang export from the shell: formats by the ending, what was exported, and who agreed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook

from console.exits import ExitCode
from tests.cli.test_import import GOOD
from tests.support.cli import Ran, yiwang

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "township.db"
    table = tmp_path / "区划.csv"
    table.write_text(GOOD, "utf-8")
    assert yiwang("init", "--db", str(path), "--office", "大岭镇").code == 0
    assert yiwang("import", "divisions", str(table), "--db", str(path)).code == 0
    return path


def test_exports_are_written_listed_and_answered(database: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> Ran:
        return yiwang("export", *arguments, "--db", str(database))

    book = tmp_path / "区划.xlsx"
    assert "5 行" in run("divisions", "-o", str(book), "--columns", "名称，code").err
    assert load_workbook(str(book)).get_sheet_by_index(0).to_python()[0] == ["名称", "区划代码"]
    english = tmp_path / "b.xlsx"
    run("divisions", "-o", str(english), "--headings", "names", "--as-of", "2026-01-01")
    assert load_workbook(str(english)).get_sheet_by_index(0).to_python()[0][:2] == ["code", "name"]
    listed = run("list", "--json").json()
    assert [(each["kind"], each["rows"], each["masking"], each["as_of"]) for each in listed] == [
        ("divisions", 5, "none", "2026-01-01"),
        ("divisions", 5, "none", None),
    ]
    assert "不含个人信息" in run("list").out

    log = tmp_path / "空.xes.gz"
    assert "事件 0 件，办理环节 0 个" in run("cases", "-o", str(log)).err
    assert log.read_bytes()[:2] == b"\x1f\x8b"
    requests = tmp_path / "空.json"
    run("cases", "-o", str(requests), "--queue", "open")
    assert json.loads(requests.read_text()) == []

    asked = run("request", "cases", "--filter", "状态:处置", "--reason", "复核").out
    assert "待第二人审批" in asked
    assert "cases" not in asked + run("requests").out + run("list").out
    assert run("requests", "--json").json()[0]["state"] == "asked"
    for answer in ("approve", "decline"):
        assert run(answer, "1").code == ExitCode.NOT_PERMITTED
    refused = run("cases", "-o", str(tmp_path / "x.csv"), "--reveal", "--reason", "复核", "--request", "1")
    assert "还没有审批" in refused.err
    for wrong in (
        ("divisions", "-o", str(tmp_path / "x.doc")),
        ("divisions", "-o", str(tmp_path / "x.xes")),
        ("grids", "-o", str(tmp_path / "x.csv"), "--as-of", "2026-01-01"),
        ("cases", "-o", str(tmp_path / "x.csv"), "--filter", "天气:晴"),
        ("sources", "-o", str(tmp_path / "x.csv"), "--set", "book=MZJ"),
    ):
        assert run(*wrong).code == ExitCode.WRONG_USE
    assert not list(tmp_path.glob("x.*"))
