from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.catalogue.service import CatalogueService
from models.exchange.readers import Source
from models.exchange.refusals import MissingColumns, RowsRejected
from models.ledger.service import LedgerService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from models.accounts.views import Actor
    from models.exchange.service import ExchangeService
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


HEAD = "kind,major_code,major_name,minor_code,minor_name,filing_conditions,limits"
MAPS = {
    "by field": "kind=scheme,major_code=class_code,major_name=class_name,minor_code=code,minor_name=name,"
    "filing_conditions=conditions,limits=limits",
    "other way round": "scheme=kind class_code=major_code class_name=major_name code=minor_code "
    "name=minor_name conditions=filing_conditions",
    "not at all": "",
}


def table(*rows: str, head: str = HEAD) -> Source:
    return Source("事项.csv", "\n".join([head, *rows]).encode())


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    return summary.created, summary.changed, summary.same, summary.skipped, summary.rejected


def number(store: Store, statement: str) -> int:
    with store.read() as session:
        return int(session.connection().execute(text(statement)).scalar_one())


@pytest.mark.parametrize("mapping", MAPS.values(), ids=MAPS)
def test_a_real_city(
    exchange: ExchangeService, admin: Actor, store: Store, clock: ManualClock, categories: Path, mapping: str
) -> None:
    told = [mapping] if mapping else []
    first = exchange.import_file(admin, "matters", categories, told)
    assert counts(first) == (190, 0, 0, 0, 0)
    assert first.totals == {"classes": 11, "conditions": 519}
    units = "SELECT count(*) FROM filing_condition WHERE limit_unit = '{}'"
    assert {unit: number(store, units.format(unit)) for unit in ("WD", "WH", "UH", "UD")} == {
        "WD": 412, "WH": 61, "UH": 42, "UD": 4,
    }  # fmt: skip
    assert counts(exchange.import_file(admin, "matters", categories, told)) == (0, 0, 190, 0, 0)
    catalogue = CatalogueService(store, clock)
    assert catalogue.check() == []
    view = catalogue.matter_by_code(admin, "C0101")
    assert (view.name, view.class_path) == ("上水井盖", ("公用设施",))
    assert [condition.limit for condition in view.conditions] == ["2UH", "4WH", "2WD", "5WD"]
    # The same minor code in another scheme is another matter.
    assert catalogue.matter_by_code(admin, "E0101").name == "私搭乱建"


@BOTH_ENGINES
def test_a_changed_limit_makes_a_new_version_and_keeps_the_old(
    exchange: ExchangeService, admin: Actor, store: Store, clock: ManualClock
) -> None:
    exchange.import_file(admin, "matters", table("event,01,市容环境,01,私搭乱建,2,2UD 15WD"))
    catalogue = CatalogueService(store, clock)
    old = catalogue.matter_by_code(admin, "E0101")
    changed = exchange.import_file(admin, "matters", table("event,01,市容环境,01,私搭乱建,2,2UD 10WD"))
    assert counts(changed) == (0, 1, 0, 0, 0)
    new = catalogue.matter_by_code(admin, "E0101")
    assert (new.id, new.version_number) == (old.id, 2)
    assert [condition.limit for condition in new.conditions] == ["2UD", "10WD"]
    assert [condition.limit for condition in catalogue.version(old.version_id).conditions] == ["2UD", "15WD"]
    assert [(each.number, each.current) for each in catalogue.versions(admin, old.id)] == [
        (2, True),
        (1, False),
    ]
    assert catalogue.check() == []
    entries = LedgerService(store, clock).entries(admin, "matter:E0101").rows
    assert [entry.action for entry in entries] == ["matter.create", "matter.change"]


def test_a_table_of_counts_keeps_the_texts_that_stand(
    exchange: ExchangeService, admin: Actor, store: Store, clock: ManualClock
) -> None:
    exchange.import_file(admin, "matters", table("event,01,市容环境,01,私搭乱建,正在搭建；已建成,2UD 15WD"))
    again = exchange.import_file(admin, "matters", table("event,01,市容环境,01,私搭乱建,2,2UD 10WD"))
    assert again.changed == 1
    view = CatalogueService(store, clock).matter_by_code(admin, "E0101")
    assert [condition.text for condition in view.conditions] == ["正在搭建", "已建成"]


