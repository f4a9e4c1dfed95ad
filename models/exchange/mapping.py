"""Which column stands for which field: by headings people use, or as told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.exchange.headings import plain_heading
from models.exchange.mappingrefusals import wrong_half
from models.exchange.refusals import AmbiguousColumns, MissingColumns
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.exchange.frame import Field

_NEVER_USED = frozenset({"序号", "拒绝原因", "no.", "#"})
"""Headings, folded, of columns that count the rows or say why they came back: nobody misses them."""
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
    *,
    spare: bool = False,
) -> Columns:
    """Find the column of each field.

    Args:
        name: what to call the source in messages.
        headings: those of the source.
        fields: those of the kind.
        told: pairs ``heading=field`` or ``field=heading``; where both sides are known as
            both, the first is the heading.
        given: fields whose value comes from elsewhere, so that no column is needed.
        spare: of several columns for one field take that whose heading the field names first,
            and leave the others to those that stand for nothing known.

    Raises:
        BadMapping: a pair joins nothing.
        AmbiguousColumns: two columns stand for one field.
        MissingColumns: a required field has no column.
    """
    by_heading: dict[str, int] = {}
    for place, heading in enumerate(headings):
        by_heading.setdefault(fold(heading), place)
    by_word = field_words(fields)
    places: dict[str, int] = {}
    for pair in split_pairs(told):
        place, field_name = _joined(pair, by_heading, by_word, headings, fields)
        if places.setdefault(field_name, place) != place:
            raise AmbiguousColumns(headings[places[field_name]], headings[place], field_name)
    unknown = _place_rest(places, headings, by_word, _ranks(fields) if spare else None)
    present = {*places, *given}
    missing: list[object] = [each.title for each in fields if each.required and each.name not in present]
    if missing:
        raise MissingColumns(name, missing, ", ".join(headings))
    return Columns(places, tuple(unknown))


def _place_rest(
    places: dict[str, int],
    headings: Sequence[str],
    by_word: Mapping[str, str],
    ranks: Mapping[str, int] | None,
) -> list[str]:
    """Place the fields that were not told, by heading; return the headings left over.

    A heading with something in brackets, 事项名称（必填）, is understood without it where no
    other column stands for the field.
    """
    taken, fixed = set(places.values()), set(places)
    free = [place for place in range(len(headings)) if place not in taken and headings[place]]
    left = set(free)
    for place in free:
        name = by_word.get(fold(headings[place]))
        if name is None or name in fixed:
            continue
        if name in places:
            if ranks is None:
                raise AmbiguousColumns(headings[places[name]], headings[place], name)
            if ranks[fold(headings[places[name]])] <= ranks[fold(headings[place])]:
                continue
            left.add(places[name])
        places[name] = place
        left.discard(place)
    for place in sorted(left):
        name = by_word.get(plain_heading(headings[place]))
        if name is not None and name not in places:
            places[name] = place
            left.discard(place)
    return [headings[place] for place in sorted(left) if fold(headings[place]) not in _NEVER_USED]


def _ranks(fields: Sequence[Field]) -> dict[str, int]:
    """Return how early each heading is named by its field."""
    found: dict[str, int] = {}
    for each in fields:
        for rank, heading in enumerate(each.headings()):
            found.setdefault(fold(heading), rank)
    return found


def field_words(fields: Sequence[Field]) -> dict[str, str]:
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
    raise wrong_half(pair, by_heading, by_word, headings, fields)
