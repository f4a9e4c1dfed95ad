"""The clock as a parameter, and refusals that carry their facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from models.kernel.clock import ManualClock, SystemClock, require_utc
from models.kernel.errors import Conflict, ErrorKind, Invalid, NotFound
from models.kernel.words import N_, Phrase, Word


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8))))
    assert clock.now() == clock.now() == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.advance(timedelta(minutes=5)) == datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
    clock.set(datetime(2025, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2025


def test_a_naive_time_cannot_be_placed() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 -- refused
    for place in (require_utc, ManualClock, ManualClock(datetime(2026, 1, 1, tzinfo=UTC)).set):
        with pytest.raises(ValueError, match="naive"):
            place(naive)


def test_the_system_clock_speaks_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_refusal_carries_kind_code_facts_and_sentence() -> None:
    refusal = NotFound(N_("case"), 42)
    assert (refusal.kind, refusal.code) == (ErrorKind.MISSING, "not_found")
    assert str(refusal) == "No case 42 was found."
    assert refusal.params == {"what": "case", "key": "42"}
    invalid = Invalid(N_("name"), "", Phrase(N_("at most %(most)s characters"), most=64))
    assert invalid.field == "name"
    assert "at most 64 characters" in str(invalid)
    assert Conflict(N_("case"), current="theirs").current == "theirs"


def test_a_word_is_text_and_a_mark() -> None:
    word = N_("case")
    assert isinstance(word, Word)
    assert word == "case"
    assert str(Phrase(N_("at most %(most)s"), most=3)) == "at most 3"
