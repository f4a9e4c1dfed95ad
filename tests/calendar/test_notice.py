from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from models.calendar.days import DayKind, DayNote
from models.calendar.notice import Notice, NoticeRow, check_notice, overlay, read_notice, read_notice_bytes
from models.calendar.packaged import packaged
from models.calendar.refusals import (
    BadNoticeFile,
    DuplicateDay,
    EmptyNotice,
    MakeUpOnWeekday,
    MissingFestival,
    NoticeRefused,
    StrayDay,
    UnreadableNotice,
    WrongDate,
    WrongKind,
)

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "holidays_2025_2026.csv"


def rows(*lines: str) -> list[NoticeRow]:
    return read_notice("\n".join(["date,kind,festival", *lines]))


def test_the_shipped_years_are_whole() -> None:
    """Days off and make-up days of the three notices, counted from their text."""
    notice = packaged().notice
    assert notice.years == (2024, 2025, 2026)
    counted = {
        year: tuple(
            sum(entry.note.kind is kind and entry.notice_year == year for entry in notice.days)
            for kind in DayKind
        )
        for year in notice.years
    }
    assert counted == {2024: (28, 8), 2025: (28, 5), 2026: (33, 6)}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared table is not beside this checkout")
def test_the_shipped_years_agree_with_the_shared_table() -> None:
    with SHARED.open(encoding="utf-8", newline="") as table:
        shared = {(row["date"], row["kind"], row["festival"]) for row in csv.DictReader(table)}
    ours = {
        (entry.day.isoformat(), entry.note.kind.value, entry.note.festival)
        for entry in packaged().notice.days
        if entry.day.year >= 2025
    }
    assert ours == shared


def test_columns_stand_in_any_order_and_in_chinese() -> None:
    text = "序号,节日,类型,日期\n1,元旦,放假,2027/1/1\n2,元旦,上班,2027-01-03\n,,,\n"
    notice = check_notice(read_notice(text))
    assert notice.notes() == {
        date(2027, 1, 1): DayNote(DayKind.OFF, "元旦"),
        date(2027, 1, 3): DayNote(DayKind.WORK, "元旦"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_come_in_the_encodings_of_offices(encoding: str) -> None:
    content = "日期,类型,节日\r\n2027-01-01,放假,元旦\r\n".encode(encoding)
    assert check_notice(read_notice_bytes(content)).years == (2027,)


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00\xff\xff", b"\xff\xfed\x00a\x00"])
def test_a_workbook_is_not_read_as_text(content: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        read_notice_bytes(content)


@pytest.mark.parametrize(("text", "column"), [("", "date"), ("date,kind\n2027-01-01,off\n", "festival")])
def test_a_missing_column_is_named(text: str, column: str) -> None:
    with pytest.raises(BadNoticeFile) as refusal:
        read_notice(text)
    assert refusal.value.params["column"].startswith(column)


def test_every_bad_row_is_named_with_column_and_value() -> None:
    with pytest.raises(NoticeRefused) as refusal:
        check_notice(
            rows(
                "2027-01-01,off,元旦",
                "2027-02-30,off,春节",
                "2027-02-06,maybe,春节",
                "2027-01-01,off,元旦",
                "2027-02-08,work,春节",
                "2027-02-09,off,",
                "2029-05-01,off,劳动节",
                "2027-02-13,work," + "长" * 33,
            )
        )
    found = [(type(problem), problem.row, problem.params["value"]) for problem in refusal.value.problems]
    assert found == [
        (WrongDate, 3, "2027-02-30"),
        (WrongKind, 4, "maybe"),
        (DuplicateDay, 5, "2027-01-01"),
        (MakeUpOnWeekday, 6, "2027-02-08"),
        (MissingFestival, 7, ""),
        (StrayDay, 8, "2029-05-01"),
        (MissingFestival, 9, "长" * 33),
    ]
    assert refusal.value.params == {"count": 7, "row": 3}
    assert refusal.value.problems[0].params["column"] == "date/日期"


def test_a_file_of_no_day_is_refused() -> None:
    with pytest.raises(EmptyNotice):
        check_notice([])


def test_a_notice_without_new_year_covers_no_year() -> None:
    with pytest.raises(NoticeRefused) as refusal:
        check_notice(rows("2027-05-01,off,劳动节"))
    assert isinstance(refusal.value.problems[0], StrayDay)


def test_control_characters_do_not_come_in() -> None:
    notice = check_notice(rows("2027-01-01,off,\x1b[31m元\u202e旦"))
    assert notice.days[0].note.festival == "元旦"


def standing() -> Notice:
    return check_notice(rows("2026-01-01,off,元旦", "2026-12-26,work,国庆节", "2026-05-01,off,劳动节"))


def test_a_newer_notice_may_move_december_days() -> None:
    newer = check_notice(rows("2026-12-26,off,元旦", "2026-12-31,off,元旦", "2027-01-01,off,元旦"))
    assert {entry.notice_year for entry in newer.days} == {2027}
    merged = overlay(standing().days, newer)
    assert merged.years == (2026, 2027)
    assert merged.notes()[date(2026, 12, 26)] == DayNote(DayKind.OFF, "元旦")
    assert merged.notes()[date(2026, 5, 1)] == DayNote(DayKind.OFF, "劳动节")


def test_a_year_imported_again_is_replaced_whole_but_keeps_later_notices() -> None:
    newer = check_notice(rows("2026-12-31,off,元旦", "2027-01-01,off,元旦"))
    merged = overlay(standing().days, newer)
    corrected = overlay(merged.days, check_notice(rows("2026-01-01,off,元旦", "2026-05-02,off,劳动节")))
    assert sorted(corrected.notes()) == [
        date(2026, 1, 1),
        date(2026, 5, 2),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]
