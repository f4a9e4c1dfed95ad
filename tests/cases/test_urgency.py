"""What presses first stands first: lists go by whichever clock of a case is due first and still counts."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from migrations import runner
from models.accounts.views import Role
from models.api import Services
from models.cases.columns import CASES
from models.cases.kinds import Action, CaseState, Light, QueueKey
from models.cases.lights import FAR_FUTURE, urgent_at
from models.cases.rules import QUEUE_STATES
from models.kernel.store import Store, open_engine
from tests.cases.test_queues import plans, pressing
from tests.cases.township import Desk, all_pages, recount
from tests.support.databases import BOTH_ENGINES
from tests.support.remembered import resumed

_A, _S = Action, CaseState
_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "running", "due_at", "stage_due_at", "first"),
    [
        (_S.REPORTED, False, FAR_FUTURE, None, FAR_FUTURE),
        (_S.REPORTED, False, FAR_FUTURE, _NOON, _NOON),
        (_S.FILED, True, _NOON, None, _NOON),
        (_S.FILED, True, _NOON, _NOON - _HOUR, _NOON - _HOUR),
        (_S.FILED, True, _NOON, _NOON + _HOUR, _NOON),
        (_S.HELD, False, _NOON, None, _NOON),
        (_S.HELD, False, _NOON, _NOON - _HOUR, _NOON - _HOUR),
        (_S.FEEDBACK, False, _NOON, None, FAR_FUTURE),
        (_S.FEEDBACK, False, _NOON, _NOON + _HOUR, _NOON + _HOUR),
        (_S.FINISHED, False, _NOON, None, FAR_FUTURE),
    ],
)
def test_a_clock_counts_while_it_can_still_be_kept(
    state: CaseState, running: bool, due_at: datetime, stage_due_at: datetime | None, first: datetime
) -> None:
    assert urgent_at(state, due_at, stage_due_at, running=running) == first


@pytest.fixture
def timed(desk: Desk) -> Desk:
    """Give a township whose stages have the limits of the field."""
    resumed(desk.store, lambda: _limit_stages(desk), "limits of the field", desk.clock.now())
    return desk


def _limit_stages(desk: Desk) -> None:
    Services(desk.store, desk.clock).limits.seed()


def kept(desk: Desk) -> dict[int, datetime]:
    with desk.store.read() as session:
        rows = session.connection().execute(select(CASES.c.id, CASES.c.urgent_at)).all()
    return {row.id: row.urgent_at for row in rows}


def test_no_red_case_stands_below_a_green_one(timed: Desk) -> None:
    desk, chief = timed, timed.town.actor(Role.DUTY_CHIEF)
    for condition in (desk.town.five_days, desk.town.four_hours, desk.town.urgent):
        for state in (_S.CHECKING, _S.ACCEPTED, _S.FEEDBACK, _S.VERIFIED, _S.CLOSED, _S.HANDLING):
            desk.bring_to(state)
        filed = desk.step(desk.bring_to(_S.ACCEPTED), _A.FILE, Role.ACCEPTOR, condition_id=condition)
        working = desk.step(filed, _A.DISPATCH, Role.DISPATCHER)
        desk.step(working, _A.RETURN, Role.HANDLER)
        desk.step(desk.bring_to(_S.ACCEPTED), _A.FILE, Role.ACCEPTOR, condition_id=condition)
        desk.clock.advance(timedelta(minutes=25))
    # Filed long ago with days to go: late by the dispatch. Filed just now with hours to go: late by nothing.
    desk.clock.advance(timedelta(minutes=85))
    for state in (_S.CHECKING, _S.ACCEPTED, _S.FEEDBACK, _S.VERIFIED, _S.CLOSED, _S.HANDLING):
        desk.bring_to(state)
    desk.step(desk.bring_to(_S.ACCEPTED), _A.FILE, Role.ACCEPTOR, condition_id=desk.town.four_hours)
    mixed = 0
    for key in (None, *(key for key in QueueKey if key not in {QueueKey.DAY, QueueKey.ASSISTING})):
        lines = all_pages(desk, chief, key, 2)
        whole = desk.cases.queue(chief, key, limit=500).rows
        assert [line.id for line in lines] == [line.id for line in whole], "paged as it is read whole"
        if key in {QueueKey.TO_ACCEPT, QueueKey.URGED}:
            continue
        first = [(pressing(line), line.id) for line in lines]
        assert first == sorted(first), key
        reds = [line.light is Light.RED for line in lines]
        assert reds == sorted(reds, reverse=True), key
        mixed += len(set(reds)) == 2 and key in QUEUE_STATES
        by_handling = [line.due_at or FAR_FUTURE for line in lines]
        if key is QueueKey.TO_DISPATCH:
            assert by_handling != sorted(by_handling), "the clock of handling alone would say otherwise"
    assert mixed > 2
    assert desk.cases.counters(chief) == recount(desk, chief)
    day = desk.cases.queue(chief, QueueKey.DAY).rows
    for section in {line.section for line in day} - {QueueKey.TO_ACCEPT}:
        places = [pressing(line) for line in day if line.section is section]
        assert places == sorted(places), section
    assert desk.cases.check() == []


def test_every_step_keeps_it_and_what_is_taken_back_gives_it_back(timed: Desk) -> None:
    desk, chief = timed, timed.town.actor(Role.DUTY_CHIEF)
    case = desk.report()
    assert kept(desk)[case.id] == case.stage_due_at
    case = desk.step(case, _A.ACCEPT, Role.ACCEPTOR)
    case = desk.step(case, _A.FILE, Role.ACCEPTOR, condition_id=desk.town.urgent)
    assert case.due_at is not None
    assert case.stage_due_at is not None
    assert kept(desk)[case.id] == min(case.stage_due_at, case.due_at)
    before = kept(desk)[case.id]
    case = desk.step(case, _A.DISPATCH, Role.DISPATCHER)
    Services(desk.store, desk.clock).sets.undo(desk.town.actor(Role.DISPATCHER), case.id)
    assert kept(desk)[case.id] == before
    undone = desk.cases.case(chief, case.number)
    lead = desk.bring_to(_S.FILED)
    gone = desk.do(undone, _A.MERGE, Role.ACCEPTOR, other=lead.number, reason="同一处")
    assert kept(desk)[case.id] == FAR_FUTURE
    desk.do(gone, _A.UNMERGE, Role.ACCEPTOR, reason="不是同一处")
    assert kept(desk)[case.id] == before
    for state in CaseState:
        if state is not _S.MERGED:
            desk.bring_to(state)
    every = {line.id: pressing(line) for line in all_pages(desk, chief, None, 50)}
    assert every == {case_id: moment for case_id, moment in kept(desk).items() if case_id in every}
    assert {moment for case_id, moment in kept(desk).items() if case_id not in every} == {FAR_FUTURE}
    assert desk.cases.check() == []


@BOTH_ENGINES
def test_the_revision_fills_in_what_the_steps_would_have_kept(timed: Desk) -> None:
    desk = timed
    for state in CaseState:
        if state is not _S.MERGED:
            desk.bring_to(state)
    before = kept(desk)
    assert len(set(before.values())) > 2
    url = desk.store.engine.url.render_as_string(hide_password=False)
    (revision,) = (path.name[:4] for path in (runner.HERE / "versions").glob("*_urgency.py"))
    desk.store.close()
    runner.downgrade(url, f"{int(revision) - 1:04d}", backup=False)
    # No further: what later revisions do has nothing to do with it.
    runner.upgrade(url, target=revision, backup=False)
    with closing(Store(open_engine(url))) as store:
        assert kept(replace(desk, store=store)) == before


def test_the_order_is_read_from_the_index(sqlite_desk: Desk) -> None:
    desk, chief = sqlite_desk, sqlite_desk.town.actor(Role.DUTY_CHIEF)
    after = (desk.clock.now(), 1)
    for key in (None, *(key for key in QueueKey if key not in {QueueKey.DAY, QueueKey.ASSISTING})):
        for start in (None, after):
            lines = plans(desk, lambda key=key, start=start: desk.cases.queue(chief, key, after=start))
            read = [place for place, line in enumerate(lines) if "INDEX ix_cases" in line]
            assert read, key
            # What is sorted are the pages of the parts, and in a part those of one moment: never all of it.
            assert all(not lines[place + 1].startswith("USE TEMP B-TREE FOR ORDER") for place in read), (
                key,
                lines,
            )
