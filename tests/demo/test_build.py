"""Building the township: on both engines, whole, checked, and twice the same."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console import demo_place
from console.commands import demo as demo_command
from console.exits import ExitCode
from console.settings import load_settings, os_user
from models.accounts.views import Role
from models.api import Services
from models.cases.judged_views import SimilarTo
from models.cases.kinds import FINAL_STATES, QueueKey
from models.catalogue.boundary.kinds import RequestKind
from models.catalogue.review.views import RoundState
from models.catalogue.sources.views import SourceKind
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from scenarios.demo import plan as plan_module
from scenarios.demo.build import SEED, build, built_at, is_complete
from scenarios.demo.content import TOWNSHIP, TOWNSHIP_CODE
from tests.demo.interrupting import interrupt
from tests.support.cli import yiwang
from tests.support.copies import copy_sqlite

if TYPE_CHECKING:
    from datetime import tzinfo

    from models.accounts.views import Actor


CASES = 80
"""Enough for something to wait in every queue, and for cases that repeat others."""


class Today(datetime):
    """A day that does not change from one run of the tests to the next."""

    moment: datetime

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one will do
        assert tz is not None
        return cls.moment.astimezone(tz)


def repeats_shown(services: Services, chief: Actor) -> bool:
    """Say whether the hint of similar cases has something to show for an open case."""
    cases = services.cases
    for line in cases.queue(chief, None, limit=500).rows:
        view = cases.case(chief, line.number)
        wanted = SimilarTo(view.title, view.body, view.grid_id, at=view.reported_at, case_id=view.id)
        if cases.similar(chief, wanted):
            return True
    return False


@pytest.fixture
def few_live_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have enough steps taken live; the others come in through the imports."""
    monkeypatch.setattr(plan_module, "LIVE_STEPS", 60)


