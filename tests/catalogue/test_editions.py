"""Whole lists as editions: load, the list of a day, differences, and what refuses to be published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.catalogue.editions.refusals import (
    DoubleCode,
    EditionNameTaken,
    EditionTooEarly,
    NoEdition,
    NothingToPublish,
)
from models.catalogue.editions.views import ChangeAction
from models.catalogue.refusals import TextTooLong
from models.catalogue.rules import MatterDraft
from models.catalogue.views import DutyList, EditionStatus
from models.catalogue.views import LineageKind as Kind
from models.kernel.errors import NotPermitted
from models.ledger.service import LedgerService
from tests.catalogue.conftest import draft
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_town

if TYPE_CHECKING:
    from tests.catalogue.book import Book


FIRST = {"0101": "占用消防通道", "0102": "暴露生活垃圾", "0103": "路灯不亮", "0201": "无照经营游商"}
SECOND = {"0101": "占用堵塞消防通道", "0112": "暴露生活垃圾", "0103": "非法行医", "0301": "违规燃放烟花"}
"""Renamed, renumbered, a number used for something else, one new; 0201 is gone."""


def test_what_an_edition_does_and_the_list_of_any_day(book: Book) -> None:
    done = book.load("2025-01-01", FIRST, name="2025版")
    assert (done.edition.number, done.edition.name, done.created) == (1, "2025版", 4)
    done = book.load("2026-01-01", SECOND)
    assert (done.edition.number, done.edition.name) == (2, "2")
    assert dict(done.edition.counts) == {
        "created": 2, "changed": 2, "retired": 2, "same": 0,
        "renamed": 1, "renumbered": 1, "merged": 0, "split": 0, "reused": 1,
    }  # fmt: skip
    for on, found in (
        ("2024-12-31", {}),
        ("2025-01-01", FIRST),
        ("2025-12-31", FIRST),
        ("2026-01-01", SECOND),
        (None, SECOND),
        ("2025版", FIRST),
        ("1", FIRST),
        ("2", SECOND),
    ):
        assert book.names(on) == found, on
    # 2 March 2026 in Shanghai: before the second edition was published, nobody knew of it.
    before = datetime(2026, 3, 2, 1, 1, tzinfo=UTC)
    assert book.names(date(2026, 1, 1), before) == FIRST
    assert book.services.catalogue.check() == []


def test_differences_name_what_changed_field_by_field(book: Book) -> None:
    book.load("2025-01-01", {**FIRST, "0401": {"name": "噪声扰民", "department": "城管办"}})
    book.load("2026-01-01", {**SECOND, "0401": {"name": "噪声扰民", "department": "派出所"}})
    found = book.diff("1", "2026-05-05")
    assert (found.earlier, found.later, found.same) == ("1", "2026-05-05", 0)
    assert [(each.code, each.name, each.lineage) for each in found.created] == [
        ("0103", "非法行医", (Kind.REUSE,)),
        ("0301", "违规燃放烟花", ()),
    ]
    assert [(each.code, each.old_code, each.lineage, dict(each.fields)) for each in found.changed] == [
        ("0101", "0101", (Kind.RENAME,), {"name": ("占用消防通道", "占用堵塞消防通道")}),
        ("0112", "0102", (Kind.RENUMBER,), {"code": ("0102", "0112")}),
        ("0401", "0401", (Kind.MOVE,), {"department": ("城管办", "派出所")}),
    ]
    assert [(each.code, each.lineage) for each in found.retired] == [
        ("0103", (Kind.RETIRE, Kind.REUSE)),
        ("0201", (Kind.RETIRE,)),
    ]
    back = book.diff("2", "1")
    assert [each.code for each in back.created] == ["0103", "0201"]
    assert [each.code for each in back.retired] == ["0103", "0301"]
    assert book.diff("2", "2026-05-05").same == 5
    for nonsense in ("9", "2026-13-01", "明年"):
        with pytest.raises(NoEdition):
            book.diff("1", nonsense)


def test_what_a_list_does_not_say_stays(book: Book) -> None:
    make_town(book.services.store, book.clock.now(), founded=False)
    rows = {
        "0801": {
            "name": "占用消防通道",
            "department": "综合执法办",
            "legal_basis": "消防法",
            "duty_list": DutyList.BASIC,
        },
        "0802": {"name": "甲", "department": "YJ", "parent": "0801"},
        "0803": {"name": "乙", "department": "县应急局"},
    }
    book.load("2026-03-02", rows)
    catalogue = book.services.catalogue
    first = catalogue.matter_by_code(book.admin, "0801")
    assert (first.lead_unit_name, first.department) == ("综合执法办", "综合执法办")
    assert catalogue.matter_by_code(book.admin, "0802").lead_unit_name == "应急管理办"
    assert catalogue.matter_by_code(book.admin, "0802").parent == "0801"
    assert catalogue.matter_by_code(book.admin, "0803").lead_unit_name == ""
    # Another department that is no unit here takes the unit away; an end stays an end.
    book.change("0802", name="甲乙", conditions=draft("0802", "x").conditions, in_force_to=date(2026, 12, 31))
    book.load(
        "2026-04-01",
        {"0801": {"name": "占用消防通道", "department": "县消防队"}, "0802": "甲乙丙", "0803": "乙"},
    )
    book.pass_by(days=60)
    first = catalogue.matter_by_code(book.admin, "0801")
    assert (first.lead_unit_name, first.department) == ("", "县消防队")
    assert (first.legal_basis, first.duty_list) == ("消防法", DutyList.BASIC)
    second = catalogue.matter_by_code(book.admin, "0802")
    assert (second.name, second.lead_unit_name, second.in_force_to) == (
        "甲乙丙",
        "应急管理办",
        date(2026, 12, 31),
    )
    assert len(second.conditions) == 1


@BOTH_ENGINES
def test_classes_by_their_names(book: Book) -> None:
    book.load(
        "2025-01-01",
        {
            "01": {"name": "占用消防通道", "class_name": "消防安全"},
            "02": {"name": "暴露生活垃圾", "class_name": "市容环境", "class_code": "01"},
            "03": {"name": "路灯不亮", "class_name": "消防安全"},
            "04": "没有类别",
        },
    )
    shown = [
        (each.scheme, each.code, each.name, each.matters)
        for each in book.services.catalogue.classes(book.admin)
    ]
    assert shown == [
        ("list", "00", "未分类", 1),
        ("list", "01", "市容环境", 1),
        ("list", "02", "消防安全", 2),
    ]
    # A class named anew is so for every list; withdrawing gives the name back.
    book.load(
        "2026-01-01",
        {"02": {"name": "暴露生活垃圾", "class_name": "环境卫生", "class_code": "01"}, "01": "占用消防通道"},
    )
    assert {line.class_name for line in book.services.editions.list_on(book.admin, "2025-06-01")} == {
        "环境卫生", "消防安全", "未分类",
    }  # fmt: skip
    assert "class_names" not in book.services.editions.editions(book.admin)[0].counts
    book.withdraw(2)
    assert [each.name for each in book.services.catalogue.classes(book.admin)] == [
        "未分类",
        "市容环境",
        "消防安全",
    ]


def test_what_cannot_be_published_leaves_everything_as_it_was(book: Book) -> None:
    book.load("2025-01-01", FIRST, name="2025")
    entries = LedgerService(book.services.store, book.clock).entries(book.admin, "edition:1").rows
    assert [entry.action for entry in entries] == ["edition.publish"]
    for refusal, day, names, name in (
        (EditionTooEarly, "2024-12-31", SECOND, ""),
        (EditionNameTaken, "2026-01-01", SECOND, "2025"),
        (NothingToPublish, "2026-01-01", {}, ""),
        (TextTooLong, "2026-01-01", {"0101": "长" * 256}, ""),
        (TextTooLong, "2026-01-01", {"1" * 33: "长"}, ""),
    ):
        for attempt in (book.load, book.plan):
            with pytest.raises(refusal):
                attempt(day, names, name=name)
    twice = [*book.rows(FIRST), {"code": "０１０１", "name": "又一个"}]
    with pytest.raises(DoubleCode):
        book.services.editions.load(book.admin, twice, date(2026, 1, 1))
    clerk = replace(book.admin, roles=frozenset({Role.ACCEPTOR}))
    for forbidden in (
        lambda: book.services.editions.load(clerk, twice, date(2026, 1, 1)),
        lambda: book.services.editions.plan_load(clerk, twice, date(2026, 1, 1)),
        lambda: book.services.editions.withdraw(clerk, 1),
    ):
        with pytest.raises(NotPermitted):
            forbidden()
    assert book.names() == FIRST
    assert len(book.services.editions.editions(book.admin)) == 1


@BOTH_ENGINES
def test_two_editions_of_one_day(book: Book) -> None:
    book.load("2026-01-01", FIRST)
    book.load("2026-01-01", SECOND)
    # Each is as it was published; the day itself has the later one.
    assert (book.names("1"), book.names("2"), book.names("2026-01-01")) == (FIRST, SECOND, SECOND)
    found = book.diff("1", "2")
    assert len(found.created) == len(found.changed) == len(found.retired) == 2
    # 0103 retired on the day it was created: it never held, and its number leads nowhere else.
    assert book.heirs("0201") == [["0201"]]
    assert [bearer.name for bearer in book.bearers("0103")] == ["非法行医", "路灯不亮"]
    third = book.load("2026-01-01", {**SECOND, "0103": "路灯不亮"})
    assert third.reused == 1
    assert book.services.catalogue.check() == []


def test_the_plan_says_what_publishing_does(book: Book) -> None:
    book.load("2025-01-01", FIRST)
    plan = book.plan("2026-01-01", SECOND, ("0201", "0301", Kind.REPLACE))
    assert plan.fingerprint == book.plan("2026-01-01", SECOND, ("0201", "0301", Kind.REPLACE)).fingerprint
    assert plan.fingerprint != book.plan("2026-01-02", SECOND, ("0201", "0301", Kind.REPLACE)).fingerprint
    lines = {(line.action, line.code): line for line in plan.changes}
    renumbered = lines[ChangeAction.CHANGE, "0112"]
    assert (renumbered.old_code, renumbered.lineage, renumbered.found_by_name) == (
        "0102",
        (Kind.RENUMBER,),
        True,
    )
    assert lines[ChangeAction.CHANGE, "0101"].fields == ("name",)
    assert lines[ChangeAction.RETIRE, "0201"].heirs == ("0301",)
    assert lines[ChangeAction.RETIRE, "0201"].lineage == (Kind.REPLACE,)
    assert lines[ChangeAction.RETIRE, "0103"].lineage == (Kind.RETIRE,)
    assert len(book.services.editions.editions(book.admin)) == 1
    done = book.load("2026-01-01", SECOND, ("0201", "0301", Kind.REPLACE))
    assert (done.plan.fingerprint, done.plan.changes) == (plan.fingerprint, plan.changes)
    stated = book.services.editions.editions(book.admin)[0]
    assert (stated.status, stated.effective) == (EditionStatus.PUBLISHED, date(2026, 1, 1))


@BOTH_ENGINES
def test_what_comes_back_under_its_number_and_name_is_itself(book: Book) -> None:
    book.load("2024-01-01", {"01": "防汛巡查", "02": "路灯不亮"})
    first = book.identities()["01"]
    book.load("2025-01-01", {"02": "路灯不亮"})
    done = book.load("2026-01-01", {"01": "防汛 巡查", "02": "路灯不亮"})
    assert (done.created, done.changed, done.reused) == (1, 0, 0)
    assert book.identities()["01"] == first
    assert (book.names("2024-06-01"), book.names("2025-06-01")) == (
        {"01": "防汛巡查", "02": "路灯不亮"},
        {"02": "路灯不亮"},
    )
    assert [(bearer.first, bearer.last) for bearer in book.bearers("01")] == [
        (date(2026, 1, 1), None),
        (date(2024, 1, 1), date(2024, 12, 31)),
    ]
    assert Kind.REVIVE in {step.kind for step in book.bearers("01")[0].steps}
    # Said to be something else, it is; and what was merged does not come back by its name.
    book.load("2027-01-01", {"02": "路灯不亮"}, ("01", "02", Kind.MERGE))
    book.load("2028-01-01", {"01": "防汛巡查", "02": "路灯不亮"})
    assert book.identities("2028-01-01")["01"] != first
    book.load("2029-01-01", {"02": "路灯不亮"})
    second = book.identities("2028-01-01")["01"]
    book.load("2030-01-01", {"01": "防汛巡查", "02": "路灯不亮"}, ("01", "01", Kind.REUSE))
    assert book.identities("2030-01-01")["01"] not in {first, second}
    assert book.services.catalogue.check() == []


def test_a_draft_survives_its_document() -> None:
    from models.catalogue.rules import draft_document, draft_from

    full = replace(
        draft("0101", "占用消防通道", "甲", "乙"),
        duty_list=DutyList.BASIC,
        assisting=("派出所",),
        in_force_from=date(2026, 1, 1),
    )
    for each in (full, MatterDraft("01", "空")):
        assert draft_from(draft_document(each)) == each
