"""``yiwang drill import`` and ``export``: the tables of injects as trainers have them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.drillfiles import force_option, loaded, output_option, write_bytes
from console.commands.frame import Command, pass_context
from console.i18n import LANGUAGES, N_, _, current_language, render

if TYPE_CHECKING:
    from console.commands.context import Context


@click.command(
    "import",
    cls=Command,
    help=N_(
        "Make a scenario of a table of injects (MSEL).\n\n"
        "Headings are found by their Chinese or English names, below titles and beside empty columns. "
        "Times may be T+00:15, J-60 or by the clock. What the table does not say — the desks' "
        "roles, conditions, expectations — is written as a beginning, to be filled in."
    ),
)
@click.argument("sheet_file", metavar="SHEET", type=click.Path(path_type=Path))
@click.option("--sheet", metavar="NAME", help=N_("Which sheet of the workbook."))
@click.option(
    "--start",
    metavar="TIME",
    default="",
    help=N_("When the drill starts (“2026-06-10 09:00”); clock times count from it."),
)
@click.option(
    "--title", metavar="TEXT", default="", help=N_("What the scenario is called; the file's name without it.")
)
@click.option(
    "--into", metavar="SCENARIO", default="", help=N_("Take everything but the timeline from this scenario.")
)
@output_option
@force_option
@pass_context
def import_table(
    context: Context,
    *,
    sheet_file: Path,
    sheet: str | None,
    start: str,
    title: str,
    into: str,
    output: str,
    force: bool,
) -> None:
    """Read the table, say what was assumed, write the scenario."""
    from datetime import UTC, datetime

    from console.labels import label
    from scenarios.msel.importing import from_table

    base = loaded(context, into).scenario if into else None
    today = datetime.now(UTC).astimezone().date()
    made = from_table(sheet_file, today=today, sheet=sheet, start=start, title=title, into=base)
    for note in made.notes:
        context.say(str(render(note)))
    if made.guessed:
        listed = _(", ").join(
            _("%(title)s: %(role)s", title=title, role=label(role)) for title, role in made.guessed
        )
        context.say(_("roles guessed by name: %(roles)s", roles=listed))
    write_bytes(context, output, made.text.encode(), force=force)
    context.say(
        _("Injects taken: %(count)s. Check the scenario next: yiwang drill check.", count=made.injects)
    )


@click.command(
    "export",
    cls=Command,
    help=N_("Write the injects of a scenario as a trainers' table (MSEL); importing it gives them back."),
)
@click.argument("name", metavar="FILE")
@output_option
@force_option
@pass_context
def export_table(context: Context, *, name: str, output: str, force: bool) -> None:
    """Write the workbook."""
    from scenarios.msel.exporting import write_table

    buffer = io.BytesIO()
    write_table(loaded(context, name).scenario, buffer, chinese=current_language() == LANGUAGES[0])
    write_bytes(context, output, buffer.getvalue(), force=force)
