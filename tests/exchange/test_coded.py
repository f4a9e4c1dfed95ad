from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Actor, Role
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected, UnknownKind
from models.exchange.views import ImportOptions
from models.kernel.errors import NotPermitted
from models.ledger.service import LedgerService
from tests.support.databases import BOTH_ENGINES
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.exchange.service import ExchangeService
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


Rows = list[dict[str, str]]

DIVISIONS: Rows = [
    {"code": "990101103", "name": "大岭镇"},
    {"code": "990101103201", "name": "岭南村"},
    {"code": "990101103202", "name": "桥头村"},
]
UNITS: Rows = [
    {"code": "ZF-1", "name": "执法一队", "division_code": "990101103", "上级单位编码": "ZF", "类型": "站所"},
    {"code": "ZF", "name": "综合执法办", "division_code": "990101103", "上级单位编码": "", "类型": ""},
]
GRIDS: Rows = [
    {
        "网格编码": "G01-1",
        "网格名称": "微网格一",
        "村居代码": "990101103201",
        "类型": "微网格",
        "上级网格编码": "G01",
        "户数": "30",
    },
    {
        "网格编码": "G01",
        "网格名称": "岭南01",
        "村居代码": "990101103201",
        "类型": "综合网格",
        "上级网格编码": "",
        "户数": "３００",
    },
]
STAFF: Rows = [
    {
        "工号": "1",
        "姓名": "李敏",
        "单位编码": "ZF",
        "岗位": "受理岗",
        "网格编码": "G01、G01-1",
        "账号": "LiMin",
        "角色": "受理员 派遣员",
    },
    {
        "工号": "2",
        "姓名": "王强",
        "单位编码": "ZF-1",
        "岗位": "受理岗",
        "网格编码": "",
        "账号": "",
        "角色": "",
    },
]
DUTIES: Rows = [
    {"清单": "基本履职", "序号": "1", "事项名称": "加强党的建设", "类别": "党的建设", "对应上级部门": ""},
    {"清单": "配合", "序号": "1", "事项名称": "燃气安全检查", "类别": "安全稳定", "对应上级部门": "县住建局"},
]


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    return summary.created, summary.changed, summary.same, summary.skipped, summary.rejected


@pytest.fixture
def ground(store: Store, clock: ManualClock, exchange: ExchangeService, admin: Actor) -> ExchangeService:
    def lay() -> None:
        for kind, rows in (("divisions", DIVISIONS), ("units", UNITS), ("grids", GRIDS)):
            exchange.import_rows(admin, kind, rows)

    remembered(store, lay, "ground", clock.now())
    return exchange


def query(store: Store, statement: str) -> list[tuple[object, ...]]:
    with store.read() as session:
        return [tuple(row) for row in session.connection().execute(text(statement))]


@pytest.mark.parametrize(
    ("kind", "rows"), [("units", UNITS), ("grids", GRIDS), ("staff", STAFF), ("duties", DUTIES)]
)
def test_a_second_run_changes_nothing(
    ground: ExchangeService, admin: Actor, store: Store, clock: ManualClock, kind: str, rows: Rows
) -> None:
    ground.import_rows(admin, kind, rows)
    assert counts(ground.import_rows(admin, kind, rows)) == (0, 0, 2, 0, 0)
    assert LedgerService(store, clock).check() == []


@BOTH_ENGINES
def test_children_may_come_before_their_parents(ground: ExchangeService, store: Store) -> None:
    assert query(store, "SELECT code, path, households, initials FROM grid ORDER BY code") == [
        ("G01", "G01", 300, "ln01"),
        ("G01-1", "G01/G01-1", 30, "wwgy"),
    ]
    parents = "SELECT a.code, b.code FROM unit a JOIN unit b ON b.id = a.parent_id"
    assert query(store, parents) == [("ZF-1", "ZF")]


