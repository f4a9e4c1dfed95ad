"""From the screen into a file: which format, where to, not over another file unasked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NoReturn

from console.dialogs.exporting import Course, ExportDialog
from console.screens.catalogue import CatalogueScreen
from console.screens.exporting import format_options, path_of, what_is_wrong
from models.accounts.views import Role
from models.exchange.exporting.refusals import ExportStopped
from models.exchange.exporting.views import Format
from tests.pilot.screens import settle, text_of, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


async def break_one_off(app: YiwangApp, pilot: Pilot[Any]) -> None:
    """Press Esc while an export works: the dialog closes, and it is said that nothing was written."""

    def work(course: Course) -> NoReturn:
        while not course.stopped():
            course.tell(500, 1000, "")
        raise ExportStopped

    await app.push_screen(ExportDialog("x.csv", work))
    await pilot.press("escape")
    await settle(pilot)
    assert "导出已中断" in text_of(app)


def test_a_queue_is_exported_as_it_is_narrowed_and_the_catalogue_too(office: Office) -> None:
    chief = office.desk.town.people[Role.DUTY_CHIEF].login

    async def journey() -> None:
        app = office.console(chief)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            folder = app.settings.exports_folder
            await pilot.press("1", "f9")
            await settle(pilot)
            write(app, "导出")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert "Open311 XML" in text_of(app)
            await pilot.press("down", "enter")
            await settle(pilot)
            assert "只写文件名的放在" in text_of(app)
            write(app, "/没有/x.csv")
            await pilot.press("enter")
            await settle(pilot)
            assert "没有 /没有 这个文件夹。" in text_of(app)
            write(app, "队列.csv")
            await pilot.press("enter")
            await settle(pilot)
            assert "行到" in text_of(app)
            rows = (folder / "队列.csv").read_text("utf-8-sig").splitlines()
            assert rows[0].startswith("number,channel,title")
            assert len(rows) > 1
            run = office.services.exports.exports(office.desk.town.people[Role.SYSTEM_ADMIN])[0]
            assert (run.kind, run.rows, run.by_name) == ("cases", len(rows) - 1, "钱值班")
            assert run.queue == "to_accept"

            (folder / "清单.csv").write_text("旧")
            app.go("catalogue")
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, CatalogueScreen)
            assert screen.can_export()
            screen.action_export()
            await settle(pilot)
            await pilot.press("down", "enter")
            await settle(pilot)
            write(app, "清单.csv")
            await pilot.press("enter")
            await settle(pilot)
            assert "要覆盖吗？" in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            assert (folder / "清单.csv").read_text() == "旧"
            await break_one_off(app, pilot)

    asyncio.run(journey())


def test_formats_and_places(tmp_path: Path) -> None:
    assert len(format_options("matters")) == 4
    assert {option.value.format for option in format_options("cases")} == set(Format)
    assert path_of(tmp_path, " a.csv ") == tmp_path / "a.csv"
    assert path_of(tmp_path, "/b/a.csv").parent.name == "b"
    assert what_is_wrong(tmp_path / "new", "a.csv") == ""
    assert what_is_wrong(tmp_path, str(tmp_path)) != ""
    assert what_is_wrong(tmp_path, "  ") != ""
