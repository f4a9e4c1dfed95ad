"""``yiwang demo``: a fictional township with three months of work, to look around in."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, pass_context, yes_option
from console.i18n import N_, _
from console.settings import os_user

if TYPE_CHECKING:
    from types import TracebackType

    from console.commands.context import Context
    from console.demo_place import Standing
    from scenarios.demo.build import Progress

_ROWS_SHOWN = 20


@framed_command(
    "demo",
    help=N_(
        "Build the demo township and open it.\n\n"
        "A fictional town with its villages, grids, people, duty lists, matters and three months of "
        "cases is made in a database of its own, the first time in some twenty seconds; after that it "
        "opens at once. Sign in as any of its people: none has a password. Without a terminal the "
        "township is built and its first queue printed."
    ),
)
@click.option(
    "--reset", is_flag=True, help=N_("Build it anew, with cases up to today; what was done is lost.")
)
@click.option(
    "--seed", type=int, default=None, metavar="NUMBER", help=N_("Another township by another number.")
)
@click.option(
    "--cases",
    type=click.IntRange(1, 20_000),
    default=None,
    metavar="NUMBER",
    help=N_("How many cases, 4,000 if not said; fewer are built sooner."),
)
@click.option(
    "--at",
    metavar="TIME",
    help=N_("The office's time its cases lead up to, “2026-11-20 16:00”; now, if not said."),
)
@yes_option
@pass_context
@click.pass_context
def command(
    click_context: click.Context,
    context: Context,
    *,
    reset: bool,
    seed: int | None,
    cases: int | None,
    at: str | None,
) -> Any:
    """Find or build the township, then open the console or print the first queue."""
    from console.demo_place import DATABASE_FILE, STALE_AFTER

    if not _named_database(click_context):
        context.use(database=str(context.settings.data_folder / DATABASE_FILE))
    found = _find(context, reset=reset)
    now = datetime.now(UTC)
    asked = {"--seed": seed, "--cases": cases, "--at": at}
    if found is None or not found.complete or reset:
        ends = now if at is None else _ending(at, now)
        if found is not None:
            context.confirm(_("Everything done in the demo township will be lost. Build it anew?"))
        _build(context, ends, seed, cases)
    elif option := next((name for name, value in asked.items() if value is not None), None):
        raise click.BadOptionUsage(option, _("The township is there already; add --reset to build another."))
    elif now - found.built_at > STALE_AFTER:
        context.say(_("This township was built weeks ago; “yiwang demo --reset” renews its dates."))
    if sys.stdin.isatty() and sys.stdout.isatty():
        from console.commands.tui import command as tui

        return click_context.invoke(tui, ask=True)
    _print_first_queue(context)
    return None


def _ending(text: str, now: datetime) -> datetime:
    """Return the moment meant by ``--at``, by the clocks of the township that is to be built.

    Raises:
        BadMoment: it cannot be read.
        BadOptionUsage: it is still to come: what happened in the township would not have happened yet.
    """
    from models.calendar.arithmetic import parse_moment

    moment = parse_moment(text).astimezone(UTC)
    if moment > now:
        option = "--at"
        raise click.BadOptionUsage(
            option, _("No case can have been reported in the future: %(when)s") % {"when": text}
        )
    return moment


def _named_database(click_context: click.Context) -> bool:
    """Say whether --db was given, before the command's name or after it."""
    from click.core import ParameterSource

    place: click.Context | None = click_context
    while place is not None:
        if place.get_parameter_source("db") is ParameterSource.COMMANDLINE:
            return True
        place = place.parent
    return False


def _find(context: Context, *, reset: bool) -> Standing | None:
    """Return the township that is there; one of another version counts as none if it is to go anyway."""
    from console.demo_place import OldDemo, standing

    try:
        return standing(context.settings.database, context.settings.shown_database)
    except OldDemo:
        if not reset:
            raise
        context.confirm(_("Everything done in the demo township will be lost. Build it anew?"))
        return None


def _build(context: Context, now: datetime, seed: int | None, cases: int | None) -> None:
    from console.demo_place import make
    from scenarios.demo.build import CASES, SEED

    context.say(_("Building the demo township, once; every name, number and case in it is invented."))
    with _Telling(context) as tell:
        built = make(
            context.settings.database,
            now,
            seed=SEED if seed is None else seed,
            cases=CASES if cases is None else cases,
            founder=os_user(),
            on_progress=tell,
        )
    context.say(
        _("%(cases)s cases with %(steps)s steps are ready in %(where)s.")
        % {"cases": built.cases, "steps": built.steps, "where": context.settings.shown_database}
    )


def _print_first_queue(context: Context) -> None:
    """Print the first queue in which something waits."""
    from console.commands.caselines import print_queue
    from models.cases.rules import QueueKey

    counted = context.services().cases.counters(context.actor())
    first = next((key for key in QueueKey if counted.get(key)), next(iter(QueueKey)))
    print_queue(context, first, text="", limit=_ROWS_SHOWN, every=False, as_json=False)
    place = context.settings.shown_database
    context.say(_("This is the demo township's first queue. To go on, open it on a terminal: yiwang demo"))
    context.say(_("Or from the shell: yiwang queue --db %(place)s") % {"place": place})


class _Telling:
    """Says how far the building is: a bar on a terminal, else a line for each part."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._bar: Any = None
        self._part = ""

    def __enter__(self) -> Progress:
        if not sys.stderr.isatty():
            return self._line
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task("", total=None)
        return self._move

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _move(self, part: str, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total or None, description=_(part))

    def _line(self, part: str, _done: int, _total: int) -> None:
        if part != self._part:
            self._part = part
            self._context.say(_("… %(part)s") % {"part": _(part)})
