"""The file format of scenarios, version 1: strict, in YAML, described in docs/scenarios.md.

The models check one file by itself: its keys, its words, its times. Where it is wrong is said by
:mod:`scenarios.loader`, what does not fit together by :mod:`scenarios.checking`, and what it means
in time by :mod:`scenarios.timeline`. Nothing here knows a database.
"""

from __future__ import annotations

from scenarios.format.scenario import FORMAT, Scenario

__all__ = ["FORMAT", "Scenario"]
