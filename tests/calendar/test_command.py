"""``yiwang calendar`` as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import models.organisation.tables  # noqa: F401 -- an account names a unit
from console.commands.calendar import command
from console.commands.context import Context
from console.i18n import set_language
from console.main import run
from models.accounts.tables import Account
from models.accounts.views import Actor, Role

if TYPE_CHECKING:
    from models.api import Services

ROOT = Path(__file__).resolve().parents[2]
ADMIN = Actor(1, "admin", "周敏", frozenset({Role.SYSTEM_ADMIN}), origin="test")
NOTICE = "日期,类型,节日\n2027-01-01,放假,元旦\n2027-01-03,上班,元旦\n"


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["calendar", *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_deadline_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "deadline", "--start", "2026-02-13 17:00", "--limit", "4WH")
    assert found["deadline"] == "2026-02-14T11:00"
    assert found["deadline_day"] == "2026-02-14"
    assert found["provisional"] is False
    assert (found["limit"], found["mode"], found["start"]) == ("4WH", "hours", "2026-02-13T17:00")
    assert "receipt" not in found


@pytest.mark.parametrize(
    ("options", "deadline"),
    [
        (["--limit", "2WD", "--mode", "days"], "2026-02-24T18:00"),
        (["--limit", "2WD", "--mode", "days", "--day-end", "midnight"], "2026-02-25T00:00"),
        (["--limit", "1WD", "--windows", "09:00-17:30"], "2026-02-14T17:00"),
        (["--limit", "1WD", "--plain-weeks"], "2026-02-16T17:00"),
        (["--limit", "5工作日"], "2026-02-27T17:00"),
    ],
)
def test_options_of_a_deadline(capsys: pytest.CaptureFixture[str], options: list[str], deadline: str) -> None:
    assert answer(capsys, "deadline", "--start", "2026-02-13 17:00", *options)["deadline"] == deadline


def test_the_receipt_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["calendar", "deadline", "--start", "2026-02-13 17:00", "--limit", "2WD", "--receipt"]
    assert run(arguments) == 0
    chinese = capsys.readouterr().out.splitlines()
    assert chinese[0] == "时限：2 个工作日。只计办公时间，精确到分钟；1 个工作日为 8 小时。"
    assert any("放假 9 天（春节），不算" in line for line in chinese)
    assert run([*arguments, "--lang", "en"]) == 0
    english = capsys.readouterr().out.splitlines()
    assert english[-1] == "Due: Tue 2026-02-24 17:00"
    set_language("zh_CN")
    assert answer(capsys, *arguments[1:])["receipt"] == chinese


def test_an_unknown_year_is_refused_and_may_be_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["calendar", "deadline", "--start", "2027-01-04 09:00", "--limit", "1WD"]
    assert run(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "2027 年的工作日尚不确定" in err
    assert run([*arguments, "--provisional"]) == 0
    assert "暂定" in capsys.readouterr().out
    found = answer(capsys, *arguments[1:], "--provisional")
    assert (found["provisional"], found["provisional_years"]) == (True, [2027])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--start", "soon", "--limit", "4WH"], "“soon”不是日期和时间"),
        (["--start", "2026-02-13 17:00", "--limit", "0WH"], "时限“0WH”不可能"),
        (["--start", "2026-02-13 17:00", "--limit", "lots"], "“lots”不是时限"),
        (["--start", "2026-02-13 17:00", "--limit", "4WH", "--windows", "9-5"], "“9-5”不是办公时间"),
        (["--start", "0001-01-01", "--limit", "4WH"], "只能推算 1996 年至 2199 年"),
        (["--start", "9999-12-31 23:59", "--limit", "4WH"], "只能推算 1996 年至 2199 年"),
        (["--start", "2026-02-13", "--limit", "4WH", "--plain-weeks", "--edition", "1"], "不能同时使用"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert run(["calendar", "deadline", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err


def test_a_deadline_needs_no_database_layer_and_no_console() -> None:
    """The run-time twin of the promise: neither is loaded, so the shell answers at once."""
    program = (
        "import sys; from console.main import run; "
        "code = run(['calendar','deadline','--start','2026-02-13 17:00','--limit','4WH','--receipt']); "
        "heavy = {'sqlalchemy','sqlmodel','textual','pydantic','rich'} & set(sys.modules); "
        "sys.exit(code or bool(heavy) and str(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "2026-02-14" in done.stdout


def test_a_year_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "show", "2026")
    assert (found["edition"], found["notice"], len(found["days"])) == (None, "国办发明电〔2025〕7号", 39)
    assert found["days"][0] == {"date": "2026-01-01", "kind": "off", "festival": "元旦"}
    assert run(["calendar", "show", "2026"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "放假 9 天（春节）" in lines[4]
    assert len(lines) == 14
    assert run(["calendar", "show", "2031"]) == 1
    assert "2024, 2025, 2026" in capsys.readouterr().err


class Township(Context):
    """A context over services a test made."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._township = services
        with services.store.write() as session:
            made = services.calendar.current().edition.created_at
            session.add(Account(id=ADMIN.account_id, login="admin", name=ADMIN.name, created_at=made))

    def services(self, *, thrifty: bool = False) -> Services:
        return self._township

    def actor(self) -> Actor:
        return ADMIN


@pytest.fixture
def township(sqlite_services: Services) -> Township:
    sqlite_services.calendar.seed()
    return Township(sqlite_services)


def invoke(township: Township, *arguments: str) -> None:
    command.main(list(arguments), obj=township, standalone_mode=False)


def test_a_notice_comes_into_force(
    township: Township, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "2027.csv"
    file.write_bytes(NOTICE.encode("gb18030"))
    invoke(township, "import", str(file), "--notice", "国办发明电〔2026〕9号", "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["edition"], found["made"], found["years"]) == (2, True, [2024, 2025, 2026, 2027])
    assert found["changes"][1] == {"date": "2027-01-03", "before": None, "after": "work"}
    invoke(township, "import", str(file))
    assert "没有变化" in capsys.readouterr().out
    invoke(township, "show", "2027")
    assert "国办发明电〔2026〕9号" in capsys.readouterr().out
    due = ["deadline", "--start", "2026-12-31 17:00", "--limit", "2WH", "--json", "--edition"]
    invoke(township, *due, "current")
    assert json.loads(capsys.readouterr().out)["deadline"] == "2027-01-03T09:00"
    invoke(township, *due, "2")
    assert json.loads(capsys.readouterr().out)["calendar"]["edition"] == 2


def test_every_bad_row_is_told_before_the_refusal(
    township: Township, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.exchange.refusals import RowsRejected

    file = tmp_path / "bad.csv"
    file.write_text(NOTICE + "2027-02-30,放假,春节\n2027-02-06,也许,春节\n", encoding="utf-8")
    with pytest.raises(RowsRejected):
        invoke(township, "import", str(file))
    out, err = capsys.readouterr()
    assert out == ""
    assert "第 4 行，日期 列，“2027-02-30”：不是" in err
    assert "第 5 行，类型 列，“也许”：应为" in err
    assert township.services().calendar.current().edition.number == 1


def test_office_hours_are_changed(township: Township, capsys: pytest.CaptureFixture[str]) -> None:
    invoke(township, "windows", "08:30-12:00，14:30-18:00", "--name", "夏令时")
    assert "第 2 版已生效：夏令时，办公时间 08:30-12:00,14:30-18:00" in capsys.readouterr().out
