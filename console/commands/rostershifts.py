"""``yiwang roster shift``: the shifts of the office."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import shift_named
from console.i18n import N_, _
from models.assignment.rosters.kinds import ShiftKind

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.rosters.views import ShiftView


@framed_group("shift", help=N_("Show the shifts of the office, add one, take one out of use."))
def shift() -> None:
    """Hold the commands of shifts."""


@shift.command("list", help=N_("List the shifts."))
@click.option("--closed", is_flag=True, help=N_("Those not used any more as well."))
@json_option
@pass_context
def list_shifts(context: Context, *, closed: bool, as_json: bool) -> None:
    """List them."""
    from console.labels import label
    from console.rosterwords import span_words

    columns: list[Column[ShiftView]] = [
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Name"), lambda row: row.name),
        Column("mark", N_("Mark"), lambda row: row.mark),
        Column("kind", N_("Kind"), lambda row: row.kind, text=lambda row: label(row.kind)),
        Column("starts", N_("Time"), lambda row: row.starts, text=span_words),
        Column("ends", "", lambda row: row.ends, json_only=True),
        Column(
            "active", N_("In use"), lambda row: row.active, text=lambda row: _("yes") if row.active else ""
        ),
    ]
    found = context.services().rosters.shifts(context.actor(), closed=closed)
    context.listing(found, columns, as_json=as_json, empty=N_("There are no shifts."))


@shift.command("add", help=N_("Add a shift; one that ends no later than it begins ends the day after."))
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@click.option("--mark", metavar="CHARACTER", help=N_("What the roster shows; the name's first character."))
@click.option(
    "--kind",
    type=click.Choice([each.value for each in ShiftKind]),
    required=True,
    help=N_("What days it is for."),
)
@click.option("--starts", required=True, metavar="TIME", help=N_("When it begins, such as 18:00."))
@click.option("--ends", required=True, metavar="TIME", help=N_("When it ends, such as 08:00."))
@rehearsal_option
@json_option
@pass_context
def add_shift(
    context: Context,
    *,
    code: str,
    name: str,
    mark: str | None,
    kind: str,
    starts: str,
    ends: str,
    as_json: bool,
) -> None:
    """Add one."""
    from models.assignment.rosters.rules import entered_minute
    from models.assignment.rosters.service import ShiftEntries

    begins, finishes = entered_minute(N_("start"), starts), entered_minute(N_("end"), ends)
    entries = ShiftEntries(code, name, mark or name.strip()[:1], ShiftKind(kind), begins, finishes)
    made = context.services().rosters.add_shift(context.actor(), entries)
    if as_json:
        context.document(made)
    else:
        context.say(_("The shift %(name)s is there.", name=made.name))


@shift.command("usual", help=N_("Add the four usual shifts, where the office has none yet."))
@rehearsal_option
@pass_context
def usual(context: Context) -> None:
    """Add them."""
    for each in context.services().rosters.add_usual_shifts(context.actor()):
        context.echo(f"{each.code} {each.name}")


@shift.command("close", help=N_("Take a shift out of use; duties that have it keep it."))
@click.argument("shift", metavar="SHIFT")
@rehearsal_option
@json_option
@pass_context
def close_shift(context: Context, *, shift: str, as_json: bool) -> None:
    """Close one."""
    from models.assignment.rosters.service import ShiftEntries

    found = shift_named(context, shift)
    fields = (found.code, found.name, found.mark, found.kind, found.starts, found.ends)
    entries = replace(ShiftEntries(*fields), active=False)
    closed = context.services().rosters.change_shift(context.actor(), found.id, entries, found.version)
    if as_json:
        context.document(closed)
    else:
        context.say(_("The shift %(name)s is not used any more.", name=closed.name))
