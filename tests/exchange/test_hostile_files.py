"""Files made to do harm are refused in a sentence, in bounded memory; nothing breaks the readers."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.exchange.readers import RawTable, Source, read_table
from models.exchange.refusals import NotATable
from models.exchange.repairing import NoResult, put_right
from models.kernel.errors import DomainError
from tests.support.hostile import (
    HOSTILE,
    empty_rows,
    forget_peak,
    long_and_narrow,
    peak_megabytes,
    with_cells,
    with_parts,
)
from tests.support.workbooks import Sheet, ods, xlsx

if TYPE_CHECKING:
    import random

    from models.exchange.cells import Parse

DATA = Path(__file__).parent / "data"
KNOWN = frozenset({"代码", "名称", "事项名称", "序号"})
SMALL = Sheet("表一", [["代码", "名称"], ["1", "甲"], [2, "乙"]], ["A2:A3"])
MOST_MEGABYTES = 300
SEEDS = {
    "xlsx": xlsx(SMALL),
    "ods": ods(SMALL),
    "xls": (DATA / "grid_matters.xls").read_bytes(),
    "csv": '代码,名称\n1,"甲\n乙"\n'.encode("gb18030"),
    "json": '[{"代码": "1", "名称": ["甲", null]}]'.encode(),
    "page": "<table><tr><td rowspan=2>代码<td>名称<tr><td>1<table><tr><td>2</table></table>".encode(),
}


def read(data: bytes, sheet: str | None = None) -> RawTable:
    return read_table(Source("表.xlsx", data), known=KNOWN, sheet=sheet)


@pytest.mark.parametrize(
    "name", [name for name in HOSTILE if name not in {"bomb", "one text a thousand times"}]
)
def test_a_hostile_workbook_is_refused_in_bounded_memory(name: str) -> None:
    data = HOSTILE[name]()
    forget_peak()
    before = peak_megabytes()
    with pytest.raises(NotATable) as refusal:
        read(data)
    assert "cannot be read" in str(refusal.value)
    assert peak_megabytes() - before < MOST_MEGABYTES


def test_rows_without_text_cost_nothing() -> None:
    assert len(read(empty_rows()).rows) == 1


def test_a_long_sheet_is_measured_by_the_columns_it_has() -> None:
    assert len(read(long_and_narrow(320_000)).rows) == 2


def test_formulas_that_were_never_worked_out_are_refused_by_their_rows() -> None:
    def line(row: int, cell: str) -> str:
        return f'<row r="{row}"><c r="A{row}" t="str"><v>名称{row}</v></c><c r="B{row}"{cell}</c></row>'

    head = '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>代码</v></c></row>'
    readers: dict[int, Parse] = {0: str, 1: str}
    for value in ("", "<v></v>", "<v/>"):
        odd = line(2, "><f>A1+1</f>" + value) + line(3, "><v>3</v>") + line(4, "><f>A1</f>" + value)
        table = read(with_cells(head + odd))
        # None of them gave a last result, so none is said to have been taken.
        assert not any("formulas" in str(said) for said in table.assumptions)
        _right, _repairs, lost = put_right(table, readers)
        assert [(each.row, each.column, type(each.reason)) for each in lost] == [
            (2, "代码", NoResult),
            (4, "代码", NoResult),
        ]
        # A column nobody reads may hold what it likes.
        assert put_right(table, {0: str})[2] == []
    with pytest.raises(NotATable, match="B2"):
        read(with_cells(head + "".join(line(row, "><f>A1</f>") for row in range(2, 10_010))))
    text = with_cells('<row r="1"><c r="A1" t="str"><f>X1</f><v></v></c></row>')
    with suppress(DomainError):
        read(text)


def test_what_a_terminal_obeys_is_taken_out_and_told() -> None:
    table = read(xlsx(Sheet("x", [["代码", "名称"], ["1", "a_x001B_[31m甲_x0000_\u202e"]])))
    assert list(table.rows[0][1]) == ["1", "a甲"]
    assert [(each.row, each.column, each.after) for each in table.repairs] == [(2, "名称", "a甲")]
    assert read("代码,名称\n1,\x00甲\n".encode()).rows[0][1][1] == "\x00甲"


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_truncated_or_mistaken_file_is_refused(kind: str) -> None:
    data = SEEDS[kind]
    for size in (9, len(data) // 3, len(data) - 40 if kind == "xlsx" else len(data) // 2):
        with suppress(DomainError):
            read(data[:size])
    assert read(SEEDS["xls"]).rows, "the name of a file does not count"
    locked = bytearray(with_parts(SEEDS["xlsx"], {}))
    at = locked.rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    with pytest.raises(NotATable) as refusal:
        read(bytes(locked))
    assert "password" in str(refusal.value)


@settings(max_examples=60)
@given(st.sampled_from(["xlsx", "csv", "json", "page"]), st.randoms(use_true_random=False))
def test_no_mutation_of_a_real_file_ends_in_anything_but_a_table_or_a_sentence(
    kind: str, chance: random.Random
) -> None:
    data = bytearray(SEEDS[kind])
    for _time in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 20)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 20)]
            case _:
                data[at:at] = chance.choice([b"\x00", b"\xff\xfe", b"\x1b[2J", b'"', b"\xed\xa0\x80"])
        if not data:
            break
    with suppress(DomainError):
        table = read(bytes(data))
        assert all(len(cells) == len(table.headings) for _number, cells in table.rows)


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.text("<>&/ =\"'tdrhclspanow代1" + "\x00\u202e", max_size=8), max_size=4), max_size=6)
)
def test_no_page_breaks_the_reader(cells: list[list[str]]) -> None:
    page = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in cells)
    with suppress(DomainError):
        table = read(page.encode())
        assert all(len(row) == len(table.headings) for _number, row in table.rows)
