"""Undoing many steps at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.catalogue.drafting import narrow
from models.catalogue.drafting.refusals import NothingToUndo, StepsMoved
from models.catalogue.drafting.service.base import EDITORS, WORK, DraftingBase
from models.catalogue.drafting.workspace import Workspace

if TYPE_CHECKING:
    from models.accounts.views import Actor


class UndoDoors(DraftingBase):
    """The way back, over several steps."""

    def undo_to(self, actor: Actor, seq: int, newest: int) -> int:
        """Undo every step that follows step ``seq``, all or none; return how many.

        Args:
            actor: who works on the list.
            seq: the last step that is to stand; 0 undoes all.
            newest: the newest step that stood when the person decided.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: none is being prepared.
            StepsMoved: another step was made or undone meanwhile.
            NothingToUndo: nothing follows that step.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            following = narrow.steps_after(session, space.edition.id, seq)
            if not following:
                raise NothingToUndo
            if following[0].seq != newest:
                raise StepsMoved
            for step in following:
                space.replay(step, forward=False)
            return len(following)
