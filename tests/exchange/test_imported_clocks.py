"""Imported cases have the clocks a live case would have had."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.cases.kinds import Light, Stage
from tests.exchange.test_cases_kind import CASE, founded, steps

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock


def test_imported_cases_have_the_clocks_of_their_stages(
    sqlite_services: Services, clock: ManualClock
) -> None:
    services = sqlite_services
    administrator = founded(services, clock)
    services.exchange.import_rows(administrator, "cases", [CASE])
    chief = services.accounts.demo_sign_in("luoqiming", "test")
    case = services.cases.case(chief, CASE["工单编号"])
    assert (case.stage, case.stage_due_at) == (Stage.ACCEPT, datetime(2026, 2, 27, 1, 25, tzinfo=UTC))
    services.exchange.import_rows(administrator, "history", steps(count=3))
    case = services.cases.case(chief, CASE["工单编号"])
    found = {clock.stage: (clock.light, clock.runs) for clock in case.clocks}
    assert found[Stage.ACCEPT] == found[Stage.FILE] == (Light.MET, False)
    assert (case.stage, found[Stage.CONTACT][1]) == (Stage.CONTACT, True)
    services.exchange.import_rows(administrator, "history", steps())
    case = services.cases.case(chief, CASE["工单编号"])
    assert (case.stage, [clock for clock in case.clocks if clock.runs]) == (None, [])
    # Nobody was spoken to before it was closed; the clock says when it stopped.
    spoken = next(clock for clock in case.clocks if clock.stage is Stage.CONTACT)
    assert spoken.stopped_at == case.closed_at
    receipt = services.cases.explain_clock(chief, case.id, case.clocks[0].id)
    assert (receipt["limit"], receipt["due"]) == ("15WM", "2026-02-27T09:25")
    assert services.cases.check() == []
