"""What one action on a case writes, as bare SQL: the measure of what the program adds to it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "信息齐全,予以受理,请尽快核对地点"
READS = """
SELECT * FROM cases WHERE id = :id;
SELECT max(seq) FROM case_event WHERE case_id = :id;
SELECT seq, hash FROM ledger_head WHERE stream = 'case:' || :number;
SELECT place, text, marks FROM case_words WHERE case_id = :id
"""
WRITES = """
UPDATE cases
    SET state = 'accepted', state_since = reported_at, version = version + 1, acceptor_id = 1
    WHERE id = :id AND version = :version;
INSERT INTO case_event
    (case_id, seq, at, action, from_state, to_state, actor_id, actor_name, reason, note)
    SELECT id, 99, reported_at, 'accept', 'reported', 'accepted', 1, 'bench', '', :note
    FROM cases WHERE id = :id;
INSERT INTO ledger_entry
    (stream, seq, at, actor_id, actor_name, origin, action, before, after, previous_hash, hash)
    SELECT 'case:' || number, 99, reported_at, 1, 'bench', '', 'case.accept', :json, :json, :hash, :hash
    FROM cases WHERE id = :id;
UPDATE ledger_head SET seq = seq + 1, hash = :hash WHERE stream = 'case:' || :number;
INSERT OR REPLACE INTO case_undo (case_id, seq, version, account_id, action, at, before)
    SELECT id, 99, version, 1, 'accept', reported_at, :json FROM cases WHERE id = :id;
UPDATE case_words SET text = text || char(10) || :note WHERE case_id = :id;
INSERT INTO case_fts (rowid, words) SELECT place, :pieces FROM case_words WHERE case_id = :id
"""


def bare_writes(path: Path, ids: list[int]) -> list[float]:
    """Return how many milliseconds each case takes to be accepted without the program."""
    pairs = (NOTE[start : start + 2] for start in range(len(NOTE)))
    facts = {
        "note": NOTE,
        "pieces": " ".join(sorted({pair for pair in pairs if "," not in pair})),
        "json": '{"state":"reported","version":1}' * 4,
        "hash": "0" * 64,
    }
    times = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        for case_id in ids:
            found = connection.execute("SELECT number, version FROM cases WHERE id = ?", (case_id,))
            number, version = found.fetchone()
            values = {**facts, "id": case_id, "number": number, "version": version}
            started = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            for statement in READS.split(";"):
                connection.execute(statement, values).fetchall()
            for statement in WRITES.split(";"):
                connection.execute(statement, values)
            connection.execute("COMMIT")
            times.append((time.perf_counter() - started) * 1000)
    return times
