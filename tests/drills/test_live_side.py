"""Drills as people play them: through the commands, on the screens, beside a database that never moves."""

from __future__ import annotations

import asyncio
import errno
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from console.drilling import running
from console.drilling.hand import Hand
from console.drilling.place import sandboxes as drills_of
from console.exits import ExitCode
from console.forms.form import Form
from console.settings import load_settings
from console.terminal.profile import TerminalProfile
from console.work import Done, Failed, attempt
from migrations.head import head_revision
from models.calendar.arithmetic import SHANGHAI
from models.drills.kinds import DrillState, EntryKind
from models.drills.refusals import Steered
from models.glance import Glance, Visitor
from models.kernel.store import Store, open_engine
from models.worlds import mark_of
from scenarios import library
from scenarios.sandbox import WORLD_FILE, Sandboxes
from scenarios.starting import start
from tests.drills.checksums import checksums
from tests.drills.hands import Waiting
from tests.pilot.screens import lines_of, text_of, until
from tests.support.cli import yiwang
from tests.support.factories import make_town

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from models.drills.views import EntryView

    Journey = Callable[[Any, Any], Awaitable[None]]


class Room:
    """The office, and the terminals of whoever takes part in a drill."""

    def __init__(self, live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.live = live
        self.before = checksums(live)
        self._patch = monkeypatch
        monkeypatch.setattr(running, "cannot_run", lambda: 0)

    def at(self, journey: Journey, *words: str) -> None:
        """Run a command that opens a console, and do ``journey`` at it."""

        def run(context: Any, make: Any) -> int:
            context.close()
            app = make(TerminalProfile(), alone=False)

            async def sit() -> None:
                async with app.run_test(size=(80, 24)) as pilot:
                    await journey(app, pilot)

            sat.append(attempt(lambda: asyncio.run(sit())))
            return 0

        # The command line would say of what goes wrong in a journey no more than a number.
        sat: list[Done[None] | Failed] = []

        self._patch.setattr(running, "run", run)
        answer = yiwang("drill", *words)
        assert answer.code == 0, answer.err
        for outcome in sat:
            if isinstance(outcome, Failed):
                raise outcome.error

    def untouched(self) -> None:
        """Find nothing changed where people work."""
        assert checksums(self.live) == self.before

    @property
    def folder(self) -> Path:
        """Where the drills lie."""
        return load_settings().data_folder / "drills"

    def entries(self, number: int, *kinds: EntryKind) -> list[EntryView]:
        """Return entries of a drill's recording."""
        with drills_of(load_settings()).open(number) as world:
            return world.services.drills.entries(kinds=kinds)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, world_template: Path) -> Room:
    assert yiwang("init", "--office", "大岭镇").code == 0
    settings = load_settings()
    store = Store(open_engine(settings.database))
    with closing(store):
        make_town(store, datetime.now(UTC), founded=True)
    templates = settings.data_folder / "drills" / "templates"
    templates.mkdir(parents=True)
    shutil.copyfile(world_template, templates / world_template.name)
    return Room(Path(settings.shown_database), monkeypatch)


def sees(app: Any, *words: str) -> Callable[[], bool]:
    """Return what says whether the screen shows all of these words."""
    return lambda: all(word in text_of(app) for word in words)


async def trainer(app: Any, pilot: Any) -> None:
    """Hold, send, note, speak, choose a speed, and go to the moment a phone rings."""
    await until(pilot, sees(app, "由您导调", "居民反映室内燃气味"))
    assert "演练" in lines_of(app)[0]
    await pilot.press("f3")
    await until(pilot, sees(app, "扣住"))
    await pilot.press("f3")
    await until(pilot, lambda: "扣住 " not in text_of(app))
    await pilot.press("plus")
    await until(pilot, sees(app, "走起来的速度：×2"))
    await pilot.press("f5")
    await until(pilot, sees(app, "现在是 T+00:02:00"))
    await pilot.press("f7", *"ok", "enter")
    await until(pilot, sees(app, "已记下"))
    await pilot.press("f9", *"跳到", "enter")
    await until(pilot, sees(app, "跳到什么时间"))
    await pilot.press(*"T+14", "enter")
    await until(pilot, sees(app, "仍要越过吗"))
    await pilot.press("enter")
    await until(pilot, sees(app, "现在是 T+00:14:00"))
    await pilot.press("f6")
    await until(pilot, sees(app, "待评", "期限"))
    await pilot.press("f6")
    await until(pilot, sees(app, "在座", "（模拟）"))
    await pilot.press("f9", *"旁观", "enter")
    await until(pilot, sees(app, "您在旁观"))
    await pilot.press("number_sign")
    await until(pilot, sees(app, "由您导调"))
    # Leaving stops everybody's time: it is asked, and the drill is paused, not only let go of.
    await pilot.press("space")
    await until(pilot, sees(app, "时间在走"))
    await pilot.press("f10")
    await until(pilot, sees(app, "先暂停再离开吗"))
    await pilot.press("escape")
    await until(pilot, lambda: "先暂停" not in text_of(app))
    assert app.hand.view.drill.state is DrillState.RUNNING
    await pilot.press("f10", "enter")
    await until(pilot, lambda: app.return_code is not None)


