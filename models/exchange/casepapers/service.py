"""The door to the papers of cases."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.exchange.casepapers.form import TITLE, case_document
from models.exchange.papers.forms import PaperForm, file_name, write_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.exchange.books.tongue import Tongue
    from models.exchange.casepapers.views import PrintedCase
    from models.organisation.views import OfficeView


class CasePaperService:
    """Forms of cases. What is on them was read, with permission, by whoever has them printed.

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
        document = case_document(forms, office.name, ZoneInfo(office.zone), tongue)
        write_document(document, PaperForm.DOCX, target, max(form.changed_at for form in forms))

    def forms_name(self, forms: Sequence[PrintedCase], tongue: Tongue) -> str:
        """Return the name of the file forms should go to."""
        last = f"-{forms[-1].case.number}" if len(forms) > 1 else ""
        return file_name(f"{tongue.say(TITLE)}_{forms[0].case.number}{last}", PaperForm.DOCX)
