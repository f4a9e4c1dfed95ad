"""A screen whose work is kept as a draft while it is open: a form, or a whole document that is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from console.i18n import _, render_error
from console.screens.base import ConsoleScreen
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from console.forms.draft_keeper import DraftKeeper

R = TypeVar("R")


class DraftedScreen(ConsoleScreen[R], Generic[R]):
    """Whoever derives from it makes the keeper once there is something to keep."""

    _keeper: DraftKeeper | None = None

    def holds_unsaved(self) -> bool:
        """Say whether something is not in the database yet, and begin to write it."""
        keeper = self._keeper
        if keeper is None or not keeper.unsaved:
            return False
        keeper.flush()
        return True

    def _not_kept(self, error: Exception) -> None:
        """Say why a draft could not be kept."""
        if isinstance(error, DomainError):
            reason = render_error(error)[0]
        else:
            reason = _("error %(number)s", number=self.console.report_error(error))
        self.console.say(_("The draft could not be kept: %(reason)s", reason=reason))
