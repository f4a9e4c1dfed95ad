"""The services of the room of exchange, as a part of :class:`models.api.Services`.

Each is made when it is first asked for, and its modules are loaded then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.catalogue.duties.service import DutyService
    from models.catalogue.review.service import ReviewService
    from models.exchange.books.service import BookService
    from models.exchange.casepapers.service import CasePaperService
    from models.exchange.exporting.news import ExportNewsService
    from models.exchange.exporting.service import ExportService
    from models.exchange.logs.service import LogService
    from models.exchange.planning import PlanService
    from models.exchange.reviewing.service import ReviewPaperService
    from models.exchange.savedmaps import SavedMappings
    from models.exchange.service import ExchangeService
    from models.exchange.undoing import BatchService
    from models.kernel.clock import Clock
    from models.kernel.store import Store
    from models.organisation.service import OrganisationService


class ExchangeServices:
    """What comes in and goes out as files, over one store and one clock."""

    store: Store
    clock: Clock

    @property
    def duties(self) -> DutyService:
        """The three duty lists."""
        raise NotImplementedError

    @property
    def review(self) -> ReviewService:
        """Rounds in which departments review the next edition."""
        raise NotImplementedError

    @property
    def organisation(self) -> OrganisationService:
        """Divisions, grids, units, staff, the office itself."""
        raise NotImplementedError

    @cached_property
    def exchange(self) -> ExchangeService:
        """Imports and exports."""
        from models.exchange.service import ExchangeService

        return ExchangeService(self.store, self.clock)

    @cached_property
    def plans(self) -> PlanService:
        """Plans of imports."""
        from models.exchange.planning import PlanService

        return PlanService(self.store, self.clock)

    @cached_property
    def batches(self) -> BatchService:
        """Imports that were carried out, and taking them back."""
        from models.exchange.undoing import BatchService

        return BatchService(self.store, self.clock)

    @cached_property
    def mappings(self) -> SavedMappings:
        """Mappings of headings, saved under names."""
        from models.exchange.savedmaps import SavedMappings

        return SavedMappings(self.store, self.clock)

    @cached_property
    def exports(self) -> ExportService:
        """Tables out of the database, and who took what."""
        from models.exchange.exporting.service import ExportService

        return ExportService(self.store, self.clock)

    @cached_property
    def export_news(self) -> ExportNewsService:
        """What people are told of requests to export in clear."""
        from models.exchange.exporting.news import ExportNewsService

        return ExportNewsService(self.store, self.clock)

    @cached_property
    def logs(self) -> LogService:
        """Logs of other systems: their cases with their histories."""
        from models.exchange.logs.service import LogService

        return LogService(self.store, self.clock)

    @cached_property
    def books(self) -> BookService:
        """What goes to print."""
        from models.exchange.books.service import BookService

        return BookService(self.clock, self.duties, self.organisation.office)

    @cached_property
    def review_papers(self) -> ReviewPaperService:
        """The sheets and minutes of the rounds of review."""
        from models.exchange.reviewing.service import ReviewPaperService

        return ReviewPaperService(self.clock, self.review, self.organisation.office)

    @cached_property
    def case_papers(self) -> CasePaperService:
        """Forms of cases and sheets of shifts, to be printed."""
        from models.exchange.casepapers.service import CasePaperService

        return CasePaperService(self.organisation.office)
