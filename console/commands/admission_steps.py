"""What the commands of requests are made of: options per field, and one command per step of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.admission_text import offered_words, request_document
from console.commands.casetext import said
from console.commands.catalogue_editions import day
from console.commands.choosing import the_one
from console.commands.frame import Command, json_option, pass_context, rehearsal_option
from console.i18n import N_, _
from models.catalogue.boundary.kinds import Action, Cause, Change, Entry, Stance, WantedList
from models.catalogue.boundary.rules import TRANSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Context
    from models.accounts.views import Actor
    from models.catalogue.boundary.views import RequestFacts, RequestView


def choice(kind: Any) -> click.Choice[str]:
    """Return the values of an enumeration, or of some of its members, to choose from."""
    return click.Choice([each.value for each in kind])


_FIELD_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--department", metavar="TEXT", help=N_("The superior department.")),
    click.option("--name", metavar="TEXT", help=N_("The duty, as it is to be worded.")),
    click.option("--legal-basis", metavar="TEXT", help=N_("The laws and papers it rests on.")),
    click.option(
        "--explanation",
        metavar="TEXT",
        help=N_("The department's written explanation; “-” reads it from the standard input."),
    ),
    click.option("--wanted", type=choice(WantedList), help=N_("The list it is wanted for.")),
    click.option("--funds", metavar="TEXT", help=N_("The funds that follow.")),
    click.option("--powers", metavar="TEXT", help=N_("The powers that follow.")),
    click.option("--urgent/--not-urgent", default=None, help=N_("Whether it is urgent.")),
    click.option("--wanted-on", metavar="DATE", callback=day, help=N_("The date it is wanted for.")),
    click.option("--ends-on", metavar="DATE", callback=day, help=N_("The last day of a temporary entry.")),
    click.option("--exit-route", metavar="TEXT", help=N_("How it leaves the list again.")),
    click.option("--superior-duty", metavar="TEXT", help=N_("What the department does.")),
    click.option("--township-duty", metavar="TEXT", help=N_("What the township does.")),
    click.option("--method", metavar="TEXT", help=N_("How the department works on a recalled duty.")),
    click.option("--duty-item", metavar="CODE", help=N_("The listed duty to be adjusted.")),
    click.option("--change", type=choice(Change), help=N_("What is to become of it.")),
    click.option("--cause", type=choice(Cause), help=N_("Why it is to be adjusted.")),
    click.option("--code", metavar="CODE", help=N_("The code the matter is to bear.")),
    click.option("--limit", metavar="LIMIT", help=N_("The time limit, such as 3WD.")),
    click.option("--condition", metavar="TEXT", help=N_("When a case is filed under it.")),
    click.option("--closing", metavar="TEXT", help=N_("When such a case is done.")),
    click.option("--lead-unit", metavar="CODE", help=N_("The code of the unit that leads.")),
    click.option("--case-number", metavar="NO", help=N_("The case that gave rise to it.")),
)


def field_options(function: Any) -> Any:
    """Add an option for every fact of a request."""
    for option in reversed(_FIELD_OPTIONS):
        function = option(function)
    return function


def filled(facts: RequestFacts, given: dict[str, Any]) -> RequestFacts:
    """Return the facts with what the options name."""
    from dataclasses import replace

    kinds: dict[str, Any] = {"wanted": WantedList, "change": Change, "cause": Cause}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        text = said(value) if isinstance(value, str) else value
        values[name] = kinds[name](text) if name in kinds else text
    return replace(facts, **values)


_OPTIONS: dict[Entry, Callable[[Any], Any]] = {
    Entry.NOTE: click.option(
        "--note", metavar="TEXT", help=N_("What there is to say; “-” reads it from the standard input.")
    ),
    Entry.REASON: click.option(
        "--reason", metavar="TEXT", help=N_("The grounds; “-” reads them from the standard input.")
    ),
    Entry.STANCE: click.option("--stance", type=choice(Stance), help=N_("What the unit thinks of it.")),
    Entry.UNIT: click.option(
        "--unit", metavar="UNIT", help=N_("The unit giving the opinion; your own if left out.")
    ),
    Entry.AUTHORITY: click.option("--authority", metavar="TEXT", help=N_("Who decided or consented.")),
    Entry.DAY: click.option(
        "--day",
        "on",
        metavar="DATE",
        callback=day,
        help=N_("The day: of the decision, by which to decide, or the last of an entry."),
    ),
    Entry.NUMBER: click.option("--number", "paper", metavar="TEXT", help=N_("The number of the paper.")),
    Entry.WANTED: click.option("--wanted", type=choice(WantedList), help=N_("The list it goes to.")),
    Entry.UNTIL: click.option(
        "--until", metavar="DATE", callback=day, help=N_("The last day, if it is changed.")
    ),
}


def step_command(name: str, actions: tuple[Action, ...], words: str) -> click.Command:
    """Return a command for one step, or for several between which ``--as`` chooses."""

    @json_option
    @rehearsal_option
    @pass_context
    def perform(
        context: Context, /, *, key: int, as_json: bool, chosen: str | None = None, **given: Any
    ) -> None:
        action = actions[0] if chosen is None else Action(chosen)
        boundary, actor = context.services().boundary, context.actor()
        request = boundary.request(actor, key)
        entries = _entries(context, actor, given)
        answer(context, boundary.perform(actor, key, action, entries, request.version), as_json=as_json)

    made: Any = perform
    rows = [row for row in TRANSITIONS if row.action in actions]
    asked = {entry for row in rows for entry in (*row.required, *row.optional)}
    for entry in reversed([each for each in Entry if each in asked]):
        made = _OPTIONS[entry](made)
    if len(actions) > 1:
        made = click.option(
            "--as", "chosen", required=True, type=choice(actions), help=N_("What was decided.")
        )(made)
    made = click.argument("key", type=int, metavar="NUMBER")(made)
    named: click.Command = click.command(name, cls=Command, help=words)(made)
    return named


def _entries(context: Context, actor: Actor, given: dict[str, Any]) -> Any:
    from models.catalogue.boundary.views import StepEntries

    unit, stance, wanted = given.get("unit"), given.get("stance"), given.get("wanted")
    unit_id = None
    if unit is not None:
        found = context.services().organisation.units(actor, unit)
        nothing = _("No unit answers to “%(text)s”.", text=unit)
        unit_id = the_one(found, unit, option="--unit", nothing=nothing).id
    return StepEntries(
        note=said(given.get("note") or ""),
        reason=said(given.get("reason") or ""),
        stance=Stance(stance) if stance else None,
        unit_id=unit_id,
        authority=given.get("authority") or "",
        day=given.get("on"),
        number=given.get("paper") or "",
        wanted=WantedList(wanted) if wanted else None,
        until=given.get("until"),
    )


def answer(context: Context, request: RequestView, *, as_json: bool) -> None:
    """Say where a request stands after a step, and what may follow."""
    from console.labels import label

    if as_json:
        context.document(request_document(request))
        return
    name = request.facts.name or request.duty_name
    context.echo(f"{request.id}  {label(request.facts.kind)}  {label(request.state)}  {name}".rstrip())
    offered = offered_words(request)
    if offered:
        context.say(offered)
