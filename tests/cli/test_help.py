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
    from collections.abc import Iterable, Iterator
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


def by_first_word(paths: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Return the commands by their noun: each alone would be a thousand tests of nearly nothing."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for path in paths:
        found.setdefault(path[0] if path else "yiwang", []).append(path)
    return found


@cache
def chinese_help(path: tuple[str, ...]) -> Ran:
    """Return the help of a command: what several tests look at is worked out once."""
    return yiwang(*path, "--help")


def has_chinese(text: str) -> bool:
    return any(ord(character) in HAN for character in text)


def test_every_command_of_the_table_exists_and_its_line_opens_its_own_help() -> None:
    for name, entry in COMMANDS.items():
        command = importlib.import_module(entry.module).command
        assert isinstance(command, click.Command), name
        assert command.name == name
        assert (command.help or "").split("\n\n")[0] == entry.summary


@pytest.mark.parametrize("paths", by_first_word(ALL).values(), ids=by_first_word(ALL))
def test_every_command_explains_itself(
    paths: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in paths:
        it_explains_itself_in_chinese(path)
        if path:
            it_has_an_example_that_can_be_typed(path, tmp_path)
        its_english_help_has_no_chinese(path)


def it_explains_itself_in_chinese(path: tuple[str, ...]) -> None:
    set_language("zh_CN")
    answer = chinese_help(path)
    assert answer.code == 0, answer.err
    command = ALL[path]
    assert command.help, "a command needs a help text"
    translated = _(command.help)
    assert has_chinese(translated), command.help
    for title in ("用法", "选项"):
        assert title in answer.out, path
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help, f"{param.name} needs a help text"
            assert has_chinese(_(param.help)), param.help
    options = {option for param in command.params for option in param.opts}
    assert {"--db", "--lang"} <= options, path
    values_are_called_in_chinese(answer.out)


def values_are_called_in_chinese(out: str) -> None:
    usage = out.partition("\n\n")[0]
    terms = re.findall(r"^  (-\S+(?: \S+)*)", out, re.MULTILINE)
    names = [re.sub(r"\[[^\]]*\|[^\]]*\]|\S*_CN\S*", "", text) for text in (usage, *terms)]
    assert [text for text in names if re.search(r"[A-Z]{2,}", text)] == []


def its_english_help_has_no_chinese(path: tuple[str, ...]) -> None:
    answer = yiwang(*path, "--lang", "en", "--help")
    assert answer.code == 0, path
    assert "Usage: yiwang" in answer.out
    # The headings an import understands are data: Chinese files have Chinese headings.
    words = answer.out.partition("Fields (headings understood)")[0]
    text = re.sub(r"^  yiwang .*$", "", words.replace(_example_data(ALL[path]), ""), flags=re.MULTILINE)
    assert not has_chinese(text), text


def _example_data(command: click.Command) -> str:
    """Return the examples, where Chinese names may stand."""
    set_language("en")
    return _(command.epilog or "")


def it_has_an_example_that_can_be_typed(path: tuple[str, ...], tmp_path: Path) -> None:
    out = chinese_help(path).out.replace(" \\\n", " ")
    assert out.count("示例：\n") == 1, out
    lines = re.findall(rf"^  yiwang {' '.join(path)}(?: (.*))?$", out, re.MULTILINE)
    if isinstance(ALL[path], click.Group):
        return
    assert lines, path
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
