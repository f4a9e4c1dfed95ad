"""The door to books: what the rooms below know, put on paper."""

from __future__ import annotations

from datetime import datetime, time
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.exchange.books.duties import (
    Printed,
    department_book,
    department_title,
    township_book,
    township_title,
)
from models.exchange.papers.forms import PaperForm, file_name, write_document, write_paper
from models.exchange.papers.workbook import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.catalogue.duties.service import DutyService
    from models.catalogue.editions.views import Diff
    from models.catalogue.requirements.views import RequirementSet
    from models.exchange.books.tongue import Tongue
    from models.kernel.clock import Clock
    from models.organisation.views import OfficeView


class BookService:
    """Books in several forms. Nothing in them is personal, so everybody may print them.

    Args:
        clock: what the papers are dated by.
        duties: the duty lists.
        office: gives the township and its zone.
    """

    def __init__(self, clock: Clock, duties: DutyService, office: Callable[[], OfficeView]) -> None:
        self._clock = clock
        self._duties = duties
        self._office = office

    def township_book(self, actor: Actor, form: PaperForm, target: IO[bytes]) -> None:
        """Write the township's book of its three duty lists.

        Raises:
            OfficeMissing: the township has no name yet.
            TextBeyondCell: a text does not fit into a cell of a workbook.
        """
        paper = township_book(self._printed(), self._duties.book(actor))
        write_paper(paper, form, target, self._clock.now())

    def department_book(self, actor: Actor, department: str, form: PaperForm, target: IO[bytes]) -> None:
        """Write the lists as one department sees them.

        Raises:
            UnknownDepartment: no item names it.
            OfficeMissing, TextBeyondCell: as :meth:`township_book`.
        """
        paper = department_book(self._printed(), self._duties.mirror(actor, department))
        write_paper(paper, form, target, self._clock.now())

    def requirement_book(
        self, found: RequirementSet, list_name: str, form: PaperForm, target: IO[bytes], tongue: Tongue
    ) -> None:
        """Write the platform's business requirements.

        The paper bears the moment of the list, not of the printing: the same list, cases and flows
        give the same bytes.

        Args:
            found: what :meth:`models.catalogue.requirements.service.RequirementService.derive` gave.
            list_name: what the list is called on paper.
            form: a document, a workbook, or text.
            target: a binary file.
            tongue: the language of the paper.

        Raises:
            OfficeMissing, TextBeyondCell: as :meth:`township_book`.
        """
        from models.exchange.books.requirement_document import requirement_document
        from models.exchange.books.requirement_workbook import requirement_workbook

        office = self._office()
        midnight = datetime.combine(found.meant.day, time(), ZoneInfo(office.zone))
        at = found.meant.known or midnight
        if form is PaperForm.XLSX:
            write_workbook(requirement_workbook(found, office.name, list_name, tongue), target, at)
            return
        document = requirement_document(found, office.name, list_name, found.meant.day, tongue)
        write_document(document, form, target, at)

    def requirement_name(self, list_name: str, form: PaperForm, tongue: Tongue) -> str:
        """Return the name of the file requirements should go to.

        Raises:
            OfficeMissing: the township has no name yet.
        """
        from models.exchange.books.requirement_words import TITLE

        title = tongue.say(TITLE, township=self._office().name)
        return file_name(f"{title}_{list_name}", form)

    def difference_book(
        self, diff: Diff, earlier: str, later: str, target: IO[bytes], tongue: Tongue
    ) -> None:
        """Write a comparison of two lists item by item, as a workbook.

        Args:
            diff: the comparison.
            earlier: what the earlier side is called.
            later: what the later side is called.
            target: a binary file.
            tongue: the language of the paper.
        """
        from models.exchange.books.differences import difference_book

        write_workbook(difference_book(diff, earlier, later, tongue), target, self._clock.now())

    def difference_name(self, earlier: str, later: str, tongue: Tongue) -> str:
        """Return the name of the file a comparison should go to."""
        from models.exchange.books.differences import TITLE

        return file_name(tongue.say(TITLE, earlier=earlier, later=later), PaperForm.XLSX)

    def book_name(self, form: PaperForm, department: str = "") -> str:
        """Return the name of the file a book should go to: a department's, or the township's.

        Raises:
            OfficeMissing: the township has no name yet.
        """
        township = self._office().name
        title = department_title(department, township) if department else township_title(township)
        return file_name(title, form)

    def _printed(self) -> Printed:
        office = self._office()
        return Printed(office.name, self._clock.now().astimezone(ZoneInfo(office.zone)).date())
