"""The door to the papers of the rounds."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.exchange.papers.forms import PaperForm, file_name, write_paper
from models.exchange.papers.workbook import write_workbook
from models.exchange.reviewing.minutes import minutes, minutes_title
from models.exchange.reviewing.sheets import read_sheet, review_workbook, sheet_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from models.accounts.views import Actor
    from models.catalogue.review.service import ReviewService
    from models.catalogue.review.views import Packet, Protocol, TakeResult
    from models.exchange.readers import Source
    from models.kernel.clock import Clock
    from models.organisation.views import OfficeView


class ReviewPaperService:
    """Sheets and minutes. Nothing in them is personal beyond who decided what.

    Args:
        clock: what the papers are dated by.
        review: the rounds.
        office: gives the township and its zone.
    """

    def __init__(self, clock: Clock, review: ReviewService, office: Callable[[], OfficeView]) -> None:
        self._clock = clock
        self._review = review
        self._office = office

    def sheet_name(self, packet: Packet) -> str:
        """Return the name of the file that goes to a department."""
        return sheet_name(packet)

    def write_sheet(self, packet: Packet, target: IO[bytes]) -> None:
        """Write the sheet that goes to a department, as .xlsx.

        Raises:
            OfficeMissing: the township has no name yet.
            TextBeyondCell: a text does not fit into a cell.
        """
        workbook = review_workbook(packet, self._office().name, self._day())
        write_workbook(workbook, target, self._clock.now())

    def take(
        self,
        actor: Actor,
        source: Source,
        *,
        department: str = "",
        stale: bool = False,
        dry_run: bool = False,
    ) -> TakeResult:
        """Take a sheet back that a department filled in: .xlsx, .xls, .ods or CSV.

        Raises:
            NotATable, EmptyTable, WrongEncoding: it cannot be read.
            NoReviewSheet, OtherRound, OtherDepartmentsFile, OtherDepartment, NoDraft, NoRound: as
                ``ReviewService.take``.
        """
        table, rows = read_sheet(source)
        return self._review.take(
            actor, source.name, table.sheet, rows, department=department, stale=stale, dry_run=dry_run
        )

    def minutes_name(self, protocol: Protocol, form: PaperForm) -> str:
        """Return the name of the file the minutes should go to."""
        return file_name(minutes_title(protocol), form)

    def write_minutes(self, protocol: Protocol, form: PaperForm, target: IO[bytes]) -> None:
        """Write the minutes of a round.

        Raises:
            OfficeMissing: the township has no name yet.
            TextBeyondCell: a text does not fit into a cell of a workbook.
        """
        office = self._office()
        paper = minutes(protocol, office.name, office.zone, self._day())
        write_paper(paper, form, target, self._clock.now())

    def _day(self) -> date:
        return self._clock.now().astimezone(ZoneInfo(self._office().zone)).date()
