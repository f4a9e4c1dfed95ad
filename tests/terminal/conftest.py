"""Screens on a terminal, real or pretended."""

from __future__ import annotations

from tests.support.quiet import quiet_pilot

__all__ = ["quiet_pilot"]
