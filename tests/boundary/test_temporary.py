"""Temporary entries of the grid list: in with the consent, out by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.catalogue.boundary.kinds import (
    Action,
    RequestKind,
    RequestState,
    StandingKind,
)
from models.catalogue.boundary.refusals import (
    BadDay,
    EntryInForce,
    GuardFails,
)
from models.catalogue.refusals import CodeTaken
from models.catalogue.views import MatterStatus
from tests.boundary.bench import LAST_DAY, TEMPORARY, TODAY

if TYPE_CHECKING:
    from tests.boundary.bench import Bench

_A, _S, _K = Action, RequestState, RequestKind
WEEK = timedelta(days=7)


def test_a_temporary_entry_comes_with_the_consent_and_ends_by_itself(bench: Bench) -> None:
    reader = bench.actor(Role.COLLECTOR)
    request = bench.bring_to(_S.OPINIONS, _K.TEMPORARY)
    request = bench.do(request, _A.ADMIT, authority="镇长办公会")
    assert (request.state, request.matter_code, request.early) == (_S.ADMITTED, "LS01", False)
    matter = bench.services.catalogue.matter_by_code(reader, "LS01")
    assert (matter.in_force_from, matter.in_force_to) == (TODAY, LAST_DAY)
    assert (matter.conditions[0].limit, matter.conditions[0].closing_condition) == ("3WD", "排查完毕并登记")
    standing = bench.boundary.standing(reader, "LS01")
    assert (standing.kind, standing.until, standing.request_id) == (
        StandingKind.TEMPORARY, LAST_DAY, request.id,
    )  # fmt: skip
    after = LAST_DAY + timedelta(days=1)
    assert bench.boundary.standing(reader, "LS01", after).kind is StandingKind.RETIRED
    assert bench.boundary.expire_due(bench.actor(Role.LEADER)) == ()
    bench.clock.advance(timedelta(days=91))
    assert bench.services.catalogue.matter_by_code(reader, "LS01").status is MatterStatus.RETIRED
    found = bench.boundary.request(reader, request.id)
    assert found.state is _S.EXPIRED
    assert bench.boundary.counters(reader)[_S.EXPIRED] == 1
    assert bench.boundary.check() == []
    assert bench.boundary.expire_due(bench.actor(Role.ACCEPTOR)) == (request.id,)
    assert bench.boundary.expire_due(bench.actor(Role.ACCEPTOR)) == ()
    assert bench.boundary.request(reader, request.id).timeline[-1].action is _A.EXPIRE
    assert bench.boundary.check() == []


def test_an_urgent_entry_is_in_force_before_the_decision_and_leaves_if_refused(bench: Bench) -> None:
    reader = bench.actor(Role.COLLECTOR)
    slow = bench.bring_to(_S.COUNTY, _K.TEMPORARY, urgent=False, code="LS02")
    with pytest.raises(GuardFails, match="urgent"):
        bench.do(slow, _A.START)
    request = bench.do(bench.bring_to(_S.COUNTY, _K.TEMPORARY), _A.START)
    assert (request.state, request.early) == (_S.COUNTY, True)
    assert bench.boundary.standing(reader, "LS01").before_decision
    with pytest.raises(GuardFails, match="in force already"):
        bench.do(request, _A.START)
    bench.clock.advance(timedelta(days=2))
    request = bench.do(request, _A.REFUSE, day=TODAY)
    assert (request.state, request.early) == (_S.REFUSED, False)
    matter = bench.services.catalogue.matter_by_code(reader, "LS01")
    assert (matter.status, matter.in_force_to) == (MatterStatus.RETIRED, date(2026, 3, 3))
    assert bench.faults() == []


def test_an_urgent_entry_confirmed_with_changes_gets_its_new_last_day(bench: Bench) -> None:
    request = bench.do(bench.bring_to(_S.COUNTY, _K.TEMPORARY), _A.START)
    request = bench.do(request, _A.ADMIT_CHANGED, until=date(2026, 4, 30))
    assert (request.state, request.early, request.facts.ends_on) == (_S.CHANGED, False, date(2026, 4, 30))
    matter = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert (matter.in_force_to, matter.version_number) == (date(2026, 4, 30), 1)
    with pytest.raises(BadDay):
        bench.do(request, _A.END, day=date(2026, 5, 1))
    request = bench.do(request, _A.END, day=date(2026, 3, 9))
    matter = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert matter.in_force_to == request.facts.ends_on == date(2026, 3, 9)
    assert bench.faults() == []


def test_an_entry_started_and_withdrawn_on_one_day_leaves_a_line_of_no_days(bench: Bench) -> None:
    request = bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.START)
    bench.do(request, _A.WITHDRAW)
    found = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert found.status is MatterStatus.RETIRED
    # The code is free again.
    bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.ADMIT)
    assert bench.faults() == []


def test_what_is_in_force_is_not_edited_behind_its_back(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    leader = bench.actor(Role.LEADER)
    request = bench.do(bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.START), _A.RETURN)
    for changed in (replace(TEMPORARY, limit="5WD"), replace(TEMPORARY, ends_on=LAST_DAY + WEEK)):
        with pytest.raises(EntryInForce):
            bench.boundary.edit(leader, request.id, changed, request.version)
    loose = replace(TEMPORARY, explanation="补充说明")
    request = bench.boundary.edit(leader, request.id, loose, request.version)
    assert request.facts.explanation == "补充说明"
    assert bench.services.catalogue.matter_by_code(leader, "LS01").in_force_to == LAST_DAY


def test_one_wanted_later_begins_then(bench: Bench) -> None:
    later = TODAY + WEEK
    request = bench.bring_to(_S.COUNTY, _K.TEMPORARY, urgent=False, wanted_on=later)
    request = bench.do(request, _A.ADMIT)
    found = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert (found.in_force_from, found.status) == (later, MatterStatus.UPCOMING)
    assert request.matter_code == "LS01"


def test_a_code_in_use_stops_the_consent_and_nothing_is_changed(bench: Bench) -> None:
    request = bench.bring_to(_S.COUNTY, _K.TEMPORARY, code="0101")
    with pytest.raises(CodeTaken):
        bench.do(request, _A.ADMIT)
    assert bench.boundary.request(bench.actor(Role.LEADER), request.id).state is _S.COUNTY


def test_an_end_that_has_passed_stops_the_consent(bench: Bench) -> None:
    request = bench.bring_to(_S.COUNTY, _K.TEMPORARY)
    bench.clock.advance(timedelta(days=120))
    with pytest.raises(BadDay):
        bench.do(request, _A.ADMIT)
