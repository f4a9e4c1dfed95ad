"""The scenarios an office keeps, for those who write, steer or judge drills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.kernel.words import N_
from models.shelf.queries import kept
from models.shelf.rules import READERS

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.store import Store
    from models.shelf.views import KeptScenario


class ShelfService:
    """What is kept. It comes in, and goes, as every table does: by an import."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def scenarios(self, actor: Actor) -> list[KeptScenario]:
        """Return every scenario kept, by its code.

        Raises:
            NotPermitted: the person neither writes nor steers nor judges drills.
        """
        require(actor, READERS, N_("see scenarios of drills"))
        with self._store.read() as session:
            return kept(session)

    def scenario(self, actor: Actor, code: str) -> KeptScenario | None:
        """Return one scenario, or ``None``.

        Raises:
            NotPermitted: as :meth:`scenarios`.
        """
        require(actor, READERS, N_("see scenarios of drills"))
        with self._store.read() as session:
            return next(iter(kept(session, [code])), None)
