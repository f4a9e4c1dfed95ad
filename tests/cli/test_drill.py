"""The commands of drills' scenarios."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path


def test_a_scenario_is_begun_checked_shown_and_written_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    assert yiwang("drill", "new", "-o", str(path)).code == 0
    assert yiwang("drill", "new", "-o", str(path)).code != 0
    assert yiwang("drill", "new", "--template", "gas-leak", "-o", str(path), "--force").code == 0
    clean = yiwang("drill", "check", str(path), "typhoon")
    assert (clean.code, clean.out) == (0, "")
    path.write_text(path.read_text(encoding="utf-8").replace("unit: Z08}}", "unit: Z80}}"), encoding="utf-8")
    wrong = yiwang("drill", "check", str(path))
    assert wrong.code == 1
    assert f"{path}:" in wrong.out
    assert "错误：本镇没有单位“Z80”" in wrong.out
    assert "是不是 Z09, Z08" in wrong.out
    told, _second = yiwang("drill", "check", "--json", str(path)).json()
    assert (told["code"], told["warning"], told["line"] > 10) == ("unknown_unit", False, True)
    assert yiwang("drill", "export", "gas-leak", "-o", str(tmp_path / "a.xlsx")).code == 0
    assert (tmp_path / "a.xlsx").stat().st_size > 5_000
    shown = yiwang("drill", "show", "gas-leak")
    assert "老街燃气泄漏" in shown.out
    assert "T+00:02 11:32" in shown.out
    assert yiwang("drill", "show", "gas-leak", "--json").json()["expectations"][0]["within"] == "5m"


def test_the_library_is_listed_and_the_schema_written(tmp_path: Path) -> None:
    rows = yiwang("drill", "list", "--json").json()
    assert len(rows) >= 12
    assert {"typhoon", "wages"} <= {row["name"] for row in rows}
    assert "台风" in yiwang("drill", "list").out
    assert "Typhoon" in yiwang("--lang", "en", "drill", "list").out
    assert yiwang("drill", "schema", "-o", str(tmp_path / "s.json")).code == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["title"] == "Scenario"
    unknown = yiwang("drill", "show", "gas-leek")
    assert unknown.code == 1
    assert "gas-leak" in unknown.err
    missing = yiwang("drill", "check", str(tmp_path / "x.yaml"), "wages", "typhon")
    assert missing.code == 1
    assert "x.yaml" in missing.out
    assert "typhoon" in missing.out
