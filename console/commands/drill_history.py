"""``yiwang drill from-history``: what really came in as an exercise, with the office's own decisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.drillfiles import force_option, write_bytes
from console.commands.frame import Command, pass_context
from console.i18n import N_, _

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from console.commands.context import Context
    from models.drills.views import Past
    from scenarios.history.making import Made

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_IDLE = 15 * 60
"""Seconds without anything to do that are jumped over with --compress"""


@click.command(
    "from-history",
    cls=Command,
    help=N_(
        "Make an exercise of what really came in: yesterday, some days, or an import.\n\n"
        "Cases come at their own times; names, telephones and addresses are taken out of the texts as far as "
        "they can be recognised. Beside the scenario the decisions of the real office are written, which "
        "“run --policy ghost” takes again; compare a group with them by “drill compare”. At most three days."
    ),
)
@click.option("--from", "first", type=_DAY, metavar="DAY", help=N_("The first day; by itself yesterday."))
@click.option("--to", "last", type=_DAY, metavar="DAY", help=N_("The last day; by itself the first."))
@click.option("--batch", type=int, metavar="NUMBER", help=N_("Only the cases of this import, all its days."))
@click.option("-o", "--output", required=True, metavar="FILE", help=N_("Where to write the scenario."))
@click.option(
    "--ghost", metavar="FILE", help=N_("Where to write the decisions; by itself beside the scenario.")
)
@click.option(
    "--compress", is_flag=True, help=N_("When it is played, jump over times in which nobody has work to do.")
)
@force_option
@pass_context
def from_history(
    context: Context,
    *,
    first: datetime | None,
    last: datetime | None,
    batch: int | None,
    output: str,
    ghost: str | None,
    compress: bool,
    force: bool,
) -> None:
    """Read the past, write scenario and ghost."""
    from scenarios.history.ghost import ENDING, lines
    from scenarios.writing import to_yaml

    made = _made(context, first, last, batch, idle=_IDLE if compress else None)
    write_bytes(context, output, to_yaml(made.document).encode(), force=force)
    beside = ghost or str(Path(output).with_suffix(ENDING))
    write_bytes(context, beside, ("\n".join(lines(made.ghost)) + "\n").encode(), force=force)
    context.say(
        _(
            "Cases: %(cases)s, decisions: %(decisions)s, steps that cannot be done again: %(left)s.",
            cases=len(made.ghost.arrivals),
            decisions=len(made.ghost.decisions),
            left=len(made.ghost.left),
        )
    )
    if made.untold:
        named = (
            _("“%(theirs)s” × %(count)s", theirs=name, count=count) for name, count in made.untold.items()
        )
        context.say(
            _(
                "Activities of the log that are no step here, and stand in it as noted: %(named)s",
                named=_(", ").join(named),
            )
        )


def _made(
    context: Context, first: datetime | None, last: datetime | None, batch: int | None, *, idle: int | None
) -> Made:
    from zoneinfo import ZoneInfo

    from models.kernel.clock import SystemClock
    from scenarios.history.making import make
    from scenarios.history.refusals import NothingInImport

    services, actor = context.services(), context.actor()
    zone = ZoneInfo(services.organisation.office().zone)
    now = SystemClock().now()
    whole = batch is not None and first is None
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    begin = yesterday if first is None else first.date()
    end = begin if last is None else last.date()
    since, until = _start_of(begin, zone), min(_start_of(end + timedelta(days=1), zone), now)
    if whole:
        since, until = datetime(1970, 1, 2, tzinfo=zone), now
    past = services.drills.past(actor, since, until, batch)
    if batch is not None and whole and not past.cases:
        raise NothingInImport(batch)
    if whole and past.cases:
        since, until = _span_of(past)
    return make(past, since, until, zone, idle)


def _span_of(past: Past) -> tuple[datetime, datetime]:
    """Return when the first case of an import came in, and the moment after the last that happened."""
    began = past.cases[0].reported_at
    moments = [step.at for case in past.cases for step in case.steps]
    return began, max(moments, default=began) + timedelta(seconds=1)


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
