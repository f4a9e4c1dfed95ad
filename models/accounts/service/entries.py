"""Entries of accounts, cleaned and judged before anything is opened."""

from __future__ import annotations

from models.accounts.rules import clean_login, is_area, is_login
from models.kernel.errors import Invalid
from models.kernel.text import clean_line
from models.kernel.words import N_

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
