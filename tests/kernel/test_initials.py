"""The packaged table of pinyin initials says what the dictionary says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from models.kernel.text import initials
from tests.support.make_initials import TABLE, UNKNOWN, initial_of, table


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("消防通道占用", "xftdzy"),
        ("12345热线", "12345rx"),
        ("ＡＢ网格", "abwg"),
        ("桥头—03", "qt03"),
        ("㐀𠀀", "qh"),
        ("あ·", ""),
        ("", ""),
    ],
)
def test_initials_of_names(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_the_table_is_what_the_dictionary_gives() -> None:
    assert TABLE.read_text(encoding="ascii") == table(), "run: python -m tests.support.make_initials"


def test_every_common_character_has_its_letter() -> None:
    common = [chr(point) for point in range(0x4E00, 0xA000)]
    expected = [initial_of(character) for character in common]
    assert [initials(character) or UNKNOWN for character in common] == expected


def test_the_dictionary_stays_away_from_the_program() -> None:
    program = (
        "import sys; from models.kernel.text import initials; initials('网格'); "
        "print('pypinyin' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
