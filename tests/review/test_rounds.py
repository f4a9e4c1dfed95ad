from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.catalogue.drafting.refusals import HeldBack, NoDraft
from models.catalogue.review.refusals import (
    BadDays,
    NoRound,
    NothingToAsk,
    OpinionsUnsettled,
    OtherDepartment,
    RoundNeedsReason,
    RoundOver,
    RoundStillOpen,
    StillTime,
    WordingMoved,
)
from models.catalogue.review.rules import departments_of, fingerprint, outcome, read_key, value_of
from models.catalogue.review.views import (
    Counts,
    OpinionFacts,
    OpinionKind,
    OpinionState,
    Part,
    RoundState,
    RowFate,
    Silence,
)
from models.kernel.errors import NotFound, NotPermitted
from tests.review.bench import EMERGENCY, HOUSING, MATTERS, SQUAD
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.review.bench import Review

NEXT = date(2026, 4, 1)


def test_a_round_asks_every_department_about_the_entries_that_name_it(review: Review) -> None:
    services, chief = review.services, review.chief
    assert services.review.rounds(chief) == []
    with pytest.raises(NotPermitted):
        services.review.open_round(review.stranger)
    assert services.review.plan_round(chief) == {HOUSING: 2, SQUAD: 2, EMERGENCY: 2}
    found = review.open(days=5)
    # Monday, 2 March 2026: the five days end with the Monday after.
    assert (found.line.number, found.line.due_on, found.line.entries) == (1, date(2026, 3, 9), 3)
    assert {each.name: each.unit_id is not None for each in found.departments} == {
        HOUSING: False, SQUAD: True, EMERGENCY: False,
    }  # fmt: skip
    assert found.line.counts == Counts(asked=6)
    parts = {(row.draft.code, row.part) for row in review.packet(EMERGENCY).rows}
    assert parts == {("E0101", Part.ASSIST), ("E0102", Part.LEAD)}
    with pytest.raises(RoundStillOpen):
        review.open()
    with pytest.raises(NotFound):
        services.review.round(chief, 7)
    assert services.check() == []


def test_whom_to_ask_can_be_said(review: Review) -> None:
    with pytest.raises(BadDays):
        review.open(days=0)
    with pytest.raises(NothingToAsk):
        review.open(departments=["县水利局"])
    found = review.open(departments=["县 住建局", "县水利局"], everything=True)
    assert {each.name: each.counts.asked for each in found.departments} == {HOUSING: 3, "县水利局": 3}
    assert {row.part for row in review.packet("县水利局").rows} == {Part.ALL}


@BOTH_ENGINES
def test_a_later_opinion_replaces_the_earlier_and_both_stay_readable(review: Review) -> None:
    review.open()
    first = review.agree(HOUSING, "E0101")
    assert first.line.state is OpinionState.NOTED
    assert review.agree(HOUSING, "E0101").line.id == first.line.id
    second = review.change(HOUSING, "E0101", "name", "经营性自建房安全巡查", reason="范围过宽")
    other = review.change(HOUSING, "E0101", "duty_list", "基本履职")
    assert second.line.state is OpinionState.OPEN
    kinds = [(line.field, line.proposed) for line in review.lines(department=HOUSING, answered=True)]
    assert kinds == [("name", "经营性自建房安全巡查"), ("duty_list", "基本履职")]
    third = review.object(HOUSING, "E0101")
    assert [past.field or past.kind for past in third.history] == ["duty_list", "name", OpinionKind.AGREE]
    assert {line.id for line in review.lines(department=HOUSING, answered=True)} == {third.line.id}
    assert third.sent.name == "自建房安全巡查"
    counts = review.services.review.round(review.chief).line.counts
    assert (counts.answered, counts.objected, counts.unsettled, counts.waiting) == (1, 1, 1, 5)
    assert other.line.id is not None
    assert len(review.lines(unanswered=True)) == 5
    assert [line.code for line in review.lines(text="燃气 住建")] == ["E0102"]


