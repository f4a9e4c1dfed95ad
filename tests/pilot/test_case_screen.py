"""What the case screen shows, explains, refuses and survives."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from sqlalchemy import text

from console.dialogs.notice import NoticeDialog
from console.screens.case import CaseScreen
from models.accounts.views import Role
from models.cases.rules import Action, CaseState, Channel
from tests.pilot.cases import opened
from tests.pilot.screens import lines_of, settle, text_of

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.pilot.conftest import Office


def seen(office: Office, case: CaseView) -> CaseView:
    found: CaseView = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)
    return found


def test_a_case_says_where_it_stands_what_it_rests_on_and_what_happened(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        office.clock.advance(timedelta(hours=8))
        async with opened(office, Role.HANDLER, case) as (app, _pilot):
            shown = text_of(app)
            for words in (
                f"事件 {case.number}",
                "处置中  红 超2时",
                "小区三栋通道被堵",
                "来源 群众  网格 岭南01 (岭南村)  地点 阳光小区三栋",
                "张＊＊ 138****1234",
                "三栋楼下停满电动车",
                "事项 0101 乱倒垃圾",
                "条件1 (4工作时)",
                "单位 综合执法办  经办 周处置",
                "立案     李受理  > 待分拨",
                "乱倒垃圾：条件1，4工作时，今天15:00到期",
            ):
                assert words in shown, words
            assert "13800001234" not in shown
            assert "张三丰" not in shown

    asyncio.run(look())


def test_both_parts_are_reached_by_tab_and_scrolled(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.FEEDBACK, body="很长的内容。" * 200)
        for note in range(4):
            case = office.desk.step(case, Action.REWORK, Role.DUTY_CHIEF, reason=f"第{note}次返工")
            case = office.desk.step(case, Action.FEEDBACK, Role.HANDLER, note=f"第{note}次反馈")
        async with opened(office, Role.DUTY_CHIEF, case) as (app, pilot):
            assert "第3次反馈" in text_of(app), "the newest step is in sight"
            assert "王采集  > 待受理" not in text_of(app)
            await pilot.press("home")
            await settle(pilot)
            assert "王采集  > 待受理" in text_of(app)
            assert "受理人" not in text_of(app), "the facts go on below"
            await pilot.press("tab")
            for _page in range(5):
                await pilot.press("pagedown")
            await settle(pilot)
            assert "受理人" in text_of(app)
            assert "情况" in text_of(app)

    asyncio.run(look())


def test_from_140_columns_the_timeline_stands_beside_facts_and_form(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.DISPATCHED)
        async with opened(office, Role.HANDLER, case, (140, 36)) as (app, pilot):
            await pilot.press("f5")
            await settle(pilot)
            timeline, form = app.screen.query_one("#history").region, app.screen.form.region
            assert timeline.x >= form.right
            assert timeline.height > 30

    asyncio.run(look())


def test_f8_explains_the_deadline_line_by_line(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.FILED)
        async with opened(office, Role.DISPATCHER, case) as (app, pilot):
            await pilot.press("f8")
            await settle(pilot)
            shown = text_of(app)
            for words in ("时限：4 个工作时", "起算：2026-03-02 周一 09:00", "到期：2026-03-02 周一 15:00"):
                assert words in shown
            await pilot.press("escape")
            await settle(pilot)
            assert isinstance(app.screen, CaseScreen)
        case = office.desk.bring_to(CaseState.ACCEPTED)
        async with opened(office, Role.ACCEPTOR, case) as (app, pilot):
            assert "F8" not in text_of(app)

    asyncio.run(look())


def test_personal_data_is_read_with_a_reason_recorded_and_masked_again(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.CLOSED)
        async with opened(office, Role.EVALUATOR, case) as (app, pilot):
            await pilot.press("f7")
            await settle(pilot)
            await pilot.press("f2")
            await settle(pilot)
            assert "这一项必填" in text_of(app)
            await pilot.press(*"1126", "enter")
            await settle(pilot)
            assert "请用文字写明用途" in text_of(app), "a number is no reason"
            await pilot.press(*["backspace"] * 4)
            await pilot.press(*"回访", "enter")
            await settle(pilot)
            assert "13800001234" in text_of(app)
            assert "张＊＊" in text_of(app), "one field at a time"
            # Also while the rating is being entered: the number is needed then.
            await pilot.press("f3")
            await settle(pilot)
            assert "13800001234" in text_of(app)
        async with opened(office, Role.EVALUATOR, case) as (app, pilot):
            assert "13800001234" not in text_of(app)
        async with opened(office, Role.LEADER, case) as (app, pilot):
            assert "F7" not in text_of(app)
        auditor = office.actor(Role.AUDIT_ADMIN)
        page = office.services.ledger.entries(auditor, f"case:{case.number}", limit=50)
        readings = [entry for entry in page.rows if entry.action == "case.reveal"]
        assert [entry.actor_name for entry in readings] == ["吴评估"]
        assert "回访" in str(readings[0].after)

    asyncio.run(look())


def test_help_says_what_is_possible_and_why_the_rest_is_not(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.ACCEPTED)
        actor = office.desk.town.second_acceptor
        assert actor is not None
        async with opened(office, actor, case) as (app, pilot):
            assert "F3" not in text_of(app).splitlines()[-1]
            await pilot.press("f1")
            await settle(pilot)
            shown = text_of(app)
            assert f"事件 {case.number} 现在能做什么" in shown
            assert "立案          您不能办，事件由他人受理。" in shown
        async with opened(office, Role.DISPATCHER, case) as (app, pilot):
            await pilot.press("f3")
            await settle(pilot)
            assert "立案：您不能办，由受理员、值班长办理。" in text_of(app)
            await pilot.press("f4")
            await settle(pilot)
            assert "F4 现在没有可办的步骤；按 F1 看看能做什么。" in text_of(app)

    asyncio.run(look())


def test_somebody_acted_meanwhile_what_was_typed_stays_and_f2_goes_by_the_new_state(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.VERIFIED)
        async with opened(office, Role.ACCEPTOR, case) as (app, pilot):
            await pilot.press("f4", *"没有清理干净")
            await settle(pilot)
            case = office.desk.step(case, Action.REWORK, Role.DUTY_CHIEF, reason="返工")
            case = office.desk.step(case, Action.FEEDBACK, Role.HANDLER)
            await settle(pilot)
            await pilot.press("f2")
            await settle(pilot)
            shown = text_of(app)
            assert "您编辑期间，该事件已被他人修改" in shown
            assert "周处置" in shown
            assert "没有清理干净" in shown
            assert seen(office, case).rework_count == 1
            await pilot.press("f2")
            await settle(pilot)
            assert app.screen.form is None
            assert seen(office, case).rework_count == 2

    asyncio.run(journey())


def test_a_case_that_another_takes_or_that_leaves_the_area_is_said_to_be_gone(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.report(channel=Channel.PATROL)
        async with opened(office, Role.ACCEPTOR, case) as (app, pilot):
            second = office.desk.town.second_acceptor
            assert second is not None
            # The screen has not read again yet when the key is pressed.
            app.screen.data_changed = lambda: None
            office.desk.do(case, Action.ACCEPT, second)
            await pilot.press("f3")
            await settle(pilot)
            assert isinstance(app.screen, NoticeDialog)
            assert "陈受理" in text_of(app)
            await pilot.press("enter")
            await settle(pilot)
            assert "待立案" in text_of(app)
            assert "F3" not in text_of(app).splitlines()[-1]

            other = office.desk.report(channel=Channel.PATROL)
            acceptor = office.actor(Role.ACCEPTOR)
            await app.switch_screen(CaseScreen(office.services, acceptor, other.number))
            await settle(pilot)
            assert "F3" in text_of(app).splitlines()[-1]
            with office.desk.store.write() as session:
                session.connection().execute(
                    text("UPDATE cases SET division_code = '990101104201' WHERE id = :id"), {"id": other.id}
                )
            screen: Any = app.screen
            screen.data_changed()
            await settle(pilot)
            assert "事件已不在您可查看的范围内" in text_of(app)
            assert "F3" not in text_of(app).splitlines()[-1]

    asyncio.run(journey())


def test_a_refusal_is_a_sentence_at_the_form(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.FILED)
        async with opened(office, Role.DISPATCHER, case) as (app, pilot):
            await pilot.press("f3", *"应急", "enter", *"请处理")
            await settle(pilot)
            with office.desk.store.write() as session:
                session.connection().execute(
                    text("UPDATE unit SET active = 0 WHERE id = :id"), {"id": office.desk.town.other_unit}
                )
            await pilot.press("f2")
            await settle(pilot)
            lines = lines_of(app)
            place = next(number for number, line in enumerate(lines) if "应急管理办" in line)
            said = next(line for line in lines[place + 1 :] if "应急管理办已停用" in line)
            assert "请另选单位" in said
            assert app.screen.form.row("unit").problem
            assert "请处理" in text_of(app)
            assert not app.screen.form.saving

    asyncio.run(journey())


def test_the_language_changes_and_the_form_keeps_what_was_typed(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.DISPATCHED)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f4", *"不是我们的")
            await settle(pilot)
            app.action_language()
            await settle(pilot)
            shown = text_of(app)
            for words in ("Reason*", "不是我们的", f"Case {case.number}", "Return", "F2:Save"):
                assert words in shown, words
            app.action_language()
            await settle(pilot)
            assert "原因*" in text_of(app)
            assert app.screen.form.values()["reason"] == "不是我们的"

    asyncio.run(journey())


HOSTILE = "[red]红[/red] \x1b]0;title\x07\u202e倒\u200b转 [link=x]点[/link]"


def test_hostile_text_is_shown_with_marks_and_obeyed_nowhere(office: Office) -> None:
    async def look() -> None:
        case = office.desk.bring_to(CaseState.FEEDBACK)
        with office.desk.store.write() as session:
            connection = session.connection()
            connection.execute(
                text("UPDATE cases SET title = :evil, body = :evil, place = :evil WHERE id = :id"),
                {"evil": HOSTILE, "id": case.id},
            )
            connection.execute(
                text("UPDATE case_event SET note = :evil, reason = :evil WHERE case_id = :id"),
                {"evil": HOSTILE, "id": case.id},
            )
        async with opened(office, Role.COLLECTOR, case, (100, 40)) as (app, pilot):
            shown = text_of(app)
            assert shown.count("[red]红[/red] ?]0;title??倒?转 [link=x]点[/link]") >= 4
            assert not any(mark in shown for mark in "\x1b\x07\u202e\u200b")
            assert {cell_len(line) for line in lines_of(app)} == {100}, "no line is wider"
            await pilot.press("f3")
            await settle(pilot)
            assert app.screen.form is not None

    asyncio.run(look())


def test_every_form_can_be_used_at_60_by_20(office: Office) -> None:
    async def look() -> None:
        chief = office.actor(Role.DUTY_CHIEF)
        states = (CaseState.ACCEPTED, CaseState.FILED, CaseState.VERIFIED, CaseState.CLOSED)
        first, *others = [office.desk.bring_to(state) for state in states]
        async with opened(office, chief, first, (60, 20)) as (app, pilot):
            await its_form_can_be_used(app, pilot)
            for case in others:
                await app.switch_screen(CaseScreen(office.services, chief, case.number))
                await settle(pilot)
                await its_form_can_be_used(app, pilot)

    asyncio.run(look())


async def its_form_can_be_used(app: Any, pilot: Any) -> None:
    await pilot.press("f3")
    await settle(pilot)
    form = app.screen.form
    assert form is not None
    for row in form.rows:
        row.take_keys()
        await settle(pilot)
        assert row._label.text in text_of(app)
        # What the keys go to is in sight, between the facts and the key line.
        assert row.control.region.intersection(app.screen.region).height > 0
    assert "F2保存" in text_of(app)


def test_a_number_nobody_knows_is_told_and_the_screen_closes(office: Office) -> None:
    async def journey() -> None:
        case: Any = office.desk.report()
        stranger = office.desk.town.outsider
        assert stranger is not None
        async with opened(office, stranger, case) as (app, pilot):
            assert isinstance(app.screen, NoticeDialog)
            await pilot.press("enter")
            await settle(pilot)
            assert CaseScreen not in map(type, app.screen_stack)

    asyncio.run(journey())
