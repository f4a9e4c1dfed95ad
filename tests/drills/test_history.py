"""Yesterday as today's exercise: the ghost gives what really came of it, and nobody can be recognised."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from models.cases.kinds import Action, Channel
from models.drills.views import Past, PastCase
from models.kernel.clock import ManualClock
from models.worlds import mark_of
from scenarios.history import ghost as ghosts
from scenarios.history.hiding import Hider
from scenarios.history.making import make
from scenarios.history.refusals import (
    GhostOfAnother,
    GhostTooNew,
    GhostUnreadable,
    NothingHappened,
    TooLongAgo,
)
from scenarios.loader import parse
from scenarios.player.colleagues import Policy
from scenarios.runs.once import Play, run
from scenarios.sandbox import WORLD_FILE
from scenarios.writing import to_yaml
from tests.drills.office import BEGINS, Office

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.sandbox import Sandboxes

ZONE = ZoneInfo("Asia/Shanghai")
_STANDS = (
    "SELECT state, due_at, clock_stopped_at, clock_running, reported_at, return_count, extensions, links "
    "FROM cases ORDER BY reported_at, id"
)
_COURSES = (
    "SELECT at, activity, action, from_state, to_state, unit_id FROM case_event "
    "WHERE activity IS NOT NULL ORDER BY at, activity"
)


def stands(path: Path) -> list[tuple[object, ...]]:
    """Return how every case of a database stands."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(_STANDS).fetchall()


