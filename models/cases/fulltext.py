"""The index of words over all cases: what a case is found by, kept with the case itself.

Beside each case lies a text (``case_words``): what its lists are narrowed by, its whole story, and
what its steps say. The index ``case_fts`` has the pieces of that text
(:mod:`models.kernel.bigrams`), and marks of whose sight the case lies in, so that a person's search
passes over what they do not see without touching it. A step writes only the pieces it adds.
Names and phones of whoever reported are in neither: a search must not answer the question whose
phone number it is.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select

from models.cases.columns import CASES, EVENTS, WORDS
from models.cases.search import refolded
from models.kernel.bigrams import grams, pieces_of
from models.kernel.bulk import update_rows
from models.kernel.lines import line_of
from models.kernel.ready import Ready
from models.kernel.text import fold
from models.kernel.upsert import insert_on, is_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.sql.base import Executable
    from sqlmodel import Session

    from models.cases.tables import Case

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
PER_SECOND = 64
"""Places of one second; what finds none goes into the next"""
_AT_ONCE = 500
_WINDOW = 4096
_AREA_LENGTHS = (2, 4, 6, 9, 12)
"""Digits of the code of a province, prefecture, county, township and village"""
_HEAD = 2
"""Lines of a text before those of the steps"""

# Written out: every step on a case passes here, and putting them together takes longer than running them.
_OF_CASE = WORDS.c.case_id == bindparam("of_case")
_KNOWN = Ready(select(WORDS.c.place, WORDS.c.text, WORDS.c.marks).where(_OF_CASE))
_CHANGED = ("text", "marks")


def _placing(engine: str) -> Executable:
    columns = ("case_id", "place", "text", "marks")
    statement = insert_on(engine, WORDS).values({name: bindparam(name) for name in columns})
    return statement.on_conflict_do_nothing(index_elements=["place"]).returning(WORDS.c.place)


_PLACE = Ready(_placing)


class Entry(NamedTuple):
    """What the index has of a case."""

    text: str
    marks: frozenset[str]

    @property
    def pieces(self) -> set[str]:
        """All that the index has."""
        return grams(self.text) | self.marks


def area_mark(code: str) -> str | None:
    """Return the mark of a division a case can lie in; ``None`` for what is no code of one."""
    return f"§a{code}" if len(code) in _AREA_LENGTHS else None


def unit_mark(unit_id: int) -> str:
    """Return the mark of a unit that has the case, or had it once."""
    return f"§u{unit_id}"


def reporter_mark(account_id: int) -> str:
    """Return the mark of who reported a case."""
    return f"§r{account_id}"


def grid_mark(grid_id: int) -> str:
    """Return the mark of the grid a case lies in."""
    return f"§g{grid_id}"


def entry_of(case: Case | Any, steps: Iterable[tuple[str, str, int | None]]) -> Entry:
    """Return what the index has to have of a case.

    Args:
        case: anything with the columns of one.
        steps: reason, note and unit of each step, in order.
    """
    lines, units = [refolded(case.search_text, case.number), _body(case)], {case.unit_id}
    for reason, note, unit_id in steps:
        lines += _lines(reason, note)
        units.add(unit_id)
    return Entry("\n".join(lines), _marks(case, units))


def _lines(*said: str) -> list[str]:
    return [line for line in map(fold, said) if line]


def _body(case: Case | Any) -> str:
    """Return the story where the lists' own text does not have it whole."""
    body = fold(case.body)
    return "" if body in case.search_text else body


def _marks(case: Case | Any, units: Iterable[int | None]) -> frozenset[str]:
    code = case.division_code
    found = {f"§a{code[:length]}" for length in _AREA_LENGTHS} | {grid_mark(case.grid_id)}
    found |= {unit_mark(unit_id) for unit_id in units if unit_id is not None}
    if case.reporter_account_id is not None:
        found.add(reporter_mark(case.reporter_account_id))
    return frozenset(found)


