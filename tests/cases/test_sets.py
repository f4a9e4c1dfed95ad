"""One action on several cases, and taking steps back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models.accounts.views import Role
from models.api import Services
from models.cases.columns import CASES, UNDOS
from models.cases.keeping import UNDOABLE
from models.cases.kinds import Action, CaseState
from models.cases.refusals import EntryMissing, UnitClosed, WrongState
from models.cases.rules import TRANSITIONS
from models.cases.sets import MOST
from models.cases.settings.house import PACKAGED
from models.cases.undo_refusals import (
    ActedOnSince,
    NoCases,
    NothingToUndo,
    SetUndone,
    TooLateToUndo,
    TooManyCases,
)
from models.cases.views import ActionEntries
from models.kernel.errors import Conflict, NotFound, NotPermitted
from models.organisation.tables import Unit
from tests.cases.township import WAYS
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.sets import SetService
    from models.cases.views import CaseView
    from tests.cases.township import Desk


def sets_on(desk: Desk) -> SetService:
    return Services(desk.store, desk.clock).sets


def row_of(desk: Desk, case_id: int) -> dict[str, Any]:
    with desk.store.read() as session:
        statement = select(CASES).where(CASES.c.id == case_id)
        row = dict(session.connection().execute(statement).mappings().one())
    del row["version"]
    return row


def pair(case: CaseView) -> tuple[int, int]:
    return case.id, case.version


@BOTH_ENGINES
def test_a_set_is_looked_over_done_and_taken_back(desk: Desk) -> None:
    sets, dispatcher = sets_on(desk), desk.town.actor(Role.DISPATCHER)
    first, second, third = (desk.bring_to(CaseState.FILED) for _ in range(3))
    elsewhere, taken = desk.report(), desk.bring_to(CaseState.FILED)
    ids = [case.id for case in (first, second, third, elsewhere, taken)]
    rows = {case_id: row_of(desk, case_id) for case_id in ids}

    choices = {choice.action: choice for choice in sets.choices(dispatcher, ids)}
    assert (choices[Action.DISPATCH].count, choices[Action.DISPATCH].sample_id) == (4, first.id)

    without = sets.preview(dispatcher, ids, Action.DISPATCH, ActionEntries())
    assert [type(line.refusal) for line in without] == [
        EntryMissing, EntryMissing, EntryMissing, WrongState, EntryMissing,
    ]  # fmt: skip
    entries = ActionEntries(unit_id=desk.town.unit, note="请今天到场")
    looked = sets.preview(dispatcher, [*ids, 9999], Action.DISPATCH, entries)
    assert [line.state for line in looked if line.refusal is None] == [CaseState.DISPATCHED] * 4
    assert [type(line.refusal) for line in looked if line.refusal is not None] == [WrongState, NotFound]
    assert rows == {case_id: row_of(desk, case_id) for case_id in ids}

    desk.step(taken, Action.DISPATCH, Role.DISPATCHER)
    seen: list[int] = []
    versions = [(line.case_id, line.version) for line in looked[:5]]
    result = sets.perform(dispatcher, versions, Action.DISPATCH, entries, seen.append)
    assert seen == [1, 2, 3, 4, 5]
    assert [line.case_id for line in result.done] == [first.id, second.id, third.id]
    assert [type(line.refusal) for line in result.refused] == [WrongState, Conflict]
    assert result.set_id is not None
    (listed,) = sets.sets(dispatcher)
    assert (listed.action, listed.asked, listed.done, listed.undone, listed.open) == (
        Action.DISPATCH, 5, 3, 0, True,
    )  # fmt: skip

    handler = desk.town.actor(Role.HANDLER)
    with pytest.raises(NotFound):
        sets.undo_set(handler, result.set_id)
    desk.do(desk.cases.case_by_id(handler, third.id), Action.TAKE, handler)
    desk.clock.advance(timedelta(minutes=9))
    back = sets.undo_set(dispatcher, result.set_id)
    assert [line.case_id for line in back.done] == [first.id, second.id]
    (left,) = back.refused
    assert isinstance(left.refusal, ActedOnSince)
    assert (left.number, left.refusal.params["person"]) == (third.number, handler.name)
    assert all(row_of(desk, case.id) == rows[case.id] for case in (first, second))

    again = desk.cases.case_by_id(dispatcher, first.id)
    assert again.version == first.version + 2
    last = again.timeline[-1]
    assert (last.action, last.from_state, last.to_state) == (
        Action.UNDO, CaseState.DISPATCHED, CaseState.FILED,
    )  # fmt: skip
    assert last.details == {"undone": "dispatch", "undone_seq": last.seq - 1}
    assert Action.UNDO not in {offer.action for offer in again.offers}
    assert sets.sets(dispatcher)[0].undone == 2
    assert desk.cases.check() == []


def test_a_set_is_taken_back_once_and_in_time(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    sets, chief = sets_on(desk), desk.town.actor(Role.DUTY_CHIEF)
    case, other = desk.report(), desk.report()
    done = sets.perform(chief, [pair(case), pair(other)], Action.ACCEPT, ActionEntries())
    assert done.set_id is not None
    assert sets.undo(chief, case.id).state is CaseState.REPORTED
    assert [line.case_id for line in sets.undo_set(chief, done.set_id).done] == [other.id]
    with pytest.raises(SetUndone):
        sets.undo_set(chief, done.set_id)
    more = sets.perform(chief, [(case.id, case.version + 2)], Action.ACCEPT, ActionEntries())
    assert more.set_id is not None
    desk.clock.advance(PACKAGED.undo_within + timedelta(seconds=1))
    with pytest.raises(TooLateToUndo):
        sets.undo_set(chief, more.set_id)
    assert [each.open for each in sets.sets(chief)] == [False, False]
    with pytest.raises(NoCases):
        sets.perform(chief, [], Action.ACCEPT, ActionEntries())
    with pytest.raises(TooManyCases):
        sets.choices(chief, list(range(MOST + 1)))
    with pytest.raises(NotPermitted):
        sets.perform(desk.town.actor(Role.LEADER), [pair(case)], Action.ACCEPT, ActionEntries())
    nothing = sets.perform(chief, [(case.id, 1)], Action.ACCEPT, ActionEntries())
    assert (nothing.set_id, [type(line.refusal) for line in nothing.refused]) == (None, [Conflict])
    assert len(sets.sets(chief)) == 2
    assert desk.cases.check() == []


def test_every_step_is_taken_back_to_the_letter(desk: Desk) -> None:
    sets = sets_on(desk)
    assert {row.action for row in TRANSITIONS} >= UNDOABLE - {Action.INTAKE, Action.UNDO}
    for way in (CaseState.ARCHIVED, CaseState.HELD, CaseState.CHECKING, CaseState.RETURNED_TO_ACCEPTOR):
        case = desk.report()
        for role, action in WAYS[way]:
            before = row_of(desk, case.id)
            actor = desk.town.actor(role)
            done = desk.step(case, action, role)
            version = done.version
            assert sets.can_undo(actor, case.id, version)
            assert sets.undo(actor, case.id, version).version == version + 1
            assert row_of(desk, case.id) == before, action
            assert not sets.can_undo(actor, case.id, version + 1)
            case = desk.step(desk.cases.case_by_id(desk.town.actor(Role.LEADER), case.id), action, role)
            desk.clock.advance(timedelta(minutes=1))
        assert case.state is way
    assert desk.cases.check() == []


def test_what_is_counted_is_counted_back(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    sets, handler = sets_on(desk), desk.town.actor(Role.HANDLER)
    case = desk.bring_to(CaseState.DISPATCHED)
    before = row_of(desk, case.id)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    assert desk.step(case, Action.URGE, chief).urged == 1
    sets.undo(chief, case.id)
    assert row_of(desk, case.id) == before
    now = desk.cases.case_by_id(handler, case.id)
    back = desk.step(now, Action.RETURN, handler)
    assert back.return_count == 1
    assert sets.undo(handler, case.id).state is CaseState.DISPATCHED
    assert row_of(desk, case.id) == before
    assert desk.cases.case(handler, case.number).return_count == 0
    assert desk.cases.check() == []


def test_a_step_is_not_taken_back_by_others_late_or_onto_what_is_gone(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    sets, chief = sets_on(desk), desk.town.actor(Role.DUTY_CHIEF)
    case = desk.bring_to(CaseState.DISPATCHED)
    with pytest.raises(NothingToUndo):
        sets.undo(chief, case.id)
    with pytest.raises(NotFound):
        sets.undo(chief, 9999)
    moved = desk.step(case, Action.TRANSFER, chief)
    with pytest.raises(Conflict):
        sets.undo(chief, case.id, case.version)
    with desk.store.write() as session:
        unit = session.get(Unit, desk.town.unit)
        assert unit is not None
        unit.active = False
        session.add(unit)
    with pytest.raises(UnitClosed):
        sets.undo(chief, case.id, moved.version)
    desk.clock.advance(PACKAGED.undo_within + timedelta(seconds=1))
    with pytest.raises(TooLateToUndo):
        sets.undo(chief, case.id, moved.version)
    # What is kept of old steps is cleared away by the steps that follow.
    desk.step(desk.report(), Action.ACCEPT, Role.ACCEPTOR)
    with desk.store.read() as session:
        assert len(session.connection().execute(select(UNDOS)).all()) == 1