@pytest.fixture
def fixed_day(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    """Have the command build for a day that stays, so that what is found does not depend on today."""
    monkeypatch.setattr(Today, "moment", clock.now(), raising=False)
    monkeypatch.setattr(demo_command, "datetime", Today)


def place() -> Path:
    """Return where the command puts its township."""
    return load_settings().data_folder / demo_place.DATABASE_FILE


@pytest.mark.slow
@pytest.mark.usefixtures("few_live_steps", "fixed_day")
def test_it_is_built_once_and_opened_again_and_one_with_its_seed_is_alike_byte_for_byte(
    sqlite_template: Path, tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = yiwang("demo", "--cases", str(CASES))
    assert first.code == ExitCode.DONE, first.err
    assert f"事件 {CASES} 件" in first.err
    assert re.search(r"^\d{8}-\d{4}", first.out, re.MULTILINE)
    assert "yiwang demo" in first.err
    assert [each.name for each in place().parent.iterdir() if each.name.startswith("demo")] == ["demo.db"]
    by_command = Path(shutil.copy(place(), tmp_path / "a.db"))
    it_is_opened_again(first.out, monkeypatch)

    # The same seed at the same time, without the command.
    store = Store(open_engine(copy_sqlite(sqlite_template, tmp_path / "b.db")))
    now, own = clock.now(), ManualClock(clock.now())
    services = Services(store, own)
    built = build(services, own, seed=SEED, cases=CASES, founder=os_user())
    assert own.now() == now == built_at(services)
    assert 0 < built.live < built.steps
    assert built.cases == CASES
    store.close()
    township = shutil.copy(tmp_path / "b.db", tmp_path / "c.db")
    assert dump(by_command) == dump(tmp_path / "b.db")
    with closing(Services.open(f"sqlite:///{township}", clock)) as services:
        a_township_stands(services, os_user())

    # What would need another township is not silently ignored.
    assert yiwang("demo", "--seed", "5").code == ExitCode.WRONG_USE
    refused = yiwang("demo", "--at", "2025-06-10 16:00")
    assert (refused.code, "--reset" in refused.err) == (ExitCode.WRONG_USE, True)
    unanswered = yiwang("demo", "--reset")
    assert unanswered.code == ExitCode.WRONG_USE
    assert "--yes" in unanswered.err
    again = yiwang("demo", "--reset", "--yes", "--seed", "5", "--cases", "5", "--at", "2025-06-10 16:00")
    assert again.code == ExitCode.DONE
    assert again.out != first.out
    # It ends when it was told to, by the township's clocks.
    ended = datetime(2025, 6, 10, 8, 0, tzinfo=UTC)
    assert demo_place.standing(f"sqlite:///{place()}", "") == demo_place.Standing(ended, complete=True)


def it_is_opened_again(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is built nor written, and the shell's own commands work on it at once."""
    written = place().stat().st_mtime_ns
    second = yiwang("demo")
    assert second.code == ExitCode.DONE
    numbers = re.compile(r"^\d{8}-\d{4}", re.MULTILINE)
    # How late a case is may have grown by a minute meanwhile.
    assert numbers.findall(second.out) == numbers.findall(queue)
    assert "正在搭建" not in second.err
    assert place().stat().st_mtime_ns == written

    # Once it is old it says how to renew its dates.
    assert "--reset" not in second.err
    with monkeypatch.context() as patch:
        patch.setattr(demo_place, "STALE_AFTER", -timedelta(1))
        assert "yiwang demo --reset" in yiwang("demo").err

    listed = yiwang("queue", "--json", "--db", str(place()))
    assert listed.code == ExitCode.DONE
    assert yiwang("check", "--db", str(place())).code == ExitCode.DONE


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.usefixtures("few_live_steps", "fixed_day")
def test_on_a_server_a_half_built_township_is_built_anew_and_nothing_is_wrong_with_it(
    postgres_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's database has its tables, and no office in them yet.
    demo_place.clear(postgres_url)
    with monkeypatch.context() as patch:
        interrupt(patch)
        assert yiwang("demo", "--db", postgres_url, "--cases", "5").code == ExitCode.CANCELLED
    unfinished = demo_place.standing(postgres_url, "server")
    assert unfinished is not None
    assert not unfinished.complete
    built = yiwang("demo", "--db", postgres_url, "--yes", "--cases", str(CASES))
    assert built.code == ExitCode.DONE, built.err
    assert f"事件 {CASES} 件" in built.err
    finished = demo_place.standing(postgres_url, "server")
    assert finished == demo_place.Standing(clock.now(), complete=True)
    with closing(Services.open(postgres_url, clock)) as services:
        a_township_stands(services, os_user())


def a_township_stands(services: Services, founder: str) -> None:
    """Everything a demo shows is there, and the check finds nothing."""
    assert is_complete(services)
    assert services.check() == []
    office = services.organisation.office()
    assert (office.name, office.division_code, office.demo) == (TOWNSHIP, TOWNSHIP_CODE, True)

    people = services.accounts.demo_people()
    assert {person.role for person in people} == set(Role)
    # Who works stands first, with a unit; the founder, who has none and may do everything, last.
    assert all(person.unit_name for person in people[:-1])
    assert (people[0].role, people[-1].login) == (Role.COLLECTOR, founder)
    chief = services.accounts.demo_sign_in("luoqiming", "test")
    counters = services.cases.counters(chief)
    for key in (
        QueueKey.TO_ACCEPT,
        QueueKey.TO_FILE,
        QueueKey.TO_DISPATCH,
        QueueKey.WITH_UNITS,
        QueueKey.TO_VERIFY,
    ):
        assert counters[key] > 0, key
    line = services.cases.queue(chief, QueueKey.WITH_UNITS, limit=1).rows[0]
    case = services.cases.case(chief, line.number)
    assert case.receipt is not None
    assert case.matter is not None
    assert case.matter.duty_item is not None
    assert len(case.matter.class_path) >= 2
    assert case.state not in FINAL_STATES
    assert case.matter.flow
    assert repeats_shown(services, chief)
    lists_are_as_a_township_has_them(services, chief)


def lists_are_as_a_township_has_them(services: Services, chief: Actor) -> None:
    """Two editions in force, one being reviewed, flows that fit, books, lineage, requests of every kind."""
    assert [each.number for each in services.editions.editions(chief)] == [None, 2, 1]
    assert services.flows.check() == []
    assert all(line.matters for line in services.flows.flows(chief).rows)
    assert {line.kind for line in services.sources.books(chief)} >= {
        SourceKind.DEPARTMENT, SourceKind.GRID, SourceKind.HOTLINE, SourceKind.POWER,
    }  # fmt: skip
    merged = services.editions.lineage(chief, "G040298")
    assert [heir.code for heir in merged.bearers[0].heirs] == ["G040299"]
    draft = services.drafting.draft(chief)
    assert draft is not None
    assert draft.funnel.merged > 10
    assert draft.funnel.open > 50
    plan = services.drafting.plan(chief, services.clock.now().date() + timedelta(days=30))
    assert (plan.obstacles, plan.moved) == ((), ())
    first, second = reversed(services.review.rounds(chief))
    assert (first.state, second.state) == (RoundState.CLOSED, RoundState.OPEN)
    assert (first.counts.carried, first.counts.rejected, second.counts.unsettled) == (1, 1, 1)
    requests = services.boundary.requests(chief).rows
    assert {each.kind for each in requests} == set(RequestKind)
    assert len({each.state for each in requests}) == len(requests)


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        # The key of a seat is drawn by chance, as nobody may guess it; all else follows the seed.
        # The index of words cannot be read back as a table: its pieces are compared as they are stored.
        words = [repr(row) for row in connection.execute("SELECT id, block FROM case_fts_data ORDER BY id")]
        connection.execute("DROP TABLE case_fts")
        lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "seat"')]
        return [*lines, *words]
    finally:
        connection.close()
