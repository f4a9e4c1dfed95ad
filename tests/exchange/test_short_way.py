"""Divisions read in a stream: result and report are those of the long way, whatever stands in a cell."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from models.exchange.carrying import plan_source
from models.exchange.frame import Reading
from models.exchange.kinds import kind_named
from models.exchange.readers import Source
from models.exchange.spool import Spool
from models.exchange.stream import NotPlain
from models.exchange.views import ImportOptions
from tests.exchange.test_cases_kind import founded

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

ODD = (
    "９９０１０１１０３０９１,岭东村", "990101103093,〃", '990101103095,"岭\n东村"', "990101103096,岭  东村",
    "990101103096,岭\u3000东村", "990101103097.0,某村", "990101103098,'=村", "990101103098,=1+1",
    "990101103099,村\x1b[31m红", "990101103099,村\u202e红", "9.90101E+17,某村", "990101103099,4.2E17",
    "990101103099,420123199001010000", "合计,2", "填报人：张三,", ",", "990101103091,岭东村,,多余,多余",
    "990101103081,岭东村", f"990101103091,{'长' * 70}", '990101103091,"岭""东"', "12,某村", "990101103091",
    " 990101103091 , 岭东村 ", "990101103094,东村,45926", "990101103094,东村,２０２５-09-26",
    "990101103094,东村,2025年9月26日", "990101103094,东村,45926.0",
)  # fmt: skip
HEADS = ("code,name", "区划代码,名称,valid_from,valid_to")


def told(store: Store, actor: Actor, at: Any, data: bytes, *, streamed: bool) -> tuple[Any, ...] | None:
    """Return all that a plan says and holds; ``None`` where a stream hands over to the long way."""
    kind = kind_named("divisions")
    assert kind.wide is not None
    options, reading = ImportOptions(partial=True), Reading(actor, at, {})
    with closing(Spool(kind.wide.upper)) as spool:
        try:
            found = plan_source(
                store, reading, kind, Source("d.csv", data), (), options, spool, None, streamed=streamed
            )
        except NotPlain:
            return None
        rows = [tuple(row) for created, changed in spool.blocks() for row in (*created, *changed)]
    problems = [(each.row, each.column, each.value, str(each.reason)) for each in found.problems]
    counts = (found.created, found.changed, found.same, found.rejected, found.completed)
    return counts, sorted(problems), found.repairs, rows


@pytest.mark.parametrize("head", HEADS)
def test_the_short_way_says_what_the_long_one_does_or_hands_over(
    sqlite_services: Services, sqlite_store: Store, clock: ManualClock, head: str
) -> None:
    administrator = founded(sqlite_services, clock)
    handed = 0
    for odd in [(), *((each,) for each in ODD), *pairwise(ODD)]:
        lines = [head, "990101103081,甲村", *odd, "990101103082,乙村", ""]
        data = "\n".join(lines).encode("utf-8", "surrogatepass")
        short = told(sqlite_store, administrator, clock.now(), data, streamed=True)
        handed += short is None
        if short is not None:
            assert short == told(sqlite_store, administrator, clock.now(), data, streamed=False), odd
    assert 0 < handed < 2 * len(ODD), "plain files are read the short way, odd ones the long"
