"""The console while its person is away: nothing to be seen, everything kept below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from console.i18n import _, render_error, sentences
from console.keys import MenuEntry, bindings
from console.screens.base import ConsoleScreen
from console.terminal.widgets import LineInput
from console.widgets.lines import Sentence
from console.work import later
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from console.keys import KeyEntry


_NOT_WHILE_LOCKED = frozenset({"menu.lock", "menu.sign_out", "menu.password"})


class LockScreen(ConsoleScreen[None]):
    """Asks for the password of the person signed in; forms below it stay as they are."""

    GROUP = "lock"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("lock"))
    DEFAULT_CSS = """
    LockScreen .form { height: auto; width: 60; max-width: 100%; padding: 1 2; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the field."""
        yield Vertical(
            Sentence("", id="who"),
            LineInput(id="password", password=True, max_length=256),
            Sentence("", "bold", id="problem"),
            classes="form",
        )

    def started(self) -> None:
        """Say who is expected."""
        self._write_words()

    def _write_words(self) -> None:
        words = _(
            "Locked. %(name)s (%(login)s), enter your password:", name=self.actor.name, login=self.actor.login
        )
        self.query_one("#who", Sentence).show(words)

    def language_changed(self) -> None:
        """Write the words again."""
        self._write_words()
        super().language_changed()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Unlock with Enter from the field."""
        message.stop()
        self.action_unlock()

    def action_unlock(self) -> None:
        """Open the console again if the password is right."""
        field = self.query_one("#password", LineInput)
        services, actor, password = self.services, self.actor, field.value
        if password:
            field.disabled = True
            self.save(
                lambda: services.accounts.confirm_password(actor, password), self._confirmed, self._refused
            )

    def _confirmed(self, _nothing: None) -> None:
        later(self.app.pop_screen())

    def _refused(self, error: Exception) -> bool:
        field = self.query_one("#password", LineInput)
        field.disabled = False
        field.value = ""
        field.focus()
        if not isinstance(error, DomainError):
            return False
        self.query_one("#problem", Sentence).show(sentences(*render_error(error)))
        return True

    def action_sign_out(self) -> None:
        """Leave it to somebody else."""
        self.console.action_sign_out()

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer nothing that is done or useless while locked; signing out has its key here."""
        return [
            entry
            for entry in super().menu_entries()
            if entry.id not in _NOT_WHILE_LOCKED and not (isinstance(entry, MenuEntry) and entry.screen)
        ]

    def can_go_back(self) -> bool:
        """What lies below stays hidden."""
        return False
