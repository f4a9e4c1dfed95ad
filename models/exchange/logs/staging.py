"""A log put in order: by case, then by time, then as it stands in the file.

The entries wait in an SQLite file of their own beside the database, which sorts them on disk;
so a log of any length takes the same memory, and its cases may be mixed as they like.
"""

from __future__ import annotations

import gc
import json
import sqlite3
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AT_ONCE = 5_000
dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Make a JSON text. The module's own function would make an encoder each time."""


@lru_cache(maxsize=10_000)
def loaded(text: str) -> dict[str, Any]:
    """Return what a JSON object holds; not to be changed, for alike entries share it."""
    found: dict[str, Any] = json.loads(text)
    return found


class StagedEntry(NamedTuple):
    """One entry; ``at`` counts microseconds since 1970 in UTC, ``kept`` is a JSON object or empty."""

    case: str
    at: int
    row: int
    activity: str
    person: str
    unit: str
    note: str
    kept: str


@dataclass(slots=True)
class StagedCase:
    """One case: its entries in the order of time, and what its rows said of it, in the order of the file."""

    number: str
    entries: list[StagedEntry]
    said: list[tuple[int, dict[str, Any]]]


class Staging:
    """Where entries wait."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;"
            "CREATE TABLE entry (c TEXT, t INTEGER, n INTEGER, a TEXT, p TEXT, u TEXT, note TEXT, k TEXT);"
            "CREATE TABLE said (c TEXT, n INTEGER, what TEXT);"
            "BEGIN;"
        )
        self._entries: list[StagedEntry] = []
        self._said: list[tuple[str, int, str]] = []

    def add(self, entry: StagedEntry) -> None:
        """Let an entry wait."""
        self._entries.append(entry)
        if len(self._entries) >= _AT_ONCE:
            self._flush()

    def say(self, case: str, row: int, facts: Mapping[str, Any]) -> None:
        """Remember what a row says of its case."""
        self._said.append((case, row, dumped(facts)))
        if len(self._said) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._entries)
        self._database.executemany("INSERT INTO said VALUES (?, ?, ?)", self._said)
        self._entries.clear()
        self._said.clear()

    def cases(self) -> Iterator[StagedCase]:
        """Yield case by case, in the order of their numbers; may be asked for again."""
        self._flush()
        entries = self._database.execute("SELECT * FROM entry ORDER BY c, t, n")
        facts = self._database.execute("SELECT * FROM said ORDER BY c, n")
        waiting = groupby(facts, key=itemgetter(0))
        number, said = next(waiting, (None, iter(())))
        for case, rows in groupby(entries, key=itemgetter(0)):
            while number is not None and number < case:
                number, said = next(waiting, (None, iter(())))
            mine = [(row, loaded(what)) for _case, row, what in said] if number == case else []
            yield StagedCase(case, list(map(StagedEntry._make, rows)), mine)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()


@contextmanager
def staging() -> Iterator[Staging]:
    """Give a place to wait; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yiwang-log-") as folder:
        made = Staging(Path(folder) / "log.db")
        try:
            yield made
        finally:
            made.close()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector of reference cycles look seldom meanwhile.

    Hundreds of thousands of rows pass and hold no cycles; looking for them costs a fifth of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
