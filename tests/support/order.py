"""The order in which several workers take the tests: whoever waits leaves a core to somebody else.

There is one worker more than there are cores. One of them may wait, for a terminal, a timer or
a server, and nobody notices; three that wait at once are a machine that does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from _pytest.nodeid import NodeId

if TYPE_CHECKING:
    import pytest

WAITING = ("pty", "waits")
"""Marks of tests that mostly wait"""
LONG = ("slow", "xdist_group")
"""Marks of tests that take long, or that one worker takes one after the other"""
QUICK_ROOMS = frozenset({"cli", "text", "terminal"})
"""Rooms of many small tests, which are over too soon to be waited beside"""
REACH = 0.85
"""How far into the run waiting tests are spread; none of them is what the others wait for at the end."""


def spread(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return ``items``, long ones first, with those that wait spread evenly among the others.

    Whatever takes long and comes last would have one worker busy while the others have nothing to do.
    All else keeps its order.
    """
    waiting = [item for item in items if any(item.get_closest_marker(mark) for mark in WAITING)]
    kept = set(map(id, waiting))
    others = sorted(
        (item for item in items if id(item) not in kept),
        key=lambda item: not any(item.get_closest_marker(mark) for mark in LONG),
    )
    hosts = [place for place, item in enumerate(others) if _room(item) not in QUICK_ROOMS]
    if not hosts or not waiting:
        return items
    step = len(hosts) * REACH / len(waiting)
    guests: dict[int, list[pytest.Item]] = {}
    for number, item in enumerate(waiting):
        guests.setdefault(hosts[int(number * step)], []).append(item)
    return [each for place, item in enumerate(others) for each in (*guests.get(place, ()), item)]


def name_groups(items: list[pytest.Item]) -> None:
    """Put the group of an item behind its id, by which the workers' master keeps a group together.

    pytest-xdist 3.8 does so itself, but to an attribute that pytest 9.2 no longer reads: each worker
    would build what a group shares.
    """
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark is not None and not item.nodeid.endswith(f"@{mark.args[0]}"):
            renamed: Any = item
            renamed._id = NodeId.parse(f"{item.nodeid}@{mark.args[0]}")


def _room(item: pytest.Item) -> str:
    return item.path.parent.name
