"""Attaching files to a case, printing its form, and handing the shift over, as one evening's work."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import docx

from console.screens.case_files import CaseFilesScreen
from console.viewing import show_file
from models.accounts.views import Role
from models.cases.rules import CaseState
from tests.pilot.cases import opened
from tests.pilot.screens import settle, text_of, until, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pilot.conftest import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_files_are_attached_read_and_withdrawn_and_the_form_printed(office: Office, tmp_path: Path) -> None:
    (tmp_path / "现场.png").write_bytes(PNG)
    (tmp_path / "假.png").write_bytes(b"nothing of the kind")
    case = office.desk.bring_to(CaseState.HANDLING, title="占道经营")

    async def journey() -> None:
        async with opened(office, Role.HANDLER, case) as (app, pilot):

            async def press(*keys: str) -> str:
                for key in keys:
                    await pilot.press(key)
                    await settle(pilot)
                return text_of(app)

            assert "还没有附件；按 F2 添加" in await press("1")
            await press("f2")
            write(app, f"{tmp_path}/")
            await press("假")
            refused = await press("enter", "f2")
            assert "扩展名是 .png，内容却不是" in refused.replace("\n", "")
            # What was typed stays as a draft.
            assert "草稿" in await press("escape")
            form = await press("f2")
            assert "已接上您" in form
            await press("f6", "f2")
            write(app, f"{tmp_path}/")
            await press("现", "enter", "down", *"东侧")
            listed = await press("f2")
            assert "附件 1" in listed
            assert "现场.png" in listed
            opened_words = (await press("enter")).replace("\n", "").replace(" ", "")
            assert "这里没有可以显示它的程序" in opened_words
            copies = list(app.settings.opened_folder.rglob("现场.png"))
            assert [copy.read_bytes() for copy in copies] == [PNG]
            assert "已写入" in await press("enter", "f5")
            await press("enter")
            assert isinstance(app.screen, CaseFilesScreen)
            assert "1 个附件" in await press("escape") or "附件 1" in text_of(app)
            assert "已写入" in await press("2")
            (paper,) = app.settings.exports_folder.glob("*.docx")
            tables = docx.Document(str(paper)).tables
            said = [cell.text for table in tables for row in table.rows for cell in row.cells]
            assert "现场.png\n东侧" in said
            gone = await press("enter", "1", "f6", *"拍错了地方", "enter")
            assert "已撤下：现场.png" in gone
            assert "还没有附件" in gone
            # While a form is open a file can go with it, and what was typed stays.
            await press("escape", "f5", *"已劝离")
            assert "添加附件" in await press("f4")
            assert "已劝离" in await press("escape")

    asyncio.run(journey())
    assert office.services.files.check(deep=True) == []


def test_a_shift_is_handed_over_and_the_successor_told(office: Office) -> None:
    async def journey() -> None:
        app = office.console("dispatcher")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.go("handover")
            await settle(pilot)

            async def press(*keys: str) -> str:
                for key in keys:
                    await pilot.press(key)
                    await settle(pilot)
                return text_of(app)

            sheet = await press("f3")
            assert "未办结事件：" in sheet
            await press("escape")
            form = await press(*"昨天")
            assert "昨天" in form
            assert "交给下一班吗" in await press("f2")
            assert "“昨天”不是日期和时间" in await press("enter")
            await press(*["backspace"] * 2, "enter", *"lsl", "enter", *"三栋夜里要复查")
            assert "交班给李受理" in await press("f2")

        other = office.console("acceptor")
        async with other.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "交班给李受理" in text_of(other))
            await pilot.press("enter")
            await settle(pilot)
            assert "等您接班" in text_of(other)
            await pilot.press("f2")
            await settle(pilot)
            assert "已接班：第 1 号" in text_of(other)
            await pilot.press("enter")
            await settle(pilot)
            assert "三栋夜里要复查" in text_of(other)

    asyncio.run(journey())


def test_a_file_is_shown_by_a_program_apart_from_the_terminal(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = f"import sys, os; open({str(told)!r}, 'w').write(sys.argv[1] + str(os.isatty(0)))"
    hostile = tmp_path / "$(touch x); '一.png"
    assert show_file([sys.executable, "-c", script], hostile)
    assert told.read_text() == f"{hostile}False"
    assert not show_file([sys.executable, "-c", "raise SystemExit(3)"], hostile)
    assert not show_file(["/no/such/program"], hostile)
    assert not show_file([], hostile)
