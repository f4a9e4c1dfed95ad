"""Mappings kept under names: saved, found again by the headings, changed, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.exchange.mappingrefusals import BadMapping
from models.exchange.readers import Source
from models.exchange.refusals import MappingTaken, MissingColumns
from models.exchange.savedmaps import SavedMappings
from models.exchange.views import ImportOptions
from models.kernel.errors import Invalid, NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.exchange.service import ExchangeService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

TABLE = Source("月报.csv", "月报\n数码,叫法,备忘\n990101101,好镇,x\n990101102,又一镇,y\n".encode())
PAIRS = ("数码=code", "name=叫法")


@pytest.fixture
def mappings(store: Store, clock: ManualClock) -> SavedMappings:
    return SavedMappings(store, clock)


def test_a_saved_mapping_is_found_by_its_headings_and_said(
    mappings: SavedMappings, exchange: ExchangeService, admin: Actor
) -> None:
    with pytest.raises(MissingColumns):
        exchange.plan_file(admin, "divisions", TABLE)
    made = mappings.save(admin, " 月报 ", "divisions", PAIRS)
    assert (made.name, made.told(), made.version) == ("月报", ("数码=code", "叫法=name"), 1)
    summary = exchange.plan_file(admin, "divisions", TABLE)
    assert (summary.created, summary.unknown_columns) == (2, ("备忘",))
    assert "saved mapping “月报”" in str(summary.assumptions[-1])
    assert "headings: row 2" in " ".join(map(str, summary.assumptions))
    with pytest.raises(MissingColumns):
        exchange.plan_file(admin, "divisions", TABLE, options=ImportOptions(saved=False))
    with pytest.raises(BadMapping):
        exchange.plan_file(admin, "divisions", TABLE, ["天气=name"])
    mappings.save(admin, "另一", "divisions", ["叫法=code", "数码=name"])
    with pytest.raises(MissingColumns):
        exchange.plan_file(admin, "divisions", TABLE)
    mappings.drop(admin, "另一")
    mappings.save(admin, "更多", "divisions", [*PAIRS, "备忘=valid_from"])
    assert exchange.plan_file(admin, "divisions", TABLE).rejected == 2, "the one that names more wins"
    with pytest.raises(MissingColumns):
        exchange.plan_file(admin, "grids", TABLE)


@BOTH_ENGINES
def test_a_mapping_is_changed_and_dropped_only_when_meant(mappings: SavedMappings, admin: Actor) -> None:
    mappings.save(admin, "a", "divisions", PAIRS)
    with pytest.raises(MappingTaken):
        mappings.save(admin, "a", "divisions", PAIRS)
    assert mappings.save(admin, "a", "grids", ["号=code"], replace=True).version == 2
    assert [(each.name, each.kind) for each in mappings.mappings(admin)] == [("a", "grids")]
    assert mappings.one(admin, "a").told() == ("号=code",)
    assert mappings.drop(admin, "a").version == 2
    for call in (mappings.one, mappings.drop):
        with pytest.raises(NotFound):
            call(admin, "a")


def test_what_cannot_be_saved_is_refused(
    mappings: SavedMappings, admin: Actor, store: Store, clock: ManualClock
) -> None:
    for pairs in ((), ("x",), ("数码=天气",), ("=code",)):
        with pytest.raises(BadMapping):
            mappings.save(admin, "a", "divisions", pairs)
    for name in ("", " ", "x" * 65):
        with pytest.raises(Invalid):
            mappings.save(admin, name, "divisions", PAIRS)
    with store.write() as session:
        clerk = make_actor(session, clock.now(), "clerk", "办事员", {Role.ACCEPTOR}, area="")
    for call in (lambda: mappings.save(clerk, "a", "divisions", PAIRS), lambda: mappings.mappings(clerk)):
        with pytest.raises(NotPermitted):
            call()
