"""The revision this program needs.

Kept as a constant, so that opening a database never loads alembic (0.6 s); a test compares
it with the newest file in ``versions/``, and ``python -m migrations.autogenerate`` moves it.
"""

from __future__ import annotations

from typing import Final

HEAD: Final = "0036"
"""The newest revision's number; empty as long as there is none."""


def head_revision() -> str:
    """Return the revision this program needs, such as ``"0008"``."""
    return HEAD
