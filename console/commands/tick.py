"""``yiwang tick``: what becomes due by itself, for cron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, ngettext

if TYPE_CHECKING:
    from console.commands.context import Context


@framed_command(
    "tick",
    help=N_(
        "Do what becomes due by itself: cases go on whose hold is over.\n\n"
        "Open consoles do it as well; where none is open overnight, let cron run it every few minutes. "
        "It may run any number of times at once."
    ),
)
@json_option
@pass_context
def command(context: Context, *, as_json: bool) -> None:
    """Sweep, and say how much was done."""
    resumed = context.services().cases.sweep()
    if as_json:
        context.document({"resumed": resumed})
    else:
        context.echo(
            ngettext(
                "%(count)s case goes on after its hold.",
                "%(count)s cases go on after their hold.",
                resumed,
                count=resumed,
            )
        )
