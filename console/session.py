"""How a person gets in, and what they see first.

Started over ssh or as the office's own command, the operating-system user is signed in
straight away if an account is linked to it; else there is the form. A demo township offers
its people instead. What a known person sees first is read without the database layer (see
``models.glance``), which then signs them in behind the first picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.house import adopt
from console.work import Done, Failed, attempt
from models.cases.kinds import QueueKey
from models.cases.saved_views import Bar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from console.app import YiwangApp
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.saved_views import SavedView
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
    bar: Bar = field(default_factory=Bar)
    """How the person has arranged the line of queues; the saved ones follow"""


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
    """Sign in as ``way`` says. Call it in a thread."""
    office = services.organisation.office()
    house = services.settings.house()
    adopt(house.number, house.document)
    outcome: Done[Actor] | Failed | None = None
    if way.demo_login:
        outcome = attempt(lambda: services.accounts.demo_sign_in(way.demo_login, way.origin))
    elif way.os_user and not office.demo:
        outcome = attempt(lambda: services.accounts.sign_in_os_user(way.os_user, way.origin))
    if isinstance(outcome, Done):
        return Entered(office, outcome.value)
    # That no account is linked to the operating-system user is no news: the form follows.
    refusal = outcome.error if isinstance(outcome, Failed) and way.demo_login else None
    return Entered(office, refusal=refusal)


def glance_at(url: str, revision: str, way: Way, now: datetime) -> Entered | None:
    """Return what the person will see first, read without the database layer, if that can be known.

    Args:
        url: where the database is.
        revision: the schema revision this program needs.
        way: how the person came; the services still sign them in afterwards.
        now: the present moment.
    """
    # A server is not read but by its driver, which is the heaviest thing to load.
    if not way.signs_in or not url.startswith("sqlite:"):
        return None
    # Loaded on use: whoever gets the form needs none of it.
    from models.glance import Glance, Visitor

    visitor = Visitor(way.os_user, way.demo_login, way.origin)
    glimpse = Glance(url, revision, now).look(visitor, REMEMBERED_QUEUE, _FIRST_ROWS)
    if glimpse is None:
        return None
    adopt(glimpse.house.number, glimpse.house.document)
    _key, cursor_id = remembered_queue(glimpse.remembered, (glimpse.key,), glimpse.key)
    page = RowsRead(glimpse.rows, glimpse.next_key)
    first = FirstLook(glimpse.key, cursor_id, page, glimpse.counters, glimpse.bar)
    return Entered(glimpse.office, glimpse.actor, first=first)


def remembered_queue(
    value: object, keys: tuple[QueueKey, ...], start: QueueKey
) -> tuple[QueueKey, int | None]:
    """Return the queue and row a remembered ``value`` names, or ``start`` where it names none of ``keys``."""
    if isinstance(value, dict) and value.get("key") in keys:
        case = value.get("case")
        return QueueKey(value["key"]), case if isinstance(case, int) else None
    return start, None


def remembered_saved(value: object, saved: Sequence[SavedView]) -> tuple[SavedView, int | None] | None:
    """Return the saved queue and the row a remembered ``value`` names, ``None`` where it names none."""
    if not isinstance(value, dict):
        return None
    found = next((each for each in saved if each.bar_name == value.get("key")), None)
    case = value.get("case")
    return None if found is None else (found, case if isinstance(case, int) else None)


class Session:
    """Lets one person into one console.

    Args:
        way: how they came.
        glimpsed: what they see until the services have signed them in (see :func:`glance_at`).
    """

    def __init__(self, way: Way | None = None, glimpsed: Entered | None = None) -> None:
        self.way = way or Way()
        self._glimpsed = glimpsed

    @property
    def knows(self) -> bool:
        """Whether the first picture is known already."""
        return self._glimpsed is not None

    def begin(self, app: YiwangApp) -> bool:
        """Show the first picture if it is known already, and say whether it was."""
        if self._glimpsed is None:
            return False
        self._show(app, self._glimpsed)
        return True

    def look(self, services: Services) -> Entered:
        """Return what came of getting in; in a thread."""
        return enter(services, self.way)

    def entered(self, app: YiwangApp, entered: Entered) -> None:
        """Show the queues to whoever got in, the form to others."""
        glimpsed, self._glimpsed = self._glimpsed, None
        if glimpsed is None or (glimpsed.actor, glimpsed.office) != (entered.actor, entered.office):
            self._show(app, entered)
        elif entered.actor is not None:
            # The same person, who now has a seat.
            app.following.act_as(entered.actor)
            app.signed_in(entered.actor)

    @staticmethod
    def _show(app: YiwangApp, entered: Entered) -> None:
        app.set_office(entered.office)
        if entered.actor is not None:
            app.start_work(entered.actor, entered.first)
            return
        app.ask_who(entered.office)
        if entered.refusal is not None:
            app.explain(entered.refusal)
