"""The application of the terminal tests: one of every widget, and keys that break things."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Footer

from console.terminal.base import TerminalApp
from console.terminal.widgets import (
    ActionButton,
    BlockInput,
    ChoiceSet,
    LineInput,
    PickField,
    PickList,
    PlainText,
    TickList,
    Toggle,
    cell,
)

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from console.terminal.profile import TerminalProfile

ID_NUMBER = "110101199003074477"
"""Stands for personal data in a local variable and in an error's message."""


class Sample(TerminalApp[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "quit", "退出"),
        Binding("f2", "raise_in_handler", "错误"),
        Binding("f3", "raise_in_worker", "工作错误"),
        Binding("f4", "raise_in_thread", "线程错误"),
        Binding("f5", "block", "阻塞"),
        Binding("f6", "say", "提示"),
        Binding("f7", "flood", "刷屏"),
    ]

    def __init__(self, profile: TerminalProfile, log_directory: Path | None, data: str) -> None:
        super().__init__(profile, log_directory=log_directory)
        self._payload = data

    def compose(self) -> ComposeResult:
        data = self._payload
        yield PlainText("准备好了 " + data)
        with VerticalScroll(can_focus=False):
            yield LineInput(placeholder="姓名", id="name")
            yield BlockInput("", id="note")
            yield Toggle("匿名 " + data)
            yield ChoiceSet("电话 " + data, "网络")
            yield TickList(("消防 " + data, 1), ("燃气", 2, True))
            yield PickField([("岭南 " + data, 1), ("桥头", 2)])
            yield PickList("甲 " + data, "乙")
            yield ActionButton("保存 " + data, variant="primary")
        table = DataTable[object]()
        table.display = bool(data)
        table.add_column(cell("列 " + data))
        table.add_row(cell("格 " + data))
        yield table
        yield Footer()

    def on_mount(self) -> None:
        data = self._payload
        if data:
            self.title = data
            self.screen.border_title = None
            self.query_one(LineInput).value = data
            self.query_one(BlockInput).text = data

    def action_raise_in_handler(self) -> None:
        id_number = ID_NUMBER
        raise ValueError(id_number)

    def action_raise_in_worker(self) -> None:
        self.run_worker(self._fail, thread=True)

    def _fail(self) -> None:
        id_number = ID_NUMBER
        raise ValueError(id_number)

    def action_raise_in_thread(self) -> None:
        threading.Thread(target=self._fail).start()

    def action_block(self) -> None:
        time.sleep(60)

    def action_say(self) -> None:
        data = self._payload
        self.notify("提示 " + data, title="标题 " + data)
        self.copy_to_clipboard("机密" + data)
        self.open_url("http://example.invalid/" + data)

    def action_flood(self) -> None:
        self.set_interval(0.02, self._paint)

    def _paint(self) -> None:
        self.query_one(PlainText).update(f"{time.monotonic():.3f} " + "流水" * 30)
        self.refresh(layout=True)
