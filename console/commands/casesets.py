"""``yiwang case each``, ``sets`` and ``undo``: one action on several cases, and taking steps back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caseactions import command_name, entry_options, given_entries
from console.commands.caselines import times
from console.commands.casetext import harmless
from console.commands.frame import framed_command, framed_group, json_option, pass_context, yes_option
from console.exits import ExitCode
from console.i18n import N_, _, ngettext, render_error
from models.cases.kinds import PAIRED
from models.cases.rules import TRANSITIONS, Action, QueueKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.commands.context import Column, Context
    from models.accounts.views import Actor
    from models.cases.set_views import SetLine, SetView

_ACTIONS = {
    command_name(row.action): row.action for row in TRANSITIONS if row.roles and row.action not in PAIRED
}
_PAGE = 500


@framed_command(
    "each",
    help=N_("Do one action to several cases: those named, or those of a queue; refused ones are named."),
    epilog=N_(
        "Examples:\n"
        "  yiwang case each dispatch 0302-0001 0302-0004 --unit zhzfb\n"
        "  yiwang case each urge --queue overdue --note 请尽快办理 --dry-run\n"
        "  yiwang case each urge --queue 岭南在办 --note 请尽快办理 --dry-run\n"
        "  yiwang case each accept --queue to_accept --yes --json"
    ),
)
@click.argument("action", type=click.Choice(list(_ACTIONS)), metavar="ACTION")
@click.argument("numbers", nargs=-1, metavar="[NO]...")
@click.option(
    "--queue",
    metavar="QUEUE",
    help=N_("The cases of this queue as well, built in or saved; “yiwang queue” names them."),
)
@click.option(
    "--text",
    default="",
    metavar="TEXT",
    help=N_("Of the queue only cases with all these words: Chinese, a number, or pinyin initials."),
)
@entry_options
@click.option("--dry-run", is_flag=True, help=N_("Only say to which cases it would be done, and why not."))
@yes_option
@json_option
@pass_context
def each(
    context: Context,
    /,
    *,
    action: str,
    numbers: tuple[str, ...],
    queue: str | None,
    text: str,
    dry_run: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Look the cases over, then act on those that are not refused."""
    sets, actor, step = context.services().sets, context.actor(), _ACTIONS[action]
    ids = chosen_ids(context, actor, numbers, queue, text)
    entries = given_entries(context, actor, ids[0] if ids else 0, given)
    looked = sets.preview(actor, ids, step, entries)
    possible = [line for line in looked if line.refusal is None]
    if not dry_run and possible:
        context.confirm(_question(step, len(possible)))
        made = sets.perform(actor, [(line.case_id, line.version) for line in possible], step, entries)
        done = {line.case_id: line for line in made.lines}
        looked = [done.get(line.case_id, line) for line in looked]
        if made.set_id is not None:
            context.say(
                _("Set %(number)s; “yiwang case sets undo %(number)s” takes it back.", number=made.set_id)
            )
    print_set(context, looked, as_json=as_json)


def chosen_ids(
    context: Context, actor: Actor, numbers: Iterable[str], queue: str | None, text: str
) -> list[int]:
    """Return the cases named, and those of a queue."""
    from models.cases.sets import MOST

    services = context.services()
    cases = services.cases
    ids = [cases.case(actor, number).id for number in numbers]
    if queue is None:
        if text:
            raise click.UsageError(_("--text needs --queue: it narrows a queue down."))
        return list(dict.fromkeys(ids))
    key = next((key for key in QueueKey if key.value == queue), None)
    saved = None if key is not None else services.saved.one(actor, queue)
    after = None
    while True:
        page = (
            cases.queue(actor, key, text, after, _PAGE)
            if saved is None
            else services.saved.page(actor, saved.id, None, text, after, _PAGE)
        )
        ids += [row.id for row in page.rows]
        after = page.next_key
        if after is None or len(ids) > MOST:
            return list(dict.fromkeys(ids))


