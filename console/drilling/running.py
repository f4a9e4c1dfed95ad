"""Running a console of a drill on this terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.mapped import let_go, parts_of_files
from console.memory import forget_explanations, use_one_heap
from console.terminal.environment import (
    load_without_openssl,
    prepare_environment,
    put_off_what_is_seldom_used,
    refusal,
    wants_monochrome,
)
from console.terse import load_tersely

if TYPE_CHECKING:
    from typing import Any, Protocol

    from console.commands.context import Context
    from console.terminal.base import TerminalApp
    from console.terminal.profile import TerminalProfile

    class Making(Protocol):
        """Makes a console."""

        def __call__(self, profile: TerminalProfile, *, alone: bool) -> TerminalApp[Any]:
            """Make it; ``alone`` says whether the process is its own."""
            ...


def cannot_run() -> int:
    """Say why no console can run here, and return the exit code of that; 0 where one can."""
    refused = refusal()
    if refused is None:
        return 0
    click.echo(refused.text, err=True, nl=False)
    return refused.exit_code


def be_small(context: Context) -> None:
    """Load what follows as a console does, and keep little of the database people work in.

    A command that will open a console does this first of all. Where none can run nothing is done: that is
    said when the command comes to it.
    """
    if refusal() is None:
        use_one_heap()
        _settle_loading(context)
        context.services(thrifty=True)
        let_go(parts_of_files())


def stay_small(context: Context) -> None:
    """Give the database people work in back, and go on as a console does; again costs nothing.

    Whoever reads a whole recording before the console opens does this first: what is large is loaded then.
    """
    context.close()
    use_one_heap()
    _settle_loading(context)


def _settle_loading(context: Context) -> None:
    """Have modules loaded as in a console; what was loaded already is trimmed at once."""
    # What it takes over of NO_COLOR it says again: a second time changes nothing.
    prepare_environment(monochrome=_monochrome(context), light=False)
    put_off_what_is_seldom_used()
    load_without_openssl()
    forget_explanations()
    load_tersely()
    let_go(parts_of_files())


def _monochrome(context: Context) -> bool:
    return context.settings.monochrome or wants_monochrome()


def run(context: Context, make: Making) -> int:
    """Run the console that ``make`` makes, to its end; return the exit code.

    The database people work in is given back before.
    """
    settings = context.settings
    stay_small(context)

    # Textual reads the environment when it is imported.
    from console.terminal.base import run_and_exit
    from console.terminal.profile import TerminalProfile

    profile = TerminalProfile(
        charset=settings.codec, monochrome=_monochrome(context), ascii_borders=settings.ascii_borders
    )
    return run_and_exit(make(profile, alone=True))
