"""import, export and catalogue from the shell."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from console.exits import ExitCode
from tests.support.cli import Ran, yiwang
from tests.support.keptfiles import made_once
from tests.support.workbooks import Sheet, xlsx

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SUMMARY = ("created", "changed", "same", "skipped", "rejected")
GOOD = "code,name\n990101101,好镇\n990101102,又一镇\n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "township.db"
    made_once(path, "import", lambda: _make(path))
    return path


def _make(path: Path) -> None:
    assert yiwang("init", "--db", str(path), "--office", "大岭镇").code == 0


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "区划.csv"
    path.write_text(GOOD, "utf-8")
    return path


def run(database: Path, *arguments: str) -> Ran:
    return yiwang(*arguments, "--db", str(database))


def piped(database: Path, data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "console.main", *arguments, "--db", str(database)]
    return subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)


def numbers(ran: Ran) -> list[int]:
    summary = ran.json()
    return [summary[name] for name in SUMMARY]


def test_a_table_goes_in_and_the_second_time_nothing_changes(database: Path, table: Path) -> None:
    first = run(database, "import", "divisions", str(table), "--json")
    assert (first.code, numbers(first), first.err) == (0, [2, 0, 0, 0, 0], "")
    second = run(database, "import", "divisions", str(table), "--json")
    assert (second.code, numbers(second)) == (0, [0, 0, 2, 0, 0])
    assert (first.json()["number"], second.json()["number"]) == (1, 2)
    assert first.json()["completed"] == 3
    listed = run(database, "import", "list", "--json").json()
    assert [(each["number"], each["created"], each["source"]) for each in listed] == [
        (2, 0, "区划.csv"),
        (1, 2, "区划.csv"),
    ]
    assert run(database, "check").code == 0


def test_words_go_to_the_error_stream_and_the_answer_to_the_output(database: Path, table: Path) -> None:
    ran = run(database, "import", "divisions", str(table))
    assert ran.code == 0
    assert ran.out == "第 1 次导入：新增 2，修改 0，相同 0，跳过 0，拒绝 0。按代码补全 3。\n"
    assert "utf-8" in ran.err
    assert "分隔符" in ran.err
    listing = run(database, "import", "list").out
    assert "2" in listing
    assert "行政区划" in listing


def test_bad_rows_are_named_and_nothing_is_half_done(database: Path, table: Path) -> None:
    table.write_text(GOOD + "16,无此省\n990101101,重码\n,无码\n", "utf-8")
    ran = run(database, "import", "divisions", str(table), "--strict")
    assert ran.code == 1
    assert ran.out == ""
    assert "第 4 行，code 列，“16”：没有代码为 16 的省份" in ran.err
    assert "第 5 行，code 列，“990101101”：与第 2 行重复" in ran.err
    assert "第 6 行，code 列，“”：不能为空" in ran.err
    assert "没有导入任何内容" in ran.err
    refused = run(database, "import", "divisions", str(table), "--strict", "--json")
    assert (refused.code, numbers(refused), refused.json()["number"]) == (1, [0, 0, 0, 2, 3], None)
    assert [(each["row"], each["column"]) for each in refused.json()["problems"]] == [
        (4, "code"),
        (5, "code"),
        (6, "code"),
    ]
    assert run(database, "import", "list", "--json").json() == []


def test_only_twenty_problems_are_printed_and_all_are_in_the_data(database: Path, table: Path) -> None:
    table.write_text("code,name\n" + "".join(f"1{number},坏\n" for number in range(600, 630)), "utf-8")
    ran = run(database, "import", "divisions", str(table))
    assert ran.err.count("列，") == 20
    assert "另有 10 条" in ran.err
    assert len(run(database, "import", "divisions", str(table), "--json").json()["problems"]) == 30


def test_the_good_rows_can_be_loaded_alone(database: Path, table: Path, tmp_path: Path) -> None:
    table.write_text(GOOD + "16,无此省\n", "utf-8")
    back = tmp_path / "退回.csv"
    ran = run(database, "import", "divisions", str(table), "--rejects", str(back), "--json")
    assert (ran.code, numbers(ran)) == (3, [2, 0, 0, 0, 1])
    assert back.read_text("utf-8-sig").splitlines() == [
        "code,name,拒绝原因",
        "16,无此省,code：没有代码为 16 的省份",
    ]
    back.write_text(back.read_text("utf-8-sig").replace("16,", "990101103,"), "utf-8")
    assert numbers(run(database, "import", "divisions", str(back), "--json")) == [1, 0, 0, 0, 0]
    assert run(database, "import", "divisions", str(table), "--strict", "--partial").code == 2


def test_rejected_rows_never_take_the_place_of_the_file_they_come_from(
    database: Path, table: Path, tmp_path: Path
) -> None:
    table.write_text(GOOD + "16,无此省\n", "utf-8")
    before = table.read_bytes()
    for verb in (("import",), ("import", "plan")):
        ran = run(
            database, *verb, "divisions", str(table), "--rejects", str(table), *_planned(verb, tmp_path)
        )
        assert (ran.code, "写入会把它盖掉" in ran.err) == (ExitCode.WRONG_USE, True)
    book = tmp_path / "区划.xlsx"
    book.write_bytes(xlsx(Sheet("表", [["代码", "名称"], ["16", "无此省"]])))
    kept = book.read_bytes()
    ran = run(database, "import", "plan", "divisions", str(book), "-o", str(book))
    assert ran.code == ExitCode.WRONG_USE
    assert run(database, "import", "divisions", str(book), "--rejects", str(tmp_path / "区划.xls")).code == 2
    assert (table.read_bytes(), book.read_bytes()) == (before, kept)
    assert "还没有导入过" in run(database, "import", "list").err
    ran = run(
        database, "import", "divisions", str(book), "--partial", "--rejects", str(tmp_path / "退回.xls")
    )
    assert "退回.xlsx：工作簿一律退回为 .xlsx" in ran.err


def _planned(verb: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    return ("-o", str(folder / "x.plan")) if "plan" in verb else ()


def test_a_plan_is_made_looked_at_carried_out_and_taken_back(
    database: Path, table: Path, tmp_path: Path
) -> None:
    run(database, "import", "divisions", str(table))
    table.write_text(GOOD.replace("好镇", "更好镇") + "990101103,新镇\n", "utf-8")
    refused = run(database, "import", "divisions", str(table))
    assert refused.code == 1
    assert "将被覆盖" in refused.err
    plan = tmp_path / "p.plan"
    planned = run(database, "import", "plan", "divisions", str(table), "-o", str(plan))
    assert planned.code == 0
    assert "将新增 1，修改 1，相同 1" in planned.out
    assert json.loads(plan.read_text("utf-8").splitlines()[2])["change"] == {"name": ["好镇", "更好镇"]}
    assert run(database, "import", "apply", str(plan)).code == 1
    done = run(database, "import", "apply", str(plan), "--yes", "--json")
    assert (done.code, numbers(done), done.json()["number"]) == (0, [1, 1, 1, 0, 0], 2)
    shown = run(database, "import", "show", "2")
    assert "修改  990101101000 区划名称: 好镇 → 更好镇" in shown.out
    rows = run(database, "import", "show", "2", "--json").json()["rows"]
    assert [(each["row"], each["do"]) for each in rows] == [(4, "create"), (2, "change")]
    assert run(database, "import", "undo", "2").code == 2
    undone = run(database, "import", "undo", "2", "--yes")
    assert undone.out == "第 2 次导入已撤销，记为第 3 次：删去 1，恢复 1，保留 0。\n"
    again = run(database, "import", "undo", "2", "--yes")
    assert (again.code, "已经撤销过" in again.err) == (1, True)
    assert run(database, "import", "undo", "9", "--yes").code == 1
    assert [each["state"] for each in run(database, "import", "list", "--json").json()] == [
        "done", "undone", "done",
    ]  # fmt: skip
    plan.write_text(plan.read_text("utf-8").replace("更好镇", "坏镇"), "utf-8")
    altered = run(database, "import", "apply", str(plan), "--yes")
    assert (altered.code, "被改动过" in altered.err) == (1, True)
    both = run(database, "import", "divisions", str(table), str(table), "--yes", "--json").json()
    assert [each["same"] for each in both] == [1, 3]
    assert run(database, "check").code == 0


@pytest.mark.parametrize(
    ("data", "arguments", "said"),
    [
        (b"code,name\n990101101,\xff\xff\n", (), "第 2 行第 11 字节"),
        (GOOD.encode("gb18030"), ("--encoding", "utf-8"), "第 2 行第 11 字节"),
        ("code,天气\n990101101,晴\n".encode(), (), "现有表头：code, 天气"),
        (b"PK\x03\x04", (), "工作簿"),
        (b"code,name\n", (), "表头下面没有内容"),
        (GOOD.encode(), ("--map", "天气=name"), "“天气=name”的表头不对：表中没有表头“天气”。"),
        (GOOD.encode(), ("--map", "name=天气"), "“name=天气”"),
        (GOOD.encode(), ("--set", "nam=x"), "没有字段“nam”。字段（相近的在前）：name, "),
        (GOOD.encode(), ("--set", "name"), "字段=值"),
        (GOOD.encode(), ("--separator", "ab"), "一个字符"),
    ],
)
def test_wrong_use_is_a_sentence(
    database: Path, table: Path, data: bytes, arguments: tuple[str, ...], said: str
) -> None:
    table.write_bytes(data)
    ran = run(database, "import", "divisions", str(table), *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""
    assert run(database, "import", "list", "--json").json() == []


def test_a_file_that_is_not_there(database: Path) -> None:
    ran = run(database, "import", "divisions", "nowhere.csv")
    assert ran.code == 2
    assert "nowhere.csv" in ran.err


def test_the_standard_input_and_output_are_pipes(database: Path) -> None:
    done = piped(database, GOOD.encode("gb18030"), "import", "divisions", "-", "--json")
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["created"] == 2
    exported = piped(database, b"", "export", "divisions", "-o", "-")
    assert exported.returncode == 0
    assert exported.stdout.startswith("\ufeffcode,name,".encode())
    table = database.with_suffix(".csv")
    table.write_bytes(exported.stdout)
    assert numbers(run(database, "import", "divisions", str(table), "--json")) == [0, 0, 5, 0, 0]


def test_an_export_appears_whole_or_not_at_all(database: Path, table: Path, tmp_path: Path) -> None:
    run(database, "import", "divisions", str(table))
    target = tmp_path / "out.jsonl"
    ran = run(database, "export", "divisions", "--json", "-o", str(target))
    assert ran.code == 0
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert {"code": "990101101", "name": "好镇", "valid_from": None, "valid_to": None} in rows
    assert "5 行" in ran.err
    assert not list(tmp_path.glob(".out*"))
    assert run(database, "export", "divisions", "-o", str(tmp_path / "none" / "x.csv")).code != 0
    assert run(database, "export", "weather", "-o", "-").code == 2


def test_matters_are_listed_and_shown(database: Path, table: Path) -> None:
    head = "kind,major_code,major_name,minor_code,minor_name,filing_conditions,limits"
    table.write_text(
        f"{head}\nevent,04,街面秩序,96,占用消防通道,堵塞出口,2WH\nevent,01,市容环境,10,垃圾,1,4WH\n", "utf-8"
    )
    done = run(database, "import", "matters", str(table), "--map", "minor_code=code,minor_name=name")
    assert (done.code, "类别 2，立案条件 2。" in done.out) == (0, True), done.err
    assert [row["code"] for row in run(database, "catalogue", "list", "--json").json()] == ["E0110", "E0496"]
    assert [row["name"] for row in run(database, "catalogue", "list", "--text", "xf", "--json").json()] == [
        "占用消防通道"
    ]
    assert "垃圾" not in run(database, "catalogue", "list", "--class", "街面秩序").out
    shown = run(database, "catalogue", "show", "e0496")
    assert "1. 2工作时  堵塞出口" in shown.out
    document = run(database, "catalogue", "show", "E0496", "--json").json()
    assert [condition["limit"] for condition in document["matter"]["conditions"]] == ["2WH"]
    assert run(database, "catalogue", "show", "E9999").code == 1
    assert run(database, "catalogue", "list", "--class", "没有").code == 2


@pytest.mark.parametrize("command", [("import",), ("export",), ("catalogue",)])
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    shown = yiwang(*command, "--help")
    assert shown.code == 0
    assert f"yiwang {command[0]} " in shown.out.split("示例：")[1]


def test_the_help_of_a_kind_lists_its_fields_and_headings() -> None:
    shown = yiwang("import", "matters", "--help")
    assert shown.code == 0
    assert "limits*" in shown.out
    assert "处置时限" in shown.out


@pytest.mark.slow
def test_the_real_tables(database: Path) -> None:
    townships, matters = DATA / "townships.csv", DATA / "urban_mgmt_categories.csv"
    if not (townships.exists() and matters.exists()):
        pytest.skip("the shared tables are not here")
    assert numbers(run(database, "import", "divisions", str(townships), "--json")) == [41_352, 0, 0, 0, 0]
    assert numbers(run(database, "import", "divisions", str(townships), "--json")) == [0, 0, 41_352, 0, 0]
    done = run(database, "import", "matters", str(matters), "--json").json()
    assert done["totals"] == {"classes": 11, "conditions": 519}
    assert run(database, "check").code == 0


def test_a_mapping_is_saved_used_and_dropped_and_repairs_are_told(database: Path, tmp_path: Path) -> None:
    table = tmp_path / "月报.csv"
    table.write_text("登记表,\n数码,叫法\n９９０１０１１０１,好镇\n990101102,同上\n", "utf-8")
    save = ("import", "mapping", "save", "月报", "divisions", "--map", "数码=code", "--map", "叫法=name")
    assert "已保存" in run(database, *save).err
    assert run(database, *save).code == 1
    assert run(database, "import", "mapping", "list", "--json").json()[0]["pairs"] == [
        "数码=code",
        "叫法=name",
    ]
    assert run(database, "import", "mapping", "show", "月报").out == "数码=code\n叫法=name\n"
    ran = run(database, "import", "divisions", str(table))
    assert (ran.code, "使用了已保存的对照“月报”" in ran.err) == (0, True)
    assert (
        "已修正 1 格：全角字符改为半角。首处：第 3 行，数码 列，“９９０１０１１０１”读作“990101101”"
        in ran.err
    )
    assert "“同上”取上一行的内容" in ran.err
    told = run(database, "import", "divisions", str(table), "--json").json()
    assert [each["row"] for each in told["repairs"]] == [3, 4]
    assert run(database, "import", "divisions", str(table), "--no-saved").code == 2
    assert run(database, "import", "mapping", "drop", "月报", "--yes").code == 0
    assert run(database, "import", "mapping", "list", "--json").json() == []