@BOTH_ENGINES
def test_a_grid_that_moves_takes_its_children_along(
    ground: ExchangeService, admin: Actor, store: Store
) -> None:
    moved = [
        {"code": "G02", "name": "桥头02", "division_code": "990101103202", "parent_code": ""},
        {"code": "G01", "name": "岭南01", "division_code": "990101103201", "parent_code": "G02"},
    ]
    assert counts(ground.import_rows(admin, "grids", moved)) == (1, 1, 0, 0, 0)
    assert query(store, "SELECT path FROM grid ORDER BY path") == [
        ("G02",),
        ("G02/G01",),
        ("G02/G01/G01-1",),
    ]
    assert query(store, "SELECT version, households FROM grid WHERE code = 'G01'") == [(2, 300)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"code": "G9", "name": "九", "division_code": "990101103"}, "division_code"),
        ({"code": "G9", "name": "九", "division_code": "990101103299"}, "division_code"),
        ({"code": "G9", "name": "九", "division_code": "990101103201", "parent_code": "G8"}, "parent_code"),
        ({"code": "G9", "name": "九", "division_code": "990101103201", "parent_code": "G9"}, "parent_code"),
        (
            {"code": "G01", "name": "九", "division_code": "990101103201", "parent_code": "G01-1"},
            "parent_code",
        ),
        ({"code": "G9", "name": "九", "division_code": "990101103201", "kind": "蜂窝"}, "kind"),
        ({"code": "G9", "name": "九", "division_code": "990101103201", "households": "-1"}, "households"),
        ({"code": "G/9", "name": "九", "division_code": "990101103201"}, "code"),
    ],
)
def test_bad_grids_are_named(ground: ExchangeService, admin: Actor, row: dict[str, str], column: str) -> None:
    with pytest.raises(RowsRejected) as refusal:
        ground.import_rows(admin, "grids", [row])
    assert [(problem.row, problem.column) for problem in refusal.value.summary.problems] == [(2, column)]


def test_a_row_below_a_rejected_one_is_rejected_with_it(ground: ExchangeService, admin: Actor) -> None:
    rows = [
        {"code": "A", "name": "甲", "division_code": "990101103201", "parent_code": "B"},
        {"code": "B", "name": "乙", "division_code": "990101103201", "parent_code": "C"},
        {"code": "C", "name": "丙", "division_code": "990101103", "parent_code": ""},
        {"code": "D", "name": "丁", "division_code": "990101103201", "parent_code": ""},
    ]
    summary = ground.import_rows(admin, "grids", rows, options=ImportOptions(partial=True))
    assert counts(summary) == (1, 0, 0, 0, 3)


@BOTH_ENGINES
def test_staff_with_posts_grids_and_accounts(
    ground: ExchangeService, admin: Actor, store: Store, clock: ManualClock
) -> None:
    assert counts(ground.import_rows(admin, "staff", STAFF)) == (2, 0, 0, 0, 0)
    assert query(store, "SELECT count(*) FROM post") == [(2,)]
    assert query(store, "SELECT count(*) FROM staff_grid") == [(2,)]
    account = "SELECT login, name, area, password_hash FROM account WHERE staff_id IS NOT NULL"
    assert query(store, account) == [("limin", "李敏", "990101103", None)]
    roles = "SELECT role FROM account_role JOIN account ON id = account_id WHERE login = 'limin' ORDER BY 1"
    assert query(store, roles) == [("acceptor",), ("dispatcher",)]
    moved = [{**STAFF[0], "网格编码": "G01"}]
    assert ground.import_rows(admin, "staff", moved).changed == 1
    assert query(store, "SELECT count(*) FROM staff_grid") == [(1,)]
    opened = LedgerService(store, clock).entries(admin, "account:limin").rows
    assert [entry.action for entry in opened] == ["account.open"]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"账号": "admin", "工号": "3"}, "账号"),
        ({"账号": "another"}, "账号"),
        ({"角色": "系统管理员"}, "角色"),
        ({"账号": "", "工号": "3"}, "角色"),
        ({"单位编码": "XX"}, "单位编码"),
        ({"网格编码": "G01 G77"}, "网格编码"),
        ({"角色": "皇帝"}, "角色"),
        ({"账号": "a b"}, "账号"),
    ],
)
def test_bad_staff_is_named(
    ground: ExchangeService, admin: Actor, change: dict[str, str], column: str
) -> None:
    ground.import_rows(admin, "staff", STAFF)
    with pytest.raises(RowsRejected) as refusal:
        ground.import_rows(admin, "staff", [{**STAFF[0], **change}])
    assert column in {problem.column for problem in refusal.value.summary.problems}


