"""Which column stands for which field: by headings people use, or as told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.exchange.refusals import AmbiguousColumns, BadMapping, MissingColumns
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.exchange.frame import Field

_BETWEEN_PAIRS = re.compile(r"[,，;；\s]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a source by field, and those that stand for nothing known."""

    places: Mapping[str, int]
    unknown: tuple[str, ...]


def split_pairs(texts: Iterable[str]) -> list[str]:
    """Return the pairs of all ``--map`` options; several may share one option.

    An option with one equals sign is one pair, so that a heading may hold spaces.
    """
    pairs: list[str] = []
    for text in texts:
        plain = text.replace("＝", "=").strip()
        if plain.count("=") <= 1:
            pairs.append(plain)
        else:
            pairs.extend(piece for piece in _BETWEEN_PAIRS.split(plain) if piece)
    return [pair for pair in pairs if pair]


def map_columns(
    name: str,
    headings: Sequence[str],
    fields: Sequence[Field],
    told: Iterable[str] = (),
    given: Iterable[str] = (),
) -> Columns:
    """Find the column of each field.

    Args:
        name: what to call the source in messages.
        headings: those of the source.
        fields: those of the kind.
        told: pairs ``heading=field`` or ``field=heading``; where both sides are known as
            both, the first is the heading.
        given: fields whose value comes from elsewhere, so that no column is needed.

    Raises:
        BadMapping: a pair joins nothing.
        AmbiguousColumns: two columns stand for one field.
        MissingColumns: a required field has no column.
    """
    by_heading: dict[str, int] = {}
    for place, heading in enumerate(headings):
        by_heading.setdefault(fold(heading), place)
    by_word = _words(fields)
    places: dict[str, int] = {}
    for pair in split_pairs(told):
        place, field_name = _joined(pair, by_heading, by_word, headings, fields)
        if places.setdefault(field_name, place) != place:
            raise AmbiguousColumns(headings[places[field_name]], headings[place], field_name)
    taken = set(places.values())
    fixed = set(places)
    unknown = []
    for place, heading in enumerate(headings):
        if place in taken:
            continue
        found = by_word.get(fold(heading))
        if found is None or found in fixed:
            if heading:
                unknown.append(heading)
        elif found in places:
            raise AmbiguousColumns(headings[places[found]], heading, found)
        else:
            places[found] = place
    present = {*places, *given}
    missing: list[object] = [each.title for each in fields if each.required and each.name not in present]
    if missing:
        raise MissingColumns(name, missing, ", ".join(headings))
    return Columns(places, tuple(unknown))


def _words(fields: Sequence[Field]) -> dict[str, str]:
    """Return the field of every heading; a field's own name wins over others' synonyms."""
    words: dict[str, str] = {}
    for each in fields:
        for heading in each.headings():
            words.setdefault(fold(heading), each.name)
    words.update({fold(each.name): each.name for each in fields})
    return words


def _joined(
    pair: str,
    by_heading: Mapping[str, int],
    by_word: Mapping[str, str],
    headings: Sequence[str],
    fields: Sequence[Field],
) -> tuple[int, str]:
    left, equals, right = pair.partition("=")
    left, right = fold(left), fold(right)
    if equals and left in by_heading and right in by_word:
        return by_heading[left], by_word[right]
    if equals and right in by_heading and left in by_word:
        return by_heading[right], by_word[left]
    names = ", ".join(each.name for each in fields)
    raise BadMapping(pair, ", ".join(headings), names)
