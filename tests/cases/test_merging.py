"""Duplicates: merged into another case, and taken out again as they stood."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from models.accounts.views import Role
from models.cases.columns import CASES, EVENTS
from models.cases.kinds import Action, Asked, CaseState, Channel, CloseKind, PersonalField, QueueKey, Rating
from models.cases.merging import MERGEABLE
from models.cases.merging_refusals import JoinsItself, LeadArchived, LeadClosed, LeadMerged, OthersMerged
from models.cases.refusals import MayNotReveal, WrongState
from models.kernel.errors import Conflict, NotFound
from models.ledger.service import LedgerService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from typing import Any

    from models.cases.views import CaseView
    from tests.cases.township import Desk

_A, _S = Action, CaseState
_KEPT = (
    "state", "open", "owner_id", "unit_id", "acceptor_id", "due_at", "warn_at", "clock_running",
    "clock_started_at", "clock_stopped_at", "receipt", "asked", "asked_at_unit", "asked_until", "reviewer_id",
    "held_until", "to_answer", "answer_due_at", "urged", "return_count",
)  # fmt: skip


def standing(case: CaseView) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _KEPT}


def merged(desk: Desk, case: CaseView, lead: CaseView) -> CaseView:
    return desk.do(case, _A.MERGE, Role.ACCEPTOR, other=lead.number, reason="同一处积水")


def again(desk: Desk, case: CaseView) -> CaseView:
    return desk.cases.case(desk.town.actor(Role.DUTY_CHIEF), case.number)


@pytest.mark.parametrize("state", MERGEABLE)
def test_taken_out_again_it_stands_exactly_where_it_stood(sqlite_desk: Desk, state: CaseState) -> None:
    desk = sqlite_desk
    lead = desk.bring_to(_S.FILED)
    case = desk.bring_to(state)
    case = desk.do(case, _A.URGE, Role.DUTY_CHIEF, note="居民再次来电")
    if state in {_S.DISPATCHED, _S.HANDLING}:
        case = desk.do(case, _A.ASK_EXTENSION, Role.HANDLER, reason="配件未到")
    before = again(desk, case)
    away = merged(desk, before, lead)
    assert (away.state, away.lead_number) == (_S.MERGED, lead.number)
    assert (away.open, away.clock_running) == (False, False)
    assert (away.asked, away.to_answer, away.merged_from) == (Asked.NOTHING, 0, state)
    assert desk.cases.check() == []
    # The lead moves on, and a night passes, meanwhile.
    desk.clock.advance(timedelta(hours=14))
    lead = desk.step(again(desk, lead), _A.DISPATCH, Role.DISPATCHER)
    assert [each.number for each in lead.joined] == [case.number]
    out = desk.do(again(desk, case), _A.UNMERGE, Role.DUTY_CHIEF, reason="不是同一件")
    assert standing(out) == standing(before)
    assert (out.lead_number, out.merged_from) == ("", None)
    assert again(desk, lead).joined == ()
    assert desk.cases.check() == []


@BOTH_ENGINES
def test_both_numbers_are_found_and_both_streams_tell(desk: Desk) -> None:
    lead, case = desk.report(channel=Channel.PATROL, reporter_phone=""), desk.report()
    chief = desk.town.actor(Role.DUTY_CHIEF)
    away = merged(desk, case, lead)
    found = desk.cases.find(chief, "").rows
    assert {line.number for line in found} == {lead.number, case.number}
    assert [line.number for line in desk.cases.queue(chief, None).rows] == [lead.number]
    assert desk.cases.counters(chief)[QueueKey.TO_ACCEPT] == 1
    (joined,) = again(desk, lead).joined
    assert (joined.number, joined.channel) == (case.number, Channel.CITIZEN)
    assert joined.reporter_phone == "138****1234"
    assert (joined.call_back, joined.merged_by) == (True, desk.town.actor(Role.ACCEPTOR).name)
    desk.do(away, _A.UNMERGE, Role.ACCEPTOR, reason="看错了")
    told = LedgerService(desk.store, desk.clock)
    assert told.check() == []
    assert desk.cases.check() == []


def test_whoever_reported_a_merged_case_is_called_back_with_the_lead(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    lead = desk.bring_to(_S.HANDLING, channel=Channel.PATROL, reporter_phone="")
    first = merged(desk, desk.report(), desk.report())
    case = merged(desk, again(desk, desk.report(channel=Channel.HOTLINE)), lead)
    # A lead that is merged takes what was merged into it along.
    between = desk.cases.case(desk.town.actor(Role.DUTY_CHIEF), first.lead_number)
    through = merged(desk, between, lead)
    lead = again(desk, lead)
    numbers = {case.number, first.number, through.number}
    assert {each.number for each in lead.joined} == numbers
    evaluator = desk.town.actor(Role.EVALUATOR)
    with pytest.raises(MayNotReveal):
        desk.cases.reveal(evaluator, case.id, PersonalField.REPORTER_PHONE, "想看看")
    for action, role in ((_A.FEEDBACK, Role.HANDLER), (_A.VERIFY, Role.COLLECTOR)):
        lead = desk.step(lead, action, role)
    lead = desk.do(lead, _A.CLOSE, Role.DUTY_CHIEF, close_kind=CloseKind.NORMAL)
    assert lead.state is _S.CLOSED
    assert set(lead.timeline[-1].details["joined"]) == numbers
    assert desk.cases.reveal(evaluator, first.id, PersonalField.REPORTER_PHONE, "逐一回访") == "13800001234"
    lead = desk.do(lead, _A.CALL_BACK, Role.EVALUATOR, rating=Rating.SATISFIED)
    assert set(lead.timeline[-1].details["joined"]) == numbers
    assert desk.cases.check() == []


def test_what_stands_in_the_way_is_said(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    lead, case = desk.report(), desk.report()
    with pytest.raises(JoinsItself):
        merged(desk, case, case)
    with pytest.raises(NotFound):
        desk.do(case, _A.MERGE, Role.ACCEPTOR, other="0302-0999", reason="重复")
    for state in (_S.CLOSED, _S.FINISHED, _S.VOID):
        with pytest.raises(LeadClosed) as closed:
            merged(desk, case, desk.bring_to(state))
        assert closed.value.next_step
    away = merged(desk, case, lead)
    with pytest.raises(OthersMerged) as resting:
        desk.do(again(desk, lead), _A.REFUSE, Role.ACCEPTOR, reason="不归镇里管")
    assert resting.value.params["joined"] == [case.number]
    with pytest.raises(LeadMerged) as above:
        merged(desk, desk.report(), away)
    assert above.value.params["lead"] == lead.number
    with pytest.raises(LeadMerged):
        merged(desk, again(desk, lead), away)
    for role, action in (
        (Role.ACCEPTOR, _A.ACCEPT), (Role.ACCEPTOR, _A.FILE), (Role.DISPATCHER, _A.DISPATCH),
        (Role.HANDLER, _A.TAKE), (Role.HANDLER, _A.FEEDBACK), (Role.COLLECTOR, _A.VERIFY),
        (Role.ACCEPTOR, _A.CLOSE), (Role.EVALUATOR, _A.CALL_BACK), (Role.EVALUATOR, _A.ARCHIVE),
    ):  # fmt: skip
        lead = desk.step(again(desk, lead), action, role)
    with pytest.raises(LeadArchived):
        desk.do(away, _A.UNMERGE, Role.ACCEPTOR, reason="看错了")
    assert again(desk, away).state is _S.MERGED


@BOTH_ENGINES
def test_two_cases_merged_into_each_other_at_once_make_no_circle(desk: Desk) -> None:
    first, second = desk.report(), desk.report()

    def merge(pair: tuple[CaseView, CaseView]) -> type[Exception] | None:
        try:
            merged(desk, *pair)
        except (LeadMerged, Conflict, WrongState) as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(merge, ((first, second), (second, first))))
    assert sorted(answer is None for answer in answers) == [False, True]
    assert desk.cases.check() == []


def test_the_check_finds_a_lead_that_is_wrong(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    lead, case = desk.report(), desk.report()
    away = merged(desk, case, lead)
    with desk.store.write() as session:
        connection = session.connection()
        connection.execute(update(CASES).where(CASES.c.id == away.id).values(lead_id=away.id))
        connection.execute(
            update(EVENTS)
            .where(EVENTS.c.case_id == away.id, EVENTS.c.action == _A.MERGE)
            .values(from_state=_S.FILED)
        )
    found = {finding.sentence for finding in desk.cases.check()}
    assert "Case %(number)s is merged into itself by way of others." in found
    assert "Case %(number)s: where it stood before is not what its timeline says." in found
    with desk.store.write() as session:
        session.connection().execute(update(CASES).where(CASES.c.id == away.id).values(lead_id=None))
    found = {finding.sentence for finding in desk.cases.check()}
    assert "Case %(number)s: its state and its leading case do not agree." in found
