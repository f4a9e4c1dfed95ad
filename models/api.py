"""The one door to a township's data and rules.

``Services`` is all that the console, the commands and the drills ever hold. Rooms are
loaded when first used, so that a command pays only for what it needs.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from models.assignment_services import AssignmentServices
from models.drills.sealing import require_kind
from models.exchange_services import ExchangeServices
from models.kernel.errors import SchemaMismatch
from models.kernel.store import Store, open_engine, schema_revision

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from sqlmodel import Session

    from models.accounts.service import AccountService
    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.catalogue.boundary.service import BoundaryService
    from models.catalogue.classing.service import ClassingService
    from models.catalogue.drafting.service import DraftingService
    from models.catalogue.duties.service import DutyService
    from models.catalogue.editions.service import EditionService, Touching
    from models.catalogue.flows.service import FlowService
    from models.catalogue.requirements.service import RequirementService
    from models.catalogue.review.service import ReviewService
    from models.catalogue.service import CatalogueService
    from models.catalogue.sources.service import SourcesService
    from models.desk.service import DeskService
    from models.drills.service import DrillService
    from models.improving.service import ImprovingService
    from models.improving.views import Waiting
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.objections import Kind
    from models.ledger.service import LedgerService
    from models.organisation.service import OrganisationService
    from models.shelf.service import ShelfService


class Services(AssignmentServices, ExchangeServices):
    """The services of every room over one store and one clock."""

    def __init__(self, store: Store, clock: Clock, files: Path | None = None) -> None:
        self.store = store
        self.clock = clock
        self._files = files

    @classmethod
    def open(
        cls,
        url: str,
        clock: Clock,
        *,
        revision: str | None = None,
        thrifty: bool = False,
        files: Path | None = None,
        sealed: bool = False,
    ) -> Self:
        """Open the database at ``url``.

        Args:
            url: an SQLAlchemy URL.
            clock: where every service gets the time from.
            revision: the schema revision this program needs; ``None`` skips the check.
            thrifty: keep little of the database in memory: one of many consoles on a machine.
            files: where files of cases lie; by default beside the database.
            sealed: the world of a drill is to be opened; without it none is.

        Raises:
            NoDatabase: nothing is there.
            SchemaMismatch: it is of another version than the program.
            OnlyADrill: it is the world of a drill, and ``sealed`` does not say so.
            NotADrill: it is to be the world of a drill, and is none.
        """
        store = Store(open_engine(url, thrifty=thrifty))
        try:
            if revision is not None:
                _require_revision(store, revision)
            require_kind(store.engine, sealed=sealed)
        except BaseException:
            store.close()
            raise
        return cls(store, clock, files)

    def close(self) -> None:
        """Give all connections back."""
        self.store.close()

    def on_saved(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every change this process saved."""
        self.store.on_saved(listener)

    def data_version(self) -> int:
        """Return a number that moves when another process saved something."""
        return self.store.data_version()

    @cached_property
    def ledger(self) -> LedgerService:
        """The history of every change."""
        from models.ledger.service import LedgerService

        return LedgerService(self.store, self.clock)

    @cached_property
    def accounts(self) -> AccountService:
        """Sign-in, roles, areas."""
        from models.accounts.service import AccountService

        return AccountService(self.store, self.clock, objectors=(_cases_object,))

    @cached_property
    def desk(self) -> DeskService:
        """Drafts and remembered choices."""
        from models.desk.service import DeskService

        return DeskService(self.store, self.clock)

    @cached_property
    def shelf(self) -> ShelfService:
        """Scenarios of drills the office keeps."""
        from models.shelf.service import ShelfService

        return ShelfService(self.store)

    @cached_property
    def calendar(self) -> CalendarService:
        """Working days and deadlines."""
        from models.accounts.rules import require
        from models.accounts.views import Role
        from models.calendar.service import CalendarService
        from models.ledger.service import record
        from models.ledger.views import Program

        def sign(session: Session, actor: Actor | None, at: datetime, *entry: Any) -> None:
            record(session, actor or Program(), at, *entry)

        def permit(actor: Actor, action: str) -> None:
            require(actor, (Role.SYSTEM_ADMIN,), action)

        return CalendarService(self.store, self.clock, record=sign, permit=permit)

    @cached_property
    def organisation(self) -> OrganisationService:
        """Divisions, grids, units, staff, the office itself."""
        from models.organisation.service import OrganisationService

        return OrganisationService(self.store, self.clock, (_cases_object,))

    @cached_property
    def catalogue(self) -> CatalogueService:
        """Duty lists, classes, matters."""
        from models.catalogue.service import CatalogueService

        return CatalogueService(self.store, self.clock)

    @cached_property
    def editions(self) -> EditionService:
        """Editions of the list of matters, and lineage."""
        from models.cases.resting import cases_under
        from models.catalogue.editions.service import EditionService

        return EditionService(self.store, self.clock, cases_under=cases_under, touching=self._touching())

    @cached_property
    def drafting(self) -> DraftingService:
        """The next edition while it is prepared."""
        from models.cases.resting import cases_by_origin
        from models.catalogue.drafting.service import DraftingService
        from models.catalogue.review.checking import notices

        return DraftingService(
            self.store,
            self.clock,
            touching=self._touching(),
            cases_by_origin=cases_by_origin,
            heeding=(notices,),
        )

    @cached_property
    def classing(self) -> ClassingService:
        """Classification rules."""
        from models.catalogue.classing.service import ClassingService

        return ClassingService(self.store, self.clock)

    @cached_property
    def review(self) -> ReviewService:
        """Rounds in which departments review the next edition."""
        from models.catalogue.review.service import ReviewService

        return ReviewService(self.store, self.clock)

    def _touching(self) -> tuple[Touching, ...]:
        """Return what is asked, before an edition is published, about the world outside it."""
        from models.cases.resting import cases_touched
        from models.catalogue.editions.touched import units_touched

        return (cases_touched(self.calendar), units_touched)

    @cached_property
    def requirements(self) -> RequirementService:
        """The platform's business requirements, derived from an edition."""
        from models.cases.volumes import closed_by_matter
        from models.catalogue.requirements.service import RequirementService

        return RequirementService(self.store, self.clock, closed_by_matter)

    @cached_property
    def sources(self) -> SourcesService:
        """Source books and items."""
        from models.catalogue.sources.service import SourcesService
        from models.exchange.sourcing import source_importer

        return SourcesService(self.store, self.clock, source_importer(self.exchange))

    @cached_property
    def flows(self) -> FlowService:
        """Handling flows and their versions."""
        from models.catalogue.flows.service import FlowService
        from models.catalogue.flowuse import flow_uses

        return FlowService(self.store, self.clock, flow_uses(self.clock))

    @cached_property
    def duties(self) -> DutyService:
        """The three duty lists."""
        from models.catalogue.duties.service import DutyService

        return DutyService(self.store, self.clock)

    @cached_property
    def boundary(self) -> BoundaryService:
        """Duty admission, adjustment, temporary entries, and what lies outside the lists."""
        from models.catalogue.boundary.service import BoundaryService

        return BoundaryService(self.store, self.clock)

    @cached_property
    def drills(self) -> DrillService:
        """The drill this database is the world of."""
        from models.drills.service import DrillService
        from models.kernel.clock import SystemClock

        return DrillService(self.store, SystemClock())

    @cached_property
    def improving(self) -> ImprovingService:
        """Corrective tasks that came out of drills."""
        from models.improving.service import ImprovingService

        return ImprovingService(self.store, self.clock, self.organisation.office)

    def corrective_waiting(self, actor: Actor, today: date) -> Waiting:
        """Count the corrective tasks open for a person; the room of them is not loaded for that."""
        from models.improving.glancing import waiting

        return waiting(self.store, actor, today)

    def initialise(self, os_user: str, office_name: str, *, demo: bool = False) -> None:
        """Make a fresh database usable.

        The calendar is seeded, the office is named, and the operating-system user becomes
        the first administrator. Does nothing that was done before.
        """
        self.calendar.seed()
        self.organisation.found_office(office_name, demo=demo)
        self.limits.seed()
        self.rosters.seed()
        self.accounts.found_administrator(os_user)

    def check(self, *, deep: bool = False) -> list[Finding]:
        """Recompute what can be recomputed and name what differs; ``deep`` reads every file of a case."""
        from models.whole_check import whole_check

        return whole_check(self, deep=deep)


def _cases_object(session: Session, kind: Kind, key: int, name: str) -> None:
    """Let the room of cases object to a closing; it is loaded when something is closed."""
    from models.cases.holding import object_to_closing

    object_to_closing(session, kind, key, name)


def _require_revision(store: Store, revision: str) -> None:
    found = schema_revision(store.engine)
    if found != revision:
        raise SchemaMismatch(found or "0000", revision)
