"""Reading logs: XES and tables, packed or not, and everything that is not what it looks."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from models.exchange.logs import opening, xes
from models.exchange.logs.activities import read_activities, uses_of
from models.exchange.logs.fields import closing, moment
from models.exchange.logs.intake import Columns
from models.exchange.logs.opening import open_log
from models.exchange.logs.refusals import BadActivities, NoSuchClassifier, NotALog, NotOpenOrClosed
from models.exchange.logs.tables import read_log
from models.exchange.mappingrefusals import BadMapping
from models.exchange.readers import Source
from models.exchange.refusals import (
    EmptyTable,
    MissingColumns,
    NoSource,
    UnknownEncoding,
    WrongEncoding,
)

if TYPE_CHECKING:
    from pathlib import Path

    from models.exchange.logs.tables import LogTable

XES = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="trace"><string key="concept:name" value="__INVALID__"/></global>
  <global scope="event">
    <string key="concept:name" value="__INVALID__"/>
    <string key="org:group" value="热线组"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
  </global>
  <classifier name="Both" keys="concept:name 'lifecycle:transition'"/>
  <string key="concept:name" value="helpdesk"/>
  <trace>
    <string key="concept:name" value="Case 1"/>
    <date key="deadline" value="2026-01-08T17:00:00+08:00"/>
    <list key="tags"><values><string key="tag" value="a"/><string key="tag" value="b"/></values></list>
    <event>
      <string key="concept:name" value="Create"><int key="level" value="3"/></string>
      <string key="lifecycle:transition" value="start"/>
      <date key="time:timestamp" value="2026-01-05T09:00:00.000+08:00"/>
      <boolean key="urgent" value="true"/><float key="cost" value="1.5"/><id key="uid" value="f-1"/>
    </event>
    <event>
      <string key="concept:name" value="Close"/>
      <date key="time:timestamp" value="2026-01-06T09:00:00.000+08:00"/>
      <string key="org:group" value="综合执法办"/>
    </event>
  </trace>
  <trace><string key="concept:name" value="Empty"/></trace>
</log>
"""
CSV = "case,activity,time\nA,Create,2026-01-05 09:00\n"


def table_of(data: str | bytes, name: str = "log", **options: Any) -> LogTable:
    raw = data.encode() if isinstance(data, str) else data
    return read_log(open_log(Source(name, raw)), **options)


def test_xes_is_read_entry_by_entry() -> None:
    table = table_of(gzip.compress(XES.encode()), classifier="Both")
    entries = list(table.entries)
    assert [number for number, _cells, _case in entries] == [1, 2]
    first, second = entries[0][1], entries[1][1]
    assert first == {
        "concept:name": "Create", "concept:name/level": "3", "lifecycle:transition": "start",
        "time:timestamp": "2026-01-05T09:00:00.000+08:00", "urgent": "true", "cost": "1.5", "uid": "f-1",
        "org:group": "热线组", "classifier": "Create+start",
    }  # fmt: skip
    assert (second["org:group"], second["classifier"]) == ("综合执法办", "Close+")
    case = entries[0][2]
    assert case == {
        "case:concept:name": "Case 1", "case:deadline": "2026-01-08T17:00:00+08:00", "case:tags/tag": "a\nb",
    }  # fmt: skip
    assert entries[1][2] is case
    assert table.xes is not None
    assert table.xes.empty == 1
    by_field = Columns(table, ()).by_field
    assert {name: by_field[name] for name in ("case", "activity", "unit", "due")} == {
        "case": "case:concept:name", "activity": "classifier", "unit": "org:group", "due": "case:deadline",
    }  # fmt: skip
    with pytest.raises(NoSuchClassifier, match="None"):
        table_of(XES, classifier="None")


def test_xes_in_utf16_and_with_prefixes() -> None:
    prefixed = XES.replace("<event>", "<x:event>").replace("</event>", "</x:event>")
    prefixed = prefixed.replace("<log ", '<log xmlns:x="http://www.xes-standard.org/" ')
    utf16 = prefixed.replace("UTF-8", "UTF-16").encode("utf-16")
    assert len(list(table_of(utf16).entries)) == 2


BOMB = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><log>&b;</log>'
OUTSIDE = '<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        (XES[:900], "not well-formed"),
        ("<log><trace><event></trace></log>", "not well-formed"),
        ("<html><body/></html>", "no log"),
        ("<log>" + "<container key='a'>" * 30, "nested too deeply"),
        ('<log><trace><event><string key="concept:name" value="' + "a" * 200_000, "has no end"),
        (gzip.compress(XES.encode())[:-30], "damaged"),
        (b"\x1f\x8b" + b"nonsense" * 5, "damaged"),
        ("case,activity,time\n" + "a" * 9_000, "cell that is too long"),
        (",".join(f"c{place}" for place in range(600)) + "\n", "columns"),
    ],
)
def test_broken_logs_are_refused_in_a_sentence(
    data: str | bytes, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xes, "MOST_SILENT", 100_000)
    monkeypatch.setattr("models.exchange.logs.tables._MOST_LINE", 8_000)
    with pytest.raises(NotALog, match=says):
        list(table_of(data).entries)


