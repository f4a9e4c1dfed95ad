"""Going without having said so: what was typed is kept on the way out."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from console import leaving
from models.accounts.views import Role
from models.cases.rules import CaseState
from tests.pilot.cases import opened
from tests.terminal.ptyhost import PtyHost

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.desk.views import DraftView
    from tests.pilot.conftest import Office

GONE_SECONDS = 3.0


def drafts(office: Office, who: Role) -> list[DraftView]:
    return office.services.desk.drafts(office.actor(who))


@pytest.mark.pty
@pytest.mark.xdist_group("console")
@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda host: host.signal(signal.SIGHUP), 129),
        (lambda host: host.signal(signal.SIGTERM), 143),
        (lambda host: host.hang_up(), 129),
    ],
    ids=["hangup", "terminate", "closed"],
)
def test_a_lost_terminal_costs_nothing_that_was_typed(
    office: Office, sqlite_url: str, end: Callable[[PtyHost], None], code: int
) -> None:
    """Typed and gone in the same second: the draft is written on the way out, which stays short."""
    arguments = ["-m", "tests.pilot.console_on", sqlite_url, "handler"]
    with PtyHost(arguments, quick=True) as host:
        host.wait_for("占道经营屡劝不改")
        host.send("\r")
        host.wait_for("办理过程")
        host.send("\x1b[15~")
        host.wait_for("F2保存")
        host.send("刚到现场")
        host.wait_for("刚到现场")
        end(host)
        begun = time.monotonic()
        assert host.exit_code(GONE_SECONDS) == code
        assert time.monotonic() - begun < GONE_SECONDS
    (draft,) = drafts(office, Role.HANDLER)
    assert "刚到现场" in str(draft.content)


@pytest.mark.waits
def test_a_departure_waits_for_drafts_but_not_for_a_database_that_is_held(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    save = office.services.desk.save_draft

    def late(*content: Any) -> None:
        held.wait(5.0)
        save(*content)

    monkeypatch.setattr(office.services.desk, "save_draft", late)

    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5", "x")
            begun = time.monotonic()
            await leaving.once_kept(app)
            assert leaving.KEEP_SECONDS <= time.monotonic() - begun < leaving.KEEP_SECONDS + 0.5
            held.set()
            await leaving.once_kept(app)
            assert not app.writes.pending

    asyncio.run(journey())
    (draft,) = drafts(office, Role.HANDLER)
    assert "x" in str(draft.content)
