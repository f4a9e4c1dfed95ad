"""``yiwang catalogue rules``: the rules as a table, and those that are shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, json_option, pass_context, yes_option
from console.commands.ruleanswers import save
from console.files import write_whole
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Context


def _saving(function: Callable[..., Any]) -> Callable[..., Any]:
    dry_run = click.option("--dry-run", is_flag=True, help=N_("Only say what would move."))
    for wrap in (json_option, yes_option, dry_run):
        function = wrap(function)
    return function


@framed_command(
    "import",
    help=N_("Read all rules from a table, after a look at what moves; what it does not name is removed."),
    epilog=N_("Example:\n  yiwang catalogue rules import rules.xlsx --dry-run"),
)
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@_saving
@pass_context
def import_rules(context: Context, *, file: str, dry_run: bool, as_json: bool) -> None:
    """Replace the rules."""
    from console.commands.import_ import rejected_rows, source_of
    from models.catalogue.classing.views import ReplaceRules
    from models.exchange.ruletables import read_rules

    context.actor()
    with rejected_rows(context, as_json=as_json):
        drafts = read_rules(source_of(file), context.services().clock.now())
    save(context, ReplaceRules(drafts), dry_run=dry_run, agreed=None, as_json=as_json)


@framed_command(
    "export",
    help=N_("Write the rules as a table, .xlsx or .csv; it can be read in again."),
    epilog=N_("Example:\n  yiwang catalogue rules export -o rules.xlsx"),
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Where to write."),
)
@pass_context
def export_rules(context: Context, *, output: Path) -> None:
    """Write every rule in its order."""
    from models.exchange.papers.names import PaperForm
    from models.exchange.ruletables import write_rules

    forms = {".xlsx": PaperForm.XLSX, ".csv": None}
    ending = output.suffix.casefold()
    if ending not in forms:
        raise click.BadParameter(_("The file has to end with .xlsx or .csv."), param_hint="-o")
    services = context.services()
    found = services.classing.rules(context.actor())
    now = services.clock.now()
    try:
        count = write_whole(output, lambda stream: write_rules(found, forms[ending], stream, now))
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(_("%(count)s rules were written to %(file)s.", count=count, file=str(output)))


@framed_command(
    "defaults",
    help=N_("Load the rules that are shipped, behind your own; what you have under the same name stays."),
    epilog=N_(
        "Examples:\n  yiwang catalogue rules defaults --dry-run\n  yiwang catalogue rules defaults --yes"
    ),
)
@_saving
@pass_context
def defaults(context: Context, *, dry_run: bool, as_json: bool) -> None:
    """Add the shipped rules."""
    from models.catalogue.classing.views import ReplaceRules

    classing, actor = context.services().classing, context.actor()
    own = [each.draft for each in classing.rules(actor)]
    names = {each.name for each in own}
    added = [each for each in classing.defaults(actor) if each.name not in names]
    save(context, ReplaceRules((*own, *added)), dry_run=dry_run, agreed=None, as_json=as_json)


COMMANDS = (import_rules, export_rules, defaults)
