"""A case with units that assist, from asking to feedback, as each of them sees it at 80 columns."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState
from models.cases.task_kinds import TaskState
from models.cases.views import ActionEntries
from tests.pilot.cases import handed_over, one_console
from tests.pilot.screens import lines_of, settle, text_of
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.cases.views import CaseView
    from tests.pilot.conftest import Office


def third_unit(office: Office) -> Actor:
    """Open one more unit, with somebody who handles cases there."""
    from models.organisation.tables import Unit
    from models.organisation.views import UnitKind

    with office.desk.store.write() as session:
        unit = Unit(
            code="GJ",
            name="规划建设办",
            kind=UnitKind.OFFICE,
            division_code="990101103000",
            initials="ghjsb",
        )
        session.add(unit)
        session.flush()
        roles = {Role.HANDLER}
        return make_actor(session, office.clock.now(), "handler3", "卫处置", roles, unit_id=unit.id)


def again(office: Office, case: CaseView) -> CaseView:
    return office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)


async def ask(console: tuple[Any, Any], office: Office, case: CaseView) -> None:
    async with handed_over(console, office, Role.DISPATCHER, case) as (app, pilot):
        await pilot.press("f9", *"qqxb", "enter")
        await settle(pilot)
        await pilot.press(*"应急", "enter", *"请查燃气管线", "tab", *"两天", "f2")
        await settle(pilot)
        # What cannot be read is told, and nothing typed is lost.
        assert "“两天”不是时限" in text_of(app)
        assert "请查燃气管线" in text_of(app)
        await pilot.press("backspace", "backspace", *"2WH", "f2")
        await settle(pilot)
        await pilot.press("f9", *"qqxb", "enter")
        await settle(pilot)
        assert "应急管理办  " not in "".join(lines_of(app)[-9:])
        await pilot.press(*"规划", "enter", *"请查规划许可", "f2")
        await settle(pilot)
        assert lines_of(app)[1].rstrip().endswith("2家协办")
        shown = text_of(app)
        assert "协办 绿 应急管理办、待协办" in shown
        assert "协办 绿 规划建设办、待协办" in shown
        await pilot.press("f9", *"xbsx", "enter")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "（应急管理办协办）" in text_of(app)
        assert "2个工作时" in "".join(text_of(app).split())


async def answer(console: tuple[Any, Any], office: Office, case: CaseView) -> None:
    second = office.desk.town.other_handler
    assert second is not None
    async with handed_over(console, office, second, case) as (app, pilot):
        await pilot.press("f3")
        await settle(pilot)
        assert "接受协办 冯处置 应急管理办" in text_of(app)
        await pilot.press("f5", "f2")
        await settle(pilot)
        await pilot.press(*"管线完好", "f2")
        await settle(pilot)
        assert "协办 应急管理办 冯处置、已答复：管线完好" in text_of(app)


async def rule(console: tuple[Any, Any], office: Office, case: CaseView) -> None:
    async with handed_over(console, office, Role.DISPATCHER, case) as (app, pilot):
        assert lines_of(app)[1].rstrip().endswith("有单位拒办")
        await pilot.press("f9", *"cdxb", "enter")
        await settle(pilot)
        await pilot.press("enter", *"属其职责", "f2")
        await settle(pilot)
        assert "规划建设办、待协办、必须协办" in text_of(app)


async def feed_back(console: tuple[Any, Any], office: Office, case: CaseView) -> None:
    async with handed_over(console, office, Role.HANDLER, case) as (app, pilot):
        await pilot.press("f5", *"已处置", "f2")
        await settle(pilot)
        assert "还有协办单位没有答复：规划建设办" in "".join(text_of(app).split())
        assert "已处置" in text_of(app)
        await pilot.press(*"险情紧急", "f2")
        await settle(pilot)
        assert "协办终止：规划建设办" in text_of(app)


def test_two_units_assist_one_declines_and_the_case_is_fed_back(office: Office) -> None:
    async def journey() -> None:
        third = third_unit(office)
        case = office.desk.bring_to(CaseState.HANDLING, title="燃气异味")
        async with one_console(office) as console:
            await ask(console, office, case)
            await answer(console, office, again(office, case))
            refusal, version = ActionEntries(reason="不归我们"), again(office, case).version
            office.services.tasks.perform(third, case.id, Action.ASSIST_DECLINE, refusal, version)
            await rule(console, office, again(office, case))
            await feed_back(console, office, again(office, case))
        done = again(office, case)
        assert done.state is CaseState.FEEDBACK
        assert [task.state for task in done.tasks] == [TaskState.ANSWERED, TaskState.RECALLED]
        assert office.services.cases.check() == []

    asyncio.run(journey())
