"""The world of a drill: sealed, recorded, and the same again when its calls are made again."""

from __future__ import annotations

import io
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import docx
import pytest

from console.printing import printed
from console.tongue import tongue
from models.accounts.views import Role
from models.alltables import metadata
from models.api import Services
from models.cases.kinds import Action, CaseState, Channel
from models.cases.views import ActionEntries, Intake
from models.drills.coding import NotRecordable, coded, decoded
from models.drills.kinds import DrillState, EntryKind
from models.drills.refusals import (
    DrillOver,
    DrillThere,
    NoSuchSpeed,
    NotADrill,
    OnlyADrill,
    Steered,
    TimeGoesOn,
)
from models.drills.rules import GENESIS, first_broken
from models.drills.service import DrillService
from models.drills.timing import LEASE, Pace
from models.drills.views import NewDrill
from models.kernel.clock import ManualClock
from models.kernel.errors import DomainError, NotFound
from models.worlds import COPIED
from scenarios.recording.doors import call_again
from scenarios.sandbox import SCENARIO_FILE, WORLD_FILE, Sandboxes, url_of
from tests.drills.conftest import SPEC, STARTS

if TYPE_CHECKING:
    from pathlib import Path

    from models.accounts.views import Actor
    from models.cases.views import CaseView
    from scenarios.sandbox import World

ROOM = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
"""What the clock on the wall says."""

LEFT_OUT = {
    *("account_seat", "admission_document", "admission_opinion", "admission_request", "admission_step"),
    *("case_escalation", "case_escalation_told"),
    *("case_attachment", "case_clock", "case_event", "case_link", "case_number_day", "case_origin"),
    *("case_set", "case_set_member", "case_task", "case_undo", "case_warning", "case_words", "cases"),
    "corrective_task",
    *("classing_rule", "draft", "draft_entry", "draft_member", "draft_step", "drill", "drill_entry"),
    *("export_request", "export_run", "handover", "import_batch", "import_chunk", "import_mapping"),
    *("kept_apart", "ledger_entry", "ledger_head", "ledger_seal", "ledger_sealed_head", "preference"),
    *("review_asked", "review_department", "review_item", "review_opinion", "review_round"),
    *("roster_cell", "roster_deputy", "roster_duty", "roster_leave", "roster_swap"),
    *("saved_queue", "scenario", "seat", "source_book", "source_change", "source_import", "source_item"),
}
"""Tables no world takes over: what happened, what somebody keeps for themselves, what no case rests on."""


def actor(world: World, role: Role) -> Actor:
    people = world.services.accounts.demo_people()
    login = next(each.login for each in people if each.role is role)
    return world.services.accounts.demo_actor(login, "drill")


def played(world: World) -> CaseView:
    """Take a case in, accept it, and be refused once."""
    clock = world.clock._clock
    assert isinstance(clock, ManualClock)
    who, services = actor(world, Role.ACCEPTOR), world.services
    grid = services.organisation.grids(who)[0]
    case = services.cases.intake(who, Intake(Channel.HOTLINE, "消防通道被堵", "三栋楼下停满车", grid.id))
    clock.advance(timedelta(minutes=3))
    case = services.cases.perform(who, case.id, Action.ACCEPT, ActionEntries(), case.version)
    with pytest.raises(DomainError):
        services.cases.perform(who, case.id, Action.ACCEPT, ActionEntries(), case.version)
    return case


def test_a_recording_holds_what_was_kept_and_gives_the_same_world_again(
    world: World, sandboxes: Sandboxes, world_template: Path
) -> None:
    case = played(world)
    assert case.state is CaseState.ACCEPTED

    found = world.services.drills.entries()
    assert [(each.kind, each.body.get("method")) for each in found] == [
        (EntryKind.BEGIN, None),
        (EntryKind.CALL, "intake"),
        (EntryKind.CALL, "perform"),
    ]
    assert [each.at - STARTS for each in found] == [timedelta(0), timedelta(0), timedelta(minutes=3)]
    assert world.services.drills.check() == []
    assert world.services.check() == []

    clock = ManualClock(STARTS)
    with sandboxes.open(sandboxes.make(SPEC, world_template), clock) as again:
        for entry in found[1:]:
            clock.set(entry.at)
            call_again(again.services, entry, again.services.accounts.demo_actor(entry.login, "drill"))
        who = actor(again, Role.ACCEPTOR)
        assert again.services.cases.case(who, case.number) == world.services.cases.case(who, case.number)
        assert [each.hash for each in again.services.drills.entries()] == [each.hash for each in found]


def test_a_paper_printed_in_a_drill_says_so(world: World) -> None:
    case, target = played(world), io.BytesIO()
    form = printed(world.services, actor(world, Role.ACCEPTOR), case.id)
    world.services.case_papers.write_forms([form], target, tongue())
    assert docx.Document(target).sections[0].header.paragraphs[0].text.startswith("演练　")


def test_an_altered_recording_shows(world: World) -> None:
    played(world)
    with closing(sqlite3.connect(world.folder / WORLD_FILE)) as connection, connection:
        connection.execute("UPDATE drill_entry SET login = 'somebody' WHERE seq = 2")
    (finding,) = world.services.drills.check()
    assert finding.params == {"seq": 2}
    entries = world.services.drills.entries()
    assert first_broken(entries[:1]) is None
    assert first_broken([entries[0], entries[2]]) == 2
    assert first_broken([]) is None
    assert GENESIS not in {each.hash for each in entries}


