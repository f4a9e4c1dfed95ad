"""Work orders of the hotline (12345): any columns in any order, found again by their numbers."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models.cases.columns import CASES, GRIDS, ORIGINS
from models.cases.kinds import Action, Level
from models.cases.views import ActionEntries
from models.exchange.kinds.order_fields import ORDER_HEADINGS
from models.exchange.readers import Source
from models.exchange.views import ImportOptions
from tests.exchange.test_cases_kind import GRID, counts, facts_of, founded, refused
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock

ORDER = {
    "工单编号": "GD20260301-00017",
    "工单标题": "小区门口路灯连续三晚不亮",
    "诉求内容": "来电人反映路灯三晚不亮，老人夜间出行不便。",
    "诉求类型": "求助",
    "区交办时间": "2026-03-01 16:20:00",
    "区交办办结期限": "2026年3月6日17时30分",
    "诉求渠道": "电话",
    "诉求归口": "城市管理",
    "紧急程度": "一般",
    "工单状态": "待签收",
    "求助人员": "王春桃",
    "求助号码": "101 2345 6789",
    "性别": "女",
    "事件发生地": "大岭镇",
    "诉求详细地址": "锦绣小区东门",
    "是否疑难": "0",
    "是否协办": "1",
    "市交办主办单位": "市城管局",
    "市交办协办单位": "供电公司",
    "市交办时间": "2026/3/1 15:00",
    "市交办办结期限": "2026-03-09 18:00",
}
HERE = ImportOptions(constants={"grid": GRID})
UPDATE = ImportOptions(constants={"grid": GRID, "update": "yes"})


@pytest.fixture
def office(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    return sqlite_services, founded(sqlite_services, clock)


def load(
    services: Services, actor: Actor, *rows: dict[str, str], options: ImportOptions = HERE
) -> ImportSummary:
    return services.exchange.import_rows(actor, "cases", list(rows), options=options)


def kept(services: Services) -> dict[str, Any]:
    with services.store.read() as session:
        return dict(session.connection().execute(select(ORIGINS.c.number, ORIGINS.c.kept)).all())


def test_an_order_becomes_a_case_with_the_deadlines_of_the_levels_above(
    services: Services, clock: ManualClock
) -> None:
    administrator = founded(services, clock)
    assert counts(load(services, administrator, ORDER)) == (1, 0, 0, 0)
    assert counts(load(services, administrator, ORDER)) == (0, 0, 1, 0)
    case, _timeline = facts_of(services, ORDER["工单编号"])
    assert case["title"] == ORDER["工单标题"]
    assert case["place"] == "大岭镇 锦绣小区东门"
    assert case["reporter_phone"] == "10123456789"
    assert {level: each["due_at"] for level, each in case["external"].items()} == {
        "city": "2026-03-09T10:00+00:00",
        "district": "2026-03-06T09:30+00:00",
    }
    said = kept(services)[ORDER["工单编号"]]
    assert (said["诉求归口"], said["是否协办"], said["市交办时间"]) == ("城市管理", "是", "2026-03-01 15:00")
    assert services.check() == []


def test_a_deadline_moved_above_is_a_step_of_the_case_and_a_notice(
    services: Services, clock: ManualClock
) -> None:
    administrator = founded(services, clock)
    load(services, administrator, ORDER)
    clock.advance(timedelta(hours=1))
    later = ORDER | {"区交办办结期限": "2026-03-10 17:30", "工单状态": "办理中"}
    summary = load(services, administrator, later)
    assert counts(summary) == (0, 1, 0, 0)
    (moved,) = summary.details.moved
    assert (moved.level, moved.number, moved.refused) == (Level.DISTRICT, ORDER["工单编号"], None)
    assert moved.before is not None
    assert f"{moved.before:%m-%d %H:%M} {moved.after:%m-%d %H:%M}" == "03-06 17:30 03-10 17:30"
    # What else differs is shown and not written.
    (differs,) = summary.details.differing
    assert (differs.field, differs.before, differs.after, differs.written) == (
        "工单状态",
        "待签收",
        "办理中",
        False,
    )
    assert summary.totals == {"deadlines_moved": 1, "fields_differ": 1}
    case, timeline = facts_of(services, ORDER["工单编号"])
    assert case["external"]["district"]["due_at"] == "2026-03-10T09:30+00:00"
    assert timeline[-1]["action"] is Action.SET_DEADLINE
    assert timeline[-1]["details"]["was_external_due_at"] == "2026-03-06T09:30+00:00"
    assert "上级变更" in timeline[-1]["reason"]
    assert load(services, administrator, later).skipped == 1
    assert services.check() == []


@BOTH_ENGINES
def test_other_fields_of_an_open_case_are_written_when_told(services: Services, clock: ManualClock) -> None:
    administrator = founded(services, clock)
    load(services, administrator, ORDER)
    before = facts_of(services, ORDER["工单编号"])[0], kept(services)
    told = ORDER | {
        "诉求内容": "来电人补充：整条街都不亮。",
        "求助人员": "王小桃",
        "工单状态": "办理中",
        "市交办办结期限": "2026-03-12 18:00",
    }
    summary = load(services, administrator, told, options=UPDATE)
    assert counts(summary) == (0, 1, 0, 0)
    assert [each.written for each in summary.details.differing] == [True, True, True]
    assert "王小桃" not in str(summary.details), "names are masked in what is printed"
    case, _timeline = facts_of(services, ORDER["工单编号"])
    assert (case["body"], case["reporter_name"]) == (told["诉求内容"], "王小桃")
    assert kept(services)[ORDER["工单编号"]]["工单状态"] == "办理中"
    assert "整条街" in case["search_text"]
    assert counts(load(services, administrator, told, options=UPDATE)) == (0, 0, 1, 0)
    # Taken back, the case says what it said, its timeline that it was otherwise for a while.
    report = services.batches.undo(administrator, summary.number or 0)
    assert (report.restored, report.kept) == (1, 0)
    assert (facts_of(services, ORDER["工单编号"])[0], kept(services)) == before
    assert services.check() == []


def test_a_closed_case_is_never_changed(office: tuple[Services, Actor], clock: ManualClock) -> None:
    services, administrator = office
    load(services, administrator, ORDER)
    acceptor = services.accounts.demo_sign_in("limin", "test")
    case = services.cases.case(acceptor, ORDER["工单编号"])
    clock.advance(timedelta(minutes=5))
    services.cases.perform(acceptor, case.id, Action.VOID, ActionEntries(reason="重复"), case.version)
    before = facts_of(services, ORDER["工单编号"])
    changed = ORDER | {"区交办办结期限": "2026-03-10 17:30", "诉求内容": "别的"}
    summary = load(services, administrator, changed, options=UPDATE)
    assert (counts(summary), summary.skipped) == ((0, 0, 0, 0), 1)
    assert [str(each.refused) for each in summary.details.moved] == ["the case is closed"]
    assert [(each.written, each.open) for each in summary.details.differing] == [(False, False)]
    assert facts_of(services, ORDER["工单编号"]) == before


def test_any_columns_in_any_order_make_the_same_case(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    assert sorted(ORDER) == sorted(ORDER_HEADINGS)
    chance = random.Random(12345)
    for number in range(12):
        names = chance.sample(list(ORDER), chance.randint(2, len(ORDER)))
        names = list(dict.fromkeys([*names, "工单标题", "工单编号"]))
        row = {name: ORDER[name] for name in names} | {"工单编号": f"GD-{number}"}
        assert counts(load(services, administrator, row)) == (1, 0, 0, 0), names
        assert counts(load(services, administrator, row)) == (0, 0, 1, 0), names
    assert services.check() == []


def test_a_grid_is_found_by_its_village_or_told(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    assert refused(services, administrator, "cases", [ORDER]) == ["exchange.no_grid"]
    with services.store.read() as session:
        code, name = session.connection().execute(select(GRIDS.c.code, GRIDS.c.name).limit(1)).one()
    summary = load(services, administrator, ORDER | {"诉求详细地址": f"{name}12号"})
    case, _ = facts_of(services, ORDER["工单编号"])
    with services.store.read() as session:
        laid = session.connection().scalar(select(GRIDS.c.code).where(GRIDS.c.id == case["grid_id"]))
    assert laid == code
    assert any("found by the names" in str(each) for each in summary.assumptions)


def test_what_a_line_cannot_hold_goes_into_the_text(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    title = "路灯" * 150
    load(services, administrator, ORDER | {"工单标题": title})
    case, _ = facts_of(services, ORDER["工单编号"])
    assert (case["title"], case["body"]) == (title[:200], f"{title}\n{ORDER['诉求内容']}")
    assert counts(load(services, administrator, ORDER | {"工单标题": title})) == (0, 0, 1, 0)
    bad = ORDER | {"工单编号": "GD-9", "求助号码": "不详", "是否疑难": "也许", "市交办办结期限": "下周"}
    codes = refused(services, administrator, "cases", [bad])
    assert sorted(codes) == ["exchange.not_a_moment", "exchange.not_a_phone", "exchange.not_one_of"]


def test_two_orders_of_one_number_are_one_too_many(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    row = ORDER | {"网格编码": GRID}
    assert refused(services, administrator, "cases", [row, row]) == ["exchange.reoccurs"]
    with services.store.read() as session:
        assert session.connection().execute(select(CASES.c.id)).all() == []


def test_a_plan_says_what_an_import_would_and_writes_nothing(services: Services, clock: ManualClock) -> None:
    administrator = founded(services, clock)
    load(services, administrator, ORDER)
    clock.advance(timedelta(hours=1))
    before = facts_of(services, ORDER["工单编号"])
    names = ("工单编号", "工单标题", "区交办办结期限")
    row = {name: ORDER[name] for name in names} | {"区交办办结期限": "2026-03-10 17:30"}
    content = "\n".join([",".join(names), ",".join(row[name] for name in names)])
    source = Source("12345.csv", content.encode())
    plan = services.exchange.plan_file(administrator, "cases", source, options=HERE)
    assert (plan.number, plan.changed, len(plan.details.moved)) == (None, 1, 1)
    assert facts_of(services, ORDER["工单编号"]) == before
    done = services.exchange.import_file(administrator, "cases", source, options=HERE)
    assert (counts(done), done.details) == ((0, 1, 0, 0), plan.details)
