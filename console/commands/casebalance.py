"""``yiwang case balance``: give many cases to the people of a unit, or to units, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.caselines import times
from console.commands.casesets import chosen_ids, print_set
from console.commands.casetext import harmless
from console.commands.choosing import the_one
from console.commands.frame import framed_command, json_option, pass_context, yes_option
from console.i18n import N_, _, render_error
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Column, Context
    from models.accounts.views import Actor
    from models.assignment.balancing.views import Line, Load, Over, Plan


@framed_command(
    "balance",
    help=N_(
        "Give cases to the people of your unit, or to units: little late, short ways, even loads.\n\n"
        "Without numbers and queue, all that wait in the unit are given, and where you dispatch all that "
        "wait for it. The plan is shown with everybody's load before and after, then carried out as one set "
        "that can be taken back."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang case balance --dry-run\n"
        "  yiwang case balance --over units --queue to_dispatch --dry-run\n"
        "  yiwang case balance 0302-0001 0302-0004 --move 0302-0001:韩处置 --yes\n"
        "  yiwang case balance --queue with_units --in-hand --json --dry-run"
    ),
)
@click.argument("numbers", nargs=-1, metavar="[NO]...")
@click.option(
    "--queue",
    metavar="QUEUE",
    help=N_("The cases of this queue as well, built in or saved; “yiwang queue” names them."),
)
@click.option(
    "--over",
    type=click.Choice(["units", "people", "straight"]),
    help=N_("Among whom; by itself what your role does. “straight” dispatches to people, where you may."),
)
@click.option(
    "--unit",
    metavar="UNIT",
    help=N_("The unit whose people are given cases; a lead's own by itself."),
)
@click.option("--in-hand", is_flag=True, help=N_("Also what people of the unit have in hand."))
@click.option(
    "--move",
    "moves",
    multiple=True,
    metavar="NO:PERSON",
    help=N_("Give a case to somebody else than planned; “NO:” gives it to nobody."),
)
@click.option("--dry-run", is_flag=True, help=N_("Only show the plan."))
@yes_option
@json_option
@pass_context
def balance(
    context: Context,
    /,
    *,
    numbers: tuple[str, ...],
    queue: str | None,
    over: str | None,
    unit: str | None,
    in_hand: bool,
    moves: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Show the plan, ask, carry it out."""
    from console.balance_words import ask_words
    from models.assignment.balancing.views import Over

    balancing, actor = context.services().balancing, context.actor()
    ids = chosen_ids(context, actor, numbers, queue, "") if numbers or queue else None
    chosen = None if over is None else Over(over)
    if unit is not None and chosen is None:
        chosen = Over.PEOPLE
    unit_id = _unit_id(context, actor, unit)
    plan = balancing.propose(actor, ids, over=chosen, unit_id=unit_id, in_hand=in_hand)
    for move in moves:
        number, _colon, person = move.rpartition(":")
        if not number:
            raise click.BadParameter(_("“%(text)s” is no NO:PERSON.", text=move), param_hint="--move")
        case_id = context.services().cases.case(actor, number).id
        plan = balancing.move(actor, plan, case_id, _taker_id(plan, person) if person else None)
    if dry_run or not as_json:
        _print_plan(context, plan, as_json=as_json)
    if dry_run:
        return
    if plan.moving:
        context.confirm(ask_words(plan))
    made = balancing.apply(actor, plan)
    if made.set_id is not None:
        context.say(
            _("Set %(number)s; “yiwang case sets undo %(number)s” takes it back.", number=made.set_id)
        )
    print_set(context, made.lines, as_json=as_json)


def _unit_id(context: Context, actor: Actor, text: str | None) -> int | None:
    if text is None:
        return None
    found = context.services().organisation.units(actor, text)
    return the_one(found, text, option="--unit", nothing=_("No unit answers to “%(text)s”.", text=text)).id


class _Named:
    """Somebody of the plan, or a unit, as they can be named."""

    def __init__(self, load: Load) -> None:
        self.id, self.name = load.taker_id, load.name
        self.code = initials(load.name)


def _taker_id(plan: Plan, text: str) -> int:
    wanted = fold(text)
    people = [_Named(load) for load in plan.loads]
    found = [each for each in people if wanted in fold(each.name) or each.code.startswith(wanted)]
    nothing = _("Nobody in the plan answers to “%(text)s”.", text=text)
    return the_one(found, text, option="--move", nothing=nothing).id


def _print_plan(context: Context, plan: Plan, *, as_json: bool) -> None:
    from console.balance_words import note_words, sum_words
    from console.commands.context import Column
    from models.assignment.balancing.views import Over

    if as_json:
        context.document(
            {
                "over": plan.over,
                "unit": plan.unit_name if plan.unit_id is not None else None,
                "at": plan.at,
                "loads": plan.loads,
                "cases": [_line_document(line, plan.over) for line in plan.lines],
                "late_minutes": plan.sum.late,
                "travel_minutes": plan.sum.travel,
            }
        )
        return
    context.listing(plan.lines, _case_columns(context, plan), empty=N_("No case was chosen."))
    context.echo()
    who = N_("Unit") if plan.over is Over.UNITS else N_("Person")
    loads: Sequence[Column[Load]] = [
        Column("name", who, lambda load: load.name),
        Column("before", N_("Cases now"), lambda load: load.before, right=True),
        Column("given", N_("New ones"), lambda load: load.given, right=True),
        Column("after", N_("Cases then"), lambda load: load.after, right=True),
        Column("note", N_("Note"), lambda load: note_words(load, plan.over)),
    ]
    context.listing(plan.loads, loads)
    context.say(sum_words(plan))


def _line_document(line: Line, over: Over) -> dict[str, object]:
    return {
        "number": line.number,
        "title": line.title,
        "lies_with": line.lies_with_name,
        "to_unit" if over == "units" else "person": line.taker_name,
        "done_at": line.done_at,
        "late_minutes": line.late_minutes,
        "nobody": line.nobody if line.taker_id is None else None,
        "code": None if line.refusal is None else line.refusal.code,
    }


def _case_columns(context: Context, plan: Plan) -> Sequence[Column[Line]]:
    from console.balance_words import why_words
    from console.commands.context import Column

    wording = times(context)

    def why(line: Line) -> str:
        if line.refusal is not None:
            return harmless(render_error(line.refusal)[0])
        return why_words(line, plan, wording, plan.at)

    return [
        Column("number", N_("Number"), lambda line: line.number),
        Column("title", N_("Title"), lambda line: line.title),
        Column("lies_with", N_("Has it now"), lambda line: line.lies_with_name),
        Column("person", N_("Would get it"), lambda line: line.taker_name or "-"),
        Column("why", N_("Why"), why),
    ]
