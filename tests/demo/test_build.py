"""Building the township: on both engines, whole, checked, and twice the same."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.api import Services
from models.cases.judged_views import SimilarTo
from models.cases.kinds import FINAL_STATES, QueueKey
from models.catalogue.boundary.kinds import RequestKind
from models.catalogue.review.views import RoundState
from models.catalogue.sources.views import SourceKind
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from scenarios.demo import plan as plan_module
from scenarios.demo.build import FOUNDER, build, built_at, is_complete
from scenarios.demo.content import TOWNSHIP, TOWNSHIP_CODE
from tests.support.databases import copy_sqlite

if TYPE_CHECKING:
    from pathlib import Path

    from models.accounts.views import Actor


def repeats_shown(services: Services, chief: Actor) -> bool:
    """Say whether the hint of similar cases has something to show for an open case."""
    cases = services.cases
    for line in cases.queue(chief, None, limit=500).rows:
        view = cases.case(chief, line.number)
        wanted = SimilarTo(view.title, view.body, view.grid_id, at=view.reported_at, case_id=view.id)
        if cases.similar(chief, wanted):
            return True
    return False


@pytest.mark.slow
def test_a_township_is_built_through_the_public_doors_and_nothing_is_wrong_with_it(
    services: Services, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Enough steps taken live; the others come in through the imports.
    monkeypatch.setattr(plan_module, "LIVE_STEPS", 60)
    now = clock.now()
    built = build(services, clock, cases=200)
    assert clock.now() == now == built_at(services)
    assert built.cases == 200
    assert is_complete(services)
    assert services.check() == []
    office = services.organisation.office()
    assert (office.name, office.division_code, office.demo) == (TOWNSHIP, TOWNSHIP_CODE, True)

    people = services.accounts.demo_people()
    assert {person.role for person in people} == set(Role)
    # Who works stands first, with a unit; the founder, who has none and may do everything, last.
    assert all(person.unit_name for person in people[:-1])
    assert (people[0].role, people[-1].login) == (Role.COLLECTOR, FOUNDER)
    chief = services.accounts.demo_sign_in("luoqiming", "test")
    counters = services.cases.counters(chief)
    for key in (
        QueueKey.TO_ACCEPT,
        QueueKey.TO_FILE,
        QueueKey.TO_DISPATCH,
        QueueKey.WITH_UNITS,
        QueueKey.TO_VERIFY,
    ):
        assert counters[key] > 0, key
    line = services.cases.queue(chief, QueueKey.WITH_UNITS, limit=1).rows[0]
    case = services.cases.case(chief, line.number)
    assert case.receipt is not None
    assert case.matter is not None
    assert case.matter.duty_item is not None
    assert len(case.matter.class_path) >= 2
    assert case.state not in FINAL_STATES
    assert case.matter.flow
    assert repeats_shown(services, chief)
    lists_are_as_a_township_has_them(services, chief)


def lists_are_as_a_township_has_them(services: Services, chief: Actor) -> None:
    """Two editions in force, one being reviewed, flows that fit, books, lineage, requests of every kind."""
    assert [each.number for each in services.editions.editions(chief)] == [None, 2, 1]
    assert services.flows.check() == []
    assert all(line.matters for line in services.flows.flows(chief).rows)
    assert {line.kind for line in services.sources.books(chief)} >= {
        SourceKind.DEPARTMENT, SourceKind.GRID, SourceKind.HOTLINE, SourceKind.POWER,
    }  # fmt: skip
    merged = services.editions.lineage(chief, "G040298")
    assert [heir.code for heir in merged.bearers[0].heirs] == ["G040299"]
    draft = services.drafting.draft(chief)
    assert draft is not None
    assert draft.funnel.merged > 10
    assert draft.funnel.open > 50
    plan = services.drafting.plan(chief, services.clock.now().date() + timedelta(days=30))
    assert (plan.obstacles, plan.moved) == ((), ())
    first, second = reversed(services.review.rounds(chief))
    assert (first.state, second.state) == (RoundState.CLOSED, RoundState.OPEN)
    assert (first.counts.carried, first.counts.rejected, second.counts.unsettled) == (1, 1, 1)
    requests = services.boundary.requests(chief).rows
    assert {each.kind for each in requests} == set(RequestKind)
    assert len({each.state for each in requests}) == len(requests)


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        # The key of a seat is drawn by chance, as nobody may guess it; all else follows the seed.
        # The index of words cannot be read back as a table: its pieces are compared as they are stored.
        words = [repr(row) for row in connection.execute("SELECT id, block FROM case_fts_data ORDER BY id")]
        connection.execute("DROP TABLE case_fts")
        lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "seat"')]
        return [*lines, *words]
    finally:
        connection.close()


@pytest.mark.slow
def test_two_builds_with_one_seed_are_the_same_byte_for_byte(
    sqlite_template: Path, tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_module, "LIVE_STEPS", 60)
    dumps = []
    for name, seed in (("a", 1), ("b", 1)):
        url = copy_sqlite(sqlite_template, tmp_path / f"{name}.db")
        store = Store(open_engine(url))
        own = ManualClock(clock.now())
        built = build(Services(store, own), own, seed=seed, cases=40)
        assert 0 < built.live < built.steps
        store.close()
        dumps.append(dump(tmp_path / f"{name}.db"))
    assert dumps[0] == dumps[1]
