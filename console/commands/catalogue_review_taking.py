"""``yiwang catalogue review take``: sheets that come back from departments."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.draftanswers import SHOWN
from console.commands.frame import framed_command, json_option, pass_context
from console.exits import ExitCode
from console.i18n import N_, _, render_error, sentences
from models.catalogue.review.views import RowFate
from models.kernel.errors import DomainError
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Context
    from models.catalogue.review.views import TakeResult

_TOLD = frozenset({RowFate.STALE, RowFate.REJECTED})


@framed_command(
    "take",
    help=N_(
        "Take filled-in sheets back: .xlsx, .xls, .ods or CSV.\n\n"
        "Good rows land, bad ones are told with sheet, row and reason. A file taken twice changes nothing. "
        "Opinions on an older wording are shown and not taken, unless --stale says so."
    ),
    epilog=N_("Example:\n  yiwang catalogue review take 反馈.xlsx --rejects 未收.csv"),
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--department", default="", metavar="NAME", help=N_("Whose file it is meant to be."))
@click.option("--stale", is_flag=True, help=N_("Take opinions given on an older wording all the same."))
@click.option(
    "--rejects",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help=N_("Keep what was not taken in this CSV file."),
)
@click.option("--dry-run", is_flag=True, help=N_("Only say what would be taken."))
@json_option
@pass_context
def take(
    context: Context,
    *,
    files: Sequence[str],
    department: str,
    stale: bool,
    rejects: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take each file on its own; one that is refused does not keep the others from being taken."""
    from models.exchange.readers import Source

    papers, actor = context.services().review_papers, context.actor()
    results: list[TakeResult] = []
    refused: list[tuple[str, DomainError]] = []
    for file in files:
        try:
            source = Source.from_path(Path(file))
            results.append(papers.take(actor, source, department=department, stale=stale, dry_run=dry_run))
        except DomainError as error:
            refused.append((file, error))
    if len(files) == 1 and refused:
        raise refused[0][1]
    if rejects is not None:
        _keep(rejects, results)
    if as_json:
        context.document([*map(_take_document, results), *(_refused_document(*each) for each in refused)])
    else:
        _tell(context, results, refused)
    if refused:
        raise click.exceptions.Exit(ExitCode.REFUSED)
    if any(row.fate in _TOLD for result in results for row in result.rows):
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def _tell(
    context: Context, results: Sequence[TakeResult], refused: Sequence[tuple[str, DomainError]]
) -> None:
    from console.reviewwords import row_words, take_words

    for result in results:
        context.echo(take_words(result))
        told = [row for row in result.rows if row.fate in _TOLD]
        for row in told[:SHOWN]:
            context.say(f"  {row_words(row)}")
        if len(told) > SHOWN:
            context.say(_("… and %(count)s more; --json lists all.", count=len(told) - SHOWN))
    for file, error in refused:
        context.say(f"{file}: {sentences(*render_error(error))}")


def _keep(file: str, results: Sequence[TakeResult]) -> None:
    """Write what was not taken into a CSV file that spreadsheets open as UTF-8."""
    from console.labels import label
    from console.reviewwords import why_words
    from models.exchange.writers import disarmed

    titles = [_("File"), _("Sheet"), _("Row"), _("Code"), _("Matter"), _("State"), _("Reason")]
    try:
        with Path(file).open("w", encoding="utf-8-sig", newline="") as target:
            table = csv.writer(target)
            table.writerow(titles)
            for result in results:
                for row in result.rows:
                    if row.fate in _TOLD:
                        cells = (result.file, result.sheet, str(row.row), row.code, row.name)
                        table.writerow([*map(disarmed, cells), label(row.fate), disarmed(why_words(row))])
    except OSError as error:
        raise click.FileError(file, _(why(error))) from None


def _take_document(result: TakeResult) -> dict[str, Any]:
    from console.reviewwords import why_words

    return {
        "file": result.file,
        "sheet": result.sheet,
        "department": result.department,
        "round": result.round_number,
        "dry_run": result.dry_run,
        **{fate.value: result.count(fate) for fate in RowFate},
        "rows": [
            {
                "row": row.row,
                "state": row.fate.value,
                "code": row.code,
                "name": row.name,
                "reason": why_words(row),
            }
            for row in result.rows
        ],
    }


def _refused_document(file: str, error: DomainError) -> dict[str, Any]:
    return {"file": file, "refused": error.code, "reason": render_error(error)[0]}
