"""The door itself: languages, exit codes, unforeseen errors, JSON and tables."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console import main as door
from console.commands.context import Column, Context, as_json_text
from console.commands.frame import framed_command, pass_context, yes_option
from console.exits import ExitCode, exit_code
from console.i18n import N_, set_language
from models.exchange.planrefusals import HalfImported
from models.kernel.errors import (
    BrokenOff,
    Conflict,
    Invalid,
    NotFound,
    NotPermitted,
    SchemaMismatch,
    StoreBusy,
)
from tests.support.cli import yiwang

if TYPE_CHECKING:
    import click

    from models.kernel.errors import DomainError

SECRET = "身份证号110101199003071234"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make ``yiwang check`` meet an error nobody foresaw, with personal data in it."""
    from console.commands import check

    def fail(**_options: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(check.command, "callback", fail)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("case", "1"), 1),
        (StoreBusy(15.0), 1),
        (SchemaMismatch("0001", "0002"), 1),
        (Invalid("limit", "x", "?"), 2),
        (Conflict("case", None), 4),
        (NotPermitted("x", "y"), 5),
    ],
)
def test_each_refusal_ends_with_its_code(error: DomainError, code: int) -> None:
    assert int(exit_code(error)) == code


def test_an_unforeseen_error_shows_a_number_and_no_data(failing: None, tmp_path: Path) -> None:
    answer = yiwang("check")
    assert answer.code == int(ExitCode.FAILED)
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert "ZeroDivision" not in answer.err
    assert SECRET not in answer.err
    assert "出错" in answer.err
    log = tmp_path / "home" / "yiwang" / "errors.log"
    number = next(word for word in log.read_text("utf-8").split() if len(word) == 6 and word in answer.err)
    assert number
    assert "ZeroDivisionError" in log.read_text("utf-8")


def test_a_full_disk_is_said_and_a_reader_who_has_seen_enough_is_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a process sees it: the standard output is ``/dev/full``, or a pipe closed at its other end."""
    program = (
        "import sys; from console.main import main; sys.argv = ['yiwang', '--lang', 'en', '--help']; main()"
    )
    with Path("/dev/full").open("wb", buffering=0) as full:
        ended = subprocess.run(
            [sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, "no room left" in ended.stderr) == (int(ExitCode.REFUSED), True)
    assert "Exception ignored" not in ended.stderr

    from console.commands import check

    def broken(**_options: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(door, "_drop_output", lambda: None)
    monkeypatch.setattr(check.command, "callback", broken)
    assert yiwang("check").code == 0


def test_a_wrong_option_is_told_in_the_chosen_language() -> None:
    chinese = yiwang("init", "--frobnicate")
    assert chinese.code == int(ExitCode.WRONG_USE)
    assert "没有" in chinese.err
    assert "No such option" not in chinese.err
    assert yiwang("import", "divisions").err.rstrip().endswith("缺少参数 '文件...'。")
    lacking = yiwang("calendar", "deadline", "--limit", "4WH")
    assert lacking.code == 2
    assert lacking.err.rstrip().endswith("缺少选项 '--start'。")
    english = yiwang("init", "--frobnicate", "--lang", "en")
    assert english.code == 2
    assert "No such option" in english.err


def test_an_unknown_command_is_wrong_use() -> None:
    answer = yiwang("frobnicate")
    assert answer.code == 2
    assert "frobnicate" in answer.err


def test_an_unknown_language_is_wrong_use() -> None:
    assert yiwang("--lang", "fr", "check").code == 2


def test_a_wrong_variable_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIWANG_LANG", "klingon")
    answer = yiwang("check")
    assert answer.code == 2
    assert "YIWANG_LANG" in answer.err
    assert "klingon" in answer.err


def test_a_missing_database_names_the_next_step() -> None:
    answer = yiwang("check")
    assert answer.code == 1
    assert "yiwang init" in answer.err


def test_options_count_before_and_after_the_command(tmp_path: Path) -> None:
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    assert str(first) in yiwang("--db", str(first), "check").err
    assert str(second) in yiwang("--db", str(first), "check", "--db", str(second)).err


def test_a_password_in_the_address_is_never_shown() -> None:
    answer = yiwang("check", "--db", "postgresql://zhang:hunter2@127.0.0.1:1/x")
    assert answer.code == 1
    assert "hunter2" not in answer.err
    assert "zhang" in answer.err


def test_the_version_is_told() -> None:
    assert yiwang("--version").out.startswith("yiwang ")


def asking() -> click.Command:
    @framed_command("ask", help=N_("The language to answer in."))
    @yes_option
    @pass_context
    def ask(context: Context) -> None:
        context.confirm("sure?")
        context.echo("done")

    return ask


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> None:
    from console.commands import check

    monkeypatch.setattr(check, "command", asking())


def test_yes_answers_questions(ask: None) -> None:
    assert yiwang("check", "--yes").out == "done\n"


def test_a_person_is_asked(ask: None) -> None:
    assert yiwang("check", typed="y\n").out == "done\n"
    refused = yiwang("check", typed="n\n")
    assert refused.code == ExitCode.CANCELLED
    assert refused.out == ""


def test_a_script_without_an_answer_is_refused(ask: None) -> None:
    answer = yiwang("check")
    assert answer.code == 2
    assert "--yes" in answer.err


class Light(StrEnum):
    RED = "red"


ROWS = [("1", "消防通道占用", 3), ("22", "乱倒\x1b[31m垃圾\n二", 40)]
COLUMNS = (
    Column[tuple[str, str, int]]("number", N_("Subject"), lambda row: row[0]),
    Column[tuple[str, str, int]]("title", N_("Subject"), lambda row: row[1]),
    Column[tuple[str, str, int]]("count", N_("Subject"), lambda row: row[2], right=True),
)


def test_columns_line_up_in_cells(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.cells import cell_len

    Context().listing(ROWS, COLUMNS)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "\x1b" not in "".join(lines)
    assert lines[1].endswith(" 3")
    assert lines[2].endswith("40")
    assert cell_len(lines[1]) == cell_len(lines[2])


def test_no_rows_are_words_not_data(capsys: pytest.CaptureFixture[str]) -> None:
    Context().listing([], COLUMNS)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip()
    Context().listing([], COLUMNS, as_json=True)
    assert json.loads(capsys.readouterr().out) == []


def test_json_keeps_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    Context().listing(ROWS, COLUMNS, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found[1] == {"number": "22", "title": "乱倒\x1b[31m垃圾\n二", "count": 40}


def test_json_of_our_values() -> None:
    moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert json.loads(as_json_text({"at": moment, "light": Light.RED, "roles": frozenset({"b", "a"})})) == {
        "at": "2026-03-02T01:00:00+00:00",
        "light": "red",
        "roles": ["a", "b"],
    }


def test_every_exception_class_of_click_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door.program, "main", interrupt)
    assert yiwang("check").code == ExitCode.CANCELLED
    set_language("zh_CN")


def test_whoever_breaks_off_half_way_is_told_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise BrokenOff(HalfImported(7, 40, 100))

    monkeypatch.setattr(door.program, "invoke", interrupt)
    answer = yiwang("--lang", "en", "check")
    set_language("zh_CN")
    assert answer.code == ExitCode.CANCELLED
    assert "import 7 has written 40 of 100 rows" in answer.err
    assert "nothing was done" not in answer.err
