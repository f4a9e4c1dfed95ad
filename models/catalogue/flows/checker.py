"""The checker of flows: pure, complete, and in a steady order.

``check`` looks at one flow and returns everything that is wrong with it. Errors keep it from
being saved; warnings are for a person to weigh. Every finding names its step.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from models.catalogue.flows import budget
from models.catalogue.flows.finding import called, error, name_of, warning
from models.catalogue.flows.graph import NORMAL, Graph
from models.catalogue.flows.rules import (
    MOST_CHOICES,
    MOST_ENTRIES,
    MOST_STEPS,
    POSTS,
    RELATIVE_UNITS,
    TEXTS,
    UNIT_POSTS,
    is_code,
    is_key,
)
from models.catalogue.flows.shape import of_circles, of_shape
from models.catalogue.flows.times import of_times
from models.catalogue.flows.views import EntryKind, Fault, FlowFinding, Grade, LinkKind, StepKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from models.catalogue.flows.views import FlowDraft, Step
    from models.kernel.words import Word


def check(
    flow: FlowDraft,
    limits: Sequence[str] = (),
    posts: Collection[str] = POSTS,
    units: Collection[str] = (),
    *,
    day_minutes: int = 480,
) -> tuple[FlowFinding, ...]:
    """Return what is wrong with a flow: errors first, each kind in the order of the steps.

    Args:
        flow: the flow, cleaned (:func:`models.catalogue.flows.rules.cleaned`).
        limits: the limits of the filing conditions it is to be used under; none are compared
            where it is used nowhere yet.
        posts: what may be responsible.
        units: codes of the units there are; relative ones need not be named.
        day_minutes: minutes of a working day.
    """
    graph = Graph.of(flow)
    numbers = {key: place for place, key in enumerate(graph.steps)}
    circles = graph.circles()
    found = [
        *_of_flow(flow),
        *_of_steps(flow, posts, units),
        *_of_links(flow, graph),
        *of_circles(graph, circles),
        *of_shape(graph, circles=bool(circles)),
    ]
    if not circles:
        found += of_times(graph, limits, day_minutes)
    return tuple(sorted(found, key=lambda each: (each.grade is not Grade.ERROR, numbers.get(each.step, -1))))


def errors(findings: Sequence[FlowFinding]) -> tuple[FlowFinding, ...]:
    """Return the findings that keep a flow from being saved."""
    return tuple(each for each in findings if each.grade is Grade.ERROR)


# ---------------------------------------------------------------- the flow and its texts


def _of_flow(flow: FlowDraft) -> Iterator[FlowFinding]:
    if not is_code(flow.code):
        sentence = N_("The flow needs a code: 1 to 32 letters, digits, dots, hyphens or underscores.")
        yield error(Fault.BAD_CODE, sentence)
    if not flow.name:
        yield error(Fault.NAMELESS, N_("The flow has no name."))
    if not flow.steps:
        yield error(Fault.NO_STEPS, N_("The flow has no steps."))
    if len(flow.steps) > MOST_STEPS:
        sentence = N_("The flow has %(count)s steps, at most %(most)s can be followed.")
        yield error(Fault.TOO_MANY_STEPS, sentence, count=len(flow.steps), most=MOST_STEPS)
    for name in ("name", "note"):
        yield from _too_long(name, getattr(flow, name), "")


def _too_long(name: str, text: str, step: str) -> Iterator[FlowFinding]:
    title, most = TEXTS[name]
    if len(text) > most:
        sentence = N_("%(field)s: %(length)s characters, at most %(most)s fit.")
        yield error(Fault.TEXT_TOO_LONG, sentence, step, field=title, length=len(text), most=most)


# ---------------------------------------------------------------- each step by itself


def _of_steps(flow: FlowDraft, posts: Collection[str], units: Collection[str]) -> Iterator[FlowFinding]:
    times = Counter(step.key for step in flow.steps)
    escalated = {link.target for link in flow.links if link.kind is LinkKind.ESCALATE}
    seen: set[str] = set()
    for step in flow.steps:
        if not is_key(step.key):
            sentence = N_("The key “%(key)s” will not do: small letters, digits, hyphens and underscores.")
            yield error(Fault.BAD_KEY, sentence, step.key, key=step.key)
        if times[step.key] > 1 and step.key not in seen:
            sentence = N_("%(count)s steps have the key “%(key)s”; each needs its own.")
            yield error(Fault.DUPLICATE_KEY, sentence, step.key, key=step.key, count=times[step.key])
        seen.add(step.key)
        if not step.name:
            yield error(Fault.NAMELESS, N_("The step “%(key)s” has no name."), step.key, key=step.key)
        yield from _too_long("step", step.name, step.key)
        yield from _too_long("evidence", step.evidence, step.key)
        yield from _of_post(step, posts)
        calls = step.key in escalated or step.kind is StepKind.ESCALATE
        yield from _of_unit(step, units, calls=calls)
        if step.limit and budget.readable(step.limit) is None:
            sentence = N_("The limit “%(limit)s” of step “%(step)s” is not possible: write 4WH, 2WD, 2UH.")
            yield error(Fault.BAD_LIMIT, sentence, step.key, limit=step.limit, step=called(step))
        yield from _of_entries(step)


def _of_post(step: Step, posts: Collection[str]) -> Iterator[FlowFinding]:
    if not step.post:
        sentence = N_("Nobody is responsible for step “%(step)s”: it has no post.")
        yield error(Fault.NO_POST, sentence, step.key, step=called(step))
    elif step.post not in posts:
        sentence = N_("Step “%(step)s” names the post “%(post)s”, which works on no cases.")
        yield error(Fault.UNKNOWN_POST, sentence, step.key, step=called(step), post=step.post)


def _of_unit(step: Step, units: Collection[str], *, calls: bool) -> Iterator[FlowFinding]:
    if step.unit and step.unit not in RELATIVE_UNITS and step.unit not in units:
        sentence = N_("Step “%(step)s” names the unit “%(unit)s”, which is not there or is closed.")
        yield error(Fault.UNKNOWN_UNIT, sentence, step.key, step=called(step), unit=step.unit)
    if step.unit:
        return
    if calls:
        sentence = N_("Step “%(step)s” calls somebody in, but names no unit to be called.")
        yield error(Fault.ESCALATION_WITHOUT_UNIT, sentence, step.key, step=called(step))
    elif step.post in UNIT_POSTS:
        sentence = N_("Step “%(step)s” is done in a unit, but does not say in which.")
        yield warning(Fault.NO_UNIT, sentence, step.key, step=called(step))


def _of_entries(step: Step) -> Iterator[FlowFinding]:
    def bad(sentence: Word, **params: Any) -> FlowFinding:
        return error(Fault.BAD_ENTRY, sentence, step.key, step=called(step), **params)

    if len(step.entries) > MOST_ENTRIES:
        sentence = N_("Step “%(step)s” asks for %(count)s entries, at most %(most)s.")
        yield bad(sentence, count=len(step.entries), most=MOST_ENTRIES)
    times = Counter(entry.name for entry in step.entries)
    for name, count in times.items():
        if not name:
            yield bad(N_("An entry of step “%(step)s” has no name."))
        elif count > 1:
            yield bad(N_("Step “%(step)s” asks for “%(entry)s” more than once."), entry=name)
        yield from _too_long("entry", name, step.key)
    for entry in step.entries:
        if entry.kind is EntryKind.CHOICE:
            distinct = {choice for choice in entry.choices if choice}
            if not 1 < len(entry.choices) <= MOST_CHOICES or len(distinct) != len(entry.choices):
                sentence = N_("“%(entry)s” of step “%(step)s” needs 2 to %(most)s different choices.")
                yield bad(sentence, entry=entry.name, most=MOST_CHOICES)
        elif entry.choices:
            sentence = N_("“%(entry)s” of step “%(step)s” has choices, but is no choice.")
            yield bad(sentence, entry=entry.name)


# ---------------------------------------------------------------- each link by itself


def _of_links(flow: FlowDraft, graph: Graph) -> Iterator[FlowFinding]:
    times = Counter((link.source, link.target, link.kind) for link in flow.links)
    for link in flow.links:
        yield from _too_long("condition", link.condition, link.source)
        for key, other in ((link.source, link.target), (link.target, link.source)):
            if key not in graph.steps:
                sentence = N_("A link of step “%(step)s” names “%(key)s”, which is no step.")
                yield error(Fault.UNKNOWN_STEP, sentence, other, step=name_of(graph, other), key=key)
    for (source, target, _kind), count in times.items():
        if count > 1:
            sentence = N_("The same link leads from “%(step)s” to “%(target)s” %(count)s times.")
            yield error(
                Fault.DUPLICATE_LINK,
                sentence,
                source,
                step=name_of(graph, source),
                target=name_of(graph, target),
                count=count,
            )
    for link in graph.links:
        branches = link.kind is not LinkKind.NORMAL or len(graph.out(link.source, NORMAL)) > 1
        if branches and not link.condition:
            sentence = N_("Nothing says when the case goes from “%(step)s” to “%(target)s”.")
            target = name_of(graph, link.target)
            yield warning(
                Fault.NO_CONDITION, sentence, link.source, step=name_of(graph, link.source), target=target
            )
