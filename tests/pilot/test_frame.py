"""The frame around every screen: menu, help, language, lock, refusals, leaving."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from console.dialogs.conflict import ConflictDialog, Difference, Dispute
from console.dialogs.prompt import PromptDialog
from console.screens.lock import LockScreen
from console.screens.queues import QueuesScreen
from console.terminal.widgets import LineInput
from console.text import cell_len
from models.accounts.views import Role
from models.cases.rules import Action
from models.cases.views import ActionEntries
from models.kernel.errors import Conflict, NotFound
from models.kernel.words import N_
from tests.pilot.conftest import PASSWORD
from tests.pilot.screens import lines_of, settle, text_of, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office

KNOWN = {"Enter", "Esc", "English", "PgUp", "PgDn", "Home", "End", "ASCII", "Tab", "Shift"}
"""Latin words a Chinese screen may show: names printed on keys, and the other language."""


def latin_words(shown: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{3,}", shown)) - KNOWN


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (132, 40)])
def test_no_english_and_no_line_too_long_on_any_part(office: Office, size: tuple[int, int]) -> None:
    async def journey() -> None:
        app = office.console("duty_chief")
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await settle(pilot, 0.3)
            for keys in ((), ("f9",), ("escape", "f1"), ("end",), ("escape", "f8"), ("escape", "f7")):
                await pilot.press(*keys)
                await settle(pilot)
                assert latin_words(text_of(app)) == set(), keys
                assert all(cell_len(line) == size[0] for line in lines_of(app))
                # What a dialog asks about stays in sight above it.
                assert lines_of(app)[0].strip(), keys

    asyncio.run(journey())


def test_a_clerk_finds_commands_help_and_language_is_told_of_errors_and_leaves(office: Office) -> None:
    """One console: nothing of this leaves anything behind but the queue it began on."""

    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            for part in (
                commands_are_found_by_initials,
                the_language_changes_at_once_and_is_remembered,
                plain_lines_replace_every_glyph_of_ours,
                help_explains_the_screen_and_lists_its_keys,
                a_refusal_is_told_in_two_sentences_and_once,
                an_unforeseen_error_shows_a_number_and_no_data,
                a_conflict_is_settled_field_by_field,
            ):
                await part(app, pilot)
                await settle(pilot)
                assert isinstance(app.screen, QueuesScreen), part
            await the_second_who_takes_a_case_is_told(office, app, pilot)
            await leaving_is_quiet_unless_something_would_be_lost(app, pilot)
        assert app.return_code == 0
        # What others saved in this very moment finds no screen any more, and ends nothing.
        app.following.saved()

    asyncio.run(journey())


async def commands_are_found_by_initials(app: YiwangApp, pilot: Pilot[None]) -> None:
    await pilot.press("f9", *"sx", "enter")
    await settle(pilot)
    assert "已重新读取" in text_of(app)
    await pilot.press("down")
    await settle(pilot)
    assert "已重新读取" not in text_of(app)


async def the_language_changes_at_once_and_is_remembered(app: YiwangApp, pilot: Pilot[None]) -> None:
    await pilot.press("f9", *"english", "enter")
    await settle(pilot)
    shown = text_of(app)
    assert "Intake pool 3" in shown
    assert "Enter:Open" in shown
    assert isinstance(app.screen, QueuesScreen)
    assert app.screen.rows.cursor == 1
    assert '"language": "en"' in (app.settings.data_folder / "settings.json").read_text()
    app.action_language()


async def plain_lines_replace_every_glyph_of_ours(app: YiwangApp, pilot: Pilot[None]) -> None:
    assert "─" in text_of(app)
    app.action_borders()
    await settle(pilot)
    strips = app.screen._compositor.render_strips()
    filters = app.get_line_filters()
    sent = ""
    for strip in strips:
        segments = list(strip)
        for each in filters[-1:]:
            segments = each.apply(segments, app.screen.background_colors[0])
        sent += "".join(segment.text for segment in segments)
    assert "─" not in sent
    assert "-----" in sent
    app.action_borders()


async def help_explains_the_screen_and_lists_its_keys(app: YiwangApp, pilot: Pilot[None]) -> None:
    # High enough to show all of it.
    await pilot.resize_terminal(80, 110)
    await pilot.press("f1")
    await settle(pilot)
    shown = text_of(app)
    assert "= 队列" not in shown
    assert "灯和到期" in shown
    assert "直接受理或接办" in shown
    # Enter has nothing to confirm here and closes it, as any text that is only shown.
    await pilot.press("enter")
    await settle(pilot)
    assert isinstance(app.screen, QueuesScreen)
    await pilot.resize_terminal(80, 24)


async def a_refusal_is_told_in_two_sentences_and_once(app: YiwangApp, pilot: Pilot[None]) -> None:
    app.explain(NotFound(N_("case"), "0302-9999"))
    app.explain(NotFound(N_("case"), "0302-9999"))
    await settle(pilot)
    assert "0302-9999" in text_of(app)
    await pilot.press("enter")


async def an_unforeseen_error_shows_a_number_and_no_data(app: YiwangApp, pilot: Pilot[None]) -> None:
    def broken() -> None:
        identity = "990101199001011234"
        message = f"cannot handle {identity}"
        raise RuntimeError(message)

    app.save(broken)
    await settle(pilot)
    shown = text_of(app)
    assert app.screen.query("NoticeDialog .panel")
    assert "9901011990" not in shown
    number = re.search(r"编号 (\w{6})", shown)
    assert number is not None
    log = (app.settings.data_folder / "errors.log").read_text(encoding="utf-8")
    assert number.group(1) in log
    await pilot.press("escape")


async def a_conflict_is_settled_field_by_field(app: YiwangApp, pilot: Pilot[None]) -> None:
    settled: list[tuple[object, frozenset[str]]] = []
    dispute = Dispute(
        compare=lambda _current: [
            Difference("title", "标题", "他们的标题", "我的标题"),
            Difference("place", "地点", "他们的地点", "我的地点"),
        ],
        settle=lambda current, mine: settled.append((current, mine)),
    )

    def clash() -> None:
        raise Conflict(N_("The case"), "what stands there now")

    app.save(clash, dispute=dispute)
    await settle(pilot)
    assert isinstance(app.screen, ConflictDialog)
    shown = text_of(app)
    assert "他们的标题" in shown
    assert "我的地点" in shown
    await pilot.press("down", "space", "enter")
    await settle(pilot)
    assert settled == [("what stands there now", frozenset({"title"}))]
    app.save(clash, dispute=dispute)
    await settle(pilot)
    await pilot.press("escape")
    await settle(pilot)
    assert len(settled) == 1


async def the_second_who_takes_a_case_is_told(office: Office, app: YiwangApp, pilot: Pilot[None]) -> None:
    screen = app.screen
    assert isinstance(screen, QueuesScreen)
    row = screen.rows.row
    assert row is not None
    second = office.desk.town.second_acceptor
    assert second is not None
    office.services.cases.perform(second, row.id, Action.ACCEPT, ActionEntries(), row.version)
    await pilot.press("f3")
    await settle(pilot)
    await settle(pilot)
    case = office.services.cases.case(second, row.number)
    assert case.acceptor_id == second.account_id
    while not isinstance(app.screen, QueuesScreen):
        await pilot.press("escape")
        await settle(pilot)


async def leaving_is_quiet_unless_something_would_be_lost(app: YiwangApp, pilot: Pilot[None]) -> None:
    await pilot.press("escape")
    await settle(pilot)
    assert isinstance(app.screen, QueuesScreen)
    app.screen.holds_unsaved = lambda: True  # type: ignore[method-assign]
    await pilot.press("f10")
    await settle(pilot)
    assert "仍要离开吗" in text_of(app)
    # A key that bounces asks no second time and answers nothing.
    depth = len(app.screen_stack)
    await pilot.press("f10")
    await settle(pilot)
    assert (len(app.screen_stack), "请先回答" in text_of(app)) == (depth, True)
    await pilot.press("escape")
    await settle(pilot)
    assert isinstance(app.screen, QueuesScreen)
    app.screen.holds_unsaved = lambda: False  # type: ignore[method-assign]
    # From a question as well; it is asked there if words were typed that nothing keeps.
    await app.push_screen(PromptDialog("原因", value="已写"))
    await pilot.press("f1")
    await settle(pilot)
    assert {"帮助", "Enter"} <= set(re.findall(r"帮助|Enter", text_of(app)))
    await pilot.press("f1", "x", "f10")
    await settle(pilot)
    assert "仍要离开吗" in text_of(app)
    await pilot.press("enter")
    await settle(pilot)


def test_the_lock_hides_everything_and_opens_with_the_password(office: Office) -> None:
    office.make_demo(demo=False)
    office.open_account("he", "何受理", Role.ACCEPTOR, os_user="heshouli", area="990101103")

    async def journey() -> None:
        app = office.console(os_user="heshouli")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("down")
            app.action_lock()
            await settle(pilot)
            assert isinstance(app.screen, LockScreen)
            assert "小区" not in text_of(app)
            await pilot.press("escape", "f9")
            await settle(pilot)
            assert text_of(app).count("退出登录") == 1
            assert "修改密码" not in text_of(app)
            assert "锁定界面" not in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            assert isinstance(app.screen, LockScreen)
            await pilot.press(*"wrong", "enter")
            await settle(pilot)
            assert isinstance(app.screen, LockScreen)
            assert app.screen.query_one(LineInput).value == ""
            write(app, PASSWORD)
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, QueuesScreen)
            assert app.screen.rows.cursor == 1

    asyncio.run(journey())


def test_a_given_password_must_be_changed_first(office: Office) -> None:
    office.make_demo(demo=False)
    office.open_account("he", "何受理", Role.ACCEPTOR, area="990101103", must_change_password=True)
    fresh = "Qiaotou-2026-Ling"

    async def journey() -> None:
        app = office.console()
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press(*"he", "enter")
            write(app, PASSWORD)
            await pilot.press("enter")
            await settle(pilot)
            assert "请换成自己的密码" in text_of(app)
            for entry in (PASSWORD, fresh, "another"):
                write(app, entry)
                await pilot.press("enter")
            await settle(pilot)
            assert "两次输入的新密码不同" in text_of(app)
            write(app, fresh)
            await pilot.press("enter")
            await settle(pilot)
            assert "密码已修改" in text_of(app)
        assert office.services.accounts.sign_in("he", fresh, "test").must_change_password is False

    asyncio.run(journey())


def test_a_key_a_site_remapped_shows_in_the_key_line(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor", keymap={"queues.filter": "f4"})
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "F4查找" in text_of(app)
            await pilot.press("f4")
            await settle(pilot)
            assert app.screen.query("#filter")

    asyncio.run(journey())


def test_text_that_looks_like_markup_stays_text(office: Office) -> None:
    office.desk.report(title="[bold]不是[/bold] [@click=app.exit]标记[/]")

    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(120, 30)) as pilot:
            await settle(pilot)
            await pilot.press("end")
            await settle(pilot)
            await settle(pilot, 0.3)
            assert "[bold]不是[/bold]" in text_of(app)
            assert "[@click=app.exit]" in text_of(app)

    asyncio.run(journey())


def test_the_first_picture_needs_no_database_layer() -> None:
    program = (
        "import sys\n"
        "import console.commands.tui, console.screens.opening, console.screens.queues, models.glance\n"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'pydantic'} & set(sys.modules)))\n"
        "print('textual.widgets._text_area' in sys.modules)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split("\n")[:2] == ["[]", "False"]
