"""Conditions, flows, holiday notices, limits and wordings as tables: what comes out goes in unchanged."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from models.cases.limits import Limited
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected
from models.exchange.views import ImportOptions
from tests.exchange.test_cases_kind import counts, founded

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

KINDS = ("flows", "conditions", "calendar", "limits", "wordings")


@pytest.fixture
def office(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    return sqlite_services, founded(sqlite_services, clock)


def rows_of(services: Services, actor: Actor, kind: str) -> list[dict[str, Any]]:
    target = io.BytesIO()
    services.exchange.export(actor, kind, target, json_lines=True)
    return [json.loads(line) for line in target.getvalue().decode().splitlines()]


def load(services: Services, actor: Actor, kind: str, *rows: dict[str, str], **said: str) -> Any:
    return services.exchange.import_rows(actor, kind, rows, options=ImportOptions(constants=said))


def refused(services: Services, actor: Actor, kind: str, *rows: dict[str, str], **said: str) -> list[str]:
    with pytest.raises(RowsRejected) as caught:
        load(services, actor, kind, *rows, **said)
    problems = caught.value.summary.problems
    return [getattr(problem.reason, "code", str(problem.reason)) for problem in problems]


def test_every_export_imports_again_and_changes_nothing(services: Services, clock: ManualClock) -> None:
    administrator = founded(services, clock)
    load(services, administrator, "wordings", {"环节": "反馈", "用语": "已到{place}处理。"})
    for kind in KINDS:
        for json_lines in (True, False):
            target = io.BytesIO()
            count = services.exchange.export(administrator, kind, target, json_lines=json_lines)
            assert count, kind
            source = Source(f"{kind}.csv", target.getvalue())
            summary = services.exchange.import_file(administrator, kind, source)
            assert counts(summary) == (0, 0, count, 0), (kind, json_lines)
    assert services.check() == []


def test_conditions_are_added_changed_and_dropped_one_by_one(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    before = [row for row in rows_of(services, administrator, "conditions") if row["matter_code"] == "040101"]
    count = len(before)
    fresh = {"事项编码": "040101", "条件序号": str(count + 1), "立案条件": "新增情形", "时限": "3天"}
    changed = {"事项编码": "040101", "条件序号": "1", "时限": "1天"}
    assert counts(load(services, administrator, "conditions", changed, fresh)) == (1, 1, 0, 0)
    assert counts(load(services, administrator, "conditions", changed, fresh)) == (0, 0, 2, 0)
    now = [row for row in rows_of(services, administrator, "conditions") if row["matter_code"] == "040101"]
    assert [row["text"] for row in now] == [*(row["text"] for row in before), "新增情形"]
    summary = load(services, administrator, "conditions", changed, whole="yes")
    assert (counts(summary), summary.totals["dropped"]) == ((0, 0, 1, 0), count)
    assert refused(services, administrator, "conditions", fresh | {"条件序号": "9"}) == [
        "exchange.gap_before"
    ]
    assert refused(services, administrator, "conditions", fresh | {"事项编码": "999999"}) == [
        "exchange.unknown_reference"
    ]
    assert refused(services, administrator, "conditions", fresh | {"时限": "1天 2天"}) == [
        "exchange.one_limit"
    ]
    assert services.check() == []


STEPS = (
    {"流程编码": "T1", "流程名称": "试行流程", "环节编码": "accept", "环节名称": "受理", "环节类型": "受理",
     "岗位": "acceptor", "单位": "@duty", "下一环节": "handle"},
    {"流程编码": "T1", "流程名称": "试行流程", "环节编码": "handle", "环节名称": "处置", "环节类型": "处置",
     "岗位": "handler", "单位": "@lead", "时限": "2天", "填报项": "现场照片|照片|必填",
     "下一环节": "close\naccept|退回|不属于本单位职责"},
    {"流程编码": "T1", "流程名称": "试行流程", "环节编码": "close", "环节名称": "结案", "环节类型": "结案",
     "岗位": "acceptor", "单位": "@duty"},
)  # fmt: skip


def test_a_flow_is_taken_in_whole_or_not_at_all(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    assert counts(load(services, administrator, "flows", *STEPS)) == (3, 0, 0, 0)
    assert counts(load(services, administrator, "flows", *STEPS)) == (0, 0, 3, 0)
    flow = services.flows.flow(administrator, "T1")
    assert [step.key for step in flow.draft.steps] == ["accept", "handle", "close"]
    assert flow.draft.steps[1].entries[0].required
    renamed = (STEPS[0], STEPS[1] | {"环节名称": "现场处置"}, STEPS[2])
    assert counts(load(services, administrator, "flows", *renamed)) == (0, 3, 0, 0)
    assert services.flows.flow(administrator, "T1").number == 2
    broken = (STEPS[0], STEPS[1] | {"下一环节": "nowhere"}, STEPS[2])
    assert refused(services, administrator, "flows", *broken) == [
        "flows.faulty",
        "exchange.broken_flow",
        "exchange.broken_flow",
    ]
    assert services.check() == []


def test_a_notice_makes_an_edition_and_moves_what_rests_on_it(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    days = [
        {"日期": "2027-01-01", "类型": "放假", "节日": "元旦"},
        {"日期": "2027年1月2日", "类型": "休", "节日": "元旦"},
        {"日期": "2027.1.10", "类型": "补班", "节日": "元旦"},
    ]
    number = services.calendar.current().edition.number
    summary = load(services, administrator, "calendar", *days, notice="国办发明电〔2026〕9号")
    assert counts(summary) == (3, 0, 0, 0)
    edition = services.calendar.current().edition
    assert (edition.number, dict(edition.notices)[2027]) == (number + 1, "国办发明电〔2026〕9号")
    assert counts(load(services, administrator, "calendar", *days)) == (0, 0, 3, 0)
    assert services.calendar.current().edition.number == number + 1
    fewer = load(services, administrator, "calendar", *days[:2])
    assert (counts(fewer), fewer.totals) == ((0, 0, 2, 0), {"days_dropped": 1})
    assert refused(services, administrator, "calendar", days[0], days[2] | {"日期": "2027-01-11"}) == [
        "calendar.make_up_on_weekday"
    ]
    assert services.check() == []


def test_limits_hold_from_the_moment_of_the_import(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    row = {"环节": "受理", "来源": "12345", "时限": "10WM"}
    assert counts(load(services, administrator, "limits", row)) == (1, 0, 0, 0)
    assert counts(load(services, administrator, "limits", row)) == (0, 0, 1, 0)
    assert counts(load(services, administrator, "limits", row | {"时限": "5WM"})) == (0, 1, 0, 0)
    held = [rule for rule in services.limits.limits(administrator) if rule.stage is Limited.ACCEPT]
    assert "5WM" in {rule.limit for rule in held}
    assert refused(services, administrator, "limits", row | {"时限": "很快"}) == ["calendar.bad_limit"]


def test_a_wording_names_only_what_a_case_has(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    good = {"环节": "反馈", "用语": "已到{place}处理。"}
    assert counts(load(services, administrator, "wordings", good)) == (1, 0, 0, 0)
    assert counts(load(services, administrator, "wordings", good)) == (0, 0, 1, 0)
    (reason,) = refused(services, administrator, "wordings", good | {"用语": "请{boss}批示。"})
    assert "{place}" in reason


def test_references_that_lead_nowhere_are_named_or_created(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    person = {"工号": "X1", "姓名": "周小满", "单位编码": "B0", "账号": "xzhou"}
    with pytest.raises(RowsRejected) as caught:
        load(services, administrator, "staff", person)
    said = str(caught.value.summary.problems[0].reason)
    assert "there are: B01, B02" in said, "the nearest codes come first"
    assert "(+" in said
    home = services.organisation.office()
    services.organisation.set_office(
        administrator, home.name, "990101103000", home.zone, expected_version=home.version
    )
    summary = load(services, administrator, "staff", person, create="units")
    assert (counts(summary), summary.completed) == ((1, 0, 0, 0), 1)
    assert counts(load(services, administrator, "staff", person, create="units")) == (0, 0, 1, 0)
    unit = {"单位编码": "B0", "单位名称": "新设办公室", "区划代码": "990101103000"}
    load(services, administrator, "units", unit | {"启用": "否"})
    # Whoever sits there already stays; nobody is newly put into a unit that is closed.
    assert counts(load(services, administrator, "staff", person)) == (0, 0, 1, 0)
    other = person | {"工号": "X2", "账号": "xother"}
    assert refused(services, administrator, "staff", other) == ["exchange.retired_reference"]
    assert refused(services, administrator, "staff", person | {"联系电话": "不详"}) == [
        "exchange.not_a_phone"
    ]
    assert services.check() == []


def test_a_list_of_rules_is_taken_back_whole(office: tuple[Services, Actor]) -> None:
    services, actor = office
    unit = services.organisation.units(actor)[0].code
    row = {"分给": "单位", "单位": unit}
    first = [row | {"规则号": str(number), "备注": f"第{number}条"} for number in (1, 2, 3)]
    assert load(services, actor, "routing", *first).created == 3
    before = rows_of(services, actor, "routing")
    other = load(services, actor, "routing", row | {"规则号": "1", "备注": "只此一条"})
    assert len(rows_of(services, actor, "routing")) == 1
    services.batches.undo(actor, other.number)
    assert rows_of(services, actor, "routing") == before
