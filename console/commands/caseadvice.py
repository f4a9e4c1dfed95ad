"""``yiwang case advise``: what a case may be filed under, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.cases.advising import Advice


@framed_command(
    "advise",
    help=N_("List the matters a case may be filed under, from its words and from past filings."),
    epilog=N_("Examples:\n  yiwang case advise 0302-0001\n  yiwang case advise 0302-0001 --json"),
)
@click.argument("number", metavar="NO")
@json_option
@pass_context
def advise(context: Context, *, number: str, as_json: bool) -> None:
    """List them, the likeliest first."""
    from console.advice_words import advice_words
    from console.commands.context import Column

    actor, services = context.actor(), context.services()
    case = services.cases.case(actor, number)
    columns: list[Column[Advice]] = [
        Column("code", N_("Code"), lambda row: row.line.code),
        Column("name", N_("Matter"), lambda row: row.line.name),
        Column(
            "score", N_("Likeness"), lambda row: row.score, text=lambda row: f"{row.score:.2f}", right=True
        ),
        Column("condition_id", N_("Condition"), lambda row: row.condition_id, json_only=True),
        Column("words", N_("Why"), lambda row: list(row.words), text=advice_words),
        Column("cases", N_("Cases"), lambda row: [each.number for each in row.cases], json_only=True),
    ]
    found = services.advice.advise(actor, case.title, case.body)
    context.listing(found, columns, as_json=as_json, empty=N_("Neither the catalogue nor past cases fit."))


def _two(row: Advice) -> str:
    return f"{row.score:.2f}"
