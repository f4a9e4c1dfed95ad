"""Cases and their history from tables: what a live case would be, or a sentence why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models.cases.columns import CASES, EVENTS
from models.cases.kinds import Action, CaseState, Channel, CloseKind, Rating
from models.cases.views import ActionEntries, Intake
from models.exchange.refusals import RowsRejected
from models.exchange.views import ImportOptions
from scenarios.demo.build import found
from tests.support.databases import BOTH_ENGINES
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock

GRID = "990101103001003"
CASE = {
    "工单编号": "20260227-0007",
    "来源": "12345热线",
    "标题": "锦绣小区三栋消防通道被堵",
    "内容": "一辆面包车停在消防通道，三天没有挪动。",
    "地点": "锦绣小区三栋",
    "网格编码": GRID,
    "反映人": "王春桃",
    "来电号码": "101 2345 6789",
    "发生时间": "2026-02-27 08:50",
    "上报时间": "2026年2月27日 9:10",
    "登记人账号": "limin",
}
STEPS: list[dict[str, str]] = [
    {"at": "2026-02-27 09:15", "action": "受理", "person": "limin"},
    {
        "at": "2026-02-27 09:20",
        "action": "立案",
        "person": "limin",
        "matter_code": "040101",
        "condition": "2",
    },
    {"at": "2026-02-27 09:30", "action": "分拨", "person": "zhouyian", "unit_code": "B06"},
    {"at": "2026-02-27 09:40", "action": "接件", "person": "zengziqian"},
    {"at": "2026-02-27 11:00", "action": "反馈", "person": "zengziqian", "note": "车已挪走。"},
    {"at": "2026-02-27 14:10", "action": "核查", "person": "tanqiushi"},
    {"at": "2026-02-27 15:00", "action": "结案", "person": "limin", "close_kind": "正常结案"},
    {"at": "2026-02-27 16:00", "action": "回访", "person": "limin", "rating": "满意", "note": "满意。"},
]


def steps(number: str = "20260227-0007", count: int = len(STEPS)) -> list[dict[str, str]]:
    return [{"number": number, **step} for step in STEPS[:count]]


def founded(services: Services, clock: ManualClock) -> Actor:
    """Set the office up a month ago; return its first administrator."""
    now = clock.now()

    def build() -> Actor:
        clock.set(now - timedelta(days=30))
        founder = found(services)
        clock.set(now)
        return founder

    return remembered(services.store, build, "founded", now)


@pytest.fixture
def administrator(services: Services, clock: ManualClock) -> Actor:
    return founded(services, clock)


@pytest.fixture
def office(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    return sqlite_services, founded(sqlite_services, clock)


def counts(summary: ImportSummary) -> tuple[int, int, int, int]:
    return summary.created, summary.changed, summary.same, summary.rejected


def facts_of(services: Services, number: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a case and its timeline as they stand in the database, without their ids."""
    with services.store.read() as session:
        run = session.connection().execute
        case = dict(run(select(CASES).where(CASES.c.number == number)).mappings().one())
        events = run(select(EVENTS).where(EVENTS.c.case_id == case["id"]).order_by(EVENTS.c.seq)).mappings()
        timeline = [
            {name: value for name, value in row.items() if name not in {"id", "case_id"}} for row in events
        ]
    return {name: value for name, value in case.items() if name not in {"id", "version"}}, timeline


def refused(services: Services, actor: Actor, kind: str, rows: list[dict[str, str]]) -> list[str]:
    """Import rows that cannot be; return the codes or sentences of the reasons."""
    with pytest.raises(RowsRejected) as caught:
        services.exchange.import_rows(actor, kind, rows)
    summary = caught.value.summary
    assert summary.number is None
    return [getattr(problem.reason, "code", str(problem.reason)) for problem in summary.problems]


