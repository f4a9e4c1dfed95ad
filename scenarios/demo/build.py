"""Building the demo township, through the doors everybody uses.

Tables go in through the public imports, three months of cases as well; the list of matters is
worked out as an office does it; the last steps are taken live. The database is an empty one
with its tables made.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from models.cases.limits import FROM_THE_START, Limited
from models.exchange.logs.staging import seldom_collected
from models.exchange.readers import Source
from models.kernel.words import N_
from scenarios.demo.content import TOWNSHIP, TOWNSHIP_CODE, data_bytes
from scenarios.demo.lists import ListOffice, make_flows
from scenarios.demo.live import ORIGIN, LiveDay
from scenarios.demo.office import OfficeTime
from scenarios.demo.plan import plan
from scenarios.demo.rosters import Rosters
from scenarios.demo.tables import case_rows, history_rows
from scenarios.demo.together import Together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

SEED = 20250101
CASES = 4000
"""Three months of a typical town."""
FOUNDER = "yiwang-demo"
"""The operating-system user in whose name the tables are imported; no such user exists anywhere."""
_FOUNDED = timedelta(days=120)
"""How long before ``now`` the office was set up: before its first case."""

TABLES = ("divisions", "units", "grids", "staff", "duties", "classes", "matters")
"""The kinds of tables shipped, in the order in which they build on each other."""

Progress = Callable[[str, int, int], None]
"""Called as ``on_progress(part, done, total)``; ``part`` is a message id."""

SETTING_UP = N_("setting up the office")
LISTING = N_("sorting out the list of matters")
PLANNING = N_("thinking up three months")
CASES_PART = N_("cases")
HISTORY_PART = N_("their history")
LIVE_PART = N_("the last day, live")
FINISHING = N_("sealing the ledger")


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, and how long each part took, in seconds."""

    cases: int
    steps: int
    live: int
    seconds: Mapping[str, float] = field(default_factory=dict)


_OWN_LIMITS = ((Limited.CHECK, "4WH"), (Limited.VERIFY, "4WH"))
"""This township is wide: who looks on the spot has half a day."""


def _silent(_part: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@seldom_collected()
def build(
    services: Services,
    clock: ManualClock,
    *,
    seed: int = SEED,
    cases: int = CASES,
    founder: str = FOUNDER,
    on_progress: Progress | None = None,
) -> Built:
    """Build the township so that it ends now.

    Args:
        services: over an empty database whose tables are made; with ``clock`` as its clock.
        clock: stands at the ``now`` the township is to end at, and stands there again
            afterwards.
        seed: equal seeds and an equal ``now`` give equal databases, byte for byte.
        cases: how many; below 4,000 the time they are spread over is shorter, so that a
            small township still looks busy.
        founder: the operating-system user who becomes the first administrator.
        on_progress: told how far each part is.

    Raises:
        DomainError: the database refused something, as it would refuse anybody.
    """
    tell = on_progress or _silent
    watch = _Stopwatch()
    now = clock.now().replace(microsecond=0)
    clock.set(now - _FOUNDED)
    with watch.over(SETTING_UP):
        administrator = found(services, founder, tell)
    with watch.over(LISTING):
        tell(LISTING, 0, 1)
        office = ListOffice(services, clock, administrator, now)
        office.shelve()
        office.work()
        tell(LISTING, 1, 1)
    with watch.over(PLANNING):
        tell(PLANNING, 0, 1)
        whole = plan(OfficeTime(services.calendar.current().time), now, seed, cases)
        tell(PLANNING, 1, 1)
    clock.set(whole.live_from or now)
    with watch.over(CASES_PART):
        _load(services, administrator, "cases", case_rows(whole.past), partial(tell, CASES_PART))
    with watch.over(HISTORY_PART):
        _load(services, administrator, "history", history_rows(whole.past), partial(tell, HISTORY_PART))
    with watch.over(LIVE_PART):
        LiveDay(services, clock, administrator).act_out(whole.live, partial(tell, LIVE_PART))
        clock.set(now)
        Together(services).act_out(administrator)
        Rosters(services).act_out(administrator)
    with watch.over(FINISHING):
        tell(FINISHING, 0, 1)
        _finish(services, administrator)
        tell(FINISHING, 1, 1)
    return Built(cases, len(whole.past) + len(whole.live), len(whole.live), watch.seconds)


def found(services: Services, founder: str = FOUNDER, on_progress: Progress | None = None) -> Actor:
    """Set the office up with its tables, but without a case; return its first administrator.

    Raises:
        DomainError: as :func:`build`.
    """
    tell = on_progress or _silent
    total = len(TABLES)
    services.initialise(founder, TOWNSHIP, demo=True)
    administrator = services.accounts.actor_for_os_user(founder, ORIGIN)
    for stage, limit in _OWN_LIMITS:
        services.limits.set(administrator, stage, limit, valid_from=FROM_THE_START)
    for done, kind in enumerate(TABLES, 1):
        tell(SETTING_UP, done - 1, total)
        if kind == "matters":
            make_flows(services, administrator)
        source = Source(f"{kind}.csv", data_bytes(f"{kind}.csv"))
        services.exchange.import_file(administrator, kind, source)
    tell(SETTING_UP, total, total)
    return administrator


def _finish(services: Services, administrator: Actor) -> None:
    """Name the office's division, by which a finished township is known, and seal the ledger."""
    office = services.organisation.office()
    services.organisation.set_office(
        administrator, office.name, TOWNSHIP_CODE, office.zone, expected_version=office.version
    )
    services.ledger.seal()


def _load(
    services: Services,
    administrator: Actor,
    kind: str,
    rows: Sequence[Mapping[str, str]],
    tell: Callable[[int, int], None],
) -> None:
    """Import rows of the past; a township of very few cases may have none."""
    if rows:
        services.exchange.import_rows(
            administrator,
            kind,
            rows,
            name=f"demo {kind}",
            on_progress=lambda done, of, _phase: tell(done, of),
        )


class _Stopwatch:
    """Notes how long each part takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def over(self, part: str) -> Iterator[None]:
        """Time the body."""
        start = perf_counter()
        yield
        self.seconds[part] = perf_counter() - start


def built_at(services: Services) -> datetime:
    """Return the moment a township leads up to: its ``now`` when it was built."""
    return services.calendar.edition(1).edition.created_at + _FOUNDED


def is_complete(services: Services) -> bool:
    """Say whether building went on to its last step."""
    return services.organisation.office().division_code is not None
