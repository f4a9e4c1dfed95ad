"""``yiwang case receipt``: why a case, a stage of it or a unit that assists on it is due then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caselines import times
from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _, pgettext
from models.cases.rules import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.commands.context import Context
    from models.cases.views import CaseView

HANDLING = "handle"
"""How the clock of the case itself is named; those of its stages go by the name of the stage."""


@framed_command("receipt", help=N_("Explain the deadline of a case line by line."))
@click.argument("number", metavar="NO")
@click.option(
    "--clock",
    metavar="CLOCK",
    help=N_("That of a stage or of an assisting unit instead, the latest if it came again."),
)
@click.option("--clocks", "listed", is_flag=True, help=N_("List the clocks that can be explained."))
@json_option
@pass_context
def receipt(context: Context, *, number: str, clock: str | None, listed: bool, as_json: bool) -> None:
    """Print the receipt that was frozen when the clock started."""
    from console.former_words import receipt_texts
    from models.cases.refusals import NoDeadlineYet

    case = context.services().cases.case(context.actor(), number)
    if listed:
        _list(context, case, as_json=as_json)
        return
    kept, ends = (case.receipt, "") if clock in {None, HANDLING} else _kept(context, case, str(clock).strip())
    if kept is None:
        raise NoDeadlineYet(case.number)
    if as_json:
        context.document(kept)
        return
    for line in receipt_texts(kept, times(context)):
        context.echo(line)
    if ends:
        context.echo(ends)


def _kept(context: Context, case: CaseView, clock: str) -> tuple[Mapping[str, Any] | None, str]:
    """Return the receipt of a stage or of a unit, and what else decides when that is due.

    Raises:
        NoSuchClock: the case never had a clock of this stage.
        click.BadParameter: it is neither a stage nor a unit that assists; the sentence names what there is.
    """
    from console.assist_words import bound_words
    from models.cases.clock_refusals import NoSuchClock

    if clock not in list(Stage):
        newest = {each.unit_name: each for each in case.tasks}
        fitting = [newest[clock]] if clock in newest else [newest[name] for name in newest if clock in name]
        if clock and len(fitting) == 1:
            return fitting[0].receipt, bound_words(fitting[0], times(context))
        raise click.BadParameter(
            _(
                "There is no clock “%(clock)s”; this case has: %(clocks)s",
                clock=clock,
                clocks=_(", ").join(name for name, _words, _due in _clocks(context, case)) or _("none"),
            ),
            param_hint="--clock",
        )
    stages = [each.id for each in case.clocks if each.stage == clock]
    if not stages:
        raise NoSuchClock(case.number, Stage(clock))
    return context.services().cases.explain_clock(context.actor(), case.id, stages[-1]), ""


def _clocks(context: Context, case: CaseView) -> Iterator[tuple[str, str, str]]:
    """Yield what to give as ``--clock``, what it is called and how it stands; the latest of each."""
    from console.assist_words import task_due
    from console.clockwords import clock_choice, main_choice
    from console.labels import label

    wording, now = times(context), context.services().clock.now()
    if case.receipt is not None:
        yield HANDLING, pgettext("clock", "Handling"), main_choice(case, wording, now)
    for stage in {each.stage: each for each in case.clocks}.values():
        yield str(stage.stage), label(stage.stage), clock_choice(stage, wording, now)
    for task in {each.unit_name: each for each in case.tasks}.values():
        yield task.unit_name, label(task.state), task_due(task, wording, now)


def _list(context: Context, case: CaseView, *, as_json: bool) -> None:
    from console.commands.context import Column

    columns: list[Column[tuple[str, str, str]]] = [
        Column("clock", N_("Clock"), lambda row: row[0]),
        Column("name", N_("Step or state"), lambda row: row[1]),
        Column("due", N_("Due"), lambda row: row[2]),
    ]
    rows = list(_clocks(context, case))
    context.listing(rows, columns, as_json=as_json, empty=N_("No clock of this case can be explained."))