def test_live_databases_and_worlds_are_never_opened_as_each_other(
    world: World, sqlite_url: str, sandboxes: Sandboxes, clock: ManualClock
) -> None:
    office = Services.open(sqlite_url, clock)
    office.initialise("root", "大岭镇")
    office.close()
    with pytest.raises(NotADrill):
        Services.open(sqlite_url, clock, sealed=True)
    with pytest.raises(OnlyADrill):
        Services.open(url_of(world.folder / WORLD_FILE), clock)
    again = NewDrill(9, "x", "x", 1, {}, {}, STARTS, STARTS)
    with pytest.raises(DrillThere):
        world.services.drills.found(again)
    with pytest.raises(NotFound):
        sandboxes.folder_of(99)
    assert sandboxes.numbers() == [1]
    # One that was put among the drills is neither opened nor removed as one.
    shutil.copytree(world.folder, sandboxes.folder / "0002")
    shutil.copyfile(sqlite_url.removeprefix("sqlite:///"), sandboxes.folder / "0002" / WORLD_FILE)
    for use in (sandboxes.open, sandboxes.remove):
        with pytest.raises(NotADrill):
            use(2)
    assert sandboxes.numbers() == [2, 1]
    assert (world.folder / SCENARIO_FILE).read_text("utf-8") == SPEC.source


def test_time_runs_for_whoever_steers_and_stands_when_they_are_gone(world: World) -> None:
    room = ManualClock(ROOM)
    drills = DrillService(world.services.store, room)
    assert drills.steer("one", "导演").state is DrillState.READY
    assert drills.run("one", "chen", 60).pace.at(ROOM + timedelta(seconds=1)) == STARTS + timedelta(minutes=1)
    with pytest.raises(Steered):
        drills.steer("two", "副导演")
    with pytest.raises(NoSuchSpeed):
        drills.run("one", "chen", 601)

    # The console dies: two seconds later time stands, however long nobody comes.
    room.advance(timedelta(hours=1))
    stood = STARTS + LEASE * 60
    assert drills.drill().pace.at(room.now()) == stood
    assert drills.drill().pace.held(room.now())
    assert drills.steer("two", "副导演").pace.at(room.now()) == stood
    with pytest.raises(Steered):
        drills.keep("one")

    assert drills.pause("two", "li").pace.at(room.advance(timedelta(seconds=1))) == stood + timedelta(
        minutes=0
    )
    with pytest.raises(TimeGoesOn):
        drills.jump("two", "li", STARTS)
    assert drills.jump("two", "li", STARTS + timedelta(hours=1)).pace.virtual == STARTS + timedelta(hours=1)
    drills.leave("two")
    drills.steer("one", "导演")
    assert drills.end("one", "chen").state is DrillState.ENDED
    with pytest.raises(DrillOver):
        drills.run("one", "chen")
    acts = [each.body["act"] for each in drills.entries(kinds={EntryKind.CONTROL})]
    assert acts == ["run", "pause", "jump", "end"]
    assert drills.check() == []


def test_time_never_passes_the_end_nor_goes_back() -> None:
    ends = STARTS + timedelta(minutes=10)
    pace = Pace(DrillState.RUNNING, STARTS, ROOM, 600, ROOM + timedelta(hours=1), ends)
    assert pace.at(ROOM - timedelta(seconds=5)) == STARTS
    assert pace.at(ROOM + timedelta(minutes=5)) == ends
    assert pace.room_at(STARTS + timedelta(minutes=10)) == ROOM + timedelta(seconds=1)
    assert pace.room_at(ends + timedelta(seconds=1)) is None


def test_a_world_of_ones_own_township_has_its_posts_and_nobodys_data(
    world_template: Path, tmp_path: Path, sandboxes: Sandboxes
) -> None:
    template = sandboxes.township_template(url_of(world_template), "1")
    with closing(sqlite3.connect(world_template)) as old, closing(sqlite3.connect(template)) as new:
        count = "SELECT (SELECT count(*) FROM grid), (SELECT count(*) FROM account_role)"
        assert old.execute(count).fetchone() == new.execute(count).fetchone()
        names = {name for (name,) in old.execute("SELECT name FROM staff UNION SELECT login FROM account")}
        rows = [row for table in COPIED for row in new.execute(f"SELECT * FROM {table}")]  # noqa: S608 -- names of tables
        told = {str(cell) for row in rows for cell in row}
        assert names & told == set()
        assert new.execute("SELECT count(*) FROM ledger_entry").fetchone() == (0,)
        assert new.execute("PRAGMA foreign_key_check").fetchall() == []
    with sandboxes.open(sandboxes.make(SPEC, template), ManualClock(STARTS)) as world:
        played(world)


def test_every_table_is_taken_over_or_left_out_on_purpose() -> None:
    assert set(COPIED) | LEFT_OUT >= set(metadata.tables)
    assert not set(COPIED) & LEFT_OUT
    order = list(COPIED)
    for name in order:
        for key in metadata.tables[name].foreign_keys:
            points_to = key.column.table.name
            assert points_to == name or order.index(points_to) < order.index(name), (name, points_to)


def test_only_what_a_recording_knows_can_be_recorded() -> None:
    entries = ActionEntries(reason="占道", until=STARTS.date(), due=STARTS)
    assert decoded(coded([entries, (Action.FILE, None)])) == [entries, [Action.FILE, None]]
    assert set(coded(entries)["is"]) == {"reason", "until", "due"}
    with pytest.raises(NotRecordable):
        coded(object())
    with pytest.raises(NotRecordable):
        decoded({"$": "Nobody", "is": {}})
