"""``yiwang drill drills``, ``control``, ``join``, ``end``, ``remove``: the drills that go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.context import Column
from console.commands.frame import Command, json_option, pass_context, yes_option
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context
    from console.drilling.place import DrillRow
    from console.terminal.profile import TerminalProfile

number_argument = click.argument("number", metavar="NUMBER", type=int)
chosen_argument = click.argument("number", metavar="[NUMBER]", type=int, required=False)


@click.command(
    "drills", cls=Command, help=N_("List the drills of the office, the newest first: their state and time.")
)
@json_option
@pass_context
def list_drills(context: Context, *, as_json: bool) -> None:
    """Show every drill there is."""
    from console.drilling.place import rows, sandboxes

    found = rows(sandboxes(context.settings))
    context.listing(found, _columns(), as_json=as_json, empty=N_("There are no drills yet."))


def _columns() -> list[Column[DrillRow]]:
    return [
        Column("number", N_("No."), lambda row: row.number, right=True),
        Column("title", N_("Title"), _title),
        Column("party", N_("Party"), lambda row: "" if row.drill is None else row.drill.party),
        Column("state", N_("State"), lambda row: _state(row, words=False), text=_state),
        Column("time", N_("Time"), _time),
        Column("steerer", N_("Steered by"), lambda row: "" if row.drill is None else _steerer(row)),
        Column("met", N_("Met"), lambda row: row.met, right=True),
        Column("missed", N_("Missed"), lambda row: row.missed, right=True),
        Column(
            "name", N_("Scenario"), lambda row: None if row.drill is None else row.drill.name, json_only=True
        ),
        Column("seed", N_("Seed"), lambda row: None if row.drill is None else row.drill.seed, json_only=True),
    ]


def _title(row: DrillRow) -> str:
    if row.drill is not None:
        return row.drill.title
    return "" if row.unreadable is None else _(row.unreadable.sentence, **row.unreadable.params)


def _state(row: DrillRow, *, words: bool = True) -> str:
    from console.drilling.words import state_word
    from models.kernel.clock import SystemClock

    if row.drill is None:
        return _("cannot be opened") if words else "unreadable"
    if not words:
        return row.drill.state.value
    held = row.drill.pace.held(SystemClock().now())
    return _("stands, nobody steers") if held else state_word(row.drill.state)


def _time(row: DrillRow) -> str:
    """Return how far a drill is, counted from its start."""
    from console.drilling.words import since_start
    from models.kernel.clock import SystemClock

    if row.drill is None:
        return ""
    now = row.drill.pace.at(SystemClock().now())
    return since_start(int((now - row.drill.starts).total_seconds()), seconds=True)


def _steerer(row: DrillRow) -> str:
    from models.kernel.clock import SystemClock

    drill = row.drill
    return drill.steerer if drill is not None and drill.pace.lease >= SystemClock().now() else ""


@click.command(
    "control",
    cls=Command,
    help=N_(
        "Open the trainer's console of a drill that goes on.\n\n"
        "If another console steers it, you look on; --take-over takes it. A drill whose console died "
        "goes on to the second. Parallel parties are steered together."
    ),
)
@chosen_argument
@click.option("--take-over", is_flag=True, help=N_("Steer also what somebody else steers."))
@pass_context
def control_drill(context: Context, *, number: int | None, take_over: bool) -> int:
    """Open the console over the drill and its parties."""
    from console.drilling.place import chosen, require_trainer, sandboxes
    from console.drilling.running import be_small, cannot_run

    be_small(context)
    require_trainer(context.actor())
    found = chosen(sandboxes(context.settings), number)
    return cannot_run() or control(context, found, take_over=take_over)


def control(context: Context, number: int, *, take_over: bool) -> int:
    """Run the trainer's console on this terminal."""
    from console.drilling.place import parties, row, rows, sandboxes
    from console.drilling.running import run
    from console.reviewing.words import open_task_lines

    found, actor = sandboxes(context.settings), context.actor()
    tasks = open_task_lines(context.services(), actor)
    all_rows = rows(found)
    group = parties(row(found, number), all_rows)
    worlds = [found.open(each.number, thrifty=True) for each in group]

    def make(profile: TerminalProfile, *, alone: bool) -> Any:
        from console.drilling.trainer import TrainerApp

        return TrainerApp(
            context.settings,
            worlds,
            actor.login,
            actor.name,
            take_over=take_over,
            tasks=tasks,
            profile=profile,
            alone=alone,
        )

    return run(context, make)


