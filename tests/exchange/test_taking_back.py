"""Imports of rules, days, wordings and cases are told row by row, and can be taken back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models.cases.kinds import Action
from models.cases.playing_back import ACTED_ON
from models.catalogue.sources.standing import ITEMS
from models.catalogue.sources.taking_back import LATER_IMPORT
from models.exchange.kinds import kind_named
from models.exchange.lines import Verdict
from models.exchange.names import NAMES
from models.exchange.planrefusals import SomethingRests
from models.exchange.readers import Source
from models.exchange.views import ImportOptions
from tests.exchange.test_cases_kind import CASE, counts, facts_of, founded, steps
from tests.exchange.test_more_kinds import STEPS, load, rows_of
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

DAYS = (
    {"日期": "2027-01-01", "类型": "放假", "节日": "元旦"},
    {"日期": "2027-01-02", "类型": "休", "节日": "元旦"},
    {"日期": "2027-01-10", "类型": "补班", "节日": "元旦"},
)
LIMIT = {"环节": "受理", "来源": "12345", "时限": "10WM"}
CONDITION = {"事项编码": "040101", "条件序号": "1", "时限": "1天"}
RENAMED = (STEPS[0], STEPS[1] | {"环节名称": "现场处置"}, STEPS[2])
RULES: tuple[tuple[str, tuple[dict[str, str], ...], tuple[dict[str, str], ...]], ...] = (
    ("limits", (LIMIT,), (LIMIT | {"时限": "5WM"},)),
    ("wordings", ({"环节": "反馈", "用语": "已到{place}处理。"},), ({"环节": "核查", "用语": "已核查。"},)),
    ("flows", STEPS, RENAMED),
    ("calendar", DAYS, DAYS[:2]),
    ("conditions", (CONDITION,), (CONDITION | {"时限": "2天"}, CONDITION | {"条件序号": "2", "时限": "3天"})),
)  # fmt: skip


@pytest.fixture
def office(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    return sqlite_services, founded(sqlite_services, clock)


def undone(services: Services, actor: Actor, number: int) -> tuple[int, int, int]:
    report = services.batches.undo(actor, number)
    return report.removed, report.restored, report.kept


@pytest.mark.parametrize(("kind", "first", "second"), RULES, ids=[each[0] for each in RULES])
def test_what_rules_said_before_is_given_back(
    services: Services,
    clock: ManualClock,
    kind: str,
    first: tuple[dict[str, str], ...],
    second: tuple[dict[str, str], ...],
) -> None:
    actor = founded(services, clock)
    untouched = rows_of(services, actor, kind)
    one = load(services, actor, kind, *first)
    between = rows_of(services, actor, kind)
    assert between != untouched
    clock.advance(timedelta(minutes=1))
    two = load(services, actor, kind, *second)
    told = [line for line in services.batches.lines(actor, two.number) if line.row]
    assert {line.verdict for line in told} <= {Verdict.CREATE, Verdict.CHANGE}
    assert all(line.after for line in told)
    clock.advance(timedelta(minutes=1))
    if kind != "wordings":
        # The later import rests on the earlier one.
        with pytest.raises(SomethingRests):
            services.batches.undo(actor, one.number)
    assert undone(services, actor, two.number)[2] == 0
    assert rows_of(services, actor, kind) == between
    if kind in {"limits", "wordings"}:
        assert undone(services, actor, one.number)[2] == 0
        assert rows_of(services, actor, kind) == untouched
    assert services.check() == []


@pytest.mark.parametrize(("kind", "first", "second"), RULES, ids=[each[0] for each in RULES])
@pytest.mark.parametrize("json_lines", [False, True])
def test_an_export_brings_back_what_was_changed_since(
    office: tuple[Services, Actor],
    clock: ManualClock,
    kind: str,
    first: tuple[dict[str, str], ...],
    second: tuple[dict[str, str], ...],
    json_lines: bool,
) -> None:
    services, actor = office
    load(services, actor, kind, *first)
    kept = rows_of(services, actor, kind)
    target = io.BytesIO()
    services.exchange.export(actor, kind, target, json_lines=json_lines)
    clock.advance(timedelta(minutes=1))
    if kind == "wordings":
        services.batches.undo(actor, services.exchange.batches(actor, 1)[0].number)
    else:
        load(services, actor, kind, *second)
    assert rows_of(services, actor, kind) != kept
    clock.advance(timedelta(minutes=1))
    how = ImportOptions(constants={"whole": "yes"} if kind == "conditions" else {})
    services.exchange.import_file(actor, kind, Source(f"{kind}.csv", target.getvalue()), options=how)
    assert rows_of(services, actor, kind) == kept
    assert services.check() == []


def test_limits_are_read_as_offices_write_them(office: tuple[Services, Actor], clock: ManualClock) -> None:
    services, actor = office
    file = "环节,来源,时限\n受理,12345,十分钟\n回访,,2个工作日内办结\n立案,,半个小时\n核查,,马上\n".encode(
        "gbk"
    )
    summary = services.exchange.import_file(
        actor, "limits", Source("时限.csv", file), options=ImportOptions(partial=True)
    )
    assert [str(problem.value) for problem in summary.problems] == ["马上"]
    made = {rule.limit for rule in services.limits.limits(actor) if rule.made_at == clock.now()}
    assert made == {"10UM", "2WD", "30UM"}
    assert len(summary.repairs) == 3


def test_a_flow_that_came_in_is_taken_out_of_use(office: tuple[Services, Actor]) -> None:
    services, actor = office
    number = load(services, actor, "flows", *STEPS).number
    assert undone(services, actor, number) == (3, 0, 0)
    assert services.flows.flow(actor, "T1").retired
    assert services.check() == []


def test_conditions_that_were_dropped_come_back(office: tuple[Services, Actor]) -> None:
    services, actor = office
    load(services, actor, "conditions", CONDITION | {"条件序号": "2", "时限": "3天", "立案条件": "其他情形"})
    before = rows_of(services, actor, "conditions")
    summary = load(services, actor, "conditions", CONDITION, whole="yes")
    assert summary.totals["dropped"] == len([row for row in before if row["matter_code"] == "040101"]) - 1
    assert undone(services, actor, summary.number)[2] == 0
    assert rows_of(services, actor, "conditions") == before


def test_cases_nobody_has_acted_on_are_voided(office: tuple[Services, Actor], clock: ManualClock) -> None:
    services, actor = office
    rows = [CASE | {"工单编号": f"20260227-000{place}"} for place in (7, 8, 9)]
    summary = load(services, actor, "cases", *rows)
    assert undone(services, actor, summary.number) == (3, 0, 0)
    assert [step["action"] for step in rows_of(services, actor, "history")].count("void") == 3
    # A number is not given out again, and a table does not bring a case back.
    assert counts(load(services, actor, "cases", *rows)) == (0, 0, 3, 0)
    other = [CASE | {"工单编号": f"20260227-001{place}"} for place in (0, 1)]
    again = load(services, actor, "cases", *other)
    past = load(services, actor, "history", *steps("20260227-0010", 1))
    with pytest.raises(SomethingRests) as rests:
        services.batches.undo(actor, again.number)
    assert [each.key for each in rests.value.report.resting] == ["20260227-0010"]
    assert undone(services, actor, past.number) == (1, 0, 0)
    # Its steps are taken back: nothing rests on the cases any more.
    assert undone(services, actor, again.number) == (2, 0, 0)
    assert services.check() == []


def test_steps_are_taken_back_unless_somebody_acted_since(services: Services, clock: ManualClock) -> None:
    actor = founded(services, clock)
    numbers = [f"20260227-000{place}" for place in (1, 2, 3)]
    load(services, actor, "cases", *(CASE | {"工单编号": number} for number in numbers))
    before = [facts_of(services, number)[0] for number in numbers]
    past = load(services, actor, "history", *(step for each in numbers[:2] for step in steps(each)))
    assert all("undo" not in (line.after or {}) for line in services.batches.lines(actor, past.number))
    assert undone(services, actor, past.number) == (past.created, 0, 0)
    assert [facts_of(services, number)[0] for number in numbers] == before
    last = facts_of(services, numbers[0])[1][-1]
    assert (last["action"], last["details"]["undone_from"]) == (Action.UNDO, 2)
    assert services.check() == []
    again = load(services, actor, "history", *(step for each in numbers for step in steps(each, 2)))
    # What was taken back did not happen: the table may tell it anew.
    assert again.created == 6
    load(services, actor, "history", steps(numbers[2])[2])
    with pytest.raises(SomethingRests) as rests:
        services.batches.undo(actor, again.number)
    assert [(each.key, each.by) for each in rests.value.report.resting] == [(numbers[2], ACTED_ON)]
    assert services.check() == []


def items_of(services: Services) -> list[dict[str, Any]]:
    with services.store.read() as session:
        rows = session.connection().execute(select(ITEMS).order_by(ITEMS.c.id)).mappings()
        return [{name: value for name, value in row.items() if name != "version"} for row in rows]


@BOTH_ENGINES
def test_a_book_says_again_what_it_said_before_its_last_list(services: Services, clock: ManualClock) -> None:
    actor = founded(services, clock)
    first = [{"编码": str(number), "事项名称": f"事项{number}", "实施部门": "县局"} for number in (1, 2, 3)]
    second = [first[0] | {"实施部门": "县应急局"}, first[2], first[0] | {"编码": "4", "事项名称": "事项四"}]
    one = load(services, actor, "sources", *first, book="YJ9")
    before = items_of(services)
    two = load(services, actor, "sources", *second, book="YJ9")
    assert items_of(services) != before
    with pytest.raises(SomethingRests) as rests:
        services.batches.undo(actor, one.number or 0)
    assert {each.by for each in rests.value.report.resting} == {LATER_IMPORT}
    assert undone(services, actor, two.number) == (1, 2, 0)
    assert items_of(services) == before
    assert undone(services, actor, one.number) == (3, 0, 0)
    assert "YJ9" not in {book.code for book in services.sources.books(actor)}
    assert services.check() == []
    assert load(services, actor, "sources", *first, book="YJ9").created == 3


def test_every_kind_can_be_taken_back() -> None:
    assert all(kind_named(name).undoable for name in NAMES)
