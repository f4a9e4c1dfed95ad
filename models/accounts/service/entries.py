"""Entries of accounts, cleaned and judged before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts import queries
from models.accounts.queries import ACCOUNTS
from models.accounts.refusals import AlreadyTaken
from models.accounts.rules import clean_login, is_area, is_login
from models.kernel.errors import Invalid
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.accounts.views import AccountView

NAME_LENGTH = 64


def login_entry(text: str) -> str:
    """Return the login as it is kept.

    Raises:
        Invalid: it cannot be one.
    """
    login = clean_login(text)
    if not is_login(login):
        reason = N_(
            "2 to 32 letters a-z, digits, dots, hyphens or underscores, beginning with a letter or digit"
        )
        raise Invalid(N_("login"), clean_line(text), reason)
    return login


def name_entry(text: str) -> str:
    """Return the name of a person on one line.

    Raises:
        Invalid: nothing is left, or too much.
    """
    name = clean_line(text)
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(N_("name"), name, N_("it must have 1 to 64 characters"))
    return name


def os_user_entry(text: str | None) -> str | None:
    """Return the operating-system user, or ``None`` for none."""
    return None if text is None else clean_line(text)[:NAME_LENGTH] or None


def require_area(area: str) -> None:
    """Refuse what is no significant part of a division code.

    Raises:
        Invalid: it has another length, or other signs than digits.
    """
    if not is_area(area):
        reason = N_("it must be the first 2, 4, 6, 9 or all 12 digits of a division code")
        raise Invalid(N_("area"), area, reason)


def taken(session: Session, facts: dict[str, Any]) -> AlreadyTaken:
    """Return the refusal of an account whose login, or operating-system user, is another's."""
    same = session.connection().scalar(select(ACCOUNTS.c.id).where(ACCOUNTS.c.login == facts["login"]))
    if same is not None:
        return AlreadyTaken(N_("login"), facts["login"])
    return AlreadyTaken(N_("operating-system user"), facts["os_user"])


def require_free_os_user(session: Session, view: AccountView, os_user: str | None) -> None:
    """Refuse an operating-system user who is linked with another account.

    Raises:
        AlreadyTaken: so it is.
    """
    if os_user is None:
        return
    statement = select(ACCOUNTS.c.id).where(ACCOUNTS.c.os_user == os_user, ACCOUNTS.c.id != view.id)
    if session.connection().scalar(statement) is not None:
        raise AlreadyTaken(N_("operating-system user"), os_user)


def require_places(session: Session, unit_id: int | None, staff_id: int | None) -> None:
    """Refuse a unit or person of the office that is not there.

    Raises:
        Invalid: one of them is not.
    """
    if unit_id is not None and not queries.unit_exists(session, unit_id):
        raise Invalid(N_("unit"), unit_id, N_("there is no such unit"))
    if staff_id is not None and not queries.staff_exists(session, staff_id):
        raise Invalid(N_("person of the office"), staff_id, N_("there is no such person"))
