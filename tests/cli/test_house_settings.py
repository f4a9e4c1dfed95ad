"""``yiwang settings``: said in sentences, saved, read back, carried over; names follow everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from console.exits import ExitCode
from console.house import adopt
from models.cases.settings import glancing
from models.kernel import store
from models.kernel.preparing import prepare_sqlite
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("YIWANG_DB", str(tmp_path / "township.db"))
    assert yiwang("init", "--office", "大岭镇").code == 0
    yield
    adopt(0, {})


def test_settings_from_a_look_to_another_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = yiwang("settings", "set", "caps.extensions=1", "labels.swap=是", "--dry-run")
    assert looked.out.splitlines() == [
        "延期次数（caps.extensions）由“2 次”改为“1 次”。",
        "核实、核查互换（labels.swap）由“否”改为“是”。",
    ]
    assert json.loads(yiwang("settings", "list", "--changed", "--json").out) == []
    assert yiwang("settings", "set", "caps.extensions=1", "labels.swap=是").code == ExitCode.WRONG_USE
    saved = yiwang("settings", "set", "caps.extensions=1", "labels.swap=是", "--note", "试行", "--yes")
    assert (saved.code, saved.err.strip()) == (0, "已保存为第 1 版。")
    # The two words have traded places: in a label, in help, in what a filter understands.
    with monkeypatch.context() as once:
        # The database is opened for the command; nobody opens it a second time for the words or the rules.
        once.setattr(glancing, "settings_at", None)
        prepare = mock.Mock(side_effect=prepare_sqlite)
        once.setattr(store, "prepare_sqlite", prepare)
        assert "待核实" in yiwang("queue").out
        assert prepare.call_count == 1
    assert "立案前请人到现场核查是否属实" in yiwang("case", "--help").out
    assert "待核查" not in yiwang("queue").out
    file = tmp_path / "settings.json"
    assert yiwang("settings", "export", "-o", str(file)).code == 0
    assert yiwang("settings", "reset", "labels.swap", "caps.extensions", "--yes").code == 0
    assert "待核查" in yiwang("queue").out
    assert "延期次数（caps.extensions）" in yiwang("settings", "import", str(file), "--dry-run").out
    assert yiwang("settings", "import", str(file), "--yes").code == 0
    (one,) = [
        each for each in json.loads(yiwang("settings", "list", "caps", "--json").out) if each["changed"]
    ]
    assert (one["key"], one["value"], one["default"], one["edition"]) == ("caps.extensions", 1, 2, 3)
    assert [each["number"] for each in json.loads(yiwang("settings", "history", "--json").out)] == [3, 2, 1]
    assert "试行" in yiwang("settings", "show", "1").err
    assert "出厂值：" in yiwang("settings", "get", "roles.return.filed").out
    assert yiwang("settings", "restore", "0", "--yes", "--json").code == 0


def test_what_is_refused(tmp_path: Path) -> None:
    unknown = yiwang("settings", "get", "caps.extension")
    assert (unknown.code, "caps.extensions" in unknown.err) == (ExitCode.WRONG_USE, True)
    assert yiwang("settings", "set", "caps.extensions=99", "--yes").code == ExitCode.WRONG_USE
    assert yiwang("settings", "set", "caps.extensions", "--yes").code == ExitCode.WRONG_USE
    stuck = yiwang("settings", "set", "roles.accept=-", "--yes")
    assert (stuck.code, "待受理" in stuck.err) == (ExitCode.REFUSED, True)
    assert yiwang("settings", "set", "caps.extensions=2", "--yes").code == ExitCode.REFUSED
    file = tmp_path / "x.json"
    file.write_text("{}", encoding="utf-8")
    assert yiwang("settings", "import", str(file), "--yes").code == ExitCode.WRONG_USE
