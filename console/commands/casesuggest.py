"""``yiwang case suggest``: who could have a case, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.caselines import times
from console.commands.context import Column
from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.suggesting.views import Candidate


@framed_command(
    "suggest",
    help=N_("Say who could have a case: units to dispatch it to, then people of the unit, with the reasons."),
    epilog=N_("Examples:\n  yiwang case suggest 0302-0001\n  yiwang case suggest 0302-0001 --json"),
)
@click.argument("number", metavar="NO")
@json_option
@pass_context
def suggest(context: Context, *, number: str, as_json: bool) -> None:
    """List the candidates."""
    from console.routingwords import unsent_words
    from console.suggestwords import bar_words, reason_words
    from models.cases.settings.of_dispatch import ByRule, by_rule

    services, actor = context.services(), context.actor()
    case_id = services.cases.case(actor, number).id
    found = services.suggestions.suggest(actor, case_id)
    if as_json:
        context.document(found)
        return
    wording, now = times(context), services.clock.now()
    columns: list[Column[Candidate]] = [
        Column("name", N_("Person") if found.people else N_("Unit"), lambda row: row.name),
        Column("reasons", N_("Reasons"), lambda row: reason_words(row, wording, now)),
    ]
    context.listing(found.ranked, columns, empty=N_("Nobody could have this case now."))
    unsent = services.routing.unsent(actor, case_id)
    if unsent is not None:
        proposing = by_rule(services.settings.house()) is ByRule.PROPOSE
        context.say(unsent_words(unsent, proposing=proposing))
    if found.out:
        context.echo("-" * 20)
        for each in found.out:
            context.echo(f"{each.name}  {bar_words(each)}")
