"""``yiwang tui``: the console itself, also opened by ``yiwang`` alone."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, pass_context
from console.i18n import N_, render_error
from console.memory import forget_explanations, use_one_heap
from console.settings import os_user
from console.terminal.environment import (
    load_without_openssl,
    prepare_environment,
    put_off_what_is_seldom_used,
    refusal,
    wants_monochrome,
)
from console.terse import load_tersely
from models.kernel.errors import DomainError, NoDatabase

if TYPE_CHECKING:
    from console.commands.context import Context
    from console.session import Entered, Way
    from console.settings import Settings
    from models.api import Services

_FILE_SCHEME = "sqlite://"
_COLLECT_AFTER = 20_000
"""New objects between two collections while starting: nearly everything made then stays."""


@framed_command(
    "tui",
    help=N_(
        "Open the console (also without any command).\n\n"
        "Started by a person whose operating-system user is linked to an account, it signs in as that "
        "account; else it asks for account and password. A demo township offers its people."
    ),
)
@click.option("--as", "person", metavar="ACCOUNT", help=N_("Sign in as this person of the demo township."))
@click.option("--ask", is_flag=True, help=N_("Ask for account and password in any case."))
@click.option("--ascii", "ascii_borders", is_flag=True, help=N_("Draw lines with - | + only."))
@click.option("--mono", is_flag=True, help=N_("Use no colour."))
@click.option("--light", is_flag=True, help=N_("The terminal's background is light."))
@click.option(
    "--lock-after",
    type=click.FloatRange(min=0),
    metavar="MINUTES",
    default=10.0,
    show_default=True,
    help=N_("Lock after so many minutes without a key; 0 never locks."),
)
@pass_context
def command(
    context: Context,
    *,
    person: str | None,
    ask: bool,
    ascii_borders: bool,
    mono: bool,
    light: bool,
    lock_after: float,
) -> int:
    """Look at the terminal and at what waits, load the screens, run them."""
    refused = refusal()
    if refused is not None:
        click.echo(refused.text, err=True, nl=False)
        return refused.exit_code
    _require_file(context.settings)
    use_one_heap()
    gc.set_threshold(_COLLECT_AFTER, 20, 50)
    settings = context.settings
    way = _way(settings, person, ask=ask)
    glimpsed = _glimpse(settings, way)
    monochrome = mono or settings.monochrome or wants_monochrome()
    prepare_environment(monochrome=monochrome, light=light)
    put_off_what_is_seldom_used()
    load_without_openssl()

    from console.app import YiwangApp
    from console.session import Session
    from console.terminal.base import run_and_exit
    from console.terminal.profile import TerminalProfile

    profile = TerminalProfile(
        charset=settings.codec,
        monochrome=monochrome,
        light=light,
        ascii_borders=ascii_borders or settings.ascii_borders,
    )
    failures: list[DomainError] = []

    def open_services() -> Services:
        try:
            return _services(context)
        except DomainError as error:
            failures.append(error)
            raise

    app = YiwangApp(
        settings,
        open_services,
        profile=profile,
        session=Session(way, glimpsed),
        lock_minutes=lock_after,
        alone=True,
    )
    code = run_and_exit(app)
    for failure in failures:
        # The screen that said it is gone; what stays on the terminal should say it too.
        for sentence in render_error(failure):
            context.say(sentence)
    return code


def _services(context: Context) -> Services:
    """Open the database behind the first picture; what that needed is trimmed before more is loaded."""
    forget_explanations()
    load_tersely()
    return context.services(thrifty=True)


def _require_file(settings: Settings) -> None:
    """Refuse on the plain terminal what a full screen would be opened for in vain.

    Raises:
        NoDatabase: the database is a file, and it is not there.
    """
    if settings.database.startswith(_FILE_SCHEME) and not Path(settings.shown_database).exists():
        raise NoDatabase(settings.shown_database)


def _way(settings: Settings, person: str | None, *, ask: bool) -> Way:
    from console.session import Way

    origin = " ".join(part for part in ("console", _terminal_name(), settings.remote_address) if part)
    user = "" if ask or person else os_user()
    return Way(os_user=user, demo_login=person or "", origin=origin)


def _glimpse(settings: Settings, way: Way) -> Entered | None:
    from console.session import glance_at
    from migrations.head import head_revision
    from models.kernel.clock import SystemClock

    return glance_at(settings.database, head_revision(), way, SystemClock().now())


def _terminal_name() -> str:
    """Return the terminal as ``who`` lists it (``pts/3``), for the ledger."""
    if not hasattr(os, "ttyname"):
        return ""
    return os.ttyname(0).removeprefix("/dev/")
