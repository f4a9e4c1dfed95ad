"""Care of the index of words: filling it, making it anew, and whether it says what the cases say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, select, text

from models.cases.columns import CASES, WORDS
from models.cases.fulltext import Entry, index_cases, standing_entries
from models.cases.search import refolded
from models.kernel.bulk import update_rows
from models.kernel.findings import Finding
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.kernel.store import Store

    Progress = Callable[[int, int], None]
    """Told how many cases are done, and of how many"""

ROOM = "cases"
_AT_ONCE = 1_000


class WordSearchService:
    """The index of words over all cases. Asks for nobody's permission: nothing is shown or changed.

    Args:
        store: the open database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def fill(self, on_progress: Progress | None = None) -> int:
        """Put in what the index lacks, in portions; return how many cases that were.

        Others go on working. What was interrupted is taken up again where it stopped.
        """
        with self._store.read() as session:
            total = (
                session.connection()
                .execute(select(func.count()).select_from(_lacking().subquery()))
                .scalar_one()
            )
        done, last = 0, 0
        while done < total:
            with self._store.write(quiet=True) as session:
                portion = _lacking(CASES.c.id > last).order_by(CASES.c.id).limit(_AT_ONCE)
                if not is_sqlite(session):
                    # A step being written on one of them puts it in by itself.
                    portion = portion.with_for_update()
                ids = list(session.connection().execute(portion).scalars())
                if not ids:
                    break
                index_cases(session, ids)
            done, last = done + len(ids), ids[-1]
            if on_progress is not None:
                on_progress(done, max(total, done))
        return done

    def rebuild(self, on_progress: Progress | None = None) -> int:
        """Make the index anew; return how many cases it has. Until it is done, searches find too little."""
        with self._store.write(quiet=True) as session:
            connection = session.connection()
            _refold(session)
            if is_sqlite(session):
                connection.execute(text("INSERT INTO case_fts (case_fts) VALUES ('delete-all')"))
            else:
                connection.execute(text("DELETE FROM case_fts"))
            connection.execute(delete(WORDS))
        return self.fill(on_progress)

    def check(self) -> list[Finding]:
        """Name where the index differs from what the cases say."""
        with self._store.read() as session:
            return list(_findings(session))


def _refold(session: Session) -> None:
    """Fold the numbers in the texts of cases where the program once left them as they are."""
    wanted = select(CASES.c.id, CASES.c.number, CASES.c.search_text).where(
        CASES.c.number != func.lower(CASES.c.number)
    )
    rows = [
        (refolded(row.search_text, row.number), row.id)
        for row in session.connection().execute(wanted)
        if refolded(row.search_text, row.number) != row.search_text
    ]
    update_rows(session, CASES, ("search_text",), ("id",), rows)


def _lacking(*conditions: Any) -> Select[Any]:
    known = exists().where(WORDS.c.case_id == CASES.c.id)
    return select(CASES.c.id).where(~known, *conditions)


def _findings(session: Session) -> Iterator[Finding]:
    counted: Counter[str] = Counter()
    last = differing = 0
    while rows := _portion(session, last):
        last = rows[-1].id
        due = standing_entries(session, [row.id for row in rows])
        known = [row for row in rows if row.place is not None]
        kept = {row.id: Entry(row.text, frozenset(row.marks.split(" "))) for row in known}
        for row in rows:
            if kept.get(row.id) != due[row.id][1]:
                yield Finding(ROOM, f"case:{row.number}", _DIFFERS, {"number": row.number})
        if is_sqlite(session):
            for entry in kept.values():
                counted.update(entry.pieces)
        else:
            differing += _differing(session, {row.place: kept[row.id] for row in known})
    if is_sqlite(session):
        differing = _miscounted(session, counted)
    else:
        counts = text("SELECT (SELECT count(*) FROM case_fts) - (SELECT count(*) FROM case_words)")
        differing += abs(session.connection().execute(counts).scalar_one())
    if differing:
        yield Finding(ROOM, "case_fts", _BROKEN, {"count": differing})


_DIFFERS = N_("Case %(number)s is not found by what it says; “yiwang search rebuild” mends that.")
_BROKEN = N_(
    "The index of words differs in %(count)s places from its texts; “yiwang search rebuild” mends that."
)


def _portion(session: Session, after: int) -> Sequence[Row[Any]]:
    joined = CASES.outerjoin(WORDS, WORDS.c.case_id == CASES.c.id)
    statement: Select[Any] = select(CASES.c.id, CASES.c.number, WORDS.c.place, WORDS.c.text, WORDS.c.marks)
    statement = statement.select_from(joined).where(CASES.c.id > after).order_by(CASES.c.id)
    return session.connection().execute(statement.limit(_AT_ONCE)).all()


def _miscounted(session: Session, counted: Counter[str]) -> int:
    """Return of how many pieces the index knows more or fewer cases than there are."""
    connection = session.connection()
    # In the connection's own memory: the database is only read.
    connection.execute(
        text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.case_pieces USING fts5vocab(main, case_fts, row)")
    )
    wrong = 0
    for piece, cases in connection.execute(text("SELECT term, doc FROM temp.case_pieces")):
        wrong += counted.pop(piece, 0) != cases
    return wrong + len(counted)


def _differing(session: Session, places: dict[int, Entry]) -> int:
    """Return of how many cases the index has other pieces than their texts."""
    statement = text(
        "SELECT rowid, tsvector_to_array(words) AS pieces FROM case_fts WHERE rowid = ANY(:places)"
    ).bindparams(places=list(places))
    found = {row.rowid: set(row.pieces) for row in session.connection().execute(statement)}
    return sum(found.get(place) != entry.pieces for place, entry in places.items())
