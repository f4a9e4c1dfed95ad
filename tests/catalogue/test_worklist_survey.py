"""The list held in memory is the list in the database, whatever steps are made and undone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from models.catalogue.drafting.listviews import Findings, Part, Wanted
from models.catalogue.drafting.service import DraftingService
from models.catalogue.drafting.views import EntryState
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@pytest.fixture
def begun(filled: CatalogueService, store: Store, clock: ManualClock, admin: Actor) -> DraftingService:
    drafting = DraftingService(store, clock)
    drafting.begin(admin, "2026")
    return drafting


def whole(drafting: DraftingService, admin: Actor) -> tuple[Any, ...]:
    """Return everything a screen could show of the list."""
    found: Findings = drafting.findings(admin)
    return (
        [drafting.rows(admin, Wanted(part), limit=200).rows for part in Part],
        drafting.frame(admin),
        drafting.differences(admin),
        found,
    )


@pytest.mark.parametrize(
    ("database_url", "seed"),
    [("sqlite", 0), ("sqlite", 1), ("sqlite", 2), pytest.param("postgresql", 0, marks=pytest.mark.postgres)],
    indirect=["database_url"],
)
def test_what_is_held_is_what_stands_whatever_steps_are_made(
    begun: DraftingService, store: Store, clock: ManualClock, admin: Actor, seed: int
) -> None:
    chance = random.Random(seed)
    looking_on = DraftingService(store, clock)
    for _turn in range(25):
        try:
            _any_step(begun, admin, chance)
        except DomainError:
            continue
        # A console that looked on all the time, and one that opens the list now.
        assert whole(looking_on, admin) == whole(DraftingService(store, clock), admin)


def _any_step(drafting: DraftingService, admin: Actor, chance: random.Random) -> None:
    live = [row.matter_id for row in drafting.rows(admin, Wanted(), limit=200).rows]
    ended = drafting.rows(admin, Wanted(Part.GONE), limit=200).rows
    gone = [row.matter_id for row in ended if row.state is not EntryState.MERGED]
    match chance.choice(("add", "edit", "many", "retire", "restore", "merge", "undo", "undo", "redo")):
        case "add":
            drafting.add(admin, {"name": f"新{chance.randrange(99)}"}, chance.choice(live))
        case "edit":
            drafting.edit(admin, chance.choice(live), {"name": f"改{chance.randrange(9)}"})
        case "many":
            drafting.edit_many(admin, live, {"department": f"部门{chance.randrange(3)}"})
        case "retire" if len(live) > 1:
            drafting.retire(admin, [chance.choice(live)], "停")
        case "restore":
            drafting.restore(admin, gone[:1])
        case "merge" if len(live) > 2:
            one, other = chance.sample(live, 2)
            drafting.merge(admin, one, [other])
        case "undo":
            drafting.undo(admin)
        case _:
            drafting.redo(admin)
