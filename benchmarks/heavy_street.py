"""A heavy street: five years of a busy township, 540,000 cases and their logs.

The cases of a demo township are told again and again, each time in other words, at another place
and further back in time; those still open keep their times, so that their deadlines are right. What
is told goes straight into the tables, without the indexes of its columns, which are made afterwards.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, func, insert, select

from console.demo_place import make
from migrations.head import HEAD
from models import alltables  # noqa: F401 -- spells the indexes out
from models.api import Services
from models.cases.columns import CASES, EVENTS, GRIDS, MATTER_VERSIONS, NUMBER_DAYS
from models.cases.fulltext import Entry, add_entries, entry_of
from models.cases.ledgering import shown, stream_of
from models.cases.lights import FAR_FUTURE
from models.cases.search import search_text
from models.kernel.bulk import insert_rows
from models.kernel.clock import ManualClock, SystemClock
from models.kernel.types import UtcDateTime
from models.ledger.rules import GENESIS
from models.ledger.rules import Entry as Kept
from models.ledger.writing import ENTRIES, HEADS
from scenarios.demo.build import built_at
from scenarios.demo.content import grids, matters, places
from scenarios.demo.dice import Dice
from scenarios.demo.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row

    from models.kernel.store import Store
    from scenarios.demo.content import Grid, Matter

CASES_OF_A_STREET = 540_000
OPEN_OF_A_STREET = 6_000
FOUNDER = "bench"
BUILT = Path(__file__).parent / ".built"
_SEED = 20250101
_TEMPLATES = 4_000
_STRIDE = timedelta(days=14)
_ROWS_AT_ONCE = 5_000
_WORD_INDEX = "CREATE INDEX ix_case_fts_words ON case_fts USING gin (words) WITH (fastupdate = off)"
_EDITION = 3
"""Grows with every change of what is told here, so that nothing older is taken for it"""


@dataclass(frozen=True, slots=True)
class Template:
    """A case of the demo township, its steps and its entries in the ledger."""

    case: dict[str, Any]
    steps: Sequence[dict[str, Any]]
    entries: Sequence[Row[Any]]


def street(folder: Path = BUILT, cases: int = CASES_OF_A_STREET) -> str:
    """Return the URL of a township with so many cases; it is built the first time (SQLite)."""
    path = folder / f"street-{cases}-{HEAD}-{_EDITION}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"street-{cases}-*"):
            old.unlink()
        draft = path.with_suffix(".building.db")
        draft.unlink(missing_ok=True)
        fill(f"sqlite:///{draft}", cases)
        draft.replace(path)
    return f"sqlite:///{path}"


def opened(url: str) -> Services:
    """Open a township at the moment it leads up to."""
    services = Services.open(url, SystemClock(), revision=HEAD)
    now = built_at(services)
    services.close()
    return Services.open(url, ManualClock(now), revision=HEAD)


def fill(url: str, cases: int) -> None:
    """Build a township of ``cases`` cases in an empty database, and tell how long it took."""
    started = time.perf_counter()
    # A Thursday in the late morning: people are at work.
    now = datetime(2026, 11, 26, 2, 40, tzinfo=UTC)
    few = min(cases, _TEMPLATES)
    make(url, now, seed=_SEED, cases=few, founder=FOUNDER, on_progress=lambda *_far: None)
    services = opened(url)
    if cases > few:
        Street(services.store, cases - few).tell()
    services.close()
    print(f"  {cases} cases built in {time.perf_counter() - started:.0f} s", flush=True)


class Street:
    """Tells the cases that are there again until there are ``more``."""

    def __init__(self, store: Store, more: int) -> None:
        self._store = store
        self._more = more
        self._dice = Dice("heavy street")
        self._wording = Wording()
        self._days: Counter[str] = Counter()
        with store.read() as session:
            connection = session.connection()
            self._next_case = connection.scalar(select(func.max(CASES.c.id))) or 0
            self._days.update(dict(connection.execute(select(NUMBER_DAYS.c.day, NUMBER_DAYS.c.given)).all()))
            self._templates = _templates(connection)
            self._grid_ids = {
                row.code: row.id for row in connection.execute(select(GRIDS.c.code, GRIDS.c.id))
            }
            names = select(MATTER_VERSIONS.c.id, MATTER_VERSIONS.c.name)
            self._matters = dict(connection.execute(names).all())

    @cached_property
    def _grids_of(self) -> dict[str, list[Grid]]:
        found: dict[str, list[Grid]] = {}
        for grid in grids():
            found.setdefault(grid.division, []).append(grid)
        return found

    @cached_property
    def _matters_by_name(self) -> dict[str, Matter]:
        return {matter.name: matter for matter in matters()}

    def tell(self) -> None:
        """Write them all."""
        if self._store.dialect == "sqlite":
            event.listen(self._store.engine, "connect", _hurry)
            self._store.close()
        indexes = [index for table in (CASES, EVENTS, ENTRIES) for index in table.indexes]
        with self._store.write() as session:
            for index in indexes:
                index.drop(session.connection())
            if self._store.dialect != "sqlite":
                session.connection().exec_driver_sql("DROP INDEX ix_case_fts_words")
        gc.disable()
        plan = self._plan()
        for start in range(0, len(plan), _ROWS_AT_ONCE):
            self._write(plan[start : start + _ROWS_AT_ONCE])
            gc.collect(0)
            _say(start, len(plan))
        gc.enable()
        with self._store.write() as session:
            connection = session.connection()
            if self._store.dialect != "sqlite":
                connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
                connection.exec_driver_sql(_WORD_INDEX)
            for index in indexes:
                index.create(connection)
            connection.execute(NUMBER_DAYS.delete())
            days = [{"day": day, "given": given} for day, given in sorted(self._days.items())]
            connection.execute(insert(NUMBER_DAYS), days)
        _say(len(plan), len(plan))

    def _plan(self) -> list[tuple[datetime, Template]]:
        """Return how far back each template is told, in the order of the reports."""
        ended = [each for each in self._templates if not each.case["open"]]
        still = [each for each in self._templates if each.case["open"]]
        again = min(OPEN_OF_A_STREET * self._more // CASES_OF_A_STREET, self._more) - len(still)
        plan = [(timedelta(0), still[number % len(still)]) for number in range(max(again, 0))]
        plan += [
            (_STRIDE * (1 + number // len(ended)), ended[number % len(ended)])
            for number in range(self._more - len(plan))
        ]
        told = [(each.case["reported_at"] - back, each) for back, each in plan]
        return sorted(told, key=lambda each: each[0])

    def _write(self, part: Sequence[tuple[datetime, Template]]) -> None:
        rows: list[list[Any]] = []
        steps: list[list[Any]] = []
        found: list[tuple[int, datetime, Entry]] = []
        kept: list[list[Any]] = []
        heads: list[dict[str, Any]] = []
        for at, template in part:
            self._next_case += 1
            case, told = self._retold(template, at, template.case["reported_at"] - at)
            rows.append([case[name] for name in _CASE_COLUMNS])
            steps += [[step[name] for name in _EVENT_COLUMNS] for step in told]
            said = [(step["reason"], step["note"], step["unit_id"]) for step in told]
            found.append((case["id"], at, entry_of(SimpleNamespace(**case), said)))
            kept += _chain(template, case)
            heads.append({"stream": kept[-1][0], "seq": kept[-1][1], "hash": kept[-1][-1], "sealed_seq": 0})
        with self._store.write(quiet=True) as session:
            insert_rows(session, CASES, _CASE_COLUMNS, rows)
            insert_rows(session, EVENTS, _EVENT_COLUMNS, steps)
            insert_rows(session, ENTRIES, _ENTRY_COLUMNS, kept)
            session.connection().execute(insert(HEADS), heads)
            add_entries(session, found)

    def _retold(
        self, template: Template, at: datetime, back: timedelta
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        dice, case = self._dice, dict(template.case)
        matter = self._matters_by_name.get(self._matters.get(case["matter_version_id"], ""))
        matter = matter or dice.pick(matters())
        choice = self._grids_of.get(case["division_code"]) or [dice.pick(grids())]
        grid = dice.pick(choice)
        known = places()
        town = known["special"].get(grid.code) or known["villages"].get(grid.division) or known["rural"]
        letter = dice.pick([each for each in matter.places if each in town] or sorted(town))
        place = self._wording.place(dice, grid, letter)
        title, body = self._wording.report(dice, matter, case["channel"].value, place)
        day = f"{at + timedelta(hours=8):%Y%m%d}"
        self._days[day] += 1
        moved = [*_TIMES, *(name for name in _DEADLINES if case[name] != FAR_FUTURE)]
        case |= {name: case[name] - back for name in moved if case[name] is not None}
        number = f"{day}-{self._days[day]:04d}"
        case |= {
            "id": self._next_case,
            "number": number,
            "title": title,
            "body": body,
            "place": place,
            "grid_id": self._grid_ids[grid.code],
            "search_text": search_text(
                number=number,
                title=title,
                body=body,
                place=place,
                grid_name=grid.name,
                matter_name=matter.name if case["matter_version_id"] else "",
            ),
        }
        steps = [step | {"case_id": case["id"], "at": step["at"] - back} for step in template.steps]
        for step in steps:
            if step["action"] == "feedback":
                step["note"] = self._wording.feedback(dice, matter, again=False)
        return case, steps


_CASE_COLUMNS = tuple(column.name for column in CASES.columns)
_EVENT_COLUMNS = tuple(column.name for column in EVENTS.columns if column.name != "id")
_ENTRY_COLUMNS = tuple(column.name for column in ENTRIES.columns if column.name != "id")
_TIMES = tuple(
    column.name
    for column in CASES.columns
    if isinstance(column.type, UtcDateTime) and column.name not in {"due_at", "warn_at", "urgent_at"}
)
"""Moments that are moved into the past with their case; those of no deadline are not."""
_OTHER = object()
_DEADLINES = ("due_at", "warn_at", "urgent_at")


def _templates(connection: Connection) -> list[Template]:
    """Return the cases that stand for themselves: not merged, not linked."""
    alone = select(CASES).where(CASES.c.lead_id.is_(None), CASES.c.links == 0).order_by(CASES.c.id)
    leads = set(connection.scalars(select(CASES.c.lead_id).where(CASES.c.lead_id.is_not(None))))
    cases = [dict(row) for row in connection.execute(alone).mappings() if row["id"] not in leads]
    steps: dict[int, list[dict[str, Any]]] = {}
    for step in connection.execute(select(EVENTS).order_by(EVENTS.c.case_id, EVENTS.c.seq)).mappings():
        steps.setdefault(step["case_id"], []).append(dict(step))
    entries: dict[str, list[Row[Any]]] = {}
    for entry in connection.execute(select(ENTRIES).order_by(ENTRIES.c.stream, ENTRIES.c.seq)):
        entries.setdefault(entry.stream, []).append(entry)
    return [Template(case, steps[case["id"]], entries[stream_of(case["number"])]) for case in cases]


def _chain(template: Template, case: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the entries of a case told again: what its columns hold, they say as well."""
    stream, previous = stream_of(case["number"]), GENESIS
    moved = [name for name, value in case.items() if value != template.case[name]]
    was = shown({name: template.case[name] for name in moved})
    now = shown({name: case[name] for name in moved})
    for row in template.entries:
        after = {
            name: now[name] if was.get(name, _OTHER) == said else said for name, said in row.after.items()
        }
        entry = Kept(
            stream, row.seq, row.at, row.actor_id, row.actor_name, row.origin, row.action,
            row.before, after, previous,
        )  # fmt: skip
        previous = entry.hash()
        yield [*entry, previous]


def _hurry(connection: Any, _record: object) -> None:
    for pragma in ("synchronous = OFF", "cache_size = -1000000", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _say(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  building the street: {done:,} of {total:,}" + ("\n" if done == total else ""))
