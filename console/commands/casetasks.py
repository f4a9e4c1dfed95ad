"""``yiwang case tasks`` and the steps of assistance, made from its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caseactions import command_name, given_entries, options_of
from console.commands.caselines import times
from console.commands.casetext import harmless, outcome_line
from console.commands.frame import Command, framed_command, json_option, pass_context
from console.i18n import N_
from models.cases.assisting import steps_of
from models.cases.kinds import Action, Entry
from models.cases.task_kinds import TASK_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.commands.context import Column, Context
    from models.cases.task_views import TaskView
    from models.cases.views import CaseView

_EXAMPLES = {
    Action.ASSIST: N_(
        "Examples:\n"
        "  yiwang case assist 0302-0001 --unit 应急办 --note 请派员到场检测\n"
        "  yiwang case assist 0302-0001 --unit yjglb --limit 2WD --note 请提供图纸"
    ),
    Action.ASSIST_TAKE: N_("Example:\n  yiwang case assist-take 0302-0001"),
    Action.ASSIST_HAND_OVER: N_("Example:\n  yiwang case assist-hand-over 0302-0001 --to 孙处置"),
    Action.ASSIST_ANSWER: N_("Example:\n  yiwang case assist-answer 0302-0001 --note 已检测，浓度正常"),
    Action.ASSIST_DECLINE: N_("Example:\n  yiwang case assist-decline 0302-0001 --reason 管线属燃气公司"),
    Action.ASSIST_URGE: N_("Example:\n  yiwang case assist-urge 0302-0001 --unit 应急办 --note 请今天答复"),
    Action.ASSIST_REPLY: N_("Example:\n  yiwang case assist-reply 0302-0001 --note 设备下午到场"),
    Action.ASSIST_AGAIN: N_(
        "Example:\n  yiwang case assist-again 0302-0001 --unit 应急办 --reason 按职责清单应予协办"
    ),
    Action.ASSIST_RECALL: N_(
        "Example:\n  yiwang case assist-recall 0302-0001 --unit 应急办 --reason 已无须协办"
    ),
    Action.CHANGE_LEAD: N_(
        "Example:\n  yiwang case change-lead 0302-0001 --unit yjb --old-lead leaves --reason 裁定"
    ),
}


@framed_command(
    "tasks",
    help=N_("List what units were asked to assist with on a case, and what came of it."),
    epilog=N_("Examples:\n  yiwang case tasks 0302-0001\n  yiwang case tasks 0302-0001 --json"),
)
@click.argument("number", metavar="NO")
@json_option
@pass_context
def tasks(context: Context, *, number: str, as_json: bool) -> None:
    """List the tasks of a case."""
    case = context.services().cases.case(context.actor(), number)
    print_tasks(context, case, as_json=as_json)


def print_tasks(context: Context, case: CaseView, *, as_json: bool) -> None:
    """List the tasks of a case in the order of asking."""
    from console.assist_words import task_due
    from console.commands.context import Column
    from console.labels import label
    from console.text import limit_words

    wording, now = times(context), context.services().clock.now()
    columns: list[Column[TaskView]] = [
        Column("unit", N_("Unit"), lambda row: row.unit_name),
        Column("state", N_("State"), lambda row: row.state, text=lambda row: label(row.state)),
        Column("light", N_("Light"), lambda row: row.light, text=lambda row: label(row.light)),
        Column("due_at", N_("Due"), lambda row: row.due_at, text=lambda row: task_due(row, wording, now)),
        Column("limit", N_("Limit"), lambda row: row.limit, text=lambda row: limit_words(row.limit)),
        Column("bound", "", lambda row: row.bound, json_only=True),
        Column("binding", "", lambda row: row.binding, json_only=True),
        Column("owner", N_("Person"), lambda row: row.owner_name),
        Column("asked_by", "", lambda row: row.asked_by, json_only=True),
        Column("asked_at", "", lambda row: row.asked_at, json_only=True),
        Column(
            "asked", N_("What to assist with"), lambda row: row.asked, text=lambda row: harmless(row.asked)
        ),
        Column("stopped_at", "", lambda row: row.stopped_at, json_only=True),
        Column("late", "", lambda row: row.late, json_only=True),
        Column("absent", "", lambda row: row.absent, json_only=True),
        Column("urged", "", lambda row: row.urged, json_only=True),
        Column("answer_due_at", "", lambda row: row.answer_due_at, json_only=True),
        Column("said", N_("Said"), lambda row: row.said, text=lambda row: harmless(row.said)),
    ]
    context.listing(case.tasks, columns, as_json=as_json, empty=N_("No unit was asked to assist."))


def _commands() -> Iterator[click.Command]:
    for action in (each for each in Action if each in TASK_ACTIONS):
        yield _command(action)


def _command(action: Action) -> click.Command:
    @json_option
    @click.option(
        "--if-version",
        type=int,
        metavar="NUMBER",
        help=N_("Only if the case is still at this version (see “show --json”)."),
    )
    @pass_context
    def perform(
        context: Context, /, *, number: str, if_version: int | None, as_json: bool, **given: Any
    ) -> None:
        services, actor = context.services(), context.actor()
        case = services.cases.case(actor, number)
        version = case.version if if_version is None else if_version
        entries = given_entries(context, actor, case.id, given, handlers=services.tasks.handlers)
        done = services.tasks.perform(actor, case.id, action, entries, version)
        if as_json:
            context.document(done)
            return
        context.echo(outcome_line(context, done))
        print_tasks(context, done, as_json=False)

    made: Any = perform
    asked = {entry for step in steps_of(action) for entry in (*step.required, *step.optional)}
    for entry in reversed([each for each in Entry if each in asked]):
        for option in reversed(options_of(entry)):
            made = option(made)
    made = click.argument("number", metavar="NO")(made)
    words = steps_of(action)[0].explain
    named: click.Command = click.command(
        command_name(action), cls=Command, help=words, epilog=_EXAMPLES[action]
    )(made)
    return named


TASK_COMMANDS: tuple[click.Command, ...] = (tasks, *_commands())