def index_step(
    session: Session, case: Case, reason: str, note: str, changed: Mapping[str, Any], unit_id: int | None
) -> None:
    """Put into the index what a step brought, in the transaction of the step.

    Args:
        session: the transaction, the step written.
        case: the case as it is now.
        reason: what was said.
        note: what else was said.
        changed: the columns it changed.
        unit_id: the unit its event names.
    """
    said = _lines(reason, note)
    elsewhere = unit_id is not None and unit_id != case.unit_id
    if not (said or elsewhere or {"search_text", "unit_id"} & changed.keys()):
        return
    found = _KNOWN.first(session, of_case=case.id)
    if found is None:
        index_cases(session, [case.id or 0])
        return
    before = Entry(found.text, frozenset(found.marks.split(" ")))
    told = found.text.split("\n")[_HEAD:]
    after = Entry(
        "\n".join([refolded(case.search_text, case.number), _body(case), *told, *said]),
        before.marks | _marks(case, (case.unit_id, unit_id)),
    )
    _move(session, [(case.id or 0, found.place, before, after)])


def index_cases(session: Session, case_ids: Sequence[int]) -> None:
    """Put cases into the index as they stand, whatever it had of them before."""
    known: dict[int, tuple[int, Entry]] = {}
    wanted: dict[int, tuple[datetime, Entry]] = {}
    for start in range(0, len(case_ids), _AT_ONCE):
        part = case_ids[start : start + _AT_ONCE]
        for row in session.connection().execute(select(WORDS).where(WORDS.c.case_id.in_(part))):
            known[row.case_id] = (row.place, Entry(row.text, frozenset(row.marks.split(" "))))
        wanted |= standing_entries(session, part)
    fresh = [(case_id, *found) for case_id, found in wanted.items() if case_id not in known]
    add_entries(session, fresh)
    _move(session, [(each, *known[each], wanted[each][1]) for each in wanted if each in known])


def unindex_cases(session: Session, case_ids: Sequence[int]) -> None:
    """Take cases that go out of the index."""
    known = select(WORDS).where(WORDS.c.case_id.in_(case_ids)).order_by(WORDS.c.place)
    rows = session.connection().execute(known).all()
    if is_sqlite(session):
        _take(session, [(row.place, Entry(row.text, frozenset(row.marks.split(" "))).pieces) for row in rows])
    elif rows:
        _write(session, "DELETE FROM case_fts WHERE rowid = %s", [(row.place,) for row in rows])
    session.connection().execute(delete(WORDS).where(WORDS.c.case_id.in_(case_ids)))


def standing_entries(session: Session, case_ids: Sequence[int]) -> dict[int, tuple[datetime, Entry]]:
    """Return when cases were reported, and what the index has to have of each."""
    steps: dict[int, list[tuple[str, str, int | None]]] = {case_id: [] for case_id in case_ids}
    events = select(EVENTS.c.case_id, EVENTS.c.reason, EVENTS.c.note, EVENTS.c.unit_id).where(
        EVENTS.c.case_id.in_(case_ids)
    )
    for row in session.connection().execute(events.order_by(EVENTS.c.case_id, EVENTS.c.seq)):
        steps[row.case_id].append((row.reason, row.note, row.unit_id))
    columns = ("id", "number", "search_text", "body", "division_code", "grid_id", "reporter_account_id")
    cases = select(CASES.c.reported_at, CASES.c.unit_id, *(CASES.c[name] for name in columns))
    cases = cases.where(CASES.c.id.in_(case_ids))
    rows = session.connection().execute(cases)
    return {row.id: (row.reported_at, entry_of(row, steps[row.id])) for row in rows}


def index_new_case(session: Session, case: Case) -> None:
    """Put a case just taken in into the index."""
    entry = entry_of(case, ())
    place = _natural(case.id or 0, case.reported_at)
    row = {"case_id": case.id, "text": entry.text, "marks": " ".join(sorted(entry.marks))}
    while _PLACE.first(session, place=place, **row) is None:
        place += 1
    _put(session, [(place, entry.pieces)])


