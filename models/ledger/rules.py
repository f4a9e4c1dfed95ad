"""How an entry and a seal are hashed. Pure, so that a check recomputes what a writer computed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from models.kernel.documents import canonical, iso, plain, quoted
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.ledger.views import Signature

GENESIS = "0" * 64
"""What the first entry of a stream, and the first seal, names as the hash before it."""

STREAM_LENGTH = 64
ACTION_LENGTH = 64
NAME_LENGTH = 64
ORIGIN_LENGTH = 128


class Entry(NamedTuple):
    """One entry as it is hashed and stored; ``before`` and ``after`` are plain documents."""

    stream: str
    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    origin: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    previous_hash: str

    def text(self, before: str | None = None, after: str | None = None) -> str:
        """Return the canonical JSON text that is hashed; that of the two documents may be given."""
        # Put together by hand, in the order of the sorted keys: a third faster than sorting a
        # dictionary for each of a million entries. A test compares the two.
        actor = self.actor_id
        return (
            f'{{"action":{quoted(self.action)},"actor_id":{"null" if actor is None else actor},'
            f'"actor_name":{quoted(self.actor_name)},"after":{after or canonical(self.after)},'
            f'"at":"{iso(self.at)}","before":{before or canonical(self.before)},'
            f'"origin":{quoted(self.origin)},"previous_hash":"{self.previous_hash}",'
            f'"seq":{self.seq},"stream":{quoted(self.stream)}}}'
        )

    def hash(self) -> str:
        """Return the SHA-256 of the entry, in hexadecimal."""
        return digest(self.text())


class Pen(NamedTuple):
    """Who writes, cleaned once and cut to what the columns hold."""

    actor_id: int | None
    actor_name: str
    origin: str


class SealedHead(NamedTuple):
    """A stream's head as a seal finds it."""

    stream: str
    seq: int
    hash: str


def pen(signature: Signature) -> Pen:
    """Return the signature as it goes into entries.

    The origin is whatever a terminal says of itself, so it is cleaned like all outside text.
    """
    return Pen(
        signature.account_id,
        clean_line(signature.name)[:NAME_LENGTH],
        clean_line(signature.origin)[:ORIGIN_LENGTH],
    )


def document(facts: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return ``facts`` in the form both engines give back unchanged."""
    return None if facts is None else plain(facts)


def require_names(stream: str, action: str) -> None:
    """Refuse a stream or action that the columns would not hold.

    Raises:
        ValueError: a name is empty or too long; that is a fault of the program.
    """
    if not 0 < len(stream) <= STREAM_LENGTH or not 0 < len(action) <= ACTION_LENGTH:
        message = f"no name for a ledger entry: {stream!r}, {action!r}"
        raise ValueError(message)


def digest(text: str) -> str:
    """Return the SHA-256 of ``text`` (UTF-8), in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal_hash(number: int, at: datetime, heads: Iterable[SealedHead], previous_hash: str) -> str:
    """Return the hash of a seal.

    The heads are sorted here, by code point: the order in which an engine sorts text differs
    between engines and between versions of one.
    """
    content = {
        "at": iso(at),
        "heads": sorted([head.stream, head.seq, head.hash] for head in heads),
        "number": number,
        "previous_hash": previous_hash,
    }
    return digest(canonical(content))
