"""The text that is hashed, and the documents in it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.documents import canonical, plain
from models.kernel.words import N_
from models.ledger.rules import GENESIS, Entry, SealedHead, document, pen, seal_hash

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

facts = st.dictionaries(
    st.text(max_size=8),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False),
    max_size=5,
)


class Colour(StrEnum):
    RED = "red"


class Writer:
    account_id = 7
    name = "李敏\x1b[31m"
    origin = "console pts/3\n" + "x" * 200


@given(
    before=st.none() | facts,
    after=st.none() | facts,
    name=st.text(max_size=20),
    number=st.none() | st.integers(),
)
def test_the_hashed_text_is_the_sorted_json_of_the_entry(
    before: dict[str, object] | None, after: dict[str, object] | None, name: str, number: int | None
) -> None:
    entry = Entry(
        "case:1", 3, AT, number, plain(name), "here", "act", document(before), document(after), GENESIS
    )
    expected = entry._asdict() | {"at": "2026-03-02T01:00:00.000000+00:00"}
    assert entry.text() == json.dumps(expected, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert entry.hash() == hashlib.sha256(entry.text().encode()).hexdigest()


@given(facts)
def test_a_plain_document_survives_a_round_trip_through_json(content: dict[str, object]) -> None:
    document = plain(content)
    assert canonical(json.loads(canonical(document))) == canonical(document)


def test_every_kind_of_value_has_one_plain_form() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert plain(
        {
            1: True,
            "enum": Colour.RED,
            "word": N_("case"),
            "when": datetime(2026, 3, 2, 9, 0, tzinfo=shanghai),
            "day": date(2026, 3, 2),
            "money": Decimal("12.30"),
            "set": {"b", "a"},
            "pair": (1, 2.0),
            "part": 0.25,
            "huge": 1e20,
            "nul": "a\x00b\ud800",
        }
    ) == {
        "1": True,
        "enum": "red",
        "word": "case",
        "when": "2026-03-02T01:00:00.000000+00:00",
        "day": "2026-03-02",
        "money": "12.30",
        "set": ["a", "b"],
        "pair": [1, 2],
        "part": 0.25,
        "huge": 10**20,
        "nul": "a\ufffdb\ufffd",
    }
    assert type(plain(Colour.RED)) is str
    assert type(plain(-0.0)) is int


@pytest.mark.parametrize("value", [float("nan"), float("inf"), datetime(2026, 3, 2)])  # noqa: DTZ001 -- refused
def test_a_value_that_cannot_be_kept_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"not a number|naive"):
        plain({"x": value})


def test_a_thing_without_a_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        plain({"x": object()})


def test_the_signature_is_cleaned_and_cut() -> None:
    written = pen(Writer())
    assert written.actor_name == "李敏"
    assert written.origin.startswith("console pts/3 xxx")
    assert len(written.origin) == 128


def test_the_hash_of_a_seal_does_not_depend_on_the_order_heads_are_read_in() -> None:
    heads = [SealedHead("case:2", 1, "b" * 64), SealedHead("case:1", 4, "a" * 64)]
    first = seal_hash(1, AT, heads, GENESIS)
    assert first == seal_hash(1, AT, reversed(heads), GENESIS)
    assert first != seal_hash(1, AT, [SealedHead("case:1", 5, "a" * 64), heads[0]], GENESIS)
    assert first != seal_hash(1, AT + timedelta(microseconds=1), heads, GENESIS)
