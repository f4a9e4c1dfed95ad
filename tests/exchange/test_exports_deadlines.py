"""The deadline of a case and its receipt in an export: only where they are named."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.exchange.exporting.views import Format, How, Wanted
from tests.exchange.test_cases_kind import CASE, founded, steps
from tests.exchange.test_exports import taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.api import Services
    from models.kernel.clock import ManualClock


def test_the_deadline_and_its_receipt_are_given_out_where_they_are_named(
    sqlite_services: Services, clock: ManualClock
) -> None:
    small = sqlite_services, founded(sqlite_services, clock)
    sqlite_services.exchange.import_rows(small[1], "cases", [CASE])
    sqlite_services.exchange.import_rows(small[1], "history", steps())
    wanted = Wanted("cases", "状态:办结", columns=("编号", "到期时间", "receipt"))

    def explain(kept: Mapping[str, Any]) -> list[str]:
        return [kept["start"], "因此到期"]

    data, _summary = taken(small, wanted, How(Format.JSON_LINES, explain=explain))
    line = json.loads(data)
    case = small[0].cases.case(small[1], line["number"])
    assert case.due_at is not None
    assert datetime.fromisoformat(line["due_at"]) == case.due_at
    assert case.receipt is not None
    assert line["receipt"] == f"{case.receipt['start']}\n因此到期"
    data, _summary = taken(small, wanted, How(Format.JSON_LINES, office_headings=True))
    line = json.loads(data)
    assert json.loads(line["时限说明"]) == case.receipt
    data, _summary = taken(small, Wanted("cases"), How(Format.JSON_LINES))
    assert "receipt" not in json.loads(data.splitlines()[0])
