"""``yiwang catalogue review``: rounds in which departments review the next list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_review_opinions import opinion, opinions
from console.commands.catalogue_review_sending import (
    department_options,
    minutes,
    round_argument,
    send,
)
from console.commands.catalogue_review_settling import carry, opine, settle
from console.commands.catalogue_review_taking import take
from console.commands.frame import framed_group, json_option, pass_context, yes_option
from console.i18n import N_, _
from models.catalogue.review.views import Silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Context
    from models.catalogue.review.views import DepartmentLine, RoundLine, RoundView


@framed_group(
    "review",
    help=N_("Rounds of review: send the next list to departments, take opinions back, settle them."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue review open --days 5\n"
        "  yiwang catalogue review send -o 征求意见\n"
        "  yiwang catalogue review take 反馈.xlsx --rejects 未收.csv\n"
        "  yiwang catalogue review settle 12 --accept --reason 表述更准"
    ),
)
def review() -> None:
    """Hold the commands of the rounds."""


@review.command(
    "list",
    help=N_("List the rounds of the list being prepared, the newest first."),
    epilog=N_("Example:\n  yiwang catalogue review list --json"),
)
@json_option
@pass_context
def list_rounds(context: Context, *, as_json: bool) -> None:
    """Show number, state, due date and counts of each."""
    from console.commands.context import Column
    from console.reviewwords import round_state

    found = context.services().review.rounds(context.actor())
    if as_json:
        context.document([round_document(each) for each in found])
        return
    columns: list[Column[RoundLine]] = [
        Column("number", N_("Number"), lambda row: row.number, right=True),
        Column("state", N_("State"), lambda row: row.state.value, text=round_state),
        Column("due", N_("Due"), lambda row: row.due_on),
        Column("departments", N_("Departments"), lambda row: row.departments, right=True),
        Column("asked", N_("Asked"), lambda row: row.counts.asked, right=True),
        Column("answered", N_("Answered"), lambda row: row.counts.answered, right=True),
        Column("silent", N_("Silent"), lambda row: row.counts.silent, right=True),
        Column("unsettled", N_("To settle"), lambda row: row.counts.unsettled, right=True),
        Column("carried", N_("Carried"), lambda row: row.counts.carried, right=True),
    ]
    context.listing(found, columns, empty=N_("No round was opened yet."))


@review.command(
    "show",
    help=N_("Show a round with its departments: asked, answered, silent, overdue."),
    epilog=N_("Example:\n  yiwang catalogue review show 2"),
)
@round_argument
@json_option
@pass_context
def show(context: Context, *, number: int | None, as_json: bool) -> None:
    """Show the round, by default the newest."""
    show_round(context, context.services().review.round(context.actor(), number), as_json=as_json)


@review.command(
    "open",
    help=N_("Open the next round: every department is asked about the entries that name it."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue review open --days 5 --dry-run\n"
        "  yiwang catalogue review open --department 县住建局 --everything"
    ),
)
@click.option(
    "--days", type=click.IntRange(1, 120), default=5, show_default=True, help=N_("Working days to answer in.")
)
@department_options
@click.option("--everything", is_flag=True, help=N_("Put the whole list to each department asked."))
@click.option(
    "--only-changed",
    is_flag=True,
    help=N_("Leave out entries worded as in the round before, unless carried."),
)
@click.option("--reason", default="", metavar="TEXT", help=N_("Why there is one more round than three."))
@click.option(
    "--silence",
    type=click.Choice([each.value for each in Silence]),
    default=Silence.AGREES.value,
    show_default=True,
    help=N_("What it means that a department says nothing."),
)
@click.option("--strict", is_flag=True, help=N_("Refuse to publish while opinions are open."))
@click.option("--dry-run", is_flag=True, help=N_("Only say who would be asked about how much."))
@json_option
@pass_context
def open_round(
    context: Context, *, days: int, departments: Sequence[str], everything: bool, only_changed: bool,
    reason: str, silence: str, strict: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Open a round, or say what it would be."""
    mine, actor = context.services().review, context.actor()
    options: dict[str, Any] = {
        "days": days,
        "departments": list(departments) or None,
        "everything": everything,
        "only_changed": only_changed,
        "reason": reason,
    }
    if not dry_run:
        found = mine.open_round(actor, **options, silence=Silence(silence), strict=strict)
        show_round(context, found, as_json=as_json)
        return
    planned = mine.plan_round(actor, **options)
    if as_json:
        context.document({"dry_run": True, "asked": planned})
        return
    for name, count in planned.items():
        context.echo(_("%(department)s: %(count)s entries", department=name, count=count))
    context.say(_("Nothing was written."))


