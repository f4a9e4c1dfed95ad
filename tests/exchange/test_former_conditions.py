"""Steps of the past name matters by what their codes meant then, whatever they mean now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.cases.refusals import MatterRetired
from models.exchange.refusals import RowsRejected
from scenarios.demo.build import found
from tests.exchange.test_cases_kind import CASE, steps

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock


def test_cases_filed_before_an_edition_keep_the_wording_of_their_day(
    sqlite_services: Services, clock: ManualClock
) -> None:
    services, now = sqlite_services, clock.now()
    clock.set(now - timedelta(days=30))
    admin = found(services)
    clock.set(now)
    drafting, new = services.drafting, "消防通道和疏散通道占用"
    drafting.begin(admin)
    keys = {line.code: line.matter_id for line in drafting.entries(admin, "0401").rows}
    drafting.edit(admin, keys["040101"], {"name": new})
    drafting.retire(admin, [keys["040102"]])
    effective = date(2026, 3, 1)
    drafting.publish(admin, effective, drafting.plan(admin, effective).plan.fingerprint)

    ended = {**CASE, "工单编号": "20260227-0008"}
    late = {**CASE, "工单编号": "20260301-0001", "上报时间": "2026-03-01 09:10", "发生时间": ""}
    services.exchange.import_rows(admin, "cases", [CASE, ended, late])
    services.exchange.import_rows(admin, "history", steps())
    before = services.cases.case(admin, "20260227-0007").matter
    assert before is not None
    assert (before.code, before.name) == ("040101", "消防通道占用")

    of_ended = [{**row, "number": "20260227-0008"} for row in steps(count=2)]
    of_ended[1]["matter_code"] = "040102"
    services.exchange.import_rows(admin, "history", of_ended)
    gone = services.cases.case(admin, "20260227-0008").matter
    assert gone is not None
    assert gone.code == "040102"

    # After its last day the same code takes no case any more; the other means its new wording.
    after = [
        {**row, "number": "20260301-0001", "at": row["at"].replace("02-27", "03-01")} for row in of_ended
    ]
    with pytest.raises(RowsRejected) as refused:
        services.exchange.import_rows(admin, "history", after)
    reasons = [problem.reason for problem in refused.value.summary.problems]
    assert [type(reason) for reason in reasons] == [MatterRetired]
    after[1]["matter_code"] = "040101"
    services.exchange.import_rows(admin, "history", after)
    now_called = services.cases.case(admin, "20260301-0001").matter
    assert now_called is not None
    assert now_called.name == new
    assert services.check() == []
