"""The manual's front page says what the program does."""

from __future__ import annotations

import html
import re
import shlex
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from console.frame import Frame
from console.i18n import _, set_language
from console.keys import entries, markdown
from console.labels import label, state_short
from console.screens.queue_parts import queue_columns, queue_tabs
from console.widgets.lines import beside
from models.cases.kinds import CaseState, Light, QueueKey
from models.kernel.clock import ManualClock

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"en": "README.md", "zh_CN": "README.zh-CN.md"}
BEGIN, END = "<!-- keys:begin -->\n", "<!-- keys:end -->"


@pytest.mark.parametrize("language", PAGES)
def test_the_key_table_is_the_one_generated(language: str) -> None:
    set_language(language)
    page = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    table = page.partition(BEGIN)[2].partition(END)[0]
    assert table.strip() == markdown().strip(), "put the output of `python -m console.keys` there"


@pytest.mark.parametrize("language", PAGES)
def test_every_picture_and_page_it_points_to_is_there(language: str) -> None:
    page = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    targets = [part.partition(")")[0] for part in page.split("](")[1:]]
    assert targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []


def texts_of(picture: Path) -> str:
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text(encoding="utf-8"))
    return html.unescape("\n".join(drawn)).replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "ending"), [("en", "en"), ("zh_CN", "zh")])
def test_the_pictures_show_the_words_of_today(language: str, ending: str) -> None:
    set_language(language)
    shown = texts_of(ROOT / "docs" / "images" / f"queue-{ending}.svg")
    tabs = queue_tabs(tuple(QueueKey), None, {})
    wanted = [beside(tab.name) for tab in tabs if not tab.spare]
    columns = queue_columns(Frame(ManualClock(datetime(2026, 3, 2, tzinfo=UTC))), QueueKey.WITH_UNITS)
    wanted += [_(column.title) for column in columns if column.since < 80]
    wanted += [beside(_(entry.label)) for entry in entries("queues") if entry.line and not entry.spare]
    wanted += [label(QueueKey.WITH_UNITS), state_short(CaseState.DISPATCHED), label(Light.RED)]
    assert [word for word in wanted if word not in shown] == [], "run `make pictures`"
    case = texts_of(ROOT / "docs" / "images" / f"case-{ending}.svg")
    assert label(CaseState.HANDLING) in case


def commands(language: str) -> list[list[str]]:
    """Return the commands of a page, word by word, without remarks and without names of files."""
    page = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    named = {"-o", "--rejects", "take"}
    return [["FILE" if before in named else word for before, word in pairwise(["", *line])] for line in lines]


def test_both_pages_have_the_same_commands() -> None:
    assert commands("en") == commands("zh_CN")
    assert len(commands("en")) > 60


def sshd_block(language: str) -> list[str]:
    page = (ROOT / PAGES[language]).read_text(encoding="utf-8")
    start = page.index("```\nCompression yes\n")
    return page[start:].split("```")[1].strip().splitlines()


def test_the_sshd_block_is_one_that_sshd_takes() -> None:
    """Compression may not stand in a Match block: sshd would not start."""
    block = sshd_block("en")
    assert block == sshd_block("zh_CN")
    matched = block[block.index("Match Group clerks") + 1 :]
    keywords = {line.split()[0] for line in matched}
    assert keywords <= {
        "AcceptEnv", "ClientAliveCountMax", "ClientAliveInterval", "DisableForwarding", "ForceCommand",
        "PermitTTY", "PermitUserRC",
    }  # fmt: skip
    assert {"ForceCommand", "DisableForwarding", "PermitUserRC"} <= keywords
