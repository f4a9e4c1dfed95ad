"""What reaches a desk, read out of a recording."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from models.drills.views import EntryView
from scenarios.format.scenario import Scenario
from scenarios.inbox import Inbox, Ring, Sort, inbox
from tests.drills.conftest import STARTS
from tests.drills.playing import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable

CALL = {
    "id": "来电",
    "when": "T+1",
    "from": "居民",
    "to": ["受理"],
    "do": {"type": "call", "rings": "2m", "about": "leak"},
    "text": "味道很大",
}
CHANGE = {"id": "风", "when": "T+2", "do": {"type": "change", "set": {"风向": "北"}}, "text": "起风了"}


def scenario() -> Scenario:
    """Return the small scenario with a call and a change of the situation."""
    document = compiled().scenario.model_dump(mode="json", by_alias=True)
    return Scenario.model_validate({**document, "timeline": [*document["timeline"], CALL, CHANGE]})


def entry(seq: int, minute: float, kind: EntryKind, body: dict[str, Any], login: str = "") -> EntryView:
    """Return an entry of a recording."""
    return EntryView(seq, kind, STARTS + timedelta(minutes=minute), login, body, "")


def sent(seq: int, minute: float, name: str, **more: Any) -> EntryView:
    """Return the entry of an inject that was sent."""
    return entry(seq, minute, EntryKind.INJECT, {"id": name, "number": 0, "became": "sent", **more})


def seen(entries: Iterable[EntryView], desk: str = "受理", login: str = "a", minute: float = 2) -> Inbox:
    """Return the inbox of a desk."""
    return inbox(scenario(), entries, desk, login, STARTS + timedelta(minutes=minute))


def test_a_call_rings_is_taken_by_the_first_and_missed_after_its_time() -> None:
    rings = [sent(1, 1, "来电")]
    (ringing,) = seen(rings).items
    assert (ringing.ring, ringing.text, ringing.about) == (Ring.RINGING, "", "leak")
    assert seen(rings, minute=3).items[0].ring is Ring.MISSED
    assert seen(rings, desk="分拨").items == ()
    taken = [entry(2, 1.5, EntryKind.TAKEN, {"call": ringing.key}, login) for login in ("b", "a")]
    assert seen([*rings, *taken]).items[0].ring is Ring.ELSEWHERE
    (heard,) = seen([*rings, *taken], login="b", minute=9).items
    assert (heard.ring, heard.text, heard.sender) == (Ring.TAKEN, "味道很大", "居民")


def test_what_is_said_asked_changed_and_added_comes_to_whom_it_is_for() -> None:
    added = {"id": "加", "when": "T+3", "to": ["all"], "do": {"type": "reminder"}, "text": "快一点"}
    asks = {"from": "燃气站", "to": ["受理"], "text": "几时能报？", "means": "group", "asks": "first"}
    own = {"from": "受理", "to": ["燃气站"], "text": "请去看看", "means": "phone", "about": "leak"}
    report = {"report": "first", "to": "", "text": "燃气泄漏", "about": ""}
    entries = [
        sent(1, 0, "通知"),
        sent(2, 2, "leak", case=7),
        entry(3, 2, EntryKind.CHANCE, {"case": 5, "born": "旧案", "matter": "", "condition": 1}),
        sent(4, 2, "风"),
        entry(5, 3, EntryKind.CONTROL, {"act": "add", "inject": "加", "document": added}),
        sent(6, 3, "加"),
        entry(7, 3, EntryKind.SAID, asks),
        entry(8, 4, EntryKind.SAID, own, "a"),
        entry(9, 5, EntryKind.REPORT, report, "a"),
        entry(10, 5, EntryKind.REPORT, report, "b"),
        entry(11, 6, EntryKind.END, {"reason": "时间到"}),
    ]
    box = seen(entries, minute=9)
    sorts = [Sort.MESSAGE, Sort.CHANGE, Sort.REMINDER, Sort.ASK_REPORT, Sort.SAID, Sort.REPORT, Sort.END]
    assert [each.sort for each in box.items] == sorts
    assert [each.mine for each in box.items] == [False] * 4 + [True] * 2 + [False]
    assert box.born == {7: "leak", 5: "旧案"}
    assert [(each.name, each.value) for each in box.facts] == [("风向", "北")]
    assert box.over
    other = seen(entries, desk="分拨", login="b", minute=9)
    assert [each.sort for each in other.items] == [Sort.CHANGE, Sort.REMINDER, Sort.REPORT, Sort.END]
