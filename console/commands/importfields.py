"""The fields of a table in the help of its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click


def write_fields(formatter: click.HelpFormatter, fields: Sequence[tuple[Any, Sequence[str]]]) -> None:
    """Write fields with the headings that are understood, each field with all of its headings."""
    with formatter.section(_("Fields (headings understood)")):
        formatter.write_dl([field_line(field, headings) for field, headings in fields])


def write_rules(formatter: click.HelpFormatter, kind: str) -> None:
    """Write the rules of a kind, and the values of its columns that take only some."""
    from models.exchange.choices import choices_of
    from models.exchange.guide import RULES
    from models.exchange.kinds import kind_named

    closed = [(each, choices_of(each)) for each in kind_named(kind).fields]
    rows = [(each.name, ", ".join(word for word, _value in found.words)) for each, found in closed if found]
    if rows:
        with formatter.section(_("Values that are understood")):
            formatter.write_dl(rows)
    if RULES.get(kind):
        with formatter.section(_("Rules of this table")):
            formatter.write_dl([("-", _(rule)) for rule in RULES[kind]])


def field_line(field: Any, headings: Sequence[str]) -> tuple[str, str]:
    """Return a field's name, starred where it must be there, and what else stands for it."""
    mark = "*" if field.required else ""
    others = dict.fromkeys([_(field.title), *headings[2:]])
    return f"{field.name}{mark}", ", ".join(others)
