"""What of a case goes into the ledger, and in which form.

The ledger is read by people who may not read cases, and is never erased. So personal data
stands in it masked, and free text, which may name anybody, as its SHA-256: enough to prove
that a text was not changed afterwards, too little to read it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from models.kernel.documents import Plain, canonical, plain
from models.kernel.masking import mask_name, mask_phone

if TYPE_CHECKING:
    from collections.abc import Mapping

FREE_TEXT = frozenset({"title", "body", "place", "reason", "note"})
_NOT_KEPT = frozenset({"search_text"})
"""Derived from other columns, and full of free text."""

REMOVED = "removed"
"""In the entry that says a case is here no longer: what its stream says later is of another one"""


def stream_of(number: str) -> str:
    """Return the name of a case's stream."""
    return f"case:{number}"


def digest(text: str) -> str:
    """Return the fingerprint under which a free text stands in the ledger."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns and entries as the ledger keeps them."""
    return Plain({name: _shown(name, value) for name, value in facts.items() if name not in _NOT_KEPT})


def _shown(name: str, value: Any) -> Any:
    if value is None or value == "":
        return value
    if name in FREE_TEXT:
        return digest(value)
    if name == "reporter_name":
        return mask_name(value)
    if name == "reporter_phone":
        return mask_phone(value)
    if name == "receipt":
        # A receipt is a plain document already, see models.cases.timing.
        return digest(canonical(value))
    return plain(value)