def test_what_unpacks_to_far_more_than_it_looks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "FREE_BYTES", 1_000_000)
    bomb = gzip.compress(CSV.encode() + b"A,Create,2026-01-05 09:00\n" * 100 + b"\n" * 3_000_000)
    with pytest.raises(NotALog, match="too large when unpacked"):
        list(table_of(bomb).entries)
    honest = gzip.compress(CSV.encode() + b"A,Create,2026-01-05 09:00\n" * 20_000)
    assert len(list(table_of(honest).entries)) == 20_001
    monkeypatch.setattr(opening, "MOST_BYTES", 5_000)
    with pytest.raises(NotALog, match="too large when unpacked"):
        list(table_of(CSV * 1_000).entries)


@pytest.mark.parametrize("data", ["", "\n\n", "<log></log>", "<log><trace></trace></log>"])
def test_nothing_in_it(data: str) -> None:
    with pytest.raises((EmptyTable, NotALog)):
        table_of(data)


def test_encodings_are_found_and_named(tmp_path: Path) -> None:
    text = "编号;环节;时间\nA;登记;2026-01-05 09:00\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        table = table_of(text.encode(encoding))
        assert table.headings == ("编号", "环节", "时间")
        assert [cells["环节"] for _row, cells, _case in table.entries] == ["登记"]
    late = (CSV * 40_000).encode() + "好".encode()[:2] + b"\xff\n"
    with pytest.raises(WrongEncoding, match="line 80001"):
        table_of(late)
    with pytest.raises(WrongEncoding):
        list(table_of(text.encode("gb18030"), encoding="utf-8").entries)
    with pytest.raises(UnknownEncoding):
        table_of(text, encoding="klingon")
    with pytest.raises(NoSource):
        open_log(tmp_path / "none.csv")
    with pytest.raises(NoSource):
        open_log(tmp_path)


def test_tables_of_other_forms() -> None:
    lines = '{"case": "A", "activity": "Create", "time": "2026-01-05 09:00", "n": 1}\n'
    ((_number, cells, _case),) = table_of(lines).entries
    assert cells["n"] == "1"
    twice = table_of("case,activity,time,x,x,\nA,Create,2026-01-05 09:00,1,2,3\n")
    assert twice.headings == ("case", "activity", "time", "x", "x (5)", "#6")
    spilt = table_of(CSV + "\nB,Create,2026-01-05 09:00,more\nC,Create\n")
    assert [row for row, _cells, _case in spilt.entries] == [2, 5]
    assert spilt.spilt == [(4, "more")]


def test_columns_are_told_either_way() -> None:
    table = table_of("Case ID,What happened,When,Till\nA,b,c,d\n")
    with pytest.raises(MissingColumns):
        Columns(table, ())
    told = Columns(table, ("activity=What happened", "When=time", "due=Till"))
    assert told.by_field == {"case": "Case ID", "activity": "What happened", "time": "When", "due": "Till"}
    with pytest.raises(BadMapping):
        Columns(table, ("activity=Nothing",))
    # Of an XES log not every attribute stands in its first entries.
    assert Columns(table_of(XES), ("due=promised:until",)).by_field["due"] == "promised:until"


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-01-05 09:00", "2026-01-05T09:00:00"),
        ("2026-01-05T09:00:00.123Z", "2026-01-05T09:00:00.123000+00:00"),
        ("2026/1/5 9:00:05.5", "2026-01-05T09:00:05.500000"),
        ("2026年1月5日9时5分", "2026-01-05T09:05:00"),
        ("２０２６-01-05 09:00:00", "2026-01-05T09:00:00"),
        (" 2010-10-11T00:00:00+02:00 ", "2010-10-11T00:00:00+02:00"),
    ],
)
def test_moments_of_many_forms(cell: str, read: str) -> None:
    assert moment(cell).isoformat() == read


def test_open_or_closed() -> None:
    assert closing("已结案") is True
    assert closing("In Progress") is False
    assert closing("2026-01-05 09:00").isoformat() == "2026-01-05T09:00:00"  # type: ignore[union-attr]
    with pytest.raises(NotOpenOrClosed):
        closing("maybe")


def test_activities_are_guessed_by_their_usual_names() -> None:
    found = {
        use.activity: use.action.value
        for use in uses_of(dict.fromkeys(
            ["受理", "工单派遣", "现场核查", "Assign", "Take in charge ticket", "Resolve Ticket",
             "reopen_case", "Closed+COMPLETE", "Assign seriousness", "案件 办结", "Wait"], 1), {})
    }  # fmt: skip
    assert found == {
        "受理": "accept", "工单派遣": "dispatch", "现场核查": "verify", "Assign": "dispatch",
        "Take in charge ticket": "take", "Resolve Ticket": "feedback", "reopen_case": "reopen",
        "Closed+COMPLETE": "close", "Assign seriousness": "former", "案件 办结": "close", "Wait": "former",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("x,fly,", "row 2, “fly”"),
        ("x,merge,", "row 2, “merge”"),
        ("x,take,挂账", "“挂账”"),
        (",take,", "row 2"),
    ],
)
def test_a_table_of_activities_is_checked(row: str, says: str) -> None:
    with pytest.raises(BadActivities, match=says):
        read_activities(Source("map.csv", f"theirs,ours,state\n{row}\n".encode()))
