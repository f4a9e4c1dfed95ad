"""What the lists say of a matter, and what stops because of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from console.i18n import render, set_language
from console.routingwords import unsent_words
from console.screens.case_wording import grounded
from models.accounts.views import Role
from models.assignment.routing.kinds import TargetKind
from models.assignment.routing.views import Rule
from models.cases.rules import Action, CaseState
from models.catalogue.boundary.grounds import Ground, cited
from models.catalogue.boundary.kinds import StandingKind, WayKind
from models.catalogue.boundary.refusals import DutyRecalled, NotForGrids
from models.catalogue.editions.rules import Hint
from models.catalogue.views import DutyList, LineageKind
from models.exchange.readers import Source
from models.exchange.refusals import RowsRejected
from models.kernel.errors import NotFound
from models.organisation.tables import Unit
from models.organisation.views import UnitKind
from tests.boundary.bench import TODAY
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.boundary.bench import Bench

W, K = WayKind, StandingKind


def rest_on(bench: Bench, duty: str, code: str = "0101", **over: Any) -> None:
    """Let a matter rest on a duty item from today on; its new conditions take the old ones' places."""
    admin = bench.actor(Role.SYSTEM_ADMIN)
    draft = bench.services.catalogue.draft_of(admin, code)
    number = bench.services.catalogue.matter_by_code(admin, code).version_number
    bench.services.catalogue.change_matter(admin, replace(draft, duty_item=duty, **over), number)


def condition_of(bench: Bench, code: str = "0101") -> int:
    return bench.services.catalogue.matter_by_code(bench.actor(Role.ACCEPTOR), code).conditions[0].id


@pytest.mark.parametrize(
    ("duty", "kind", "ways"),
    [
        ("JB001", K.BASIC, (W.HANDLE,)),
        ("PH082", K.COOPERATIVE, (W.HANDLE, W.TRANSFER)),
        ("SH117", K.RECALLED, (W.RETURN, W.TRANSFER, W.ADMISSION)),
        ("", K.UNLISTED, (W.RETURN, W.ADMISSION)),
    ],
)
def test_how_a_matter_and_its_duty_stand(
    bench: Bench, duty: str, kind: StandingKind, ways: tuple[WayKind, ...]
) -> None:
    rest_on(bench, duty, legal_basis="特种设备安全法")
    reader = bench.actor(Role.COLLECTOR)
    found = bench.boundary.standing(reader, "0101")
    assert (found.kind, tuple(way.kind for way in found.ways), found.in_force) == (kind, ways, True)
    if duty:
        item = bench.boundary.standing(reader, duty.lower())
        assert (item.kind, item.matter_id, item.legal_basis) == (kind, None, "特种设备安全法")
    # The day before it rested on nothing.
    assert bench.boundary.standing(reader, "0101", TODAY.replace(day=1)).kind is K.UNLISTED


def test_the_texts_are_filled_in_in_both_languages(bench: Bench) -> None:
    rest_on(bench, "SH117", legal_basis="特种设备安全法")
    found = bench.boundary.standing(bench.actor(Role.ACCEPTOR), "0101")
    assert (found.department, found.method) == ("县市场监督管理局", "县局统一抽查")
    text = str(render(found.ways[0].text))
    assert text == (
        "依据《特种设备安全法》、《履职事项清单》上级部门收回事项第117项，“乱倒垃圾”由县市场监督管理局承接，"
        "工作方式：县局统一抽查，现予退回。"
    )
    # A step that gives a running case away offers the same texts; of an own duty there are none.
    assert list(grounded(found)) == [text, str(render(found.ways[1].text))]
    assert list(grounded(None)) == []
    set_language("en")
    text = str(render(found.ways[0].text))
    assert text.startswith(
        "By 《特种设备安全法》 and item 117 of the recalled list of the List of Duties, “乱倒垃圾”"
    )
    assert text.endswith("It is returned herewith.")
    for way in found.ways:
        assert "%(" not in str(render(way.text))


def test_a_recalled_matter_is_not_filed_and_the_sentence_says_why(bench: Bench) -> None:
    rest_on(bench, "SH117", legal_basis="特种设备安全法")
    case = bench.desk.bring_to(CaseState.ACCEPTED)
    with pytest.raises(DutyRecalled) as refused:
        bench.desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=condition_of(bench))
    said = str(refused.value)
    assert "县市场监督管理局" in said
    assert refused.value.ground.code == "0101"
    assert bench.services.cases.case(bench.actor(Role.ACCEPTOR), case.number).state is CaseState.ACCEPTED
    # A matter that says itself that it was recalled is no better.
    rest_on(bench, "", duty_list=DutyList.RECALLED, department="县水利局")
    with pytest.raises(DutyRecalled, match="县水利局"):
        bench.desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=condition_of(bench))


