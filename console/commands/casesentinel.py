"""``yiwang case rounds`` and ``stalled``: what goes back and forth, and what stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.caselines import times
from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.cases.sentinel_views import Rounds, Stalled


@framed_command(
    "rounds",
    help=N_("List who hands cases back and forth, by matter, and who should lead."),
    epilog=N_("Examples:\n  yiwang case rounds\n  yiwang case rounds --days 30 --json"),
)
@click.option(
    "--days",
    type=click.IntRange(1, 730),
    default=90,
    show_default=True,
    metavar="NUMBER",
    help=N_("Only cases reported in the last days."),
)
@json_option
@pass_context
def rounds(context: Context, *, days: int, as_json: bool) -> None:
    """List pairs, those with most rounds first."""
    from console.commands.context import Column
    from console.sentinel_words import lead_words

    found = context.services().sentinel.rounds(context.actor(), days)
    columns: list[Column[Rounds]] = [
        Column("rounds", N_("How often"), lambda row: row.rounds, right=True),
        Column("first", N_("One"), lambda row: row.first.name),
        Column("second", N_("The other"), lambda row: row.second.name),
        Column("people", N_("people"), lambda row: row.people, json_only=True),
        Column("matter", N_("Code"), lambda row: row.matter_code),
        Column("matter_name", N_("Matter"), lambda row: row.matter_name),
        Column("cases", N_("Cases"), _numbers, text=lambda row: " ".join(_numbers(row)[:3])),
        Column("lead", N_("Lead"), lambda row: row.proposed.name if row.proposed else None, text=lead_words),
    ]
    empty = N_("Nothing went back and forth in this time.")
    context.listing(found, columns, as_json=as_json, empty=empty)


def _numbers(row: Rounds) -> list[str]:
    return [case.number for case in row.cases]


@framed_command(
    "stalled",
    help=N_("List the open cases nobody who has an account can move on, and why."),
    epilog=N_("Examples:\n  yiwang case stalled\n  yiwang case stalled --json"),
)
@json_option
@pass_context
def stalled(context: Context, *, as_json: bool) -> None:
    """List cases, those that stand longest first."""
    from console.commands.context import Column
    from console.labels import label
    from console.sentinel_words import stall_words, way_words

    words, now = times(context), context.services().clock.now()
    found = context.services().sentinel.stalled(context.actor())
    columns: list[Column[Stalled]] = [
        Column("number", N_("Number"), lambda row: row.number),
        Column("state", N_("State"), lambda row: row.state, text=lambda row: label(row.state)),
        Column(
            "since",
            N_("Since"),
            lambda row: row.state_since,
            text=lambda row: words.moment(row.state_since, now),
        ),
        Column("unit", N_("Unit"), lambda row: row.unit_name),
        Column("title", N_("Title"), lambda row: row.title),
        Column("ground", N_("Why"), lambda row: row.ground, text=stall_words),
        Column("way_out", N_("Way out"), way_words),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing stands still."))


SENTINEL_COMMANDS = (rounds, stalled)
