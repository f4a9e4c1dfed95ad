"""Assistance in the history of cases: brought in by rows, given out again, taken back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from models.cases.columns import CASES, TASKS
from models.exchange.exporting.caserows import CASE_COLUMNS
from models.exchange.exporting.views import Format
from tests.exchange.test_cases_kind import CASE, STEPS, counts, founded, refused
from tests.exchange.test_exports_round_trip import ORDER, elsewhere, given_out, taken_in

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

__all__ = ["elsewhere"]

NUMBER = CASE["工单编号"]


def step(at: str, action: str, person: str, unit: str = "", **more: str) -> dict[str, str]:
    return {
        "number": NUMBER,
        "at": f"2026-02-27 {at}",
        "action": action,
        "person": person,
        "unit_code": unit,
        **more,
    }


ASSISTED = [
    *({"number": NUMBER, **each} for each in STEPS[:4]),
    step("09:50", "请求协办", "zhouyian", "B01", note="请协助疏导", 协办时限="2小时"),
    step("09:50", "请求协办", "zhouyian", "B02", note="请派人到场"),
    step("09:55", "接受协办", "zengziqian", "B01"),
    step("09:56", "协办交办", "zengziqian", "B01", to="limin"),
    step("10:00", "拒绝协办", "limin", "B02", reason="不属于本单位职责"),
    step("10:05", "裁定协办", "zhouyian", "B02", reason="应当协办", 协办时限="4小时"),
    step("10:10", "催办协办", "zhouyian", "B01", note="请抓紧"),
    step("10:12", "答复催办", "limin", "B01", note="半小时内到"),
    step("10:20", "协办答复", "limin", "B01", note="已到场疏导"),
    step("10:30", "变更主办", "zhouyian", "B02", reason="以其为主", 原主办单位="转为协办"),
    step("10:40", "接件", "zengziqian"),
    step("11:00", "反馈", "zengziqian", reason="协办未到，已办结", note="车已挪走。"),
]
PROMISED = ("number", "due_at", "receipt", "assistance")


@pytest.fixture
def office(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    administrator = founded(sqlite_services, clock)
    sqlite_services.exchange.import_rows(administrator, "cases", [CASE])
    return sqlite_services, administrator


def tasks_of(services: Services) -> list[dict[str, Any]]:
    with services.store.read() as session:
        rows = session.connection().execute(select(TASKS).order_by(TASKS.c.id)).mappings()
        return [dict(row) for row in rows]


def open_tasks(services: Services) -> int:
    with services.store.read() as session:
        return session.connection().scalar(select(CASES.c.open_tasks).where(CASES.c.number == NUMBER)) or 0


def test_assistance_comes_in_with_the_history_and_goes_out_with_it(
    office: tuple[Services, Actor], elsewhere: Any, clock: ManualClock
) -> None:
    (here, admin), (there, founder, now) = office, elsewhere
    a_month_ago = clock.now()
    clock.set(now)
    begin = ASSISTED[:7]
    # Two units were asked at once: knowing one of them is not knowing the other.
    assert counts(here.exchange.import_rows(admin, "history", begin[:5])) == (5, 0, 0, 0)
    assert counts(here.exchange.import_rows(admin, "history", begin)) == (2, 0, 5, 0)
    assert (open_tasks(here), [each["state"] for each in tasks_of(here)]) == (2, ["taken", "asked"])
    # The rest is another table: what stands is played on.
    summary = here.exchange.import_rows(admin, "history", ASSISTED)
    assert counts(summary) == (9, 0, 7, 0)
    first, second, old_lead = tasks_of(here)
    assert (first["state"], first["said"], first["urged"]) == ("answered", "已到场疏导", 1)
    assert (first["limit_amount"], first["capped"]) == (2, False)
    assert (second["state"], second["binding"], second["limit_amount"]) == ("recalled", True, 4)
    assert (old_lead["state"], old_lead["said"], old_lead["open"]) == ("recalled", "协办未到，已办结", False)
    assert (open_tasks(here), here.check()) == (0, [])
    given = {kind: given_out(here, admin, kind, Format.CSV) for kind in ORDER}
    given = {kind: data for kind, data in given.items() if data.count(b"\n") > 1}
    clock.set(a_month_ago)
    for kind, data in given.items():
        taken_in(there, founder, kind, data)
    clock.set(now)
    for kind in ("cases", "history"):
        data = given_out(here, admin, kind, Format.CSV)
        assert taken_in(there, founder, kind, data).rejected == 0
        assert given_out(there, founder, kind, Format.CSV) == data
    promised = given_out(there, founder, "cases", Format.CSV, columns=PROMISED)
    assert promised == given_out(here, admin, "cases", Format.CSV, columns=PROMISED)
    assert there.check() == []
    # Taken back, the case is where the first table left it.
    resting = here.batches.undo(admin, summary.number or 0).resting
    assert not resting
    assert (open_tasks(here), [each["state"] for each in tasks_of(here)]) == (2, ["taken", "asked"])
    assert here.check() == []


def test_what_cannot_have_happened_to_an_assistance_is_refused(office: tuple[Services, Actor]) -> None:
    services, admin = office
    asked = ASSISTED[4]
    for rows, code in (
        ([*ASSISTED[:4], step("10:00", "协办答复", "limin", "B01", note="好")], "task.no_such_task"),
        ([*ASSISTED[:5], {**asked, "at": "2026-02-27 10:00"}], "task.already_assisting"),
        ([*ASSISTED[:4], {**asked, "unit_code": "B06"}], "task.leads_itself"),
        ([*ASSISTED[:5], step("10:00", "答复催办", "limin", "B01", note="好")], "task.nothing_urged"),
        ([*ASSISTED[:4], step("10:00", "吹哨", "zhouyian", "B01")], "exchange.not_one_of"),
    ):
        assert refused(services, admin, "history", rows) == [code]
    assert tasks_of(services) == []


def test_what_follows_from_the_steps_is_compared_and_never_taken_in(office: tuple[Services, Actor]) -> None:
    services, admin = office
    services.exchange.import_rows(admin, "history", ASSISTED[:6])
    data = given_out(services, admin, "cases", Format.CSV, columns=(*CASE_COLUMNS, *PROMISED[1:]))
    same = taken_in(services, admin, "cases", data)
    assert (counts(same), same.details.differing, same.unknown_columns) == ((0, 0, 1, 0), (), ())
    assert "only compared" in str(same.assumptions[-1])
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    moved = data.replace(row["due_at"].encode(), b"2026-12-01 09:00", 1)
    other = taken_in(services, admin, "cases", moved, update="yes")
    assert (counts(other)[:2], [str(each.field) for each in other.details.differing]) == (
        (0, 0),
        ["deadline: compared, not taken in"],
    )
    assert given_out(services, admin, "cases", Format.CSV, columns=(*CASE_COLUMNS, *PROMISED[1:])) == data
