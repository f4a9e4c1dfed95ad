"""Appending: one by one, in bulk, and by several writers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.kernel.errors import NotPermitted
from models.ledger.rules import GENESIS
from models.ledger.service import record, record_many
from models.ledger.views import Program

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from models.ledger.service import LedgerService

AWKWARD: dict[str, Any] = {
    "名称": "消防通道占用",
    "b": [1, 2.5, True, None, {"z": 1, "a": '“引号”\\"\t'}],
    "float": 0.1,
    "small": 1e-7,
    "tiny": 5e-324,
    "whole": 3.0,
    "huge": 1.5e300,
    "negative": -0.0,
    "big": 2**80,
    "nul": "a\x00b",
    "line": "\u2028",
    "emoji": "🚒",
}


def test_an_entry_says_who_when_where_what(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    with store.write() as session:
        record(session, person, clock.now(), "grid:01", "grid.create", None, {"name": "岭南"})
        record(session, person, clock.now(), "grid:01", "grid.change", {"name": "岭南"}, {"name": "岭南一"})
    first, second = ledger.entries(person, "grid:01").rows
    assert (first.seq, first.actor_name, first.origin, first.action) == (1, "李敏", "test", "grid.create")
    assert first.at == clock.now()
    assert (first.before, first.after) == (None, {"name": "岭南"})
    assert (second.seq, second.before) == (2, {"name": "岭南"})
    with store.read() as session:
        chain = (
            session.connection()
            .execute(text("SELECT previous_hash, hash FROM ledger_entry ORDER BY seq"))
            .all()
        )
    assert chain[0].previous_hash == GENESIS
    assert chain[1].previous_hash == chain[0].hash


def test_awkward_documents_come_back_to_the_same_hash(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    with store.write() as session:
        record(
            session, person, clock.now() + timedelta(microseconds=7), "matter:1", "x", AWKWARD, {"k": AWKWARD}
        )
        record_many(
            session, person, clock.now(), [("matter:1", "y", AWKWARD, {}), ("matter:2", "y", None, AWKWARD)]
        )
    assert ledger.check() == []
    one, two, three = (*ledger.entries(person, "matter:1").rows, *ledger.entries(person, "matter:2").rows)
    assert one.before == two.before == three.after
    assert two.after == {}
    assert two.at == clock.now()


def test_nothing_is_kept_of_a_transaction_that_failed(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    def fail() -> None:
        with store.write() as session:
            record(session, person, clock.now(), "unit:1", "x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ledger.entries(person, "unit:1").rows == ()
    with store.write() as session:
        record(session, person, clock.now(), "unit:1", "x")
    assert [entry.seq for entry in ledger.entries(person, "unit:1").rows] == [1]


def test_bulk_continues_streams_that_exist(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    with store.write() as session:
        record(session, person, clock.now(), "case:1", "first")
        changes = [(f"case:{n % 1000}", "more", {"n": n}, {"n": n + 1}) for n in range(3000)]
        record_many(session, Program(), clock.now(), changes)
        record_many(session, Program(), clock.now(), [])
    entries = ledger.entries(person, "case:1").rows
    assert [(entry.seq, entry.actor_name) for entry in entries] == [
        (1, "李敏"),
        *[(n, "yiwang") for n in (2, 3, 4)],
    ]
    assert [entry.before for entry in entries[1:]] == [{"n": 1}, {"n": 1001}, {"n": 2001}]
    assert ledger.check() == []


@pytest.mark.parametrize(("stream", "action"), [("", "x"), ("s" * 65, "x"), ("s", ""), ("s", "x" * 65)])
def test_a_name_the_columns_would_not_hold_is_refused(
    sqlite_store: Store, clock: ManualClock, stream: str, action: str
) -> None:
    with sqlite_store.write() as session:
        with pytest.raises(ValueError, match="no name"):
            record(session, Program(), clock.now(), stream, action)
        with pytest.raises(ValueError, match="no name"):
            record_many(session, Program(), clock.now(), [(stream, action, None, None)])


def test_writers_of_one_new_stream_do_not_break_the_chain(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    writers, each = 6, 8
    together = Barrier(writers)

    def write(writer: int) -> None:
        together.wait()
        for number in range(each):
            with store.write() as session:
                # Two streams in opposite orders: a bulk writer locks them in one order.
                names = ["case:a", "case:b"] if writer % 2 else ["case:b", "case:a"]
                record_many(
                    session, person, clock.now(), [(name, "x", None, {"n": number}) for name in names]
                )

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    assert [entry.seq for entry in ledger.entries(person, "case:a").rows] == list(
        range(1, writers * each + 1)
    )
    assert ledger.check() == []


def test_a_history_is_paged_in_the_order_it_was_written(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    with store.write() as session:
        record_many(session, person, clock.now(), [("office", f"a{n}", None, None) for n in range(5)])
    page = ledger.entries(person, "office", limit=2)
    assert [entry.action for entry in page.rows] == ["a0", "a1"]
    page = ledger.entries(person, "office", page.next_key, limit=2)
    assert [entry.action for entry in page.rows] == ["a2", "a3"]
    page = ledger.entries(person, "office", page.next_key, limit=2)
    assert [entry.action for entry in page.rows] == ["a4"]
    assert page.next_key is None


def test_only_the_audit_administrator_reads(ledger: LedgerService, person: Any) -> None:
    other = type(person)(may_audit=False)
    with pytest.raises(NotPermitted):
        ledger.entries(other, "office")
