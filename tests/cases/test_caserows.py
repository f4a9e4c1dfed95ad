"""A case as plain values: locked, changed as an entity would be, and seen by the same people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from models.accounts.views import Role
from models.api import Services
from models.cases.caserows import locked_row
from models.cases.columns import CASES
from models.cases.kinds import Action, CaseState
from models.cases.limits import Limited
from models.cases.rules import READER_ROLES
from models.cases.sight import open_to, sees
from models.cases.tables import Case
from models.cases.views import ActionEntries
from models.kernel.errors import NotFound
from models.kernel.tables import guarded_update
from tests.support.statements import heard

if TYPE_CHECKING:
    from tests.cases.township import Desk

_MOST = {Action.ACCEPT: 24, Action.FILE: 40, Action.DISPATCH: 36, Action.TAKE: 34, Action.FEEDBACK: 38}
"""Statements a step may take, the beginning of its transactions and the telling of others included."""
_FEWEST = 15
"""What a step takes at least: fewer would mean that they were not heard"""


def test_a_row_is_what_its_entity_is_and_changes_like_it(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    with desk.store.write() as session:
        row = locked_row(session, case.id)
        assert row is not None
        entity = session.get_one(Case, case.id)
        assert {name: getattr(row, name) for name in Case.model_fields} == entity.model_dump()
        assert guarded_update(session, row, row.version, owner_id=None, place="桥头")
        assert (row.owner_id, row.place, row.version) == (None, "桥头", case.version + 1)
        assert not guarded_update(session, row, case.version, place="别处")
        session.expire_all()
        assert {name: getattr(row, name) for name in Case.model_fields} == session.get_one(
            Case, case.id
        ).model_dump()
        assert locked_row(session, 0) is None


def test_who_sees_a_row_is_who_finds_it(desk: Desk) -> None:
    desk.report()
    desk.report(Role.HANDLER)
    taken = desk.bring_to(CaseState.HANDLING)
    desk.bring_to(CaseState.RETURNED_TO_DISPATCHER)
    desk.do(taken, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="另一单位职责")
    everybody = [desk.town.actor(role) for role in sorted(READER_ROLES)]
    units = (None, desk.town.unit, desk.town.other_unit)
    everybody += [replace(desk.town.actor(Role.HANDLER), unit_id=unit, account_id=0) for unit in units]
    areas = ("", "990101103", "990101103001", "990101103002", "990102")
    everybody = [replace(each, area=area) for each in everybody for area in areas]
    verdicts = set()
    with desk.store.read() as session:
        rows = session.connection().execute(select(CASES)).all()
        for actor in everybody:
            finds = set(session.connection().scalars(select(CASES.c.id).where(*open_to(actor))))
            for row in rows:
                assert sees(session, actor, row) == (row.id in finds), (actor, row.number)
                verdicts.add(row.id in finds)
    assert verdicts == {True, False}


def test_what_is_out_of_sight_is_not_acted_on(desk: Desk) -> None:
    case = desk.report()
    stranger = replace(desk.town.actor(Role.ACCEPTOR), area="990102")
    with pytest.raises(NotFound):
        desk.do(case, Action.ACCEPT, stranger)
    assert desk.cases.case_by_id(desk.town.actor(Role.ACCEPTOR), case.id).state is CaseState.REPORTED


def test_a_step_takes_few_statements(sqlite_desk: Desk) -> None:
    sqlite_desk.bring_to(CaseState.FEEDBACK)
    ways = {
        Action.ACCEPT: Role.ACCEPTOR,
        Action.FILE: Role.ACCEPTOR,
        Action.DISPATCH: Role.DISPATCHER,
        Action.TAKE: Role.HANDLER,
        Action.FEEDBACK: Role.HANDLER,
    }
    case, taken = sqlite_desk.report(), {}
    with heard(sqlite_desk.store) as said:
        for action, role in ways.items():
            before = len(said)
            case = sqlite_desk.step(case, action, role)
            taken[action] = len(said) - before
    assert min(taken.values()) > _FEWEST
    assert {action: many for action, many in taken.items() if many > _MOST[action]} == {}


def test_the_view_of_a_step_is_as_of_the_step_however_late_it_is_looked_at(desk: Desk) -> None:
    case, actor = desk.report(), desk.town.actor(Role.DUTY_CHIEF)
    done = desk.cases.perform(actor, case.id, Action.ACCEPT, ActionEntries(), case.version)
    shown = desk.cases.case_by_id(actor, case.id)
    entries = ActionEntries(reason="不属实")
    again = desk.cases.perform(actor, case.id, Action.VOID, entries, shown.version)
    # The first look at it is a comparison, a part, or its text.
    assert done == shown
    assert (again.version, again.timeline[-1].action) == (shown.version + 1, Action.VOID)
    assert repr(again) == repr(desk.cases.case_by_id(actor, case.id))
    assert replace(done, title="") != shown


def test_a_limit_just_set_counts_for_the_next_step(sqlite_desk: Desk) -> None:
    services = Services(sqlite_desk.store, sqlite_desk.clock)
    services.limits.seed()
    before = sqlite_desk.report()
    services.limits.set(sqlite_desk.town.actor(Role.SYSTEM_ADMIN), Limited.ACCEPT, "45UM")
    after = sqlite_desk.report()
    assert [clock.limit for each in (before, after) for clock in each.clocks] == ["15WM", "45UM"]
