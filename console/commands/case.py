"""``yiwang case``: take cases in, look at them, and move them on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caseactions import action_commands, moment_of
from console.commands.caseadvice import advise
from console.commands.casebalance import balance
from console.commands.casefiles import FILE_COMMANDS, attach_all, file_option
from console.commands.caselimits import limits
from console.commands.caselines import (
    length_options,
    listing_options,
    print_pages,
    print_queue,
    times,
)
from console.commands.caseprint import print_form
from console.commands.casereceipt import receipt
from console.commands.casesentinel import SENTINEL_COMMANDS
from console.commands.casesets import SET_COMMANDS
from console.commands.casesuggest import suggest
from console.commands.casetasks import TASK_COMMANDS
from console.commands.casetext import case_lines, harmless, said
from console.commands.casewhistles import whistle
from console.commands.casewordings import wordings
from console.commands.choosing import the_one
from console.commands.frame import framed_group, json_option, pass_context
from console.commands.queuesaved import print_named
from console.i18n import N_, _, render
from models.cases.rules import Channel, PersonalField

if TYPE_CHECKING:
    from pathlib import Path

    from console.commands.context import Context
    from models.accounts.views import Actor
    from models.cases.views import CaseLine, CaseView, Intake
    from models.kernel.paging import Page

_FIELDS = {"name": PersonalField.REPORTER_NAME, "phone": PersonalField.REPORTER_PHONE}


@framed_group(
    "case",
    help=N_("Show cases and move them on."),
    epilog=N_(
        "Examples:\n"
        "  yiwang case intake --channel patrol --grid G01 --title 井盖破损\n"
        "  yiwang case accept 0302-0001\n"
        "  yiwang case file 0302-0001 --matter 0101 --condition 2\n"
        "  yiwang case list --queue overdue --json\n"
        "  yiwang case find 井盖 --limit 20\n"
        "  yiwang case each urge --queue overdue --note 请尽快办理 --dry-run"
    ),
)
def command() -> None:
    """Hold the commands of cases."""


@command.command("list", help=N_("List open cases: all in sight, or those of a queue."))
@click.option(
    "--queue",
    metavar="QUEUE",
    help=N_("Only this queue; “yiwang queue” names them."),
)
@listing_options
@json_option
@pass_context
def list_cases(
    context: Context, *, queue: str | None, text: str, limit: int, every: bool, as_json: bool
) -> None:
    """List cases in the order of their deadlines."""
    if queue is None:
        print_queue(context, None, text=text, limit=limit, every=every, as_json=as_json)
    else:
        print_named(context, queue, text=text, limit=limit, every=every, as_json=as_json)


@command.command("find", help=N_("Find cases among all there are, open, ended or void; the newest first."))
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@length_options
@json_option
@pass_context
def find(context: Context, *, words: tuple[str, ...], limit: int, every: bool, as_json: bool) -> None:
    """List every case that contains all the words."""
    cases, actor, text = context.services().cases, context.actor(), " ".join(words)

    def page_after(after: Any, rows: int) -> Page[CaseLine]:
        return cases.find(actor, text, after, rows)

    print_pages(context, page_after, limit=limit, every=every, as_json=as_json)


@command.command("show", help=N_("Show one case: facts, timeline, and what can be done with it."))
@click.argument("number", metavar="NO")
@json_option
@pass_context
def show(context: Context, *, number: str, as_json: bool) -> None:
    """Show a case; personal data is masked."""
    case = context.services().cases.case(context.actor(), number)
    print_case(context, case, as_json=as_json)


@command.command("intake", help=N_("Take a case in; it gets a number and waits to be accepted."))
@click.option(
    "--channel",
    required=True,
    type=click.Choice([channel.value for channel in Channel]),
    help=N_("Where it came from."),
)
@click.option("--title", required=True, metavar="TEXT", help=N_("What it is, in one line."))
@click.option("--grid", required=True, metavar="GRID", help=N_("Code, name or pinyin initials of the grid."))
@click.option("--text", metavar="TEXT", help=N_("The whole story; “-” reads it from the standard input."))
@click.option("--place", default="", metavar="TEXT", help=N_("Where in the grid."))
@click.option("--at", "occurred", metavar="TIME", help=N_("When it was seen (“2026-03-02 08:30”); now."))
@click.option("--name", default="", metavar="TEXT", help=N_("Who reported it."))
@click.option("--phone", default="", metavar="TEXT", help=N_("Their phone, to call back."))
@click.option("--city-due", metavar="TIME", help=N_("When the city wants it done (“2026-03-02 17:00”)."))
@click.option("--district-due", metavar="TIME", help=N_("When the district wants it done."))
@file_option
@json_option
@pass_context
def intake(
    context: Context,
    *,
    channel: str,
    title: str,
    grid: str,
    text: str | None,
    place: str,
    occurred: str | None,
    name: str,
    phone: str,
    city_due: str | None,
    district_due: str | None,
    paths: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Take a case in; without a text the title is the text."""
    from models.cases.views import Intake

    actor = context.actor()
    wanted = Intake(
        channel=Channel(channel),
        title=title,
        body=title if text is None else said(text),
        grid_id=_grid_id(context, actor, grid),
        place=place,
        occurred_at=None if occurred is None else moment_of(context, occurred),
        reporter_name=name,
        reporter_phone=phone,
        city_due=None if city_due is None else moment_of(context, city_due),
        district_due=None if district_due is None else moment_of(context, district_due),
    )
    case = context.services().cases.intake(actor, wanted)
    if as_json:
        context.document(case)
    else:
        context.echo(case.number)
    # The case has its number by now: a file that is refused does not undo it.
    attach_all(context, case.id, paths)
    if as_json:
        return
    _tell_similar(context, actor, case, wanted)


