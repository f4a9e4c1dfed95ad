"""``yiwang load``: what lies with each unit now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.assignment.board.views import Measure, UnitLoad


@framed_command("load", help=N_("Show what lies with each unit, and who is on duty."))
@json_option
@pass_context
def command(context: Context, *, as_json: bool) -> None:
    """Print a line for each unit, and their sum."""
    from console.commands.context import Column
    from console.loadwords import measure_words, unit_words
    from models.assignment.board.rules import cell_filter
    from models.assignment.board.views import Measure

    board = context.services().board.load(context.actor())
    if as_json:
        # The filter behind each number goes with it: “yiwang case find” lists the cases.
        context.document(
            [
                {
                    "unit": line.name or None,
                    **{measure.value: line.count(measure) for measure in Measure},
                    "on_duty": line.on_duty,
                    "filters": {
                        measure.value: cell_filter(line, measure, total=line is board.total)
                        for measure in Measure
                    },
                    "total": line is board.total,
                }
                for line in (*board.lines, board.total)
            ]
        )
        return

    def number(measure: Measure) -> Column[UnitLoad]:
        return Column(measure.value, measure_words(measure), lambda line: line.count(measure), right=True)

    columns: list[Column[UnitLoad]] = [
        Column("unit", N_("Unit"), lambda line: unit_words(line, total=line is board.total)),
        *map(number, Measure),
        Column("on_duty", N_("On duty"), lambda line: line.on_duty, right=True),
    ]
    context.listing((*board.lines, board.total), columns)
    if not any(line.unit_id is not None for line in board.lines):
        context.say(_("There are no units yet: “yiwang import units” takes them in."))
    elif not any(line.on_duty for line in board.lines):
        context.say(_("Nobody is on duty now: “yiwang roster who” says more, “yiwang roster fill” has them."))