@click.command(
    "join",
    cls=Command,
    help=N_(
        "Sit down at a desk of a drill: the console opens over its world.\n\n"
        "Who lost the line joins again at the same desk and goes on where the drill stands."
    ),
)
@chosen_argument
@click.option("--desk", metavar="NAME", help=N_("The desk; without it the free ones are offered."))
@click.option("--as", "person", metavar="NAME", help=N_("How you are called; else as in the office."))
@pass_context
def join_drill(context: Context, *, number: int | None, desk: str | None, person: str | None) -> int:
    """Find a free seat, sit down, open the console."""
    from console.drilling.joining import find_seat
    from console.drilling.place import chosen, sandboxes
    from console.drilling.running import be_small, cannot_run, run

    be_small(context)
    actor = context.actor()
    found = sandboxes(context.settings)
    number = chosen(found, number)
    refused = cannot_run()
    if refused:
        return refused
    taken = found.open(number, thrifty=True)
    try:
        stage = find_seat(taken, person or actor.name, desk, _ask_desk)
    except BaseException:
        taken.close()
        raise

    def make(profile: TerminalProfile, *, alone: bool) -> Any:
        from console.drilling.app import TraineeApp

        return TraineeApp(context.settings, stage, profile=profile, alone=alone)

    try:
        return run(context, make)
    finally:
        taken.close()


def _ask_desk(desks: list[tuple[str, str]]) -> str:
    """Let the person choose one of the free desks."""
    for place, (_desk, words) in enumerate(desks, start=1):
        click.echo(f" {place}  {words}", err=True)
    question = _("Which desk? Its number")
    place = click.prompt(question, type=click.IntRange(1, len(desks)), err=True)
    return desks[place - 1][0]


@click.command("end", cls=Command, help=N_("End a drill that goes on; what is open is settled."))
@number_argument
@click.option("--reason", metavar="TEXT", default="", help=N_("Why it ends."))
@click.option("--take-over", is_flag=True, help=N_("Also if somebody else steers it."))
@yes_option
@pass_context
def end_drill(context: Context, *, number: int, reason: str, take_over: bool) -> None:
    """Steer it for a moment, and end it."""
    from console.drilling.joining import end_now
    from console.drilling.place import require_trainer, sandboxes
    from scenarios.starting import require_going

    actor = context.actor()
    require_trainer(actor)
    with sandboxes(context.settings).open(number) as world:
        drill = world.services.drills.drill()
        require_going(drill)
        context.confirm(_("End drill %(number)s, “%(title)s”?", number=number, title=drill.title))
        end_now(world, actor.login, actor.name, reason, take_over=take_over)
    context.say(_("Drill %(number)s has ended.", number=number))


@click.command("remove", cls=Command, help=N_("Remove a drill with everything recorded of it, for good."))
@number_argument
@yes_option
@pass_context
def remove_drill(context: Context, *, number: int) -> None:
    """Ask, then remove its folder."""
    from console.drilling.place import require_trainer, row, sandboxes

    require_trainer(context.actor())
    found = sandboxes(context.settings)
    title = _title(row(found, number))
    context.confirm(
        _("Remove drill %(number)s, “%(title)s”, with its recording, for good?", number=number, title=title)
    )
    try:
        found.remove(number)
    except OSError as error:
        raise click.FileError(str(found.folder), _(why(error))) from error
    context.say(_("Drill %(number)s was removed.", number=number))
