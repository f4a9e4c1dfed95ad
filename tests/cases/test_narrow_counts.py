"""By which indexes saved queues are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.saved_views import SavedSpec
from tests.cases.test_queues import plans
from tests.cases.test_saved import service_on

if TYPE_CHECKING:
    from tests.cases.township import Desk


def test_counters_of_saved_queues_read_nothing_but_a_narrow_index(sqlite_desk: Desk) -> None:
    desk, saved, chief = sqlite_desk, service_on(sqlite_desk), sqlite_desk.town.actor(Role.DUTY_CHIEF)
    indexes = {
        "状态:处置": "area",
        "来源:12345": "facts",
        "返工>0 灯:超期": "facts",
        "上报>今天": "facts",
        "事项:垃圾 到期<明天": "facts",
        "到期<明天": "due",
        "到期:明天": "due",
        "灯:红": "state",
        "状态:处置 灯:红": "state",
        "退回>1": "returned",
        "灯:超期": "missed",
    }
    for text, index in indexes.items():
        made = saved.create(chief, SavedSpec(text, text))
        every = plans(desk, lambda: saved.counters(chief, [made.id], None))  # noqa: B023 -- called within the turn
        [line] = [each for each in every if " cases " in each]
        assert f"COVERING INDEX ix_cases_open_{index}" in line or (
            index,
            "INDEX ix_cases_open_state" in line,
        ) == (
            "state",
            True,
        ), line
