"""``yiwang catalogue review send`` and ``minutes``: files that leave the office."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _
from models.exchange.papers.names import PaperForm
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from console.commands.context import Context

_FORMS = (PaperForm.DOCX, PaperForm.XLSX, PaperForm.MARKDOWN)


def department_options(function: Any) -> Any:
    """Add ``--department``, as often as departments are meant."""
    option = click.option(
        "--department",
        "departments",
        multiple=True,
        metavar="NAME",
        help=N_("Only this department; may be repeated."),
    )
    return option(function)


round_argument = click.argument("number", type=click.IntRange(1), metavar="[NUMBER]", required=False)


@framed_command(
    "send",
    help=N_("Write the sheet of each department, one .xlsx each, and note that it was sent."),
    epilog=N_("Example:\n  yiwang catalogue review send -o 征求意见 --department 县住建局"),
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False),
    help=N_("The folder the files go to."),
)
@department_options
@click.option("--dry-run", is_flag=True, help=N_("Only name the files."))
@json_option
@pass_context
def send(context: Context, *, output: str, departments: Sequence[str], dry_run: bool, as_json: bool) -> None:
    """Write the sheets."""
    services, actor = context.services(), context.actor()
    packets = services.review.packets(actor, list(departments) or None)
    files = [Path(output) / services.review_papers.sheet_name(each) for each in packets]
    if not dry_run:
        services.review.require_open(actor)
        for packet, file in zip(packets, files, strict=True):
            _write(file, partial(services.review_papers.write_sheet, packet))
        services.review.mark_sent(actor, [each.department_id for each in packets])
    if as_json:
        rows = [
            {"department": each.department, "entries": len(each.rows), "file": str(file)}
            for each, file in zip(packets, files, strict=True)
        ]
        context.document({"dry_run": dry_run, "files": rows})
        return
    for packet, file in zip(packets, files, strict=True):
        context.echo(
            _("%(department)s: %(count)s entries, %(file)s", department=packet.department,
              count=len(packet.rows), file=str(file))
        )  # fmt: skip
    context.say(
        _("Nothing was written.") if dry_run else _("%(count)s files were written.", count=len(files))
    )


@framed_command(
    "minutes",
    help=N_("Write the minutes of a round: who took part, counts, decisions, what is carried."),
    epilog=N_("Example:\n  yiwang catalogue review minutes 1 -o 会审纪要.docx"),
)
@round_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help=N_("The file: .docx, .xlsx or .md; “-” writes Markdown to the standard output."),
)
@pass_context
def minutes(context: Context, *, number: int | None, output: str) -> None:
    """Write the minutes."""
    from models.exchange.papers.forms import form_of

    services, actor = context.services(), context.actor()
    form = PaperForm.MARKDOWN if output == "-" else form_of(output, _FORMS)
    protocol = services.review.protocol(actor, number)
    if output == "-":
        import io

        target = io.BytesIO()
        services.review_papers.write_minutes(protocol, form, target)
        context.echo(target.getvalue().decode().rstrip("\n"))
        return
    _write(Path(output), lambda target: services.review_papers.write_minutes(protocol, form, target))
    context.say(_("Written to %(file)s.", file=output))


def _write(file: Path, write: Callable[[IO[bytes]], object]) -> None:
    from console.files import write_whole

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, write)
    except OSError as error:
        raise click.FileError(str(file), _(why(error))) from None
