"""``yiwang drill start``: make the world of a drill, bring its cases, open the trainer's console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.drillfiles import faulty, loaded
from console.commands.frame import Command, json_option, pass_context
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context
    from scenarios.loader import Loaded
    from scenarios.sandbox import Sandboxes

_SEEDS = 1_000_000


@click.command(
    "start",
    cls=Command,
    help=N_(
        "Start a drill: of the library, or of a file.\n\n"
        "It gets a world of its own; nothing of it reaches the database people work in. Several parties "
        "play the same side by side, each in its own world. The trainer's console opens; the trainees "
        "join with “yiwang drill join”."
    ),
)
@click.argument("name", metavar="SCENARIO")
@click.option(
    "--seed",
    type=click.IntRange(0),
    metavar="NUMBER",
    help=N_("Of everything that is drawn; another each time without it."),
)
@click.option(
    "--party", "parties", multiple=True, metavar="NAME", help=N_("A group that plays; one world for each.")
)
@click.option("--no-open", is_flag=True, help=N_("Make it ready only; open no console."))
@json_option
@pass_context
def start_drill(
    context: Context, *, name: str, seed: int | None, parties: tuple[str, ...], no_open: bool, as_json: bool
) -> int:
    """Look the scenario through, make the worlds, open the console."""
    from console.commands.drill_going import control
    from console.drilling.place import require_trainer, sandboxes
    from console.drilling.running import be_small, cannot_run
    from console.reviewing.words import open_task_lines

    if not (no_open or as_json):
        be_small(context)
    actor = context.actor()
    require_trainer(actor)
    opened = loaded(context, name)
    if faulty(context, name, opened):
        return 1
    refused = 0 if no_open or as_json else cannot_run()
    if refused:
        return refused
    drawn = _drawn_seed() if seed is None else seed
    numbers = _make(context, sandboxes(context.settings), opened, drawn, parties or ("",))
    if as_json:
        context.document([{"number": each, "seed": drawn} for each in numbers])
        return 0
    context.say(
        _("Ready: drill %(numbers)s, seed %(seed)s.", numbers=_(", ").join(map(str, numbers)), seed=drawn)
    )
    context.say(_("Trainees join on their terminals: yiwang drill join %(number)s", number=numbers[0]))
    if not no_open:
        return control(context, numbers[0], take_over=False)
    for line in open_task_lines(context.services(), actor):
        context.say(line)
    return 0


def _drawn_seed() -> int:
    import secrets

    return secrets.randbelow(_SEEDS)


def _make(
    context: Context, found: Sandboxes, opened: Loaded, seed: int, parties: tuple[str, ...]
) -> list[int]:
    """Make one world for each party; all of them or none.

    Raises:
        click.ClickException: the disk takes no more.
    """
    from console.drilling.ground import ground
    from scenarios.starting import start

    numbers: list[int] = []
    try:
        template, zone = ground(context, found, opened.scenario)
        # One after the other is kept as it is made: those before one that fails have to go again.
        numbers.extend(start(found, opened, template, zone, seed, party) for party in parties)
    except OSError as error:
        raise click.ClickException(
            _("The drill could not be made in %(folder)s: %(why)s", folder=found.folder, why=_(why(error)))
        ) from error
    finally:
        if len(numbers) < len(parties):
            for number in numbers:
                found.remove(number)
    return numbers
