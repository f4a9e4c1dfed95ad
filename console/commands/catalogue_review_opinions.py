"""Opinions of the rounds at the shell: lists of them, and one with everything about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, json_option, pass_context
from console.commands.reviewanswers import line_document, opinion_document
from console.i18n import N_
from models.catalogue.review.views import OpinionKind, OpinionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.commands.context import Context
    from models.catalogue.review.views import OpinionLine

_PAGE = 500
KINDS = [each.value for each in OpinionKind if each is not OpinionKind.NONE]
"""What a department may say."""


@framed_command(
    "opinions",
    help=N_("List what was asked in a round and what was said of it."),
    epilog=N_("Example:\n  yiwang catalogue review opinions --unsettled --department 县住建局"),
)
@click.option(
    "--round", "number", type=click.IntRange(1), metavar="NUMBER", help=N_("Another round than the newest.")
)
@click.option("--department", metavar="NAME", help=N_("Only what this department was asked."))
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help=N_("Only opinions that say this.")
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([each.value for each in OpinionState]),
    help=N_("Only opinions that stand so."),
)
@click.option("--unsettled", is_flag=True, help=N_("Only opinions that want a decision."))
@click.option("--unanswered", is_flag=True, help=N_("Only what nobody gave an opinion on."))
@click.option(
    "--text", default="", metavar="TEXT", help=N_("Words of the entry, the department or the opinion.")
)
@json_option
@pass_context
def opinions(
    context: Context, *, number: int | None, department: str | None, kinds: Sequence[str],
    states: Sequence[str], unsettled: bool, unanswered: bool, text: str, as_json: bool,
) -> None:  # fmt: skip
    """Show entry, department, opinion and how it stands."""
    from console.commands.context import Column
    from console.reviewwords import opinion_kind, opinion_state

    filters: dict[str, Any] = {
        "department": department,
        "kinds": [OpinionKind(each) for each in kinds],
        "states": [OpinionState(each) for each in states],
        "unsettled": unsettled,
        "unanswered": unanswered,
    }
    rows = list(_all_lines(context, number, text, filters))
    if as_json:
        context.document([line_document(row) for row in rows])
        return
    columns: list[Column[OpinionLine]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Matter"), lambda row: row.name),
        Column("department", N_("Department"), lambda row: row.department),
        Column("kind", N_("Opinion"), opinion_kind),
        Column("proposed", N_("Proposed"), lambda row: row.proposed),
        Column("state", N_("State"), opinion_state),
    ]
    context.listing(rows, columns, empty=N_("Nothing fits."))


def _all_lines(
    context: Context, number: int | None, text: str, filters: dict[str, Any]
) -> Iterator[OpinionLine]:
    mine, actor = context.services().review, context.actor()
    after = None
    while True:
        page = mine.opinions(actor, number, text, after, _PAGE, **filters)
        yield from page.rows
        after = page.next_key
        if after is None:
            return


@framed_command(
    "opinion",
    help=N_("Show one opinion: the wording it was given on, how the list reads now, what was decided."),
    epilog=N_("Example:\n  yiwang catalogue review opinion 12"),
)
@click.argument("key", type=int, metavar="NUMBER")
@json_option
@pass_context
def opinion(context: Context, *, key: int, as_json: bool) -> None:
    """Show one by its number."""
    view = context.services().review.opinion(context.actor(), key)
    if as_json:
        context.document(opinion_document(view))
        return
    from console.reviewwords import opinion_lines

    for line in opinion_lines(view):
        context.echo(line)
