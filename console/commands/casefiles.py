"""``yiwang case attach``, ``files``, ``fetch`` and ``detach``: the files of a case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from console.commands.caselines import times
from console.commands.casetext import FROM_INPUT
from console.commands.context import Column
from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option
from console.exits import ExitCode, exit_code
from console.files import write_whole
from console.i18n import N_, _, render_error, sentences
from models.kernel.errors import DomainError
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from console.commands.context import Context
    from models.cases.files.views import AttachmentView

F = TypeVar("F", bound="Callable[..., Any]")


def _columns(context: Context) -> list[Column[AttachmentView]]:
    from console.filewords import number_of, size_words

    wording = times(context)

    def state(row: AttachmentView) -> str:
        if row.withdrawn_at is None:
            return row.note
        return _("withdrawn by %(by)s: %(reason)s", by=row.withdrawn_by, reason=row.withdrawn_reason)

    return [
        Column("case", N_("Case"), lambda row: row.case_number, json_only=True),
        Column("seq", N_("No."), lambda row: row.seq, text=number_of, right=True),
        Column("name", N_("File name"), lambda row: row.name),
        Column("kind", N_("Kind"), lambda row: row.kind, json_only=True),
        Column(
            "size", N_("File size"), lambda row: row.size, text=lambda row: size_words(row.size), right=True
        ),
        Column("by", N_("Attached by"), lambda row: row.by),
        Column("at", N_("Moment"), lambda row: row.at, text=lambda row: wording.full(row.at)),
        Column("sha256", "SHA-256", lambda row: row.sha256, text=lambda row: row.sha256[:12]),
        Column("note", N_("Note"), lambda row: row.note, text=state),
        Column("withdrawn_at", N_("Withdrawn"), lambda row: row.withdrawn_at, json_only=True),
        Column("withdrawn_by", N_("Withdrawn"), lambda row: row.withdrawn_by, json_only=True),
        Column("withdrawn_reason", N_("Withdrawn"), lambda row: row.withdrawn_reason, json_only=True),
    ]


@framed_command(
    "attach",
    help=N_(
        "Attach files to a case.\n\n"
        "The content is copied, and kept unchanged from then on; its SHA-256 stands in the ledger. Photos, "
        "letters, tables, recordings and .zip are taken, by ending and by content."
    ),
)
@click.argument("number", metavar="NO")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--note", default="", metavar="TEXT", help=N_("What is to be seen in them."))
@rehearsal_option
@json_option
@pass_context
def attach(context: Context, *, number: str, files: tuple[Path, ...], note: str, as_json: bool) -> int:
    """Attach one file after the other; what is refused is told, and keeps no other from it."""
    from models.cases.files.sources import FileSource

    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    made, refused = [], []
    for path in files:
        try:
            made.append(services.files.attach(actor, case.id, FileSource.at(path), note))
        except DomainError as error:
            refused.append(error)
            context.say(sentences(*render_error(error)))
    context.listing(made, _columns(context), as_json=as_json, empty=N_("No file was attached."))
    if not refused:
        return ExitCode.DONE
    return ExitCode.SOME_REJECTED if made else exit_code(refused[0])


@framed_command("files", help=N_("List the files of a case, and of those merged with it."))
@click.argument("number", metavar="NO")
@click.option("--all", "every", is_flag=True, help=N_("Withdrawn ones too, with the reason."))
@json_option
@pass_context
def files(context: Context, *, number: str, every: bool, as_json: bool) -> None:
    """List files."""
    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    found = services.files.attachments(actor, case.id, withdrawn=every)
    context.listing(found, _columns(context), as_json=as_json, empty=N_("No file is attached."))


@framed_command("fetch", help=N_("Write one file of a case somewhere; the ledger notes who read it."))
@click.argument("number", metavar="NO")
@click.argument("seq", metavar="NUMBER")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help=N_("Where to write; “-” is the standard output."),
)
@pass_context
def fetch(context: Context, *, number: str, seq: str, output: str) -> None:
    """Write the content out; ``NO/NUMBER`` is a file of a case merged with it."""
    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    owner, _slash, place = seq.rpartition("/")
    if not place.isdecimal():
        raise click.BadParameter(_("“%(text)s” is no number of a file.", text=seq), param_hint="NUMBER")
    of = next((each.id for each in case.joined if each.number == owner), None) if owner else None
    if owner and of is None:
        of = services.cases.case(actor, owner).id
    wanted = int(place)
    if output == FROM_INPUT:
        services.files.save(actor, case.id, wanted, sys.stdout.buffer, of)
        return
    target = Path(output)
    try:
        write_whole(target, lambda stream: services.files.save(actor, case.id, wanted, stream, of))
    except OSError as error:
        raise click.FileError(output, _(why(error))) from error
    context.say(_("Written to %(file)s.", file=output))


@framed_command(
    "detach", help=N_("Withdraw a file of a case: out of sight, but kept, and the ledger says why.")
)
@click.argument("number", metavar="NO")
@click.argument("seq", metavar="NUMBER", type=int)
@click.option("--reason", required=True, metavar="TEXT", help=N_("Why it is withdrawn."))
@rehearsal_option
@json_option
@pass_context
def detach(context: Context, *, number: str, seq: int, reason: str, as_json: bool) -> None:
    """Withdraw one file."""
    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    gone = services.files.withdraw(actor, case.id, seq, reason)
    if as_json:
        context.document(gone)
    else:
        context.say(_("File %(seq)s, %(name)s, was withdrawn.", seq=seq, name=gone.name))


def file_option(function: F) -> F:
    """Add ``--file`` as the parameter ``paths``: files that are attached along the way."""
    return click.option(
        "--file",
        "paths",
        multiple=True,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=N_("Attach this file as well; may be given several times."),
    )(function)


def attach_all(context: Context, case_id: int, paths: Sequence[Path]) -> None:
    """Attach files to a case.

    Raises:
        DomainError: one of them cannot be taken; those before it are attached.
    """
    if paths:
        from models.cases.files.sources import FileSource

        for path in paths:
            context.services().files.attach(context.actor(), case_id, FileSource.at(path))


FILE_COMMANDS = (attach, files, fetch, detach)
