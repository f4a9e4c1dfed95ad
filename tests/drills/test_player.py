"""The player: the same events for the same seed and players, also across a power cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.cases.kinds import Action, CaseState, QueueKey
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.kernel.errors import NotFound
from scenarios.format.conditions import Act
from scenarios.player.colleagues import Policy
from scenarios.player.headless import summary
from scenarios.player.steering import InjectFaulty, InjectGone, Steering
from tests.drills.playing import Table

if TYPE_CHECKING:
    from pathlib import Path

    from models.cases.views import CaseView
    from scenarios.sandbox import Sandboxes


def sent(table: Table, inject: str) -> list[int]:
    """Return the minutes at which an inject went out."""
    return [
        table.player.state.cases.seconds(each.at) // 60
        for each in table.entries()
        if each.kind is EntryKind.INJECT and each.body["id"] == inject and each.body["became"] == "sent"
    ]


def leak(table: Table) -> CaseView:
    """Return the case the story is about."""
    known = table.player.state.cases.named("leak")
    assert known is not None
    return table.world.services.cases.case_by_id(table.at_desk("受理"), known.id)


def test_a_seed_gives_the_same_recording_and_so_does_a_power_cut(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    straight = Table(sandboxes, world_template)
    straight.to(60)
    broken = Table(sandboxes, world_template)
    for minute in (1, 4.5, 12, 13, 31, 60):
        broken.to(minute)
        broken.restart()
    told = [each.hash for each in straight.entries()]
    # The first entry names the number of the drill's own world in neither.
    assert [each.hash for each in broken.entries()] == told
    assert summary(broken.player) == summary(straight.player)
    assert straight.world.services.check() == []
    assert straight.world.services.drills.check() == []

    other = Table(sandboxes, world_template, seed=8)
    other.to(60)
    assert [each.hash for each in other.entries()] != told
    found = summary(straight.player)
    assert found.arrivals == found.open + found.closed
    assert found.outcomes["到站"] == "met"
    # Simulated colleagues report up as well.
    assert found.outcomes["报"] == "met"
    assert 0 < found.points <= found.total == 4


def test_before_the_start_cases_stand_and_messages_lie_there(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    table = Table(sandboxes, world_template, Policy.NONE)
    old = table.player.state.cases.named("旧案")
    assert old is not None
    assert (old.state, old.unit, old.reported) == (CaseState.HANDLING, "B14", -2 * 3600)
    assert sent(table, "通知") == [-10]
    assert table.world.services.cases.counters(table.at_desk("受理"))[QueueKey.TO_ACCEPT] == 2
    assert table.player.state.now == -1
    assert summary(table.player).arrivals == 0


def test_players_are_judged_by_what_they_do_and_the_story_answers(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    table = Table(sandboxes, world_template, Policy.NONE)
    services, acceptor = table.world.services, table.at_desk("受理")
    table.to(3)
    case = leak(table)
    case = services.cases.perform(acceptor, case.id, Action.ACCEPT, ActionEntries(), case.version)
    table.to(4)
    assert table.player.state.settled["受理快"].outcome == "met"
    assert table.player.state.settled["受理快"].at == 180

    # Whoever called is called back, and says how it stands.
    services.cases.perform(acceptor, case.id, Action.CONTACT, ActionEntries(note="请开窗"), case.version)
    table.to(6)
    (said,) = [each for each in table.entries() if each.kind is EntryKind.SAID]
    assert (said.body["from"], said.body["to"], said.body["means"]) == ("居民", ["受理"], "phone")

    # Nobody dispatches: the contingency comes, then the report is asked for.
    table.to(13)
    assert sent(table, "push") == [12]
    assert sent(table, "初报") == [12]
    body = {"from": "", "to": "县应急局", "report": "first", "text": "燃气异味，已疏散"}
    services.drills.append(EntryKind.REPORT, table.player.moment(780), table.at_desk("分拨").login, body)
    table.player.hear(services.drills.entries(table.player.seen, kinds={EntryKind.REPORT}))
    table.to(14)
    assert table.player.state.settled["报"].outcome == "met"
    # Twenty minutes after the last act at the desk.
    table.to(30)
    assert sent(table, "静") == [24]
    table.to(60)
    assert summary(table.player).outcomes == {"受理快": "met", "到站": "missed", "报": "met", "不退": "met"}
    assert table.player.advance(9999) == []


def test_what_is_undone_was_not_done(sandboxes: Sandboxes, world_template: Path) -> None:
    table = Table(sandboxes, world_template, Policy.NONE)
    services, acceptor = table.world.services, table.at_desk("受理")
    table.to(1)
    (line, *_) = services.cases.queue(acceptor, QueueKey.TO_ACCEPT).rows
    services.cases.perform(acceptor, line.id, Action.ACCEPT, ActionEntries(), line.version)
    services.sets.undo(acceptor, line.id)
    table.to(2)
    assert table.player.state.records.acts(Act(action=(Action.ACCEPT,)), 0, 120) == 0
    assert table.player.state.records.last_act(("受理",)) == 60


def test_a_trainer_holds_releases_skips_changes_and_adds(sandboxes: Sandboxes, world_template: Path) -> None:
    table = Table(sandboxes, world_template, Policy.NONE)
    steering = Steering(table.player, "trainer")
    table.to(1)
    steering.hold("leak")
    steering.skip("push")
    table.to(5)
    assert sent(table, "leak") == []
    table.restart()
    table.to(5)
    steering = Steering(table.player, "trainer")
    steering.let_go("leak")
    table.to(6)
    # What follows counts from when it was really sent.
    assert sent(table, "leak") == [5]
    table.to(16)
    assert sent(table, "初报") == [15]
    steering.release("静")
    text = {
        "id": "初报",
        "when": {"after": "leak"},
        "do": {"type": "message"},
        "to": ["分拨"],
        "text": "改了",
    }
    with pytest.raises(InjectGone):
        steering.edit(text)
    with pytest.raises(InjectGone):
        steering.hold("leak")
    with pytest.raises(NotFound):
        steering.skip("nothing")
    with pytest.raises(InjectFaulty):
        steering.add({"id": "new", "when": "T+20", "do": {"type": "message"}, "to": ["分拨"]})
    steering.add({"id": "new", "when": "T+20", "do": {"type": "message"}, "to": ["分拨"], "text": "道路已断"})
    steering.speak("燃气站", ["分拨"], "阀门已关")
    steering.note("分拨岗很镇定", "leak")
    table.to(25)
    assert sent(table, "new") == [20]
    assert sent(table, "静") == [16]
    assert sent(table, "push") == []
    kinds = [each.kind for each in table.entries() if each.login == "trainer"]
    assert kinds.count(EntryKind.CONTROL) == 5
    assert {EntryKind.SAID, EntryKind.NOTE} <= set(kinds)


def test_what_a_trainer_moves_or_adds_comes_when_it_says_also_after_a_power_cut(
    sandboxes: Sandboxes, world_template: Path
) -> None:
    table = Table(sandboxes, world_template, Policy.NONE)
    steering = Steering(table.player, "trainer")
    said = {"do": {"type": "message"}, "to": ["分拨"], "text": "道路已断"}
    table.to(1)
    document = table.plan.injects["leak"].inject.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    steering.edit({**document, "when": "T+6"})
    steering.add({"id": "then", "when": {"after": "leak", "delay": "2m"}, **said})
    steering.add({"id": "if", "when": {"once": {"sent": "then"}, "delay": "1m"}, **said})
    steering.add({"id": "late", "when": {"once": {"time": {"since": "T+11", "until": "T+30"}}}, **said})
    steering.add({"id": "moved", "when": "T+4", **said})
    steering.edit({"id": "moved", "when": "T+10", **said})
    table.to(5)
    assert sent(table, "leak") == sent(table, "moved") == []
    table.restart()
    table.to(7)
    steering = Steering(table.player, "trainer")
    # What comes after something that was sent counts from then; a moment that is past is now.
    steering.add({"id": "behind", "when": {"after": "leak", "delay": "3m"}, **said})
    steering.add({"id": "past", "when": "T+3", **said})
    table.to(14)
    assert [sent(table, each) for each in ("leak", "then", "if", "moved", "behind", "past", "late")] == [
        [6], [8], [9], [10], [9], [7], [11],
    ]  # fmt: skip

    # What cannot come, or reaches nobody, is refused in words, and nothing is changed.
    known = len(table.entries())
    for wrong, words in (
        ({"to": ["纪检"]}, "there is no role “纪检”"),
        ({"when": {"after": "nichts"}}, "there is no inject “nichts”"),
        ({"when": {"after": "x"}}, "circle"),
        ({"when": "bald"}, "bald"),
    ):
        with pytest.raises(InjectFaulty) as found:
            steering.add({"id": "x", "when": "T+20", **said, **wrong})
        assert words in str(found.value), str(found.value)
    assert len(table.entries()) == known
