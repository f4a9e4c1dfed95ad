"""Corrective tasks: made of a review, seen by their owners, ended once and by those who may."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.api import Services
from models.improving.kinds import TaskState
from models.improving.refusals import DueBefore, NoOwner, NoReason, TaskEnded, TaskThere
from models.improving.views import NewTask, Origin, Waiting
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.cases.conftest import make_desk
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

DRILL = Origin(3, "燃气泄漏", date(2026, 3, 2))
TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 31)


@BOTH_ENGINES
def test_a_task_goes_from_the_review_to_its_owner_and_is_ended_once(store: Store, clock: ManualClock) -> None:
    desk = make_desk(store, clock)
    services, people = Services(store, clock), desk.town.actor
    chief, acceptor, handler = people(Role.DUTY_CHIEF), people(Role.ACCEPTOR), people(Role.HANDLER)
    improving = services.improving
    mine = NewTask("五分钟内受理", DUE, login=acceptor.login, expectation="受理快")
    lead = people(Role.UNIT_LEAD)
    unit = next(each.code for each in services.organisation.units(chief) if each.id == lead.unit_id)
    assert unit in [each.key for each in improving.owners(chief) if each.is_unit]
    with pytest.raises(NotPermitted):
        improving.make(acceptor, DRILL, [mine])
    for wrong, refusal in (
        (NewTask("x", DUE, login="nobody"), NoOwner),
        (NewTask("  ", DUE, login=acceptor.login), Invalid),
        (NewTask("迟", date(2026, 3, 1), login=acceptor.login), DueBefore),
    ):
        with pytest.raises(refusal):
            improving.make(chief, DRILL, [mine, wrong])
    # All of them, or none.
    assert improving.tasks(chief) == []

    made, other = improving.make(chief, DRILL, [mine, NewTask("补一次培训", DUE, unit=unit)])
    assert (made.owner_name, made.origin, made.expectation) == (acceptor.name, DRILL, "受理快")
    assert (other.owner_name, other.unit_name != "") == ("", True)
    with pytest.raises(TaskThere):
        improving.make(chief, DRILL, [mine])
    assert services.corrective_waiting(acceptor, TODAY) == Waiting(1, 0)
    assert services.corrective_waiting(chief, TODAY) == Waiting(0, 0)
    # A day after it was due it is late.
    assert services.corrective_waiting(handler, date(2026, 4, 1)) == Waiting(1, 1)
    assert [each.id for each in improving.tasks(acceptor)] == [made.id]
    assert [each.id for each in improving.tasks(chief)] == [made.id, other.id]
    assert improving.tasks(chief, own_only=True) == []

    with pytest.raises(NotFound):
        improving.done(people(Role.COLLECTOR), made.id, "", made.version)
    with pytest.raises(NotPermitted):
        improving.done(chief, made.id, "", made.version)
    with pytest.raises(Conflict):
        improving.done(acceptor, made.id, "", made.version + 1)
    with pytest.raises(NoReason):
        improving.drop(chief, made.id, " ", made.version)
    ended = improving.done(acceptor, made.id, "已演练三次", made.version)
    assert (ended.state, ended.closed_by, ended.closable) == (TaskState.DONE, acceptor.name, False)
    with pytest.raises(TaskEnded):
        improving.drop(chief, made.id, "不用了", ended.version)
    assert [(each.id, each.closable) for each in improving.tasks(lead)] == [(other.id, True)]
    assert [(each.id, each.closable) for each in improving.tasks(handler)] == [(other.id, False)]
    assert improving.drop(chief, other.id, "并入年度培训", other.version).state is TaskState.DROPPED
    assert services.corrective_waiting(acceptor, TODAY) == Waiting(0, 0)
    assert services.corrective_waiting(handler, TODAY) == Waiting(0, 0)
    assert improving.check() == []
    entries = services.ledger.entries(people(Role.AUDIT_ADMIN), "corrective_tasks").rows
    assert [each.action for each in entries] == [
        "corrective.make",
        "corrective.make",
        "corrective.done",
        "corrective.dropped",
    ]
