"""Where scenarios come from and what is made of them goes to, for the commands of drills."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.files import write_whole
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.shelf.views import KeptScenario
    from scenarios.loader import Loaded

_ENDINGS = (".yaml", ".yml", ".json", ".txt")

output_option = click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(allow_dash=True, dir_okay=False),
    help=N_("Where to write; - is the standard output."),
)


def write_bytes(context: Context, output: str, data: bytes, *, force: bool = True) -> None:
    """Write a file whole, or to the standard output for ``-``.

    Raises:
        click.FileError: the machine would not take it, or it is there already and ``force`` is off.
    """
    if output == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(output)
    if target.exists() and not force:
        raise click.FileError(output, _("it is there already; add --force to replace it"))
    try:
        write_whole(target, lambda stream: stream.write(data))
    except OSError as error:
        raise click.FileError(output, _(why(error))) from error
    context.say(_("%(file)s was written.", file=output))


force_option = click.option("--force", is_flag=True, help=N_("Replace the file if it is there."))


def faulty(context: Context, name: str, opened: Loaded) -> bool:
    """Say whether a scenario has faults, and name them all."""
    from console.drillwords import problem_line
    from scenarios.checking import check
    from scenarios.worlds import demo_township, township_of

    own = opened.scenario.world.township != "demo"
    township = township_of(context.services(), context.actor()) if own else demo_township()
    found = [each for each in check(opened.scenario, opened.places, township) if not each.warning]
    for problem in found:
        context.echo(problem_line(name, problem))
    if found:
        context.say(_("The scenario has faults (%(count)s); no drill was made.", count=len(found)))
    return bool(found)


def loaded(context: Context, name: str) -> Loaded:
    """Return a scenario by the name of the library or of the office's shelf, or from a file.

    Raises:
        NoSuchScenario: there is none of them.
        DomainError: the file cannot be read as a scenario.
    """
    from scenarios import library
    from scenarios.loader import load, parse

    path = Path(name)
    if name in library.names():
        return library.scenario(name)
    # What is no plain word is meant as a file, even if there is none.
    if path.exists() or path.suffix in _ENDINGS or path.parent.name:
        return load(path)
    found = next((each for each in kept(context) if each.code == name), None)
    return library.scenario(name) if found is None else parse(name, (found.text + "\n").encode())


def kept(context: Context) -> list[KeptScenario]:
    """Return the scenarios the office keeps; none where there is no database, or they are not this person's.

    The library is there for everybody, and without a database.
    """
    from models.kernel.errors import NoDatabase, NotPermitted, SchemaMismatch

    try:
        return context.services().shelf.scenarios(context.actor())
    except (NoDatabase, NotPermitted, SchemaMismatch):
        return []
