"""Searching all cases, open, ended or void: by the index of words, or by what few cases have.

Where words are asked for, the index gives the cases that have their pieces, the newest first, and
in it lie marks of sight, grid and unit, so it passes over what cannot be meant. Where one of the
conditions holds for few cases, these are looked through instead. Neither is taken at its word:
every condition is asked of the case itself as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, column, func, or_, select, table, text

from models.cases.columns import CASES, GRIDS, OWNED, UNITS, WORDS
from models.cases.filterwords import FilterField
from models.cases.fulltext import (
    CAME_TO_NOTHING,
    area_mark,
    ended_mark,
    grid_mark,
    place_of,
    reporter_mark,
    unit_mark,
)
from models.cases.kinds import FINAL_STATES, CaseState
from models.cases.narrowing import RUNNING_LIGHTS, bounds, counts_some, holds, narrowed
from models.cases.queues import MOST_ROWS, found_lines
from models.cases.rules import restricted_to_unit
from models.cases.sight import open_to
from models.kernel.bigrams import sought
from models.kernel.paging import Page, after_key
from models.kernel.upsert import is_sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, FromClause, Select, TextClause
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.filters import Condition, Filter
    from models.cases.views import CaseLine

    Terms = tuple[str, ...]
    Asked = list[list[Terms]]
    """Each has to hold; it does if one of its alternatives does, with all its terms"""

_FEW = 3_000
"""So many cases are looked through in the time of a page of the index"""
_FEW_FOUND = 8_000
"""So many that a server expects to find by words it puts in order in less than a tenth of a second"""
_MOST_MARKS = 60
"""Grids or units asked for by name; of more the index is not asked"""
_SPILL = timedelta(days=1)
"""Further than this no place lies behind its time"""
_INDEX = table("case_fts", column("rowid", BigInteger), column("words"))


def find_page(
    session: Session,
    actor: Actor,
    wanted: Filter,
    now: datetime,
    zone: ZoneInfo,
    *,
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> Page[CaseLine]:
    """Return a page of the cases a person may look at, the newest first.

    Args:
        session: reads.
        actor: whose sight bounds it.
        wanted: what they ask for.
        now: the present moment.
        zone: the office's zone, in which days begin.
        after: the ``next_key`` of the page before.
        limit: how many rows at most (no more than 500).
    """
    size = max(1, min(limit, MOST_ROWS))
    conditions: list[ColumnElement[bool] | TextClause] = [
        *open_to(actor),
        *narrowed(replace(wanted, words=()), actor, now, zone),
    ]
    conditions += [_said(session, word) for word in wanted.words if not sought(word).sure]
    few = _few(session, actor, wanted, now, zone)
    asked = None if few is not None else _asked(session, actor, wanted)
    if asked is not None and [] in asked:
        return Page((), None)
    order: tuple[ColumnElement[Any], ...]
    source: FromClause
    if asked:
        found: list[ColumnElement[bool] | TextClause] = [_matches(session, asked), *_spans(wanted, zone)]
        index: FromClause = _INDEX
        if _few_found(session, found):
            # With a place that is worked out, none of the server's own orders is of use to it.
            place = (_INDEX.c.rowid + 0).label("rowid")
            index = select(place).where(*found).order_by(place.desc()).offset(0).subquery()
            found = []
        source = index.join(WORDS, WORDS.c.place == index.c.rowid).join(CASES, CASES.c.id == WORDS.c.case_id)
        order = (index.c.rowid,)
        conditions += found
    else:
        source = CASES.join(WORDS, WORDS.c.case_id == CASES.c.id) if wanted.words else CASES
        order = (WORDS.c.place,) if wanted.words else (CASES.c.reported_at, CASES.c.id)
        conditions += [_said(session, word) for word in wanted.words if sought(word).sure]
    if wanted.mine:
        conditions.append(OWNED)
    if few is not None:
        conditions.append(CASES.c.id.in_(few))
    if after is not None:
        down = [True] * len(order)
        conditions += [order[0] <= after[0], after_key(order, after, descending=down)]
    chosen: Select[Any] = select(CASES.c.id, *(key.label(f"key{n}") for n, key in enumerate(order)))
    chosen = chosen.select_from(source).where(*conditions).order_by(*(key.desc() for key in order))
    return found_lines(session, actor, now, chosen.limit(size + 1), len(order), size)


def _said(session: Session, word: str) -> ColumnElement[bool]:
    """Return the condition that the text of a case has the word, its characters beside each other."""
    place = func.instr if is_sqlite(session) else func.strpos
    found: ColumnElement[bool] = place(WORDS.c.text, word) > 0
    return found


def _matches(session: Session, asked: Asked) -> TextClause:
    if is_sqlite(session):
        return text("case_fts MATCH :asked").bindparams(asked=_written(asked, " AND ", " OR ", '"{}"', "*"))
    return text("case_fts.words @@ CAST(:asked AS tsquery)").bindparams(
        asked=_written(asked, " & ", " | ", "'{}'", ":*")
    )


def _few_found(session: Session, conditions: Sequence[ColumnElement[bool] | TextClause]) -> bool:
    """Say whether a server expects few cases in the index, and has to be told to gather them all.

    By itself it goes through the index from its newest case on, as if those it looks for were spread over
    all years alike. What a unit had before it was given other work does not lie so.
    """
    if is_sqlite(session):
        return False
    asked = select(_INDEX.c.rowid).where(*conditions).compile(dialect=session.get_bind().dialect)
    told: Any = session.connection().exec_driver_sql(
        f"EXPLAIN (FORMAT JSON) {asked}",
        asked.params,
    )
    expected: int = told.scalar_one()[0]["Plan"]["Plan Rows"]
    return expected <= _FEW_FOUND


def _written(asked: Asked, both: str, either: str, quoted: str, begins: str) -> str:
    """Return what is asked for in the engine's own words.

    A term is made of letters and digits, and perhaps a mark before or a star behind, so that quoting
    it is all it needs.
    """

    def term(one: str) -> str:
        return quoted.format(one[:-1]) + begins if one.endswith("*") else quoted.format(one)

    def alternative(terms: Terms) -> str:
        return "(" + both.join(map(term, terms)) + ")"

    return both.join("(" + either.join(map(alternative, group)) + ")" for group in asked)


def _asked(session: Session, actor: Actor, wanted: Filter) -> Asked:
    """Return what to ask of the index; nothing where the tables' own indexes serve as well or better."""
    terms = tuple(dict.fromkeys(chain.from_iterable(map(_terms, wanted.words))))
    asked: Asked = [[terms]] if terms else []
    for condition in wanted.conditions:
        if condition.field is FilterField.GRID:
            _name(asked, [(grid_mark(key),) for key in _meant(session, GRIDS, condition)])
        elif condition.field is FilterField.UNIT:
            _name(asked, [(unit_mark(key),) for key in _meant(session, UNITS, condition)])
        elif condition.field is FilterField.MATTER and not condition.kept:
            _name(asked, [_terms(name) for name in condition.names])
    if restricted_to_unit(actor):
        own = [] if actor.unit_id is None else [(unit_mark(actor.unit_id),)]
        asked.append([*own, (reporter_mark(actor.account_id),)])
    if not terms and (not asked or wanted.mine or any(map(counts_some, wanted.conditions))):
        return []
    for condition in wanted.conditions:
        if _came_to_nothing(condition):
            asked.append(
                [(mark,) for state in condition.members if (mark := ended_mark(CaseState(state))) is not None]
            )
    # Of a unit's cases all lie in the area, or nearly; to look there as well takes longer than it spares.
    if not restricted_to_unit(actor) and (mark := area_mark(actor.area or "")) is not None:
        asked.append([(mark,)])
    return asked


