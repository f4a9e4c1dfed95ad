"""Any sequence of steps on the working list: the past stays, and undo restores exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.accounts.views import Actor, Role
from models.catalogue.drafting.service import DraftingService
from models.catalogue.editions.service import EditionService
from models.catalogue.service import CatalogueService
from models.kernel.clock import ManualClock
from models.kernel.errors import DomainError
from models.kernel.store import Store, open_engine
from tests.catalogue.conftest import draft
from tests.conftest import MONDAY_MORNING
from tests.support.copies import copy_sqlite
from tests.support.drafts import everything
from tests.support.factories import make_actor
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TODAY = date(2026, 3, 2)

_STEP = st.tuples(
    st.sampled_from(
        ["merge", "unmerge", "split", "rename", "retire", "restore", "undo", "redo", "publish", "number"]
    ),
    st.integers(0, 7),
    st.integers(0, 7),
)


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(steps=st.lists(_STEP, min_size=3, max_size=14))
def test_the_past_stays_and_undo_restores(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    store = Store(open_engine(copy_sqlite(sqlite_template, tmp_path_factory.mktemp("walk") / "walk.db")))
    clock = ManualClock(MONDAY_MORNING)
    catalogue = CatalogueService(store, clock)
    admin = remembered(store, lambda: _fill(store, catalogue), "walk of a draft")
    walk = _Walk(store, clock, admin)
    for name, one, other in steps:
        walk.step(name, one, other)
    assert catalogue.check() == []
    store.close()


def _fill(store: Store, catalogue: CatalogueService) -> Actor:
    """Put four matters in force; return who works on the list."""
    with store.write() as session:
        admin = make_actor(session, MONDAY_MORNING, "admin", "管理员", set(Role), area="")
    for number in range(1, 5):
        catalogue.create_matter(admin, draft(f"E010{number}", f"事项{number}", f"条件{number}"))
    return admin


class _Walk:
    """Takes steps, whatever comes of them, and compares what must not change."""

    def __init__(self, store: Store, clock: ManualClock, admin: Actor) -> None:
        self.drafting = DraftingService(store, clock)
        self.editions = EditionService(store, clock)
        self.clock = clock
        self.admin = admin
        self.past: dict[tuple[date, datetime], Any] = {}
        self.states: list[Any] = []
        self.effective = TODAY
        self.begin()

    def begin(self) -> None:
        self.drafting.begin(self.admin)
        self.states = [everything(self.drafting, self.admin)]
        self.place = 0

    def step(self, name: str, one: int, other: int) -> None:
        # Read after the step before, and nothing was done since.
        before = self.states[self.place]
        try:
            getattr(self, f"do_{name}")(one, other)
        except DomainError:
            # Refused: nothing may have changed.
            assert everything(self.drafting, self.admin) == before
            return
        for (day, known), rows in self.past.items():
            assert self.editions.list_on(self.admin, day, known) == rows
            # When a version ends is learnt later; that it held on the day is not.
            now = self.editions.list_on(self.admin, day)
            assert [replace(row, valid_to=None) for row in now] == [
                replace(row, valid_to=None) for row in rows
            ]

    def key(self, place: int) -> int:
        keys: list[int] = sorted(self.states[self.place])
        return keys[place % len(keys)]

    def done(self) -> None:
        now = everything(self.drafting, self.admin)
        if now != self.states[self.place]:
            self.states = [*self.states[: self.place + 1], now]
            self.place += 1

    def do_merge(self, one: int, other: int) -> None:
        self.drafting.merge(self.admin, self.key(one), [self.key(other)])
        self.done()

    def do_unmerge(self, one: int, _other: int) -> None:
        self.drafting.unmerge(self.admin, self.key(one))
        self.done()

    def do_split(self, one: int, other: int) -> None:
        self.drafting.split(self.admin, self.key(one), [({"name": f"分出{other}"}, [])])
        self.done()

    def do_rename(self, one: int, other: int) -> None:
        self.drafting.edit(self.admin, self.key(one), {"name": f"改名{other}"})
        self.done()

    def do_retire(self, one: int, _other: int) -> None:
        self.drafting.retire(self.admin, [self.key(one)])
        self.done()

    def do_restore(self, one: int, _other: int) -> None:
        self.drafting.restore(self.admin, [self.key(one)])
        self.done()

    def do_number(self, _one: int, _other: int) -> None:
        self.drafting.number_all(self.admin)
        self.done()

    def do_undo(self, _one: int, _other: int) -> None:
        self.drafting.undo(self.admin)
        self.place -= 1
        assert everything(self.drafting, self.admin) == self.states[self.place]

    def do_redo(self, _one: int, _other: int) -> None:
        self.drafting.redo(self.admin)
        self.place += 1
        assert everything(self.drafting, self.admin) == self.states[self.place]

    def do_publish(self, _one: int, _other: int) -> None:
        self.drafting.number_all(self.admin)
        self.done()
        self.effective += timedelta(days=30)
        plan = self.drafting.plan(self.admin, self.effective)
        self.drafting.publish(self.admin, self.effective, plan.plan.fingerprint)
        day = self.effective - timedelta(days=1)
        known = self.clock.now()
        self.past[day, known] = self.editions.list_on(self.admin, day, known)
        self.clock.set(MONDAY_MORNING + (self.effective - TODAY))
        self.begin()
