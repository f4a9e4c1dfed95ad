"""Taking a case in: what is asked, what is refused, what is kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from sqlalchemy import text

from console.i18n import set_language
from console.screens.case import CaseScreen
from console.screens.intake import IntakeScreen
from models.accounts.views import Role
from models.cases.rules import Channel, PersonalField, QueueKey
from tests.pilot.intakes import BODY, fill, form_for, intake, press, problem, put, value
from tests.pilot.screens import FloorScreen, lines_of, text_of, until, windows
from tests.support.quiet import quiet

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.pilot.conftest import Office


def newest(office: Office) -> CaseView:
    chief = office.actor(Role.DUTY_CHIEF)
    lines = office.services.cases.queue(chief, QueueKey.TO_ACCEPT, limit=100).rows
    return office.services.cases.case_by_id(chief, max(line.id for line in lines))


def count(office: Office) -> int:
    chief = office.actor(Role.DUTY_CHIEF)
    return len(office.services.cases.queue(chief, QueueKey.TO_ACCEPT, limit=100).rows)


def test_calls_are_taken_in_one_after_the_other(office: Office) -> None:
    with office.desk.store.write() as session:
        session.connection().execute(text("UPDATE grid SET initials = 'ln01' WHERE code = 'G01'"))

    async def journey() -> None:
        async with form_for(office) as (app, pilot):
            assert "( ) 巡查" in text_of(app)
            await what_is_missing_or_cannot_be_is_said_at_its_field(office, app, pilot)
            await press(pilot, "f6", "enter")
            assert value(app, "body") == ""
            assert value(app, "channel") == ""
            await press(pilot, "escape")
            assert drafts(office) == []

            await again(office, app)
            await the_grid_is_found_by_name_code_and_initials_within_the_area(app, pilot)
            await press(pilot, *["backspace"] * 2)
            # The channel by its digit, the grid by its code, the rest field by field.
            await a_call_is_taken_in_with_keys_alone(office, app, pilot)
            await press(pilot, "down", "down", "enter")
            assert isinstance(app.screen, FloorScreen)

            await again(office, app)
            await the_next_begins_empty_from_the_same_channel(office, app, pilot)
            await press(pilot, "escape")
            assert isinstance(app.screen, FloorScreen)
            await after_saving_the_case_can_be_opened_or_one_can_go_back(office, app, pilot)

    asyncio.run(journey())


async def again(office: Office, app: Any) -> None:
    await app.push_screen(IntakeScreen(office.services, office.actor(Role.ACCEPTOR)))
    while not await quiet():
        pass


def drafts(office: Office) -> list[Any]:
    return list(office.services.desk.drafts(office.actor(Role.ACCEPTOR)))


async def what_is_missing_or_cannot_be_is_said_at_its_field(office: Office, app: Any, pilot: Any) -> None:
    times = {"14:05": "还没有到", "2-30 9:00": "没有这一天", "下午": "看不懂", "昨天": "没有写几点"}
    before = count(office)
    await press(pilot, "f2")
    assert all(problem(app, name) for name in ("channel", "grid_id", "title", "body"))
    assert not any(problem(app, name) for name in ("place", "occurred_at", "reporter_phone"))
    assert count(office) == before
    await fill(app, pilot)
    assert not any(problem(app, name) for name in ("channel", "grid_id", "title", "body"))
    for entry, said in times.items():
        put(app, occurred_at=entry)
        await press(pilot, "f2")
        assert said in problem(app, "occurred_at")
        assert said in text_of(app)
        assert (value(app, "occurred_at"), value(app, "body")) == (entry, BODY)
        assert count(office) == before
    # What the service refuses is shown as well as what the form does.
    put(app, occurred_at="", reporter_phone="一三八")
    await press(pilot, "f2")
    assert "3 至 20 位" in problem(app, "reporter_phone").replace("到", " 至 ").replace("3至20", "3 至 20")
    assert value(app, "title") == "小区通道被堵死"
    # A long text moves along in its field; a short one in its place stands at the beginning.
    form = intake(app).form
    assert form is not None
    title = form.row("title")
    title.take_keys()
    put(app, title="长" * 50)
    await press(pilot, "end")
    assert title.control.scroll_x > 0
    put(app, title="短")
    await press(pilot, "end")
    assert title.control.scroll_x == 0


async def the_grid_is_found_by_name_code_and_initials_within_the_area(app: Any, pilot: Any) -> None:
    await press(pilot, "4", "enter")
    for typed in ("岭南", "g01", "ln"):
        await press(pilot, *typed)
        screen = text_of(app)
        assert "岭南01" in screen
        assert "桥头02" not in screen
        await press(pilot, *["backspace"] * len(typed))
    await press(pilot, *"外村")
    assert "辖区内没有相符的网格" in text_of(app)
    # Text that was not picked is no grid.
    await press(pilot, "f2")
    assert problem(app, "grid_id")


async def a_call_is_taken_in_with_keys_alone(office: Office, app: Any, pilot: Any) -> None:
    await press(pilot, "g", "0", "2")
    assert "桥头02" in text_of(app)
    texts = (*"大桥下", "enter", *"桥下有积水", "enter", *"积水半米", "enter", *"快来")
    await press(pilot, "enter", *texts, "tab")
    await press(pilot, "８", "colon", "３", "０", "enter", *"张三丰", "enter", *"13800001234")
    await press(pilot, "f2")
    case = newest(office)
    assert f"已登记，编号 {case.number}" in text_of(app)
    assert (case.title, case.body, case.place) == ("桥下有积水", "积水半米\n快来", "大桥下")
    assert (case.channel, case.grid_name) == (Channel.HOTLINE, "桥头02")
    assert case.occurred_at == office.clock.now() - timedelta(minutes=30)
    assert (case.reporter_name, case.reporter_phone) == ("张＊＊", "138****1234")
    shown_phone = office.services.cases.reveal(
        office.actor(Role.ACCEPTOR), case.id, PersonalField.REPORTER_PHONE, "回拨核实"
    )
    assert shown_phone == "13800001234"
    assert "13800001234" not in text_of(app)


async def the_next_begins_empty_from_the_same_channel(office: Office, app: Any, pilot: Any) -> None:
    await fill(app, pilot)
    before = count(office)
    await press(pilot, "f2")
    # An empty time is now.
    assert newest(office).occurred_at == office.clock.now()
    await press(pilot, "enter")
    assert count(office) == before + 1
    assert f"{newest(office).number} 已登记" in text_of(app)
    assert value(app, "channel") == "hotline"
    assert {value(app, name) for name in ("title", "body", "occurred_at")} == {""}
    assert value(app, "grid_id") is None
    assert drafts(office) == []
    # What was just saved is not hinted at before anything is typed.
    assert "相似" in text_of(app)
    assert "小区通道被堵死" not in text_of(app)


async def after_saving_the_case_can_be_opened_or_one_can_go_back(
    office: Office, app: Any, pilot: Any
) -> None:
    await again(office, app)
    await fill(app, pilot)
    await press(pilot, "f2", "down", "enter")
    assert isinstance(app.screen, CaseScreen)
    assert newest(office).number in lines_of(app)[0]
    await press(pilot, "escape")
    assert isinstance(app.screen, FloorScreen)
    await again(office, app)
    await fill(app, pilot)
    await press(pilot, "f2", "down", "down", "enter")
    assert isinstance(app.screen, FloorScreen)
    assert "已登记" in text_of(app)


def test_what_was_typed_comes_back_with_the_time_it_was_begun(office: Office) -> None:
    async def type_and_leave() -> None:
        async with form_for(office) as (app, pilot):
            await fill(app, pilot)
            await press(pilot, "escape")
            assert isinstance(app.screen, FloorScreen)
            assert "草稿" in text_of(app)

    async def come_back_and_save() -> None:
        async with form_for(office) as (app, pilot):
            await until(pilot, lambda: value(app, "body") == BODY)
            assert value(app, "grid_id").text == "岭南01"
            # Begun at nine on Monday: an empty time must not turn into the next day's.
            # The field stays as it was left, and says what its emptiness means now.
            assert value(app, "occurred_at") == ""
            form = intake(app).form
            assert form is not None
            assert form.row("occurred_at").hint == "留空即为开始填写这份表单的时间：昨天09:00。"
            await press(pilot, "f2")
            assert newest(office).occurred_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
            assert office.services.desk.drafts(office.actor(Role.ACCEPTOR)) == []

    asyncio.run(type_and_leave())
    office.clock.advance(timedelta(days=1))
    asyncio.run(come_back_and_save())


def test_who_walks_the_grids_reports_from_patrol(office: Office) -> None:
    async def journey() -> None:
        async with form_for(office, Role.COLLECTOR) as (app, _pilot):
            assert value(app, "channel") == "patrol"

    asyncio.run(journey())


@windows
def test_every_line_fits_and_every_field_can_be_reached(
    office: Office, language: str, size: tuple[int, int]
) -> None:
    set_language(language)

    async def journey() -> None:
        async with form_for(office, size=size) as (app, pilot):
            await fill(app, pilot)
            await until(pilot, lambda: bool(intake(app)._hints.similar))
            form = intake(app).form
            assert form is not None
            for row in form.rows:
                row.take_keys()
                await pilot.pause()
                assert row.has_focus_within
                control = app.screen.focused
                assert control is not None
                top = form.region.y
                assert top <= control.region.y < top + form.region.height, row.field.name
                lines = lines_of(app)
                assert len(lines) == size[1]
                assert {cell_len(line) for line in lines} == {size[0]}

    asyncio.run(journey())
