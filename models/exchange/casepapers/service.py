"""The door to the papers of cases."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.exchange.casepapers.form import TITLE, case_document
from models.exchange.casepapers.shift import SHEET_TITLE, shift_document
from models.exchange.papers.forms import PaperForm, file_name, write_document
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.cases.shifts.views import HandoverView, ShiftSheet
    from models.exchange.books.tongue import Tongue
    from models.exchange.casepapers.views import PrintedCase
    from models.organisation.views import OfficeView

_DRILL = N_("Drill")


class CasePaperService:
    """Forms of cases and sheets of shifts. What is on them was read, with permission, by whoever prints.

    Args:
        office: gives the township and its zone.
    """

    def __init__(self, office: Callable[[], OfficeView]) -> None:
        self._office = office

    def write_forms(self, forms: Sequence[PrintedCase], target: IO[bytes], tongue: Tongue) -> None:
        """Write the forms of cases as one document.

        It bears the moment of the last change, not of the printing: the same cases give the same bytes.

        Args:
            forms: at least one.
            target: a binary file.
            tongue: the language of the paper.

        Raises:
            OfficeMissing: the township has no name yet.
        """
        office = self._office()
        document = case_document(forms, _whose(office, tongue), ZoneInfo(office.zone), tongue)
        write_document(document, PaperForm.DOCX, target, max(form.changed_at for form in forms))

    def write_shift(
        self, sheet: ShiftSheet, given: HandoverView | None, target: IO[bytes], tongue: Tongue
    ) -> None:
        """Write the sheet of a shift; the same sheet gives the same bytes.

        Args:
            sheet: what it says.
            given: the handover it was kept with, if it was handed over.
            target: a binary file.
            tongue: the language of the paper.

        Raises:
            OfficeMissing: the township has no name yet.
        """
        office = self._office()
        document = shift_document(sheet, given, _whose(office, tongue), ZoneInfo(office.zone), tongue)
        write_document(document, PaperForm.DOCX, target, sheet.at)

    def shift_name(self, sheet: ShiftSheet, tongue: Tongue) -> str:
        """Return the name of the file the sheet of a shift should go to."""
        day = sheet.at.astimezone(ZoneInfo(self._office().zone)).date()
        return file_name(f"{tongue.say(SHEET_TITLE)}_{sheet.person}_{day.isoformat()}", PaperForm.DOCX)

    def forms_name(self, forms: Sequence[PrintedCase], tongue: Tongue) -> str:
        """Return the name of the file forms should go to."""
        last = f"-{forms[-1].case.number}" if len(forms) > 1 else ""
        return file_name(f"{tongue.say(TITLE)}_{forms[0].case.number}{last}", PaperForm.DOCX)


def _whose(office: OfficeView, tongue: Tongue) -> str:
    """Return whose papers they are; nobody takes those of a drill for the office's own."""
    return f"{tongue.say(_DRILL)}　{office.name}" if office.drill else office.name