def _question(action: Action, count: int) -> str:
    from console.labels import label

    return ngettext(
        "“%(action)s” for %(count)s case?",
        "“%(action)s” for %(count)s cases?",
        count,
        action=label(action),
        count=count,
    )


def print_set(context: Context, lines: Iterable[SetLine], *, as_json: bool) -> None:
    """List what came of each case; leave with :attr:`ExitCode.SOME_REJECTED` if some were refused."""
    from console.commands.context import Column
    from console.labels import label

    def result(line: SetLine) -> str:
        if line.refusal is not None:
            return harmless(render_error(line.refusal)[0])
        return "" if line.state is None else label(line.state)

    found = list(lines)
    columns: list[Column[SetLine]] = [
        Column("number", N_("Number"), lambda line: line.number),
        Column("title", N_("Title"), lambda line: line.title),
        Column("refused", "", lambda line: line.refusal is not None, json_only=True),
        Column("code", "", lambda line: None if line.refusal is None else line.refusal.code, json_only=True),
        Column("state", "", lambda line: line.state, json_only=True),
        Column("result", N_("Then, or why not"), result),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("No case was chosen."))
    refused = sum(line.refusal is not None for line in found)
    if refused:
        context.say(_("Refused: %(refused)s of %(count)s.", refused=refused, count=len(found)))
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


@framed_command(
    "undo",
    help=N_("Take the last step of a case back: your own, soon after it, while nobody acted since."),
    epilog=N_("Example:\n  yiwang case undo 0302-0001"),
)
@click.argument("number", metavar="NO")
@click.option(
    "--if-version",
    type=int,
    metavar="NUMBER",
    help=N_("Only if the case is still at this version (see “show --json”)."),
)
@json_option
@pass_context
def undo(context: Context, *, number: str, if_version: int | None, as_json: bool) -> None:
    """Take a step back and say where the case stands."""
    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    version = case.version if if_version is None else if_version
    print_set(context, [services.sets.undo(actor, case.id, version)], as_json=as_json)


@framed_group(
    "sets",
    help=N_("List what you did to several cases at once; take it back as one thing."),
    epilog=N_("Examples:\n  yiwang case sets list\n  yiwang case sets undo 3"),
)
def sets_group() -> None:
    """Hold the commands of sets."""


@sets_group.command("list", help=N_("List your sets, the newest first."))
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help=N_("How many sets at most.")
)
@json_option
@pass_context
def list_sets(context: Context, *, limit: int, as_json: bool) -> None:
    """List the sets of the person."""
    from console.commands.context import Column
    from console.labels import label

    wording = times(context)
    columns: list[Column[SetView]] = [
        Column("set", N_("Set"), lambda row: row.id, right=True),
        Column("at", N_("Done at"), lambda row: row.at, text=lambda row: wording.full(row.at)),
        Column("action", N_("Action"), lambda row: row.action, text=lambda row: label(row.action)),
        Column("asked", N_("Chosen"), lambda row: row.asked, right=True),
        Column("done", N_("Acted"), lambda row: row.done, right=True),
        Column("undone", N_("Taken back"), lambda row: row.undone, right=True),
        Column("open", "", lambda row: row.open, json_only=True),
        Column(
            "until",
            N_("Can be undone until"),
            lambda row: row.until,
            text=lambda row: wording.full(row.until) if row.open else _("no longer"),
        ),
    ]
    found = context.services().sets.sets(context.actor(), limit)
    context.listing(
        found, columns, as_json=as_json, empty=N_("You have done nothing to several cases at once yet.")
    )


@sets_group.command(
    "undo", help=N_("Take a set back as one thing; cases somebody acted on since are left and named.")
)
@click.argument("number", type=int, metavar="NUMBER")
@json_option
@pass_context
def undo_set(context: Context, *, number: int, as_json: bool) -> None:
    """Take a set back."""
    made = context.services().sets.undo_set(context.actor(), number)
    print_set(context, made.lines, as_json=as_json)


SET_COMMANDS: tuple[click.Command, ...] = (each, undo, sets_group)