async def trainee(app: Any, pilot: Any) -> None:
    """Take the call, answer, report up, and get up."""
    await until(pilot, sees(app, "电话响了", "陈强"))
    assert lines_of(app)[0].startswith(" 演练 ")
    assert app.actor.login != "root"
    await pilot.press("number_sign")
    await until(pilot, sees(app, "响铃中"))
    await pilot.press("enter")
    await until(pilot, sees(app, "一名妇女"))
    await pilot.press(*"120", "enter")
    await until(pilot, sees(app, "已发出。", "已接听"))
    await pilot.press("f1")
    await until(pilot, sees(app, "帮助", "演练"))
    await pilot.press("escape", "f4")
    await until(pilot, sees(app, "时间地点"))
    form = app.screen.query_one(Form)
    form.take_up({"when": "老街三栋 11:32", "what": "燃气泄漏", "done": "已疏散"})
    await pilot.press("f2")
    await until(pilot, sees(app, "已上报：初报"))
    # From a page of help as from any screen.
    await pilot.press("f1", "f10")


async def cut_off(app: Any, pilot: Any) -> None:
    """Sit down, and lose the line."""
    await until(pilot, sees(app, "王芳"))


async def follower(app: Any, pilot: Any) -> None:
    """See the players' acts, judge one, and end the drill."""
    await until(pilot, sees(app, "由您导调"))
    await pilot.press("f6")
    await until(pilot, sees(app, "待评"))
    await pilot.press("end")
    rows = app.screen.rows
    place = next(each for each in range(rows.count) if rows.row_at(each).by_form)
    rows.move_to(place)
    await pilot.press("enter")
    await until(pilot, sees(app, "合计", "评语"))
    # The last line is for a remark.
    await pilot.press(*"1" * (app.screen.rows.count - 1), "f2")
    await until(pilot, sees(app, "评估表已提交"))
    await pilot.press("f9", *"结束演练", "enter")
    await until(pilot, sees(app, "现在结束演练吗"))
    await pilot.press("enter")
    await until(pilot, sees(app, "演练 已结束"))


async def parties(app: Any, pilot: Any) -> None:
    """See two groups side by side, and switch."""
    await until(pilot, sees(app, "甲组 老街"))
    await pilot.press("f9", *"各组", "enter")
    await until(pilot, sees(app, "甲组", "乙组", "最近所做"))
    await pilot.press("down", "enter")
    await until(pilot, sees(app, "乙组 老街", "由您导调"))


def test_a_drill_is_made_steered_played_and_ended_and_nothing_of_it_reaches_the_office(room: Room) -> None:
    mark = mark_of(load_settings().database)
    room.at(trainer, "start", "gas-leak", "--seed", "7")
    room.untouched()
    (left,) = yiwang("drill", "drills", "--json").json()
    assert (left["state"], left["steerer"]) == ("paused", "")
    # What shows a queue before the services are there shows none of a drill.
    world = f"sqlite:///{room.folder / '0001' / WORLD_FILE}"
    glance = Glance(world, head_revision(), datetime.now(UTC))
    assert glance.look(Visitor(demo_login="luoqiming"), "queue") is None
    room.at(trainee, "join", "1", "--desk", "值班长", "--as", "陈强")
    room.at(cut_off, "join", "--desk", "受理", "--as", "王芳")
    taken = yiwang("drill", "join", "--desk", "受理", "--as", "李四")
    assert (taken.code, "王芳入座" in taken.err) == (ExitCode.CONFLICT, True)
    # Found again by name alone.
    room.at(cut_off, "join", "--as", "王芳")
    room.untouched()
    room.at(follower, "control")
    said, report = room.entries(1, EntryKind.SAID, EntryKind.REPORT)
    assert (said.body["to"], said.body["text"], said.body["means"]) == (["网格员陈"], "120", "phone")
    assert report.body["report"] == "first"
    assert "事件经过：燃气泄漏" in report.body["text"]
    seats = [each.body["person"] for each in room.entries(1, EntryKind.SEAT)]
    assert seats == ["陈强", "", "王芳"]
    note, form = room.entries(1, EntryKind.NOTE, EntryKind.FORM)
    assert (note.body["text"], form.login) == ("ok", "root")
    settled = {each.body["id"]: each.body["outcome"] for each in room.entries(1, EntryKind.SETTLED)}
    assert settled["初报"] == "met"
    (row,) = yiwang("drill", "drills", "--json").json()
    # Time ran for a moment while the trainer left.
    assert (row["state"], row["time"][:7], row["met"] > 0) == ("ended", "T+00:14", True)
    for words in (("end", "1", "--yes"), ("join", "1")):
        over = yiwang("drill", *words)
        assert (over.code, "已经结束" in over.err) == (1, True)
    room.untouched()
    assert mark_of(load_settings().database) == mark


