"""Taking an edition back: everything stands as before it, and what stands in the way is named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.api import Services
from models.cases.refusals import MatterRetired
from models.cases.rules import Action, CaseState
from models.catalogue.editions.refusals import (
    CasesRest,
    ChangedSince,
    EditionTooEarly,
    NoEdition,
    NotPublished,
    NotTheNewest,
)
from models.catalogue.rules import ConditionDraft
from models.catalogue.views import EditionStatus
from models.catalogue.views import LineageKind as Kind
from models.kernel.errors import NotFound
from tests.cases.conftest import make_desk
from tests.catalogue.book import Book
from tests.catalogue.conftest import draft
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

FIRST = {"01": "占用消防通道", "02": "暴露生活垃圾", "03": "路灯不亮"}
SECOND = {"01": "占用堵塞消防通道", "12": "暴露生活垃圾", "04": "井盖缺失"}
THIRD = {"12": "暴露生活垃圾杂物", "02": "非法行医", "04": "井盖缺失"}


@BOTH_ENGINES
def test_two_withdrawn_one_after_the_other_and_one_loaded_again(book: Book) -> None:
    book.load("2024-01-01", FIRST)
    first, of_first = book.identities(), book.heirs("02")
    book.load("2025-01-01", SECOND)
    second, of_second = book.identities(), book.heirs("02")
    book.load("2026-01-01", THIRD, ("01", "12", Kind.MERGE))
    third = book.clock.now()
    with pytest.raises(NotTheNewest) as refusal:
        book.withdraw(2)
    assert refusal.value.params == {"number": 2, "newest": 3}
    book.withdraw(3)
    assert (book.identities(), book.names(), book.heirs("02")) == (second, SECOND, of_second)
    assert book.names("2024-06-01") == FIRST
    book.withdraw(2)
    assert (book.identities(), book.names(), book.heirs("02")) == (first, FIRST, of_first)
    # Withdrawn is not forgotten: what they said, and what was known when.
    assert (book.names("2"), book.names("3"), book.names(None, third)) == (SECOND, THIRD, THIRD)
    assert len(book.diff("2", "3").changed) == 1
    with pytest.raises(NotPublished):
        book.withdraw(3)
    with pytest.raises(NoEdition):
        book.withdraw(9)
    # The next one goes on counting, and may be dated after the one that stands.
    with pytest.raises(EditionTooEarly):
        book.load("2023-06-01", THIRD)
    done = book.load("2024-06-01", SECOND)
    assert done.edition.number == 4
    assert book.identities("2024-06-01")["12"] == first["02"]
    states = [edition.status for edition in book.services.editions.editions(book.admin)]
    assert states == [
        EditionStatus.PUBLISHED,
        EditionStatus.WITHDRAWN,
        EditionStatus.WITHDRAWN,
        EditionStatus.PUBLISHED,
    ]
    assert book.services.catalogue.check() == []


def test_what_an_edition_brought_means_nothing_once_it_is_withdrawn(book: Book) -> None:
    book.load("2024-01-01", FIRST)
    book.load("2026-06-01", SECOND)
    book.withdraw(2)
    for gone in ("04", "12"):
        with pytest.raises(NotFound):
            book.services.catalogue.matter_by_code(book.admin, gone)
        with pytest.raises(NotFound):
            book.bearers(gone)
    assert book.services.catalogue.create_matter(book.admin, draft("04", "井盖缺失")).in_force_from is None


def test_matters_changed_since_are_in_the_way(book: Book) -> None:
    conditions = draft("01", "x").conditions
    book.load("2024-01-01", FIRST)
    book.load("2025-01-01", SECOND)
    book.change("12", urgency=3, conditions=conditions)
    with pytest.raises(ChangedSince) as refusal:
        book.withdraw(2)
    assert refusal.value.params == {"number": 2, "count": 1}


def test_what_it_ended_may_have_come_back_or_its_number_been_given_away(book: Book) -> None:
    book.load("2024-01-01", FIRST)
    book.load("2025-01-01", SECOND)
    before = book.identities()
    book.services.catalogue.create_matter(book.admin, draft("03", "非法行医"))
    with pytest.raises(ChangedSince) as refusal:
        book.withdraw(2)
    assert refusal.value.params["count"] == 1
    assert book.identities() == {**before, "03": book.identities()["03"]}
    assert book.services.catalogue.check() == []


def test_an_edition_is_named_by_its_number_alone(book: Book) -> None:
    book.load("2024-01-01", FIRST, name="2")
    with pytest.raises(NoEdition):
        book.withdraw(2)
    book.load("2025-01-01", SECOND, name="3")
    book.withdraw(2)
    assert [each.status for each in book.services.editions.editions(book.admin)] == [
        EditionStatus.WITHDRAWN,
        EditionStatus.PUBLISHED,
    ]


def test_cases_filed_under_it_hold_it(store: Store, clock: ManualClock) -> None:
    desk = make_desk(store, clock)
    book = Book(Services(store, clock), desk.town.actor(Role.SYSTEM_ADMIN), clock)
    new = {
        "0101": {"name": "乱倒垃圾杂物", "conditions": (ConditionDraft("4WH", "成堆"),)},
        "0201": {"name": "消防通道占用", "urgency": 3},
        "0505": "违规燃放烟花",
    }
    desk.bring_to(CaseState.FILED)
    book.load("2026-03-03", new)
    condition = book.services.catalogue.matter_by_code(book.admin, "0101", date(2026, 3, 3)).conditions[0].id
    waiting = desk.bring_to(CaseState.ACCEPTED)
    with pytest.raises(MatterRetired):
        desk.step(waiting, Action.FILE, Role.ACCEPTOR, condition_id=condition)
    # From midnight on it is the other way round.
    book.pass_by(days=1)
    with pytest.raises(MatterRetired):
        desk.step(waiting, Action.FILE, Role.ACCEPTOR, condition_id=desk.town.four_hours)
    filed = desk.step(waiting, Action.FILE, Role.ACCEPTOR, condition_id=condition)
    assert filed.matter is not None
    assert filed.matter.name == "乱倒垃圾杂物"
    with pytest.raises(CasesRest) as refusal:
        book.withdraw(1)
    assert refusal.value.params == {"number": 1, "count": 1}
    assert book.names()["0101"] == "乱倒垃圾杂物"
