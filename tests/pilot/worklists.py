"""A working list under way, for the tests of its screens, and keys pressed on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.forms.row import FieldRow
from models.accounts.views import Role
from models.catalogue.rules import ConditionDraft
from tests.catalogue.book import Book
from tests.pilot.screens import settle, write
from tests.support.factories import Town, make_town
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from datetime import datetime

    from textual.pilot import Pilot

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

LIMITS = (ConditionDraft("4WH", "成堆垃圾", closing_condition="清运完毕"), ConditionDraft("1WD", "零星垃圾"))
FIRST = {
    "0101": {"name": "乱倒垃圾", "department": "环卫所", "conditions": LIMITS, "duty_list": "basic"},
    "0102": "暴露垃圾",
    "0103": "路灯不亮",
    "0201": "消防通道占用",
    "0202": "夜市占道",
}


@pytest.fixture
def town(sqlite_services: Services, clock: ManualClock) -> Town:
    store, now = sqlite_services.store, clock.now()
    return remembered(store, lambda: make_town(store, now), "town", now)


@pytest.fixture
def admin(town: Town) -> Actor:
    return town.actor(Role.SYSTEM_ADMIN)


@pytest.fixture
def book(sqlite_services: Services, admin: Actor, clock: ManualClock) -> Book:
    """One edition, in force since yesterday."""
    made = Book(sqlite_services, admin, clock)

    def load() -> datetime:
        made.load("2026-03-02", FIRST, name="2025版")
        return clock.now()

    clock.set(remembered(sqlite_services.store, load, "one edition", clock.now()))
    made.pass_by(days=1)
    return made


@pytest.fixture
def begun(book: Book, admin: Actor) -> Services:
    """A list with a change, a new entry, one that ends, and one without a code."""
    remembered(book.services.store, lambda: _begin(book, admin), "worklist begun", book.clock.now())
    return book.services


def _begin(book: Book, admin: Actor) -> None:
    drafting = book.services.drafting
    drafting.begin(admin, "2027版")
    drafting.edit(admin, key_of(book.services, admin, "0101"), {"name": "乱倒生活垃圾", "parent": "0999"})
    drafting.add(admin, {"name": "高空抛物", "code": "0299"}, key_of(book.services, admin, "0201"))
    drafting.retire(admin, [key_of(book.services, admin, "0202")], "停")
    drafting.edit(admin, key_of(book.services, admin, "0103"), {"code": ""})


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def type_over(app: Any, pilot: Pilot[Any], text: str, *keys: str) -> None:
    """Put ``text`` into the field that has the keys."""
    write(app, text)
    await settle(pilot)
    await press(pilot, *keys)


def key_of(services: Services, actor: Actor, code: str) -> int:
    (line,) = (line for line in services.drafting.find(actor, code) if line.code == code)
    return line.matter_id


def says(services: Services, actor: Actor, code: str) -> Any:
    return services.drafting.entry(actor, key_of(services, actor, code)).draft


def stands_on(app: Any, kind: type[Any]) -> bool:
    """Say whether a screen of this kind is on top."""
    return isinstance(app.screen, kind)


def field_with_keys(app: Any) -> str:
    """Return the name of the field of a form that has the keys."""
    row = next(each for each in app.focused.ancestors if isinstance(each, FieldRow))
    return row.field.name