@BOTH_ENGINES
def test_an_imported_case_is_what_the_same_case_worked_live_would_be(
    services: Services, administrator: Actor, clock: ManualClock
) -> None:
    now = clock.now()
    exchange = services.exchange
    assert counts(exchange.import_rows(administrator, "cases", [CASE])) == (1, 0, 0, 0)
    assert counts(exchange.import_rows(administrator, "history", steps())) == (8, 0, 0, 0)
    assert services.check() == []
    imported = facts_of(services, "20260227-0007")

    number = live_twin(services, clock)
    clock.set(now)
    live = facts_of(services, number)
    assert number == "20260227-0008", "the day's numbers go on where the import ended"
    for each in (imported, live):
        del each[0]["number"], each[0]["search_text"]
    assert imported == live
    assert imported[0]["state"] is CaseState.FINISHED
    assert imported[0]["receipt"]


def live_twin(services: Services, clock: ManualClock) -> str:
    def at(moment: str) -> None:
        clock.set((datetime.fromisoformat(moment) - timedelta(hours=8)).replace(tzinfo=UTC))

    sign_in = services.accounts.demo_sign_in
    at("2026-02-27 09:10")
    acceptor = sign_in("limin", "test")
    grid = services.organisation.grid_by_code(acceptor, GRID)
    occurred = datetime(2026, 2, 27, 0, 50, tzinfo=UTC)
    case = services.cases.intake(
        acceptor,
        Intake(
            Channel.HOTLINE,
            CASE["标题"],
            CASE["内容"],
            grid.id,
            CASE["地点"],
            occurred,
            "王春桃",
            "10123456789",
        ),
    )
    matter = services.catalogue.matter_by_code(acceptor, "040101")
    unit = next(unit for unit in services.organisation.units(acceptor) if unit.code == "B06")
    entries = (
        (Action.ACCEPT, ActionEntries()),
        (Action.FILE, ActionEntries(condition_id=matter.conditions[1].id)),
        (Action.DISPATCH, ActionEntries(unit_id=unit.id)),
        (Action.TAKE, ActionEntries()),
        (Action.FEEDBACK, ActionEntries(note="车已挪走。")),
        (Action.VERIFY, ActionEntries()),
        (Action.CLOSE, ActionEntries(close_kind=CloseKind.NORMAL)),
        (Action.CALL_BACK, ActionEntries(rating=Rating.SATISFIED, note="满意。")),
    )
    for step, (action, given) in zip(STEPS, entries, strict=True):
        at(step["at"])
        actor = sign_in(step["person"], "test")
        case = services.cases.perform(actor, case.id, action, given, case.version)
    return case.number


def test_importing_twice_changes_nothing_and_a_longer_history_goes_on(
    services: Services, administrator: Actor
) -> None:
    run = services.exchange.import_rows
    run(administrator, "cases", [CASE])
    assert counts(run(administrator, "cases", [CASE])) == (0, 0, 1, 0)
    assert counts(run(administrator, "history", steps(count=4))) == (4, 0, 0, 0)
    assert counts(run(administrator, "history", steps())) == (4, 0, 4, 0)
    assert counts(run(administrator, "history", steps())) == (0, 0, 8, 0)
    assert counts(run(administrator, "cases", [CASE])) == (0, 0, 1, 0)
    assert services.check() == []


