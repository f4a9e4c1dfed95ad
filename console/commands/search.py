"""``yiwang search``: care of the index that searches look into."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from console.commands.frame import framed_group, json_option, pass_context
from console.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Context


@framed_group(
    "search",
    help=N_("Take care of the index that searches look into."),
    epilog=N_("Examples:\n  yiwang search rebuild\n  yiwang search rebuild --json"),
)
def command() -> None:
    """Hold the commands of the index."""


@command.command(
    "rebuild",
    help=N_(
        "Make the index of words anew from all cases.\n\n"
        "Needed when “yiwang check” says that it differs. Others may go on working; until it is done, "
        "searches find fewer cases. If it is interrupted, “yiwang upgrade” takes it up again."
    ),
)
@json_option
@pass_context
def rebuild(context: Context, *, as_json: bool) -> None:
    """Rebuild it, and say how many cases it has."""
    with _Progress() as progress:
        cases = context.services().word_search.rebuild(progress)
    if as_json:
        context.document({"cases": cases})
    else:
        context.echo(_said(cases))


def fill_index(context: Context) -> None:
    """Put cases into the index that it lacks, telling how far it is: it may take minutes."""
    with _Progress() as progress:
        cases = context.services().word_search.fill(progress)
    if cases:
        context.say(_said(cases))


def _said(cases: int) -> str:
    return ngettext(
        "The words of %(count)s case are in the index.",
        "The words of %(count)s cases are in the index.",
        cases,
        count=cases,
    )


class _Progress:
    """A bar on a terminal's standard error; nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Callable[[int, int], None] | None:
        if not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task(_("index of words"), total=None)

        def show(done: int, total: int) -> None:
            self._bar.update(task, completed=done, total=total)

        return show

    def __exit__(self, *_exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()
