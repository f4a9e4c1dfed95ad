"""``yiwang catalogue``: matters and their conditions from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.catalogue_lists import lists
from console.commands.frame import framed_group, json_option, pass_context
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.commands.context import Context
    from models.accounts.views import Actor
    from models.catalogue.service import CatalogueService
    from models.catalogue.views import ClassView, MatterLine, MatterView

_PAGE = 500


@framed_group(
    "catalogue",
    help=N_("Look up matters, conditions and duty lists."),
    epilog=N_("Examples:\n  yiwang catalogue list --text 井盖\n  yiwang catalogue show C0101"),
)
def command() -> None:
    """Hold the commands of the catalogue."""


command.add_command(lists)


@command.command("list", help=N_("List matters."))
@click.option("--text", default="", metavar="TEXT", help=N_("Words of the name, a code, or pinyin initials."))
@click.option(
    "--class", "class_name", default="", metavar="CLASS", help=N_("Only this class: its name, or its code.")
)
@json_option
@pass_context
def list_matters(context: Context, *, text: str, class_name: str, as_json: bool) -> None:
    """Show every matter that fits, by code."""
    from console.commands.context import Column
    from console.labels import label

    catalogue, actor = context.services().catalogue, context.actor()
    ids = _class_ids(catalogue.classes(actor), class_name)
    columns: list[Column[MatterLine]] = [
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Matter"), lambda row: row.name),
        Column("class", N_("Class"), lambda row: row.class_name),
        Column("conditions", N_("Conditions"), lambda row: row.conditions, right=True),
        Column(
            "kind",
            N_("How it comes in"),
            lambda row: row.kind.value,
            text=lambda row: label(row.kind),
        ),
        Column("status", N_("Status"), lambda row: row.status.value, text=lambda row: label(row.status)),
    ]
    rows = list(_matters(catalogue, actor, ids, text))
    context.listing(rows, columns, as_json=as_json, empty=N_("No matter fits."))


@command.command("show", help=N_("Show a matter with its conditions and time limits."))
@click.argument("code", metavar="CODE")
@json_option
@pass_context
def show(context: Context, *, code: str, as_json: bool) -> None:
    """Show the newest version of one matter."""
    catalogue, actor = context.services().catalogue, context.actor()
    matter = catalogue.matter_by_code(actor, code)
    versions = catalogue.versions(actor, matter.id)
    if as_json:
        context.document({"matter": matter, "versions": versions})
        return
    for line in _lines(matter):
        context.echo(line)


def _matters(
    catalogue: CatalogueService, actor: Actor, ids: list[int | None], text: str
) -> Iterator[MatterLine]:
    for class_id in ids:
        after = None
        while True:
            page = catalogue.matters(actor, class_id, text, after, _PAGE)
            yield from page.rows
            after = page.next_key
            if after is None:
                break


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
        (_("Status"), label(matter.status)),
        (_("Lead unit"), matter.lead_unit_name),
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
