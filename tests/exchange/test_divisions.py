from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.accounts.views import Actor, Role
from models.exchange.kinds.divisions import division_code
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected, WrongEncoding
from models.exchange.views import ImportOptions
from models.kernel.errors import DomainError, NotPermitted
from models.ledger.service import LedgerService
from models.organisation.rules import level_of, parent_of
from models.organisation.views import DivisionLevel
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from pathlib import Path

    from models.exchange.service import ExchangeService
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    return summary.created, summary.changed, summary.same, summary.skipped, summary.rejected


def csv(*lines: str, head: str = "code,name") -> Source:
    return Source("区划.csv", "\n".join([head, *lines]).encode())


def query(store: Store, statement: str) -> list[Any]:
    with store.read() as session:
        return [tuple(row) for row in session.connection().execute(text(statement))]


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("11", DivisionLevel.PROVINCE, None),
        ("1101", DivisionLevel.CITY, "110000000000"),
        ("110101", DivisionLevel.COUNTY, "110100000000"),
        ("110101001", DivisionLevel.TOWNSHIP, "110101000000"),
        ("110101001001", DivisionLevel.VILLAGE, "110101001000"),
        # Ends in zeros that belong to the number.
        ("1310", DivisionLevel.CITY, "130000000000"),
        ("130110", DivisionLevel.COUNTY, "130100000000"),
        # A city without counties: its towns stand directly below it.
        ("441900003", DivisionLevel.TOWNSHIP, "441900000000"),
        ("460400100", DivisionLevel.TOWNSHIP, "460400000000"),
        # A county directly below its province stands in a city numbered 90.
        ("419001", DivisionLevel.COUNTY, "419000000000"),
        ("429004001", DivisionLevel.TOWNSHIP, "429004000000"),
        ("659001", DivisionLevel.COUNTY, "659000000000"),
        # A made-up province for practice.
        ("990101103201", DivisionLevel.VILLAGE, "990101103000"),
    ],
)
def test_level_and_parent_follow_from_the_digits(code: str, level: DivisionLevel, parent: str | None) -> None:
    full = division_code(code)
    assert full == code.ljust(12, "0")
    assert level_of(full) is level
    assert parent_of(full) == parent


@pytest.mark.parametrize(
    "cell",
    ["", "abc", "1", "110", "11010", "1101010", "1101010011", "1101010010011", "16", "00", "660101001",
     "110001", "110000001", "110101000001", "1101Ⅷ", "１１０１０１００１x"],
)  # fmt: skip
def test_an_impossible_code_is_refused(cell: str) -> None:
    with pytest.raises(DomainError):
        division_code(cell)


def test_codes_are_understood_as_spreadsheets_write_them() -> None:
    assert division_code(" １１０１０１００１ ") == division_code("110101001.0") == "110101001000"


def test_parents_are_completed_with_their_names(
    exchange: ExchangeService, admin: Actor, store: Store
) -> None:
    summary = exchange.import_file(
        admin, "divisions", csv("441900003,东城街道", "419001001,沁园街道", "990101103,大岭镇")
    )
    assert counts(summary) == (3, 0, 0, 0, 0)
    names: dict[str, str] = dict(query(store, "SELECT code, name FROM division"))
    assert names["440000000000"] == "广东省"
    assert names["441900000000"] == "东莞市"
    assert names["419000000000"] == "省直辖县级行政区划"
    # What nobody names keeps its digits.
    assert names["990101000000"] == "990101"
    assert summary.completed == len(names) - 3
    orphans = "SELECT code FROM division WHERE parent_code IS NULL"
    assert sorted(query(store, orphans)) == [("410000000000",), ("440000000000",), ("990000000000",)]


def test_a_name_for_a_completed_parent_is_a_change(
    exchange: ExchangeService, admin: Actor, store: Store
) -> None:
    exchange.import_file(admin, "divisions", csv("990101103,大岭镇"))
    summary = exchange.import_file(admin, "divisions", csv("990101,样例县", "990101103,大岭镇"))
    assert counts(summary) == (0, 1, 1, 0, 0)
    rows = query(store, "SELECT name, version FROM division WHERE code = '990101000000'")
    assert rows == [("样例县", 2)]


def test_dates_are_kept_where_the_table_has_no_column_for_them(
    exchange: ExchangeService, admin: Actor, store: Store
) -> None:
    head = "code,name,valid_from,valid_to"
    exchange.import_file(admin, "divisions", csv("990101103,大岭镇,2001年3月1日,", head=head))
    assert exchange.import_file(admin, "divisions", csv("990101103,大岭镇")).same == 1
    cleared = exchange.import_file(admin, "divisions", csv("990101103,大岭镇,,2020.1.1", head=head))
    assert cleared.changed == 1
    rows = query(store, "SELECT valid_from, valid_to FROM division WHERE code = '990101103000'")
    assert [tuple(str(value) for value in row) for row in rows] == [("None", "2020-01-01")]


def test_bad_rows_are_named_and_nothing_is_half_done(
    exchange: ExchangeService, admin: Actor, store: Store
) -> None:
    source = csv(
        "990101101,好镇,990101,99",
        "990101102,,990101,99",
        "12345,坏码镇,,",
        "990101101,再来一次,,",
        "990101103,别县镇,990102,99",
        "990101104," + "长" * 65 + ",,",
        head="代码,名称,areaCode,provinceCode",
    )
    with pytest.raises(RowsRejected) as refusal:
        exchange.import_file(admin, "divisions", source)
    summary = refusal.value.summary
    assert [(problem.row, problem.column, problem.value[:9]) for problem in summary.problems] == [
        (3, "名称", ""),
        (4, "代码", "12345"),
        (5, "代码", "990101101"),
        (6, "areaCode", "990102"),
        (7, "名称", "长" * 9),
    ]
    assert all(str(problem.reason) for problem in summary.problems)
    assert (summary.number, *counts(summary)) == (None, 0, 0, 0, 1, 5)
    assert query(store, "SELECT count(*) FROM division") == [(0,)]
    assert query(store, "SELECT count(*) FROM import_batch") == [(0,)]
    assert query(store, "SELECT count(*) FROM ledger_entry") == [(0,)]


