"""``yiwang export request`` and what becomes of it: the second person's word on personal data in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.clearance_words import kind_words, state_words
from console.commands.exportlines import local_time
from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _
from models.exchange.exporting.rules import PERSONAL

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.exchange.exporting.views import ExportRequestView

WHY = N_("What personal data in clear is needed for.")


def _words(function: Any) -> Any:
    option = click.option("--words", metavar="TEXT", default="", help=N_("What to say to whoever asked."))
    return option(click.argument("number", metavar="NO", type=int)(function))


@framed_command(
    "request",
    help=N_("Ask to export personal data in clear; a security administrator answers."),
    epilog=N_("Example:\n  yiwang export request cases --filter 来源:热线 --reason 市热线办复核"),
)
@click.argument("kind", metavar="KIND", type=click.Choice(sorted(PERSONAL)))
@click.option("--filter", "text", metavar="TEXT", default="", help=N_("The filter of the export."))
@click.option("--queue", metavar="QUEUE", default="", help=N_("The queue of the export."))
@click.option("--columns", metavar="NAME", default="", help=N_("The columns of the export."))
@click.option(
    "--reason", metavar="TEXT", required=True, help=N_("What personal data in clear is needed for.")
)
@json_option
@pass_context
def ask(
    context: Context, *, kind: str, text: str, queue: str, columns: str, reason: str, as_json: bool
) -> None:
    """Write the request down and say its number."""
    from console.commands.export import wanted_of

    wanted = wanted_of(kind, text, columns, queue)
    view = context.services().exports.ask(context.actor(), wanted, reason)
    _say(context, view, as_json=as_json)


@framed_command(
    "requests",
    help=N_("List the requests to export personal data in clear, newest first."),
    epilog=N_("Example:\n  yiwang export requests --json"),
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=N_("How many."))
@json_option
@pass_context
def requests(context: Context, *, limit: int, as_json: bool) -> None:
    """Show who asked for what, why, and what was answered."""
    from console.commands.context import Column

    found = context.services().exports.requests(context.actor(), limit)
    zone = local_time(context)
    columns: list[Column[Any]] = [
        Column("number", N_("Number"), lambda row: row.number, right=True),
        Column(
            "asked_at", N_("Time"), lambda row: row.asked_at.isoformat(), text=lambda row: zone(row.asked_at)
        ),
        Column("person", N_("Asked by"), lambda row: row.by_name),
        Column("kind", N_("Kind"), lambda row: row.kind, text=lambda row: kind_words(row.kind)),
        Column("rows", N_("Rows"), lambda row: row.rows, right=True),
        Column("queue", N_("Queue"), lambda row: row.queue),
        Column("filter", N_("Filter"), lambda row: row.filter),
        Column("columns", N_("Columns"), lambda row: row.columns),
        Column("reason", N_("Reason"), lambda row: row.reason),
        Column("state", N_("State"), lambda row: row.state.value, text=lambda row: state_words(row.state)),
        Column("answered_by", N_("Answered by"), lambda row: row.answered_by),
        Column("answer", N_("Answer"), lambda row: row.answer),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nobody has asked for anything."))


@framed_command(
    "approve",
    help=N_("Agree to somebody else's request: it can be used once, within a day."),
    epilog=N_("Example:\n  yiwang export approve 3 --words 仅限本次复核"),
)
@_words
@json_option
@pass_context
def approve(context: Context, *, number: int, words: str, as_json: bool) -> None:
    """Grant a request."""
    view = context.services().exports.answer(context.actor(), number, grant=True, words=words)
    _say(context, view, as_json=as_json)


@framed_command(
    "decline",
    help=N_("Turn somebody else's request down."),
    epilog=N_("Example:\n  yiwang export decline 3 --words 范围过大"),
)
@_words
@json_option
@pass_context
def decline(context: Context, *, number: int, words: str, as_json: bool) -> None:
    """Decline a request."""
    view = context.services().exports.answer(context.actor(), number, grant=False, words=words)
    _say(context, view, as_json=as_json)


def _say(context: Context, view: ExportRequestView, *, as_json: bool) -> None:
    if as_json:
        context.document(view)
        return
    context.echo(
        _(
            "Request %(number)s: %(kind)s, %(rows)s rows, %(state)s.",
            number=view.number,
            kind=kind_words(view.kind),
            rows=view.rows,
            state=state_words(view.state),
        )
    )


REQUEST_COMMANDS = (ask, requests, approve, decline)
