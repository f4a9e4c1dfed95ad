"""The first look agrees with the services, for every person and queue, and knows when to keep quiet."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from console.house import adopt
from console.i18n import set_language
from console.labels import label
from console.screens.queues import QueuesScreen
from console.session import Session, Way, glance_at
from console.widgets.line_list import LineList
from migrations.head import head_revision
from models.accounts.views import Role
from models.api import Services
from models.cases.rules import Action, CaseState, QueueKey, queues_of
from models.cases.views import ActionEntries
from models.glance import Glance, Visitor
from tests.pilot.screens import text_of, until
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from console.app import YiwangApp
    from tests.pilot.conftest import Office


def queue_screen(app: YiwangApp) -> QueuesScreen:
    assert isinstance(app.screen, QueuesScreen)
    return app.screen


def url_of(office: Office) -> str:
    return str(office.desk.store.engine.url)


LATE_IN_THE_YEAR = datetime(2026, 12, 31, 8, 55, tzinfo=UTC)


@pytest.fixture
def busy(office: Office) -> Office:
    """Give a township with cases in every open state, some late, some returned."""
    remembered(office.desk.store, lambda: _make_busy(office), "busy", office.clock.now())
    office.clock.set(LATE_IN_THE_YEAR + timedelta(hours=3))
    return office


def _make_busy(office: Office) -> None:
    Services(office.desk.store, office.clock).limits.seed()
    for state in CaseState:
        if state not in {CaseState.FINISHED, CaseState.VOID}:
            office.desk.bring_to(state, title=f"第一件 {state.value}")
    office.clock.advance(timedelta(hours=3))
    for state in (CaseState.HANDLING, CaseState.DISPATCHED, CaseState.RETURNED_TO_ACCEPTOR):
        office.desk.bring_to(state, title=f"第二件 {state.value}")
    asking = office.desk.bring_to(CaseState.HANDLING, title="要延期")
    asking = office.desk.step(asking, Action.ASK_EXTENSION, Role.HANDLER)
    urged = office.desk.step(asking, Action.URGE, Role.DISPATCHER)
    office.desk.step(office.desk.bring_to(CaseState.HANDLING), Action.ASK_HOLD, Role.UNIT_LEAD)
    assert urged.to_answer
    for limit, declines in (("", True), ("1UH", False)):
        case = office.desk.bring_to(CaseState.HANDLING, title="要协办")
        entries = ActionEntries(unit_id=office.desk.town.other_unit, note="请派员", limit=limit)
        dispatcher, tasks = office.actor(Role.DISPATCHER), office.services.tasks
        case = tasks.perform(dispatcher, case.id, Action.ASSIST, entries, case.version)
        urge = ActionEntries(unit_id=office.desk.town.other_unit, note="请抓紧")
        case = tasks.perform(dispatcher, case.id, Action.ASSIST_URGE, urge, case.version)
        if declines:
            helper, why = office.desk.town.other_handler, ActionEntries(reason="不归我们")
            assert helper is not None
            tasks.perform(helper, case.id, Action.ASSIST_DECLINE, why, case.version)
    # Filed on the last day of a year: the days off of the next one are not known.
    office.clock.set(LATE_IN_THE_YEAR)
    office.desk.bring_to(CaseState.HANDLING, title="第三件")


def glance(office: Office) -> Glance:
    return Glance(url_of(office), head_revision(), office.clock.now())


def test_every_queue_of_every_person_is_as_the_services_give_it(busy: Office) -> None:
    look = glance(busy)
    path = url_of(busy).removeprefix("sqlite:///")
    held, staged = dict.fromkeys(QueueKey, 0), dict.fromkeys(QueueKey, 0)
    with sqlite3.connect(path) as db:
        db.row_factory = sqlite3.Row
        town = busy.desk.town
        people = [*town.people.values(), town.other_handler, town.outsider, town.second_acceptor]
        for actor in people:
            assert actor is not None
            if not queues_of(actor):
                continue
            assert look.counters(db, actor) == busy.services.cases.counters(actor)
            for key in QueueKey:
                # Every case there is, and a first page of several.
                for limit in (50, 2):
                    page = busy.services.cases.queue(actor, key, limit=limit)
                    assert look.queue(db, actor, key, limit) == (page.rows, page.next_key)
                    if limit == 2:
                        continue
                    held[key] += len(page.rows)
                    staged[key] += sum(row.stage is not None and not row.clock_running for row in page.rows)
    db.close()
    assert staged[QueueKey.OVERDUE]
    assert sum(held.values()) > 50
    assert held[QueueKey.TO_DECIDE]
    assert held[QueueKey.URGED]
    assert held[QueueKey.ASSISTING] > 4


def test_a_handler_without_a_unit_has_an_empty_list(busy: Office) -> None:
    nowhere = replace(busy.actor(Role.HANDLER), unit_id=None)
    with sqlite3.connect(url_of(busy).removeprefix("sqlite:///")) as db:
        db.row_factory = sqlite3.Row
        assert glance(busy).queue(db, nowhere, QueueKey.WITH_UNITS, 50) == ((), None)
        assert set(glance(busy).counters(db, nowhere).values()) == {0}
    db.close()


def test_the_person_is_the_one_the_services_let_in(busy: Office) -> None:
    glimpse = glance(busy).look(Visitor(demo_login="acceptor", origin="test"), "queue")
    assert glimpse is not None
    assert glimpse.actor == busy.services.accounts.demo_sign_in("acceptor", "test")
    assert glimpse.office == busy.services.organisation.office()
    assert glimpse.key is QueueKey.DAY


def test_everybody_is_asked_for_a_new_password_where_the_services_ask_and_nowhere_else(busy: Office) -> None:
    people = busy.services.accounts.demo_people()
    asked = set()
    for flag in (False, True):
        for kept in (None, "a hash"):
            with busy.desk.store.write() as session:
                session.connection().execute(
                    text("UPDATE account SET must_change_password = :flag, password_hash = :kept"),
                    {"flag": flag, "kept": kept},
                )
            for person in people:
                glimpse = glance(busy).look(Visitor(demo_login=person.login, origin="test"), "queue")
                actor = busy.services.accounts.demo_sign_in(person.login, "test")
                assert (glimpse is None) == (not queues_of(actor)), person.login
                if glimpse is not None:
                    assert glimpse.actor == actor
                    if glimpse.actor.must_change_password:
                        asked.add((flag, kept))
    assert asked == {(True, "a hash")}


def test_the_remembered_queue_comes_first(busy: Office) -> None:
    busy.services.desk.remember(busy.actor(Role.DUTY_CHIEF), "queue", {"key": "with_units", "case": 7})
    glimpse = glance(busy).look(Visitor(demo_login="duty_chief"), "queue")
    assert glimpse is not None
    assert glimpse.key is QueueKey.WITH_UNITS
    assert glimpse.remembered == {"key": "with_units", "case": 7}


def test_everybody_begins_with_their_day(busy: Office) -> None:
    busy.begins_with_day = True

    async def first_title(login: str) -> str:
        app = busy.console(login)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: app.screen.query(LineList) and queue_screen(app).rows.complete)
            return queue_screen(app).title_text()

    for login in ("collector", "dispatcher", "handler", "leader"):
        glimpse = glance(busy).look(Visitor(demo_login=login), "queue")
        assert glimpse is not None
        # Nothing is remembered yet.
        assert glimpse.key is QueueKey.DAY
        assert glimpse.rows
        assert asyncio.run(first_title(login)) == label(QueueKey.DAY)


def test_nothing_is_shown_to_whom_the_services_would_not_let_in(busy: Office) -> None:
    look = glance(busy)
    assert look.look(Visitor(demo_login="nobody"), "queue") is None
    assert look.look(Visitor(os_user="acceptor"), "queue") is None
    busy.make_demo(demo=False)
    assert look.look(Visitor(demo_login="acceptor"), "queue") is None
    busy.open_account("he", "何受理", Role.ACCEPTOR, os_user="heshouli", area="990101103")
    assert look.look(Visitor(os_user="heshouli"), "queue") is not None
    administrator = replace(
        busy.actor(Role.SYSTEM_ADMIN), roles=frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}), area=""
    )
    version = busy.services.accounts.account(administrator, "he").version
    busy.services.accounts.disable(administrator, "he", version)
    assert look.look(Visitor(os_user="heshouli"), "queue") is None


def test_what_it_cannot_read_is_left_to_the_services(
    busy: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    now = busy.clock.now()
    visitor = Visitor(demo_login="acceptor")
    folder = tmp_path_factory.mktemp("odd")
    text_file = folder / "text.db"
    text_file.write_text("this is no database, only a text that is long enough to be mistaken for one" * 20)
    assert Glance(url_of(busy), "0000", now).look(visitor, "queue") is None
    assert Glance("postgresql+psycopg://host/name", head_revision(), now).look(visitor, "queue") is None
    assert Glance(f"sqlite:///{folder}/missing.db", head_revision(), now).look(visitor, "queue") is None
    assert Glance(f"sqlite:///{text_file}", head_revision(), now).look(visitor, "queue") is None
    assert not (folder / "missing.db").exists()


def test_a_console_that_began_with_a_glance_follows_settings_and_language(office: Office) -> None:
    office.desk.bring_to(CaseState.REPORTED)
    admin, settings = office.actor(Role.SYSTEM_ADMIN), Services(office.desk.store, office.clock).settings
    way = Way(demo_login="acceptor", origin="test")

    async def journey() -> None:
        glimpsed = glance_at(url_of(office), head_revision(), way, office.clock.now())
        assert glimpsed is not None
        app = office.console("acceptor")
        app.session = Session(way, glimpsed)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: app.screen.query(LineList) and queue_screen(app).rows.complete)
            settings.change(admin, {"labels.zh.queue.to_accept": "待接收"}, settings.house().number)
            app.following.saved()
            await until(pilot, lambda: "待接收" in text_of(app))
            await pilot.press("f9", *"language", "enter")
            await until(pilot, lambda: "To accept" in text_of(app) or "Intake" in text_of(app))

    try:
        asyncio.run(journey())
    finally:
        adopt(0, {})
        set_language("zh_CN")
