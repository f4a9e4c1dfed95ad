"""``yiwang catalogue lists add | edit | move | retire | restore | renumber``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import framed_command, json_option, pass_context
from console.i18n import N_, _
from models.catalogue.duties.views import DutyEntries
from models.catalogue.views import DutyList

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Context
    from models.catalogue.duties.views import DutyChange
    from models.catalogue.views import DutyItemView

_LISTS = [each.value for each in DutyList]
_FIELDS = ("list", "category", "number", "name", "department", "superior_duty", "township_duty", "method")
_OTHER_NAMES = {"list": "duty_list"}


def _set_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--set",
        "pairs",
        multiple=True,
        metavar="FIELD=VALUE",
        help=N_(
            "What to enter: list, category, number, name, department, superior_duty, township_duty or method."
        ),
    )(function)


def _expect_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--expect",
        required=True,
        type=int,
        metavar="NUMBER",
        help=N_("The version you saw (see “show”): nobody's change is overwritten unseen."),
    )(function)


def _dry_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--dry-run", is_flag=True, help=N_("Only say what would become of it; nothing is written.")
    )(function)


@framed_command(
    "add",
    help=N_("Put a new item on a list; those behind it move on."),
    epilog=N_("Example:\n  yiwang catalogue lists add basic --set name=发展新党员 --set category=党的建设"),
)
@click.argument("list_name", metavar="LIST", type=click.Choice(_LISTS))
@click.option("--code", default="", metavar="CODE", help=N_("Its code; the list gives one otherwise."))
@_set_option
@_dry_option
@json_option
@pass_context
def add(
    context: Context, *, list_name: str, code: str, pairs: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Create an item."""
    entries = replace(_entries(DutyEntries(DutyList(list_name), ""), pairs), code=code)
    change = context.services().duties.create(context.actor(), entries, dry_run=dry_run)
    _answer(context, change, dry_run=dry_run, as_json=as_json)


@framed_command(
    "edit",
    help=N_("Change an item: its texts, its category, its number, its list."),
    epilog=N_("Example:\n  yiwang catalogue lists edit P012 --set department=县应急管理局 --expect 3"),
)
@click.argument("code", metavar="CODE")
@_set_option
@_expect_option
@_dry_option
@json_option
@pass_context
def edit(
    context: Context, *, code: str, pairs: tuple[str, ...], expect: int, dry_run: bool, as_json: bool
) -> None:
    """Change what was named; everything else stays."""
    if not pairs:
        raise click.UsageError(_("Say what to change: --set FIELD=VALUE."))
    duties, actor = context.services().duties, context.actor()
    item = duties.item(actor, code)
    change = duties.change(actor, item.code, _entries(_as_entered(item), pairs), expect, dry_run=dry_run)
    _answer(context, change, dry_run=dry_run, as_json=as_json)


@framed_command(
    "move",
    help=N_("Move an item within its list, to another category or list; all is numbered through."),
    epilog=N_(
        "Examples:\n  yiwang catalogue lists move J012 --number 3 --expect 1\n"
        "  yiwang catalogue lists move J012 --to cooperative --expect 1"
    ),
)
@click.argument("code", metavar="CODE")
@click.option("--to", "list_name", type=click.Choice(_LISTS), help=N_("The list it goes to."))
@click.option("--category", metavar="CATEGORY", help=N_("The category it goes to."))
@click.option("--number", type=click.IntRange(min=1), help=N_("The number it is to have."))
@_expect_option
@_dry_option
@json_option
@pass_context
def move(
    context: Context,
    *,
    code: str,
    list_name: str | None,
    category: str | None,
    number: int | None,
    expect: int,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Move an item."""
    if list_name is None and category is None and number is None:
        raise click.UsageError(_("Say where to: --to, --category or --number."))
    change = context.services().duties.move(
        context.actor(),
        code,
        expect,
        duty_list=None if list_name is None else DutyList(list_name),
        category=category,
        number=number,
        dry_run=dry_run,
    )
    _answer(context, change, dry_run=dry_run, as_json=as_json)


@framed_command("retire", help=N_("Take an item off its list; it is kept, and can come back."))
@click.argument("code", metavar="CODE")
@_expect_option
@_dry_option
@json_option
@pass_context
def retire(context: Context, *, code: str, expect: int, dry_run: bool, as_json: bool) -> None:
    """Take an item off."""
    change = context.services().duties.retire(context.actor(), code, expect, dry_run=dry_run)
    _answer(context, change, dry_run=dry_run, as_json=as_json)


@framed_command("restore", help=N_("Put an item that was taken off back on its list."))
@click.argument("code", metavar="CODE")
@_expect_option
@_dry_option
@json_option
@pass_context
def restore(context: Context, *, code: str, expect: int, dry_run: bool, as_json: bool) -> None:
    """Put an item back."""
    change = context.services().duties.restore(context.actor(), code, expect, dry_run=dry_run)
    _answer(context, change, dry_run=dry_run, as_json=as_json)


@framed_command("renumber", help=N_("Number a list through: gaps and doubles go."))
@click.argument("list_name", metavar="LIST", type=click.Choice(_LISTS))
@_dry_option
@json_option
@pass_context
def renumber(context: Context, *, list_name: str, dry_run: bool, as_json: bool) -> None:
    """Renumber a list."""
    moved = context.services().duties.renumber(context.actor(), DutyList(list_name), dry_run=dry_run)
    if as_json:
        context.document(moved)
        return
    for each in moved:
        context.echo(f"{each.code}  {each.before} > {each.after}")
    if not moved:
        context.say(_("Every number is where it belongs."))
    _say_dry(context, dry_run=dry_run)


EDITS: tuple[click.Command, ...] = (add, edit, move, retire, restore, renumber)
"""The commands that change the lists."""


def _as_entered(item: DutyItemView) -> DutyEntries:
    return DutyEntries(
        item.duty_list, item.name, item.category, item.department,
        item.superior_duty, item.township_duty, item.method,
    )  # fmt: skip


def _entries(entries: DutyEntries, pairs: tuple[str, ...]) -> DutyEntries:
    r"""Return the entries with what ``--set`` names put in; ``\n`` in a value is a line break."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        field = name.strip().replace("-", "_")
        if not equals or field not in _FIELDS:
            message = _("“%(pair)s” sets none of: %(fields)s", pair=pair, fields=", ".join(_FIELDS))
            raise click.BadParameter(message, param_hint="--set")
        found[_OTHER_NAMES.get(field, field)] = _value(field, value.replace("\\n", "\n"))
    return replace(entries, **found)


def _value(field: str, value: str) -> Any:
    if field == "number":
        if not value.strip().isdecimal():
            raise click.BadParameter(_("“%(value)s” is no number", value=value), param_hint="--set")
        return int(value)
    if field == "list":
        if value not in _LISTS:
            message = _("“%(value)s” is no list: choose %(lists)s", value=value, lists=", ".join(_LISTS))
            raise click.BadParameter(message, param_hint="--set")
        return DutyList(value)
    return value


def _answer(context: Context, change: DutyChange, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        context.document(change)
        return
    from console.duty_words import change_lines

    for line in change_lines(change):
        context.echo(line)
    _say_dry(context, dry_run=dry_run)


def _say_dry(context: Context, *, dry_run: bool) -> None:
    if dry_run:
        context.say(_("Nothing was written."))
