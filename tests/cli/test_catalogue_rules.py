"""Classification rules from the shell, and what is refused."""

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
    made_once(path, "rules", lambda: _make(path, tmp_path))
    return path


def _make(path: Path, tmp_path: Path) -> None:
    assert yiwang("init", "--db", str(path), "--office", "大岭镇").code == 0
    table = tmp_path / "m.csv"
    table.write_text(
        "序号,事项名称,主管部门\n1,路灯不亮,县城管局\n2,燃气泄漏处置,县住建局\n3,低保受理,县民政局\n", "utf-8"
    )
    imported = yiwang("catalogue", "sources", "import", str(table), "--book", "A", "--db", str(path))
    assert imported.code == 0, imported.err
    for arguments in (("draft", "begin"), ("collect",)):
        assert yiwang("catalogue", *arguments, "--db", str(path)).code == 0


def run(database: Path, *arguments: str) -> Ran:
    return yiwang("catalogue", "rules", *arguments, "--db", str(database))


LIGHT = (
    "--when",
    "words=路灯|照明",
    "--set",
    "class=event:01",
    "--set",
    "class_name=公用",
    "--set",
    "urgency=3",
)


def test_a_rule_is_seen_saved_carried_out_and_undone(database: Path) -> None:
    assert run(database, "list", "--json").json() == []
    seen = run(database, "add", "路灯", *LIGHT, "--dry-run", "--json").json()
    assert [(move["field"], move["to"]) for move in seen["moves"]] == [("class", "event:01"), ("urgency", 3)]
    # Somebody has to say yes, or to name the preview.
    assert run(database, "add", "路灯", *LIGHT).code == 2
    assert run(database, "list", "--json").json() == []
    assert run(database, "add", "路灯", *LIGHT, "--with", "0" * 64).code == 4
    saved = run(database, "add", "路灯", *LIGHT, "--with", seen["fingerprint"], "--json").json()
    assert (saved["saved"], saved["rules"][0]["then"]["urgency"]) == (True, 3)
    assert run(database, "add", "低保", "--when", "department=民政", "--set", "kind=服务", "--yes").code == 0
    edited = run(database, "edit", "1", "--set", "urgency=4", "--note", "急", "--expect", "1", "--yes")
    assert (edited.code, "紧急程度: 3 → 4" in edited.out) == (0, True)
    assert run(database, "edit", "路灯", "--set", "urgency=2", "--expect", "1", "--yes").code == 4
    assert run(database, "move", "低保", "1", "--yes").code == 0
    shown = run(database, "list")
    assert "含词语: 路灯|照明" in shown.out
    plan = run(database, "preview", "--json").json()
    assert (plan["moving"], plan["prepared"]) == (2, True)
    assert run(database, "apply").code == 2
    assert run(database, "apply", "--dry-run").code == 0
    done = run(database, "apply", "--with", plan["fingerprint"], "--json").json()
    assert (done["applied"], done["moving"]) == (True, 2)
    assert run(database, "preview", "--json").json()["moves"] == []
    steps = yiwang("catalogue", "draft", "steps", "--json", "--db", str(database)).json()
    assert (steps[0]["kind"], "2" in steps[0]["what"]) == ("classify", True)
    assert run(database, "remove", "路灯", "--yes").code == 0
    assert run(database, "remove", "路灯", "--yes").code == 1
    assert yiwang("catalogue", "draft", "undo", "--db", str(database)).code == 0


def test_rules_go_out_as_a_table_and_come_back(database: Path, tmp_path: Path) -> None:
    dry = run(database, "defaults", "--dry-run")
    assert (dry.code, "突发险情" in dry.out) == (0, True)
    assert run(database, "defaults", "--yes").code == 0
    assert run(database, "defaults").code == 0
    before = run(database, "list", "--json").json()
    assert len(before) > 20
    for name in ("rules.xlsx", "rules.csv"):
        file = tmp_path / name
        assert run(database, "export", "-o", str(file)).code == 0
        again = run(database, "import", str(file), "--json").json()
        assert (again["moves"], len(again["rules"])) == ([], len(before))
        assert run(database, "list", "--json").json() == before
    check = run(database, "check", "--json")
    assert check.code == 1
    assert {each["fault"] for each in check.json()} >= {"never"}
    bad = tmp_path / "bad.csv"
    bad.write_text("规则名称,含词语,定紧急程度\n一,路灯,九\n二,路灯,2\n", "utf-8")
    refused = run(database, "import", str(bad), "--yes")
    assert (refused.code, "第 2 行" in refused.err, "定紧急程度" in refused.err) == (1, True, True)
    assert run(database, "list", "--json").json() == before
    assert run(database, "export", "-o", str(tmp_path / "rules.doc")).code == 2
    assert run(database, "export", "-o", str(tmp_path / "none" / "rules.csv")).code != 0
    assert run(database, "import", str(tmp_path / "none.csv")).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "x", "--when", "colour=red", "--set", "urgency=3"),
        ("add", "x", "--when", "words", "--set", "urgency=3"),
        ("add", "x", "--set", "urgency=9"),
        ("add", "x", "--set", "urgency=高"),
        ("add", "x", "--set", "kind=天"),
        ("add", "x", "--set", "class=01"),
        ("add", " ", "--set", "urgency=3"),
        ("add", "x"),
        ("add", "x", "--set", "urgency=3", "--at", "9"),
        ("add", "x" * 70, "--set", "urgency=3"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_refused(database: Path, arguments: tuple[str, ...]) -> None:
    ran = run(database, *arguments, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


def test_a_change_of_nothing_or_of_no_rule_is_refused(database: Path) -> None:
    run(database, "add", "路灯", *LIGHT, "--yes")
    assert run(database, "add", "路灯", *LIGHT, "--yes").code == 1
    assert run(database, "edit", "路灯").code == 2
    assert run(database, "edit", "7", "--off").code == 1
    assert run(database, "move", "路灯", "2").code == 2
    nothing = ("--set", "class=", "--set", "class_name=", "--set", "urgency=")
    assert run(database, "edit", "路灯", *nothing, "--yes").code == 2
    off = run(database, "edit", "路灯", "--off", "--yes", "--json")
    assert (off.code, off.json()["rules"][0]["active"]) == (0, False)
