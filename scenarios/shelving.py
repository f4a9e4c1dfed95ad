"""What the shelf of scenarios has to know of them: what a text says, and how a file becomes a text.

Told in at :mod:`models.shelf.reading`; see there for why.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from models.kernel.text import clean_block, fold
from models.kernel.words import N_, Phrase
from models.shelf.reading import Says, Taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.problems import Problem

_TEXTS = frozenset({"text", "情景文件", "情景内容"})
"""Headings under which a table holds whole scenarios, folded"""
_IDS = frozenset({"code", "情景编码", "title", "情景名称"})
_FIRST_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*|---)?\n)*(\w+)[ \t]*:(?:\s|$)")
"""Remarks and empty lines, then a key: how a scenario's file begins, and no table"""
_ASIDE = re.compile(r"[（(].*?[)）]")
_ENDINGS = (".yaml", ".yml")
_DAY = date(2026, 6, 10)
"""Of a table that names no day. Always the same, so that the same table makes the same scenario."""
_NAMED = 20


class Reader:
    """Reads scenarios for the shelf."""

    def says(self, name: str, text: str) -> Says:
        """Return what a text says."""
        from models.kernel.errors import DomainError
        from models.kernel.words import Word
        from scenarios import library
        from scenarios.loader import parse
        from scenarios.refusals import ScenarioFaulty

        try:
            scenario = parse(name, text.encode()).scenario
        except ScenarioFaulty as error:
            return Says(faults=tuple(_line(each) for each in error.problems[:_NAMED]))
        except DomainError as error:
            return Says(faults=(Phrase(Word(error.sentence), **error.params),))
        if scenario.id in library.names():
            sentence = N_("a scenario “%(id)s” comes with the program: give this one an id of its own")
            return Says(faults=(Phrase(sentence, id=scenario.id),))
        return Says(scenario.id, scenario.title.zh)

    def taken(self, name: str, data: bytes, told: Mapping[str, str], sheet: str | None) -> Taken | None:
        """Return the scenario a file is or makes; ``None`` where it is a table of scenarios.

        Raises:
            NoInjects, NoTimes, NoSuchStart: a table holds neither scenarios nor injects, or no times.
        """
        from models.exchange.encodings import decode
        from models.exchange.readers import Source, read_table
        from models.exchange.templates import MARK_HEADINGS
        from models.exchange.workbooks import SIGNATURES
        from scenarios.msel.columns import KNOWN
        from scenarios.msel.importing import from_table

        if not data.startswith(SIGNATURES):
            found, assumed = decode(name, data, None)
            text = clean_block(found)
            if name.lower().endswith(_ENDINGS) or _FIRST_KEY.match(text):
                return Taken(text, (assumed,))
            if text[:1] in {"[", "{"}:
                return None
        marks = {fold(each) for each in MARK_HEADINGS}
        table = read_table(Source(name, data), sheet=sheet, known=KNOWN | _TEXTS | _IDS | marks, titled=True)
        headings = {fold(_ASIDE.sub("", each)) for each in table.headings}
        if headings & _TEXTS and headings & (_IDS | marks):
            return None
        start, title, code = (told.get(each, "") for each in ("start", "title", "code"))
        made = from_table(Source(name, data), today=_DAY, sheet=sheet, start=start, title=title, code=code)
        return Taken(clean_block(made.text), made.notes)


def _line(problem: Problem) -> Phrase:
    """Return a fault with its place and what helps."""
    hint = problem.hint or Phrase(N_("“yiwang drill check” names them all, with line and hint."))
    return Phrase(
        N_("line %(line)s, column %(column)s: %(fault)s. %(hint)s"),
        line=problem.line,
        column=problem.column,
        fault=problem.sentence,
        hint=hint,
    )


READER = Reader()
