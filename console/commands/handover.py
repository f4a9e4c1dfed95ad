"""``yiwang handover``: see the sheet of one's shift, hand it over, look at it later, take it over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.caselines import times
from console.commands.casetext import said
from console.commands.context import Column
from console.commands.frame import Group, json_option, pass_context, rehearsal_option
from console.files import write_whole
from console.i18n import N_, _
from models.cases.shifts.kinds import Scope
from models.exchange.papers.names import PaperForm
from models.kernel.oserrors import why
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.commands.context import Context
    from models.cases.shifts.views import HandoverView, ShiftSheet


def _sheet_options(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option(
        "--scope",
        type=click.Choice([scope.value for scope in Scope]),
        help=N_("Whose cases: your own, your unit's, or all in your lists."),
    )(function)
    return click.option(
        "--since", metavar="TIME", help=N_("When the shift began (“2026-03-02 08:00”); by itself, 12 hours.")
    )(function)


_output = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Write it into a .docx instead."),
)


@click.group(
    "handover",
    cls=Group,
    invoke_without_command=True,
    help=N_(
        "Hand a shift over, and take one over.\n\n"
        "Without a command the sheet is shown as it would be handed over now: open cases, the late ones "
        "first, what was done within the shift, and what waits for a decision. Nothing is written."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang handover --since '2026-03-02 08:00' -o sheet.docx\n"
        "  yiwang handover give --to 李敏 --note 三栋夜里要复查\n"
        "  yiwang handover accept 3"
    ),
)
@_sheet_options
@_output
@json_option
@click.pass_context
def command(
    ctx: click.Context, *, since: str | None, scope: str | None, output: Path | None, as_json: bool
) -> None:
    """Show the sheet as of now."""
    if ctx.invoked_subcommand is not None:
        return
    from console.commands.context import Context

    context = ctx.ensure_object(Context)
    sheet = context.services().shifts.sheet(context.actor(), _scope(scope), _since(context, since))
    _answer(context, sheet, None, output, as_json=as_json)


@command.command("give", help=N_("Hand your shift over; the sheet is kept as it is now."))
@click.option("--to", "successor", metavar="PERSON", help=N_("To whom; without it whoever comes next."))
@click.option("--note", default="", metavar="TEXT", help=N_("What they have to mind; “-” reads it."))
@_sheet_options
@rehearsal_option
@json_option
@pass_context
def give(
    context: Context, *, successor: str | None, note: str, since: str | None, scope: str | None, as_json: bool
) -> None:
    """Keep the sheet and say its number."""
    shifts, actor = context.services().shifts, context.actor()
    to_id = None if successor is None else _successor(context, successor)
    given = shifts.hand_over(actor, said(note), to_id, _scope(scope), _since(context, since))
    if as_json:
        context.document(given)
    else:
        context.echo(str(given.id))


@command.command("list", help=N_("List the shifts handed over, the newest first."))
@json_option
@pass_context
def list_handovers(context: Context, *, as_json: bool) -> None:
    """List them."""
    wording = times(context)
    columns: list[Column[HandoverView]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("at", N_("Handed over"), lambda row: row.at, text=lambda row: wording.full(row.at)),
        Column("from", N_("Handed over by"), lambda row: row.from_name),
        Column("to", N_("Handed over to"), lambda row: row.to_name),
        Column("open", N_("Open ones"), lambda row: row.sheet.open, right=True),
        Column("accepted_by", N_("Relieved by"), lambda row: row.accepted_by),
        Column(
            "accepted_at",
            N_("Relieved"),
            lambda row: row.accepted_at,
            text=lambda row: "" if row.accepted_at is None else wording.full(row.accepted_at),
        ),
    ]
    found = context.services().shifts.handovers(context.actor())
    context.listing(found, columns, as_json=as_json, empty=N_("No shift was handed over yet."))


@command.command("show", help=N_("Show the sheet of a shift as it was handed over."))
@click.argument("number", type=int, metavar="NUMBER")
@_output
@json_option
@pass_context
def show(context: Context, *, number: int, output: Path | None, as_json: bool) -> None:
    """Show one."""
    given = context.services().shifts.handover(context.actor(), number)
    _answer(context, given.sheet, given, output, as_json=as_json)


@command.command("accept", help=N_("Say that you took a shift over."))
@click.argument("number", type=int, metavar="NUMBER")
@rehearsal_option
@json_option
@pass_context
def accept(context: Context, *, number: int, as_json: bool) -> None:
    """Take one over."""
    given = context.services().shifts.accept(context.actor(), number)
    if as_json:
        context.document(given)
    else:
        name = given.from_name
        context.say(_("You took over shift %(number)s from %(person)s.", number=number, person=name))


def _answer(
    context: Context, sheet: ShiftSheet, given: HandoverView | None, output: Path | None, *, as_json: bool
) -> None:
    """Write the sheet into a file, or print it for people or for programs."""
    if output is not None:
        _write(context, sheet, given, output)
    if as_json:
        context.document(sheet if given is None else given)
    elif output is None:
        from console.shiftwords import sheet_lines

        for line, _style in sheet_lines(sheet, given, times(context), context.services().clock.now()):
            context.echo(line.rstrip())


def _write(context: Context, sheet: ShiftSheet, given: HandoverView | None, output: Path) -> None:
    from console.tongue import tongue
    from models.exchange.papers.forms import form_of

    form_of(output.name, (PaperForm.DOCX,))
    papers, words = context.services().case_papers, tongue()
    try:
        write_whole(output, lambda stream: papers.write_shift(sheet, given, stream, words))
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(_("Written to %(file)s.", file=str(output)))


def _scope(text: str | None) -> Scope | None:
    return None if text is None else Scope(text)


def _since(context: Context, text: str | None) -> datetime | None:
    if text is None:
        return None
    from zoneinfo import ZoneInfo

    from models.calendar.arithmetic import parse_moment

    return parse_moment(text, ZoneInfo(context.services().organisation.office().zone))


def _successor(context: Context, text: str) -> int:
    from console.commands.choosing import the_one

    wanted = fold(text)
    found = [
        each
        for each in context.services().shifts.successors(context.actor())
        if wanted == fold(each.code)
        or wanted in fold(each.name)
        or (wanted.isascii() and wanted == initials(each.name))
    ]
    nothing = _("Nobody who works on cases answers to “%(text)s”.", text=text)
    return the_one(found, text, option="--to", nothing=nothing).id
