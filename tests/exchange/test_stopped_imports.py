"""An import that is killed at any moment leaves a sound database, and the plan goes on from there."""

from __future__ import annotations

import io
import os
import random
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from migrations.head import HEAD
from models.accounts.views import Role
from models.api import Services
from models.exchange import planned as planned_module
from models.exchange import spool, wideapply
from models.exchange.lines import BatchState
from models.exchange.readers import Source
from models.exchange.views import ImportOptions
from models.kernel.clock import SystemClock
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.accounts.views import Actor
    from models.kernel.store import Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ROWS = 800
CHUNK = 100


def table() -> Source:
    """Return villages of three townships, every fourth of which stands already under another name."""
    lines = [f"9901011{n % 3}1{n // 3 + 1:03d},村{n}" for n in range(ROWS)]
    return Source("村.csv", "\n".join(["code,name", *sorted(lines)]).encode())


def old() -> Source:
    lines = [f"9901011{n % 3}1{n // 3 + 1:03d},旧{n}" for n in range(0, ROWS, 4)]
    return Source("旧.csv", "\n".join(["code,name", *lines]).encode())


def exported(services: Services, actor: Actor) -> bytes:
    target = io.BytesIO()
    services.exchange.export(actor, "divisions", target)
    return target.getvalue()


def stop_at(place: str, count: int) -> Callable[[], None]:
    """Return what makes the process kill itself at the ``count``-th block: before, amid or after its rows."""

    def arm() -> None:
        left = [count]

        def step() -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        if place == "amid":
            module: Any = wideapply
            real = module.write_packed

            def amid(*arguments: Any) -> None:
                step()
                real(*arguments)

            module.write_packed = amid
            return
        writer: Any = wideapply.WideWriter
        write = writer._write

        def patched(*arguments: Any) -> None:
            if place == "before":
                step()
            write(*arguments)
            if place == "after":
                step()

        writer._write = patched

    return arm


def in_child(database: str, plan: Path, actor: Actor, arm: Callable[[], None]) -> int:
    """Apply the plan in a process of its own; return its pid."""
    pid = os.fork()
    if pid:
        return pid
    try:
        arm()
        services = Services.open(f"sqlite:///{database}", SystemClock(), revision=HEAD)
        services.plans.apply(actor, plan)
    finally:
        os._exit(0)


def test_killed_at_any_moment_it_is_sound_and_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (wideapply, spool, planned_module):
        monkeypatch.setattr(module, "CHUNK", CHUNK, raising=False)
    database = str(store.engine.url.database)
    services = Services.open(f"sqlite:///{database}", SystemClock(), revision=HEAD)
    services.initialise("root", "大岭镇")
    with services.store.write() as session:
        actor = make_actor(session, SystemClock().now(), "admin", "管理员", set(Role), area="")
    services.exchange.import_file(actor, "divisions", old())
    services.close()
    store.close()
    begin = tmp_path / "begin.db"
    _copy(database, begin)
    plan = tmp_path / "p.plan"
    services = Services.open(f"sqlite:///{database}", SystemClock(), revision=HEAD)
    (said,) = services.plans.make(actor, "divisions", [table()], plan, options=ImportOptions(partial=True))
    assert (said.created, said.changed) == (ROWS * 3 // 4, ROWS // 4)
    (done,) = services.plans.apply(actor, plan)
    assert done.number == 2
    wanted = exported(services, actor)
    services.close()
    chance = random.Random(20261126)
    points: list[tuple[str, int]] = [("before", 1), ("amid", 1), ("after", 2), ("amid", 7)]
    for round_, point in enumerate([*points, None, None]):
        path = tmp_path / f"{round_}.db"
        _copy(begin, path)
        pid = in_child(str(path), plan, actor, stop_at(*point) if point else _nothing)
        if point is None:
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        assert point is None or os.WIFSIGNALED(status)
        services = Services.open(f"sqlite:///{path}", SystemClock(), revision=HEAD)
        assert services.check() == []
        before = services.exchange.batches(actor)
        (resumed,) = services.plans.apply(actor, plan)
        assert exported(services, actor) == wanted
        assert services.check() == []
        batches = services.exchange.batches(actor)
        assert {each.state for each in batches} == {BatchState.DONE}
        # Whatever had begun was continued, not begun again.
        assert (resumed.number, len(batches)) == (2, 2)
        if point is not None:
            assert before[0].state is BatchState.OPEN
        services.close()
    # What was done of one that is never continued can be taken back as well.
    path = tmp_path / "half.db"
    _copy(begin, path)
    os.waitpid(in_child(str(path), plan, actor, stop_at("after", 5)), 0)
    services = Services.open(f"sqlite:///{path}", SystemClock(), revision=HEAD)
    half = exported(services, actor)
    assert services.batches.undo(actor, 2).kept == 0
    fresh = Services.open(f"sqlite:///{begin}", SystemClock(), revision=HEAD)
    assert exported(services, actor) == exported(fresh, actor) != half
    assert services.check() == []
    fresh.close()
    services.close()


def _nothing() -> None:
    """Let it run."""


def _copy(source: str | Path, target: Path) -> None:
    import sqlite3

    with sqlite3.connect(source) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM INTO ?", (str(target),))
    connection.close()
