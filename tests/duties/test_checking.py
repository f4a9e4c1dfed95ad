"""What the check of the lists finds, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.i18n import _
from models.catalogue.duties.checking import KIND_TITLES, findings
from models.catalogue.duties.queries import Resting
from models.catalogue.duties.views import DutyFindingKind
from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.views import DutyItemView, DutyList, DutyStatus
from tests.duties.conftest import BASIC, COOPERATIVE, RECALLED

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.duties.service import DutyService
    from models.catalogue.duties.views import DutyFinding

GOOD = (
    DutyItemView(1, "J001", BASIC, "党的建设", 1, "发展新党员", "", "", "", ""),
    DutyItemView(2, "J002", BASIC, "经济发展", 2, "服务辖区企业", "", "", "", ""),
    DutyItemView(3, "P001", COOPERATIVE, "安全稳定", 1, "燃气安全检查", "县住建局", "执法。", "巡查。", ""),
    DutyItemView(4, "S001", RECALLED, "市场监管", 1, "食品许可核查", "县市场监管局", "", "", "直接办理。"),
)
MATTERS = (Resting("E01", "事项一", 1), Resting("E02", "事项二", 2), Resting("E03", "事项三", 3))


def found(*items: DutyItemView, matters: tuple[Resting, ...] = MATTERS) -> list[DutyFinding]:
    changed = {item.id: item for item in items}
    kept = [changed.pop(item.id, item) for item in GOOD]
    return findings([*kept, *changed.values()], matters)


def kinds(*items: DutyItemView, matters: tuple[Resting, ...] = MATTERS) -> list[str]:
    return [each.kind.value for each in found(*items, matters=matters)]


def test_a_good_book_has_no_findings() -> None:
    assert kinds() == []


@pytest.mark.parametrize(
    ("place", "change", "kind", "words"),
    [
        (1, {"number": 1}, "number_double", "J001、J002"),
        (1, {"number": 3}, "number_gap", "缺少序号2"),
        (1, {"number": 9}, "number_gap", "缺少序号2至8"),
        (2, {"department": ""}, "no_department", "P001"),
        (3, {"department": "、"}, "no_department", "S001"),
        (2, {"superior_duty": ""}, "no_superior_duty", "P001"),
        (2, {"township_duty": ""}, "no_township_duty", "P001"),
        (3, {"method": ""}, "no_method", "S001"),
        (0, {"name": "配合征兵"}, "basic_assists", "配合"),
        (0, {"category": ""}, "no_category", "J001"),
        (0, {"category": "本地特色"}, "category_unknown", "本地特色"),
        (2, {"name": "发展新党员工作"}, "same_item", "J001、P001"),
        (3, {"department": "县市场局、县市场监管局"}, "department_names", "县市场局（1）、县市场监管局（1）"),
        (0, {"name": "城镇燃气安全检查"}, "near_item", "J001"),
    ],
)
def test_one_fault_is_one_finding(place: int, change: dict[str, object], kind: str, words: str) -> None:
    (finding,) = found(replace(GOOD[place], **change))  # type: ignore[arg-type]
    assert finding.kind == kind
    assert words in _(finding.sentence, **finding.params)
    assert GOOD[place].code in {item.code for item in finding.items}


def test_a_category_in_two_places() -> None:
    again = replace(GOOD[0], id=9, code="J009", number=3, name="整顿村党组织")
    (finding,) = found(again, matters=(*MATTERS, Resting("E09", "九", 9)))
    assert (finding.kind, finding.items) == (DutyFindingKind.CATEGORY_SPLIT, (again,))


def test_matters_and_items_that_do_not_meet() -> None:
    assert kinds(matters=MATTERS[:2]) == ["item_without_matter"]
    loose = Resting("E04", "事项四", None)
    (finding,) = found(matters=(*MATTERS, loose))
    assert (finding.kind, finding.items, finding.matters) == ("matter_without_item", (), ("E04",))
    (finding,) = found(matters=(*MATTERS, Resting("E05", "事项五", 4), Resting("E06", "事项六", 4)))
    assert (finding.kind, finding.matters) == ("recalled_in_use", ("E05", "E06"))
    gone = replace(GOOD[1], status=DutyStatus.RETIRED)
    assert kinds(gone) == ["retired_in_use"]
    assert kinds(gone, matters=(MATTERS[0], MATTERS[2])) == []


def test_the_gravest_come_first_and_every_kind_has_a_name() -> None:
    order = kinds(replace(GOOD[2], department=""), replace(GOOD[1], number=7), matters=())
    assert order == ["number_gap", "no_department", *["item_without_matter"] * 3]
    assert set(KIND_TITLES) == set(DutyFindingKind)


def test_the_service_reads_what_is_in_force(book: DutyService, services: Services, admin: Actor) -> None:
    draft = MatterDraft(
        "E0101", "核查食品许可", "event", "01", (ConditionDraft("1WD"),), "市容", duty_item="S001"
    )
    services.catalogue.create_matter(admin, draft)
    before = {each.kind for each in book.findings(admin)}
    assert before == {DutyFindingKind.RECALLED_IN_USE, DutyFindingKind.ITEM_WITHOUT_MATTER}
    services.catalogue.change_matter(admin, replace(draft, duty_item="J001"), 1)
    assert {each.kind for each in book.findings(admin)} == {DutyFindingKind.ITEM_WITHOUT_MATTER}
    assert [each for each in DutyList if book.sheet(admin, each).count] == list(DutyList)