def test_a_department_speaks_for_itself_only(review: Review) -> None:
    review.open()
    mine, ids = review.services.review, review.ids()
    found = mine.opine(review.lead, SQUAD, ids["E0103"], OpinionFacts(OpinionKind.AGREE))
    assert found.by == "孙负责"
    with pytest.raises(OtherDepartment):
        mine.opine(review.lead, HOUSING, ids["E0101"], OpinionFacts(OpinionKind.AGREE))
    with pytest.raises(OtherDepartment):
        mine.opine(review.stranger, SQUAD, ids["E0103"], OpinionFacts(OpinionKind.AGREE))
    objection = OpinionFacts(OpinionKind.OBJECT, reason="人手不足")
    given = mine.opine(review.lead, SQUAD, ids["E0103"], objection)
    with pytest.raises(NotPermitted):
        mine.accept(review.lead, given.line.key, reason="是")
    assert mine.withdraw(review.lead, given.line.key, "已商定").line.state is OpinionState.WITHDRAWN
    assert mine.may_give(review.lead, review.lead.unit_id)
    assert not mine.may_give(review.lead, None)


def test_carried_objections_are_open_in_the_next_round_and_silence_is_put_on_record(review: Review) -> None:
    mine, chief = review.services.review, review.chief
    review.open(silence=Silence.STAYS_OPEN)
    objection = review.object(SQUAD, "E0101")
    review.agree(SQUAD, "E0103")
    with pytest.raises(OpinionsUnsettled):
        mine.close_round(chief)
    mine.carry(chief, objection.line.key, "等县里答复")
    with pytest.raises(StillTime):
        mine.close_round(chief)
    review.clock.advance(timedelta(days=8))
    assert mine.rounds(chief)[0].overdue
    assert mine.round(chief).line.counts.silent == 4
    closed = mine.close_round(chief)
    assert (closed.line.state, closed.line.counts.answered, closed.line.counts.silent) == (
        RoundState.CLOSED, 2, 4,
    )  # fmt: skip
    # What nobody spoke of is asked again, and is no opinion that was carried.
    assert closed.line.counts.carried == 1
    with pytest.raises(NoRound):
        review.agree(HOUSING, "E0101")
    with pytest.raises(RoundOver):
        mine.opine(chief, HOUSING, review.ids()["E0101"], OpinionFacts(OpinionKind.AGREE), 1)
    notices = [(each.params["count"], each.blocks) for each in review.services.drafting.check(chief).notices]
    assert notices == [(1, False)]

    second = review.open(only_changed=True)
    # Only what was carried or stayed open by silence: nothing was reworded.
    assert {each.name: each.counts.asked for each in second.departments} == {
        HOUSING: 2, EMERGENCY: 2, SQUAD: 1,
    }  # fmt: skip
    carried = review.lines(unsettled=True)
    assert [(line.department, line.code, line.kind) for line in carried] == [
        (SQUAD, "E0101", OpinionKind.OBJECT)
    ]
    view = mine.opinion(chief, carried[0].key)
    assert [(past.round_number, past.state, past.settled_reason) for past in view.history] == [
        (1, OpinionState.CARRIED, "等县里答复")
    ]
    row = review.packet(SQUAD).rows[0]
    assert row.opinion is not None
    assert row.before is not None
    mine.reject(chief, carried[0].key, "县里已答复")
    mine.close_round(chief, early=True)
    review.open()
    mine.close_round(chief, early=True)
    with pytest.raises(RoundNeedsReason):
        review.open()
    assert review.open(reason="名称又有调整").line.number == 4
    assert [line.number for line in mine.rounds(chief)] == [4, 3, 2, 1]
    assert review.services.check() == []


