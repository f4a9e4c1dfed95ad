"""What differs between two versions of a flow, and how two people's changes are put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.catalogue.flows.rules import link_document, step_document
from models.catalogue.flows.views import ChangeKind, FlowChange, FlowDraft, Link, Part, Step
from models.kernel.documents import canonical

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

NAME = "name"
NOTE = "note"
ORDER = "order"
_STEP = "step:"
_LINK = "link:"


def parts(draft: FlowDraft) -> dict[str, Any]:
    """Return what a draft says, part by part: its name and note, every step and every link."""
    found: dict[str, Any] = {NAME: draft.name, NOTE: draft.note}
    found |= {_STEP + step.key: step for step in draft.steps}
    found |= {_LINK + _way(link): link for link in draft.links}
    return found


def _way(link: Link) -> str:
    return f"{link.source}>{link.target}>{link.kind.value}"


def differing(theirs: FlowDraft, mine: FlowDraft) -> list[str]:
    """Return the parts (as :func:`parts` names them, and ``order``) in which two drafts differ."""
    left, right = parts(theirs), parts(mine)
    found = [name for name in {**left, **right} if left.get(name) != right.get(name)]
    return [*found, ORDER] if _moved(theirs, mine) else found


def merged(theirs: FlowDraft, mine: FlowDraft, keep: Collection[str]) -> FlowDraft:
    """Return their draft with the parts named in ``keep`` as they are in mine."""
    left, right = parts(theirs), parts(mine)
    chosen: dict[str, Any] = dict(left)
    for name in keep:
        if name in right:
            chosen[name] = right[name]
        else:
            chosen.pop(name, None)
    steps = {value.key: value for value in chosen.values() if isinstance(value, Step)}
    first, second = (mine, theirs) if ORDER in keep else (theirs, mine)
    order = _woven([step.key for step in first.steps], [step.key for step in second.steps])
    links = {_way(value): value for value in chosen.values() if isinstance(value, Link)}
    ways = _woven(list(map(_way, first.links)), list(map(_way, second.links)))
    return replace(
        theirs,
        name=chosen[NAME],
        note=chosen[NOTE],
        steps=tuple(steps[key] for key in order if key in steps),
        links=tuple(links[way] for way in ways if way in links),
    )


def _woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return all keys in the order of ``first``; the others behind the one they follow in ``second``."""
    woven = list(dict.fromkeys(first))
    before = ""
    for key in second:
        if key not in woven:
            woven.insert(woven.index(before) + 1 if before else 0, key)
        before = key
    return woven


def _moved(before: FlowDraft, after: FlowDraft) -> bool:
    old, new = [step.key for step in before.steps], [step.key for step in after.steps]
    return [key for key in old if key in new] != [key for key in new if key in old]


# ---------------------------------------------------------------- what changed


def compare(before: FlowDraft, after: FlowDraft) -> tuple[FlowChange, ...]:
    """Return what changed from one version to another: the flow, its steps in order, its links."""
    changes: list[FlowChange] = []
    for part, old, new in ((Part.NAME, before.name, after.name), (Part.NOTE, before.note, after.note)):
        if old != new:
            changes.append(FlowChange(part, ChangeKind.CHANGED, before=old, after=new))
    old_steps = {step.key: step for step in before.steps}
    new_steps = {step.key: step for step in after.steps}
    names = {key: step.name or key for key, step in {**old_steps, **new_steps}.items()}
    for key in _woven(list(new_steps), list(old_steps)):
        changes += _between(Part.STEP, key, names[key], old_steps.get(key), new_steps.get(key), step_document)
    if _moved(before, after):
        order = [", ".join(step.name or step.key for step in each.steps) for each in (before, after)]
        changes.append(FlowChange(Part.ORDER, ChangeKind.CHANGED, before=order[0], after=order[1]))
    old_links = {_way(link): link for link in before.links}
    new_links = {_way(link): link for link in after.links}
    for way, link in {**new_links, **old_links}.items():
        name = f"{names.get(link.source, link.source)} > {names.get(link.target, link.target)}"
        changes += _between(Part.LINK, way, name, old_links.get(way), new_links.get(way), link_document)
    return tuple(changes)


def _between(
    part: Part, key: str, name: str, old: Any | None, new: Any | None, document_of: Any
) -> list[FlowChange]:
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        return [FlowChange(part, kind, key, name)]
    before, after = document_of(old), document_of(new)
    return [
        FlowChange(part, ChangeKind.CHANGED, key, name, field, _text(before, field), _text(after, field))
        for field in {**before, **after}
        if before.get(field) != after.get(field)
    ]


def _text(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field, "")
    return value if isinstance(value, str) else canonical(value)
