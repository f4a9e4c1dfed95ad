"""Decisions about identity: what in a new list is the same matter as in the old one.

A number alone never identifies a matter: numbers are retired, given to something else, and
whole pages of them move by one when an item is put in between. So a matter of the new list
continues one of the old list, in this order, where a hint says so; where number and name are
the same; where exactly the same name stood in the old list, once in either; where the number
is the same and the names are alike enough for a mere renaming.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.catalogue.editions.refusals import BadHint, CyclicLineage
from models.catalogue.views import LineageKind
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EDITORS = (Role.SYSTEM_ADMIN,)
"""Who publishes and withdraws editions."""

_LEAST_SHARED = 0.5
"""Share of the shorter name's characters that must occur in the other for a mere renaming."""
_PLAIN = re.compile(r"[\W_]+")

CONTINUING = frozenset({LineageKind.RENAME, LineageKind.RENUMBER, LineageKind.MOVE, LineageKind.RECLASS})
"""Steps in which a matter remains itself."""
DESCENDING = frozenset({LineageKind.MERGE, LineageKind.SPLIT, LineageKind.REPLACE})
"""Steps in which another matter takes over, or takes over a part."""

HINT_KINDS = {
    "更名": LineageKind.RENAME,
    "改名": LineageKind.RENAME,
    "改码": LineageKind.RENUMBER,
    "重编": LineageKind.RENUMBER,
    "合并": LineageKind.MERGE,
    "并入": LineageKind.MERGE,
    "拆分": LineageKind.SPLIT,
    "划转": LineageKind.MOVE,
    "调整": LineageKind.RECLASS,
    "替代": LineageKind.REPLACE,
    "停用": LineageKind.RETIRE,
    "撤销": LineageKind.RETIRE,
    "另用": LineageKind.REUSE,
}
"""What files call the kinds, besides their plain values."""

_CONTRADICTS = N_("another hint already says what becomes of it")


@dataclass(frozen=True, slots=True)
class Hint:
    """What a person says became of a number: ``row`` is its place in the file."""

    row: int
    old: str
    new: str
    kind: LineageKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Descent:
    """Which old number each new number continues, and which steps lead elsewhere.

    ``continues`` maps new numbers to old ones; ``reused`` holds numbers of both lists that now
    mean something else; ``steps`` the hints of merging, splitting and replacing;
    ``renumbered`` numbers whose matter was found by its name alone; ``fresh`` new numbers
    of which a hint says that they never meant the same before.
    """

    continues: Mapping[str, str]
    reused: frozenset[str]
    steps: tuple[Hint, ...]
    renumbered: frozenset[str]
    fresh: frozenset[str]
    notes: Mapping[str, str]


def alike(old_name: str, new_name: str) -> bool:
    """Say whether two names differ in nothing but spaces, marks, width and case."""
    one, other = (_PLAIN.sub("", fold(name)) for name in (old_name, new_name))
    return one == other


def same_thing(old_name: str, new_name: str) -> bool:
    """Say whether two names under one number may name one matter that was only renamed."""
    one, other = (_PLAIN.sub("", fold(name)) for name in (old_name, new_name))
    if not one or not other:
        return one == other
    shared = sum((Counter(one) & Counter(other)).values())
    return shared / min(len(one), len(other)) >= _LEAST_SHARED


def trace(old: Mapping[str, str], new: Mapping[str, str], hints: Sequence[Hint] = ()) -> Descent:
    """Work out which matters continue, from names by code and from hints.

    Args:
        old: names by code of the list in force.
        new: names by code of the list to be published.
        hints: what a person says; they go before what the names suggest.

    Raises:
        BadHint: a hint names a code that is not there, or contradicts another.
        CyclicLineage: matters are merged into each other in a circle.
    """
    _refuse_circles(hints)
    said = _Said()
    for hint in hints:
        _check_hint(hint, old, new)
        said.take(hint)
    continues = dict(said.continues)
    stays = new.keys() & old.keys() - continues.keys() - said.reused - said.settled
    continues |= {code: code for code in stays if alike(old[code], new[code])}
    settled = said.settled | set(continues.values()) | {step.old for step in said.steps}
    renumbered = _by_name(old, new, continues, settled)
    continues |= renumbered
    stays -= continues.keys() | set(continues.values())
    continues |= {code: code for code in stays if same_thing(old[code], new[code])}
    # A number that its own matter hands to its successor is no number used for something else.
    handed_on = {step.new for step in said.steps if step.old == step.new}
    reused = {code for code in new.keys() & old.keys() - handed_on if continues.get(code) != code}
    notes = {hint.old: hint.note for hint in hints if hint.note}
    return Descent(
        continues,
        frozenset(reused),
        tuple(said.steps),
        frozenset(renumbered),
        frozenset(said.reused),
        notes,
    )


