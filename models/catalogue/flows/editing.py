"""Changes to a draft, each a new draft: what an editor does at a key. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from models.catalogue.flows.rules import is_key
from models.catalogue.flows.views import FlowDraft, Link, LinkKind, Step

if TYPE_CHECKING:
    from collections.abc import Iterable


def fresh_key(draft: FlowDraft, wish: str) -> str:
    """Return a key no step has: the wish, or with a number behind it."""
    taken = {step.key for step in draft.steps}
    plain = re.sub(r"[^a-z0-9_\-]", "", wish.lower())[:28]
    base = plain if is_key(plain) else "step"
    if base not in taken:
        return base
    return next(f"{base}{number}" for number in range(2, len(taken) + 3) if f"{base}{number}" not in taken)


def insert_step(draft: FlowDraft, after: str, step: Step) -> FlowDraft:
    """Return the draft with ``step`` behind the step ``after``, "" for the beginning.

    Behind a step with one way on the new step stands between the two; a branch keeps its
    ways, and the new step becomes one more of them.
    """
    place = _place(draft, after) + 1 if after else 0
    steps = (*draft.steps[:place], step, *draft.steps[place:])
    if not after:
        first = [Link(step.key, draft.steps[0].key)] if draft.steps else []
        return replace(draft, steps=steps, links=(*first, *draft.links))
    onward = [link for link in draft.links if link.source == after and link.kind is LinkKind.NORMAL]
    links: list[Link] = []
    for link in draft.links:
        if len(onward) == 1 and link is onward[0]:
            links += [replace(link, target=step.key), Link(step.key, link.target)]
        else:
            links.append(link)
    if len(onward) != 1:
        links.append(Link(after, step.key))
    return replace(draft, steps=steps, links=tuple(links))


def change_step(draft: FlowDraft, key: str, step: Step) -> FlowDraft:
    """Return the draft with another step in the place of the one called ``key``; links follow its key."""
    steps = list(draft.steps)
    steps[_place(draft, key)] = step

    def end(name: str) -> str:
        return step.key if name == key else name

    links = draft.links
    if step.key != key:
        links = tuple(replace(link, source=end(link.source), target=end(link.target)) for link in links)
    return replace(draft, steps=tuple(steps), links=links)


def delete_step(draft: FlowDraft, key: str) -> FlowDraft:
    """Return the draft without a step; where it had one way on, what led to it leads there now."""
    place = _place(draft, key)
    onward = [link for link in draft.links if link.source == key and link.kind is LinkKind.NORMAL]
    links: list[Link] = []
    for link in draft.links:
        if link.source == key:
            continue
        if link.target != key:
            links.append(link)
        elif len(onward) == 1 and link.kind is not LinkKind.RETURN and onward[0].target != link.source:
            links.append(replace(link, target=onward[0].target))
    steps = (*draft.steps[:place], *draft.steps[place + 1 :])
    return replace(draft, steps=steps, links=_without_repeats(links))


def move_step(draft: FlowDraft, key: str, by: int) -> FlowDraft:
    """Return the draft with a step one place up (``-1``) or down (``1``).

    Of two neighbours one of which leads to the other, the order of the work changes too:
    they exchange their places in the normal links. Other links stay with their steps.
    """
    place = _place(draft, key)
    other = place + by
    if not 0 <= other < len(draft.steps):
        return draft
    steps = list(draft.steps)
    steps[place], steps[other] = steps[other], steps[place]
    neighbour = draft.steps[other].key
    pair = {key: neighbour, neighbour: key}
    joined = any(
        link.kind is LinkKind.NORMAL and {link.source, link.target} == set(pair) for link in draft.links
    )
    links = draft.links
    if joined:
        links = tuple(
            replace(
                link,
                source=pair.get(link.source, link.source),
                target=pair.get(link.target, link.target),
            )
            if link.kind is LinkKind.NORMAL
            else link
            for link in links
        )
    return replace(draft, steps=tuple(steps), links=links)


def links_of(draft: FlowDraft, key: str) -> list[Link]:
    """Return the links that leave a step."""
    return [link for link in draft.links if link.source == key]


def put_link(draft: FlowDraft, old: Link | None, new: Link) -> FlowDraft:
    """Return the draft with ``new`` in the place of ``old``, or behind all links."""
    if old is None or old not in draft.links:
        return replace(draft, links=(*draft.links, new))
    place = draft.links.index(old)
    return replace(draft, links=(*draft.links[:place], new, *draft.links[place + 1 :]))


def drop_link(draft: FlowDraft, link: Link) -> FlowDraft:
    """Return the draft without one link."""
    if link not in draft.links:
        return draft
    place = draft.links.index(link)
    return replace(draft, links=(*draft.links[:place], *draft.links[place + 1 :]))


def _place(draft: FlowDraft, key: str) -> int:
    return next(place for place, step in enumerate(draft.steps) if step.key == key)


def _without_repeats(links: Iterable[Link]) -> tuple[Link, ...]:
    kept: dict[tuple[str, str, LinkKind], Link] = {}
    for link in links:
        kept.setdefault((link.source, link.target, link.kind), link)
    return tuple(kept.values())
