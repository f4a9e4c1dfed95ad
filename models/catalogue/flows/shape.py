"""Whether a flow has one beginning, an end, and no way that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.flows.finding import error, name_of
from models.catalogue.flows.graph import FORWARD, NORMAL, ON, Graph
from models.catalogue.flows.rules import ENDING_KINDS
from models.catalogue.flows.views import Fault, FlowFinding, LinkKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from models.catalogue.flows.views import Link


def of_circles(graph: Graph, circles: Sequence[Sequence[str]]) -> Iterator[FlowFinding]:
    """Yield the circles of forward links, each at its first step."""
    for circle in circles:
        sentence = N_("These steps lead round in a circle: %(steps)s. The way back must be a return.")
        yield error(Fault.LOOP, sentence, circle[0], steps=[name_of(graph, key) for key in circle])


def of_shape(graph: Graph, *, circles: bool) -> Iterator[FlowFinding]:
    """Yield what is wrong with beginning, end and ways; ``circles`` says whether there are any."""
    if not graph.steps:
        return
    starts = graph.starts()
    if not starts and not circles:
        yield error(Fault.NO_START, N_("No step begins the flow."))
    elif not starts:
        yield error(Fault.NO_START, N_("No step begins the flow: each is preceded by another."))
    for key in starts[1:]:
        sentence = N_("The flow begins twice: at “%(first)s” and at “%(step)s”. One step has to begin it.")
        first = name_of(graph, starts[0])
        yield error(Fault.SEVERAL_STARTS, sentence, key, first=first, step=name_of(graph, key))
    start = starts[0] if starts else next(iter(graph.steps))
    reached = graph.reach([start])
    for key in graph.steps:
        if key not in reached and key not in starts:
            sentence = N_("No way leads to step “%(step)s”.")
            yield error(Fault.UNREACHABLE, sentence, key, step=name_of(graph, key))
    open_assists = list(_open_assists(graph))
    yield from _of_ends(graph, start, {key for link in open_assists for key in graph.reach([link.target])})
    for link in open_assists:
        sentence = N_("The assistance “%(step)s” never comes back to the way of “%(asking)s”.")
        asking = name_of(graph, link.source)
        yield error(Fault.OPEN_ASSIST, sentence, link.target, step=name_of(graph, link.target), asking=asking)
    yield from _of_returns(graph)


def _of_ends(graph: Graph, start: str, aside: Collection[str]) -> Iterator[FlowFinding]:
    """Yield steps from which no end is reached; ``aside`` are those reported for another reason."""
    ends = graph.ends(ENDING_KINDS)
    if not ends:
        sentence = N_("The flow has no end: the last step must close the case, call back or deliver.")
        yield error(Fault.NO_END, sentence)
    alive = _alive(graph, start, ends)
    for key in graph.steps:
        if key in alive or key in aside:
            continue
        if not graph.out(key, ON):
            sentence = N_("Step “%(step)s” is a dead end: nothing follows, and it does not end the case.")
        elif ends:
            sentence = N_("From step “%(step)s” no way leads to an end.")
        else:
            continue
        yield error(Fault.DEAD_END, sentence, key, step=name_of(graph, key))


def _alive(graph: Graph, start: str, ends: Collection[str]) -> set[str]:
    """Return the steps from which the case comes to an end, by a way on or by handing back.

    A step beside the main way may hand its result back to whoever asked, perhaps by way of
    another step beside it.
    """
    alive = graph.reach_back(ends, ON)
    main = graph.reach([start], NORMAL)
    returns = [link for link in graph.links if link.kind is LinkKind.RETURN and link.source not in main]
    while True:
        handing_back = {link.source for link in returns if link.target in alive} - alive
        if not handing_back:
            return alive
        alive |= graph.reach_back(handing_back, ON)


def _open_assists(graph: Graph) -> Iterator[Link]:
    for link in graph.links:
        if link.kind is not LinkKind.ASSIST:
            continue
        beside = graph.reach([link.target], ON)
        onward = graph.reach([each.target for each in graph.out(link.source, ON)], ON)
        handed_back = any(
            each.target == link.source
            for each in graph.links
            if each.kind is LinkKind.RETURN and each.source in beside
        )
        if not handed_back and beside.isdisjoint(onward):
            yield link


def _of_returns(graph: Graph) -> Iterator[FlowFinding]:
    for link in graph.links:
        if link.kind is not LinkKind.RETURN:
            continue
        before = link.source != link.target and link.source in graph.reach([link.target], FORWARD)
        if not before:
            sentence = N_("“%(step)s” returns to “%(target)s”, which does not come before it.")
            target = name_of(graph, link.target)
            yield error(
                Fault.RETURN_NOT_BEFORE,
                sentence,
                link.source,
                step=name_of(graph, link.source),
                target=target,
            )