def test_numbers_with_a_proof_of_their_own_are_proved(ground: ExchangeService, admin: Actor) -> None:
    """Numbers of GB 11643 and GB 32100 by their own examples; of a person's they are checked and not kept."""
    person = {"工号": "9", "姓名": "周六", "单位编码": "ZF", "身份证号": "11010519491231002X"}
    good = person | {"出生日期": "1949年12月31日", "性别": "女"}
    summary = ground.import_rows(admin, "staff", [good])
    assert (summary.created, summary.unknown_columns) == (1, ())
    target = io.BytesIO()
    ground.export(admin, "staff", target)
    assert b"1949" not in target.getvalue()
    for wrong, column in (
        ({"身份证号": "110105194912310021"}, "身份证号"),
        ({"身份证号": "1.10105E+17"}, "身份证号"),
        ({"出生日期": "1949-12-30"}, "出生日期"),
        ({"性别": "男"}, "性别"),
    ):
        with pytest.raises(RowsRejected) as refusal:
            ground.import_rows(admin, "staff", [good | wrong])
        assert [each.column for each in refusal.value.summary.problems] == [column], wrong

    unit = UNITS[1] | {"统一社会信用代码": " 91350100m000100y43"}
    assert ground.import_rows(admin, "units", [unit]).changed == 1
    assert ground.import_rows(admin, "units", [unit]).same == 1
    for code in ("91350100M000100Y44", "91350100M0001O0Y43", "913501000001000000"):
        with pytest.raises(RowsRejected):
            ground.import_rows(admin, "units", [unit | {"统一社会信用代码": code}])


def test_roles_need_a_security_administrator(ground: ExchangeService, admin: Actor) -> None:
    only_system = Actor(admin.account_id, "s", "系统员", frozenset({Role.SYSTEM_ADMIN}))
    with pytest.raises(NotPermitted):
        ground.import_rows(only_system, "staff", STAFF)


def test_duty_items_get_the_code_of_their_list(ground: ExchangeService, admin: Actor, store: Store) -> None:
    ground.import_rows(admin, "duties", DUTIES)
    assert query(store, "SELECT code, duty_list, department FROM duty_item ORDER BY code") == [
        ("J001", "basic", ""),
        ("P001", "cooperative", "县住建局"),
    ]


def test_a_list_may_be_named_for_all_rows(ground: ExchangeService, admin: Actor, store: Store) -> None:
    rows = [{"序号": "1", "事项名称": "收回的事项"}]
    options = ImportOptions(constants={"duty_list": "收回"})
    assert ground.import_rows(admin, "duties", rows, options=options).created == 1
    assert query(store, "SELECT code FROM duty_item") == [("S001",)]


@pytest.mark.parametrize("kind", ["divisions", "units", "grids", "duties"])
@pytest.mark.parametrize("json_lines", [False, True])
def test_what_is_exported_imports_again_as_the_same(
    ground: ExchangeService, admin: Actor, kind: str, json_lines: bool
) -> None:
    ground.import_rows(admin, "duties", DUTIES)
    target = io.BytesIO()
    written = ground.export(admin, kind, target, json_lines=json_lines)
    again = ground.import_file(admin, kind, Source("again", target.getvalue()))
    assert counts(again) == (0, 0, written, 0, 0)
    assert written > 0


def test_an_export_stays_within_the_area(ground: ExchangeService, admin: Actor) -> None:
    village = Actor(admin.account_id, "v", "村", frozenset({Role.LEADER}), area="990101103202")
    assert ground.export(village, "grids", io.BytesIO()) == 0
    assert ground.export(village, "divisions", io.BytesIO()) == 1
    with pytest.raises(NotPermitted):
        ground.export(Actor(1, "x", "某人", frozenset({Role.HANDLER})), "grids", io.BytesIO())
    with pytest.raises(UnknownKind):
        ground.export(admin, "weather", io.BytesIO())
