"""The forms of a case: what they call their entries, what stands in them, when they take the keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.forms.form import Form
from console.frame import Frame
from console.i18n import _
from console.screens.case_entries import condition_source, fields_of
from models.accounts.views import Role
from models.cases.rules import Action, CaseState
from tests.pilot.cases import opened
from tests.pilot.screens import text_of, until
from tests.support import quiet

if TYPE_CHECKING:
    import pytest
    from textual.events import Compose

    from tests.pilot.conftest import Office


def test_a_form_names_its_entries_as_the_work_does(office: Office) -> None:
    handling = office.desk.bring_to(CaseState.HANDLING)
    handler = office.actor(Role.HANDLER)
    own = office.services.cases.case(handler, handling.number)
    offers = {offer.action: offer for offer in own.offers}
    (done,) = fields_of(offers[Action.FEEDBACK], own, office.services, handler)
    assert _(done.label) == "处置情况"

    acceptor = office.actor(Role.ACCEPTOR)
    accepted = office.desk.bring_to(CaseState.ACCEPTED)
    matter = office.services.catalogue.matter_by_code(acceptor, "0101")
    source = condition_source(office.services, acceptor, accepted, matter.id, Frame(office.clock))
    assert [each.picked.text for each in source("条件1")] == ["条件1 (4工作时)"]


def test_a_form_slower_to_stand_than_its_draft_to_be_read_gets_the_keys(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = Form._on_compose

    async def late(form: Form, event: Compose) -> None:
        await asyncio.sleep(0.1)
        await compose(form, event)

    monkeypatch.setattr(Form, "_on_compose", late)
    # Pilots remember who hears what: of this form for this test alone.
    monkeypatch.setattr(quiet, "_handlers", {})

    async def look() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5")
            await until(pilot, lambda: app.screen.form.children)
            await pilot.press(*"已到")
            assert app.screen.form.values()["note"] == "已到"

    asyncio.run(look())


def test_a_duplicate_goes_into_another_case_by_the_menu_and_comes_out_by_a_key(office: Office) -> None:
    async def look() -> None:
        lead = office.desk.bring_to(CaseState.HANDLING)
        case = office.desk.bring_to(CaseState.FILED)
        async with opened(office, Role.ACCEPTOR, case) as (app, pilot):
            await pilot.press("f9")
            await until(pilot, lambda: "并案" in text_of(app))
            await pilot.press(*"并案")
            await until(pilot, lambda: "退出登录" not in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.form is not None and app.screen.form.children)
            # Without a word it offers what looks alike; a case about the same in the same grid does.
            await until(pilot, lambda: f"{lead.short_number} {lead.title}" in text_of(app))
            await pilot.press("enter", *"同一处", "f2")
            await until(pilot, lambda: f"并入 {lead.number}（并案前：待分拨）" in text_of(app))
            assert "F4拆案" in text_of(app)
            await pilot.press("f4")
            await until(pilot, lambda: app.screen.form is not None and app.screen.form.children)
            await pilot.press(*"看错", "f2")
            await until(pilot, lambda: "已拆案" in text_of(app))
            assert app.screen.case.state is CaseState.FILED

    asyncio.run(look())
