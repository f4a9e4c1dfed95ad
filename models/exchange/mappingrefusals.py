"""What is wrong with a pair that should join a heading with a field, and what may have been meant."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.exchange.frame import Field

_NAMED = 6
"""Names that a message gives at most"""
_AT_LEAST = 3
"""Names it gives in any case, where there are as many"""
_COMPARED = 500
"""Longer lists are given from their beginning: a sheet may have thousands of headings"""
_ALIKE = 0.5
"""Likeness, of 1, from which a name may have been meant; below it any other is as likely"""


class BadMapping(DomainError):
    """A pair that does not join a heading of the table with a field; its sentence says which half is wrong.

    Args:
        pair: as it was written; without both halves nothing more is said.
        heading: the half that should be a heading and is none, "" if that half is right.
        field: the half that should be a field and is none, "" if that half is right.
        headings: those of the table.
        fields: those there are.
        turned: the right half, where it stands on the other side than usual: a field before the equals
            sign, or a heading behind it.
    """

    kind = ErrorKind.INPUT
    code = "exchange.bad_mapping"
    sentence = N_("The mapping “%(pair)s” does not join a heading with a field.")
    next_step = N_("Write it as HEADING=FIELD, for instance 名称=name.")

    def __init__(
        self,
        pair: str,
        heading: str = "",
        field: str = "",
        *,
        headings: Sequence[str] = (),
        fields: Sequence[Field] = (),
        turned: str = "",
    ) -> None:
        if heading and field:
            self.sentence = N_(
                "In the mapping “%(pair)s” both halves are wrong: the table has no heading “%(heading)s” "
                "(headings, nearest first: %(headings)s), and there is no field “%(field)s” "
                "(fields, nearest first: %(fields)s)."
            )
        elif heading and turned:
            self.sentence = N_(
                "The mapping “%(pair)s” is written the other way round: “%(turned)s” is a field. "
                "And the table has no heading “%(heading)s”. Headings, nearest first: %(headings)s."
            )
        elif heading:
            self.sentence = N_(
                "In the mapping “%(pair)s” the heading is wrong: the table has no heading “%(heading)s”. "
                "Headings, nearest first: %(headings)s."
            )
        elif field and turned:
            self.sentence = N_(
                "The mapping “%(pair)s” is written the other way round: “%(turned)s” is a heading. "
                "And there is no field “%(field)s”. Fields, nearest first: %(fields)s."
            )
        elif field:
            self.sentence = N_(
                "In the mapping “%(pair)s” the field is wrong: there is no field “%(field)s”. "
                "Fields, nearest first: %(fields)s."
            )
        super().__init__(
            pair=pair,
            heading=heading,
            field=field,
            turned=turned,
            headings=nearest(heading, {each: [each] for each in headings if each}) if heading else "",
            fields=nearest(field, {each.name: each.headings() for each in fields}) if field else "",
        )


class UnknownField(BadMapping):
    """A value for a field that is none of the table's kind."""

    sentence = N_("There is no field “%(field)s”. Fields, nearest first: %(fields)s.")
    next_step = N_("Write it as FIELD=VALUE.")

    def __init__(self, pair: str, field: str, fields: Sequence[Field]) -> None:
        super().__init__(pair, field=field, fields=fields)
        self.sentence = type(self).sentence


def wrong_half(
    pair: str,
    by_heading: Mapping[str, int],
    by_word: Mapping[str, str],
    headings: Sequence[str],
    fields: Sequence[Field],
) -> BadMapping:
    """Return what is wrong with a pair that joins nothing.

    Args:
        pair: as it was written.
        by_heading: the headings of the table, folded.
        by_word: the words fields are known by, folded.
        headings: those of the table as they stand there.
        fields: those there are.
    """
    left, equals, right = (part.strip() for part in pair.partition("="))
    if not (equals and left and right):
        return BadMapping(pair)
    if fold(left) in by_heading:
        return BadMapping(pair, field=right, fields=fields)
    if fold(right) in by_word:
        return BadMapping(pair, left, headings=headings)
    if fold(right) in by_heading:
        return BadMapping(pair, field=left, fields=fields, turned=right)
    if fold(left) in by_word:
        return BadMapping(pair, right, headings=headings, turned=left)
    return BadMapping(pair, left, right, headings=headings, fields=fields)


def nearest(value: str, known: Mapping[str, Iterable[str]]) -> str:
    """Return the names that ``value`` may mean, the likeliest first, and how many there are beside them.

    Args:
        value: what was written.
        known: the words by which each name is known. Where none is like it, the first names are given.
    """
    meant, names = fold(value), list(known)
    if len(names) <= _COMPARED:
        alike = {name: max(_likeness(meant, fold(word)) for word in known[name]) for name in names}
        names.sort(key=lambda name: -alike[name])
        close = sum(likeness >= _ALIKE for likeness in alike.values())
        shown = names[: min(max(close, _AT_LEAST) if close else _NAMED, _NAMED)]
    else:
        shown = names[:_NAMED]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" … (+{more})" if more > 0 else "")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