class _Said:
    """What the hints say, taken one after the other."""

    def __init__(self) -> None:
        self.continues: dict[str, str] = {}
        """Old numbers by the new ones that continue them"""
        self.reused: set[str] = set()
        """Numbers that now mean something else"""
        self.steps: list[Hint] = []
        self.settled: set[str] = set()
        """Old numbers of which a hint says where their matter goes or that it ends"""

    def take(self, hint: Hint) -> None:
        """Take one hint in.

        Raises:
            BadHint: it contradicts an earlier one.
        """
        stays = hint.old == hint.new and hint.kind in {LineageKind.MERGE, LineageKind.SPLIT}
        if hint.kind is LineageKind.REUSE:
            # It speaks of the number: where its former matter goes, another hint may say.
            if self.continues.get(hint.new) == hint.old:
                raise _bad(hint, _CONTRADICTS)
            self.reused.add(hint.new)
        elif hint.kind in CONTINUING or stays:
            self._continue(hint)
        elif hint.kind is LineageKind.SPLIT:
            self.steps.append(hint)
        else:
            self._settle(hint)
            if hint.kind in DESCENDING:
                self.steps.append(hint)

    def _continue(self, hint: Hint) -> None:
        """Let a matter go on; the survivor of a merge may be named again in each of its rows."""
        if self.continues.get(hint.new) == hint.old:
            return
        self._settle(hint)
        if hint.new in self.continues or (hint.old == hint.new and hint.new in self.reused):
            raise _bad(hint, _CONTRADICTS)
        self.continues[hint.new] = hint.old

    def _settle(self, hint: Hint) -> None:
        if hint.old in self.settled:
            raise _bad(hint, _CONTRADICTS)
        self.settled.add(hint.old)


def _by_name(
    old: Mapping[str, str], new: Mapping[str, str], taken: Mapping[str, str], settled: set[str]
) -> dict[str, str]:
    """Find matters under another number by a name that occurs once in either list."""
    times_old = Counter(fold(name) for name in old.values())
    times_new = Counter(fold(name) for name in new.values())
    free = {fold(name): code for code, name in old.items() if code not in settled}
    found = {}
    for code, name in new.items():
        plain = fold(name)
        once = times_old[plain] == times_new[plain] == 1
        if once and code not in taken and free.get(plain, code) != code:
            found[code] = free[plain]
    return found


def _check_hint(hint: Hint, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    if hint.kind is LineageKind.REVIVE:
        raise _bad(hint, N_("this kind is found by itself and cannot be a hint"))
    if hint.kind is LineageKind.REUSE and hint.old != hint.new:
        raise _bad(hint, N_("a number used for something else is the same number on both sides"))
    if hint.old not in old and hint.kind is not LineageKind.REUSE:
        raise _bad(hint, N_("the first code is not in force"))
    if hint.kind is LineageKind.RETIRE:
        if hint.old in new and not hint.new:
            raise _bad(hint, N_("the first code is still in the new list"))
        return
    if hint.new not in new:
        raise _bad(hint, N_("the second code is not in the new list"))


def _bad(hint: Hint, reason: str) -> BadHint:
    return BadHint(hint.row, hint.old, hint.new, hint.kind.value, reason)


def _refuse_circles(hints: Sequence[Hint]) -> None:
    into: dict[str, set[str]] = {}
    for hint in hints:
        if hint.kind in DESCENDING and hint.kind is not LineageKind.SPLIT and hint.old != hint.new:
            into.setdefault(hint.old, set()).add(hint.new)
    try:
        TopologicalSorter(into).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        raise CyclicLineage(" → ".join(reversed(circle))) from None
