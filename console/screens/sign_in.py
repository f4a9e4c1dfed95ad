"""Who is there? Account and password; in a demo township, its people to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from console.i18n import _, render_error, sentences
from console.keys import bindings
from console.labels import label
from console.screens.base import ConsoleScreen
from console.screens.opening import NOBODY
from console.terminal.widgets import LineInput
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine, Sentence
from models.accounts.views import AccountView, Role
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from console.widgets.lines import Piece
    from models.api import Services
    from models.organisation.views import OfficeView


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
    SignInScreen LineList { height: 1fr; width: 100%; }
    """

    def __init__(self, services: Services, office: OfficeView, origin: str) -> None:
        super().__init__(services, NOBODY)
        self._office = office
        self._origin = origin

    def body(self) -> Iterable[Widget]:
        """Return the people of the demo, then the form."""
        if self._office.demo:
            yield Sentence("", id="demo")
            yield LineList[AccountView](
                [
                    Column("", 14, _role_of, best=22),
                    Column("", 12, _name_of, best=20),
                    Column("", 16, _login_of, grow=True),
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
        """Write the words and put the cursor where one begins."""
        self._write_words()
        if not self._office.demo:
            self.query_one("#account").focus()

    def _write_words(self) -> None:
        self.query_one("#account-label", Sentence).show(_("Account"))
        self.query_one("#password-label", Sentence).show(_("Password"))
        if self._office.demo:
            words = _("A demo township: choose one of its people and press Enter.")
            self.query_one("#demo", Sentence).show(f" {words}")

    def language_changed(self) -> None:
        """Write the words again."""
        self._write_words()
        super().language_changed()

    def reload(self) -> None:
        """Read the demo's people."""
        if self._office.demo:
            self.read("people", self._people, self._show_people)

    def _people(self) -> Mapping[Role, Sequence[AccountView]]:
        return self.services.accounts.people_by_role()

    def _show_people(self, people: Mapping[Role, Sequence[AccountView]]) -> None:
        # Somebody with several roles stands under the first of them only.
        once = {person.login: person for members in people.values() for person in members}
        self.query_one(LineList).set_rows(list(once.values()))

    def can_people(self) -> bool:
        """There are people to choose from."""
        return self._office.demo

    def action_people(self) -> None:
        """Go to the list of people."""
        self.query_one(LineList).focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on with Enter from a field."""
        message.stop()
        self.action_next()

    def action_next(self) -> None:
        """Sign in as the person under the cursor; go to the next field, or sign in from the last."""
        account = self.query_one("#account", LineInput)
        password = self.query_one("#password", LineInput)
        people = self.query(LineList)
        if people and people.first().has_focus:
            chosen: AccountView | None = people.first(LineList).row
            if chosen is not None:
                self._sign_in_as(chosen)
        elif not account.value.strip():
            account.focus()
        elif not password.has_focus:
            password.focus()
        else:
            self._sign_in(account.value.strip(), password.value)

    def _sign_in_as(self, person: AccountView) -> None:
        accounts, origin = self.services, self._origin
        self.save(
            lambda: accounts.accounts.demo_sign_in(person.login, origin),
            self.console.start_work,
            self._refused,
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
        password.value = ""
        password.focus()
        if not isinstance(error, DomainError):
            return False
        self.query_one("#problem", Sentence).show(sentences(*render_error(error)))
        return True

    def can_go_back(self) -> bool:
        """Nothing is below."""
        return False


def _login(person: AccountView) -> str:
    return person.login


def _role_of(person: AccountView) -> Piece:
    return (label(person.roles[0]) if person.roles else ""), ""


def _name_of(person: AccountView) -> Piece:
    return person.name, "bold"


def _login_of(person: AccountView) -> Piece:
    return person.login, "dim"
