"""``yiwang upgrade``: brings a database to this version of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, json_option, pass_context
from console.commands.search import fill_index
from console.i18n import N_, _
from models.kernel.errors import NoDatabase

if TYPE_CHECKING:
    from console.commands.context import Context


@framed_command(
    "upgrade",
    help=N_(
        "Bring a database to this version of the program.\n\n"
        "A file is copied beside itself first. If a step fails, the database stays as it was."
    ),
)
@click.option("--no-backup", is_flag=True, help=N_("Make no copy of the file first."))
@json_option
@pass_context
def command(context: Context, *, no_backup: bool, as_json: bool) -> None:
    """Run the missing revisions and say what was done."""
    from migrations.runner import current, upgrade

    where = context.settings.shown_database
    if current(context.settings.database) is None:
        raise NoDatabase(where)
    move = upgrade(context.settings.database, backup=not no_backup)
    fill_index(context)
    if as_json:
        context.document({"before": move.before, "after": move.after, "backup": move.backup})
    elif not move.changed:
        context.say(_("The database is up to date: version %(version)s.") % {"version": move.after})
    else:
        words = {"before": move.before, "after": move.after}
        context.say(_("The database went from version %(before)s to %(after)s.") % words)
        if move.backup is not None:
            context.say(_("It was copied first, to %(where)s.") % {"where": move.backup})
