"""What hides what in a list of rules, worked out over everything a case can say of itself.

A rule asks for a box: a set of matters (those of the urgency it names), of grids, of channels, and of moments
of a week. Sets are bits of a number, one for each matter in force, each grid and so on, and one more for
whatever is in none of the lists, which only a rule that does not ask can take. What earlier rules leave of a
box is found by cutting theirs out of it: where nothing is left, the rule is never reached, whether one
earlier rule takes it all or several do together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from models.assignment.routing.kinds import Hours, Trouble
from models.assignment.routing.queries import class_chains
from models.assignment.routing.rules import Moment, holds_at
from models.assignment.routing.views import RuleFinding, keys_of
from models.cases.kinds import Channel
from models.catalogue.standing import SPANS, VERSIONS, holds
from models.organisation.queries import GRIDS
from models.organisation.rules import area_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlmodel import Session

    from models.assignment.routing.views import Names, Rule
    from models.calendar.rules import OfficeHours

_DAY = 24 * 60
_MOST_PIECES = 5000
"""Pieces a rule's box is cut into at most; beyond that it is said to be hidden in part, which is true."""


class Box(NamedTuple):
    """What a rule takes, a number of bits for each thing a case says."""

    matters: int
    grids: int
    channels: int
    moments: int

    @property
    def empty(self) -> bool:
        """Whether no case fits."""
        return not all(self)


@dataclass(frozen=True)
class Universe:
    """Everything a case can say of itself."""

    matters: Sequence[tuple[str, frozenset[str], int]]
    """Code, classes and urgency of the matters in force"""
    grids: Sequence[tuple[frozenset[str], str]]
    """The codes of each grid in use and of those above, and its division"""
    hours: OfficeHours

    def boxes(self, rules: Sequence[Rule]) -> list[Box]:
        """Return the boxes of rules."""
        edges = {0, _DAY, *(edge for window in self.hours.windows for edge in window)}
        edges |= {edge for rule in rules if rule.hours is Hours.SPAN for edge in (rule.begins, rule.ends)}
        moments = [
            Moment(weekday, first, working, office)
            for weekday in range(1, 8)
            for working in (True, False)
            for first, _last in pairwise(sorted(edges))
            for office in [working and any(begin <= first < end for begin, end in self.hours.windows)]
        ]
        return [self._box(rule, moments) for rule in rules]

    def _box(self, rule: Rule, moments: Sequence[Moment]) -> Box:
        asks = bool(rule.matter or rule.class_code or rule.urgencies)
        matters = _bits(
            (not rule.matter or rule.matter == code)
            and (not rule.class_code or rule.class_code in classes)
            and (not rule.urgencies or urgency in rule.urgencies)
            for code, classes, urgency in self.matters
        )
        prefix = area_prefix(rule.division) if rule.division else ""
        grids = _bits(
            (not rule.grid or rule.grid in above) and division.startswith(prefix)
            for above, division in self.grids
        )
        placed = bool(rule.grid or rule.division)
        return Box(
            matters << 1 | (not asks),
            grids << 1 | (not placed),
            _bits(not rule.channels or each.value in rule.channels for each in Channel),
            _bits(holds_at(rule, moment) for moment in moments),
        )


def _bits(told: Iterable[bool]) -> int:
    found = 0
    for each in told:
        found = found << 1 | each
    return found


def universe(session: Session, day: date, hours: OfficeHours) -> Universe:
    """Read what cases of a day can say of themselves."""
    run = session.connection().execute
    chains = class_chains(session)
    spans = SPANS.join(VERSIONS, VERSIONS.c.id == SPANS.c.version_id)
    matters = (
        select(SPANS.c.code, VERSIONS.c.class_id, VERSIONS.c.urgency).select_from(spans).where(holds(day))
    )
    grids = select(GRIDS.c.path, GRIDS.c.division_code).where(GRIDS.c.active)
    return Universe(
        [(code, chains[class_id], urgency) for code, class_id, urgency in run(matters)],
        [(frozenset(path.split("/")), division) for path, division in run(grids)],
        hours,
    )


def surveyed(rules: Sequence[Rule], names: Names, all_there_is: Universe) -> list[RuleFinding]:
    """Return what is wrong with rules, and what hides what, in the order of the rules."""
    found: list[RuleFinding] = []
    boxes = all_there_is.boxes(rules)
    for place, rule in enumerate(rules):
        gone = list(gone_of(place + 1, rule, names))
        found += gone
        if boxes[place].empty:
            if not gone:
                found.append(RuleFinding(place + 1, Trouble.EMPTY))
            continue
        by, left = _hidden(boxes, place)
        if by:
            trouble = Trouble.OVERLAP if left else Trouble.NEVER
            found.append(RuleFinding(place + 1, trouble, tuple(each + 1 for each in by)))
    return found


def gone_of(number: int, rule: Rule, names: Names) -> Iterable[RuleFinding]:
    """Yield what a rule names that is not used."""
    for field, key in keys_of(rule):
        if key not in names.known[field]:
            yield RuleFinding(number, Trouble.GONE, field=field, key=names.gone[field].get(key, key))


def _hidden(boxes: Sequence[Box], place: int) -> tuple[list[int], bool]:
    """Return the earlier rules that take part of one, and whether anything is left to it."""
    pieces, by = [boxes[place]], []
    for earlier in range(place):
        cutter = boxes[earlier]
        if all(one & other for one, other in zip(cutter, boxes[place], strict=True)):
            by.append(earlier)
            if len(pieces) <= _MOST_PIECES:
                pieces = [left for piece in pieces for left in without(piece, cutter)]
    return by, bool(pieces)


def without(box: Box, cutter: Box) -> list[Box]:
    """Return what is left of a box once another is cut out of it, in pieces that share nothing."""
    if not all(one & other for one, other in zip(box, cutter, strict=True)):
        return [box]
    left, inner = [], box
    for place, (mine, cut) in enumerate(zip(box, cutter, strict=True)):
        outside = mine & ~cut
        if outside:
            left.append(Box(*(*inner[:place], outside, *inner[place + 1 :])))
        inner = Box(*(*inner[:place], mine & cut, *inner[place + 1 :]))
    return left
