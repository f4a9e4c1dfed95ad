"""Every kind of tampering is named, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.ledger import service
from models.ledger.rules import Entry
from models.ledger.service import record_many
from models.ledger.writing import ENTRIES
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from models.ledger.service import LedgerService


@pytest.fixture
def written(ledger: LedgerService, store: Store, clock: ManualClock, person: Any) -> LedgerService:
    """Give a ledger of two sealed streams of five entries, one entry of each after the seal."""
    with store.write() as session:
        changes = [(stream, "x", {"n": n}, {"n": n + 1}) for n in range(5) for stream in ("case:1", "case:2")]
        record_many(session, person, clock.now(), changes)
    ledger.seal()
    with store.write() as session:
        record_many(session, person, clock.now(), [("case:1", "y", None, None), ("case:2", "y", None, None)])
    assert ledger.check() == []
    return ledger


def tamper(store: Store, *statements: str) -> None:
    with store.write() as session:
        for statement in statements:
            session.connection().execute(text(statement))


def named(ledger: LedgerService) -> list[tuple[str, str]]:
    return [(finding.subject, finding.sentence % finding.params) for finding in ledger.check()]


@pytest.mark.parametrize(
    "change",
    [
        "after = '{\"n\": 99}'",
        "before = NULL",
        "action = 'z'",
        "actor_name = '王五'",
        "actor_id = 8",
        "origin = 'elsewhere'",
        "at = '2026-03-02 01:00:01.000000+00:00'",
        "hash = previous_hash",
    ],
)
def test_a_changed_entry(written: LedgerService, store: Store, change: str) -> None:
    if store.dialect == "sqlite":
        change = change.replace("+00:00", "")
    tamper(store, f"UPDATE ledger_entry SET {change} WHERE stream = 'case:1' AND seq = 3")  # noqa: S608 -- constants
    assert ("case:1", "Entry 3 of case:1 was changed after it was written.") in named(written)
    assert all(subject == "case:1" for subject, _ in named(written))


def test_a_missing_entry(written: LedgerService, store: Store) -> None:
    tamper(store, "DELETE FROM ledger_entry WHERE stream = 'case:1' AND seq = 2")
    assert named(written) == [("case:1", "Entry 2 of case:1 is missing.")]


def test_several_missing_entries_and_the_first(written: LedgerService, store: Store) -> None:
    tamper(store, "DELETE FROM ledger_entry WHERE stream = 'case:1' AND seq <= 2")
    assert named(written) == [("case:1", "Entries 1 to 2 of case:1 are missing.")]


def test_a_cut_tail_with_the_head_left_alone(written: LedgerService, store: Store) -> None:
    tamper(store, "DELETE FROM ledger_entry WHERE stream = 'case:1' AND seq = 6")
    assert named(written) == [("case:1", "Entry 6 of case:1 is missing.")]


@BOTH_ENGINES
def test_a_cut_tail_with_the_head_set_back_shows_by_the_seal(written: LedgerService, store: Store) -> None:
    tamper(
        store,
        "DELETE FROM ledger_entry WHERE stream = 'case:1' AND seq > 3",
        "UPDATE ledger_head SET seq = 3, sealed_seq = 0, hash ="
        " (SELECT hash FROM ledger_entry WHERE stream = 'case:1' AND seq = 3) WHERE stream = 'case:1'",
    )
    assert named(written) == [("case:1", "case:1 was cut off: seal 1 saw its entry 5, which is gone.")]


def test_a_stream_that_vanished_whole_shows_by_the_seal(written: LedgerService, store: Store) -> None:
    tamper(
        store,
        "DELETE FROM ledger_entry WHERE stream = 'case:2'",
        "DELETE FROM ledger_head WHERE stream = 'case:2'",
    )
    assert named(written) == [("case:2", "case:2 was cut off: seal 1 saw its entry 5, which is gone.")]


def test_a_head_without_any_entry(written: LedgerService, store: Store) -> None:
    tamper(store, "DELETE FROM ledger_entry WHERE stream = 'case:2'")
    assert ("case:2", "Entries 1 to 6 of case:2 are missing.") in named(written)


@BOTH_ENGINES
def test_a_stream_without_a_head(written: LedgerService, store: Store) -> None:
    tamper(store, "DELETE FROM ledger_head WHERE stream = 'case:2'")
    assert named(written) == [("case:2", "case:2 has 6 entries but no head.")]


def test_a_head_that_disagrees(written: LedgerService, store: Store) -> None:
    tamper(store, "UPDATE ledger_head SET seq = 5 WHERE stream = 'case:2'")
    assert named(written) == [("case:2", "The head of case:2 disagrees with its entry 6.")]


def rewrite(store: Store, stream: str, seq: int) -> None:
    """Change one entry and hash the whole rest of the chain anew, head and all, as an insider could."""
    with store.write() as session:
        connection = session.connection()
        columns = [ENTRIES.c[name] for name in Entry._fields]
        chain = ENTRIES.select().with_only_columns(*columns).where(ENTRIES.c.stream == stream)
        fingerprint = ""
        for row in connection.execute(chain.order_by(ENTRIES.c.seq)).all():
            entry = Entry._make(row)
            if entry.seq < seq:
                continue
            entry = entry._replace(previous_hash=fingerprint or entry.previous_hash)
            if entry.seq == seq:
                entry = entry._replace(after={"n": 99})
            fingerprint = entry.hash()
            connection.execute(
                ENTRIES.update()
                .where(ENTRIES.c.stream == stream, ENTRIES.c.seq == entry.seq)
                .values(after=entry.after, previous_hash=entry.previous_hash, hash=fingerprint)
            )
        connection.execute(
            text("UPDATE ledger_head SET hash = :hash WHERE stream = :stream"),
            {"hash": fingerprint, "stream": stream},
        )


def test_a_chain_rewritten_from_an_entry_on_shows_by_the_seal(written: LedgerService, store: Store) -> None:
    rewrite(store, "case:1", 3)
    assert named(written) == [("case:1", "case:1 was rewritten: seal 1 saw another entry 5.")]


@BOTH_ENGINES
def test_an_entry_replaced_by_one_with_a_right_hash(written: LedgerService, store: Store) -> None:
    tamper(
        store,
        "UPDATE ledger_entry SET previous_hash ="
        " (SELECT hash FROM ledger_entry WHERE stream = 'case:2' AND seq = 2)"
        " WHERE stream = 'case:1' AND seq = 6",
    )
    with store.write() as session:
        columns = [ENTRIES.c[name] for name in Entry._fields]
        place = (ENTRIES.c.stream == "case:1", ENTRIES.c.seq == 6)
        row = session.connection().execute(ENTRIES.select().with_only_columns(*columns).where(*place)).one()
        right = Entry._make(row).hash()
        session.connection().execute(ENTRIES.update().where(*place).values(hash=right))
        session.connection().execute(
            text("UPDATE ledger_head SET hash = :h WHERE stream = 'case:1'"), {"h": right}
        )
    assert named(written) == [("case:1", "Entry 6 of case:1 does not continue the one before it.")]


@BOTH_ENGINES
def test_a_seal_that_was_changed(written: LedgerService, store: Store) -> None:
    tamper(store, "UPDATE ledger_sealed_head SET seq = 4 WHERE stream = 'case:1'")
    assert ("seal:1", "Seal 1 was changed after it was written.") in named(written)


def test_a_head_taken_out_of_a_seal(written: LedgerService, store: Store) -> None:
    tamper(store, "DELETE FROM ledger_sealed_head WHERE stream = 'case:1'")
    assert named(written) == [
        ("seal:1", "Seal 1 was changed after it was written."),
        ("case:1", "case:1 was sealed up to entry 5, but the seal is missing."),
    ]


@BOTH_ENGINES
def test_a_broken_chain_of_seals(written: LedgerService, store: Store) -> None:
    written.seal()
    tamper(store, "UPDATE ledger_seal SET hash = previous_hash WHERE number = 1")
    assert named(written) == [
        ("seal:1", "Seal 1 was changed after it was written."),
        ("seal:2", "Seal 2 does not continue the one before it."),
    ]


@BOTH_ENGINES
def test_a_missing_seal(written: LedgerService, store: Store) -> None:
    written.seal()
    tamper(
        store,
        "DELETE FROM ledger_sealed_head WHERE seal_number = 1",
        "DELETE FROM ledger_seal WHERE number = 1",
    )
    assert named(written) == [("seal:1", "Seal 1 is missing.")]


@BOTH_ENGINES
def test_the_newest_seal_cut_off(written: LedgerService, store: Store) -> None:
    written.seal()
    tamper(
        store,
        "DELETE FROM ledger_sealed_head WHERE seal_number = 2",
        "DELETE FROM ledger_seal WHERE number = 2",
    )
    assert named(written) == [
        ("case:1", "case:1 was sealed up to entry 6, but the seal is missing."),
        ("case:2", "case:2 was sealed up to entry 6, but the seal is missing."),
    ]


def test_a_ledger_in_ruins_gives_a_list_that_ends(
    written: LedgerService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_FINDINGS", 4)
    tamper(store, "UPDATE ledger_entry SET action = 'z'")
    found = named(written)
    assert len(found) == 5
    assert found[-1] == ("ledger", "There is more that differs; only the first 4 are listed.")
