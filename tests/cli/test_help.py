"""Help of every command, in both languages, and what it may not load."""

from __future__ import annotations

import contextlib
import importlib
import re
import shlex
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click
import pytest

from console.commands import COMMANDS
from console.commands.context import Context
from console.i18n import _, set_language
from console.main import program
from tests.support.cli import Ran, yiwang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HAN = range(0x4E00, 0xA000)


def walk(path: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner is not None, (*path, name)
            yield from walk((*path, name), inner)


ALL = dict(walk((), program)) if all(find_spec(entry.module) for entry in COMMANDS.values()) else {}
IDS = [" ".join(path) or "yiwang" for path in ALL]


@cache
def chinese_help(path: tuple[str, ...]) -> Ran:
    """Return the help of a command: what several tests look at is worked out once."""
    return yiwang(*path, "--help")


def has_chinese(text: str) -> bool:
    return any(ord(character) in HAN for character in text)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists(name: str) -> None:
    module = importlib.import_module(COMMANDS[name].module)
    assert isinstance(module.command, click.Command)
    assert module.command.name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_overview_opens_the_commands_own_help(name: str) -> None:
    command = importlib.import_module(COMMANDS[name].module).command
    assert (command.help or "").split("\n\n")[0] == COMMANDS[name].summary


@pytest.mark.parametrize("path", ALL, ids=IDS)
def test_every_command_explains_itself_in_chinese(path: tuple[str, ...]) -> None:
    answer = chinese_help(path)
    assert answer.code == 0, answer.err
    command = ALL[path]
    assert command.help, "a command needs a help text"
    translated = _(command.help)
    assert has_chinese(translated), command.help
    for title in ("用法", "选项"):
        assert title in answer.out
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help, f"{param.name} needs a help text"
            assert has_chinese(_(param.help)), param.help
    options = {option for param in command.params for option in param.opts}
    assert {"--db", "--lang"} <= options
    values_are_called_in_chinese(answer.out)


def values_are_called_in_chinese(out: str) -> None:
    usage = out.partition("\n\n")[0]
    terms = re.findall(r"^  (-\S+(?: \S+)*)", out, re.MULTILINE)
    names = [re.sub(r"\[[^\]]*\|[^\]]*\]|\S*_CN\S*", "", text) for text in (usage, *terms)]
    assert [text for text in names if re.search(r"[A-Z]{2,}", text)] == []


@pytest.mark.parametrize("path", ALL, ids=IDS)
def test_english_help_has_no_chinese(path: tuple[str, ...]) -> None:
    answer = yiwang(*path, "--lang", "en", "--help")
    assert answer.code == 0
    assert "Usage: yiwang" in answer.out
    # The headings an import understands are data: Chinese files have Chinese headings.
    words = answer.out.partition("Fields (headings understood)")[0]
    text = re.sub(r"^  yiwang .*$", "", words.replace(_example_data(ALL[path]), ""), flags=re.MULTILINE)
    assert not has_chinese(text), text


def _example_data(command: click.Command) -> str:
    """Return the examples, where Chinese names may stand."""
    set_language("en")
    return _(command.epilog or "")


@pytest.mark.parametrize("path", [path for path in ALL if path], ids=IDS[1:])
def test_every_command_has_an_example_that_can_be_typed(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = chinese_help(path).out.replace(" \\\n", " ")
    assert out.count("示例：\n") == 1, out
    lines = re.findall(rf"^  yiwang {' '.join(path)}(?: (.*))?$", out, re.MULTILINE)
    if isinstance(ALL[path], click.Group):
        return
    assert lines
    for line in lines:
        arguments = shlex.split(line.partition(" | ")[0])
        for argument in arguments:
            if argument.endswith((".csv", ".json", ".pdf", ".xlsx")):
                (tmp_path / argument).touch()
        with (
            contextlib.closing(Context()) as context,
            ALL[path].make_context(path[-1], arguments, obj=context),
        ):
            pass


def test_help_lines_fit_the_window() -> None:
    from rich.cells import cell_len

    for path in ALL:
        for line in chinese_help(path).out.splitlines():
            assert cell_len(line) <= 80, (path, line)
