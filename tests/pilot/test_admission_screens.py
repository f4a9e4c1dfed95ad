"""Requests on the screen: listed, opened, filled in, decided; and from a case that may not be filed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.days import NotADay, read_day
from console.dialogs.boundary import BoundaryDialog
from console.i18n import set_language
from console.screens.admission import AdmissionScreen
from console.screens.admission_new import AdmissionNewScreen
from console.screens.admissions import AdmissionsScreen
from console.screens.case import CaseScreen
from models.accounts.views import Role
from models.cases.rules import CaseState
from models.catalogue.boundary.kinds import Action, RequestKind, RequestState
from models.catalogue.boundary.views import RequestFacts
from models.catalogue.tables import DutyItem
from models.catalogue.views import DutyList
from tests.boundary.bench import ADMISSION, TEMPORARY, TODAY, Bench
from tests.pilot.cases import opened
from tests.pilot.screens import FloorScreen, lines_of, settle, shown, text_of, until, windows
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tests.pilot.conftest import Office


@pytest.fixture
def bench(office: Office) -> Bench:
    return Bench(office.services, office.clock, office.desk)


async def press(pilot: Any, keys: Iterable[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def on_top(app: Any, kind: type) -> bool:
    """Say whether a screen of ``kind`` is on top; asked anew each time."""
    return isinstance(app.screen, kind)


def test_a_request_from_its_form_to_the_decision_by_keys(bench: Bench) -> None:
    async def day() -> None:
        chief = replace(bench.actor(Role.DUTY_CHIEF), unit_id=bench.desk.town.unit)
        async with shown(bench.services, chief, bench.clock, AdmissionsScreen) as (app, pilot):
            assert "这里没有申请。按 F2 登记一件。" in text_of(app)
            await press(pilot, ["f2", "down", "down", "enter"])
            assert on_top(app, AdmissionNewScreen)
            screen: Any = app.screen
            screen.form.take_up(
                {
                    "department": "县应急管理局",
                    "name": "燃气排查",
                    "explanation": "专项整治",
                    "ends_on": "明天",
                }
            )
            await press(pilot, ["f2"])
            assert "看不出是哪一天" in text_of(app)
            screen.form.take_up({"ends_on": "5-31", "exit_route": "部门接回", "code": "LS01", "urgent": True})
            await press(pilot, ["f2"])
            assert on_top(app, AdmissionScreen)
            assert "申请 1 拟稿" in text_of(app)
            assert "尚缺 时限" in text_of(app)
            await press(pilot, ["f3"])
            assert "尚缺" in text_of(app)
            await press(pilot, ["f4"])
            form: Any = app.screen
            form.form.take_up({"limit": "3个工作日"})
            await press(pilot, ["f2"])
            await press(pilot, ["f3"])
            assert "已办：提交。申请现在是：征求意见。" in text_of(app)
            await press(pilot, ["f4", "1", "enter", *"同意", "f2"])
            assert "综合执法办  同意  同意" in text_of(app)
            await press(pilot, ["f3", *"3-9", "f2"])
            assert "申请 1 县级审核" in text_of(app)
            assert "F5" not in text_of(app).splitlines()[-1]
        leader = bench.actor(Role.LEADER)
        async with shown(bench.services, leader, bench.clock, AdmissionsScreen) as (app, pilot):
            await press(pilot, ["4", "enter"])
            await press(pilot, ["enter"])
            assert "先行生效" in text_of(app)
            await press(pilot, ["escape", "f5", *"县委编办", "f2"])
            assert "已办：同意准入。申请现在是：同意准入。" in text_of(app)
            assert "清单事项 LS01" in text_of(app)
        found = bench.boundary.request(leader, 1)
        assert (found.state, found.authority, found.decided_on) == (RequestState.ADMITTED, "县委编办", TODAY)
        assert found.decide_by == TODAY.replace(day=9)

    asyncio.run(day())


def test_a_draft_of_a_step_is_kept_and_taken_up(bench: Bench) -> None:
    async def look() -> None:
        request = bench.opened()
        chief = bench.actor(Role.DUTY_CHIEF)

        def make(services: Any, actor: Any) -> AdmissionScreen:
            return AdmissionScreen(services, actor, request.id)

        async with shown(bench.services, chief, bench.clock, make) as (app, pilot):
            await press(pilot, ["f6"])
            assert "未经准入，现予退回。" in text_of(app)
            await press(pilot, ["escape", "escape"])
            assert on_top(app, FloorScreen)
            draft = bench.services.desk.drafts(chief)[0]
            assert (draft.form, draft.subject) == ("admission.turn_back", str(request.id))
            await app.push_screen(AdmissionScreen.from_draft(bench.services, chief, draft))
            await settle(pilot)
            assert "草稿" in text_of(app)
            await press(pilot, ["f2"])
            assert "申请 1 退回部门" in text_of(app)
        assert bench.services.desk.drafts(chief) == []

    asyncio.run(look())


@windows
def test_every_screen_fits(bench: Bench, size: tuple[int, int], language: str) -> None:
    def build() -> int:
        for state in (RequestState.DRAFT, RequestState.COUNTY, RequestState.ADMITTED):
            bench.bring_to(state)
        return bench.do(bench.bring_to(RequestState.COUNTY, RequestKind.TEMPORARY), Action.START).id

    temporary = remembered(bench.desk.store, build, "four requests", bench.clock.now())
    set_language(language)

    async def look() -> None:
        leader = bench.actor(Role.LEADER)
        facts = RequestFacts(RequestKind.ADMISSION, case_number="0302-0001")
        async with shown(bench.services, leader, bench.clock, AdmissionsScreen, size) as (app, pilot):
            for another in (
                None,
                AdmissionScreen(bench.services, leader, temporary),
                AdmissionNewScreen(bench.services, leader, facts),
            ):
                if another is not None:
                    await app.push_screen(another)
                    await settle(pilot)
                lines = lines_of(app)
                assert {cell_len(line) for line in lines} == {size[0]}
                assert len(lines) == size[1]
                await press(pilot, ["f1"])
                assert {cell_len(line) for line in lines_of(app)} == {size[0]}
                await press(pilot, ["escape"])

    asyncio.run(look())


def test_lists_are_turned_searched_and_previewed(bench: Bench) -> None:
    async def look() -> None:
        bench.bring_to(RequestState.REFUSED)
        early = bench.do(bench.bring_to(RequestState.COUNTY, RequestKind.TEMPORARY), Action.START)
        actor = bench.actor(Role.COLLECTOR)
        async with shown(bench.services, actor, bench.clock, AdmissionsScreen, (80, 24)) as (app, pilot):
            text = text_of(app)
            assert "1在办1" in text
            assert "7结束1" in text
            assert "急 临时入格   先行生效    燃气用户入户排查" in text, text
            assert "F2" not in text.splitlines()[-1]
            await until(pilot, lambda: "县级审核 先行生效" in text_of(app))
            await press(pilot, ["left"])
            assert "农村自建房安全巡查" in text_of(app)
            await press(pilot, ["f7", *"燃气"])
            assert "燃气用户入户排查" in text_of(app)
            await press(pilot, ["escape", "1", "enter"])
            assert f"申请 {early.id} 县级审核" in text_of(app)
            await press(pilot, ["enter", "enter"])
            assert "提意见" in text_of(app) or "需要其他角色" in text_of(app) or "角色" in text_of(app)

    asyncio.run(look())


def recall(bench: Bench, code: str, duty: str, listed: DutyList, department: str) -> None:
    with bench.desk.store.write() as session:
        session.add(
            DutyItem(
                code=duty, duty_list=listed, category="市场监管", number=117, name="电梯抽查",
                department=department, method="县局统一抽查。",
            )
        )  # fmt: skip
    admin = bench.actor(Role.SYSTEM_ADMIN)
    draft = bench.services.catalogue.draft_of(admin, code)
    changed = replace(draft, duty_item=duty, legal_basis="特种设备安全法")
    bench.services.catalogue.change_matter(admin, changed, 1)


def test_a_case_of_a_recalled_matter_becomes_a_request_or_is_returned_with_four_keys(
    bench: Bench, office: Office
) -> None:
    async def look() -> None:
        recall(bench, "0201", "SH117", DutyList.RECALLED, "县市场监督管理局")
        case, second = bench.desk.bring_to(CaseState.ACCEPTED), bench.desk.bring_to(CaseState.ACCEPTED)
        acceptor = bench.actor(Role.ACCEPTOR)
        async with opened(office, acceptor, case) as (app, pilot):
            await press(pilot, ["f3", "enter", "escape"])
            # The form is still there: another matter can be chosen.
            assert "立案" in text_of(app)
            # Left and taken up again, the draft says so again.
            await press(pilot, ["escape", "f3"])
            assert on_top(app, BoundaryDialog)
            await press(pilot, ["down", "down", "enter"])
            assert on_top(app, AdmissionNewScreen), text_of(app)
            assert f"职责准入，来自事件 {case.number}" in text_of(app)
            await press(pilot, ["f2"])
            assert on_top(app, AdmissionScreen)
            found = bench.boundary.request(acceptor, 1)
            assert (found.facts.department, found.facts.name, found.facts.case_number) == (
                "县市场监督管理局", "消防通道占用", case.number,
            )  # fmt: skip
            for draft in bench.services.desk.drafts(acceptor):
                bench.services.desk.drop_draft(acceptor, draft.form, draft.subject)

            # The text suggests the matter; choosing it is enough to be told.
            await app.push_screen(CaseScreen(bench.services, acceptor, second.number))
            await settle(pilot)
            await press(pilot, ["f3", "enter"])
            assert on_top(app, BoundaryDialog)
            assert "已由上级部门收回" in text_of(app)
            await press(pilot, ["enter"])
            assert "工作方式：县局统一抽查，现予" in text_of(app)
            await press(pilot, ["f2"])
            assert "事件已作废，仍可查看。" in text_of(app)
        returned = bench.services.cases.case(bench.actor(Role.DUTY_CHIEF), second.number)
        assert returned.state is CaseState.VOID
        assert returned.timeline[-1].reason.startswith(
            "依据《特种设备安全法》、《履职事项清单》上级部门收回事项第117项"
        )
        assert bench.services.desk.drafts(acceptor) == []

    asyncio.run(look())


def test_a_cooperative_matter_is_marked_on_the_form_and_the_case(bench: Bench, office: Office) -> None:
    async def look() -> None:
        recall(bench, "0201", "PH117", DutyList.COOPERATIVE, "县消防救援大队")
        case = bench.desk.bring_to(CaseState.ACCEPTED)
        async with opened(office, Role.ACCEPTOR, case) as (app, pilot):
            await press(pilot, ["f3", "enter"])
            assert "配合履职 市场监管-117 对应上级部门：县消防救援大队" in text_of(app)
            await press(pilot, ["enter", "f2"])
            assert "配合履职 市场监管-117 电梯抽查 对应上级部门：县消防救援大队" in text_of(app)

    asyncio.run(look())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("今天", TODAY),
        ("2026-05-31", TODAY.replace(month=5, day=31)),
        ("2026年5月31日", TODAY.replace(month=5, day=31)),
        ("５－９", TODAY.replace(month=5, day=9)),
        ("+30", TODAY.replace(month=4, day=1)),
        ("20260531", TODAY.replace(month=5, day=31)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["2-30", "13-1", "明天吧", "0000-1-1"])
def test_what_is_no_day_is_said_to_be_none(text: str) -> None:
    assert isinstance(read_day(text, TODAY), NotADay)


def test_facts_survive_their_form(bench: Bench) -> None:
    from console.screens.admission_fields import content_of, facts_from

    for facts in (ADMISSION, TEMPORARY):
        content = content_of(facts)
        values = {name: value for name, value in content.items() if name not in {"duty_item", "lead_unit"}}
        assert facts_from(RequestFacts(facts.kind), values, TODAY) == facts
