"""The working list from the shell: from source books to a published edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Ran, yiwang

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "township.db"
    assert yiwang("init", "--db", str(path), "--office", "大岭镇").code == 0
    table = tmp_path / "m.csv"
    table.write_text(
        "序号,事项名称,主管部门\n1,乱倒垃圾处置,县城管局\n2,乱倒垃圾处置,县住建局\n3,低保受理,县民政局\n",
        "utf-8",
    )
    imported = yiwang(
        "catalogue", "sources", "import", str(table), "--book", "A", "--db", str(path)
    )  # fmt: skip
    assert imported.code == 0, imported.err
    return path


def run(database: Path, *arguments: str) -> Ran:
    return yiwang("catalogue", *arguments, "--db", str(database))


def test_a_list_is_collected_merged_numbered_and_published(database: Path, tmp_path: Path) -> None:
    assert run(database, "draft", "show").code == 1
    assert run(database, "draft", "begin", "--name", "2027").code == 0
    assert run(database, "draft", "begin").code == 1
    collected = run(database, "collect", "--json").json()
    assert (collected["funnel"]["items"], collected["funnel"]["live"]) == (3, 3)
    (group,) = run(database, "cluster", "--json").json()
    assert group["confidence"] == "likely"
    one, other = (f"#{each['id']}" for each in group["entries"])
    planned = run(database, "merge", one, other, "--choose", f"department={other}", "--dry-run", "--json")
    assert planned.json()["draft"]["department"] == group["entries"][1]["department"]
    merged = run(database, "merge", one, other, "--choose", f"department={other}", "--json").json()
    assert (len(merged["items"]), [each["state"] for each in merged["absorbed"]]) == (2, ["merged"])
    assert run(database, "cluster", "--json").json() == []
    shown = run(database, "entry", "乱倒垃圾处置")
    assert (shown.code, "并入的条目" in shown.out, "第 3 行" in shown.out) == (0, True, True)
    assert "1. " not in shown.out
    assert run(database, "draft", "check").out.count("没有编码") == 2
    assert run(database, "draft", "number", "--json").json() == {"numbered": 2}
    plan = tmp_path / "plan.json"
    day = ("--effective", "2027-01-01")
    assert run(database, "publish", *day, "--plan", "-o", str(plan)).code == 0
    assert run(database, "publish", *day).code == 2
    assert run(database, "edit", "低保受理", "urgency=3").code == 0
    moved = run(database, "publish", *day, "--with", str(plan))
    assert (moved.code, moved.out) == (4, "")
    again = run(database, "publish", *day, "--plan", "--json").json()
    assert [each["action"] for each in again["changes"]] == ["create", "create"]
    done = run(database, "publish", *day, "--with", again["fingerprint"], "--json").json()
    assert (done["edition"]["name"], done["created"]) == ("2027", 2)
    assert len(run(database, "list", "--as-of", "2027-01-01", "--json").json()) == 2


def test_entries_are_edited_split_and_every_step_undone(database: Path) -> None:
    run(database, "draft", "begin")
    run(database, "collect")
    before = run(database, "entries", "--json").json()
    (line,) = run(database, "entries", "--text", "dbsl", "--json").json()
    key = f"#{line['id']}"
    assert run(database, "edit", key, "紧急程度=3", "duty_list=基本履职", "--expect", "1").code == 0
    assert run(database, "edit", key, "urgency=4", "--expect", "1").code == 4
    assert run(database, "edit", key, "colour=red").code == 2
    assert run(database, "edit", key, "kind=sky").code == 2
    said = run(database, "bulk", "department=县直", "--text", "垃圾", "--dry-run", "--json").json()
    assert (said["changed"], said["dry_run"]) == (2, True)
    assert run(database, "bulk", "department=县直", "--text", "垃圾").code == 0
    parts = run(database, "split", key, "--part", "name=低保复核", "--json").json()
    assert [each["name"] for each in parts] == ["低保受理", "低保复核"]
    assert run(database, "copy", "低保复核", key, "--fields", "urgency").code == 0
    assert run(database, "retire", "低保复核").code == 0
    assert run(database, "restore", "低保复核").code == 0
    assert run(database, "entry", "没有的").code == 2
    steps = run(database, "draft", "steps", "--json").json()
    assert [each["kind"] for each in steps] == [
        "restore", "retire", "copy", "split", "bulk", "edit", "collect",
    ]  # fmt: skip
    assert run(database, "draft", "undo", "--count", "6").code == 0
    after = run(database, "entries", "--json").json()
    assert [{**each, "version": 0} for each in after] == [{**each, "version": 0} for each in before]
    assert run(database, "draft", "redo", "--count", "6").code == 0
    assert run(database, "draft", "redo").code == 1


def test_a_merge_of_a_merge_is_taken_back_with_its_items(database: Path) -> None:
    run(database, "draft", "begin")
    run(database, "collect")
    keys = [f"#{each['id']}" for each in run(database, "entries", "--json").json()]
    assert run(database, "merge", keys[1], keys[0]).code == 0
    assert run(database, "merge", keys[2], keys[1]).code == 0
    back = run(database, "unmerge", keys[0], "--json").json()
    assert (back["state"], len(back["items"])) == ("live", 1)
    assert len(run(database, "entry", keys[2], "--json").json()["sources"]) == 2
    assert run(database, "unmerge", keys[0]).code == 1
    assert run(database, "apart", keys[0], keys[2]).code == 0
    assert run(database, "apart", keys[0]).code == 2


def test_only_some_departments_come_in_and_what_is_sure_is_merged_at_once(
    database: Path, tmp_path: Path
) -> None:
    more = tmp_path / "n.csv"
    more.write_text("序号,事项名称,主管部门\n1,对乱倒垃圾的处置,城管局\n2,低保受理,县民政局\n", "utf-8")
    brought = yiwang("catalogue", "sources", "import", str(more), "--book", "B", "--db", str(database))
    assert brought.code == 0, brought.err
    assert run(database, "draft", "begin").code == 0
    would = run(database, "collect", "--department", "县城管局", "--department", "城管局", "--dry-run")
    assert (
        "A  A：将收入 1 条，已有 0 条。" in would.out.replace("A  m.csv", "A  A")
        or "将收入 1 条" in would.out
    )
    assert run(database, "collect", "B", "--dry-run", "--json").json()[0]["fresh"] == 2
    assert run(database, "draft", "show", "--json").json()["funnel"]["items"] == 0
    some = run(database, "collect", "--department", "县城管局", "--department", "城管局", "--json").json()
    assert some["funnel"]["items"] == 2
    assert run(database, "collect", "--json").json()["funnel"]["items"] == 5
    planned = run(database, "merge-sure", "--dry-run", "--json").json()
    assert (planned["merged"], sorted(each["name"] for each in planned["groups"])) == (
        2, ["乱倒垃圾处置", "低保受理"],
    )  # fmt: skip
    assert "没有写入" in run(database, "merge-sure", "--dry-run").err
    assert run(database, "merge-sure", "--yes").code == 0
    assert run(database, "merge-sure").err.startswith("没有同名且同部门")
    steps = run(database, "draft", "steps", "--json").json()
    assert steps[0]["kind"] == "merge_many"
    assert run(database, "draft", "undo", "--json").json()["funnel"]["live"] == 5
    pair = [f"#{key}" for key in planned["groups"][0]["entries"]]
    assert run(database, "apart", *pair, "--note", "范围不同").code == 0
    assert len(run(database, "merge-sure", "--dry-run", "--json").json()["groups"]) == 1


def test_what_is_only_tried_answers_and_refuses_as_if_done_and_keeps_nothing(database: Path) -> None:
    tried = run(database, "draft", "begin", "--name", "2027", "--dry-run", "--json")
    assert (tried.code, tried.json()["name"]) == (0, "2027")
    assert "没有写入" in tried.err
    assert run(database, "draft", "show").code == 1
    run(database, "draft", "begin")
    run(database, "collect")
    keys = [f"#{each['id']}" for each in run(database, "entries", "--json").json()]
    run(database, "merge", keys[0], keys[1])
    run(database, "edit", keys[0], "urgency=3")
    before = run(database, "draft", "steps", "--json").json()
    books = run(database, "sources", "list", "--json").json()
    for words in (
        ("unmerge", keys[1]),
        ("split", keys[0], "--part", "name=另一项"),
        ("apart", keys[0], keys[2]),
        ("retire", keys[2]),
        ("draft", "number"),
        ("draft", "discard"),
        ("sources", "retire", "A"),
        ("sources", "acknowledge", "A"),
        ("admission", "new", "--department", "县住建局", "--name", "自建房巡查"),
    ):
        done = run(database, *words, "--dry-run")
        assert (done.code, "没有写入" in done.err) == (0, True), (words, done.err)
    undone = run(database, "draft", "undo", "--count", "2", "--dry-run", "--json").json()
    assert undone["funnel"]["merged"] == 0
    assert run(database, "draft", "undo", "--count", "9", "--dry-run").code == 1
    assert run(database, "draft", "undo", "--count", "9").code == 1
    assert run(database, "retire", "没有的", "--dry-run").code == 2
    assert run(database, "draft", "steps", "--json").json() == before
    assert run(database, "admission", "list", "--json").json() == []
    assert run(database, "sources", "list", "--json").json() == books
    assert run(database, "draft", "undo", "--count", "2", "--json").json()["funnel"]["merged"] == 0
