"""``yiwang deadlines``: whether the deadlines that were promised are the right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context
from console.exits import ExitCode
from console.i18n import N_, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.commands.context import Context
    from models.cases.judged_views import DeadlineDifference
    from models.cases.kinds import Stage


def _clock_name(stage: Stage | None) -> str:
    from console.labels import label

    return pgettext("clock", "Handling") if stage is None else label(stage)


def _columns(local: Callable[[datetime], datetime]) -> tuple[Column[DeadlineDifference], ...]:
    """Return what is shown of a difference; a person reads it in the office's own time."""

    def shown(moment: datetime | None) -> str:
        return "" if moment is None else f"{local(moment):%Y-%m-%d %H:%M}"

    return (
        Column("number", N_("Number"), lambda each: each.number),
        Column("clock", N_("Clock"), lambda each: each.stage, text=lambda each: _clock_name(each.stage)),
        Column("kept", N_("Kept"), lambda each: each.kept, text=lambda each: shown(each.kept)),
        Column(
            "counted", N_("Counted again"), lambda each: each.counted, text=lambda each: shown(each.counted)
        ),
    )


@framed_group("deadlines", help=N_("See whether the deadlines that were promised are the right ones."))
def command() -> None:
    """Hold the commands of deadlines."""


@command.command(
    "verify",
    help=N_(
        "Count the deadline of every open case again, and every stage clock; name those that differ.\n\n"
        "They are counted minute by minute and day by day, by other means than those they were worked "
        "out with. Nothing is changed. Ends with code 1 when something differs."
    ),
)
@json_option
@pass_context
def verify(context: Context, *, as_json: bool) -> int:
    """Print what differs."""
    check = context.services().cases.verify_deadlines()
    columns = _columns(context.services().calendar.current().time.local)
    context.listing(check.differences, columns, as_json=as_json, empty=N_("All deadlines agree."))
    context.say(
        ngettext(
            "%(count)s deadline counted.", "%(count)s deadlines counted.", check.counted, count=check.counted
        )
    )
    return ExitCode.REFUSED if check.differences else ExitCode.DONE