def courses(path: Path) -> list[tuple[object, ...]]:
    """Return the steps out of logs of a database, with where each left its case."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(_COURSES).fetchall()


def test_the_untouched_ghost_gives_what_really_came_of_it(
    sandboxes: Sandboxes, world_template: Path, tmp_path: Path
) -> None:
    office = Office(tmp_path / "office.db", world_template)
    office.work()
    past = office.past()
    made = make(past, office.since, office.until, ZONE, idle=900)
    text = to_yaml(made.document)
    whole = text + "".join(ghosts.lines(made.ghost))
    for name in ("李敏", "王大爷", "13800000001", "330106199001011234"):
        assert name in office.told
        assert name not in whole
    path = tmp_path / "g.ghost"
    path.write_text("\n".join(ghosts.lines(made.ghost)), "utf-8")
    assert ghosts.load(path, made.document["id"]) == made.ghost

    url = f"sqlite:///{office.path}"
    scenario = parse("g.yaml", text.encode()).scenario
    template = sandboxes.township_template(url, mark_of(url))
    found = run(sandboxes, Play(scenario, template, ZONE, Policy.GHOST, made.ghost), 1, keep=True)
    assert found["not_done"] == []
    assert (found["arrivals"], found["open"]) == (len(past.cases), office.open)
    office.close()
    assert stands(sandboxes.folder_of(found["number"]) / WORLD_FILE) == stands(office.path)
    with sandboxes.open(found["number"], ManualClock(office.until)) as world:
        assert world.services.drills.check() == []
        done = {each.action for each in world.services.drills.steps()}
    assert done > {Action.RETURN, Action.HAND_OVER, Action.GRANT_EXTENSION, Action.LINK, Action.UNDO}


LOG = """case id,activity,timestamp,resource,group,deadline,matter,note
A 1,Create,2026-03-09 09:00:00,赵六一,,2026-03-09 10:30,020401,
A 1,Assign,2026-03-09 09:05:30,赵六一,综合执法办,2026-03-09 10:30,,找赵六一
A 1,Require upgrade,2026-03-09 09:20:00,赵六一,,2026-03-09 10:30,,
A 1,Send back,2026-03-09 09:30:00,,,2026-03-09 10:30,,
A 1,Assign,2026-03-09 09:40:00,{login},{unit},2026-03-09 10:30,,
A 1,Resolve,2026-03-09 11:00:00,,,2026-03-09 10:30,,已办
A 1,Close,2026-03-09 11:10:00,,,2026-03-09 10:30,,
B 2,派遣,2026-03-09 09:10:00,,{unit},2026-03-09 12:00,,
B 2,处置中,2026-03-09 09:12:00,,{unit},2026-03-09 12:00,,
C 3,Create,2026-03-09 09:15:00,,,,,
C 3,Accept,2026-03-09 09:16:00,{login},,,,
D 4,Assign,2026-03-09 09:31:00,,nobody,2026-03-09 09:00,,
"""


def test_the_ghost_of_an_imported_log_gives_what_came_of_it_there(
    sandboxes: Sandboxes, world_template: Path, tmp_path: Path
) -> None:
    office = Office(tmp_path / "office.db", world_template)
    office.clock.advance(timedelta(hours=5))
    batch = office.load(LOG.format(login=office.acceptor.login, unit=office.unit))
    office.go_on("C-3")
    entered = office.enter(
        "number,channel,title,body,grid_code,reported_at\n"
        f"X1,12345,路灯不亮,路灯不亮,{office.grid},2026-03-09 09:02\n"
    )
    assert [case.number for case in office.past(entered).cases] == ["X1"]
    past = office.past(batch)
    made = make(past, office.since, office.until, ZONE)
    assert [len(past.cases), len(made.ghost.decisions), made.ghost.left] == [4, 9, ()]
    assert made.untold == {"Require upgrade": 1}
    text = to_yaml(made.document)
    assert "赵六一" not in text + "".join(ghosts.lines(made.ghost))

    url = f"sqlite:///{office.path}"
    template = sandboxes.township_template(url, mark_of(url))
    play = Play(parse("g.yaml", text.encode()).scenario, template, ZONE, Policy.GHOST, made.ghost)
    found = run(sandboxes, play, 1, keep=True)
    assert found["not_done"] == []
    assert [found[each] for each in ("arrivals", "late", "open", "closed")] == [4, 4, 3, 1]
    office.close()
    there = [each for each in stands(office.path) if "01:02" not in str(each[4])]
    world = sandboxes.folder_of(found["number"]) / WORLD_FILE
    assert len(there) == 4
    assert sorted(map(str, stands(world))) == sorted(map(str, there))
    assert courses(world) == courses(office.path)
    with sandboxes.open(found["number"], ManualClock(office.until)) as opened:
        assert opened.services.drills.check() == []
        assert opened.services.cases.check() == []


def test_days_without_cases_and_files_that_are_no_ghost(tmp_path: Path) -> None:
    with pytest.raises(NothingHappened):
        make(Past((), frozenset()), BEGINS, BEGINS + timedelta(days=1), ZONE)
    case = PastCase("1", Channel.PATROL, "x", "", "", "G", "", False, BEGINS, {}, ())
    with pytest.raises(TooLongAgo):
        make(Past((case,), frozenset()), BEGINS, BEGINS + timedelta(days=5), ZONE)

    path = tmp_path / "a.ghost"
    for text, error in (
        ("", GhostUnreadable),
        ('{"yiwang":"ghost","format":9,"scenario":"a","left":[]}', GhostTooNew),
        ('{"yiwang":"ghost","format":1,"scenario":"b","left":[]}', GhostOfAnother),
        ('{"yiwang":"recording"}', GhostUnreadable),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(error):
            ghosts.load(path, "a")
    with pytest.raises(GhostUnreadable):
        ghosts.load(tmp_path / "nowhere", "a")


def test_people_are_taken_out_of_texts() -> None:
    hider = Hider({"王大", "王大爷"})
    assert hider.hidden("王大爷13800000001说3号楼2单元501室漏水") == "某某（手机号）说（门牌）漏水"
    assert hider.hidden("身份证330106199001011234，座机 0571-88888888") == "身份证（证件号），座机 （电话）"
    assert hider.hidden("浙A12345 a.b@c.cn 第12号令") == "（车牌） （邮箱） 第12号令"
