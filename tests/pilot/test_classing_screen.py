"""Classification rules on the screen: written, previewed, moved, carried out, removed; two people at one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.dialogs.conflict import ConflictDialog
from console.dialogs.moves import MovesDialog
from console.screens.catalogue import CatalogueScreen
from console.screens.classing import ClassingScreen
from console.screens.classing_form import ClassingFormScreen
from models.accounts.views import Role
from models.catalogue.classing.views import AddRule, ChangeRule, RuleDraft, Then, When
from models.catalogue.sources.views import BookEntries, ImportWishes
from tests.pilot.screens import lines_of, settle, shown, text_of, until
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from console.forms.form import Form
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.classing.views import RuleEdit
    from models.kernel.clock import ManualClock

TABLE = "序号,事项名称,主管部门\n1,路灯不亮,县城管局\n2,燃气泄漏险情,县住建局\n3,<b>低保受理,县民政局\n"


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    store, now = sqlite_services.store, clock.now()

    def build() -> Town:
        made = make_town(store, now)
        admin = made.actor(Role.SYSTEM_ADMIN)
        entries = BookEntries("下放事项")
        sqlite_services.sources.import_file(admin, ("m.csv", TABLE.encode()), "MZJ", entries, ImportWishes())
        sqlite_services.drafting.begin(admin, "2027")
        sqlite_services.drafting.collect(admin)
        return made

    return remembered(store, build, "delegated matters collected", now)


def save(services: Services, actor: Any, edit: RuleEdit) -> None:
    services.classing.save(actor, edit, services.classing.preview(actor, edit).fingerprint)


def is_top(app: YiwangApp, kind: type) -> bool:
    return isinstance(app.screen_stack[-1], kind)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def opened(app: YiwangApp, pilot: Pilot[Any]) -> Form:
    def ready() -> bool:
        top = app.screen_stack[-1]
        return isinstance(top, ClassingFormScreen) and top.form is not None and not top.form.saving

    await until(pilot, ready, seconds=30)
    top = app.screen_stack[-1]
    assert isinstance(top, ClassingFormScreen)
    assert top.form is not None
    return top.form


def fits(app: YiwangApp) -> None:
    assert {cell_len(line) for line in lines_of(app)} == {80}


async def write_the_first(app: YiwangApp, pilot: Pilot[Any], services: Services, chief: Actor) -> None:
    """Write a rule in the form: twice refused, looked at, given up, saved."""
    await press(pilot, "f2")
    form = await opened(app, pilot)
    form.take_up({"name": "路灯", "active": True, "words": "路灯|照明"})
    await press(pilot, "f2")
    assert "什么也没有设定" in text_of(app)
    form.take_up({"class": "01"})
    await press(pilot, "f2")
    assert "“01”不是类别" in text_of(app)
    form.take_up({"class": "event:01", "class_name": "公用设施", "urgency": "3"})
    await press(pilot, "f2")
    assert is_top(app, MovesDialog)
    for words in ("路灯不亮", "类别: list:00 未分类 → event:01 市容环境", "紧急程度: 2 → 3"):
        assert words in text_of(app), words
    await press(pilot, "escape")
    assert services.classing.rules(chief) == []
    await press(pilot, "f2", "enter")
    assert is_top(app, ClassingScreen)
    assert [each.draft.name for each in services.classing.rules(chief)] == ["路灯"]


def test_rules_are_written_previewed_carried_out_and_removed(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    chief = town.actor(Role.DUTY_CHIEF)
    services = sqlite_services

    async def journey() -> None:
        async with shown(services, chief, clock, CatalogueScreen) as (app, pilot):
            await press(pilot, "8")
            assert is_top(app, ClassingScreen)
            assert "还没有规则。按 0 载入预设规则" in text_of(app)
            await write_the_first(app, pilot, services, chief)
            fits(app)
            # Nothing of the list has changed yet.
            assert services.drafting.steps(chief)[0].kind.value == "collect"
            await press(pilot, "0")
            assert is_top(app, MovesDialog)
            await press(pilot, "enter")
            assert len(services.classing.rules(chief)) > 20
            await press(pilot, "f3")
            assert "燃气泄漏险情" in text_of(app)
            assert "<b>低保受理" in text_of(app)
            await press(pilot, "escape", "f4", "backspace", *"99", "enter")
            assert "请输入 1 至" in text_of(app)
            await press(pilot, "backspace", "backspace", "2", "enter", "enter")
            assert services.classing.find(chief, "路灯").number == 2
            await press(pilot, "f6", "enter")
            assert services.drafting.steps(chief)[0].kind.value == "classify"
            assert services.classing.plan(chief).moves == ()
            assert "按 7 撤销" in text_of(app)
            await press(pilot, "7")
            assert services.classing.plan(chief).moves
            (lamp,) = services.drafting.find(chief, "路灯不亮")
            await press(pilot, "f6")
            # Somebody changes the list while the question stands.
            services.drafting.edit(chief, lamp.matter_id, {"urgency": 1})
            await press(pilot, "enter")
            assert "规则或清单又有变动" in text_of(app)
            await press(pilot, "enter")
            await until(pilot, lambda: "人工定的 1 处不变" in text_of(app))
            await press(pilot, "f6", "enter")
            entry = services.drafting.entry(chief, lamp.matter_id)
            assert (entry.draft.class_code, entry.draft.urgency) == ("01", 1)
            await press(pilot, "8", "enter")
            assert services.drafting.entry(chief, lamp.matter_id).draft.urgency == 3
            await press(pilot, "f7", *"ld", "enter", "f8", "enter")
            assert not any(each.draft.name == "路灯" for each in services.classing.rules(chief))

    asyncio.run(journey())


def test_two_people_at_one_rule_and_a_draft_that_is_kept(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    chief = town.actor(Role.DUTY_CHIEF)
    services = sqlite_services
    save(services, chief, AddRule(RuleDraft("路灯", When(words=("路灯",)), Then(urgency=3))))

    async def journey() -> None:
        async with shown(services, chief, clock, ClassingScreen) as (app, pilot):
            await until(pilot, lambda: "路灯" in text_of(app))
            await press(pilot, "enter")
            form = await opened(app, pilot)
            form.take_up({"urgency": "4"})
            (rule,) = services.classing.rules(chief)
            theirs = RuleDraft("路灯", When(words=("路灯", "照明")), Then(urgency=2))
            save(services, chief, ChangeRule(rule.id, theirs))
            await press(pilot, "f2")
            assert is_top(app, ConflictDialog)
            assert "路灯|照明" in text_of(app)
            await press(pilot, "enter")
            await until(pilot, lambda: is_top(app, MovesDialog) or is_top(app, ClassingScreen))
            await press(pilot, "enter")
            assert services.classing.rules(chief)[0].version == 3

    asyncio.run(journey())


def test_who_does_not_work_on_the_list_may_look(
    sqlite_services: Services, clock: ManualClock, town: Town
) -> None:
    save(
        sqlite_services,
        town.actor(Role.DUTY_CHIEF),
        AddRule(RuleDraft("路灯", When(words=("路灯",)), Then(urgency=3))),
    )

    async def journey() -> None:
        actor = town.actor(Role.ACCEPTOR)
        async with shown(sqlite_services, actor, clock, ClassingScreen) as (app, pilot):
            assert "路灯" in text_of(app)
            assert "F2" not in lines_of(app)[-1]
            await press(pilot, "enter", "f2", "f6", "f8", "0")
            assert is_top(app, ClassingScreen)
            await press(pilot, "f3")
            assert "紧急程度: 2 → 3" in text_of(app)

    asyncio.run(journey())
