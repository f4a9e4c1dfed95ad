"""``yiwang queue``: the queues with their counters, and what waits in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.caselines import listing_options
from console.commands.frame import Group, json_option, pass_context
from console.commands.queuesaved import SAVED_COMMANDS, print_named
from console.i18n import N_
from models.cases.rules import queues_of

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.cases.rules import QueueKey


@click.group(
    "queue",
    cls=Group,
    invoke_without_command=True,
    help=N_("Show the queues and what waits in them."),
    epilog=N_("Examples:\n  yiwang queue\n  yiwang queue show to_accept --json"),
)
@json_option
@pass_context
@click.pass_context
def command(click_context: click.Context, context: Context, *, as_json: bool) -> None:
    """Without a command, list the queues of use to the person, with how many cases each holds."""
    from console.commands.context import Column
    from console.labels import label

    if click_context.invoked_subcommand is not None:
        return
    actor = context.actor()
    counted = context.services().cases.counters(actor)
    columns: list[Column[QueueKey]] = [
        Column("queue", N_("Queue"), lambda key: key.value),
        Column("name", N_("Queue name"), label),
        Column("cases", N_("Waiting cases"), lambda key: counted[key], right=True),
    ]
    keys = [key for key in queues_of(actor) if key in counted]
    context.listing(keys, columns, as_json=as_json, empty=N_("You have no queues."))


@command.command("show", help=N_("List the cases in a queue, the most urgent first."))
@click.argument("queue", metavar="QUEUE")
@listing_options
@json_option
@pass_context
def show(context: Context, *, queue: str, text: str, limit: int, every: bool, as_json: bool) -> None:
    """List one queue."""
    print_named(context, queue, text=text, limit=limit, every=every, as_json=as_json)


for each in SAVED_COMMANDS:
    command.add_command(each)
