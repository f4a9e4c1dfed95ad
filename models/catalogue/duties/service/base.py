"""What reading and editing of the lists share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.catalogue.duties import queries
from models.kernel.errors import NotFound
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.catalogue.views import DutyItemView
    from models.kernel.clock import Clock
    from models.kernel.store import Store

EDITORS = (Role.SYSTEM_ADMIN,)
"""Who may change the lists."""


class DutyBase:
    """The store and the clock."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock


def require_item(session: Session, code: str) -> DutyItemView:
    """Return the item with this code; full-width and small letters are understood.

    Raises:
        NotFound: there is none.
    """
    plain = half_width(code)
    for form in dict.fromkeys((plain, plain.upper())):
        found = queries.item(session, form)
        if found is not None:
            return found
    raise NotFound(N_("duty item"), clean_line(code))
