"""Drafts and remembered choices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.service import AccountService
from models.accounts.views import NewAccount
from models.desk.refusals import DraftTooLarge
from models.desk.service import LARGEST_CHOICE, LARGEST_DRAFT, DeskService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> DeskService:
    return DeskService(store, clock)


@pytest.fixture
def people(store: Store, clock: ManualClock) -> tuple[Actor, Actor]:
    """Give two people."""
    accounts = AccountService(store, clock)
    accounts.found_administrator("root")
    founder = accounts.actor_for_os_user("root", "")
    accounts.open_account(founder, NewAccount("limin", "李敏", frozenset(), os_user="limin"))
    return founder, accounts.actor_for_os_user("limin", "")


@BOTH_ENGINES
def test_a_draft_is_kept_replaced_and_thrown_away(
    desk: DeskService, clock: ManualClock, people: tuple[Actor, Actor]
) -> None:
    me, other = people
    began = clock.now()
    assert desk.draft(me, "intake") is None
    desk.save_draft(me, "intake", "", {"标题": "通道被堵", "urgent": True, "grid": None})
    saved = clock.advance(timedelta(seconds=2))
    desk.save_draft(me, "intake", "", {"标题": "小区三栋通道被堵", "n": [1, 2.5]})
    draft = desk.draft(me, "intake")
    assert draft is not None
    assert draft.content == {"标题": "小区三栋通道被堵", "n": [1, 2.5]}
    assert (draft.started_at, draft.saved_at) == (began, saved)
    assert desk.draft(other, "intake") is None
    desk.drop_draft(other, "intake")
    assert desk.draft(me, "intake") == draft
    desk.drop_draft(me, "intake")
    desk.drop_draft(me, "intake")
    assert desk.draft(me, "intake") is None


def test_drafts_are_listed_newest_first_and_only_ones_own(
    desk: DeskService, clock: ManualClock, people: tuple[Actor, Actor]
) -> None:
    me, other = people
    for form, subject in (("intake", ""), ("feedback", "20260302-0001"), ("feedback", "20260302-0002")):
        desk.save_draft(me, form, subject, {})
        clock.advance(timedelta(seconds=1))
    desk.save_draft(me, "intake", "", {})
    desk.save_draft(other, "intake", "", {})
    listed = [(draft.form, draft.subject) for draft in desk.drafts(me)]
    assert listed == [("intake", ""), ("feedback", "20260302-0002"), ("feedback", "20260302-0001")]


@BOTH_ENGINES
def test_two_terminals_of_one_person_leave_one_draft(desk: DeskService, people: tuple[Actor, Actor]) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: desk.save_draft(people[0], "intake", "", {"n": n}), range(12)))
    (draft,) = desk.drafts(people[0])
    assert draft.content["n"] in range(12)


def test_a_draft_too_large_is_refused_and_the_one_before_stays(
    desk: DeskService, people: tuple[Actor, Actor]
) -> None:
    desk.save_draft(people[0], "intake", "", {"text": "x" * (LARGEST_DRAFT - 11)})
    with pytest.raises(DraftTooLarge) as caught:
        desk.save_draft(people[0], "intake", "", {"text": "一" * (LARGEST_DRAFT // 3)})
    assert str(caught.value) == "This draft has 65 KB; at most 64 KB can be kept."
    (draft,) = desk.drafts(people[0])
    assert draft.content["text"].startswith("xxx")


def test_hostile_text_in_a_draft_does_not_stop_the_keeping(
    desk: DeskService, people: tuple[Actor, Actor]
) -> None:
    desk.save_draft(people[0], "intake", "", {"a\x00": "b\x00\ud800'; DROP TABLE draft; --"})
    (draft,) = desk.drafts(people[0])
    assert draft.content == {"a\ufffd": "b\ufffd\ufffd'; DROP TABLE draft; --"}


@pytest.mark.parametrize(("form", "subject"), [("", ""), ("f" * 65, ""), ("intake", "s" * 65)])
def test_names_the_columns_would_not_hold(
    sqlite_store: Store, clock: ManualClock, form: str, subject: str
) -> None:
    accounts = AccountService(sqlite_store, clock)
    accounts.found_administrator("root")
    with pytest.raises(ValueError, match="no name"):
        DeskService(sqlite_store, clock).save_draft(accounts.actor_for_os_user("root", ""), form, subject, {})


@BOTH_ENGINES
def test_choices_are_remembered_for_each_person(desk: DeskService, people: tuple[Actor, Actor]) -> None:
    me, other = people
    assert desk.recall(me, "queue") is None
    assert desk.recall(me, "queue", "pool") == "pool"
    desk.remember(me, "queue", "mine")
    desk.remember(me, "columns", {"a": [1, None], "b": False})
    desk.remember(other, "queue", "overdue")
    desk.remember(me, "queue", "due_soon")
    assert desk.recall(me, "queue") == "due_soon"
    assert desk.recall(me, "columns") == {"a": [1, None], "b": False}
    assert desk.recall(other, "queue") == "overdue"
    desk.remember(me, "queue", None)
    assert desk.recall(me, "queue", "pool") == "pool"
    falsy: tuple[object, ...] = (False, 0, "", [])
    for value in falsy:
        desk.remember(me, "flag", value)
        assert desk.recall(me, "flag", "other") == value


def test_a_choice_too_large_is_refused(desk: DeskService, people: tuple[Actor, Actor]) -> None:
    with pytest.raises(DraftTooLarge):
        desk.remember(people[0], "x", "x" * LARGEST_CHOICE)
