"""``yiwang catalogue sources import``, ``acknowledge``, ``edit``, ``retire`` and ``restore``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option
from console.commands.sourcetext import import_line, report_document
from console.exits import ExitCode
from console.i18n import N_, _, render
from models.catalogue.sources.views import SourceKind, SourceLevel

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.catalogue.sources.views import BookEntries, ImportReport

_SHOWN = 30
_KINDS = click.Choice([each.value for each in SourceKind])
_LEVELS = click.Choice([each.value for each in SourceLevel])


@framed_command(
    "import",
    help=N_("Import a file into a source book; a new book is made."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue sources import mzj.xlsx --book MZJ --title 民政下放\n"
        "  yiwang catalogue sources import mzj.xlsx --book MZJ --sheet 2 --dry-run"
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.option("--book", required=True, metavar="BOOK", help=N_("The code of the book."))
@click.option("--title", default="", metavar="TEXT", help=N_("The title of a new book."))
@click.option(
    "--kind",
    type=_KINDS,
    metavar="KIND",
    help=N_(
        "The kind of a new book: department, grid, duty_basic, duty_cooperative, "
        "duty_recalled, hotline, power."
    ),
)
@click.option("--department", default="", metavar="TEXT", help=N_("Whose list a new book is."))
@click.option("--level", type=_LEVELS, help=N_("Whose level a new book is of."))
@click.option(
    "--received", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=N_("When a new book was received.")
)
@click.option("--note", default="", metavar="TEXT", help=N_("A note on a new book."))
@click.option("--sheet", metavar="SHEET", help=N_("Of a workbook: the sheet's name, or its number from 1."))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="HEADING=FIELD",
    help=N_("Say which column is meant; may be repeated, or several separated by commas."),
)
@click.option("--partial", is_flag=True, help=N_("Load the good rows even if others are rejected."))
@click.option("--encoding", metavar="NAME", help=N_("The encoding of the file: utf-8, gb18030, utf-16."))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would change."))
@json_option
@pass_context
def import_file(
    context: Context, /, *, file: str, book: str, dry_run: bool, as_json: bool, **said: Any
) -> None:
    """Import, or say what an import would do."""
    from models.catalogue.sources.views import ImportWishes
    from models.exchange.refusals import RowsRejected
    from models.exchange.sourcing import report_of

    service, actor = context.services().sources, context.actor()
    wishes = ImportWishes(said["sheet"], said["mapping"], said["partial"], said["encoding"])
    run = service.plan_import if dry_run else service.import_file
    try:
        report = run(actor, _file(file), book, _entries(said), wishes)
    except RowsRejected as refusal:
        _answer(context, report_of(book, refusal.summary), dry_run=dry_run, as_json=as_json)
        raise
    _answer(context, report, dry_run=dry_run, as_json=as_json)
    if report.rejected:
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


@framed_command(
    "acknowledge",
    help=N_("Mark changes as looked at."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue sources acknowledge MZJ\n"
        "  yiwang catalogue sources acknowledge --item 12 --item 15"
    ),
)
@click.argument("book", metavar="[BOOK]", required=False)
@click.option(
    "--item", "item_ids", type=int, multiple=True, metavar="ID", help=N_("Only changes of this item.")
)
@click.option("--all", "everything", is_flag=True, help=N_("Changes of all books."))
@rehearsal_option
@pass_context
def acknowledge(context: Context, *, book: str | None, item_ids: tuple[int, ...], everything: bool) -> None:
    """Mark changes of a book, of items, or all."""
    if book is None and not item_ids and not everything:
        raise click.UsageError(_("Name a book or items, or say --all."))
    marked = context.services().sources.acknowledge(context.actor(), book, item_ids or None)
    context.echo(_("%(count)s changes marked as looked at.", count=marked))


@framed_command("edit", help=N_("Change title, kind, department, level, date or note of a source book."))
@click.argument("book", metavar="BOOK")
@click.option("--title", metavar="TEXT", help=N_("The new title."))
@click.option(
    "--kind",
    type=_KINDS,
    metavar="KIND",
    help=N_("The new kind: department, grid, duty_basic, duty_cooperative, duty_recalled, hotline, power."),
)
@click.option("--department", metavar="TEXT", help=N_("Whose list it is."))
@click.option("--level", type=_LEVELS, help=N_("Whose level it is of."))
@click.option(
    "--received", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=N_("When it was received.")
)
@click.option("--note", metavar="TEXT", help=N_("A note."))
@rehearsal_option
@pass_context
def edit(context: Context, /, *, book: str, **said: Any) -> None:
    """Change what was said; the rest stays."""
    from models.catalogue.sources.views import BookEntries

    service, actor = context.services().sources, context.actor()
    found = service.book(actor, book)
    if all(value is None for value in said.values()):
        raise click.UsageError(_("Say what to change."))
    kept = {name: getattr(found, name) for name in said}
    new = BookEntries(
        **{**kept, **_members({name: value for name, value in said.items() if value is not None})}
    )
    service.edit_book(actor, found.code, new, found.version)
    context.echo(_("Source book %(book)s changed.", book=found.code))


@framed_command("retire", help=N_("Take a source book out of the work; nothing is deleted."))
@click.argument("book", metavar="BOOK")
@rehearsal_option
@pass_context
def retire(context: Context, *, book: str) -> None:
    """Retire one book."""
    service, actor = context.services().sources, context.actor()
    found = service.book(actor, book)
    service.retire_book(actor, found.code, found.version)
    context.echo(_("Source book %(book)s retired.", book=found.code))


@framed_command("restore", help=N_("Put a retired source book back into use."))
@click.argument("book", metavar="BOOK")
@rehearsal_option
@pass_context
def restore(context: Context, *, book: str) -> None:
    """Restore one book."""
    service, actor = context.services().sources, context.actor()
    found = service.book(actor, book)
    service.restore_book(actor, found.code, found.version)
    context.echo(_("Source book %(book)s is in use again.", book=found.code))


def _file(file: str) -> Path | tuple[str, bytes]:
    if file != "-":
        return Path(file)
    from models.exchange.readers import MOST_BYTES

    return "-", sys.stdin.buffer.read(MOST_BYTES + 1)


def _entries(said: dict[str, Any]) -> BookEntries | None:
    from models.catalogue.sources.views import BookEntries

    names = ("title", "kind", "department", "level", "received", "note")
    given = _members({name: said[name] for name in names if said[name]})
    return BookEntries(**{"title": "", **given}) if given else None


def _members(said: dict[str, Any]) -> dict[str, Any]:
    made = dict(said)
    for name, read in (("kind", SourceKind), ("level", SourceLevel), ("received", lambda day: day.date())):
        if name in made:
            made[name] = read(made[name])
    return made


def _answer(context: Context, report: ImportReport, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        context.document(report_document(report, dry_run=dry_run))
        return
    from console.commands.import_ import problem_line

    for assumption in report.assumptions:
        context.say(str(render(assumption)))
    for problem in report.problems[:_SHOWN]:
        context.say(problem_line(problem))
    if len(report.problems) > _SHOWN:
        context.say(_("… and %(count)s more; --json lists all.", count=len(report.problems) - _SHOWN))
    if report.batch is None and not dry_run:
        return
    lines = [] if report.new_book and not dry_run else list(report.lines)
    for line in lines[:_SHOWN]:
        context.echo(import_line(line))
    if len(lines) > _SHOWN:
        context.say(_("… and %(count)s more; --json lists all.", count=len(lines) - _SHOWN))
    counts = {name: getattr(report, name) for name in ("created", "changed", "same", "gone", "rejected")}
    sentence = (
        N_(
            "Would be: new %(created)s, changed %(changed)s, same %(same)s, gone %(gone)s, "
            "rejected %(rejected)s. Nothing was written."
        )
        if dry_run
        else N_("New %(created)s, changed %(changed)s, same %(same)s, gone %(gone)s, rejected %(rejected)s.")
    )
    context.echo(_(sentence, **counts))