@review.command(
    "remind",
    help=N_("Remind departments of what they have not answered, and note that they were reminded."),
    epilog=N_("Example:\n  yiwang catalogue review remind --department 县住建局"),
)
@department_options
@click.option("--dry-run", is_flag=True, help=N_("Only say who owes how much."))
@json_option
@pass_context
def remind(context: Context, *, departments: Sequence[str], dry_run: bool, as_json: bool) -> None:
    """Print one sentence for each department that owes answers."""
    from console.reviewwords import reminder_words
    from models.kernel.text import fold

    mine, actor = context.services().review, context.actor()
    found = mine.round(actor)
    wanted = {fold(name) for name in departments}
    owing = [
        each
        for each in found.departments
        if each.counts.answered < each.counts.asked and (not wanted or fold(each.name) in wanted)
    ]
    if owing and not dry_run:
        mine.remind(actor, [each.id for each in owing])
    texts = [reminder_words(each, found.line) for each in owing]
    if as_json:
        rows = [{**department_document(each), "text": text} for each, text in zip(owing, texts, strict=True)]
        context.document({"dry_run": dry_run, "departments": rows})
        return
    for text in texts:
        context.echo(text)
    if not owing:
        context.say(_("Nobody owes an answer."))


@review.command(
    "close",
    help=N_("Close the round once everything is settled or carried; silence is put on record."),
    epilog=N_("Example:\n  yiwang catalogue review close --early --yes"),
)
@round_argument
@click.option("--early", is_flag=True, help=N_("Close it before its due date, answers outstanding."))
@click.option("--dry-run", is_flag=True, help=N_("Only say whether it could be closed."))
@yes_option
@json_option
@pass_context
def close(context: Context, *, number: int | None, early: bool, dry_run: bool, as_json: bool) -> None:
    """Close after a question."""
    mine, actor = context.services().review, context.actor()
    silent = mine.try_closing(actor, number, early=early)
    if dry_run:
        if as_json:
            context.document({"dry_run": True, "unanswered": silent})
        else:
            context.echo(_("The round can be closed; %(count)s entries stay unanswered.", count=silent))
        return
    context.confirm(
        _("Close the round? %(count)s entries stay unanswered; nothing of it changes then.", count=silent)
    )
    show_round(context, mine.close_round(actor, number, early=early), as_json=as_json)


for _command in (send, take, opinions, opinion, opine, settle, carry, minutes):
    review.add_command(_command)


# ---------------------------------------------------------------- answers


def show_round(context: Context, found: RoundView, *, as_json: bool) -> None:
    """Answer with a round and its departments."""
    from console.commands.context import Column
    from console.reviewwords import department_state, round_lines

    if as_json:
        departments = [department_document(each) for each in found.departments]
        context.document({**round_document(found.line), "asked_departments": departments})
        return
    for line in round_lines(found.line):
        context.echo(line)
    columns: list[Column[DepartmentLine]] = [
        Column("name", N_("Department"), lambda row: row.name),
        Column("state", N_("State"), department_state),
        Column("asked", N_("Asked"), lambda row: row.counts.asked, right=True),
        Column("answered", N_("Answered"), lambda row: row.counts.answered, right=True),
        Column("silent", N_("Silent"), lambda row: row.counts.silent, right=True),
        Column("unsettled", N_("To settle"), lambda row: row.counts.unsettled, right=True),
        Column("reminders", N_("Reminded"), lambda row: row.reminders, right=True),
    ]
    context.listing(found.departments, columns)


def round_document(line: RoundLine) -> dict[str, Any]:
    """Return a round as ``--json`` gives it."""
    return {
        "number": line.number,
        "state": line.state.value,
        "overdue": line.overdue,
        "opened_at": line.opened_at,
        "opened_by": line.opened_by,
        "due_on": line.due_on,
        "departments": line.departments,
        "sent": line.sent,
        "entries": line.entries,
        "reason": line.reason,
        "silence": line.silence.value,
        "strict": line.strict,
        "closed_at": line.closed_at,
        "closed_by": line.closed_by,
        "counts": line.counts,
    }


def department_document(line: DepartmentLine) -> dict[str, Any]:
    """Return a department of a round as ``--json`` gives it."""
    return {
        "name": line.name,
        "overdue": line.overdue,
        "sent_at": line.sent_at,
        "reminded_at": line.reminded_at,
        "reminders": line.reminders,
        "counts": line.counts,
    }
