"""The services of the room of cases, as a part of :class:`models.api.Services`.

Each is made when it is first asked for, and its modules are loaded then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.advising import AdviceService
    from models.cases.files.service import FileService
    from models.cases.limit_service import LimitService
    from models.cases.saved import SavedQueueService
    from models.cases.sentinel import SentinelService
    from models.cases.service import CaseService
    from models.cases.sets import SetService
    from models.cases.settings.service import SettingsService
    from models.cases.shifts.service import ShiftService
    from models.cases.tables import Case
    from models.cases.tasks import CaseTaskService
    from models.cases.timing import Calendars
    from models.cases.warnings import WarningService
    from models.cases.whistles import WhistleService
    from models.cases.wordings import WordingService
    from models.cases.wordsearch import WordSearchService
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import Clock
    from models.kernel.store import Store


class CaseServices:
    """What is done with cases, over one store and one clock."""

    store: Store
    clock: Clock
    _files: Path | None

    @property
    def calendar(self) -> CalendarService:
        """Working days and deadlines."""
        raise NotImplementedError

    @property
    def catalogue(self) -> CatalogueService:
        """Matters, their classes and conditions."""
        raise NotImplementedError

    @cached_property
    def sets(self) -> SetService:
        """One action on several cases, and taking steps back."""
        from models.cases.sets import SetService

        return SetService(self.store, self.clock, self.calendar, _filed)

    @cached_property
    def tasks(self) -> CaseTaskService:
        """What units are asked to assist with."""
        from models.cases.tasks import CaseTaskService

        return CaseTaskService(self.store, self.clock, self.calendar, self.catalogue)

    @cached_property
    def whistles(self) -> WhistleService:
        """Units called to cases."""
        from models.cases.whistles import WhistleService

        return WhistleService(self.store, self.clock, self.calendar, self.catalogue)

    def units_awaited(self) -> bool:
        """Say whether any unit that was called has not reported in; loads nothing of calls."""
        from models.cases.task_queries import units_awaited

        with self.store.read() as session:
            return units_awaited(session)

    @cached_property
    def limits(self) -> LimitService:
        """How long each stage of a case may take."""
        from models.cases.limit_service import LimitService

        return LimitService(self.store, self.clock)

    @cached_property
    def settings(self) -> SettingsService:
        """The office's own settings for its cases."""
        from models.cases.settings.service import SettingsService

        return SettingsService(self.store, self.clock, self.calendar)

    @cached_property
    def warnings(self) -> WarningService:
        """Warnings of deadlines, raised once each."""
        from models.cases.warnings import WarningService

        return WarningService(self.store, self.clock)

    @cached_property
    def wordings(self) -> WordingService:
        """Templates of wording for opinions and replies."""
        from models.cases.wordings import WordingService

        return WordingService(self.store, self.clock)

    @cached_property
    def advice(self) -> AdviceService:
        """What a text may be filed under."""
        from models.cases.advising import AdviceService

        return AdviceService(self.store, self.clock, self.catalogue)

    @cached_property
    def sentinel(self) -> SentinelService:
        """Cases handed back and forth, and cases nothing will move."""
        from models.cases.sentinel import SentinelService

        return SentinelService(self.store, self.clock)

    @cached_property
    def word_search(self) -> WordSearchService:
        """The index of words over all cases."""
        from models.cases.wordsearch import WordSearchService

        return WordSearchService(self.store)

    @cached_property
    def saved(self) -> SavedQueueService:
        """Queues and searches people save."""
        from models.cases.saved import SavedQueueService

        return SavedQueueService(self.store, self.clock, self.calendar)

    @cached_property
    def cases(self) -> CaseService:
        """Cases and their queues."""
        from models.cases.service import CaseService

        return CaseService(self.store, self.clock, self.calendar, self.catalogue, _filed)

    @cached_property
    def files(self) -> FileService:
        """Files of cases."""
        from pathlib import Path

        from models.cases.files.service import FileService
        from models.kernel.filefolder import files_folder
        from models.kernel.filestore import FileStore

        url = self.store.engine.url.render_as_string(hide_password=True)
        return FileService(self.store, self.clock, FileStore(self._files or files_folder(url, Path.cwd())))

    @cached_property
    def shifts(self) -> ShiftService:
        """Shifts handed over."""
        from models.cases.shifts.service import ShiftService

        return ShiftService(self.store, self.clock)


def _filed(session: Session, calendars: Calendars, actor: Actor, case: Case, now: datetime) -> None:
    """Let the office's rules dispatch a case that was filed; loaded where an office has them do it."""
    from models.cases.settings.inforce import in_force
    from models.cases.settings.of_dispatch import ByRule, by_rule

    if by_rule(in_force(session)) is ByRule.DO:
        from models.assignment.routing.dispatching import dispatch_filed

        dispatch_filed(session, calendars, actor, case, now)
