"""``yiwang case print``: the form of a case as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, pass_context
from console.files import write_whole
from console.i18n import N_, _, ngettext
from models.exchange.papers.names import PaperForm
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context


@framed_command(
    "print",
    help=N_(
        "Write the forms of cases into a document, with their whole timelines.\n\n"
        "Personal data is masked; --reveal prints it in clear, and the ledger notes who read it and why. "
        "The same cases give the same bytes until something on them changes."
    ),
)
@click.argument("numbers", metavar="NO...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Where to write, a .docx."),
)
@click.option("--reveal", is_flag=True, help=N_("Print personal data in clear."))
@click.option("--reason", default="", metavar="TEXT", help=N_("What you need it for."))
@pass_context
def print_form(
    context: Context, *, numbers: tuple[str, ...], output: Path, reveal: bool, reason: str
) -> None:
    """Print one form after the other into one document."""
    from console.printing import printed
    from console.tongue import tongue
    from models.exchange.papers.forms import form_of

    form_of(output.name, (PaperForm.DOCX,))
    if reveal and not reason.strip():
        raise click.UsageError(_("--reveal needs --reason: the ledger notes what it is for."))
    services, actor = context.services(), context.actor()
    ids = dict.fromkeys(services.cases.case(actor, number).id for number in numbers)
    forms = [printed(services, actor, case_id, reason if reveal else "") for case_id in ids]
    words = tongue()
    try:
        write_whole(output, lambda stream: services.case_papers.write_forms(forms, stream, words))
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(
        ngettext(
            "The form of %(count)s case was written to %(file)s.",
            "The forms of %(count)s cases were written to %(file)s.",
            len(forms),
            count=len(forms),
            file=str(output),
        )
    )
