"""Whether the limits of a flow's steps fit into the limits it is used under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.flows import budget
from models.catalogue.flows.finding import error, name_of, warning
from models.catalogue.flows.graph import NORMAL, ON, Graph
from models.catalogue.flows.views import Fault, FlowFinding, LinkKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from models.calendar.rules import Limit

MOST_WAYS = 1000
"""Ways through a flow that are added up one by one; beyond, every step counts at once."""

_TOO_LONG = N_(
    "The limits of steps %(way)s add up to %(total)s, above %(limit)s; “%(step)s” is where they pass it."
)
_TOO_LONG_MIXED = N_(
    "The limits of steps %(way)s, %(total)s, may at worst take longer than %(limit)s, from “%(step)s” on."
)
_HOLIDAYS = N_(
    "The limits %(total)s fit into %(limit)s in an ordinary week, but not across holidays (steps %(way)s)."
)
_MANY = N_("There are too many ways to add up; all limits together, %(total)s, may be above %(limit)s.")
_ESCALATED = N_(
    "When others are called in, the limits add up to %(total)s, more than %(limit)s allows (steps %(way)s)."
)


def of_times(graph: Graph, limits: Sequence[str], day_minutes: int) -> Iterator[FlowFinding]:
    """Yield the limits that are no limits, and those that the steps of some way do not fit into."""
    wanted: list[Limit] = []
    for text in dict.fromkeys(limits):
        limit = budget.readable(text)
        if limit is not None:
            wanted.append(limit)
            continue
        sentence = N_("The filing condition's limit “%(limit)s” is not possible.")
        yield error(Fault.BAD_LIMIT, sentence, limit=text)
    own = {
        key: limit for key, step in graph.steps.items() if (limit := budget.readable(step.limit)) is not None
    }
    if not graph.starts() or not own:
        return
    for most in wanted:
        found = _above(graph, own, most, day_minutes, NORMAL)
        escalated = found is None and any(link.kind is LinkKind.ESCALATE for link in graph.links)
        if escalated:
            found = _above(graph, own, most, day_minutes, ON)
        if found is None:
            continue
        over, many = found
        facts = {
            "step": name_of(graph, over.step),
            "total": over.total,
            "limit": str(most),
            "way": "-".join(str(graph.place(key)) for key in over.way),
        }
        if over.surely and not many and not escalated:
            sentence = _TOO_LONG_MIXED if over.mixed else _TOO_LONG
            yield error(Fault.LIMIT_EXCEEDED, sentence, over.step, **facts)
        else:
            sentence = _MANY if many else _HOLIDAYS if not over.surely else _ESCALATED
            yield warning(Fault.LIMIT_UNCERTAIN, sentence, over.step, **facts)


def _above(
    graph: Graph, own: Mapping[str, Limit], most: Limit, day_minutes: int, kinds: Collection[LinkKind]
) -> tuple[budget.Overrun, bool] | None:
    """Return the way that is too long, and whether there were too many to look at each."""
    start = graph.starts()[0]
    ways = list(graph.ways(start, MOST_WAYS + 1, kinds))
    many = len(ways) > MOST_WAYS
    if many:
        reached = graph.reach([start], kinds)
        ways = [tuple(key for key in graph.steps if key in reached)]
    over = budget.overrun(ways, own, most, day_minutes, singly=many)
    return None if over is None else (over, many)
