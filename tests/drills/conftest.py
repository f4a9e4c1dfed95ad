"""What tests of drills stand on: one township to copy worlds from, made once for all workers."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from migrations import runner
from migrations.head import head_revision
from models.kernel.clock import ManualClock
from scenarios.sandbox import DrillSpec, Sandboxes
from tests.support.copies import upgraded_by_copy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scenarios.sandbox import World

STARTS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday, 2 March 2026, 09:00 in Shanghai."""
SPEC = DrillSpec(
    name="test",
    title="试演",
    scenario={"title": "试演"},
    source="title: 试演\n",
    seed=7,
    starts=STARTS,
    ends=STARTS + timedelta(hours=2),
)


def sandboxes_in(folder: Path) -> Sandboxes:
    """Return the drills that lie in a folder."""
    return Sandboxes(folder, head_revision(), partial(runner.upgrade, backup=False))


@pytest.fixture(scope="session")
def world_template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the fictional township without cases."""
    make_tables = partial(upgraded_by_copy, request, runner.upgrade, backup=False)
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "world-template.lock").open("w") as lock:
        # Whichever worker comes first makes it, the others wait. Let go of with the file.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Sandboxes(shared / "world-template", head_revision(), make_tables).demo_template()


@pytest.fixture
def sandboxes(tmp_path: Path) -> Sandboxes:
    """Give a folder of drills of this test's own."""
    return sandboxes_in(tmp_path / "drills")


@pytest.fixture
def world(sandboxes: Sandboxes, world_template: Path) -> Iterator[World]:
    """Give the world of a drill whose clock moves when told to."""
    number = sandboxes.make(SPEC, world_template)
    with sandboxes.open(number, ManualClock(STARTS)) as opened:
        yield opened