@command.command("reveal", help=N_("Read personal data of a case in clear; the ledger notes who and why."))
@click.argument("number", metavar="NO")
@click.option("--field", required=True, type=click.Choice(list(_FIELDS)), help=N_("What to read."))
@click.option("--reason", required=True, metavar="TEXT", help=N_("What you need it for."))
@pass_context
def reveal(context: Context, *, number: str, field: str, reason: str) -> None:
    """Print one datum in clear."""
    cases, actor = context.services().cases, context.actor()
    case = cases.case(actor, number)
    context.echo(cases.reveal(actor, case.id, _FIELDS[field], reason))


for each in (
    advise,
    *FILE_COMMANDS,
    print_form,
    *SET_COMMANDS,
    balance,
    *SENTINEL_COMMANDS,
    wordings,
    limits,
    *action_commands(),
    receipt,
    *TASK_COMMANDS,
    suggest,
    whistle,
):
    command.add_command(each)


def print_case(context: Context, case: CaseView, *, as_json: bool) -> None:
    """Print a case for people or for programs."""
    if as_json:
        context.document(case)
        return
    for line in case_lines(case, times(context), context.services().clock.now()):
        context.echo(harmless(line))


def _tell_similar(context: Context, actor: Actor, case: CaseView, wanted: Intake) -> None:
    from models.cases.judged_views import SimilarTo

    asked = SimilarTo(
        title=case.title,
        body=case.body,
        grid_id=case.grid_id,
        phone=wanted.reporter_phone,
        at=case.reported_at,
        case_id=case.id,
    )
    for hint in context.services().cases.similar(actor, asked):
        reasons = render(hint.reasons)
        context.say(
            _(
                "Similar: %(number)s %(title)s (%(reasons)s)",
                number=hint.line.number,
                title=hint.line.title,
                reasons=reasons,
            )
        )


def _grid_id(context: Context, actor: Actor, text: str) -> int:
    found = context.services().organisation.find_grids(actor, text)
    return the_one(found, text, option="--grid", nothing=_("No grid answers to “%(text)s”.", text=text)).id
