"""Putting a merged entry together: what is proposed, chosen, typed, and answered."""

from __future__ import annotations

from console.screens.bench_merging import SURVIVOR, MergeAnswer, Merging
from console.screens.bench_parts import member_rows
from models.catalogue.drafting.benchviews import BenchEntry, BenchGroup
from models.catalogue.drafting.views import EntryLine, EntryState, Member
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList


def entry(key: int, draft: MatterDraft, *items: str, state: EntryState = EntryState.LIVE) -> BenchEntry:
    line = EntryLine(
        key, draft.code, draft.name, draft.scheme, draft.class_code, draft.duty_list or "", draft.department,
        state, False, not draft.code, len(items), len(draft.conditions), 3,
    )  # fmt: skip
    members = tuple(
        Member(key, 100 * key + row, "A1", "", SourceKind.DEPARTMENT, "", row, name, draft.department, "")
        for row, name in enumerate(items, start=2)
    )
    return BenchEntry(line, draft, members, None if state is EntryState.LIVE else 1)


ONE = MatterDraft(
    "E0101", "占用消防通道", department="", legal_basis="消防法", conditions=(ConditionDraft("4WH", "堵塞"),)
)
OTHER = MatterDraft(
    "", "消防通道堵塞", department="县消防队", duty_list=DutyList.BASIC, urgency=3,
    conditions=(ConditionDraft("4WH", "堵塞"), ConditionDraft("2UH", "着火")),
)  # fmt: skip
THIRD = MatterDraft(
    "", "消防通道堵塞", department="县应急局", legal_basis="安全法", scheme="event", class_code="01"
)


def merging() -> Merging:
    return Merging([entry(1, ONE), entry(2, OTHER), entry(3, THIRD)])


def test_what_is_proposed_is_sensible_and_says_where_it_comes_from() -> None:
    rows = {row.name: row for row in merging().rows()}
    assert next(iter(rows)) == SURVIVOR
    assert (rows["name"].value, rows["name"].chosen, len(rows["name"].candidates)) == ("占用消防通道", 0, 2)
    assert rows["name"].candidates[1].places == (1, 2)
    # The survivor says nothing of it, so the first that does is heard; a class goes as a whole.
    assert rows["department"].value == "县消防队"
    assert rows["class_code"].value.startswith("event 01")
    assert rows["code"].value == "E0101"
    assert not rows["code"].open
    assert rows["legal_basis"].joined
    assert rows["legal_basis"].value == "消防法 安全法"
    assert rows["conditions"].value.count("堵塞") == 1
    assert rows["duty_list"].value == "基本履职"
    assert "scheme" not in rows


def test_choosing_by_number_by_survivor_and_in_own_words() -> None:
    made = merging()
    rows = {row.name: row for row in made.rows()}
    made.choose(rows["department"], 2)
    made.choose(rows["department"], 9)
    made.choose(rows["legal_basis"], 1)
    made.choose(rows[SURVIVOR], 1)
    assert made.result.department == "县应急局"
    assert made.result.name == "消防通道堵塞"
    assert made.result.urgency == 3
    name = next(row for row in made.rows() if row.name == "name")
    assert made.problem(name, "") != ""
    assert made.problem(name, "长" * 300) != ""
    assert made.problem(rows["urgency"], "七") != ""
    assert made.problem(name, "堵塞消防通道") == ""
    made.type_in(name, "堵塞消防通道")
    basis = next(row for row in made.rows() if row.name == "legal_basis")
    assert made.typed_text(basis) == "消防法｜安全法"
    made.type_in(basis, "消防法第28条｜安全法")
    assert made.answer == MergeAnswer(
        2, (1, 3), {"department": 3}, {"name": "堵塞消防通道", "legal_basis": "消防法第28条\n安全法"}
    )
    typed = {row.name: row for row in made.rows()}
    assert (typed["name"].value, typed["name"].typed, typed["name"].chosen) == ("堵塞消防通道", True, -1)
    # Taking one of the wordings again lets the own one go.
    made.choose(typed["name"], 0)
    assert made.answer.typed.keys() == {"legal_basis"}
    assert not made.can_type(typed["conditions"])
    assert not made.can_type(typed["class_code"])


def test_lines_of_a_group_show_each_item_once() -> None:
    root = entry(1, ONE, "占用消防通道", "消防通道堵塞", "消防通道占用")
    absorbed = entry(2, OTHER, state=EntryState.MERGED)
    rows = member_rows(BenchGroup((root, absorbed), ()))
    assert [(row.below, row.entry.line.matter_id) for row in rows] == [
        (False, 1), (True, 1), (True, 1), (True, 1), (False, 2),
    ]  # fmt: skip
    own = entry(1, OTHER, "占用消防通道", "消防通道堵塞")
    rows = member_rows(BenchGroup((own, absorbed), ()))
    # The item the merged entry came with stands with it, not twice.
    assert [(row.below, row.text) for row in rows] == [(False, "消防通道堵塞"), (False, "消防通道堵塞")]
    assert rows[1].member is not None
    assert rows[1].member.name == "消防通道堵塞"
    assert len({row.id for row in rows}) == 2
    assert member_rows(BenchGroup((), ())) == []
