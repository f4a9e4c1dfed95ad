"""How far a long command is: a bar on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.exchange.frame import Progress

EVERY = 5.0
"""Seconds between two lines"""
_FEW = 0.5
"""Seconds before a rate says anything"""


class progress_bar:  # noqa: N801 -- used as a context manager only
    """A bar with rate and remaining time on a terminal's standard error, plain lines elsewhere.

    Args:
        seconds: what time it is, in seconds from anywhere.
        terminal: whether somebody watches; asked of the standard error if not said.
        rated: whether what is counted are rows, of which so many a second are done.
    """

    def __init__(
        self,
        seconds: Callable[[], float] = time.monotonic,
        *,
        terminal: bool | None = None,
        rated: bool = True,
    ) -> None:
        self._bar: Any = None
        self._seconds = seconds
        self._terminal = terminal
        self._rated = rated

    def __enter__(self) -> Progress:
        watched = sys.stderr.isatty() if self._terminal is None else self._terminal
        return self._drawn() if watched else _Lines(self._seconds, rated=self._rated)

    def _drawn(self) -> Progress:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                speed = task.finished_speed or task.speed
                return Text("" if not speed else _(_RATE, count=f"{speed:,.0f}"))

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            *((Rate(),) if self._rated else ()),
            TimeRemainingColumn(compact=True),
        )
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task("", total=None)
        last: list[str] = []

        def show(done: int, total: int, phase: str) -> None:
            if last != [phase]:
                # Another phase has another pace.
                last[:] = [phase]
                self._bar.reset(task, total=total or None, description=_(phase))
            self._bar.update(task, completed=done, total=total or None)

        return show

    def __exit__(self, *_exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()


_RATE = N_("%(count)s rows/s")


class _Lines:
    """Says how far it is on the standard error, the first time after some seconds."""

    def __init__(self, seconds: Callable[[], float], *, rated: bool = True) -> None:
        self._seconds = seconds
        self._rated = rated
        self._said = self._began = seconds()
        self._phase = ""

    def __call__(self, done: int, total: int, phase: str) -> None:
        """Say it, if the last time is long enough ago."""
        now = self._seconds()
        if phase != self._phase:
            self._phase, self._began = phase, now
        if now - self._said < EVERY:
            return
        self._said = now
        click.echo(self._line(done, total, now - self._began), err=True)

    def _line(self, done: int, total: int, took: float) -> str:
        facts = {"phase": _(self._phase), "done": f"{done:,}", "total": f"{total:,}"}
        rated = took >= _FEW and done and self._rated
        if total < done:
            # A file read as it comes: nobody knows yet how long it is.
            if not rated:
                return _("%(phase)s: %(done)s", **facts)
            return _("%(phase)s: %(done)s, %(rate)s rows/s", rate=f"{done / took:,.0f}", **facts)
        if not rated:
            return _("%(phase)s: %(done)s of %(total)s", **facts)
        rate = done / took
        return _(
            "%(phase)s: %(done)s of %(total)s, %(rate)s rows/s, about %(left)s s left",
            rate=f"{rate:,.0f}",
            left=f"{(total - done) / rate:,.0f}",
            **facts,
        )
