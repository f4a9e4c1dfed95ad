"""Rules of dispatching: prepared, surveyed, tried, put in force, and what they do with a filed case."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.service import LeaveEntries
from models.assignment.routing.kinds import Days, EditionStatus, Hours, TargetKind, Trouble, Why
from models.assignment.routing.refusals import (
    NoDraft,
    NoRules,
    NoSuchRule,
    NothingChanged,
    RuleNamesGone,
    RuleNeverFits,
    WindowTooLong,
)
from models.assignment.routing.rules import Filed, Moment, document_of, fits, rule_of
from models.assignment.routing.views import Rule
from models.cases.columns import CASES
from models.cases.rules import Action, CaseState, Channel
from models.exchange.exporting.views import Format, How, Wanted
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected
from models.kernel.errors import Conflict, Invalid, NotPermitted
from models.ledger.queries import after_images
from tests.support.databases import BOTH_ENGINES
from tests.support.statements import heard

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.routing.conftest import Counter

UNIT, POST, PERSON, DUTY = TargetKind.UNIT, TargetKind.POST, TargetKind.PERSON, TargetKind.DUTY
MORNING = Moment(1, 9 * 60, working_day=True, office_hours=True)
NIGHT = Moment(6, 23 * 60, working_day=False, office_hours=False)
CASE = Filed("0201", frozenset({"event/02"}), frozenset({"A", "B"}), "990101103201", "hotline", 4, MORNING)


@pytest.mark.parametrize(
    ("asked", "by_day", "by_night"),
    [
        ({}, True, True),
        ({"matter": "0201", "class_code": "event/02"}, True, True),
        ({"matter": "0101"}, False, False),
        ({"grid": "B", "division": "990101103000"}, True, True),
        ({"division": "990101103202"}, False, False),
        ({"channels": ("video",)}, False, False),
        ({"urgencies": (3, 4)}, True, True),
        ({"hours": Hours.OFFICE}, True, False),
        ({"hours": Hours.OUTSIDE, "days": Days.REST}, False, True),
        ({"hours": Hours.SPAN, "begins": 22 * 60, "ends": 6 * 60}, False, True),
        ({"weekdays": (1, 2)}, True, False),
    ],
)
def test_a_rule_fits_what_it_asks_for(asked: dict[str, Any], by_day: bool, by_night: bool) -> None:
    rule = Rule(UNIT, unit="ZF", **asked)
    assert fits(rule, CASE) is by_day
    assert fits(rule, replace(CASE, moment=NIGHT)) is by_night
    assert rule_of(document_of(rule)) == rule


@BOTH_ENGINES
def test_editions_are_prepared_put_in_force_and_kept(counter: Counter) -> None:
    routing, chief = counter.routing, counter.chief
    with pytest.raises(NoRules):
        routing.rule_set(chief)
    with pytest.raises(NoDraft):
        routing.publish(chief, 0)
    with pytest.raises(NotPermitted):
        routing.add(counter.town.actor(Role.DISPATCHER), Rule(UNIT, unit="ZF"), 0)
    drafted = routing.add(chief, Rule(UNIT, unit="综合执法", matter="乱倒垃圾"), 0)
    assert drafted.lines[0].rule == Rule(UNIT, unit="ZF", matter="0101")
    assert drafted.lines[0].names == {"unit": "综合执法办", "matter": "乱倒垃圾"}
    with pytest.raises(Conflict):
        routing.add(chief, Rule(DUTY), 0)
    drafted = routing.add(chief, Rule(DUTY, note="其余"), drafted.edition.version, place=1)
    drafted = routing.move(chief, 1, 9, drafted.edition.version)
    assert [line.rule.kind for line in drafted.lines] == [UNIT, DUTY]
    with pytest.raises(NoSuchRule):
        routing.remove(chief, 3, drafted.edition.version)
    first = routing.publish(chief, drafted.edition.version, "首版")
    assert (first.number, first.status, first.count) == (1, EditionStatus.IN_FORCE, 2)

    drafted = routing.change(chief, 2, Rule(POST, unit="ZF", post="巡查岗"), 0)
    kept = routing.rule_set(chief).lines
    assert kept[1].rule.kind is DUTY
    drafted = routing.change(chief, 2, Rule(DUTY, note="其余"), drafted.edition.version)
    with pytest.raises(NothingChanged):
        routing.publish(chief, drafted.edition.version)
    drafted = routing.remove(chief, 2, drafted.edition.version)
    second = routing.publish(chief, drafted.edition.version)
    assert [(each.number, each.status) for each in routing.editions(chief)] == [
        (2, EditionStatus.IN_FORCE),
        (1, EditionStatus.REPLACED),
    ]
    assert routing.rule_set(chief, 1).lines == kept
    assert second.number == 2
    routing.add(chief, Rule(DUTY), 0)
    routing.discard(chief, counter.version)
    with pytest.raises(NoDraft):
        routing.rule_set(chief, draft=True)
    assert [*counter.routing.check(), *counter.desk.cases.check()] == []


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule(UNIT), "the unit"),
        (Rule(UNIT, unit="撤并的办公室"), "the unit"),
        (Rule(UNIT, unit="办"), "the unit"),
        (Rule(POST, unit="ZF", post="没有"), "the post"),
        (Rule(PERSON, person="S9"), "the person"),
        (Rule(UNIT, unit="ZF", matter="0909"), "the matter"),
        (Rule(UNIT, unit="ZF", grid="G99"), "the grid"),
        (Rule(UNIT, unit="ZF", channels=("fax",)), "the channel"),
        (Rule(UNIT, unit="ZF", urgencies=(7,)), "the urgency"),
        (Rule(UNIT, unit="ZF", hours=Hours.SPAN, begins=5, ends=5), "the time of day"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(sqlite_counter: Counter, rule: Rule, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        sqlite_counter.routing.add(sqlite_counter.chief, rule, 0)
    assert caught.value.field == field


def test_a_survey_names_what_hides_what(sqlite_counter: Counter) -> None:
    counter, routing = sqlite_counter, sqlite_counter.routing
    to: dict[str, Any] = {"kind": UNIT, "unit": "ZF"}
    half = Channel.HOTLINE.value, Channel.VIDEO.value
    others = tuple(each.value for each in Channel if each.value not in half)
    for rule in (
        Rule(**to, matter="0101", channels=half),
        Rule(**to, matter="0101", urgencies=(2,), channels=others),
        Rule(**to, matter="0101", grid="G01"),
        Rule(**to, class_code="event/01", hours=Hours.OFFICE),
        Rule(**to, matter="0201", urgencies=(1,)),
        Rule(**to),
        Rule(DUTY, days=Days.REST),
    ):
        routing.add(counter.chief, rule, counter.version)
    found = routing.survey(counter.chief, draft=True)
    assert [(each.number, each.trouble, each.by) for each in found] == [
        (3, Trouble.NEVER, (1, 2)),
        (4, Trouble.OVERLAP, (1, 2, 3)),
        (5, Trouble.EMPTY, ()),
        (6, Trouble.OVERLAP, (1, 2, 3, 4)),
        (7, Trouble.NEVER, (1, 2, 3, 6)),
    ]
    with pytest.raises(RuleNeverFits):
        routing.publish(counter.chief, counter.version)
    routing.remove(counter.chief, 5, counter.version)
    routing.publish(counter.chief, counter.version)
    routing.add(counter.chief, Rule(PERSON, person="S3"), 0, place=1)
    admin, accounts = counter.town.actor(Role.SECURITY_ADMIN), counter.services.accounts
    accounts.disable(admin, "handler2", accounts.account(admin, "handler2").version)
    assert routing.survey(counter.chief, draft=True)[0].trouble is Trouble.GONE
    with pytest.raises(RuleNamesGone):
        routing.publish(counter.chief, counter.version)
    assert routing.check() == []


def test_a_filed_case_is_dispatched_by_rule_and_the_step_says_so(counter: Counter) -> None:
    counter.put_in_force(
        Rule(POST, unit="ZF", post="巡查岗", matter="0101"), Rule(PERSON, person="S1", matter="0201")
    )
    assert counter.filed().state is CaseState.FILED
    counter.set(dispatch_by_rule="do")
    case = counter.filed()
    assert (case.state, case.unit_name, case.post_name) == (CaseState.DISPATCHED, "综合执法办", "巡查岗")
    step = case.timeline[-1]
    assert (step.action, step.actor_name != "", step.details["rule"]) == (Action.DISPATCH, True, 1)
    assert step.details["edition"] == 1
    acceptor = counter.town.actor(Role.ACCEPTOR)
    counter.services.sets.undo(acceptor, case.id, case.version)
    undone = counter.see(case)
    assert (undone.state, undone.unit_id, undone.post_id) == (CaseState.FILED, None, None)
    urgent = counter.filed("urgent")
    assert (urgent.state, urgent.owner_name) == (CaseState.HANDLING, "周处置")
    given = urgent.timeline[-1]
    assert (given.action, given.details["rule"]) == (Action.DISPATCH, 2), "one step gives it to a person"
    counter.services.sets.undo(acceptor, urgent.id, urgent.version)
    undone = counter.see(urgent)
    assert (undone.state, undone.unit_id, undone.owner_name) == (CaseState.FILED, None, "")
    assert [*counter.routing.check(), *counter.desk.cases.check()] == []


def test_a_case_no_rule_can_send_on_stays_and_says_why(sqlite_counter: Counter) -> None:
    counter, desk = sqlite_counter, sqlite_counter.desk
    early = counter.filed()
    assert counter.routing.unsent(counter.chief, early.id) is None
    with heard(desk.store) as said:
        counter.routing.unsent(counter.chief, early.id)
    assert not any("cases" in each for each in said), "an office without rules reads no case for this"
    counter.put_in_force(
        Rule(PERSON, person="S3", grid="G02"), Rule(DUTY, unit="YJ", matter="0201", hours=Hours.OUTSIDE)
    )
    counter.set(dispatch_by_rule="do")
    left = counter.filed()
    assert left.state is CaseState.FILED
    assert counter.routing.aim(counter.chief, left.id).why is Why.NO_MATCH
    day = date(2026, 3, 2)
    leave = LeaveEntries(counter.staff["S3"], day, day, LeaveKind.ANNUAL)
    counter.services.rosters.add_leave(counter.chief, leave)
    away = counter.filed(grid_id=counter.town.other_grid)
    assert counter.routing.aim(counter.chief, away.id).why is Why.AWAY
    desk.clock.advance(timedelta(hours=12))
    nobody = counter.filed("urgent")
    aim = counter.routing.aim(counter.chief, nobody.id)
    assert (nobody.state, aim.why, aim.number) == (CaseState.FILED, Why.NOBODY, 2)
    with desk.store.read() as session:
        numbers = [f"case:{each.number}" for each in (left, away, nobody)]
        why = [after["why"] for _stream, after in after_images(session, numbers) if "why" in after]
    assert sorted(why) == ["away", "no_match", "nobody"]
    with heard(desk.store) as said:
        counter.routing.unsent(counter.chief, nobody.id)
    assert sum("ledger_entry" in each for each in said) == 1


@BOTH_ENGINES
def test_whoever_dispatches_a_case_by_hand_is_told_why_the_rule_did_not(counter: Counter) -> None:
    desk, routing, dispatcher = counter.desk, counter.routing, counter.town.actor(Role.DISPATCHER)

    def told(case: CaseView) -> tuple[int | None, Why | None, str, str] | None:
        aim = routing.unsent(dispatcher, case.id)
        return None if aim is None else (aim.number, aim.why, aim.named, aim.note)

    early = counter.filed("urgent")
    assert told(early) is None, "no rules: nothing to be told"
    counter.put_in_force(
        Rule(PERSON, person="S3", grid="G02", note="桥头片区"),
        Rule(DUTY, unit="YJ", matter="0201", hours=Hours.OUTSIDE),
        Rule(UNIT, unit="ZF", matter="0201"),
    )
    assert told(early) == (3, Why.OFF, "", "")
    counter.set(dispatch_by_rule="do")
    assert told(early) is None, "no rule was asked when it was filed"
    day = date(2026, 3, 2)
    leave = LeaveEntries(counter.staff["S3"], day, day, LeaveKind.ANNUAL)
    counter.services.rosters.add_leave(counter.chief, leave)
    away = counter.filed(grid_id=counter.town.other_grid)
    assert told(away) == (1, Why.AWAY, "冯处置", "桥头片区")
    assert told(counter.filed()) is None, "no rule fits"
    sent = counter.filed("urgent")
    counter.services.sets.undo(counter.town.actor(Role.ACCEPTOR), sent.id, sent.version)
    assert told(sent) is None, "a rule sent it, and it was taken back"
    desk.clock.advance(timedelta(hours=12))
    nobody = counter.filed("urgent")
    desk.clock.advance(timedelta(hours=12))
    assert routing.aim(counter.chief, nobody.id).number == 3
    assert told(nobody) == (2, Why.NOBODY, "应急管理办", ""), "what was so when it was filed"
    routing.remove(counter.chief, 1, counter.version)
    routing.publish(counter.chief, counter.version)
    assert told(away) == (1, Why.AWAY, "冯处置", ""), "its edition was replaced, and its note with it"
    counter.set(dispatch_by_rule="propose")
    assert told(nobody) is None, "now one would: the form proposes it"
    desk.do(away, Action.DISPATCH, Role.DISPATCHER, unit_id=counter.town.unit)
    assert told(away) is None


def test_rules_are_tried_on_what_happened(counter: Counter) -> None:
    desk, chief = counter.desk, counter.chief
    since = desk.clock.now()
    counter.put_in_force(Rule(UNIT, unit="YJ", matter="0101"), Rule(UNIT, unit="ZF"))
    moved = desk.do(counter.filed(), Action.DISPATCH, Role.DISPATCHER, unit_id=counter.town.unit)
    desk.do(moved, Action.TRANSFER, Role.DISPATCHER, unit_id=counter.town.other_unit, reason="不属于本单位")
    desk.do(counter.filed("urgent"), Action.DISPATCH, Role.DISPATCHER, unit_id=counter.town.unit)
    counter.filed()
    desk.clock.advance(timedelta(days=1))
    found = counter.routing.trial(chief, since, desk.clock.now())
    assert [(row.aim.number, row.first_name, row.ended_name) for row in found.rows] == [
        (1, "综合执法办", "应急管理办"),
        (2, "综合执法办", "综合执法办"),
        (1, "", ""),
    ]
    assert (found.sent, found.as_first, found.as_ended, found.by_rule) == (3, 1, 2, {1: 2, 2: 1})
    counts = {each.name: (each.would, each.first, each.ended) for each in found.units}
    assert counts == {"应急管理办": (2, 0, 1), "综合执法办": (1, 2, 1), "": (0, 1, 1)}
    assert found.rows[0].differs_first
    assert not found.rows[0].differs_ended
    with pytest.raises(WindowTooLong):
        counter.routing.trial(chief, desk.clock.now(), since)
    with desk.store.read() as session:
        assert len(session.connection().execute(select(CASES.c.id)).all()) == len(found.rows)


def test_rules_go_out_as_a_table_and_come_in_as_the_draft(sqlite_counter: Counter) -> None:
    counter, services = sqlite_counter, sqlite_counter.services
    admin = counter.town.actor(Role.SYSTEM_ADMIN)
    rows: tuple[dict[str, str], ...] = (
        {"序号": "2", "分给": "值班", "时段": "18:00-08:00", "来源": "热线、巡查", "星期": "6 7"},
        {
            "序号": "1",
            "分给": "岗位",
            "单位": "综合执法办",
            "岗位": "巡查岗",
            "事项": "0101",
            "紧急程度": "2",
        },
        {"序号": "3", "分给": "人员", "工号": "S1", "日期类型": "休息日", "区划": "岭南村", "备注": "试行"},
    )
    services.exchange.import_rows(admin, "routing", rows)
    draft = counter.routing.rule_set(counter.chief, draft=True)
    assert [line.rule.kind for line in draft.lines] == [POST, DUTY, PERSON]
    assert (draft.lines[1].rule.begins, draft.lines[1].rule.ends) == (18 * 60, 8 * 60)
    target = io.BytesIO()
    services.exports.export(admin, Wanted("routing"), How(Format.CSV), target)
    again = services.exchange.import_file(admin, "routing", Source("rules.csv", target.getvalue()))
    assert (again.created, again.changed, again.same) == (0, 0, 3)
    assert counter.version == draft.edition.version
    with pytest.raises(RowsRejected):
        services.exchange.import_rows(admin, "routing", ({"序号": "1", "分给": "单位", "单位": "没有"},))
