"""``yiwang init``: a new township database, usable at once by whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, pass_context, yes_option
from console.commands.search import fill_index
from console.i18n import N_, _
from console.settings import os_user

if TYPE_CHECKING:
    from console.commands.context import Context

DEFAULT_OFFICE = N_("Our township")


@framed_command(
    "init",
    help=N_(
        "Make a new township database.\n\n"
        "The operating-system user becomes its administrator, and commands act as that user. "
        "A database that is there already keeps everything it holds; an interrupted init is completed."
    ),
)
@click.option("--office", metavar="NAME", help=N_("Name of the office, shown in the title line."))
@yes_option
@pass_context
def command(context: Context, office: str | None) -> None:
    """Make the tables, seed the calendar, name the office and its first administrator."""
    from migrations.runner import current, head_revision, upgrade

    url = context.settings.database
    where = context.settings.shown_database
    before = current(url)
    if before is not None and before != head_revision():
        question = _("The database is at version %(found)s; bring it to %(needed)s now?")
        context.confirm(question % {"found": before, "needed": head_revision()})
    upgrade(url)
    fill_index(context)
    context.services().initialise(os_user(), office or _(DEFAULT_OFFICE))
    if before is None:
        context.say(_("The township database %(where)s is ready.") % {"where": where})
        context.say(_("Its administrator is %(user)s, as whom commands act.") % {"user": os_user()})
    else:
        context.say(_("%(where)s is a township database already; what it holds was kept.") % {"where": where})
