"""How a person gets in, and what they see first.

Started over ssh or as the office's own command, the operating-system user is signed in
straight away if an account is linked to it; else there is the form. A demo township offers
its people instead. Everything here runs in a thread (or in the scout, see
``console.scout``); the screens only show what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.work import Done, Failed, attempt
from models.cases.kinds import QueueKey
from models.cases.rules import queues_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.app import YiwangApp
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseLine
    from models.organisation.views import OfficeView

REMEMBERED_QUEUE = "queue"
"""Name under which the desk keeps the queue last looked at, and the row in it."""
_FIRST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Way:
    """How this person came here."""

    os_user: str = ""
    """Operating-system user to sign in as, if an account is linked; "" for the form"""
    demo_login: str = ""
    """A person of the demo township to sign in as at once"""
    origin: str = "console"
    """Where from, for the ledger"""

    @property
    def signs_in(self) -> bool:
        """Whether somebody may be signed in without a form."""
        return bool(self.os_user or self.demo_login)


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The first page of a list, as it came."""

    rows: tuple[Any, ...]
    next_key: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the queue screen shows first."""

    key: QueueKey
    cursor_id: int | None
    page: RowsRead
    counters: Mapping[QueueKey, int]


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of the attempt to get in."""

    office: OfficeView
    actor: Actor | None = None
    """Nobody, if the form has to be shown"""
    refusal: Exception | None = None
    """Why the way asked for was refused"""
    first: FirstLook | None = field(default=None, repr=False)


def enter(services: Services, way: Way) -> Entered:
    """Sign in as ``way`` says, and read what is shown first. Call it in a thread."""
    office = services.organisation.office()
    outcome: Done[Actor] | Failed | None = None
    if way.demo_login:
        outcome = attempt(lambda: services.accounts.demo_sign_in(way.demo_login, way.origin))
    elif way.os_user and not office.demo:
        outcome = attempt(lambda: services.accounts.sign_in_os_user(way.os_user, way.origin))
    if isinstance(outcome, Done):
        return Entered(office, outcome.value, first=first_look(services, outcome.value))
    # That no account is linked to the operating-system user is no news: the form follows.
    refusal = outcome.error if isinstance(outcome, Failed) and way.demo_login else None
    return Entered(office, refusal=refusal)


def first_look(services: Services, actor: Actor) -> FirstLook | None:
    """Read the queue the person last looked at; ``None`` for somebody without queues."""
    keys = queues_of(actor)
    if not keys:
        return None
    key, cursor_id = remembered_queue(services.desk.recall(actor, REMEMBERED_QUEUE), keys)
    page = services.cases.queue(actor, key, limit=_FIRST_ROWS)
    rows: tuple[CaseLine, ...] = page.rows
    return FirstLook(key, cursor_id, RowsRead(rows, page.next_key), services.cases.counters(actor))


def remembered_queue(value: object, keys: tuple[QueueKey, ...]) -> tuple[QueueKey, int | None]:
    """Return the queue and row a remembered ``value`` names, or the first queue of ``keys``."""
    if isinstance(value, dict) and value.get("key") in keys:
        case = value.get("case")
        return QueueKey(value["key"]), case if isinstance(case, int) else None
    return keys[0], None


class Session:
    """Lets one person into one console.

    Args:
        way: how they came.
        scout: gives what :func:`enter` read before the database layer was loaded here, or
            ``None`` if it could not; called in a thread.
    """

    def __init__(self, way: Way | None = None, scout: Callable[[], Entered | None] | None = None) -> None:
        self.way = way or Way()
        self._scout = scout

    @property
    def scouted(self) -> bool:
        """Whether the first picture is read elsewhere, so that the database layer may come later."""
        return self._scout is not None

    def look(self, services: Services) -> Entered:
        """Return what came of getting in; waits for whoever is quicker to know."""
        scout, self._scout = self._scout, None
        found = scout() if scout is not None else None
        return found if found is not None else enter(services, self.way)

    def entered(self, app: YiwangApp, entered: Entered) -> None:
        """Show the queues to whoever got in, the form to others."""
        office = entered.office
        app.set_office(office)
        if entered.actor is not None:
            app.start_work(entered.actor, entered.first)
        else:
            app.ask_who(office)
            if entered.refusal is not None:
                app.explain(entered.refusal)
