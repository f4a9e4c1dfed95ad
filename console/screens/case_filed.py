"""On a case: how many files it has, the way to them, and printing its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.filewords import files_words
from console.i18n import _
from console.screens.case_facts import Stated
from console.screens.case_wording import CaseWording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.files.views import AttachmentView
    from models.cases.views import CaseView


class CaseFiled(CaseWording):
    """A case that shows its files and can be printed."""

    def __init__(self, services: Services, actor: Actor, number: str) -> None:
        super().__init__(services, actor, number)
        self._files: Sequence[AttachmentView] = ()

    def _take_case(self, case: CaseView) -> None:
        super()._take_case(case)
        services, actor = self.services, self.actor
        self.read("files", lambda: services.files.attachments(actor, case.id), self._take_files)

    def _take_files(self, found: Sequence[AttachmentView]) -> None:
        if found != self._files:
            self._files = found
            self._show()

    def more_facts(self) -> Sequence[Stated]:
        """Say what is attached."""
        words = files_words(self._files)
        return [*super().more_facts(), Stated(_("Files"), words)] if words else super().more_facts()

    def can_files(self) -> bool:
        """The case was read, and no form is open."""
        return self._case is not None and self._form is None and not self._gone

    def action_files(self) -> None:
        """List the files."""
        if self._case is not None and self.can_files():
            self.console.go("case_files", self._case.number)

    def can_attach_here(self) -> bool:
        """The form of a step is open, and files can go with it."""
        return self._case is not None and self.can_form()

    def action_attach_here(self) -> None:
        """Ask which file to attach; the form stays as it is."""
        if self._case is not None and self.can_attach_here():
            self.console.go("attach", self._case.number)

    def action_print_form(self) -> None:
        """Write the form of the case into a document."""
        if self._case is not None and self.can_files():
            from console.screens.case_printing import print_forms

            print_forms(self, [self._case.id])
