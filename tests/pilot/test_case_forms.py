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
from tests.pilot.screens import until

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

    async def look() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5")
            await until(pilot, lambda: app.screen.form.children)
            await pilot.press(*"已到")
            assert app.screen.form.values()["note"] == "已到"

    asyncio.run(look())
