"""Seals: what they cover, when they fall due, and two sealers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.ledger import sealing
from models.ledger.service import LedgerService, record, record_many
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


def write(store: Store, clock: ManualClock, person: Any, *streams: str) -> None:
    with store.write() as session:
        record_many(session, person, clock.now(), [(stream, "x", None, None) for stream in streams])


def rows(store: Store, statement: str) -> Sequence[Any]:
    with store.read() as session:
        return session.connection().execute(text(statement)).all()


@BOTH_ENGINES
def test_a_seal_covers_what_grew_since_the_last(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    write(store, clock, person, "a", "b", "b")
    assert ledger.seal() == 2
    assert ledger.seal() == 0
    write(store, clock, person, "b", "c")
    assert ledger.seal() == 2
    sealed = rows(store, "SELECT seal_number, stream, seq FROM ledger_sealed_head ORDER BY 1, 2")
    assert [tuple(row) for row in sealed] == [(1, "a", 1), (1, "b", 2), (2, "b", 3), (2, "c", 1)]
    first, second = rows(store, "SELECT number, heads, previous_hash, hash FROM ledger_seal ORDER BY 1")
    assert second.previous_hash == first.hash
    assert ledger.check() == []


@BOTH_ENGINES
def test_many_streams_are_sealed_in_several_seals(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "HEADS_AT_ONCE", 4)
    write(store, clock, person, *(f"case:{n}" for n in range(10)))
    assert ledger.seal() == 10
    assert [row.heads for row in rows(store, "SELECT heads FROM ledger_seal ORDER BY number")] == [4, 4, 2]
    assert ledger.check() == []


@BOTH_ENGINES
def test_sealing_by_interval_waits_for_its_time_and_for_something_to_seal(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    every = timedelta(minutes=5)
    assert ledger.seal_if_due(every) == 0
    write(store, clock, person, "a")
    assert ledger.seal_if_due(every) == 1
    write(store, clock, person, "a")
    clock.advance(timedelta(minutes=4, seconds=59))
    assert ledger.seal_if_due(every) == 0
    clock.advance(timedelta(seconds=1))
    assert ledger.seal_if_due(every) == 1
    clock.advance(timedelta(hours=1))
    assert ledger.seal_if_due(every) == 0
    assert len(rows(store, "SELECT 1 FROM ledger_seal")) == 2


@BOTH_ENGINES
def test_sealers_and_writers_at_once_leave_one_chain(
    ledger: LedgerService, store: Store, clock: ManualClock, person: Any
) -> None:
    together = Barrier(4)

    def work(worker: int) -> None:
        together.wait()
        for number in range(8):
            if worker % 2:
                LedgerService(store, clock).seal()
            else:
                write(store, clock, person, f"case:{number}", "office")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    ledger.seal()
    assert ledger.check() == []
    assert rows(store, "SELECT 1 FROM ledger_head WHERE seq <> sealed_seq") == []


@pytest.mark.postgres
def test_a_sealer_does_not_wait_for_a_writer(postgres_url: str, clock: ManualClock, person: Any) -> None:
    from models.kernel.store import Store, open_engine

    store = Store(open_engine(postgres_url))
    ledger = LedgerService(store, clock)
    write(store, clock, person, "held", "free")
    with store.write() as session:
        record(session, person, clock.now(), "held", "x")
        assert ledger.seal() == 1
    assert ledger.seal() == 1
    assert ledger.check() == []
    store.close()
