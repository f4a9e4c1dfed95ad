"""Coming in: demo people, the operating-system user, account and password."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.screens.sign_in import PeopleList
from models.accounts.views import Role
from tests.pilot.conftest import PASSWORD
from tests.pilot.screens import settle, text_of, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


def login(app: YiwangApp) -> str:
    """Return who is signed in; "" for nobody."""
    return "" if app.actor is None else app.actor.login


def test_a_demo_offers_its_people_and_whoever_signs_out_leaves_it_to_the_next(office: Office) -> None:
    async def journey() -> None:
        app = office.console()
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            shown = text_of(app)
            assert "演示乡镇" in shown
            # Who works stands first, with the unit; who administers, last.
            order = ["王采集", "李受理", "孙负责          综合执法办", "郑领导", "系统员"]
            places = [shown.index(words) for words in order]
            assert places == sorted(places)
            await pilot.press("down", "enter")
            await settle(pilot)
            assert "李受理 受理员" in text_of(app)
            assert login(app) == "acceptor"
            app.action_sign_out()
            await settle(pilot)
            assert "演示乡镇" in text_of(app)
            assert login(app) == ""
            assert app.frame.person == ""
            await typing_finds_a_person_and_no_password_is_told(app, pilot)

    asyncio.run(journey())


async def typing_finds_a_person_and_no_password_is_told(app: YiwangApp, pilot: Pilot[None]) -> None:
    for typed, names in (
        ("zcz", ["周处置"]),
        ("事", []),
        ("执法", ["孙负责", "周处置"]),
        ("处置员", ["周处置", "冯处置"]),
    ):
        write(app, typed)
        await settle(pilot)
        people = app.screen.query_one(PeopleList)
        shown = [people.row_at(place) for place in range(people.count)]
        assert [person.name for person in shown if person is not None] == names
    write(app, "nobody")
    await pilot.press("enter")
    await settle(pilot)
    assert "没有与“nobody”" in text_of(app)
    await pilot.press("f2", *"hand", "down", "tab", "enter")
    await settle(pilot)
    assert "还没有输入密码" in text_of(app)
    await pilot.press("shift+tab", "x")
    await settle(pilot)
    assert "还没有输入密码" not in text_of(app)
    await pilot.press("backspace", "enter")
    await settle(pilot)
    assert app.actor is not None
    assert app.actor.login == "handler"


def test_the_linked_os_user_is_let_in_at_once(office: Office) -> None:
    office.make_demo(demo=False)
    office.open_account("he", "何受理", Role.ACCEPTOR, os_user="heshouli", area="990101103")

    async def journey() -> None:
        app = office.console(os_user="heshouli")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "何受理 受理员" in text_of(app)
            assert "小区三栋" in text_of(app)

    asyncio.run(journey())


def test_an_unknown_os_user_gets_the_form(office: Office) -> None:
    office.make_demo(demo=False)

    async def journey() -> None:
        app = office.console(os_user="nobody-knows")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "账号" in text_of(app)
            assert "王采集" not in text_of(app)

    asyncio.run(journey())


def test_a_wrong_password_is_told_and_the_right_one_opens(office: Office) -> None:
    office.make_demo(demo=False)
    office.open_account("he", "何受理", Role.ACCEPTOR, area="990101103")

    async def journey() -> None:
        app = office.console()
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press(*"he", "enter", *"wrong", "enter")
            await settle(pilot)
            assert app.frame.person == ""
            assert app.screen.query_one("#password").value == ""  # type: ignore[attr-defined]
            assert app.screen.query_one("#problem").text  # type: ignore[attr-defined]
            write(app, PASSWORD)
            await pilot.press("enter")
            await settle(pilot)
            assert app.actor is not None
            assert "何受理 受理员" in text_of(app)

    asyncio.run(journey())


def test_a_database_that_cannot_be_opened_is_told_and_ends_the_console(office: Office) -> None:
    from console.app import YiwangApp
    from console.settings import load_settings
    from models.kernel.errors import NoDatabase

    where = "/srv/lost.db"

    def missing() -> None:
        raise NoDatabase(where)

    async def journey() -> None:
        app = YiwangApp(load_settings(), missing, clock=office.clock)  # type: ignore[arg-type]
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "/srv/lost.db" in text_of(app)
            await pilot.press("enter")
            await settle(pilot)
        assert app.return_code == 1

    asyncio.run(journey())
