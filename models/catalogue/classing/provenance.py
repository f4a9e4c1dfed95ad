"""Where the values of the working list come from: a person's hand, a rule, or before both."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.classing.deciding import Origin
from models.catalogue.classing.rules import values_of
from models.catalogue.drafting.views import StepKind
from models.catalogue.drafting.workspace import ENTRIES, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlmodel import Session

_NEUTRAL = (
    StepKind.COLLECT, StepKind.UNMERGE, StepKind.APART, StepKind.TOGETHER, StepKind.RETIRE, StepKind.RESTORE,
    StepKind.SETTLE, StepKind.NUMBER,
)  # fmt: skip
"""Steps by which nobody says what a field is to be."""
_NOTHING = values_of({})


class _Story:
    """What happened to the values of one entry by now."""

    def __init__(self) -> None:
        self.hand: set[str] = set()
        self.base: dict[str, Any] = {}
        self.covered: set[str] = set()
        """Of the values in ``base``, those that a hand had set and a rule was asked to set over"""

    def by_hand(self, name: str) -> None:
        self.as_found(name)
        self.hand.add(name)

    def by_rule(self, name: str, before: Any) -> None:
        if name in self.hand:
            self.covered.add(name)
        self.hand.discard(name)
        self.base.setdefault(name, before)

    def as_before(self, name: str) -> None:
        by_hand = name in self.covered
        self.as_found(name)
        if by_hand:
            self.hand.add(name)

    def as_found(self, name: str) -> None:
        self.hand.discard(name)
        self.base.pop(name, None)
        self.covered.discard(name)


def origins(session: Session, edition_id: int) -> dict[int, Origin]:
    """Return where the values of the entries come from, by matter; those left out were never changed.

    The steps of the list are read in their order. What a merge fills in where the survivor said
    nothing comes from a person's hand only if the entry it is taken from had it from there; what a
    split hands on keeps its story.
    """
    stories: dict[int, _Story] = defaultdict(_Story)
    statement = (
        select(STEPS.c.kind, STEPS.c.said, STEPS.c.changes)
        .where(STEPS.c.edition_id == edition_id, STEPS.c.undone.is_(False), STEPS.c.kind.not_in(_NEUTRAL))
        .order_by(STEPS.c.seq)
    )
    known: dict[int, dict[str, Any]] = {}
    for kind, said, changes in session.connection().execute(statement):
        rows = [(key, before, after) for key, before, after in changes["entries"] if after is not None]
        stood = {key: values_of(before["document"]) for key, before, _after in rows if before is not None}
        for key, before, after in rows:
            now = values_of(after["document"])
            parent = after.get("split_from_id")
            if before is None and parent is not None:
                whole = stood.get(parent) or known.get(parent) or _present(session, edition_id, parent)
                _begin(stories, key, now, stories[parent], whole)
            elif before is not None:
                for name in (each for each in now if now[each] != stood[key][each]):
                    _changed(stories, kind, said, key, name, stood[key][name], now[name], stood)
            known[key] = now
    return {key: Origin(frozenset(story.hand), story.base) for key, story in stories.items()}


def _present(session: Session, edition_id: int, matter_id: int) -> dict[str, Any]:
    """Return what an entry says that no step has changed yet."""
    statement = select(ENTRIES.c.document).where(
        ENTRIES.c.edition_id == edition_id, ENTRIES.c.matter_id == matter_id
    )
    return values_of(session.connection().execute(statement).scalar() or {})


def _begin(
    stories: dict[int, _Story], key: int, now: Mapping[str, Any], of: _Story, whole: Mapping[str, Any]
) -> None:
    """Let a part that was split off go on with the story of the whole."""
    story = stories[key]
    story.hand, story.base, story.covered = set(of.hand), dict(of.base), set(of.covered)
    for name, value in now.items():
        if value != whole[name]:
            story.by_hand(name)


def _changed(
    stories: dict[int, _Story],
    kind: StepKind,
    said: Mapping[str, Any],
    key: int,
    name: str,
    before: Any,
    value: Any,
    stood: Mapping[int, Mapping[str, Any]],
) -> None:
    if kind is StepKind.CLASSIFY:
        story = stories[key]
        if name in story.base and story.base[name] == value:
            # No rule says it any more: it is again what it was before them.
            story.as_before(name)
        else:
            story.by_rule(name, before)
    elif kind is StepKind.MERGE and before == _NOTHING[name]:
        givers = _givers(said, stood, name, value)
        if any(name in stories[each].hand for each in givers if each in stories):
            stories[key].by_hand(name)
        else:
            stories[key].as_found(name)
    else:
        stories[key].by_hand(name)


def _givers(
    said: Mapping[str, Any], stood: Mapping[int, Mapping[str, Any]], name: str, value: Any
) -> Iterable[int]:
    return [key for key in said.get("merged", ()) if key in stood and stood[key][name] == value]
