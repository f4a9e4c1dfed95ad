"""Shifts handed over: what the sheet says, who takes it over, and that it stays as it was."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import docx
import pytest
from sqlalchemy import text

from console.tongue import tongue
from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import Action, Asked, CaseState, QueueKey
from models.cases.shifts.kinds import Scope
from models.cases.shifts.refusals import BadShiftStart, NoSuccessor, NoSuchScope, NotForYou, TakenOver
from models.cases.shifts.rules import scopes_of
from models.cases.shifts.views import sheet_document, sheet_of
from models.kernel.errors import NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk


@BOTH_ENGINES
def test_a_shift_is_handed_over_taken_over_and_kept_as_it_was(desk: Desk) -> None:
    services, people = Services(desk.store, desk.clock), desk.town.actor
    shifts, chief, dispatcher = services.shifts, people(Role.DUTY_CHIEF), people(Role.DISPATCHER)
    late = desk.bring_to(CaseState.HANDLING, title="先超期的一件")
    desk.clock.advance(timedelta(days=2))
    held = desk.bring_to(CaseState.HANDLING, title="请求延期的一件")
    desk.report(title="刚上报的一件")
    desk.step(held, Action.ASK_EXTENSION, Role.UNIT_LEAD)
    sheet = shifts.sheet(chief)
    assert sheet.scope is Scope.OFFICE
    assert sheet.cases[0].number == late.number
    assert dict(sheet.counts) == {QueueKey.OVERDUE: 1, QueueKey.TO_ACCEPT: 1, QueueKey.WITH_UNITS: 1}
    assert [(each.number, each.asked) for each in sheet.requests] == [(held.number, Asked.EXTENSION)]
    assert dict(sheet.done)[Action.INTAKE] == 2
    assert sheet.steps == len(sheet.changes) == 7
    assert sheet_of(sheet_document(sheet)) == sheet

    given = shifts.hand_over(chief, "注意\n三栋夜里还要去看", dispatcher.account_id)
    assert (given.to_name, given.acceptable) == (dispatcher.name, False)
    assert [each.id for each in shifts.waiting(dispatcher)] == [given.id]
    assert shifts.waiting(people(Role.ACCEPTOR)) == shifts.waiting(people(Role.HANDLER)) == []
    with pytest.raises(NotForYou):
        shifts.accept(people(Role.ACCEPTOR), given.id)
    with pytest.raises(NotFound):
        shifts.handover(people(Role.HANDLER), given.id)
    desk.clock.advance(timedelta(minutes=10))
    desk.report(title="交班以后的一件")
    taken = shifts.accept(dispatcher, given.id)
    assert (taken.accepted_by, taken.accepted_at) == (dispatcher.name, desk.clock.now())
    with pytest.raises(TakenOver):
        shifts.accept(dispatcher, given.id)
    assert shifts.waiting(dispatcher) == []
    assert shifts.handover(chief, given.id).sheet == given.sheet
    # Both begin their next shift where this one ended.
    desk.clock.advance(timedelta(hours=1))
    assert shifts.sheet(dispatcher).since == taken.accepted_at
    assert shifts.sheet(chief).since == given.at
    with desk.store.read() as session:
        found = session.connection().execute(
            text("SELECT action FROM ledger_entry WHERE stream = 'handovers' ORDER BY id")
        )
        assert [row.action for row in found] == ["handover.give", "handover.accept"]
    assert services.ledger.check() == []

    target = io.BytesIO()
    services.case_papers.write_shift(taken.sheet, taken, target, tongue())
    document = docx.Document(io.BytesIO(target.getvalue()))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert all(part in cells for part in (late.number, "请求延期的一件", dispatcher.name, "超期"))
    assert "三栋夜里还要去看" in "\n".join(each.text for each in document.paragraphs)


def test_everybody_hands_over_what_is_theirs(sqlite_desk: Desk) -> None:
    desk, people = sqlite_desk, sqlite_desk.town.actor
    shifts = Services(desk.store, desk.clock).shifts
    case = desk.bring_to(CaseState.HANDLING)
    desk.report()
    handler, lead = people(Role.HANDLER), people(Role.UNIT_LEAD)
    assert scopes_of(handler) == (Scope.PERSON, Scope.UNIT)
    assert scopes_of(lead)[0] is Scope.UNIT
    for actor in (handler, lead):
        assert [each.number for each in shifts.sheet(actor).cases] == [case.number]
    with pytest.raises(NoSuchScope):
        shifts.sheet(handler, Scope.OFFICE)
    with pytest.raises(NotPermitted):
        shifts.sheet(people(Role.SYSTEM_ADMIN))
    for since in (timedelta(hours=1), timedelta(days=-8)):
        with pytest.raises(BadShiftStart):
            shifts.sheet(handler, since=desk.clock.now() + since)
    for nobody in (handler.account_id, people(Role.SYSTEM_ADMIN).account_id, 99):
        with pytest.raises(NoSuccessor):
            shifts.hand_over(handler, to_id=nobody)
    open_to_all = shifts.hand_over(handler)
    assert shifts.successors(handler)[0].name == lead.name
    assert [each.id for each in shifts.waiting(lead)] == [open_to_all.id]
    desk.clock.advance(timedelta(days=4))
    assert shifts.waiting(lead) == []
    assert shifts.accept(lead, open_to_all.id).accepted_by == lead.name


def test_a_sheet_counts_what_is_late_as_the_queues_do(desk: Desk) -> None:
    services, chief = Services(desk.store, desk.clock), desk.town.actor(Role.DUTY_CHIEF)
    services.limits.seed()
    for state in (
        CaseState.REPORTED,
        CaseState.FILED,
        CaseState.HANDLING,
        CaseState.FEEDBACK,
        CaseState.HELD,
    ):
        desk.bring_to(state)
    seen = set()
    for minutes in (5, 15, 100, 3000):
        desk.clock.advance(timedelta(minutes=minutes))
        sheet, counted = services.shifts.sheet(chief), desk.cases.counters(chief)
        counts = dict(sheet.counts)
        for key in (QueueKey.OVERDUE, QueueKey.DUE_SOON):
            assert counts.get(key, 0) == counted[key]
            listed = [each for each in sheet.cases if each.section is key]
            assert len(listed) == counted[key]
            assert all(each.due_at is not None for each in listed)
            seen |= {(key, each.state) for each in listed}
        assert sheet.open == sum(1 for _each in sheet.cases)
    assert (QueueKey.OVERDUE, CaseState.REPORTED) in seen
    assert (QueueKey.DUE_SOON, CaseState.FEEDBACK) in seen
