"""Builds of the demo township that do not come to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.demo.lists import ListOffice

if TYPE_CHECKING:
    import pytest


def interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every build interrupted when the office stands and its lists are about to be made."""

    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ListOffice, "shelve", interrupted)
