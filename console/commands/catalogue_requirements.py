"""``yiwang catalogue requirements`` and ``trace``: what the platform has to do, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_editions import day
from console.commands.frame import framed_command, json_option, pass_context
from console.files import write_whole
from console.i18n import N_, _
from models.exchange.papers.names import PaperForm
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from console.commands.context import Context
    from models.catalogue.requirements.views import RequirementSet, Trace, TraceRow

_FORMS = (PaperForm.DOCX, PaperForm.XLSX, PaperForm.MARKDOWN)


def _which(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option(
        "--edition", default="", metavar="NAME", help=N_("Of this edition: its number or name.")
    )(function)
    return click.option("--as-of", "on", metavar="DATE", callback=day, help=N_("Of the list of this day."))(
        function
    )


def _asked(edition: str, on: date | None) -> str:
    if edition and on:
        raise click.UsageError(_("Give either --as-of or --edition: an edition has its own day."))
    return edition or ("" if on is None else on.isoformat())


@framed_command(
    "requirements",
    help=N_(
        "Derive the platform's business requirements from an edition.\n\n"
        "For every matter its flow, roles, steps, limits, forms and data fields, interfaces to departments "
        "and expected volume; roles by functions; what is incomplete; and traces both ways. Without "
        "--edition or --as-of the newest edition in force is meant. The ending of the file says its form: "
        ".docx, .xlsx or .md."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue requirements -o requirements.docx\n"
        "  yiwang catalogue requirements --edition 2027 -o requirements.xlsx\n"
        "  yiwang catalogue requirements --json"
    ),
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=N_("Where to write."))
@_which
@json_option
@pass_context
def requirements(
    context: Context, *, output: Path | None, edition: str, on: date | None, as_json: bool
) -> None:
    """Derive, and write a paper or answer with data."""
    if output is None and not as_json:
        raise click.UsageError(_("Say where to write with -o FILE, or --json."))
    form = None if output is None else _form_of(output)
    found = context.services().requirements.derive(context.actor(), _asked(edition, on))
    if output is not None and form is not None:
        _write(context, found, form, output)
    if as_json:
        context.document(requirement_document(found))


def _form_of(output: Path) -> PaperForm:
    from models.exchange.papers.forms import form_of

    return form_of(output.name, _FORMS)


def _write(context: Context, found: RequirementSet, form: PaperForm, output: Path) -> None:
    from console.tongue import list_name, tongue

    books, name, words = context.services().books, list_name(found.meant), tongue()
    try:
        write_whole(output, lambda stream: books.requirement_book(found, name, form, stream, words))
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(
        _(
            "%(matters)s requirements were written to %(file)s; missing in %(gaps)s places.",
            matters=len(found.requirements),
            file=str(output),
            gaps=len(found.gaps),
        )
    )


def requirement_document(found: RequirementSet) -> dict[str, Any]:
    """Return requirements as ``--json`` gives them."""
    edition = found.meant.edition
    return {
        "edition": None if edition is None else edition.number,
        "day": found.meant.day,
        "volumes": {"from": found.first, "to": found.last},
        "requirements": found.requirements,
        "functions": found.functions,
        "departments": found.departments,
        "gaps": found.gaps,
        "unclaimed": found.unclaimed,
    }


@framed_command(
    "trace",
    help=N_(
        "Trace a matter, source item, flow or requirement both ways.\n\n"
        "CODE is a matter's or flow's code, a requirement such as R0012 or R0012.C1, a source item such as "
        "S0034 or BOOK:ROW, or a whole book."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue trace 040101\n"
        "  yiwang catalogue trace R0012 --json\n"
        "  yiwang catalogue trace MZJ:15"
    ),
)
@click.argument("code", metavar="CODE")
@_which
@json_option
@pass_context
def trace(context: Context, *, code: str, edition: str, on: date | None, as_json: bool) -> None:
    """Show every way from source items to requirements through what is named."""
    from console.commands.context import Column

    found = context.services().requirements.trace(context.actor(), code, _asked(edition, on))
    if as_json:
        context.document(_trace_document(found))
        return
    columns: list[Column[TraceRow]] = [
        Column("source", N_("Source item"), lambda row: "" if row.source is None else row.source.number),
        Column("place", N_("Where it is written"), _place),
        Column("said", N_("What it says"), lambda row: "" if row.source is None else row.source.name),
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Matter"), lambda row: row.name or _("on no matter of the list")),
        Column("flow", N_("Flow"), lambda row: row.flow),
        Column("requirement", N_("Requirement"), lambda row: row.requirement),
        Column("parts", N_("Parts"), lambda row: len(row.parts), right=True),
    ]
    context.listing(found.rows, columns)


def _place(row: TraceRow) -> str:
    ref = row.source
    if ref is None:
        return _("no source item")
    return _("%(place)s, row %(row)s", place=f"{ref.book} {ref.sheet}".strip(), row=ref.row)


def _trace_document(found: Trace) -> dict[str, Any]:
    edition = found.meant.edition
    return {
        "asked": found.asked,
        "edition": None if edition is None else edition.number,
        "day": found.meant.day,
        "counts": dict(found.by_kind),
        "rows": found.rows,
    }


COMMANDS = (requirements, trace)
