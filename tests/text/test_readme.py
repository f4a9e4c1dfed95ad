"""The manual's front page says what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.i18n import set_language
from console.keys import markdown

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