def test_parties_play_side_by_side_and_what_cannot_be_is_refused_in_words(
    room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert yiwang("drill", "control").code == 1
    made = yiwang("drill", "start", "gas-leak", "--seed", "7", "--party", "甲组", "--party", "乙组", "--json")
    assert [each["number"] for each in made.json()] == [1, 2]
    room.at(parties, "control")
    assert yiwang("drill", "end", "2", "--yes", "--reason", "时间到").code == 0
    rows = {each["number"]: each for each in yiwang("drill", "drills", "--json").json()}
    assert (rows[1]["state"], rows[2]["state"]) == (DrillState.READY, DrillState.ENDED)
    unknown = yiwang("drill", "join", "1", "--desk", "门卫")
    assert (unknown.code, "值班长" in unknown.err) == (1, True)

    # All faults are named, and no drill is made.
    faulty = tmp_path / "x.yaml"
    assert yiwang("drill", "new", "--template", "gas-leak", "-o", str(faulty)).code == 0
    text = (
        faulty.read_text("utf-8")
        .replace("unit: Z08}", "unit: Z80}")
        .replace("to: [分拨, 值班长]", "to: [站长]")
    )
    faulty.write_text(text, "utf-8")
    refused = yiwang("drill", "start", str(faulty), "--no-open")
    assert (refused.code, "Z80" in refused.out, "站长" in refused.out) == (1, True, True)
    assert yiwang("drill", "run", str(faulty)).out == refused.out

    # A disk that is full leaves nothing half made.
    def full(*_args: Any, **_named: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        disk = yiwang("drill", "start", "gas-leak", "--no-open")
    assert (disk.code, "无法在" in disk.err) == (1, True)
    assert [each["number"] for each in yiwang("drill", "drills", "--json").json()] == [2, 1]

    # A world of another version is listed, not opened.
    with closing(sqlite3.connect(room.folder / "0001" / WORLD_FILE)) as world:
        world.execute("UPDATE alembic_version SET version_num = '0001'")
        world.commit()
    assert "打不开" in yiwang("drill", "drills").out
    assert yiwang("drill", "control", "1").code == 1
    assert yiwang("drill", "remove", "1", "--yes").code == 0
    assert not (room.folder / "0001").exists()

    # Whoever may not steer, joins at most.
    with closing(sqlite3.connect(room.live)) as live:
        live.execute(
            "DELETE FROM account_role WHERE role IN ('duty_chief', 'leader', 'evaluator', 'system_admin')"
        )
        live.commit()
    for words in (("start", "gas-leak"), ("control", "2"), ("end", "2"), ("remove", "2")):
        assert yiwang("drill", *words).code == ExitCode.NOT_PERMITTED


def same(first: Hand, second: Hand) -> bool:
    """Say whether two see one timeline."""
    views = first.view, second.view
    return all(views) and len({each.board.injects for each in views if each is not None}) == 1


def test_the_second_trainer_looks_on_takes_over_and_outlives_a_full_disk(
    sandboxes: Sandboxes, world_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    number = start(sandboxes, library.scenario("gas-leak"), world_template, SHANGHAI, 7)
    waiting = Waiting()
    hands = [
        Hand(sandboxes.open(number), "root", person, waiting.moved, waiting.failed)
        for person in ("导演", "副导演")
    ]
    first, second = hands
    first.start()
    waiting.until(lambda: first.view is not None and first.view.steers)
    first.do(lambda control: control.jump(130, over_decisions=True))
    second.start()
    waiting.until(lambda: second.view is not None and second.view.board.now == 130)
    assert second.view is not None
    assert (second.view.steers, second.view.drill.steerer) == (False, "导演")
    assert second.view.board.injects[0].at == 120
    with pytest.raises(Steered):
        second.do(lambda control: control.run())
    second.take_over()
    waiting.until(lambda: first.view is not None and not first.view.steers)
    second.do(lambda control: control.steering.skip("热线件"))
    waiting.until(lambda: same(first, second))
    assert waiting.errors == []

    # What cannot be written down is told once; when there is room again, the same hand goes on.
    def full(_token: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(second.world.services.drills, "keep", full)
        waiting.until(lambda: second.view is not None and not second.view.steers)
    waiting.until(lambda: second.view is not None and second.view.steers)
    for hand in hands:
        hand.stop()
    assert [type(each) for each in waiting.errors] == [OSError]
