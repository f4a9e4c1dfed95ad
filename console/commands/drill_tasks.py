"""``yiwang drill tasks``: the corrective tasks that came out of drills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.casetext import said
from console.commands.context import Column
from console.commands.frame import Group, json_option, pass_context, rehearsal_option
from console.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from console.commands.context import Context
    from models.improving.views import NewTask, TaskView
    from scenarios.review.views import Proposal

_number = click.argument("number", metavar="NUMBER", type=int)


@click.group(
    "tasks",
    cls=Group,
    invoke_without_command=True,
    help=N_(
        "List the corrective tasks of drills, make some of a review, end them.\n\n"
        "Everybody sees their own and their unit's, trainers all of them."
    ),
    epilog=N_(
        "Examples:\n"
        "  yiwang drill tasks --open\n"
        "  yiwang drill tasks make 3 --task 1 --owner limin --due 2026-04-15\n"
        "  yiwang drill tasks done 5 --note 已组织两次演练"
    ),
)
@click.option("--open", "open_only", is_flag=True, help=N_("Only those that are open."))
@json_option
@click.pass_context
def command(ctx: click.Context, *, open_only: bool, as_json: bool) -> None:
    """List them, open ones first."""
    if ctx.invoked_subcommand is not None:
        return
    from console.commands.context import Context

    context = ctx.ensure_object(Context)
    found = context.services().improving.tasks(context.actor(), open_only=open_only)
    _listed(context, found, as_json=as_json)


def _listed(context: Context, found: Sequence[TaskView], *, as_json: bool) -> None:
    from console.commands.caselines import times
    from console.reviewing.words import drill_name, due_words, owner_name, state_name

    wording = times(context)
    today = context.services().clock.now().astimezone(wording.zone).date()
    columns: list[Column[TaskView]] = [
        Column("id", N_("No."), lambda row: row.id, right=True),
        Column("state", N_("State"), lambda row: row.state, text=lambda row: state_name(row.state)),
        Column("due_on", N_("Due on"), lambda row: row.due_on, text=lambda row: due_words(row, today)),
        Column("owner", N_("Task owner"), owner_name),
        Column("title", N_("Task"), lambda row: row.title),
        Column("drill", N_("Drill"), lambda row: row.origin.number, text=drill_name),
        Column("drill_title", N_("Title"), lambda row: row.origin.title, json_only=True),
        Column("expectation", N_("Expectation"), lambda row: row.expectation, json_only=True),
        Column("note", N_("Note"), lambda row: row.note, json_only=True),
        Column("closed_at", N_("Ended"), lambda row: row.closed_at, json_only=True),
        Column("version", N_("Version"), lambda row: row.version, json_only=True),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("There is no corrective task."))


@command.command(
    "make",
    help=N_(
        "Make corrective tasks of what the review of a drill proposes.\n\n"
        "Each is given to who sat at its desk, else to the desk's unit; --owner names somebody else."
    ),
)
@_number
@click.option(
    "--task",
    "wanted",
    metavar="NO",
    type=int,
    multiple=True,
    help=N_("Which of those proposed; all, if none."),
)
@click.option("--title", metavar="TEXT", default="", help=N_("A task of your own, or other words for it."))
@click.option("--owner", metavar="LOGIN", default="", help=N_("Login of a person, or code of a unit."))
@click.option("--due", metavar="DAY", default="", help=N_("When it is due; else as proposed."))
@rehearsal_option
@json_option
@pass_context
def make(
    context: Context, *, number: int, wanted: tuple[int, ...], title: str, owner: str, due: str, as_json: bool
) -> None:
    """Make them, all or none."""
    from console.reviewing.place import reviewed, sandboxes_of
    from console.reviewing.tasking import Choice, new_tasks, origin_of

    services, actor = context.services(), context.actor()
    source, found = reviewed(services, actor, sandboxes_of(context.settings), str(number))
    today = services.clock.now().astimezone(source.zone).date()
    chosen = _chosen(found.proposals, wanted, own=bool(title) and not wanted)
    choice = Choice(title, owner, _day(due, today))
    tasks: list[NewTask] = new_tasks(chosen, services.improving.owners(actor), today, choice)
    made = services.improving.make(actor, origin_of(source, today), tasks)
    if as_json:
        _listed(context, made, as_json=True)
    else:
        context.say(
            _("Corrective tasks made: %(numbers)s.", numbers=_(", ").join(str(each.id) for each in made))
        )


def _chosen(proposals: Sequence[Proposal], wanted: tuple[int, ...], *, own: bool) -> list[Proposal]:
    if own:
        return []
    wrong = [each for each in wanted if not 1 <= each <= len(proposals)]
    if wrong:
        raise click.BadParameter(
            _(
                "The review proposes %(count)s tasks; there is no %(number)s.",
                count=len(proposals),
                number=wrong[0],
            )
        )
    if not proposals:
        raise click.UsageError(_("The review proposes nothing; give a task of your own with --title."))
    return [proposals[each - 1] for each in wanted] if wanted else list(proposals)


def _day(text: str, today: date) -> date | None:
    from console.days import NotADay, read_day

    found = read_day(text, today)
    if isinstance(found, NotADay):
        raise click.BadParameter(_(found.reason))
    return found


@command.command("done", help=N_("Say that a corrective task is done: its owner, or the lead of their unit."))
@_number
@click.option("--note", metavar="TEXT", default="", help=N_("What was done."))
@rehearsal_option
@pass_context
def done(context: Context, *, number: int, note: str) -> None:
    """End one as done."""
    services, actor = context.services(), context.actor()
    task = services.improving.done(actor, number, said(note), _version(context, number))
    context.say(_("Corrective task %(number)s is done: %(title)s.", number=task.id, title=task.title))


@command.command("drop", help=N_("Give a corrective task up, with the reason."))
@_number
@click.option("--note", metavar="TEXT", default="", help=N_("Why."))
@rehearsal_option
@pass_context
def drop(context: Context, *, number: int, note: str) -> None:
    """End one as given up."""
    services, actor = context.services(), context.actor()
    task = services.improving.drop(actor, number, said(note), _version(context, number))
    context.say(_("Corrective task %(number)s is given up: %(title)s.", number=task.id, title=task.title))


def _version(context: Context, number: int) -> int:
    """Return the version of a task as it stands; one that is not there is refused by the service."""
    tasks = context.services().improving.tasks(context.actor())
    return next((each.version for each in tasks if each.id == number), 0)
