"""Who may pass the door of a service method, and what a login, a password or an area may be."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from models.accounts.views import Actor, Role
from models.kernel.errors import NotPermitted
from models.kernel.text import half_width
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_FAILURES = 5
"""After so many wrong passwords in a row the account is locked for a while."""

LOCK_TIME = timedelta(minutes=10)
"""How long it stays locked."""

SHORTEST_PASSWORD = 8
"""Complexity as GB/T 22239-2019 level 2 (8.1.4.1) asks; the number is the usual reading of it."""

LONGEST_PASSWORD = 128
"""Hashing a text of any length would let a stranger keep the server busy."""

CHARACTER_CLASSES = 3
"""Of upper case, lower case, digits and others, so many must occur."""

FOUNDER_ROLES = frozenset(Role) - {Role.UNIT_LEAD, Role.HANDLER}
"""What the first administrator holds, so that an office of one can start: all but the roles of a unit."""

ACCOUNT_READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
"""Who may look accounts up."""

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_AREA = re.compile(r"|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_CLASSES = (str.isupper, str.islower, str.isdigit)


def require(actor: Actor, roles: Iterable[Role], action: str) -> None:
    """Let ``actor`` pass if they hold one of ``roles``.

    Args:
        actor: the person acting.
        roles: any of these is enough.
        action: what is being done, as a message id marked with ``N_``.

    Raises:
        NotPermitted: none of the roles is held.
    """
    if not actor.has(*roles):
        raise NotPermitted(actor.name, action)


def require_sight(actor: Actor, division_code: str, action: str) -> None:
    """Let ``actor`` pass if ``division_code`` lies within their area.

    Raises:
        NotPermitted: it lies outside.
    """
    if not actor.sees(division_code):
        raise NotPermitted(actor.name, action)


def clean_login(text: str) -> str:
    """Return ``text`` as logins are kept: plain letters in lower case, trimmed."""
    return half_width(text).lower()


def is_login(text: str) -> bool:
    """Say whether ``text`` can be a login: 2 to 32 of ``a``-``z``, digits, ``.``, ``_``, ``-``."""
    return _LOGIN.fullmatch(text) is not None


def is_area(text: str) -> bool:
    """Say whether ``text`` has the length of a significant part of a division code."""
    return _AREA.fullmatch(text) is not None


def clean_password(text: str) -> str:
    """Return the password as it is hashed (NFKC).

    Typed with an input method on, letters come out full-width; they are the same password.
    """
    return unicodedata.normalize("NFKC", text)


def password_fault(login: str, password: str) -> Word | Phrase | None:  # noqa: PLR0911 -- one line per rule
    """Return why ``password`` will not do for ``login``, or ``None`` if it will."""
    if not password.strip():
        return N_("it is blank")
    if len(password) < SHORTEST_PASSWORD:
        return Phrase(N_("it has fewer than %(least)s characters"), least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return Phrase(N_("it has more than %(most)s characters"), most=LONGEST_PASSWORD)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in password):
        return N_("it holds a character that cannot be typed again")
    if password.casefold() == login.casefold():
        return N_("it is the login")
    if _classes(password) < CHARACTER_CLASSES:
        return Phrase(
            N_("it needs %(classes)s of these: capitals, small letters, digits, other signs"),
            classes=CHARACTER_CLASSES,
        )
    return None


def _classes(password: str) -> int:
    found = {
        next((number for number, belongs in enumerate(_CLASSES) if belongs(character)), len(_CLASSES))
        for character in password
    }
    return len(found)
