"""``yiwang whatif``: play the coming days, as they are and with something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.caselines import times
from console.commands.choosing import the_one
from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _
from models.cases.kinds import Channel
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.accounts.views import Actor
    from models.assignment.whatif.views import Answer, Changes, Outcome, Person, Risk, Surge, UnitLoad

_SHOWN_RISKS = 20


@framed_command(
    "whatif",
    help=N_(
        "Play the coming days from our own history: what would be late, and what would help.\n\n"
        "The open cases, what comes by experience, the roster and leave are played many times over; the same "
        "seed gives the same answer. With changes, the days are played as they are and as they would be. "
        "Nothing is written, and nobody is ranked."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang whatif --runs 100\n"
        "  yiwang whatif --surge 3 --leave 韩处置:2\n"
        "  yiwang whatif --surge 2:hotline --more zhzfb:1 --json"
    ),
)
@click.option("--days", type=int, default=7, show_default=True, help=N_("How many days from now."))
@click.option(
    "--surge",
    "surges",
    multiple=True,
    metavar="TIMES",
    help=N_("So many times as many cases: “3”, “3:hotline” of a channel, “3:0101” of a matter."),
)
@click.option(
    "--leave", "leaves", multiple=True, metavar="PERSON:NUMBER", help=N_("Somebody is away for so many days.")
)
@click.option(
    "--more", "mores", multiple=True, metavar="UNIT:NUMBER", help=N_("So many people more in a unit.")
)
@click.option("--runs", type=int, default=1000, show_default=True, help=N_("How often the days are played."))
@click.option("--seed", type=int, default=1, show_default=True, help=N_("Another number, other chances."))
@json_option
@pass_context
def command(
    context: Context,
    *,
    days: int,
    surges: tuple[str, ...],
    leaves: tuple[str, ...],
    mores: tuple[str, ...],
    runs: int,
    seed: int,
    as_json: bool,
) -> None:
    """Play, and say what came of it."""
    from console.commands.progress import progress_bar

    actor = context.actor()
    changes = _changes(context, actor, surges, leaves, mores)
    with progress_bar(rated=False) as progress:
        answer = context.services().whatif.ask(
            actor, changes, days=days, runs=runs, seed=seed, on_progress=progress
        )
    if as_json:
        context.document(answer)
        return
    _print(context, answer)


def _changes(
    context: Context, actor: Actor, surges: tuple[str, ...], leaves: tuple[str, ...], mores: tuple[str, ...]
) -> Changes:
    from models.assignment.whatif.views import Changes, Leave, More

    people = context.services().whatif.people(actor) if leaves else []
    gone = [_parted(text, "--leave") for text in leaves]
    added = [_parted(text, "--more") for text in mores]
    return Changes(
        leave=tuple(Leave(_person_id(people, who), number) for who, number in gone),
        surges=tuple(_surge(context, actor, text) for text in surges),
        more=tuple(More(_unit_id(context, actor, unit), number) for unit, number in added),
    )


def _parted(text: str, option: str) -> tuple[str, int]:
    """Return what stands before the last colon, and the number after it."""
    name, _colon, number = text.rpartition(":")
    if not name or not (number.isascii() and number.isdigit()):
        raise click.BadParameter(_("“%(text)s” is no NAME:NUMBER.", text=text), param_hint=option)
    return name, int(number)


def _surge(context: Context, actor: Actor, text: str) -> Surge:
    from models.assignment.whatif.views import Surge

    number, colon, what = text.partition(":")
    try:
        many = float(number)
    except ValueError:
        message = _("“%(text)s” does not begin with a number.", text=text)
        raise click.BadParameter(message, param_hint="--surge") from None
    if not colon:
        return Surge(many)
    channel = next((each for each in Channel if each.value == what), None)
    if channel is not None:
        return Surge(many, channel=channel)
    return Surge(many, matter_id=context.services().catalogue.matter_by_code(actor, what).id)


def _person_id(people: list[Person], text: str) -> int:
    wanted = fold(text)
    found = [
        each
        for each in people
        if wanted in {fold(each.code), initials(each.name)} or wanted in fold(each.name)
    ]
    nothing = _("Nobody of the units answers to “%(text)s”.", text=text)
    return the_one(found, text, option="--leave", nothing=nothing).id


def _unit_id(context: Context, actor: Actor, text: str) -> int:
    found = context.services().organisation.units(actor, text)
    return the_one(found, text, option="--more", nothing=_("No unit answers to “%(text)s”.", text=text)).id


def _print(context: Context, answer: Answer) -> None:
    from console.whatif_words import busiest, hour_lines, learned_words, rate_words, remedy_words

    wording = times(context)
    now = answer.at
    context.echo(_("As things are: %(rate)s", rate=rate_words(answer.now.rate)))
    if answer.then is not None:
        context.echo(_("As it would be: %(rate)s", rate=rate_words(answer.then.rate)))
    if answer.remedy is not None:
        context.echo(remedy_words(answer.remedy))
    context.echo()
    _print_units(context, answer.shown)
    context.echo()
    context.echo(_("Busiest hours (# come, . wait)"))
    for line in hour_lines(busiest(answer.shown), wording, now):
        context.echo(line)
    context.echo()
    _print_risks(context, answer)
    context.say(learned_words(answer))


def _print_units(context: Context, outcome: Outcome) -> None:
    from console.commands.context import Column
    from console.whatif_words import per_cent

    columns: list[Column[UnitLoad]] = [
        Column("unit", N_("Unit"), lambda row: row.name),
        Column("people", N_("People"), lambda row: row.people, right=True),
        Column("open", N_("Open ones"), lambda row: row.open, right=True),
        Column("due", N_("Fall due"), lambda row: f"{row.due:.1f}", right=True),
        Column("rate", N_("On time"), lambda row: per_cent(row.rate), right=True),
        Column("wait", N_("Wait, hours"), lambda row: f"{row.wait / 60:.1f}", right=True),
        Column("used", N_("Hands full"), lambda row: per_cent(row.used), right=True),
    ]
    context.listing(outcome.units, columns)


def _print_risks(context: Context, answer: Answer) -> None:
    from console.commands.context import Column
    from console.whatif_words import per_cent

    wording = times(context)

    def sure(row: Risk) -> str:
        return f"{per_cent(row.share)} ({per_cent(row.low)}-{per_cent(row.high)})"

    columns: list[Column[Risk]] = [
        Column("number", N_("Number"), lambda row: row.number),
        Column("late", N_("Late in"), sure),
        Column("due", N_("Due"), lambda row: wording.full(row.due_at)),
        Column("unit", N_("Unit"), lambda row: row.unit_name),
        Column("title", N_("Title"), lambda row: row.title),
    ]
    risks = answer.shown.risks
    context.listing(risks[:_SHOWN_RISKS], columns, empty=N_("No open case is late in any play."))
    if len(risks) > _SHOWN_RISKS:
        context.say(
            _("%(count)s more are late in some play; --json lists all.", count=len(risks) - _SHOWN_RISKS)
        )
