"""Who is there? Account and password; in a demo township, its people to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import Input

from console.i18n import _, render_error, sentences
from console.keys import bindings
from console.labels import label
from console.screens.base import ConsoleScreen
from console.screens.opening import NOBODY
from console.terminal.widgets import LineInput
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine, Sentence
from models.accounts.views import DemoPerson
from models.kernel.errors import DomainError
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.api import Services
    from models.organisation.views import OfficeView

_MOVES = {
    "down": "action_down",
    "up": "action_up",
    "pagedown": "action_page_down",
    "pageup": "action_page_up",
}


class SignInScreen(ConsoleScreen[None]):
    """The form, and in a demo township the list of its people.

    Args:
        services: the one door.
        office: the township, and whether it is a demo.
        origin: where from, for the ledger.
    """

    GROUP = "sign_in"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("sign_in"))
    DEFAULT_CSS = """
    SignInScreen .form { height: auto; width: 60; max-width: 100%; padding: 1 2; }
    SignInScreen PeopleList { height: 1fr; width: 100%; }
    """

    def __init__(self, services: Services, office: OfficeView, origin: str) -> None:
        super().__init__(services, NOBODY)
        self._office = office
        self._origin = origin
        self._people: Sequence[DemoPerson] = ()

    def body(self) -> Iterable[Widget]:
        """Return the people of the demo, then the form."""
        if self._office.demo:
            yield Sentence("", id="demo")
            yield PeopleList(
                [
                    Column("", 12, _role_of, best=20),
                    Column("", 12, _name_of, best=16),
                    Column("", 24, _unit_of, grow=True),
                    Column("", 14, _login_of, best=20, since=66),
                ],
                _login,
                heading=False,
            )
            yield RuleLine()
        yield Vertical(
            Sentence("", id="account-label"),
            LineInput(id="account", max_length=64),
            Sentence("", id="password-label"),
            LineInput(id="password", password=True, max_length=256),
            Sentence("", "bold", id="problem"),
            classes="form",
        )

    def started(self) -> None:
        """Write the words."""
        self._write_words()

    def _write_words(self) -> None:
        self.query_one("#password-label", Sentence).show(_("Password"))
        if not self._office.demo:
            self.query_one("#account-label", Sentence).show(_("Account"))
            return
        self.query_one("#account-label", Sentence).show(_("Name, account or pinyin initials"))
        words = _("Demo township: type to find a person, or use Up and Down; Enter signs in.")
        self.query_one("#demo", Sentence).show(f" {words}")

    def language_changed(self) -> None:
        """Write the words again."""
        self._write_words()
        super().language_changed()

    # The people of a demo

    def reload(self) -> None:
        """Read the demo's people."""
        if self._office.demo:
            self.read("people", self.services.accounts.demo_people, self._take_people)

    def _take_people(self, people: Sequence[DemoPerson]) -> None:
        self._people = people
        self._show_people()

    def _show_people(self) -> None:
        typed = self.query_one("#account", LineInput).value.strip()
        wanted = fold(typed)
        found = [person for person in self._people if _matches(person, wanted)]
        nobody = _("Nothing here matches “%(text)s”.", text=typed)
        people = self.query_one(PeopleList)
        people.set_rows(found, empty=nobody, cursor_id=people.cursor_id)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow the list of people as one types; what was wrong before is another matter now."""
        message.stop()
        self.query_one("#problem", Sentence).show("")
        if self._people and message.input.id == "account":
            self._show_people()
            self.query_one(PeopleList).move_to(0)

    def on_key(self, event: events.Key) -> None:
        """Let the arrows choose among the people while a field has the keys."""
        super().on_key(event)
        move = _MOVES.get(event.key)
        if move is not None and self._people:
            event.stop()
            getattr(self.query_one(PeopleList), move)()

    def can_people(self) -> bool:
        """There are people to choose from."""
        return self._office.demo

    def action_people(self) -> None:
        """Go to where one looks for people, and show them all."""
        account = self.query_one("#account", LineInput)
        account.value = ""
        account.focus()

    # Signing in

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on with Enter from a field."""
        message.stop()
        self.action_next()

    def action_next(self) -> None:
        """Sign in as the person under the cursor; go to the next field, or sign in from the last."""
        account = self.query_one("#account", LineInput)
        password = self.query_one("#password", LineInput)
        login = account.value.strip()
        if self._office.demo:
            chosen = self.query_one(PeopleList).row
            login = "" if chosen is None else chosen.login
        if password.has_focus and login:
            self._sign_in(login, password.value)
        elif self._office.demo and login:
            self._sign_in_as(login)
        elif login:
            password.focus()
        else:
            account.focus()

    def _sign_in_as(self, login: str) -> None:
        services, origin = self.services, self._origin
        self.save(
            lambda: services.accounts.demo_sign_in(login, origin), self.console.start_work, self._show_problem
        )

    def _sign_in(self, login: str, password: str) -> None:
        services, origin = self.services, self._origin
        self._set_busy(busy=True)
        self.save(
            lambda: services.accounts.sign_in(login, password, origin), self.console.start_work, self._refused
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.query_one(".form").disabled = busy

    def _refused(self, error: Exception) -> bool:
        """Say why under the fields, and take the password away."""
        self._set_busy(busy=False)
        password = self.query_one("#password", LineInput)
        # Emptied without a word to the screen: it would take the reason for one that is past.
        with password.prevent(Input.Changed):
            password.value = ""
        password.focus()
        return self._show_problem(error)

    def _show_problem(self, error: Exception) -> bool:
        if not isinstance(error, DomainError):
            return False
        self.query_one("#problem", Sentence).show(sentences(*render_error(error)))
        return True

    def can_go_back(self) -> bool:
        """Nothing is below."""
        return False


class PeopleList(LineList[DemoPerson], can_focus=False):
    """The people of a demo; the keys are always in a field, and the cursor's row always stands out."""

    @property
    def emphasised(self) -> bool:
        """Enter takes the cursor's row."""
        return True


def _matches(person: DemoPerson, wanted: str) -> bool:
    text = fold(f"{person.name} {person.login} {_role_of(person)[0]} {person.unit_name}")
    return wanted in text or (wanted.isascii() and wanted in initials(person.name))


def _login(person: DemoPerson) -> str:
    return person.login


def _role_of(person: DemoPerson) -> Piece:
    return ("" if person.role is None else label(person.role)), ""


def _name_of(person: DemoPerson) -> Piece:
    return person.name, "bold"


def _unit_of(person: DemoPerson) -> Piece:
    return person.unit_name, ""


def _login_of(person: DemoPerson) -> Piece:
    return person.login, "dim"
