"""``yiwang catalogue`` for editions: load, withdraw, compare, and what became of a number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option, yes_option
from console.edition_words import (
    action_word,
    counts_words,
    force_words,
    lineage_words,
    step_words,
    was_words,
)
from console.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.commands.context import Context
    from models.catalogue.editions.views import Bearer, Diff, Difference, EditionPlan, EditionView

_SHOWN = 30


def day(_context: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Read a day as ISO writes it; ``None`` stays ``None``."""
    if value is None:
        return None
    from models.exchange.cells import day as read_day
    from models.kernel.errors import DomainError

    try:
        return read_day(value)
    except DomainError:
        raise click.BadParameter(_("“%(text)s” is not a date such as 2026-01-01.", text=value)) from None


@framed_command(
    "load",
    help=N_("Publish a whole list as a new edition; what it does not name any more is retired."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue load 2026.csv --effective 2026-01-01 --dry-run\n"
        "  yiwang catalogue load 2026.csv --effective 2026-01-01 --lineage hints.csv"
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.option(
    "--effective", metavar="DATE", required=True, callback=day, help=N_("The day on which it takes force.")
)
@click.option("--edition", "name", default="", metavar="NAME", help=N_("What the edition is called."))
@click.option("--note", default="", metavar="TEXT", help=N_("What the edition says of itself."))
@click.option(
    "--lineage",
    "hints",
    metavar="FILE",
    type=click.Path(),
    help=N_("What became of old numbers: a table with the columns from, to, kind."),
)
@click.option(
    "--map", "mapping", multiple=True, metavar="HEADING=FIELD", help=N_("Say which column is meant.")
)
@click.option("--dry-run", is_flag=True, help=N_("Only say what would change."))
@json_option
@pass_context
def load(
    context: Context,
    *,
    file: str,
    effective: date,
    name: str,
    note: str,
    hints: str | None,
    mapping: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read the list, compare it with what stands, publish it."""
    from console.commands.import_ import rejected_rows, source_of

    services, actor = context.services(), context.actor()
    with rejected_rows(context, as_json=as_json):
        read = services.exchange.read_list(source_of(file), mapping)
        said = [] if hints is None else services.exchange.read_hints(Path(hints))
    for assumption in read.assumptions:
        context.say(str(_render(assumption)))
    if read.unknown_columns:
        context.say(_("Columns not used: %(columns)s", columns=", ".join(read.unknown_columns)))
    if dry_run:
        plan = services.editions.plan_load(actor, read.rows, effective, said, name)
        _show_plan(context, plan, as_json=as_json)
        return
    done = services.editions.load(actor, read.rows, effective, name=name, note=note, hints=said)
    if as_json:
        counts = {**done.plan.counts, "skipped": 0, "rejected": 0}
        context.document({"edition": edition_document(done.edition), **counts})
        return
    context.echo(
        _(
            "Edition %(number)s “%(name)s”, in force from %(effective)s: %(counts)s.",
            number=done.edition.number,
            name=done.edition.name,
            effective=effective.isoformat(),
            counts=counts_words(done.plan.counts),
        )
    )


def _render(value: Any) -> Any:
    from console.i18n import render

    return render(value)


def edition_document(edition: EditionView) -> dict[str, Any]:
    """Return an edition as ``--json`` gives it."""
    return {
        "number": edition.number,
        "name": edition.name,
        "status": edition.status.value,
        "effective": None if edition.effective is None else edition.effective.isoformat(),
        "published_at": None if edition.published_at is None else edition.published_at.isoformat(),
        "note": edition.note,
        "counts": dict(edition.counts),
    }


def _show_plan(context: Context, plan: EditionPlan, *, as_json: bool) -> None:
    if as_json:
        context.document(plan)
        return
    from console.labels import label

    for change in plan.changes[:_SHOWN]:
        how = " ".join(label(kind) for kind in change.lineage)
        words = action_word(change.action.value)
        old = "" if change.old_code in {"", change.code} else f"{change.old_code} → "
        heirs = f" → {', '.join(change.heirs)}" if change.heirs else ""
        why = _("(known by its name)") if change.found_by_name else change.note
        line = f"{words}  {old}{change.code}  {change.name}{heirs}  {how}".rstrip()
        context.echo(f"{line}  {why}".rstrip())
    if len(plan.changes) > _SHOWN:
        context.say(_("… and %(count)s more; --json lists all.", count=len(plan.changes) - _SHOWN))
    context.echo(counts_words(plan.counts))


@framed_command(
    "editions",
    help=N_("List the editions, the newest first."),
    epilog=N_("Example:\n  yiwang catalogue editions --json"),
)
@json_option
@pass_context
def editions(context: Context, *, as_json: bool) -> None:
    """Show number, name, date of force, state and counts."""
    from console.commands.context import Column
    from console.labels import label

    found = context.services().editions.editions(context.actor())
    if as_json:
        context.document([edition_document(each) for each in found])
        return
    columns: list[Column[EditionView]] = [
        Column("number", N_("Number"), lambda row: "" if row.number is None else row.number, right=True),
        Column("name", N_("Called"), lambda row: row.name),
        Column("effective", N_("In force from"), lambda row: row.effective or ""),
        Column("status", N_("Status"), lambda row: row.status.value, text=lambda row: label(row.status)),
        Column("created", N_("Created"), lambda row: row.counts.get("created", ""), right=True),
        Column("changed", N_("Changed"), lambda row: row.counts.get("changed", ""), right=True),
        Column("retired", N_("Retired"), lambda row: row.counts.get("retired", ""), right=True),
    ]
    context.listing(found, columns, empty=N_("No edition was published yet."))


@framed_command(
    "withdraw",
    help=N_("Take the newest edition back: everything stands again as before it."),
    epilog=N_("Example:\n  yiwang catalogue withdraw 3 --yes"),
)
@click.argument("number", type=int, metavar="NUMBER")
@yes_option
@json_option
@rehearsal_option
@pass_context
def withdraw(context: Context, *, number: int, as_json: bool) -> None:
    """Withdraw one edition after a question."""
    services, actor = context.services(), context.actor()
    context.confirm(_("Withdraw edition %(number)s?", number=number))
    edition = services.editions.withdraw(actor, number)
    if as_json:
        context.document(edition_document(edition))
    else:
        context.echo(_("Edition %(number)s was withdrawn.", number=number))


@framed_command(
    "diff",
    help=N_("Compare two editions or days, matter by matter; into a workbook with -o."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue diff 1 2\n"
        "  yiwang catalogue diff 2025-06-30 2026-01-01 --json\n"
        "  yiwang catalogue diff 1 2 -o changes.xlsx"
    ),
)
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="B")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Write one row for each change into this workbook (.xlsx)."),
)
@json_option
@pass_context
def diff(context: Context, *, earlier: str, later: str, output: Path | None, as_json: bool) -> None:
    """Show what is new, what changed and what ended."""
    found = context.services().editions.diff(context.actor(), earlier, later)
    if output is not None:
        _write_diff(context, found, output)
        if not as_json:
            return
    if as_json:
        context.document(
            {
                "from": found.earlier,
                "to": found.later,
                "created": [_difference(each) for each in found.created],
                "changed": [_difference(each) for each in found.changed],
                "retired": [_difference(each) for each in found.retired],
                "same": found.same,
            }
        )
        return
    for title, part in (
        (pgettext("changes", "New"), found.created),
        (pgettext("changes", "Changed"), found.changed),
        (pgettext("changes", "Ended"), found.retired),
    ):
        if part:
            context.echo(f"{title} ({len(part)})")
            for line in part:
                context.echo(f"  {difference_line(line)}")
    context.echo(_("Same: %(count)s", count=found.same))


def _write_diff(context: Context, found: Diff, output: Path) -> None:
    from console.files import write_whole
    from console.tongue import list_name, tongue
    from models.exchange.papers.forms import PaperForm, form_of
    from models.kernel.oserrors import why

    form_of(output.name, (PaperForm.XLSX,))
    services, actor = context.services(), context.actor()
    names = [list_name(services.editions.as_of(actor, side)) for side in (found.earlier, found.later)]
    try:
        write_whole(
            output,
            lambda stream: services.books.difference_book(found, names[0], names[1], stream, tongue()),
        )
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(_("Written to %(file)s.", file=str(output)))


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "old_code": each.old_code,
        "old_name": each.old_name,
        "lineage": [kind.value for kind in each.lineage],
        "fields": {name: {"from": was, "to": now} for name, (was, now) in each.fields.items()},
        "relatives": each.relatives,
    }


def difference_line(each: Difference) -> str:
    """Return one difference as a line."""
    parts = (each.code, each.name, was_words(each), lineage_words(each))
    return "  ".join(part for part in parts if part)


@framed_command(
    "lineage",
    help=N_("Show what a number meant and what it leads to today."),
    epilog=N_(
        "Examples:\n  yiwang catalogue lineage 0103\n  yiwang catalogue lineage 0103 --as-of 2026-01-01"
    ),
)
@click.argument("code", metavar="CODE")
@click.option("--as-of", "on", metavar="DATE", callback=day, help=N_("What it leads to on this day."))
@json_option
@pass_context
def lineage(context: Context, *, code: str, on: date | None, as_json: bool) -> None:
    """Show every bearer of the number, newest first, with heirs and steps."""
    found = context.services().editions.lineage(context.actor(), code, on)
    if as_json:
        context.document(found)
        return
    for bearer in found.bearers:
        for line in bearer_lines(bearer):
            context.echo(line)


def bearer_lines(bearer: Bearer) -> Iterator[str]:
    """Yield what a matter that bore a code was, when, and what became of it."""
    from console.labels import label

    yield f"{bearer.code}  {bearer.name}  {force_words(bearer.first, bearer.last)}"
    for step in bearer.steps:
        yield f"  {step.effective.isoformat()}  {label(step.kind)}  {step_words(step)}".rstrip()
    for heir in bearer.heirs:
        yield f"  → {heir.code}  {heir.name}  {label(heir.status)}"


COMMANDS = (load, editions, withdraw, diff, lineage)