def test_a_history_imported_half_way_is_worked_on_live(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    services.exchange.import_rows(administrator, "cases", [CASE])
    services.exchange.import_rows(administrator, "history", steps(count=3))
    handler = services.accounts.demo_sign_in("zengziqian", "test")
    case = services.cases.case(handler, "20260227-0007")
    assert case.state is CaseState.DISPATCHED
    case = services.cases.perform(handler, case.id, Action.TAKE, ActionEntries(), case.version)
    assert [event.seq for event in case.timeline] == [1, 2, 3, 4, 5]
    assert services.check() == []


def test_a_case_is_not_changed_from_outside_in_silence(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    services.exchange.import_rows(administrator, "cases", [CASE])
    summary = services.exchange.import_rows(administrator, "cases", [CASE | {"标题": "别的标题"}])
    assert (counts(summary), summary.skipped) == ((0, 0, 0, 0), 1)
    (differs,) = summary.details.differing
    assert (differs.before, differs.after, differs.written) == (CASE["标题"], "别的标题", False)
    with services.store.read() as session:
        titles = session.connection().execute(select(CASES.c.title)).scalars().all()
    assert titles == [CASE["标题"]]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("来源", "飞鸽", "exchange.not_one_of"),
        ("网格编码", "990101103001999", "exchange.unknown_reference"),
        ("登记人账号", "nobody", "exchange.unknown_reference"),
        ("来电号码", "电话", "exchange.not_a_phone"),
        ("上报时间", "昨天", "exchange.not_a_moment"),
        ("上报时间", "2026-02-30 08:00", "exchange.not_a_moment"),
        ("上报时间", "2027-01-01 08:00", "exchange.not_yet"),
        ("发生时间", "2026-02-27 09:11", "exchange.after_report"),
        ("标题", "", "exchange.blank"),
        ("标题", "长" * 201, "exchange.too_long"),
    ],
)
def test_what_cannot_be_a_case_is_said(
    office: tuple[Services, Actor], column: str, value: str, code: str
) -> None:
    services, administrator = office
    assert refused(services, administrator, "cases", [CASE | {column: value}]) == [code]


