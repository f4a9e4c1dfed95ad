"""Completion in the shell, templates, and how far a long import is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from console.commands.completion import SHELLS, VARIABLE
from console.commands.progress import EVERY, progress_bar
from console.i18n import N_
from console.main import run
from models.exchange.names import NAMES
from models.exchange.workbooks import read_grids
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path


def completed(capsys: pytest.CaptureFixture[str], words: str) -> list[str]:
    """Return what a shell is offered after ``words``; the last may be begun."""
    parts = words.split(" ")
    asked = {VARIABLE: "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(parts) - 1)}
    with mock.patch.dict("os.environ", asked), pytest.raises(SystemExit):
        run([])
    return [line.partition(",")[2] for line in capsys.readouterr().out.splitlines() if line]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(shell: str) -> None:
    answer = yiwang("completion", shell)
    assert answer.code == 0
    assert f"{VARIABLE}={shell}_complete" in answer.out
    assert yiwang("completion", "cmd").code == 2


def test_commands_kinds_and_options_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert completed(capsys, "yiwang imp") == ["import"]
    assert completed(capsys, "yiwang import c") == [
        "classes",
        "conditions",
        "calendar",
        "capacities",
        "cases",
    ]
    assert completed(capsys, "yiwang import template wo") == ["wordings"]
    assert "--partial" in completed(capsys, "yiwang import units --p")
    assert completed(capsys, "yiwang completion z") == ["zsh"]


def test_account_names_complete(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without a database nothing is offered, and nothing is said.
    assert completed(capsys, f"yiwang user disable --db {tmp_path / 'none.db'} l") == []
    database = tmp_path / "t.db"
    assert yiwang("init", "--db", str(database), "--office", "大岭镇").code == 0
    for login in ("limin", "liyan", "wangwu"):
        assert yiwang("user", "add", login, "某人", "--no-password", "--db", str(database)).code == 0
    monkeypatch.setenv("YIWANG_DB", str(database))
    assert completed(capsys, "yiwang user disable li") == ["limin", "liyan"]


def test_a_template_is_written_whole_in_the_readers_language(tmp_path: Path) -> None:
    for name in NAMES[:2]:
        file = tmp_path / f"{name}.xlsx"
        answer = yiwang("import", "template", name, "-o", str(file))
        assert answer.code == 0, answer.err
        first, values = read_grids(file.name, file.read_bytes())
        assert any("必填" in cell for cell in first.rows[2])
        assert values.name == "可填的值"
    nowhere = str(tmp_path / "no" / "x.xlsx")
    assert yiwang("import", "template", "units", "-o", nowhere).code != 0
    assert yiwang("import", "template", "nothing", "-o", "-").code == 2


def test_how_far_it_is_is_said_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    phase = N_("comparing")
    with progress_bar(lambda: now[0], terminal=False) as tell:
        for done in range(0, 101, 10):
            tell(done, 100, phase)
            now[0] += 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == int(20 // EVERY) - 1
    assert "30" in lines[0]
    assert "5 行/秒" in lines[0]
    assert "14" in lines[0]
    with progress_bar(lambda: now[0], terminal=False) as tell:
        # How long a file is that is read as it comes, nobody knows yet.
        for done in range(0, 101, 10):
            tell(done, 0, phase)
            now[0] += 2
    assert "比对：30，5 行/秒" in capsys.readouterr().err
    with progress_bar(terminal=True) as tell:
        tell(1, 10, phase)
        tell(10, 10, N_("writing"))