def test_a_cooperative_matter_is_filed(bench: Bench) -> None:
    rest_on(bench, "PH082")
    case = bench.desk.bring_to(CaseState.ACCEPTED)
    case = bench.desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=condition_of(bench))
    assert case.matter is not None
    assert case.matter.duty_item is not None
    assert case.matter.duty_item.department == "县卫生健康局"


def test_unlisted_work_does_not_go_to_a_village(bench: Bench) -> None:
    village = Unit(
        code="CW", name="岭南村委会", kind=UnitKind.VILLAGE, division_code="990101103201", initials="lncwh"
    )
    with bench.desk.store.write() as session:
        session.add(village)
        session.flush()
        unit_id = village.id or 0
    case = bench.desk.bring_to(CaseState.FILED)
    with pytest.raises(NotForGrids, match="岭南村委会"):
        bench.desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=unit_id)
    assert bench.desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=bench.desk.town.unit).unit_name
    # Nor does a rule send it there; whoever dispatches it is told.
    services, chief = bench.services, bench.actor(Role.DUTY_CHIEF)
    draft = services.routing.add(chief, Rule(TargetKind.UNIT, unit="CW"), 0)
    services.routing.publish(chief, draft.edition.version)
    settings, by_rule = services.settings, {"dispatch.by_rule": "do"}
    settings.change(bench.actor(Role.SYSTEM_ADMIN), by_rule, settings.house().number)
    aim = services.routing.unsent(chief, bench.desk.bring_to(CaseState.FILED).id)
    assert aim is not None
    assert unsent_words(aim) == "规则1（第1版）立案时未自动分拨：该单位不能承接这个事项。"
    settings.change(bench.actor(Role.SYSTEM_ADMIN), {"dispatch.by_rule": "off"}, settings.house().number)
    rest_on(bench, "JB001")
    listed = bench.desk.bring_to(CaseState.ACCEPTED)
    listed = bench.desk.do(listed, Action.FILE, Role.ACCEPTOR, condition_id=condition_of(bench))
    listed = bench.desk.do(listed, Action.DISPATCH, Role.DISPATCHER, unit_id=unit_id)
    assert listed.unit_name == "岭南村委会"


def test_where_no_lists_are_kept_nothing_is_outside_them() -> None:
    assert Ground("0101", "乱倒垃圾").outside
    assert not Ground("0101", "乱倒垃圾", kept=False).outside
    assert not Ground("0101", "乱倒垃圾", temporary=True).outside
    assert Ground("0101", "乱倒垃圾", own_list=DutyList.RECALLED, temporary=True).outside


@BOTH_ENGINES
def test_a_number_that_is_gone_leads_to_its_heir(bench: Bench) -> None:
    admin = bench.actor(Role.SYSTEM_ADMIN)
    rows = [{"code": "0101", "name": "乱倒垃圾"}, {"code": "0201", "name": "消防通道占用"}]
    hints = [Hint(1, "0303", "0101", LineageKind.MERGE)]
    bench.services.editions.load(admin, rows, TODAY, hints=hints)
    found = bench.boundary.standing(admin, "0303")
    assert (found.kind, [heir.code for heir in found.heirs]) == (K.RETIRED, ["0101"])
    assert found.ways[0].kind is W.HEIR
    gone = bench.boundary.standing(admin, "0909")
    assert (gone.kind, gone.heirs, gone.ways[0].kind) == (K.RETIRED, (), W.RETURN)
    with pytest.raises(NotFound):
        bench.boundary.standing(admin, "没有")


HEAD = "code,name,scheme,class_code,limits,duty_item,status"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("E0501,电梯故障,event,05,1WD,SH117,", DutyRecalled.code),
        ("E0501,电梯故障,event,05,1WD,SH999,", "boundary.unlisted"),
        ("E0501,电梯故障,event,05,1WD,PH082,", None),
        ("E0501,电梯故障,event,05,1WD,SH117,停用", None),
    ],
)
def test_an_import_row_on_the_recalled_list_stops(bench: Bench, row: str, reason: str | None) -> None:
    table = Source("事项.csv", f"{HEAD}\n{row}".encode())
    admin = bench.actor(Role.SYSTEM_ADMIN)
    if reason is None:
        assert bench.services.exchange.import_file(admin, "matters", table).created == 1
        return
    with pytest.raises(RowsRejected) as refused:
        bench.services.exchange.import_file(admin, "matters", table)
    problem = refused.value.summary.problems[0]
    assert getattr(problem.reason, "code", "") == reason


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        ("", ""),
        ("特种设备安全法。", "《特种设备安全法》"),
        ("《特种设备安全法》第四十五条", "《特种设备安全法》第四十五条"),
        ("Fire Protection Law", "Fire Protection Law"),
        ("城乡规划法、建筑法", "城乡规划法、建筑法"),
    ],
)
def test_a_bare_title_gets_its_marks(basis: str, text: str) -> None:
    assert cited(basis) == text
