"""The page of the manual about tables: every kind with fields, headings, values, rules and an example.

``python -m console.imports_doc`` prints it; a test compares it with ``docs/imports.md``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from console.commands.import_ import KIND_HELP
from console.i18n import LANGUAGES, N_, _, set_language
from models.exchange.choices import choices_of
from models.exchange.guide import RULES
from models.exchange.kinds import all_kinds
from models.exchange.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.exchange.frame import Field, Kind

_INTRODUCTION = (
    N_(
        "Every table is taken in with “yiwang import KIND FILE”, and “yiwang import template KIND -o "
        "FILE.xlsx” writes an empty one. Columns may stand in any order; headings are compared without "
        "spaces, case and what stands in brackets; a heading of your own is told with --map "
        "HEADING=FIELD. The same file taken in twice changes nothing."
    ),
    N_(
        "A scenario of a drill is a file of posts, conditions and expected actions, described in "
        "docs/scenarios.md. “yiwang import scenarios FILE” takes such a file in, or a table of injects "
        "(MSEL); “yiwang drill import FILE -o NAME.yaml” only makes a file of the table, and “yiwang drill "
        "check” looks one over."
    ),
)


def page() -> str:
    """Return the whole page, in one language after the other."""
    blocks = [f"<!-- {_GENERATED} -->"]
    for language in LANGUAGES:
        set_language(language)
        title = _("Tables that can be imported")
        blocks.append(f"# {title}")
        blocks += [_(text) for text in _INTRODUCTION]
        for kind in all_kinds():
            blocks += _kind(kind)
    return "\n\n".join(blocks) + "\n"


_GENERATED = "python -m console.imports_doc > docs/imports.md"


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## {_(kind.title)} (`{kind.name}`)"
    yield _(KIND_HELP[kind.name])
    yield "\n".join(f"- {_escaped(_(rule))}" for rule in RULES[kind.name])
    titles = (N_("Field"), N_("Meaning"), N_("Headings understood"), N_("May be filled in"))
    yield _table([_(title) for title in titles], [_field_row(each) for each in kind.fields])
    if kind.settings:
        said_once = _("Said once (--set NAME=VALUE)")
        yield f"{said_once}:"
        heads = [_("Field"), _("Meaning")]
        yield _table(heads, [(_name(each), _escaped(_(each.title))) for each in kind.settings])
    headings, *rows = sample(kind.name)
    link = f"[{kind.name}.csv](../models/exchange/samples/{kind.name}.csv)"
    yield _("An example: %(file)s", file=link)
    yield _table(headings, rows)


def _field_row(each: Field) -> tuple[str, ...]:
    headings = "、".join(dict.fromkeys(word for word in each.headings() if word != each.title))
    choices = choices_of(each)
    values = "" if choices is None else "、".join(f"{word} ({value})" for word, value in choices.words)
    return (_name(each), _escaped(_(each.title)), _escaped(headings), _escaped(values))


def _name(each: Field) -> str:
    return f"`{each.name}`{'*' if each.required else ''}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *([_escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("\\|", "|").replace("|", "\\|").replace("\n", "<br>")


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


if __name__ == "__main__":
    main()