def test_a_carried_opinion_keeps_the_wording_it_was_given_on(review: Review) -> None:
    mine, chief, ids = review.services.review, review.chief, review.ids()
    review.open()
    given = review.change(HOUSING, "E0101", "name", "经营性自建房安全巡查")
    mine.carry(chief, given.line.key)
    mine.close_round(chief, early=True)
    review.services.drafting.edit(review.admin, ids["E0101"], {"name": "农村自建房安全巡查"})
    review.open()
    key = review.lines(unsettled=True)[0].key
    view = mine.opinion(chief, key)
    assert (view.sent.name, view.changed) == (
        "自建房安全巡查", {"name": ("自建房安全巡查", "农村自建房安全巡查")},
    )  # fmt: skip
    with pytest.raises(WordingMoved):
        mine.accept(chief, key)
    # The sheet brings it along; sent back as it is, it is given on the new wording.
    data = review.sheet(HOUSING)
    assert review.take(data).count(RowFate.TAKEN) == 1
    assert review.take(data).count(RowFate.SAME) == 1
    again = review.lines(unsettled=True)[0]
    assert again.key != key
    assert mine.opinion(chief, again.key).changed == {}
    assert mine.accept(chief, again.key).taken["name"] == ("农村自建房安全巡查", "经营性自建房安全巡查")
    assert review.services.check() == []


def test_publishing_warns_of_open_opinions_and_refuses_where_the_round_is_strict(review: Review) -> None:
    mine, drafting = review.services.review, review.services.drafting
    review.open(strict=True)
    objection = review.object(SQUAD, "E0103")
    plan = drafting.plan(review.admin, NEXT)
    assert [each.blocks for each in plan.notices] == [True, True]
    assert len(drafting.check(review.chief).notices) == 2
    with pytest.raises(HeldBack):
        drafting.publish(review.admin, NEXT, plan.plan.fingerprint)
    mine.reject(review.chief, objection.line.key, "不成立")
    mine.close_round(review.chief, early=True)
    assert drafting.plan(review.admin, NEXT).notices == ()
    drafting.publish(review.admin, NEXT, plan.plan.fingerprint)
    # The rounds of the list stay readable once it is published.
    assert [line.number for line in mine.rounds(review.chief)] == [1]
    with pytest.raises(NoDraft):
        review.open()
    assert review.services.check() == []


def test_reminding_and_sending_are_noted(sqlite_review: Review) -> None:
    found = sqlite_review.open()
    mine, chief = sqlite_review.services.review, sqlite_review.chief
    keys = [each.id for each in found.departments]
    mine.mark_sent(chief, keys)
    mine.remind(chief, keys[:1])
    again = mine.remind(chief, keys[:1])
    assert again.line.sent == 3
    assert sorted(each.reminders for each in again.departments) == [0, 0, 2]
    with pytest.raises(NotPermitted):
        mine.remind(sqlite_review.lead, keys)


def test_what_a_department_and_its_wording_are() -> None:
    draft = replace(MATTERS[0], department="县住建局（牵头）、县公安局", lead_unit="ZF", assisting=("YJ",))
    assert departments_of(draft, {"ZF": SQUAD, "YJ": EMERGENCY}) == {
        "县住建局": Part.LEAD, "县公安局": Part.LEAD, SQUAD: Part.LEAD, EMERGENCY: Part.ASSIST,
    }  # fmt: skip
    assert fingerprint(replace(draft, code="X1", class_code="02")) == fingerprint(draft)
    assert fingerprint(replace(draft, patrol="每日")) != fingerprint(draft)
    assert read_key("R0123abcd-1-2-0123456789ab") is not None
    assert read_key("R0123abcd-1-2-0123456789a") is None
    assert value_of("duty_list", "收回") == "recalled"
    facts = OpinionFacts(OpinionKind.NOT_OURS, belongs_to="县公安局")
    assert outcome(MATTERS[0], facts, EMERGENCY, {}).assisting == (SQUAD, "县公安局")
    # A unit is named by its code where there is one of that name, and else in words.
    units = {"ZF": SQUAD, "GA": "县公安局"}
    led = replace(MATTERS[2], department="", lead_unit="ZF", assisting=("ZF",))
    moved = outcome(led, facts, SQUAD, units)
    assert (moved.lead_unit, moved.department, moved.assisting) == ("GA", "", ("GA",))
    moved = outcome(led, replace(facts, belongs_to="县城管局"), SQUAD, units)
    assert (moved.lead_unit, moved.department, moved.assisting) == ("", "县城管局", ("县城管局",))
