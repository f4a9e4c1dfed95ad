"""Published sheets of the duty lists, taken in as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.exchange.kinds.duties import WhichList
from models.exchange.readers import Source
from models.exchange.refusals import Reoccurs, RowsRejected
from models.exchange.views import ImportOptions
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.views import DutyItemView, DutyList
    from models.exchange.views import ImportSummary

BASIC = """类别,序号,事项名称
一、党的建设（2项）,1,发展新党员
一、党的建设（2项）,2,推进村党组织建设
二、经济发展（1项）,3,服务企业
"""
COOPERATIVE = """事项类别,序号,事项名称,对应上级部门,上级部门职责,镇街配合职责
一、安全稳定（1项）,1,燃气检查,县住建局,"1.制定计划。
2.执法。",日常巡查。
"""
RECALLED = """序号,事项名称,承接部门,工作方式
1,食品许可核查,县市场监管局,直接办理。
"""


def take(services: Services, admin: Actor, text: str, **options: object) -> ImportSummary:
    source = Source("清单.csv", text.encode("utf-8-sig"))
    return services.exchange.import_file(
        admin,
        "duties",
        source,
        options=ImportOptions(**options),  # type: ignore[arg-type]
    )


def listed(services: Services, admin: Actor, duty_list: DutyList | str) -> list[DutyItemView]:
    from models.catalogue.views import DutyList

    sheet = services.duties.sheet(admin, DutyList(duty_list))
    return [item for section in sheet.sections for item in section.items]


def placed(services: Services, admin: Actor, duty_list: str) -> list[tuple[int, str, str]]:
    return [(item.number, item.code, item.name) for item in listed(services, admin, duty_list)]


def test_each_list_is_known_by_its_columns(services: Services, admin: Actor) -> None:
    for text in (BASIC, COOPERATIVE, RECALLED):
        assert take(services, admin, text).rejected == 0
    assert placed(services, admin, "basic") == [
        (1, "J001", "发展新党员"), (2, "J002", "推进村党组织建设"), (3, "J003", "服务企业"),
    ]  # fmt: skip
    assert [item.category for item in listed(services, admin, "basic")] == [
        "党的建设",
        "党的建设",
        "经济发展",
    ]
    (cooperative,) = listed(services, admin, "cooperative")
    assert (cooperative.superior_duty, cooperative.category) == ("1.制定计划。\n2.执法。", "安全稳定")
    (recalled,) = listed(services, admin, "recalled")
    assert (recalled.department, recalled.method, recalled.category) == ("县市场监管局", "直接办理。", "")
    for text in (BASIC, COOPERATIVE, RECALLED):
        assert take(services, admin, text).changed == 0


def test_an_item_is_known_again_wherever_it_stands(services: Services, admin: Actor) -> None:
    take(services, admin, BASIC)
    services.duties.move(admin, "J001", 1, number=2)
    summary = take(
        services,
        admin,
        "类别,序号,事项名称\n党的建设,1,教育党员\n党的建设,2,发展新党员\n党的建设,3,推进农村党组织建设\n经济发展,4,服务企业\n",
    )
    assert (summary.created, summary.changed) == (1, 2)
    assert placed(services, admin, "basic") == [
        (1, "J002", "教育党员"), (2, "J001", "发展新党员"),
        (3, "J004", "推进农村党组织建设"), (4, "J003", "服务企业"),
    ]  # fmt: skip


def test_an_item_taken_off_its_list_stands_on_it_again(services: Services, admin: Actor) -> None:
    take(services, admin, BASIC)
    services.duties.retire(admin, "J003", 1)
    coded = "编码,清单,序号,事项名称\nJ003,基本履职事项清单,3,服务企业\n"
    assert take(services, admin, coded).changed == 1
    assert [item.code for item in listed(services, admin, "basic")] == ["J001", "J002", "J003"]
    services.duties.retire(admin, "J002", 1)
    # Without its code a new item of the same name is a new item.
    take(services, admin, "序号,事项名称\n3,推进村党组织建设\n", constants={"duty_list": "基本"})
    assert ("J002" in {item.code for item in listed(services, admin, "basic")}) is False


def test_a_sheet_that_does_not_say_which_list_it_is(services: Services, admin: Actor) -> None:
    text = "序号,事项名称,上级部门\n1,燃气检查,县住建局\n"
    with pytest.raises(RowsRejected) as refused:
        take(services, admin, text)
    (problem,) = refused.value.summary.problems
    assert isinstance(problem.reason, WhichList)
    assert take(services, admin, text, constants={"duty_list": "配合"}).created == 1


@BOTH_ENGINES
def test_a_number_twice_is_named_by_its_number(services: Services, admin: Actor) -> None:
    with pytest.raises(RowsRejected) as refused:
        take(services, admin, "序号,事项名称\n1,甲\n1,乙\n")
    (problem,) = refused.value.summary.problems
    assert isinstance(problem.reason, Reoccurs)
    assert (problem.row, problem.column, problem.value.strip()) == (3, "序号", "1")
