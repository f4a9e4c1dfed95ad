"""What an export decides before it reads anything."""

from __future__ import annotations

import pytest

from models.exchange.exporting import rules
from models.exchange.exporting.refusals import NotOfCases, UnknownFormat
from models.exchange.exporting.rules import format_of
from models.exchange.exporting.views import Format
from models.exchange.writers import FORMULA
from models.kernel.masking import mask_numbers


def test_the_ending_says_the_format() -> None:
    assert format_of("-", "", "grids") == (Format.CSV, False)
    assert format_of("a/B.XLSX", "", "grids") == (Format.XLSX, False)
    assert format_of("x.xes.gz", "", "history") == (Format.XES, True)
    assert format_of("x.json", "jsonl", "grids") == (Format.JSON_LINES, False)
    for name, kind in (("x.docx", "grids"), ("x", "cases")):
        with pytest.raises(UnknownFormat):
            format_of(name, "", kind)
    for name, kind in (("x.xes", "grids"), ("x.xml", "history")):
        with pytest.raises(NotOfCases):
            format_of(name, "", kind)


def test_every_kind_says_what_of_it_is_personal() -> None:
    assert rules.PERSONAL.keys() == {"cases", "history", "staff"}
    assert mask_numbers("2026-03-02 至 440101199001011234") == "2026-03-02 至 440101********1234"
    assert FORMULA.match("=1+1")
