"""``yiwang rules test``: what rules would have done with the cases of a window of time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from console.commands.caseactions import moment_of
from console.commands.caselines import times
from console.commands.context import Column
from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.routing.views import Trial, TriedCase, UnitCount

_MONTH = timedelta(days=30)


@framed_command(
    "test",
    help=N_("Say what rules would have done with cases filed before: what differs from where they went."),
    epilog=N_(
        "Examples:\n"
        "  yiwang rules test --draft\n"
        "  yiwang rules test --draft --since 2026-02-01 --until 2026-03-01 --rows\n"
        "  yiwang rules test --edition 1 --json"
    ),
)
@click.option("--draft", is_flag=True, help=N_("The edition being prepared."))
@click.option(
    "--edition", type=click.IntRange(min=1), metavar="NUMBER", help=N_("The edition of this number.")
)
@click.option("--since", metavar="TIME", help=N_("Cases filed since; 30 days back if left out."))
@click.option("--until", metavar="TIME", help=N_("Up to this moment; now if left out."))
@click.option("--rows", is_flag=True, help=N_("List the cases that would have gone elsewhere."))
@json_option
@pass_context
def test(
    context: Context,
    *,
    draft: bool,
    edition: int | None,
    since: str | None,
    until: str | None,
    rows: bool,
    as_json: bool,
) -> None:
    """Try them."""
    end = context.services().clock.now() if until is None else moment_of(context, until)
    begin = end - _MONTH if since is None else moment_of(context, since)
    found = context.services().routing.trial(context.actor(), begin, end, edition, draft=draft)
    if as_json:
        context.document(found)
        return
    if rows:
        _print_rows(context, found)
    else:
        _print_units(context, found)
    context.say(
        _(
            "%(count)s cases: %(sent)s would be dispatched, %(first)s of them where they went first, "
            "%(ended)s where they ended.",
            count=len(found.rows),
            sent=found.sent,
            first=found.as_first,
            ended=found.as_ended,
        )
    )


def _print_units(context: Context, found: Trial) -> None:
    columns: list[Column[UnitCount]] = [
        Column("unit", N_("Unit"), lambda row: row.name, text=lambda row: row.name or _("(not dispatched)")),
        Column("would", N_("By rule"), lambda row: row.would, right=True),
        Column("first", N_("Went first"), lambda row: row.first, right=True),
        Column("ended", N_("Ended with"), lambda row: row.ended, right=True),
    ]
    context.listing(found.units, columns, empty=N_("No case was filed in this time."))


def _print_rows(context: Context, found: Trial) -> None:
    from console.routingwords import aim_words

    wording = times(context)
    columns: list[Column[TriedCase]] = [
        Column("number", N_("Number"), lambda row: row.number),
        Column(
            "filed_at", N_("Filed"), lambda row: row.filed_at, text=lambda row: wording.full(row.filed_at)
        ),
        Column("title", N_("Title"), lambda row: row.title),
        Column("aim", N_("By rule"), lambda row: aim_words(row.aim)),
        Column("first", N_("Went first"), lambda row: row.first_name),
        Column("ended", N_("Ended with"), lambda row: row.ended_name),
    ]
    differing = [
        row for row in found.rows if row.differs_first or row.differs_ended or row.aim.unit_id is None
    ]
    context.listing(differing, columns, empty=N_("Every case would have gone where it went."))


TRYING_COMMANDS: tuple[click.Command, ...] = (test,)
