"""The door to books: what the rooms below know, put on paper."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.exchange.books.duties import (
    Printed,
    department_book,
    department_title,
    township_book,
    township_title,
)
from models.exchange.papers.forms import PaperForm, file_name, write_paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.catalogue.duties.service import DutyService
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
