"""The page about tables is the one generated."""

from __future__ import annotations

from pathlib import Path

from console.i18n import current_language, set_language
from console.imports_doc import page
from models.exchange.guide import RULES
from models.exchange.names import NAMES
from models.exchange.samples import sample

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_about_tables_is_the_one_generated() -> None:
    language = current_language()
    try:
        made = page()
    finally:
        set_language(language)
    kept = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
    assert kept == made, "put the output of `python -m console.imports_doc` there"


def test_every_kind_has_rules_and_an_example() -> None:
    assert set(RULES) == set(NAMES)
    assert [name for name in NAMES if len(sample(name)) < 3] == []
