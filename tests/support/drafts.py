"""The working list as a whole, to compare before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.drafting.views import EntryState
from models.catalogue.rules import draft_document

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.catalogue.drafting.service import DraftingService


def everything(drafting: DraftingService, admin: Actor) -> dict[int, tuple[Any, ...]]:
    """Return every entry as it stands, however it stands."""
    rows = drafting.entries(admin, limit=500, states=list(EntryState)).rows
    found = {}
    for row in rows:
        view = drafting.entry(admin, row.matter_id)
        found[row.matter_id] = (
            draft_document(view.draft), view.state, view.into, view.split_from, view.settled, view.item_ids,
        )  # fmt: skip
    return found
