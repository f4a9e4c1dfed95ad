"""``yiwang tick``: what becomes due by itself, for cron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _, ngettext
from models.cases.warning_views import Warned

if TYPE_CHECKING:
    from console.commands.context import Context


@framed_command(
    "tick",
    help=N_(
        "Do what becomes due by itself: end holds that are over, warn of deadlines.\n\n"
        "Open consoles do it as well; where none is open overnight, let cron run it every few minutes. "
        "It may run any number of times at once."
    ),
)
@json_option
@pass_context
def command(context: Context, *, as_json: bool) -> None:
    """Sweep, and say how much was done."""
    services = context.services()
    resumed = services.cases.sweep()
    raised = services.warnings.sweep()
    services.rosters.expire()
    absent = services.whistles.sweep()
    raised_up = services.escalating.sweep() if services.escalates() else 0
    if as_json:
        context.document(
            {
                "resumed": resumed,
                "escalated": raised_up,
                "absent": absent,
                **{kind.value: count for kind, count in raised.items()},
            }
        )
    else:
        context.echo(
            ngettext(
                "%(count)s case moved by itself: a hold that is over, or a claim that rested too long.",
                "%(count)s cases moved by themselves: holds that are over, or claims that rested too long.",
                resumed,
                count=resumed,
            )
        )
        if absent:
            context.echo(
                ngettext(
                    "%(count)s unit that was called did not report in.",
                    "%(count)s units that were called did not report in.",
                    absent,
                    count=absent,
                )
            )
        if raised_up:
            context.echo(
                ngettext(
                    "%(count)s case went up because nobody acted.",
                    "%(count)s cases went up because nobody acted.",
                    raised_up,
                    count=raised_up,
                )
            )
        context.echo(
            _(
                "Warned: %(soon)s due soon, %(over)s overdue.",
                soon=raised[Warned.DUE_SOON],
                over=raised[Warned.OVERDUE],
            )
        )
