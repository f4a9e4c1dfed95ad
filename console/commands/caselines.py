"""Lists of cases as ``yiwang case`` and ``yiwang queue`` print them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from console.i18n import N_, _
from models.cases.rules import QueueKey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from console.commands.context import Column, Context
    from console.text import Times
    from models.cases.views import CaseLine
    from models.kernel.paging import Page

F = TypeVar("F", bound="Callable[..., Any]")

DEFAULT_ROWS = 50
_PAGE = 500
_RARE = frozenset({"place", "asked", "reported_at", "state_since", "answer_due_at"})
"""Columns people see only where they chose them."""

QUEUE_KEYS = tuple(key.value for key in QueueKey)


def listing_options(function: F) -> F:
    """Add ``--text``, ``--limit`` and ``--all`` as ``text``, ``limit`` and ``every``."""
    options = (
        click.option(
            "--text",
            "--filter",
            "text",
            default="",
            metavar="TEXT",
            help=N_(
                "Only cases with all these words (Chinese, a number, pinyin initials) and conditions:"
                " state:handling due<today grid:… unit:… source:… matter:… light:red returned>0 mine."
            ),
        ),
        length_options,
    )
    for option in reversed(options):
        function = option(function)
    return function


def length_options(function: F) -> F:
    """Add ``--limit`` and ``--all`` as ``limit`` and ``every``."""
    options = (
        click.option(
            "--limit",
            type=click.IntRange(min=1),
            default=DEFAULT_ROWS,
            show_default=True,
            help=N_("How many cases at most."),
        ),
        click.option("--all", "every", is_flag=True, help=N_("All of them.")),
    )
    for option in reversed(options):
        function = option(function)
    return function


def times(context: Context) -> Times:
    """Return the wording of times by the office's own clocks."""
    from console.text import Times, clock_zone

    return Times(clock_zone(context.services().organisation.office().zone))


def print_queue(
    context: Context, key: QueueKey | None, *, text: str, limit: int, every: bool, as_json: bool
) -> None:
    """Print the cases of a queue; on the standard error, whether there are more."""
    cases, actor = context.services().cases, context.actor()

    def page_after(after: Any, rows: int) -> Page[CaseLine]:
        return cases.queue(actor, key, text, after, rows)

    print_pages(context, page_after, limit=limit, every=every, as_json=as_json)


def print_pages(
    context: Context,
    page_after: Callable[[Any, int], Page[CaseLine]],
    *,
    limit: int,
    every: bool,
    as_json: bool,
    chosen: Sequence[str] = (),
) -> None:
    """Print the cases ``page_after`` reads; on the standard error, whether there are more.

    ``chosen`` names the columns people see, in their order; programs get all of them.
    """
    wanted = None if every else limit
    rows: list[CaseLine] = []
    after = None
    while True:
        page = page_after(after, min(_PAGE, wanted - len(rows)) if wanted else _PAGE)
        rows += page.rows
        after = page.next_key
        if after is None or (wanted is not None and len(rows) >= wanted):
            break
    context.listing(
        rows,
        _chosen(columns(times(context), context.services().clock.now()), chosen),
        as_json=as_json,
        empty=N_("No cases here."),
    )
    if after is not None:
        context.say(_("There are more; add --all, or a number with --limit."))


def _chosen(every: list[Column[CaseLine]], names: Sequence[str]) -> list[Column[CaseLine]]:
    if not names:
        return [replace(column, json_only=True) if column.key in _RARE else column for column in every]
    by_name = {column.key: column for column in every}
    first = [by_name[name] for name in names if name in by_name]
    return [*first, *(replace(column, json_only=True) for column in every if column not in first)]


def columns(wording: Times, now: datetime) -> list[Column[CaseLine]]:
    """Return the columns of a list of cases."""
    from console.assist_words import task_due, task_light
    from console.clockwords import due_words
    from console.commands.context import Column
    from console.labels import label

    def light_words(row: CaseLine) -> str:
        return label(row.light if row.task is None else task_light(row.task, row.state, now))

    def shown_due(row: CaseLine) -> str:
        if row.task is None:
            return due_words(row, wording, now)
        return f"{task_due(row.task, wording, now)} {row.task.unit_name}"

    def moment(name: str, heading: str, of: Callable[[CaseLine], datetime | None]) -> Column[CaseLine]:
        def words(row: CaseLine) -> str:
            at = of(row)
            return "" if at is None else wording.moment(at, now)

        return Column(name, heading, of, text=words)

    return [
        Column("number", N_("Number"), lambda row: row.number),
        Column("light", N_("Light"), lambda row: row.light, text=light_words),
        Column("due_at", N_("Due"), lambda row: row.due_at, text=shown_due),
        Column("assistance", "", lambda row: row.task, json_only=True),
        Column("stage", "", lambda row: row.stage, json_only=True),
        Column("stage_due_at", "", lambda row: row.stage_due_at, json_only=True),
        Column("provisional", "", lambda row: row.provisional, json_only=True),
        Column("state", N_("State"), lambda row: row.state, text=lambda row: label(row.state)),
        Column("matter", N_("Matter"), lambda row: row.matter_name),
        Column("grid", N_("Grid"), lambda row: row.grid_name),
        Column("channel", N_("Channel"), lambda row: row.channel, text=lambda row: label(row.channel)),
        Column("unit", N_("Unit"), lambda row: row.unit_name),
        Column("owner", N_("Person"), lambda row: row.owner_name),
        Column("returns", N_("Returns"), lambda row: row.return_count, right=True),
        Column("reworks", N_("Reworks"), lambda row: row.rework_count, right=True),
        Column("title", N_("Title"), lambda row: row.title),
        Column("place", N_("Place"), lambda row: row.place),
        Column("asked", N_("Asked for"), lambda row: row.asked, text=lambda row: label(row.asked)),
        moment("reported_at", N_("Reported"), lambda row: row.reported_at),
        moment("state_since", N_("State since"), lambda row: row.state_since),
        moment("answer_due_at", N_("Answer by"), lambda row: row.answer_by),
    ]
