"""``yiwang catalogue``: matters and their conditions from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands import catalogue_draft, catalogue_flow
from console.commands.catalogue_admission import COMMANDS as BOUNDARY
from console.commands.catalogue_editions import COMMANDS, day
from console.commands.catalogue_lists import lists
from console.commands.catalogue_requirements import COMMANDS as REQUIREMENTS
from console.commands.catalogue_review import review
from console.commands.catalogue_rules import rules
from console.commands.catalogue_sources import sources
from console.commands.frame import framed_group, json_option, pass_context
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from console.commands.context import Context
    from models.accounts.views import Actor
    from models.catalogue.editions.views import ListLine
    from models.catalogue.service import CatalogueService
    from models.catalogue.views import ClassView, MatterView

_PAGE = 500


@framed_group(
    "catalogue",
    help=N_("Look up matters, conditions and duty lists."),
    epilog=N_(
        "Examples:\n  yiwang catalogue list --text 井盖\n  yiwang catalogue show C0101 --as-of 2026-01-01"
    ),
)
def command() -> None:
    """Hold the commands of the catalogue."""


@command.command("list", help=N_("List the matters in force, today or on another day."))
@click.option("--text", default="", metavar="TEXT", help=N_("Words of the name, a code, or pinyin initials."))
@click.option(
    "--class", "class_name", default="", metavar="CLASS", help=N_("Only this class: its name, or its code.")
)
@click.option("--as-of", "on", metavar="DATE", callback=day, help=N_("As it was, or will be, on this day."))
@click.option("--edition", metavar="NAME", help=N_("As this edition published it: its number or name."))
@json_option
@pass_context
def list_matters(
    context: Context,
    *,
    text: str,
    class_name: str,
    on: date | None,
    edition: str | None,
    as_json: bool,
) -> None:
    """Show every matter that fits, by code."""
    from console.commands.context import Column
    from console.labels import label

    if edition and on:
        raise click.UsageError(_("Give either --as-of or --edition: an edition has its own day."))
    services, actor = context.services(), context.actor()
    known = None
    if edition:
        meant = services.editions.as_of(actor, edition)
        on, known = meant.day, meant.known
    rows = services.editions.list_on(actor, on, known)
    if text or class_name:
        wanted = _fitting(services.catalogue, actor, text, class_name, on, known)
        rows = [row for row in rows if row.code in wanted]
    columns: list[Column[ListLine]] = [
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Matter"), lambda row: row.name),
        Column("class", N_("Class"), lambda row: row.class_name),
        Column("parent", N_("Main item"), lambda row: row.parent),
        Column(
            "list",
            N_("Duty list"),
            lambda row: None if row.duty_list is None else row.duty_list.value,
            text=lambda row: "" if row.duty_list is None else label(row.duty_list),
        ),
        Column("unit", N_("Unit"), lambda row: row.department or row.unit),
        Column("conditions", N_("Conditions"), lambda row: row.conditions, right=True),
        Column("kind", N_("How it comes in"), lambda row: row.kind.value, text=lambda row: label(row.kind)),
        Column(
            "from",
            N_("In force from"),
            lambda row: row.valid_from,
            text=lambda row: str(row.valid_from or ""),
        ),
        Column("to", N_("Last day"), lambda row: row.valid_to, text=lambda row: str(row.valid_to or "")),
    ]
    if not as_json:
        columns = [column for column in columns if any(column.shown(row) for row in rows)]
    context.listing(rows, columns, as_json=as_json, empty=N_("No matter fits."))


@command.command("show", help=N_("Show a matter with its conditions and time limits."))
@click.argument("code", metavar="CODE")
@click.option("--as-of", "on", metavar="DATE", callback=day, help=N_("As it was, or will be, on this day."))
@json_option
@pass_context
def show(context: Context, *, code: str, on: date | None, as_json: bool) -> None:
    """Show what a code means today, or on another day."""
    catalogue, actor = context.services().catalogue, context.actor()
    matter = catalogue.matter_by_code(actor, code, on)
    versions = catalogue.versions(actor, matter.id)
    if as_json:
        context.document({"matter": matter, "versions": versions})
        return
    for line in _lines(matter):
        context.echo(line)


_PARTS = (sources, catalogue_flow.command, lists, rules, review, *REQUIREMENTS, *BOUNDARY)
for _part in (*COMMANDS, *catalogue_draft.COMMANDS, *_PARTS):
    command.add_command(_part)


def _fitting(
    catalogue: CatalogueService,
    actor: Actor,
    text: str,
    class_name: str,
    on: date | None,
    known: datetime | None,
) -> set[str]:
    """Return the codes of the matters that fit a search."""
    found = set()
    for class_id in _class_ids(catalogue.classes(actor), class_name):
        after = None
        while True:
            page = catalogue.matters(actor, class_id, text, after, _PAGE, day=on, known=known)
            found |= {row.code for row in page.rows}
            after = page.next_key
            if after is None:
                break
    return found


def _class_ids(classes: list[ClassView], wanted: str) -> list[int | None]:
    """Return the classes meant by a name, a code (``01``) or scheme and code (``event:01``)."""
    if not wanted:
        return [None]
    found: list[int | None] = [
        each.id for each in classes if wanted in {each.name, each.code, f"{each.scheme}:{each.code}"}
    ]
    if not found:
        names = ", ".join(dict.fromkeys(each.name for each in classes))
        message = _("There is no class “%(name)s”. There are: %(names)s", name=wanted, names=names)
        raise click.BadParameter(message, param_hint="--class")
    return found


def _lines(matter: MatterView) -> Iterator[str]:
    from console.labels import label
    from console.text import limit_words

    yield f"{matter.code}  {matter.name}"
    facts = [
        (_("Class"), " / ".join(matter.class_path)),
        (_("Version"), str(matter.version_number)),
        (_("How it comes in"), label(matter.kind)),
        (_("Level able to settle"), label(matter.settle_level)),
        (_("Urgency"), str(matter.urgency)),
        (_("Severity"), str(matter.severity)),
        (_("Status"), label(matter.status)),
        (_("In force from"), str(matter.in_force_from or "")),
        (_("Last day"), str(matter.in_force_to or "")),
        (_("Main item"), matter.parent),
        (_("Duty list"), label(matter.duty_list) if matter.duty_list else ""),
        (_("Responsible department"), matter.department),
        (_("Lead unit"), matter.lead_unit_name),
        (_("Assisting units"), _(", ").join(matter.assisting)),
        (_("Flow"), f"{matter.flow} {matter.flow_name}".rstrip()),
        (_("Duty item"), f"{matter.duty_item.code} {matter.duty_item.name}" if matter.duty_item else ""),
        (_("Legal basis"), matter.legal_basis),
        (_("Keywords"), matter.keywords),
    ]
    for title, value in facts:
        if value:
            yield f"{title}: {value}"
    yield _("Filing conditions:")
    for condition in matter.conditions:
        yield f"  {condition.seq}. {limit_words(condition.limit)}  {condition.text}".rstrip()
        if condition.closing_condition:
            yield f"     {_('Closing condition')}: {condition.closing_condition}"
        if condition.evidence:
            yield f"     {_('Evidence')}: {condition.evidence}"
