"""The examples in the help of every command are run, in an office where something is going on."""

from __future__ import annotations

import shlex
import shutil
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import pytest

from console.commands.examples import example_lines
from console.exits import ExitCode
from console.i18n import _
from console.settings import load_settings
from models.kernel.store import Store, open_engine
from tests.cli.test_help import ALL
from tests.drills.conftest import world_template
from tests.support.cli import yiwang
from tests.support.factories import make_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["world_template"]
_FILES = (".csv", ".xlsx", ".json", ".pdf", ".docx", ".jpg", ".gz", ".md", ".txt", ".po", ".zip")
_CONSOLES = (["control"], ["join"], ["replay"])
"""Commands of drills that open a screen, which they say they cannot do here"""
_APART = {"tui", "demo", "init", "upgrade"}
"""They open a screen, or make a database of their own; other tests run them."""


def examples() -> Iterator[list[str]]:
    """Yield the words of each command's first example that reads no file; what it writes lies here."""
    for path, command in ALL.items():
        if not path or path[0] in _APART or isinstance(command, click.Group):
            continue
        group = ALL[path[:-1]]
        lines = _(command.epilog).replace("\\\n", " ").splitlines() if command.epilog else []
        lines = lines or example_lines(f"yiwang {' '.join(path)}", _(group.epilog or ""))
        for line in lines:
            words = line.strip()
            if not words.startswith(f"yiwang {' '.join(path)}"):
                continue
            found = shlex.split(words.partition(" | ")[0])[1:]
            read = [word for place, word in enumerate(found) if found[place - 1] not in {"-o", "--output"}]
            if not any(word.endswith(_FILES) for word in read):
                yield found
                break


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world_template: Path) -> None:
    monkeypatch.setenv("YIWANG_DB", str(tmp_path / "township.db"))
    monkeypatch.chdir(tmp_path)
    assert yiwang("init", "--office", "大岭镇").code == 0
    store = Store(open_engine(f"sqlite:///{tmp_path / 'township.db'}"))
    with closing(store):
        make_town(store, datetime.now(UTC), founded=True)
    assert yiwang("case", "intake", "--channel", "patrol", "--grid", "G01", "--title", "井盖破损").code == 0
    # A drill would make the township it is played in first; that is made once for all tests.
    templates = load_settings().data_folder / "drills" / "templates"
    templates.mkdir(parents=True)
    shutil.copyfile(world_template, templates / world_template.name)


@pytest.mark.usefixtures("office")
def test_every_example_runs_as_it_stands() -> None:
    answered: dict[int, list[str]] = {}
    for words in examples():
        answer = yiwang(*words)
        line = shlex.join(words)
        assert answer.code != ExitCode.FAILED, (line, answer.err)
        # The line is understood; what it names may not be there, or not in that state.
        understood = "--help" not in answer.err or "的值无效" in answer.err or words[1:2] in _CONSOLES
        assert understood, (line, answer.err)
        assert answer.out or answer.err or answer.code == 0, line
        answered.setdefault(answer.code, []).append(line)
    assert set(answered) <= {0, 1, 2, 5}, answered
    done = answered[0]
    assert {"import list", "completion bash", "import template units -o units.xlsx"} <= set(done)
    listings = [line for lines in answered.values() for line in lines if line.endswith(" list")]
    assert set(listings) <= set(done)
    assert len(done) > 40
