"""``yiwang drill record``, ``replay``, ``branch``, ``compare``: drills that were played before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.drillfiles import force_option
from console.commands.frame import Command, json_option, pass_context
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context
    from console.drilling.deck import Deck
    from console.terminal.profile import TerminalProfile
    from scenarios.recording.files import Recording
    from scenarios.recording.replay import Replay
    from scenarios.sandbox import Sandboxes

source_argument = click.argument("source", metavar="SOURCE")


@click.command(
    "record",
    cls=Command,
    help=N_(
        "Write the recording of a drill into a file, also while it goes on.\n\n"
        "The file holds everything that was done, and the township it was played in; it can be played "
        "again on any machine. A file that was altered is noticed."
    ),
)
@click.argument("number", metavar="NUMBER", type=int)
@click.option("-o", "--output", required=True, metavar="FILE", help=N_("Where to write; it ends in .ywrec."))
@force_option
@pass_context
def record_drill(context: Context, *, number: int, output: str, force: bool) -> None:
    """Write the file whole, or not at all."""
    from console.drilling.place import require_trainer, sandboxes
    from scenarios.recording.files import save

    require_trainer(context.actor())
    target = Path(output)
    if target.exists() and not force:
        raise click.FileError(output, _("it is there already; add --force to replace it"))
    recording = sandboxes(context.settings).recording(number)
    save(recording, target)
    context.say(_("%(file)s was written: %(count)s entries.", file=output, count=len(recording.entries)))


@click.command(
    "replay",
    cls=Command,
    help=N_(
        "Look at a recording on the live screens: a file, or a drill by its number.\n\n"
        "It runs and stands, goes back and forward, to any moment; nothing can be done in it. The first "
        "time it is prepared, which Ctrl+C cancels; after that it opens at once."
    ),
)
@source_argument
@click.option("--speed", type=click.IntRange(1, 600), help=N_("Let it run at once, so many times as fast."))
@click.option("--at", "moment", metavar="MOMENT", help=N_("Where it begins: T+00:20, or by the clock."))
@click.option("--as", "desk", metavar="DESK", help=N_("Whose screens are shown; else the first desk's."))
@pass_context
def replay_recording(
    context: Context, *, source: str, speed: int | None, moment: str | None, desk: str | None
) -> int:
    """Prepare it, then open the console over its world."""
    from console.drilling.place import require_trainer, sandboxes
    from console.drilling.running import be_small, cannot_run, run, stay_small

    be_small(context)
    actor = context.actor()
    require_trainer(actor)
    refused = cannot_run()
    if refused:
        return refused
    stay_small(context)
    from scenarios.recording.opening import close

    place = sandboxes(context.settings)
    found = _opened(place, source)
    from console.drilling.deck import Deck

    try:
        _prepare(context, place, found)
        deck = Deck(found)
        login = _login_of(deck, desk)
        deck.to(0 if moment is None else _second(deck, moment))
        if speed is not None:
            deck.set_speed(speed)
            deck.play()

        def make(profile: TerminalProfile, *, alone: bool) -> Any:
            from console.drilling.replay_app import ReplayApp

            return ReplayApp(context.settings, deck, place, login, actor.name, profile=profile, alone=alone)

        return run(context, make)
    finally:
        close(found)


@click.command(
    "branch",
    cls=Command,
    help=N_(
        "Make a new drill that goes on from a moment of a recording, for another group.\n\n"
        "It stands at that moment; steer it by “drill control”, join it by “drill join”, and compare both "
        "afterwards by “drill compare”."
    ),
)
@source_argument
@click.option(
    "--at", "moment", required=True, metavar="MOMENT", help=N_("From when: T+00:20, or by the clock.")
)
@click.option("--party", metavar="NAME", default="", help=N_("What the group is called."))
@json_option
@pass_context
def branch_recording(context: Context, *, source: str, moment: str, party: str, as_json: bool) -> None:
    """Go to the moment, and make the drill of it."""
    from console.drilling.deck import Deck
    from console.drilling.place import require_trainer, sandboxes
    from scenarios.recording.opening import close

    actor = context.actor()
    require_trainer(actor)
    place = sandboxes(context.settings)
    found = _opened(place, source)
    try:
        deck = Deck(found)
        deck.to(_second(deck, moment))
        number = deck.branch(place, party, actor.login)
    except OSError as error:
        raise click.FileError(str(place.folder), _(why(error))) from error
    finally:
        close(found)
    if as_json:
        context.document({"number": number, "party": party})
        return
    context.say(_("Drill %(number)s was made; it stands at %(at)s.", number=number, at=moment))
    context.say(_("Steer it: yiwang drill control %(number)s", number=number))


@click.command(
    "compare",
    cls=Command,
    help=N_(
        "Lay two drills of the same scenario beside each other.\n\n"
        "Marks, key acts, the lengths of the queues over time, and what differs first; also a group and "
        "the decisions of the real office, kept by “run --policy ghost --keep”."
    ),
)
@click.argument("left", metavar="NUMBER", type=int)
@click.argument("right", metavar="OTHER", type=int)
@json_option
@pass_context
def compare_drills(context: Context, *, left: int, right: int, as_json: bool) -> None:
    """Print both."""
    from console.drilling.place import require_trainer, sandboxes
    from scenarios.comparing import compare, document, side_of

    require_trainer(context.actor())
    place = sandboxes(context.settings)
    with place.open(left) as one, place.open(right) as other:
        found = compare(side_of(one), side_of(other))
    if as_json:
        context.document(document(found))
        return
    from console.drilling.replaywords import comparison_lines

    for line, _style in comparison_lines(found):
        context.echo(line)


def _opened(place: Sandboxes, source: str) -> Replay:
    """Return a recording, by the number of its drill or out of a file, in a world of its own.

    Raises:
        click.FileError: the disk takes no more.
        DomainError: it cannot be read, or was altered.
    """
    from scenarios.recording.opening import ground, replay

    recording = _recording(place, source)
    try:
        return replay(place, recording, ground(place, recording))
    except OSError as error:
        raise click.FileError(str(place.folder), _(why(error))) from error


def _recording(place: Sandboxes, source: str) -> Recording:
    from scenarios.recording.files import load

    return place.recording(int(source), whole=False) if source.isdecimal() else load(Path(source))


def _prepare(context: Context, place: Sandboxes, found: Replay) -> None:
    """Play it once to its end.

    Raises:
        click.Abort: somebody cancelled it.
    """
    from console.commands.progress import progress_bar
    from scenarios.recording.opening import prepare

    title = found.recording.new.title
    try:
        with progress_bar(rated=False) as progress:

            def tell(done: int, of: int) -> bool:
                progress(done, of, title)
                return True

            prepare(place, found, tell)
    except KeyboardInterrupt as error:
        context.say(_("Cancelled; the recording was not prepared."))
        raise click.Abort from error


def _login_of(deck: Deck, desk: str | None) -> str:
    """Return the account of a desk: its first seat's.

    Raises:
        NoSuchDesk: there is none of that name.
    """
    from scenarios.player.casting import cast
    from scenarios.player.office import WorldOffice
    from scenarios.starting import NoSuchDesk

    world, seats = deck.replay.world, deck.scenario.roles
    logins = cast(deck.scenario, WorldOffice(world.services, world.clock)).logins
    found = [each for each in seats if desk is None or desk in {each.id, each.title}]
    named = next((logins[each.id][0] for each in found if logins.get(each.id)), None)
    if named is None:
        raise NoSuchDesk(desk or "", [each.id for each in seats])
    return named


def _second(deck: Deck, text: str) -> int:
    """Return a moment in seconds from the start.

    Raises:
        click.BadParameter: it is none.
    """
    from pydantic_core import PydanticCustomError

    from scenarios.format.moments import parsed

    try:
        return parsed(text).offset(deck.scenario.world.start)
    except PydanticCustomError as error:
        raise click.BadParameter(
            _("“%(text)s” is no moment of the drill; write T+00:20 or 14:30.", text=text), param_hint="--at"
        ) from error
