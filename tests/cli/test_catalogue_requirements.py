"""Requirements, traces and the comparison of editions from the shell, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Ran, yiwang
from tests.support.keptfiles import made_once

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "township.db"
    made_once(path, "requirements", lambda: _make(path, tmp_path))
    return path


def _make(path: Path, tmp_path: Path) -> None:
    assert yiwang("init", "--db", str(path), "--office", "大岭镇").code == 0
    for number, names in ((1, ("路灯不亮", "井盖缺失")), (2, ("路灯损坏", "乱倒垃圾"))):
        table = tmp_path / f"{number}.csv"
        table.write_text(
            "编码,名称\n" + "".join(f"E010{n},{name}\n" for n, name in enumerate(names, 1)), "utf-8"
        )
        hints = tmp_path / f"{number}-hints.csv"
        hints.write_text("from,to,kind\nE0101,E0101,更名\nE0102,E0102,reuse\n", "utf-8")
        more = ("--lineage", str(hints)) if number == 2 else ()
        day = f"2026-0{number}-01"
        ran = yiwang("catalogue", "load", str(table), "--effective", day, *more, "--db", str(path))
        assert ran.code == 0, ran.err


def run(database: Path, *arguments: str) -> Ran:
    return yiwang("catalogue", *arguments, "--db", str(database))


def test_requirements_are_written_answered_and_traced(database: Path, tmp_path: Path) -> None:
    for ending in ("docx", "xlsx", "md"):
        one, other = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
        ran = run(database, "requirements", "-o", str(one))
        assert (ran.code, ran.out, "2" in ran.err) == (0, "", True)
        assert run(database, "requirements", "--edition", "2", "-o", str(other)).code == 0
        assert one.read_bytes() == other.read_bytes()
    found = run(database, "requirements", "--json").json()
    assert (found["edition"], [each["code"] for each in found["requirements"]]) == (2, ["E0101", "E0102"])
    assert {gap["kind"] for gap in found["gaps"]} >= {"no_flow", "no_source", "no_condition"}
    first = run(database, "requirements", "--edition", "1", "--json").json()
    numbers = {each["code"]: each["number"] for each in first["requirements"]}
    assert found["requirements"][0]["number"] == numbers["E0101"]
    # The number went to another matter, and so the requirement is another.
    assert found["requirements"][1]["number"] != numbers["E0102"]
    day = run(database, "requirements", "--as-of", "2026-01-15", "--json").json()
    assert [each["name"] for each in day["requirements"]] == ["路灯不亮", "井盖缺失"]
    traced = run(database, "trace", numbers["E0101"], "--json").json()
    assert (traced["rows"][0]["code"], traced["counts"]["matters"]) == ("E0101", 1)
    shown = run(database, "trace", "E0101")
    assert (shown.code, "路灯损坏" in shown.out) == (0, True)


def test_two_editions_are_compared_into_a_workbook(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "diff.xlsx"
    ran = run(database, "diff", "1", "2", "-o", str(file))
    assert (ran.code, ran.out, file.read_bytes()[:2]) == (0, "", b"PK")
    both = run(database, "diff", "1", "2", "-o", str(file), "--json").json()
    assert {each["code"] for each in both["created"]} == {"E0102"}
    english = yiwang("catalogue", "diff", "1", "2", "-o", str(file), "--lang", "en", "--db", str(database))
    assert english.code == 0
    assert run(database, "diff", "1", "2", "-o", str(tmp_path / "diff.pdf")).code == 2
    assert run(database, "diff", "1", "9", "-o", str(tmp_path / "none.xlsx")).code == 1
    assert not (tmp_path / "none.xlsx").exists()
    assert run(database, "diff", "1", "2", "-o", str(tmp_path / "none" / "d.xlsx")).code != 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("requirements",), 2),
        (("requirements", "-o", "r.pdf"), 2),
        (("requirements", "-o", "r.txt"), 2),
        (("requirements", "--edition", "9", "--json"), 1),
        (("requirements", "--edition", "1", "--as-of", "2026-01-01", "--json"), 2),
        (("requirements", "--as-of", "1999-13-01", "--json"), 2),
        (("trace", "R9999"), 1),
        (("trace", ""), 1),
        (("trace", "没有的"), 1),
    ],
)
def test_what_cannot_be_derived_is_refused(
    database: Path, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    placed = [str(tmp_path / each) if each.startswith("r.") else each for each in arguments]
    ran = run(database, *placed)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.strip()
    assert not any(tmp_path.glob("r.*"))
