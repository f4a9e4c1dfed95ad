"""Editions in the database, on both engines."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.accounts.views import Actor, Role
from models.calendar import queries
from models.calendar.arithmetic import parse_moment
from models.calendar.days import DayKind, DayNote
from models.calendar.packaged import packaged
from models.calendar.refusals import UnknownYear
from models.calendar.rules import parse_limit, parse_windows
from models.calendar.service import CalendarService
from models.calendar.views import DayChange
from models.exchange.refusals import RowsRejected
from models.kernel.errors import Conflict, NotFound, NotPermitted
from models.kernel.store import Store, open_engine
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_town
from tests.support.notices import lay_over

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.api import Services
    from models.calendar.notice import NoticeDay
    from models.kernel.clock import ManualClock

ADMIN = Actor(1, "admin", "周敏", frozenset({Role.SYSTEM_ADMIN}), origin="test")
HANDLER = Actor(2, "handler", "吴刚", frozenset({Role.HANDLER}), origin="test")


NEXT_YEAR = [("2026-12-27", "上班", "元旦"), ("2027-01-01", "放假", "元旦"), ("2027-02-08", "放假", "春节")]


class Ledger:
    """Keeps what would have been written to the ledger."""

    def __init__(self) -> None:
        self.entries: list[tuple[Any, ...]] = []

    def __call__(self, _session: Session, *entry: Any) -> None:
        self.entries.append(entry)


def permit(actor: Actor, action: str) -> None:
    if not actor.has(Role.SYSTEM_ADMIN):
        raise NotPermitted(actor.name, action)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def calendar(store: Store, clock: ManualClock, ledger: Ledger) -> CalendarService:
    service = CalendarService(store, clock, record=ledger, permit=permit)
    service.seed()
    return service


def test_the_first_edition_holds_the_shipped_notices(calendar: CalendarService, ledger: Ledger) -> None:
    edition = calendar.current().edition
    assert (edition.number, edition.name, edition.windows) == (1, "2024-2026", "08:00-12:00,14:00-18:00")
    assert edition.notices == packaged().sources
    assert edition.created_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    _label, days = calendar.days()
    assert days == packaged().notice.days
    ((actor, at, stream, action, before, after),) = ledger.entries
    assert (actor, at, stream, action) == (None, edition.created_at, "calendar:1", "calendar.seed")
    assert before is None
    assert after["number"] == 1


def test_seeding_twice_changes_nothing(calendar: CalendarService, ledger: Ledger) -> None:
    assert calendar.seed().number == 1
    assert len(calendar.editions()) == len(ledger.entries) == 1


def test_an_empty_database_has_no_calendar(store: Store, clock: ManualClock) -> None:
    service = CalendarService(store, clock, record=Ledger(), permit=permit)
    with pytest.raises(NotFound):
        service.current()
    with pytest.raises(NotFound):
        service.days()


def test_an_edition_counts_as_the_shipped_calendar_does(calendar: CalendarService) -> None:
    time = calendar.current().time
    assert time.due(parse_moment("2026-02-13 17:00"), parse_limit("4WH")).at == parse_moment(
        "2026-02-14 11:00"
    )
    assert calendar.current().time is time
    assert calendar.edition(1).time is time


@pytest.fixture
def seeded(services: Services, store: Store, clock: ManualClock) -> CalendarService:
    make_town(store, clock.now())
    services.calendar.seed()
    return services.calendar


def test_a_notice_makes_a_new_edition_and_the_old_one_stays(
    services: Services, seeded: CalendarService, store: Store
) -> None:
    limit, start = parse_limit("1WD"), parse_moment("2026-12-31 17:30")
    with pytest.raises(UnknownYear):
        seeded.current().time.due(start, limit)
    outcome = lay_over(services, ADMIN, NEXT_YEAR, source=" 国办发明电〔2026〕9号\x1b[1m ")
    assert outcome.made
    assert outcome.edition.number == 2
    assert outcome.edition.name == "2024-2027"
    assert dict(outcome.edition.notices)[2027] == "国办发明电〔2026〕9号"
    assert outcome.changes == (
        DayChange(date(2026, 12, 27), None, DayNote(DayKind.WORK, "元旦")),
        DayChange(date(2027, 1, 1), None, DayNote(DayKind.OFF, "元旦")),
        DayChange(date(2027, 2, 8), None, DayNote(DayKind.OFF, "春节")),
    )
    assert seeded.current().edition == outcome.edition
    assert seeded.current().time.due(start, limit).at == parse_moment("2027-01-04 17:30")
    with pytest.raises(UnknownYear):
        seeded.edition(1).time.due(start, limit)
    assert seeded.check() == []
    with store.read() as session:
        names = "actor_name, action, before, after"
        found = session.connection().execute(text(f"SELECT {names} FROM ledger_entry ORDER BY id"))  # noqa: S608 -- a constant
        entries = [tuple(row) for row in found if row.action.startswith("calendar.")]
    assert [entry[:2] for entry in entries] == [("yiwang", "calendar.seed"), ("周敏", "calendar.import")]
    before, after = json.loads(entries[1][2]), json.loads(entries[1][3])
    assert (before["number"], after["number"]) == (1, 2)
    assert after["changes"][0] == ["2026-12-27", None, "work"]


def test_the_same_notice_again_makes_nothing(services: Services, seeded: CalendarService) -> None:
    first = lay_over(services, ADMIN, NEXT_YEAR, source="文号")
    again = lay_over(services, ADMIN, NEXT_YEAR)
    assert (again.made, again.edition, again.changes) == (False, first.edition, ())
    assert len(seeded.editions()) == 2


def test_a_notice_that_is_refused_leaves_everything_as_it_was(
    services: Services, seeded: CalendarService
) -> None:
    with pytest.raises(RowsRejected):
        lay_over(services, ADMIN, [*NEXT_YEAR, ("2027-13-01", "放假", "x")])
    with pytest.raises(NotPermitted):
        lay_over(services, HANDLER, NEXT_YEAR)
    with pytest.raises(NotPermitted):
        seeded.change_windows(HANDLER, parse_windows("09:00-17:00"))
    assert [edition.number for edition in seeded.editions()] == [1]


def test_an_edition_that_came_meanwhile_is_not_overwritten(calendar: CalendarService) -> None:
    calendar.change_windows(ADMIN, parse_windows("08:30-17:30"))
    with pytest.raises(Conflict) as conflict:
        calendar.change_windows(ADMIN, parse_windows("09:00-17:00"), expected=1)
    assert conflict.value.current == calendar.current().edition
    assert len(calendar.editions()) == 2


def test_new_office_hours_are_a_new_edition_of_the_same_days(calendar: CalendarService) -> None:
    outcome = calendar.change_windows(
        ADMIN, parse_windows("08:30-12:00,14:30-18:00"), name="夏令时", expected=1
    )
    assert (outcome.edition.number, outcome.edition.name, outcome.changes) == (2, "夏令时", ())
    assert calendar.days(1)[1] == calendar.days(2)[1]
    due = calendar.current().time.due(parse_moment("2026-03-02 10:00"), parse_limit("1WD"))
    assert due.at == parse_moment("2026-03-03 10:00")
    assert not calendar.change_windows(ADMIN, parse_windows("08:30-12:00,14:30-18:00")).made


@pytest.mark.postgres
def test_two_changes_at_one_moment_do_not_swallow_each_other(
    postgres_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL lets the other commit between our look and our writing; SQLite makes us wait."""
    store = Store(open_engine(postgres_url))
    late = CalendarService(store, clock, record=Ledger(), permit=permit)
    other = CalendarService(store, clock, record=Ledger(), permit=permit)
    late.seed()
    look = queries.days_of

    def look_while_the_other_saves(session: Session, edition_id: int) -> tuple[NoticeDay, ...]:
        monkeypatch.setattr(queries, "days_of", look)
        other.change_windows(ADMIN, parse_windows("09:00-17:00"))
        return look(session, edition_id)

    monkeypatch.setattr(queries, "days_of", look_while_the_other_saves)
    with pytest.raises(Conflict) as conflict:
        late.change_windows(ADMIN, parse_windows("08:30-17:30"))
    assert conflict.value.current == other.current().edition
    assert [edition.windows for edition in late.editions()] == ["09:00-17:00", "08:00-12:00,14:00-18:00"]
    store.close()


def test_an_unknown_edition_is_not_found(calendar: CalendarService) -> None:
    with pytest.raises(NotFound):
        calendar.edition(7)
    with pytest.raises(NotFound):
        calendar.days(7)


@BOTH_ENGINES
def test_what_was_changed_by_hand_is_found(calendar: CalendarService, store: Store) -> None:
    with store.write() as session:
        connection = session.connection()
        connection.execute(text("UPDATE calendar_edition SET windows = 'always'"))
        connection.execute(text("DELETE FROM calendar_day WHERE day = '2025-01-01'"))
        connection.execute(text("UPDATE calendar_day SET kind = 'work' WHERE day = '2026-05-01'"))
        connection.execute(text("UPDATE calendar_day SET notice_year = 2031 WHERE day = '2026-05-02'"))
    assert [(finding.subject, finding.params) for finding in calendar.check()] == [
        ("calendar:1", {"number": 1, "windows": "always"}),
        ("calendar:1", {"number": 1, "year": 2025}),
        ("calendar:1", {"number": 1, "day": "2026-05-01"}),
        ("calendar:1", {"number": 1, "day": "2026-05-02"}),
    ]
