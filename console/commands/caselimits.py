"""``yiwang case limits``: how long each stage of a case may take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caseactions import moment_of
from console.commands.frame import framed_group, json_option, pass_context
from console.i18n import N_, _
from models.calendar.rules import Mode
from models.cases.limits import Limited
from models.cases.rules import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.commands.context import Column, Context
    from models.cases.limits import StageRule


@framed_group(
    "limits",
    help=N_("Show and set how long each stage of a case may take: to accept, file, dispatch, verify …"),
    epilog=N_(
        "Examples:\n"
        "  yiwang case limits list\n"
        "  yiwang case limits set accept 15WM\n"
        "  yiwang case limits set dispatch 30UM --urgency 3 --dry-run\n"
        "  yiwang case limits drop contact --channel media"
    ),
)
def limits() -> None:
    """Hold the commands of the table of limits."""


@limits.command("list", help=N_("List the limits in force."))
@click.option("--history", is_flag=True, help=N_("Every limit there ever was, the newest first."))
@json_option
@pass_context
def list_limits(context: Context, *, history: bool, as_json: bool) -> None:
    """List the table."""
    service, actor = context.services().limits, context.actor()
    found = service.history(actor) if history else service.limits(actor)
    context.listing(found, _columns(context), as_json=as_json, empty=N_("No stage has a limit."))


def _rule_options(function: Any) -> Any:
    """Add what a rule is for, and ``--dry-run``."""
    options: tuple[Callable[[Any], Any], ...] = (
        click.argument("stage", type=click.Choice([each.value for each in Limited]), metavar="STAGE"),
        click.option(
            "--channel",
            type=click.Choice([channel.value for channel in Channel]),
            help=N_("Only for cases that came this way."),
        ),
        click.option(
            "--urgency",
            type=int,
            metavar="GRADE",
            help=N_("Only for matters of this grade, 1 (ordinary) to 4 (gravest)."),
        ),
        click.option("--dry-run", is_flag=True, help=N_("Only say what would change.")),
    )
    for option in reversed(options):
        function = option(function)
    return function


@limits.command(
    "set",
    help=N_(
        "Say how long a stage may take from now on; clocks that run keep theirs.\n\n"
        "A limit is a number and a unit: WM and WH count office minutes and hours, UM and UH run on through "
        "the night, WD working days, ND calendar days. STAGE is accept, file, check, dispatch, contact, "
        "verify, call_back, or reserve: how much earlier than a superior's deadline ours is."
    ),
)
@_rule_options
@click.argument("limit", metavar="LIMIT")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.HOURS.value,
    show_default=True,
    help=N_("Count days to the minute, or by the day without the day of receipt."),
)
@click.option("--from", "since", metavar="TIME", help=N_("From when on (“2026-03-02 08:00”); now."))
@json_option
@pass_context
def set_limit(
    context: Context,
    *,
    stage: str,
    limit: str,
    channel: str | None,
    urgency: int | None,
    mode: str,
    since: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add a row to the table."""
    made = context.services().limits.set(
        context.actor(),
        Limited(stage),
        limit,
        mode=Mode(mode),
        channel=None if channel is None else Channel(channel),
        urgency=urgency,
        valid_from=None if since is None else moment_of(context, since),
        dry_run=dry_run,
    )
    _tell(context, made, dry_run=dry_run, as_json=as_json)


@limits.command("drop", help=N_("End a limit; a less particular one applies in its place, or none."))
@_rule_options
@json_option
@pass_context
def drop_limit(
    context: Context, *, stage: str, channel: str | None, urgency: int | None, dry_run: bool, as_json: bool
) -> None:
    """End a row of the table."""
    ended = context.services().limits.drop(
        context.actor(),
        Limited(stage),
        channel=None if channel is None else Channel(channel),
        urgency=urgency,
        dry_run=dry_run,
    )
    _tell(context, ended, dry_run=dry_run, as_json=as_json, ended=True)


def _tell(context: Context, rule: StageRule, *, dry_run: bool, as_json: bool, ended: bool = False) -> None:
    from console.limitwords import rule_words

    if as_json:
        context.document(rule)
        return
    words = rule_words(rule)
    if dry_run:
        context.echo(_("Nothing was changed. It would be: %(rule)s", rule=words))
    else:
        context.echo(_("Ended: %(rule)s", rule=words) if ended else _("From now on: %(rule)s", rule=words))


def _columns(context: Context) -> list[Column[StageRule]]:
    from console.commands.caselines import times
    from console.commands.context import Column
    from console.labels import label
    from console.limitwords import channel_words, limit_shown, setter_words, urgency_words

    wording = times(context)

    def since(row: StageRule) -> str:
        return wording.full(row.valid_from)

    return [
        Column("stage", N_("Stage"), lambda row: row.stage, text=lambda row: label(row.stage)),
        Column("channel", N_("Channel"), lambda row: row.channel, text=channel_words),
        Column("urgency", N_("Urgency"), lambda row: row.urgency, text=urgency_words),
        Column("limit", N_("Limit"), lambda row: row.limit, text=limit_shown),
        Column("mode", "", lambda row: row.mode, json_only=True),
        Column("valid_from", N_("In force since"), lambda row: row.valid_from, text=since),
        Column("made_by", N_("Set by"), lambda row: row.made_by, text=setter_words),
        Column("made_at", "", lambda row: row.made_at, json_only=True),
    ]
