"""How lists are laid out and numbered, and which names may mean one department or one item."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.duties.names import core_name, department_groups, like_pairs, same_department
from models.catalogue.duties.refusals import NumberOutside
from models.catalogue.duties.rules import (
    CATEGORIES,
    LAYOUTS,
    MIRROR,
    arranged,
    category_name,
    free_code,
    rank,
    section_title,
    sheet_of,
    split_departments,
    with_item,
)
from models.catalogue.views import DutyItemView, DutyList


def item(number: int, category: str = "党的建设", code: str = "") -> DutyItemView:
    key = code or f"J{number:03d}"
    return DutyItemView(number, key, DutyList.BASIC, category, number, f"事项{number}", "", "", "", "")


def test_the_layouts_are_those_of_the_published_sheets() -> None:
    headings = {duty_list: [heading for _field, heading in layout] for duty_list, layout in LAYOUTS.items()}
    assert headings == {
        DutyList.BASIC: ["序号", "事项名称"],
        DutyList.COOPERATIVE: ["序号", "事项名称", "对应上级部门", "上级部门职责", "镇街配合职责"],
        DutyList.RECALLED: ["序号", "事项名称", "承接部门", "工作方式"],
    }
    assert [heading for _field, heading in MIRROR[2:]] == ["关联镇街", "本部门职责", "镇街配合职责"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一、党的建设（20项）", "党的建设"),
        ("（十二）文化和旅游(3项)", "文化和旅游"),
        ("二十一、 综合政务", "综合政务"),
        ("3.市场监管（共 12 项）", "市场监管"),
        ("平安法治", "平安法治"),
        ("一体化治理", "一体化治理"),
        ("应急管理及消防（含森林防火）", "应急管理及消防（含森林防火）"),
        ("", ""),
    ],
)
def test_a_title_row_names_its_category(text: str, name: str) -> None:
    assert category_name(text) == name


@given(st.integers(1, 99), st.sampled_from(CATEGORIES), st.integers(0, 500))
def test_a_title_row_reads_back(number: int, category: str, count: int) -> None:
    assert category_name(section_title(number, category, count)) == category


def test_the_usual_order() -> None:
    assert rank("党的建设") == 0
    assert rank("综合政务") == len(CATEGORIES) - 1
    assert rank("本地特色") == rank("") == len(CATEGORIES)


def test_sections_are_neighbours_of_one_category() -> None:
    rows = [item(3, "经济发展"), item(1), item(2), item(4)]
    sheet = sheet_of(DutyList.BASIC, rows)
    assert [(each.number, each.category, [row.number for row in each.items]) for each in sheet.sections] == [
        (1, "党的建设", [1, 2]), (2, "经济发展", [3]), (3, "党的建设", [4]),
    ]  # fmt: skip
    assert sheet.count == 4


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县应急管理局、县消防救援大队", ["县应急管理局", "县消防救援大队"]),
        ("县住建局（牵头）；县公安局", ["县住建局", "县公安局"]),
        (
            "县委组织部（县委老干部局、县委编办）,县财政局",
            ["县委组织部（县委老干部局、县委编办）", "县财政局"],
        ),
        ("牵头单位：县水利局\n配合单位：县农业农村局", ["县水利局", "县农业农村局"]),
        ("县水利局、县水利局", ["县水利局"]),
        ("县水利局（未合、县林业局", ["县水利局（未合、县林业局"]),
        ("县水利局）、县林业局", ["县水利局）", "县林业局"]),
        (" ", []),
    ],
)
def test_departments_of_a_cell(text: str, names: list[str]) -> None:
    assert split_departments(text) == names


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("县应急局", "县应急管理局", True),
        ("住建局", "县住房和城乡建设局", True),
        ("市监局", "县市场监督管理局", True),
        ("人社局", "市人力资源和社会保障局", True),
        ("县委组织部", "组织部", True),
        ("县公安局", "县公安局（交警大队）", True),
        ("民政局", "财政局", False),
        ("水利局", "林业局", False),
        ("园区管委会", "开发区管委会", False),
        ("县司法局", "县法院", False),
    ],
)
def test_two_names_of_one_department(left: str, right: str, same: bool) -> None:
    assert same_department(left, right) is same
    assert same_department(right, left) is same


def test_groups_of_names() -> None:
    names = ["县应急局", "县应急管理局", "应急管理局", "县财政局", "县民政局"]
    assert department_groups(names) == [("县应急局", "县应急管理局", "应急管理局")]


def test_items_much_alike() -> None:
    names = ["无证无照经营查处", "无照经营查处", "森林防火宣传", "河道保洁", "负责森林防火宣传工作"]
    assert core_name(names[2]) == core_name(names[4])
    # What is the same is no neighbour: it is found otherwise.
    assert [(left, right) for left, right, _score in like_pairs(names)] == [(0, 1)]
    assert like_pairs([]) == []
    assert core_name("配合") == "配合"


def test_an_item_goes_last_in_its_category_and_a_new_category_where_it_usually_stands() -> None:
    rows = [item(1), item(2), item(3, "综合政务")]
    fresh = item(0, "党的建设", "NEW")
    assert [row.code for row in with_item(rows, fresh, None)] == ["J001", "J002", "NEW", "J003"]
    middle = item(0, "经济发展", "NEW")
    assert [row.code for row in with_item(rows, middle, None)] == ["J001", "J002", "NEW", "J003"]
    unusual = item(0, "本地特色", "NEW")
    assert [row.code for row in with_item(rows, unusual, None)][-1] == "NEW"
    assert [row.number for row in with_item([], fresh, None)] == [1]


@pytest.mark.parametrize(
    ("number", "codes"), [(1, "NEW J001 J002"), (2, "J001 NEW J002"), (3, "J001 J002 NEW")]
)
def test_an_item_gets_the_number_asked_for(number: int, codes: str) -> None:
    rows = [item(1), item(2), item(3, "综合政务")]
    assert [row.code for row in with_item(rows, item(0, code="NEW"), number)][:3] == codes.split()


@pytest.mark.parametrize("number", [4, 9])
def test_a_number_of_another_category_is_refused(number: int) -> None:
    with pytest.raises(NumberOutside) as refused:
        with_item([item(1), item(2), item(3, "综合政务")], item(0, code="NEW"), number)
    assert (refused.value.params["first"], refused.value.params["last"]) == (1, 3)


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["", *CATEGORIES[:4]])), max_size=40))
def test_numbering_through_keeps_every_item_and_brings_categories_together(
    places: list[tuple[int, str]],
) -> None:
    rows = [item(number, category, f"X{place}") for place, (number, category) in enumerate(places)]
    result = arranged(rows)
    assert [row.number for row in result] == list(range(1, len(rows) + 1))
    assert sorted(row.code for row in result) == sorted(row.code for row in rows)
    sections = sheet_of(DutyList.BASIC, result).sections
    assert len({section.category for section in sections}) == len(sections)
    assert arranged(result) == result


def test_a_code_is_never_given_twice() -> None:
    assert free_code(DutyList.BASIC, 7, []) == "J007"
    assert free_code(DutyList.RECALLED, 7, ["S007", "S008"]) == "S009"
