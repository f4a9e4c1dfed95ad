"""``yiwang roster swap``: ask for a swap of duties, answer one, approve one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import day_named, person_named, shift_named
from console.i18n import N_

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.rosters.views import SwapView


@framed_group(
    "swap",
    help=N_("Swap duties: ask, agree or decline, approve, take back. Nothing moves before both want it."),
    epilog=N_(
        "Examples:\n"
        "  yiwang roster swap ask 2026-03-07 夜班 --with 王强 --day 2026-03-09\n"
        "  yiwang roster swap agree 3\n"
        "  yiwang roster swap approve 3"
    ),
)
def swap() -> None:
    """Hold the commands of swaps."""


@swap.command("list", help=N_("List swaps, those that wait first."))
@click.option("--waiting", is_flag=True, help=N_("Only those that wait for somebody."))
@click.option("--mine", is_flag=True, help=N_("Only those that wait for you: to agree to, or to approve."))
@json_option
@pass_context
def list_swaps(context: Context, *, waiting: bool, mine: bool, as_json: bool) -> None:
    """List them."""
    from console.labels import label
    from console.rosterwords import swap_words

    columns: list[Column[SwapView]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("state", N_("State"), lambda row: row.state, text=lambda row: label(row.state)),
        Column("swap", N_("Swap"), swap_words),
        Column("note", N_("Note"), lambda row: row.note, text=lambda row: row.reason or row.note),
        Column("answerable", "", lambda row: row.answerable, json_only=True),
        Column("approvable", "", lambda row: row.approvable, json_only=True),
    ]
    rosters, actor = context.services().rosters, context.actor()
    found = rosters.asked_of(actor) if mine else rosters.swaps(actor, waiting=waiting)
    context.listing(found, columns, as_json=as_json, empty=N_("There are no swaps."))


@swap.command("ask", help=N_("Ask somebody to take a duty of yours for one of theirs."))
@click.argument("day", metavar="DAY")
@click.argument("shift", metavar="SHIFT")
@click.option("--with", "person", required=True, metavar="PERSON", help=N_("Whom you ask."))
@click.option("--day", "their_day", required=True, metavar="DAY", help=N_("The day of their duty."))
@click.option("--shift", "their_shift", metavar="SHIFT", help=N_("Their shift; the same one if left out."))
@click.option("--note", default="", metavar="TEXT", help=N_("Why."))
@rehearsal_option
@json_option
@pass_context
def ask(
    context: Context,
    *,
    day: str,
    shift: str,
    person: str,
    their_day: str,
    their_shift: str | None,
    note: str,
    as_json: bool,
) -> None:
    """Ask for one."""
    from models.assignment.rosters.service import SwapEntries

    entries = SwapEntries(
        day_named(context, day),
        shift_named(context, shift).id,
        person_named(context, person, "--with").id,
        day_named(context, their_day, "--day"),
        shift_named(context, their_shift or shift).id,
        note,
    )
    made = context.services().rosters.ask_swap(context.actor(), entries)
    if not as_json:
        context.echo(str(made.id))
    _tell(context, made, as_json=as_json)


@swap.command("agree", help=N_("Agree to a swap you were asked for."))
@click.argument("number", type=int, metavar="NUMBER")
@rehearsal_option
@json_option
@pass_context
def agree(context: Context, *, number: int, as_json: bool) -> None:
    """Agree."""
    _tell(context, context.services().rosters.agree(context.actor(), number), as_json=as_json)


@swap.command("approve", help=N_("Approve a swap both sides want; the duties change hands."))
@click.argument("number", type=int, metavar="NUMBER")
@rehearsal_option
@json_option
@pass_context
def approve(context: Context, *, number: int, as_json: bool) -> None:
    """Approve."""
    _tell(context, context.services().rosters.approve(context.actor(), number), as_json=as_json)


@swap.command("decline", help=N_("Decline a swap you were asked for, or do not approve it."))
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--reason", default="", metavar="TEXT", help=N_("Why."))
@rehearsal_option
@json_option
@pass_context
def decline(context: Context, *, number: int, reason: str, as_json: bool) -> None:
    """Decline."""
    _tell(context, context.services().rosters.decline(context.actor(), number, reason), as_json=as_json)


@swap.command("withdraw", help=N_("Take back a swap you asked for."))
@click.argument("number", type=int, metavar="NUMBER")
@rehearsal_option
@json_option
@pass_context
def withdraw(context: Context, *, number: int, as_json: bool) -> None:
    """Take one back."""
    _tell(context, context.services().rosters.withdraw(context.actor(), number), as_json=as_json)


def _tell(context: Context, swapped: SwapView, *, as_json: bool) -> None:
    if as_json:
        context.document(swapped)
        return
    from console.labels import label
    from console.rosterwords import swap_words

    context.say(f"{label(swapped.state)} {swap_words(swapped)}")
