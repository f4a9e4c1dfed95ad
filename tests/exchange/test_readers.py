from __future__ import annotations

import csv
import gzip
import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exchange.readers import RawTable, Source, read_table
from models.exchange.refusals import EmptyTable, NotATable, UnknownEncoding, WrongEncoding
from models.exchange.rowblocks import RowBlocks
from models.exchange.writers import disarmed
from models.kernel.errors import DomainError
from tests.support.workbooks import Sheet, xlsx

DATA = Path(__file__).parent / "data"

TEXT = "代码,名称\n110101001,东华门街道\n110101002,景山街道\n"


def read(data: bytes, encoding: str | None = None, separator: str | None = None) -> RawTable:
    return read_table(Source("表.csv", data), encoding=encoding, separator=separator)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_an_office_is_found_and_said(encoding: str) -> None:
    table = read(TEXT.encode(encoding))
    assert table.headings == ("代码", "名称")
    assert table.rows == [(2, ["110101001", "东华门街道"]), (3, ["110101002", "景山街道"])]
    assert "encoding" in str(table.assumptions[0])


def test_packed_tables_are_unpacked() -> None:
    assert read(gzip.compress(TEXT.encode())).rows == read(TEXT.encode()).rows


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "；"])
def test_the_separator_is_found(separator: str) -> None:
    table = read(TEXT.replace(",", separator).encode())
    assert table.headings == ("代码", "名称")


def test_a_separator_inside_quotes_does_not_count() -> None:
    table = read(b'"a,b,c";d\n1;2\n')
    assert table.headings == ("a,b,c", "d")


def test_a_broken_byte_in_utf8_is_named_and_not_taken_for_gb18030() -> None:
    data = bytearray(("代码,名称\n" + "110101001,东华门街道办事处\n" * 5).encode())
    place = data.rindex("街".encode())
    data[place] = 0xFF
    with pytest.raises(WrongEncoding) as refusal:
        read(bytes(data))
    assert refusal.value.params["row"] == 6
    assert refusal.value.params["byte"] == "0xFF"
    start = data.rindex(b"\n", 0, place) + 1
    assert refusal.value.params["place"] == place - start + 1


def test_a_text_in_no_encoding_is_refused_by_line_and_byte() -> None:
    with pytest.raises(WrongEncoding) as refusal:
        read(b"a,b\n1,\xff\xff\n")
    assert (refusal.value.params["row"], refusal.value.params["place"]) == (2, 3)


def test_an_encoding_that_was_told_is_held_to() -> None:
    assert read(TEXT.encode("gb18030"), encoding="GBK").headings == ("代码", "名称")
    with pytest.raises(WrongEncoding):
        read(TEXT.encode("gb18030"), encoding="utf-8")
    for unknown in ("klingon", "base64", ""):
        with pytest.raises(UnknownEncoding):
            read(TEXT.encode(), encoding=unknown)


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    table = read(b'a,b\n\n"x\ny",1\n , \nz,2\n')
    assert [number for number, _cells in table.rows] == [3, 5]


def test_short_rows_are_filled_and_long_ones_remembered() -> None:
    table = read(b"a,b\n1\n1,2,,\n1,2,3\n")
    assert [cells for _number, cells in table.rows] == [["1", ""], ["1", "2"], ["1", "2"]]
    assert table.spill == ((4, "3"),)


def test_json_lines_and_lists() -> None:
    rows = [{"code": "1", "n": 2, "list": ["a", "b"]}, {"code": None, "yes": True, "deep": {"x": 1}}]
    lines = "\n".join(json.dumps(row) for row in rows)
    listed = read(json.dumps(rows).encode())
    for table in (listed, read(lines.encode())):
        assert table.headings == ("code", "n", "list", "yes", "deep")
        assert [list(cells) for _number, cells in table.rows] == [
            ["1", "2", "a\nb", "", ""],
            ["", "", "", "1", '{"x": 1}'],
        ]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook",
        b"\x1f\x8b damaged",
        b"[1, 2]",
        b'{"a": 1}\n{"a": ',
        b"[" * 100_000,
        b"a,b\n" + b"x" * 200_000 + b",1\n",
        b",".join(b"c%d" % number for number in range(600)) + b"\n1\n",
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(NotATable) as refusal:
        read(data)
    assert str(refusal.value)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n", b"[]", "\ufeff".encode()])
def test_an_empty_table_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyTable):
        read(data)


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_a_table_or_a_sentence(data: bytes) -> None:
    with suppress(DomainError):
        table = read(data)
        assert all(len(cells) == len(table.headings) for _number, cells in table.rows)


@given(st.text(alphabet="'=+-@\t\rx", max_size=6))
def test_disarming_is_undone_by_reading(cell: str) -> None:
    armed = disarmed(cell)
    assert not armed.startswith(("=", "+", "-", "@", "\t", "\r"))
    quoted = '"' + armed.replace('"', '""') + '"'
    rows = read(f"a,b\r\n{quoted},x\r\n".encode(), separator=",").rows
    assert rows[0][1][0] == cell


CELLS = st.text(alphabet='甲1",\n\r |x', max_size=4)


@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    raw=st.booleans(),
)
def test_rows_taken_apart_by_the_block_are_those_of_csv(
    rows: list[list[str]], quoting: Literal[0, 1], end: str, raw: bool
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(rows)
    # Written by another hand: cells as they are, whatever stands in them.
    said = end.join(",".join(row) for row in rows) if raw else text.getvalue()
    width = max(map(len, rows), default=2)
    blocks = RowBlocks(io.BytesIO(said.encode()), ",")
    found: list[list[str]] = []
    try:
        while any(part := blocks.block(width)):
            columns, records = part
            found += [*map(list, zip(*columns, strict=True)), *records]
        expected = list(csv.reader(io.StringIO(said, newline="")))
    except csv.Error:
        return
    assert found == expected


def test_a_workbook_is_known_by_its_content_whatever_it_is_called() -> None:
    old = (DATA / "grid_matters.xls").read_bytes()
    new = xlsx(Sheet("表一", [["代码", "名称"], ["1", "甲"]]))
    for name in ("事项.et", "事项.csv", "事项"):
        assert read_table(Source(name, old)).rows == read_table(Source("事项.xls", old)).rows
        assert [list(cells) for _row, cells in read_table(Source(name, new)).rows] == [["1", "甲"]]