def _came_to_nothing(condition: Condition) -> bool:
    return (
        condition.field is FilterField.STATE
        and bool(condition.members)
        and condition.members <= CAME_TO_NOTHING
    )


def _terms(word: str) -> Terms:
    whole, starts, _sure = sought(word)
    return (*whole, *(f"{start}*" for start in starts))


def _name(asked: Asked, alternatives: list[Terms]) -> None:
    if len(alternatives) <= _MOST_MARKS and all(alternatives):
        asked.append(alternatives)


def _meant(session: Session, rows: Any, condition: Condition) -> list[int]:
    """Return the ids a condition means: what has such a name, and what had it when the filter was saved."""
    fitting = or_(*(rows.c.name.contains(part, autoescape=True) for part in condition.names))
    named = session.connection().scalars(select(rows.c.id).where(fitting).limit(_MOST_MARKS + 1))
    return sorted({*named, *condition.kept})


def _spans(wanted: Filter, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """Return between which places the cases lie that were reported on the days asked for."""
    found: list[ColumnElement[bool]] = []
    for condition in wanted.conditions:
        if condition.field is FilterField.REPORTED and condition.days is not None:
            first, until = bounds(condition.days, zone)
            if first is not None:
                found.append(_INDEX.c.rowid >= place_of(first))
            if until is not None:
                found.append(_INDEX.c.rowid < place_of(until + _SPILL))
    return found


def _few(session: Session, actor: Actor, wanted: Filter, now: datetime, zone: ZoneInfo) -> Select[Any] | None:
    """Return the cases one of the conditions holds for, if they are few and an index has them."""
    # Who sees all cases of an area has those that ended so in the order of their index.
    ended = restricted_to_unit(actor) and not wanted.words
    for condition in wanted.conditions:
        if not (_indexed(condition) or (ended and _ended(condition))):
            continue
        ids: Select[Any] = select(CASES.c.id).where(holds(condition, now, zone))
        counted = select(func.count()).select_from(ids.limit(_FEW + 1).subquery())
        if session.connection().execute(counted).scalar_one() <= _FEW:
            return ids
    return None


def _ended(condition: Condition) -> bool:
    # Of those that came to nothing the index of words has marks.
    worked_off = condition.members <= FINAL_STATES and not _came_to_nothing(condition)
    return condition.field is FilterField.STATE and worked_off


def _indexed(condition: Condition) -> bool:
    if condition.field is FilterField.STATE:
        return FINAL_STATES.isdisjoint(condition.members)
    if condition.field is FilterField.LIGHT:
        return condition.members <= RUNNING_LIGHTS
    return condition.days is not None
