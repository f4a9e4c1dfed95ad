"""Marking of sentences for translation, without translating them.

``models`` never chooses a language: it hands out English message ids with named
parameters, and ``console`` renders them when they are shown.
"""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 -- the name gettext tools look for
    """Return ``message`` unchanged; its only effect is that extraction finds it."""
    return message
