"""Giving a case to somebody: a question where something stands in the way, several units called at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.service import LeaveEntries
from models.cases.kinds import CaseState
from tests.assignment.people import add_person
from tests.pilot.cases import opened
from tests.pilot.screens import settle, text_of, until
from tests.pilot.test_case_assistance import third_unit

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_who_is_barred_is_given_a_case_after_a_question(office: Office) -> None:
    account, staff = add_person(office.desk, "陈请假")
    case = office.desk.bring_to(CaseState.HANDLING)
    chief, lead = office.actor(Role.DUTY_CHIEF), office.actor(Role.UNIT_LEAD)
    today = office.services.rosters.today()
    office.services.rosters.add_leave(chief, LeaveEntries(staff, today, today, LeaveKind.SICK))

    def owner() -> int | None:
        return office.services.cases.case(chief, case.number).owner_id

    async def journey() -> None:
        async with opened(office, lead, case) as (app, pilot):
            await pilot.press("f6")
            await settle(pilot)
            await pilot.press(*"陈请假", "enter", "f2")
            await until(pilot, lambda: "仍要分给" in text_of(app))
            assert "病假" in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            assert owner() != account
            await pilot.press("f2")
            await until(pilot, lambda: "仍要分给" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: owner() == account)
            await settle(pilot)

    asyncio.run(journey())


def test_several_units_are_called_in_one_form(office: Office) -> None:
    third_unit(office)
    case = office.desk.bring_to(CaseState.HANDLING)

    async def journey() -> None:
        async with opened(office, Role.DUTY_CHIEF, case) as (app, pilot):
            await pilot.press("f9", *"吹哨", "enter")
            await settle(pilot)
            await pilot.press(*"应急", "enter", *"规划", "enter", "tab", "tab")
            await pilot.press(*"2026-03-02 23:00", "enter", *"请到场", "f2")
            await settle(pilot)
            assert "2家" in text_of(app)
        called = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number).tasks
        assert {each.unit_name for each in called} == {"应急管理办", "规划建设办"}

    asyncio.run(journey())