def test_a_renamed_class_changes_its_rows_once_and_no_version(
    exchange: ExchangeService, admin: Actor, store: Store
) -> None:
    exchange.import_file(admin, "matters", table("event,01,市容环境,01,私搭乱建,1,2UD"))
    renamed = table("event,1,市容管理,01,私搭乱建,1,2UD")
    assert counts(exchange.import_file(admin, "matters", renamed)) == (0, 1, 0, 0, 0)
    assert counts(exchange.import_file(admin, "matters", renamed)) == (0, 0, 1, 0, 0)
    assert number(store, "SELECT count(*) FROM matter_version") == 1


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("event,01,市容环境,01,私搭乱建,1,0WH", "limits", "0WH"),
        ("event,01,市容环境,01,私搭乱建,1,99999WD", "limits", "99999WD"),
        ("event,01,市容环境,01,私搭乱建,1,5XX", "limits", "5XX"),
        ("event,01,市容环境,01,私搭乱建,1,-4WH", "limits", "-4WH"),
        ("event,01,市容环境,01,私搭乱建,1,", "limits", ""),
        ("event,01,市容环境,01,私搭乱建,3,2UH 4WH", "filing_conditions", "3"),
        ("event,01,市容环境,01,,1,4WH", "minor_name", ""),
        ("event,01,市容环境,01,\u200b,1,4WH", "minor_name", ""),
        ("event,01,市容环境,01,=坏;名,1,4WH;", "", ""),
        ("何物,01,市容环境,01,私搭乱建,1,4WH", "kind", "何物"),
        ("event,0 1/,市容环境,01,私搭乱建,1,4WH", "major_code", "0 1/"),
        ("event,01,市容环境,?,私搭乱建,1,4WH", "minor_code", "?"),
    ],
)
def test_bad_cells_are_named(
    exchange: ExchangeService, admin: Actor, store: Store, row: str, column: str, value: str
) -> None:
    if not column:
        assert exchange.import_file(admin, "matters", table(row)).created == 1
        return
    with pytest.raises(RowsRejected) as refusal:
        exchange.import_file(admin, "matters", table("component,01,公用设施,01,上水井盖,1,4WH", row))
    (problem,) = refusal.value.summary.problems
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    assert str(problem.reason)
    assert number(store, "SELECT count(*) FROM matter") == 0


def test_one_code_twice_and_one_class_under_two_names(exchange: ExchangeService, admin: Actor) -> None:
    rows = (
        "event,01,市容环境,01,私搭乱建,1,4WH",
        "event,1,市容环境,1,又一个,1,4WH",
        "event,01,市容,02,第三个,1,4WH",
    )
    with pytest.raises(RowsRejected) as refusal:
        exchange.import_file(admin, "matters", table(*rows))
    found = [(problem.row, problem.column, problem.value) for problem in refusal.value.summary.problems]
    assert found == [(3, "minor_code", "1"), (4, "major_name", "市容")]


def test_references_that_lead_nowhere(exchange: ExchangeService, admin: Actor) -> None:
    row = "event,01,市容环境,01,私搭乱建,1,4WH,NOWHERE,J999"
    with pytest.raises(RowsRejected) as refusal:
        exchange.import_file(admin, "matters", table(row, head=HEAD + ",牵头单位编码,清单编码"))
    assert [problem.value for problem in refusal.value.summary.problems] == ["NOWHERE", "J999"]


def test_a_missing_column_is_refused_with_the_headings_found(exchange: ExchangeService, admin: Actor) -> None:
    with pytest.raises(MissingColumns) as refusal:
        exchange.import_file(admin, "matters", table("event,01,01", head="kind,major_code,minor_code"))
    assert "major_code" in refusal.value.params["found"]


@pytest.mark.parametrize("json_lines", [False, True])
def test_what_is_exported_imports_again_as_the_same(
    exchange: ExchangeService, admin: Actor, json_lines: bool
) -> None:
    rows = [
        {
            "scheme": "grid",
            "class_code": "01",
            "class_name": "=城市管理",
            "code": "01",
            "name": "@占用;消防通道",
            "conditions": "堵塞；且不能通行\n-轻微占用",
            "limits": "2UH\n1WD",
            "modes": "hours days",
            "closing_conditions": "恢复通行\n",
            "evidence": "\n照片",
            "urgency": "4",
            "keywords": "堵车 消防",
            "matter_kind": "应急",
            "status": "停用",
            "in_force_from": "2026年1月1日",
        },
        {
            "scheme": "event",
            "class_code": "02",
            "code": "GB-7",
            "name": "只有条数",
            "conditions": "3",
            "limits": "1UD 2WD 3ND",
        },
        {
            "scheme": "own",
            "class_code": "A",
            "code": "5",
            "name": "自定体系",
            "conditions": "一句；话",
            "limits": "1ND",
        },
    ]
    created = exchange.import_rows(admin, "matters", rows)
    assert created.created == 3
    target = io.BytesIO()
    assert exchange.export(admin, "matters", target, json_lines=json_lines) == 3
    again = exchange.import_file(admin, "matters", Source("again", target.getvalue()))
    assert counts(again) == (0, 0, 3, 0, 0), again
    assert again.unknown_columns == ()
    second = io.BytesIO()
    exchange.export(admin, "matters", second, json_lines=json_lines)
    assert second.getvalue() == target.getvalue()
    if not json_lines:
        assert b"\r\n=" not in target.getvalue()
        assert ",'@占用;消防通道,".encode() in target.getvalue()