def test_a_history_has_to_be_one_the_table_of_transitions_knows(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    services.exchange.import_rows(administrator, "cases", [CASE])

    def codes(*rows: dict[str, str]) -> list[str]:
        return refused(services, administrator, "history", list(rows))

    good = steps()
    # A step left out; what follows cannot be judged.
    assert codes(good[0], good[2], good[3]) == ["case.wrong_state", "exchange.after_broken"]
    assert codes(good[1], good[0]) == ["case.wrong_state", "exchange.after_broken"]
    assert codes(good[0], good[1] | {"at": "2026-02-27 09:14"}) == ["case.step_out_of_order"]
    assert codes(good[0] | {"at": "2026-03-02 09:01"}) == ["case.step_in_future"]
    assert codes(good[0] | {"at": "2026-02-27 09:09"}) == ["case.step_out_of_order"]
    assert codes(good[0] | {"action": "上报"}) == ["exchange.not_one_of"]
    assert codes(good[0] | {"action": "intake"}) == ["exchange.not_a_step"]
    assert codes(good[0] | {"person": "nobody"}) == ["exchange.unknown_reference"]
    assert codes(good[0] | {"number": "20260227-0099"}) == ["exchange.unknown_reference"]
    assert codes(good[0], good[1] | {"condition": "9"}) == ["exchange.unknown_reference"]
    assert codes(good[0], good[1] | {"condition": ""}) == ["exchange.needs_both"]
    assert codes(good[0], good[1] | {"matter_code": "", "condition": ""}) == ["case.entry_missing"]
    assert codes(*good[:2], good[2] | {"unit_code": "B99"}) == ["exchange.unknown_reference"]
    assert codes(good[0] | {"rating": "满意"}) == ["case.entry_not_asked"]
    assert codes(*good, {**good[-1], "at": "2026-02-27 16:30"}) == ["case.wrong_state"]
    put_away = {"number": good[-1]["number"], "person": good[-1]["person"], "action": "归档"}
    assert codes(*good, *({**put_away, "at": f"2026-02-27 16:3{minute}"} for minute in (0, 1))) == [
        "case.ended"
    ]
    assert services.check() == []


def test_a_partial_import_keeps_a_case_up_to_its_first_bad_step(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    other = CASE | {"工单编号": "20260227-0008"}
    services.exchange.import_rows(administrator, "cases", [CASE, other])
    rows = [*steps(count=2), *steps("20260227-0008")]
    rows.insert(2, {**steps()[3]})
    options = ImportOptions(partial=True)
    summary = services.exchange.import_rows(administrator, "history", rows, options=options)
    assert counts(summary) == (10, 0, 0, 1)
    assert facts_of(services, "20260227-0007")[0]["state"] is CaseState.FILED
    assert facts_of(services, "20260227-0008")[0]["state"] is CaseState.FINISHED
    assert services.check() == []


def test_a_late_history_is_late_and_a_return_keeps_the_clock_running(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    early = CASE | {"上报时间": "2026-02-05 09:00", "发生时间": "2026-02-05 08:00"}
    services.exchange.import_rows(administrator, "cases", [early])
    rows = steps()
    for row, day in zip(rows, ("05", "05", "05", "05", "26", "26", "26", "27"), strict=True):
        row["at"] = row["at"].replace("02-27", f"02-{day}")
    returned = {
        "number": rows[0]["number"],
        "at": "2026-02-05 09:50",
        "action": "退回",
        "person": "zengziqian",
        "reason": "不属于本单位",
    }
    again = [
        rows[2] | {"at": "2026-02-05 10:00"},
        rows[3] | {"at": "2026-02-05 10:10"},
    ]
    services.exchange.import_rows(administrator, "history", [*rows[:4], returned, *again, *rows[4:]])
    case, timeline = facts_of(services, rows[0]["number"])
    assert case["close_kind"] is CloseKind.LATE
    assert case["return_count"] == 1
    assert case["clock_started_at"] == datetime(2026, 2, 5, 1, 20, tzinfo=UTC)
    assert case["clock_stopped_at"] > case["due_at"]
    assert [event["action"] for event in timeline].count(Action.DISPATCH) == 2
    assert services.check() == []


def test_the_ledger_keeps_fingerprints_and_masked_names_of_what_was_imported(
    office: tuple[Services, Actor],
) -> None:
    services, administrator = office
    services.exchange.import_rows(administrator, "cases", [CASE])
    services.exchange.import_rows(administrator, "history", steps())
    auditor = services.accounts.demo_sign_in("shijingwen", "test")
    entries = services.ledger.entries(auditor, "case:20260227-0007").rows
    assert [entry.action for entry in entries] == ["case.import", "case.import_history"]
    said = str([entry.after for entry in entries])
    assert "王春桃" not in said
    assert "10123456789" not in said
    assert "面包车" not in said
    assert entries[1].after is not None
    assert entries[1].after["steps"] == 8


def test_classes_make_a_tree_and_move_in_it(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    rows = [
        {"scheme": "网格", "code": "X1", "name": "甲", "parent_code": ""},
        {"scheme": "网格", "code": "X2", "name": "乙", "parent_code": "X3"},
        {"scheme": "网格", "code": "X3", "name": "丙", "parent_code": "X1"},
    ]
    run = services.exchange.import_rows
    assert counts(run(administrator, "classes", rows)) == (3, 0, 0, 0)
    assert counts(run(administrator, "classes", rows)) == (0, 0, 3, 0)
    levels = {each.code: each.level for each in services.catalogue.classes(administrator)}
    assert (levels["X1"], levels["X3"], levels["X2"]) == (1, 2, 3)
    moved = [rows[1] | {"parent_code": "X1", "name": "乙二"}]
    assert counts(run(administrator, "classes", moved)) == (0, 1, 0, 0)
    found_again = {each.code: each for each in services.catalogue.classes(administrator)}
    assert (found_again["X2"].level, found_again["X2"].name) == (2, "乙二")
    # What lies below a class moves with it.
    assert counts(run(administrator, "classes", [rows[0] | {"parent_code": "01"}])) == (0, 1, 0, 0)
    below = {each.code: each.level for each in services.catalogue.classes(administrator)}
    assert (below["X1"], below["X2"], below["X3"]) == (2, 3, 3)
    assert refused(services, administrator, "classes", [rows[0] | {"parent_code": "X2"}]) == [
        "exchange.circle"
    ]
    unknown = [{"scheme": "grid", "code": "X9", "name": "丁", "parent_code": "ZZ"}]
    assert refused(services, administrator, "classes", unknown) == ["exchange.unknown_reference"]