def place_of(at: datetime) -> int:
    """Return the first place of a second."""
    return (at - _BEGAN) // timedelta(seconds=1) * PER_SECOND


def _natural(case_id: int, reported_at: datetime) -> int:
    return place_of(reported_at) + case_id % PER_SECOND


def add_entries(session: Session, cases: Sequence[tuple[int, datetime, Entry]]) -> None:
    """Put cases into the index that it does not have: id, when it was reported, what it is found by."""
    placed = sorted((_natural(case_id, at), case_id, entry) for case_id, at, entry in cases)
    taken: set[int] = set()
    run = session.connection().execute
    for start in range(0, len(placed), _AT_ONCE):
        part = [place for place, _, _ in placed[start : start + _AT_ONCE]]
        taken |= set(run(select(WORDS.c.place).where(WORDS.c.place.in_(part))).scalars())
    rows, pieces = [], []
    for natural, case_id, entry in placed:
        place = natural
        if place in taken:
            near = select(WORDS.c.place).where(WORDS.c.place.between(natural, natural + _WINDOW))
            taken |= set(run(near).scalars())
        while place in taken:
            place += 1
        taken.add(place)
        marks = " ".join(sorted(entry.marks))
        rows.append({"case_id": case_id, "place": place, "text": entry.text, "marks": marks})
        pieces.append((place, entry.pieces))
    if rows:
        run(insert(WORDS), rows)
        # The index takes what comes in its own order in one go.
        _put(session, sorted(pieces, key=lambda each: each[0]))


def _move(session: Session, cases: Sequence[tuple[int, int, Entry, Entry]]) -> None:
    """Take cases from what the index has of them to what it has to have."""
    moved = [each for each in cases if each[2] != each[3]]
    rows = [(after.text, " ".join(sorted(after.marks)), case_id) for case_id, _, _, after in moved]
    update_rows(session, WORDS, _CHANGED, ("case_id",), rows)
    moved.sort(key=lambda each: each[1])
    if not is_sqlite(session):
        _replace(session, [(place, after.pieces) for _, place, _before, after in moved])
        return
    changes = [(place, *_difference(before, after)) for _, place, before, after in moved]
    _take(session, [(place, gone) for place, gone, _come in changes])
    _put(session, [(place, come) for place, _gone, come in changes])


def _difference(before: Entry, after: Entry) -> tuple[set[str], set[str]]:
    """Return the pieces that go and those that come."""
    begins = f"{before.text}\n"
    if after.text.startswith(begins):
        # Nearly every step only adds lines; a piece never runs over the end of one.
        come = grams(after.text[len(begins) :])
        come -= pieces_of(before.text, come)
        return set(before.marks - after.marks), come | (after.marks - before.marks)
    had, has = before.pieces, after.pieces
    return had - has, has - had


def _put(session: Session, pieces: Sequence[tuple[int, set[str]]]) -> None:
    """Add pieces to the index, in the order of their places."""
    rows = [(place, " ".join(sorted(each))) for place, each in pieces if each]
    if not rows:
        return
    statement = (
        "INSERT INTO case_fts (rowid, words) VALUES (?, ?)"
        if is_sqlite(session)
        else "INSERT INTO case_fts (rowid, words) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
    )
    _write(session, statement, rows)


def _take(session: Session, pieces: Sequence[tuple[int, set[str]]]) -> None:
    rows = [(place, " ".join(sorted(each))) for place, each in pieces if each]
    if rows:
        _write(session, "INSERT INTO case_fts (case_fts, rowid, words) VALUES ('delete', ?, ?)", rows)


def _replace(session: Session, pieces: Sequence[tuple[int, set[str]]]) -> None:
    rows = [(" ".join(sorted(each)), place) for place, each in pieces]
    if rows:
        statement = "UPDATE case_fts SET words = array_to_tsvector(string_to_array(%s, ' ')) WHERE rowid = %s"
        _write(session, statement, rows)


def _write(session: Session, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    if len(rows) == 1:
        line_of(session).run(statement, rows[0])
    else:
        line_of(session).run_many(statement, rows)
