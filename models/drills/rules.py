"""How an entry of a recording is hashed, and people are called in a world.

Pure, so that a check recomputes what a writer computed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from models.kernel.documents import canonical, iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from models.drills.kinds import EntryKind
    from models.drills.views import EntryView

FORMAT = 1
"""The format of recordings this program writes."""
GENESIS = "0" * 64
"""What the first entry names as the hash before it."""


def entry_hash(
    previous: str, seq: int, kind: EntryKind, at: datetime, login: str, body: Mapping[str, Any]
) -> str:
    """Return the SHA-256 of an entry, in hexadecimal; ``body`` is a plain document."""
    told = {
        "at": iso(at),
        "body": body,
        "kind": str(kind),
        "login": login,
        "previous": previous,
        "seq": seq,
    }
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def first_broken(entries: Iterable[EntryView]) -> int | None:
    """Return the number of the first entry that was altered, added or left out; ``None`` if none was."""
    previous, expected = GENESIS, 1
    for entry in entries:
        made = entry_hash(previous, expected, entry.kind, entry.at, entry.login, entry.body)
        if entry.seq != expected or made != entry.hash:
            return expected
        previous, expected = entry.hash, expected + 1
    return None


def nobody_login(number: int) -> str:
    """Return the login of the ``number``-th account of a township, from 1, in a copy of it."""
    return f"p{number:03d}"
