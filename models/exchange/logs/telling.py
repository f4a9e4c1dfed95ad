"""What an import of a log says of itself: everything that had to be assumed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.cases.words import CHANNEL_WORDS
from models.exchange.logs.undoing import KIND
from models.exchange.logs.views import LogReport
from models.exchange.views import ImportSummary
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from models.exchange.logs.building import Builder
    from models.exchange.logs.intake import Tally
    from models.exchange.logs.service import Outcome, Waiting
    from models.exchange.logs.views import ActivityUse, LogOptions

_MOST_NAMED = 8


def assumptions_of(
    waiting: Waiting, tally: Tally, builder: Builder, outcome: Outcome, options: LogOptions
) -> Iterator[Phrase]:
    """Yield what was assumed about the file, its times, its order and what it names."""
    yield from waiting.table.said
    pairs = ", ".join(f"{heading} = {name}" for name, heading in waiting.columns.by_field.items())
    yield Phrase(N_("columns: %(pairs)s"), pairs=pairs)
    if tally.naive:
        yield Phrase(
            N_("times without an offset are meant in %(zone)s: %(count)s"),
            zone=waiting.zone.key,
            count=tally.naive,
        )
    if builder.equal_times:
        yield Phrase(
            N_("entries of a case at the same moment keep the order of the file: %(count)s"),
            count=builder.equal_times,
        )
    if builder.whole_days:
        yield Phrase(N_("deadlines without a time end with their day: %(count)s"), count=builder.whole_days)
    if "grid" not in waiting.columns.by_field and options.grid:
        yield Phrase(N_("all cases lie in the grid %(grid)s"), grid=options.grid)
    if "channel" not in waiting.columns.by_field:
        channel = CHANNEL_WORDS[options.channel]
        yield Phrase(N_("all cases came from the channel “%(channel)s”"), channel=channel)
    yield from _not_known(builder, outcome)
    if outcome.kept_back:
        yield Phrase(
            N_("entries of cases that are worked on here by now, which move nothing: %(count)s"),
            count=outcome.kept_back,
        )
    if tally.cut + builder.cut:
        yield Phrase(N_("cells too long or too many, kept in part: %(count)s"), count=tally.cut + builder.cut)
    if waiting.table.xes is not None and waiting.table.xes.empty:
        yield Phrase(N_("cases without a single entry, left out: %(count)s"), count=waiting.table.xes.empty)


def _not_known(builder: Builder, outcome: Outcome) -> Iterator[Phrase]:
    """Yield what became of units and people nobody knows here."""
    if builder.unknown_units:
        named = sorted(builder.unknown_units)
        yield Phrase(
            N_("units not known here, kept as text: %(count)s (%(names)s)"),
            count=len(named),
            names=", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else ""),
        )
        yield Phrase(N_("an open case with such a unit waits to be dispatched"))
    if outcome.unaccepted:
        yield Phrase(
            N_("open cases whose acceptor is not known here wait to be accepted: %(count)s"),
            count=outcome.unaccepted,
        )


def report_of(uses: Sequence[ActivityUse], kept: Counter[str], columns: Mapping[str, str]) -> LogReport:
    """Return what the log's activities were taken for, and what is kept beside the known columns."""
    named = tuple(name for name, _count in kept.most_common())
    return LogReport(tuple(uses), named, tuple((heading, name) for name, heading in columns.items()))


def summary_of(
    outcome: Outcome, tally: Tally, builder: Builder, waiting: Waiting, options: LogOptions
) -> ImportSummary:
    """Return what an import came to, with everything that was assumed."""
    return ImportSummary(
        number=None,
        kind=KIND,
        created=outcome.created,
        changed=outcome.changed,
        same=outcome.same,
        rejected=tally.rejected,
        totals={
            "cases": outcome.cases,
            "new_cases": outcome.new_cases,
            "changed_cases": outcome.changed_cases,
            "open_cases": outcome.open_cases,
            "late_cases": outcome.late_cases,
        },
        problems=tuple(sorted(tally.problems, key=lambda problem: problem.row)),
        assumptions=tuple(assumptions_of(waiting, tally, builder, outcome, options)),
        details=report_of(waiting.uses, tally.kept, waiting.columns.by_field),
    )


def untouched(summary: ImportSummary, rows: int) -> ImportSummary:
    """Return what an import says that took nothing in, for some of its rows were rejected."""
    return replace(summary, created=0, changed=0, same=0, skipped=rows - summary.rejected, totals={})
