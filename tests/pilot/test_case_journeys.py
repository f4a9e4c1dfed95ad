"""A case worked from the pool to the call-back, and sent back, by keys alone at 80 by 24."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.cases.rules import Action, CaseState, CloseKind, Rating
from tests.pilot.cases import at_one_console, handed_over
from tests.pilot.screens import settle, text_of

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.pilot.conftest import Office


async def work(
    console: tuple[Any, Any],
    office: Office,
    who: Role,
    case: CaseView,
    keys: list[str],
    *,
    key_line: str = "",
    says: str = "",
) -> CaseView:
    """Open the case as ``who``, press ``keys``, look, and return the case as it is then."""
    async with handed_over(console, office, who, case) as (app, pilot):
        if key_line:
            assert key_line in text_of(app).splitlines()[-1]
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        assert says in text_of(app)
        assert app.screen.form is None, text_of(app)
    found: CaseView = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)
    return found


def test_one_working_day_by_keys(office: Office) -> None:
    async def day(console: tuple[Any, Any]) -> None:
        case = office.desk.report(title="小区三栋通道被堵")

        async def step(who: Role, keys: list[str], key_line: str, says: str) -> CaseView:
            return await work(console, office, who, case, keys, key_line=key_line, says=says)

        case = await step(Role.ACCEPTOR, ["f3"], "F3受理 F4不予受理 F6作废", "已受理。事件现在是：待立案")
        assert case.state is CaseState.ACCEPTED
        # The text suggests the matter; its one condition is taken with Enter; the note stays empty.
        case = await step(Role.ACCEPTOR, ["f3", "enter", "enter", "f2"], "F3立案 F5派核实 F6作废", "已立案")
        assert case.matter is not None
        assert case.matter.name == "消防通道占用"
        assert case.condition is not None
        assert case.condition.id == office.desk.town.urgent
        # The lead unit stands first.
        case = await step(Role.DISPATCHER, ["f3", "enter", *"请尽快", "f2"], "F3分拨 F4退回", "已分拨")
        assert (case.unit_name, case.timeline[-1].note) == ("综合执法办", "请尽快")
        case = await step(Role.HANDLER, ["f3"], "F3接办 F4退回 F5反馈", "已接办")
        assert case.owner_name == "周处置"
        said = ["f5", *"已劝离", "enter", *"拍照", "f2"]
        case = await step(Role.HANDLER, said, "F4退回 F5反馈 F6交办", "已反馈")
        assert case.timeline[-1].note == "已劝离\n拍照"
        case = await step(Role.COLLECTOR, ["f3", "f2"], "F3核查 F4返工", "已核查")
        case = await step(Role.ACCEPTOR, ["f3", "f2"], "F3结案 F4返工", "已结案")
        assert case.close_kind is CloseKind.NORMAL
        case = await step(Role.EVALUATOR, ["f3", "2", "enter", *"谢谢", "f2"], "F3回访", "已回访")
        assert (case.state, case.rating) == (CaseState.FINISHED, Rating.FAIR)
        assert [event.action for event in case.timeline] == [
            Action.INTAKE,
            Action.ACCEPT,
            Action.FILE,
            Action.DISPATCH,
            Action.TAKE,
            Action.FEEDBACK,
            Action.VERIFY,
            Action.CLOSE,
            Action.CALL_BACK,
        ]

    asyncio.run(at_one_console(office, day))


def test_back_through_both_desks_filed_again_reworked(office: Office) -> None:
    async def day(console: tuple[Any, Any]) -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        back = ["f4", *"不属本单位", "enter", "f2"]
        case = await work(console, office, Role.HANDLER, case, back, says="已退回。事件现在是：退回分拨")
        assert (case.state, case.timeline[-1].reason) == (CaseState.RETURNED_TO_DISPATCHER, "不属本单位")
        case = await work(
            console, office, Role.DISPATCHER, case, ["f4", *"事项错", "f2"], key_line="F3分拨 F4退回"
        )
        assert case.state is CaseState.RETURNED_TO_ACCEPTOR
        # Found by code, its second condition; the clock keeps the moment of the first filing.
        again = ["f3", *"0101", "enter", "down", "enter", "f2"]
        case = await work(console, office, Role.ACCEPTOR, case, again, key_line="F3立案 F6作废")
        assert case.condition is not None
        assert case.condition.id == office.desk.town.five_days
        case = await work(console, office, Role.DISPATCHER, case, ["f3", *"yjgl", "enter", "f2"])
        assert case.unit_name == "应急管理办"
        assert case.return_count == 2

    asyncio.run(at_one_console(office, day))


def test_rework_and_void(office: Office) -> None:
    async def day(console: tuple[Any, Any]) -> None:
        case = office.desk.bring_to(CaseState.FEEDBACK)
        case = await work(console, office, Role.COLLECTOR, case, ["f4", *"仍有垃圾", "f2"], says="返工1次")
        assert (case.state, case.rework_count) == (CaseState.DISPATCHED, 1)
        case = office.desk.report(title="重复上报")
        case = await work(
            console, office, Role.ACCEPTOR, case, ["f6", *"重复", "f2"], says="事件已作废，仍可查看。"
        )
        assert case.state is CaseState.VOID
        await work(console, office, Role.ACCEPTOR, case, ["f3", "f4", "f5", "f6"])

    asyncio.run(at_one_console(office, day))


def test_the_next_step_has_one_key_and_nothing_else_is_offered(office: Office) -> None:
    async def look(console: tuple[Any, Any]) -> None:
        expected: list[tuple[CaseState, Role, tuple[str, ...]]] = [
            (CaseState.REPORTED, Role.HANDLER, ()),
            (CaseState.FILED, Role.ACCEPTOR, ()),
            (CaseState.FILED, Role.DISPATCHER, ("F3分拨", "F4退回")),
            (CaseState.DISPATCHED, Role.DISPATCHER, ("F5转办",)),
            (CaseState.VERIFIED, Role.COLLECTOR, ("F4返工",)),
            (CaseState.FINISHED, Role.DUTY_CHIEF, ("F3归档", "F4重开")),
        ]
        for state, who, keys in expected:
            case = office.desk.bring_to(state)
            if who is Role.HANDLER:
                continue
            async with handed_over(console, office, who, case) as (app, _pilot):
                line = text_of(app).splitlines()[-1]
                shown: list[Any] = [word for word in line.split() if word[:2] in {"F3", "F4", "F5", "F6"}]
                assert tuple(shown) == keys, (state, who)

    asyncio.run(at_one_console(office, look))
