"""What the keys that work on every screen do."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import LANGUAGES, _, current_language, set_language
from console.keys import EVERYWHERE, KeyEntry, MenuEntry
from console.keytable.shape import MENU_GROUP
from console.screens.base import ConsoleScreen
from console.work import Failed, attempt, later

if TYPE_CHECKING:
    from console.app import YiwangApp


def show_help(app: YiwangApp) -> None:
    """Explain the screen on top."""
    screen = app.screen
    if isinstance(screen, ConsoleScreen):
        from console.dialogs.help import HelpScreen

        later(app.push_screen(HelpScreen(screen.help_page(), screen.help_groups(), screen.help_notes())))


def show_manual(app: YiwangApp) -> None:
    """Offer the pages of the manual, and show the one chosen."""
    from console.dialogs.help import HelpScreen
    from console.dialogs.pick import Option, PickDialog
    from console.help import heading, pages

    options = [Option(name, heading(name)) for name in pages(current_language())]

    def chosen(name: str | None) -> None:
        if name is not None:
            later(app.push_screen(HelpScreen(name, ())))

    later(app.push_screen(PickDialog(_("Manual"), options), chosen))


def show_menu(app: YiwangApp) -> None:
    """Offer everything that can be done on the screen on top, and do what is chosen."""
    screen = app.screen
    if isinstance(screen, ConsoleScreen):
        from console.dialogs.palette import PaletteDialog

        later(app.push_screen(PaletteDialog(screen.menu_entries()), partial(_run_chosen, app, screen)))


async def _run_chosen(app: YiwangApp, screen: ConsoleScreen[Any], entry: KeyEntry | MenuEntry | None) -> None:
    if isinstance(entry, MenuEntry) and entry.screen:
        app.go(entry.screen)
    elif entry is not None:
        in_app = entry.group in {EVERYWHERE, MENU_GROUP}
        await app.run_action(entry.action, default_namespace=app if in_app else screen)


def change_password(app: YiwangApp, *, required: bool = False) -> None:
    """Let the person choose another password.

    Args:
        app: the console.
        required: the password was given out by somebody else; whoever keeps it is signed out.
    """
    from console.dialogs.password import NewPassword, PasswordDialog

    actor, services = app.actor, app.services
    if actor is None:
        return

    def refused(error: Exception) -> bool:
        app.explain(error, then=partial(change_password, app, required=required))
        return True

    def answered(entries: NewPassword | None) -> None:
        if entries is not None:
            app.save(
                lambda: services.accounts.change_password(actor, entries.old, entries.new),
                lambda _nothing: app.say(_("The password is changed.")),
                refused,
            )
        elif required:
            app.action_sign_out()

    reason = _("This password was given to you by somebody else. Choose one of your own.") if required else ""
    later(app.push_screen(PasswordDialog(reason), answered))


def switch_language(app: YiwangApp) -> None:
    """Show everything in the next language, at once and at the next start; no screen is lost."""
    place = LANGUAGES.index(current_language())
    set_language(LANGUAGES[(place + 1) % len(LANGUAGES)])
    if app.actor is not None:
        app.signed_in(app.actor)
    for screen in app.screen_stack:
        if isinstance(screen, ConsoleScreen):
            screen.language_changed()
    _remember(app, language=current_language())


def switch_borders(app: YiwangApp) -> None:
    """Draw lines in plain ASCII, or not, at once and at the next start."""
    plain = not app.profile.ascii_borders
    app.use_profile(replace(app.profile, ascii_borders=plain))
    _remember(app, ascii_borders=plain)


def _remember(app: YiwangApp, **choices: str | bool) -> None:
    # A data folder that cannot be written costs comfort, not work: it is only recorded.
    def work() -> None:
        outcome = attempt(partial(app.settings.save, **choices))
        if isinstance(outcome, Failed):
            app.report_error(outcome.error)

    app.run_worker(work, group="choices", thread=True, exit_on_error=False)