def test_good_rows_can_be_loaded_alone(exchange: ExchangeService, admin: Actor) -> None:
    source = csv("990101101,好镇", "16,无此省")
    summary = exchange.import_file(admin, "divisions", source, options=ImportOptions(partial=True))
    assert counts(summary) == (1, 0, 0, 0, 1)
    assert summary.number == 1
    assert exchange.batches(admin)[0].rejected == 1


def test_an_unreadable_file_changes_nothing(exchange: ExchangeService, admin: Actor, store: Store) -> None:
    with pytest.raises(WrongEncoding):
        exchange.import_file(admin, "divisions", Source("x.csv", b"code,name\n990101101,\xff\xff\n"))
    assert query(store, "SELECT count(*) FROM import_batch") == [(0,)]


def test_only_administrators_import_and_only_within_their_area(
    exchange: ExchangeService, admin: Actor, store: Store
) -> None:
    plain = Actor(1, "x", "某人", frozenset({Role.ACCEPTOR}))
    with pytest.raises(NotPermitted):
        exchange.import_file(plain, "divisions", csv("990101101,好镇"))
    local = Actor(admin.account_id, "y", "县管理员", frozenset(Role), area="990101")
    with pytest.raises(RowsRejected):
        exchange.import_file(local, "divisions", csv("990102101,别县"))


def test_every_import_is_in_the_ledger(
    exchange: ExchangeService, admin: Actor, store: Store, clock: ManualClock
) -> None:
    exchange.import_file(admin, "divisions", csv("990101101,好镇"))
    exchange.import_file(admin, "divisions", csv("990101101,改名镇"))
    ledger = LedgerService(store, clock)
    entry = ledger.entries(admin, "batch:1").rows[0]
    assert entry.after is not None
    assert entry.after["created"] == 1
    assert len(entry.after["digest"]) == len(entry.after["sha256"]) == 64
    renamed = ledger.entries(admin, "division").rows[0]
    assert renamed.before is not None
    assert renamed.after is not None
    assert (renamed.before["name"], renamed.after["name"]) == ("好镇", "改名镇")
    assert ledger.check() == []


def test_progress_is_told(exchange: ExchangeService, admin: Actor) -> None:
    told: list[tuple[int, int, str]] = []
    rows = [f"9901011{number:02d},镇{number}" for number in range(1, 60)]
    exchange.import_file(admin, "divisions", csv(*rows), on_progress=lambda *step: told.append(step))
    assert [phase for _done, _total, phase in told[:2]] == ["reading", "reading"]
    assert told[-1] == (59, 59, "writing")


def test_rows_in_memory_are_imported_the_same_way(exchange: ExchangeService, admin: Actor) -> None:
    rows = [{"代码": "990101101", "名称": "好镇"}, {"代码": "990101102", "名称": "又一镇"}]
    assert counts(exchange.import_rows(admin, "divisions", rows)) == (2, 0, 0, 0, 0)
    assert counts(exchange.import_rows(admin, "divisions", rows)) == (0, 0, 2, 0, 0)


@BOTH_ENGINES
@pytest.mark.slow
def test_all_townships_of_the_country(
    exchange: ExchangeService, admin: Actor, store: Store, townships: Path
) -> None:
    first = exchange.import_file(admin, "divisions", townships)
    assert counts(first) == (41_352, 0, 0, 0, 0)
    assert first.unknown_columns == ()
    # 31 provinces, 342 cities, 2,975 counties; one county stands in the table itself.
    assert first.completed == 31 + 342 + 2_975 - 1
    packed = Source("townships.csv.gz", gzip.compress(townships.read_bytes()))
    second = exchange.import_file(admin, "divisions", packed)
    assert counts(second) == (0, 0, 41_352, 0, 0)
    assert second.completed == 0
    levels: dict[str, int] = dict(query(store, "SELECT level, count(*) FROM division GROUP BY level"))
    assert levels == {"province": 31, "city": 342, "county": 2_975, "township": 41_351}
    unnamed = (
        "SELECT count(*) FROM division WHERE level IN ('province', 'city') AND name = substr(code, 1, 4)"
    )
    assert query(store, unnamed) == [(0,)]


@pytest.mark.parametrize(
    "line",
    [
        "110101001002,同上",
        "110101001002,〃",
        "１１０１０１００１００２,乙村",
        "合计,2",
        "110101001002,\x1b[31m乙村",
    ],
)
def test_a_plain_file_with_cells_to_put_right_is_read_whole(
    exchange: ExchangeService, admin: Actor, store: Store, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "村.csv"
    file.write_text(f"code,name\n110101001001,甲村\n{line}\n141024102206,同上村委会\n", "utf-8")
    summary = exchange.import_file(admin, "divisions", file, options=ImportOptions(partial=True))
    names = {row[0] for row in query(store, "SELECT name FROM division WHERE level = 'village'")}
    assert not names & {"同上", "〃", "2"}
    assert "同上村委会" in names
    left_out = [each for each in summary.assumptions if "left out" in str(each.message)]
    assert len(summary.repairs) + len(left_out) == 1
    assert summary.rejected == 0
