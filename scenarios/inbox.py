"""What reaches a desk of a drill: messages, calls, reminders, changes of the situation, and what it said.

Made of the recording alone, so that a trainee who comes back finds everything where it was. A call
rings for its time; the first to take it hears what is said, at everybody else's place it is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from scenarios.format.doing import AskReport, Call, Change, Message, Reminder
from scenarios.format.injects import TO_ALL, Inject
from scenarios.format.words import ReportKind
from scenarios.player.state import SENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.drills.views import EntryView
    from scenarios.format.scenario import Scenario

READ_KINDS = (
    EntryKind.INJECT,
    EntryKind.SAID,
    EntryKind.TAKEN,
    EntryKind.REPORT,
    EntryKind.CONTROL,
    EntryKind.CHANCE,
    EntryKind.END,
)
"""The entries an inbox is made of."""
PHONE = "phone"
_EDITED = frozenset({"edit", "add"})


class Sort(StrEnum):
    """What came."""

    MESSAGE = "message"
    CALL = "call"
    REMINDER = "reminder"
    CHANGE = "change"
    ASK_REPORT = "ask_report"
    SAID = "said"
    """The desk called or wrote itself"""
    REPORT = "report"
    """The desk reported up"""
    END = "end"


class Ring(StrEnum):
    """How it stands with a call."""

    NONE = "none"
    """It is no call that rings"""
    RINGING = "ringing"
    TAKEN = "taken"
    """Taken here"""
    ELSEWHERE = "elsewhere"
    """Somebody else took it"""
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that reached a desk."""

    key: str
    """The same at every look: ``leak/0`` of an inject, ``said/17`` of an entry"""
    seq: int
    """Number of its entry"""
    at: datetime
    sort: Sort
    sender: str
    """Id of the role or actor; "" for the trainers"""
    to: tuple[str, ...]
    text: str
    """What is said; nothing of a call that was not taken here"""
    means: str = ""
    about: str = ""
    """The case it is about: the inject that was born from"""
    ring: Ring = Ring.NONE
    until: datetime | None = None
    """When a call stops ringing, or a report asked for is due"""
    kind: ReportKind | None = None
    """Which report is asked for, or was made"""
    papers: tuple[tuple[str, str], ...] = ()
    """What came with it: name and text of each"""

    @property
    def mine(self) -> bool:
        """Whether the desk itself did it."""
        return self.sort in {Sort.SAID, Sort.REPORT}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something everybody knows of the situation."""

    name: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything a desk may read."""

    items: tuple[Item, ...]
    """In the order they came"""
    facts: tuple[Fact, ...]
    born: Mapping[int, str] = field(default_factory=dict)
    """Which inject a case was born from, by the case"""
    over: bool = False
    """The drill has ended"""


def inbox(scenario: Scenario, entries: Iterable[EntryView], desk: str, login: str, now: datetime) -> Inbox:
    """Return what reached a desk.

    Args:
        scenario: what is played, as it began.
        entries: of the recording, of :data:`READ_KINDS` at least, in their order.
        desk: the role.
        login: who sits there; what they said and reported is shown as well.
        now: the drill's time.
    """
    box = _Box({each.id: each for each in scenario.timeline}, desk, login)
    for entry in entries:
        box.take(entry)
    items = tuple(box.as_of(each, now) for each in box.items)
    return Inbox(items, tuple(box.facts.values()), box.born, box.over)


class _Box:
    """An inbox in the making."""

    def __init__(self, injects: dict[str, Inject], desk: str, login: str) -> None:
        self._injects = injects
        self._desk, self._login = desk, login
        self._takers: dict[str, str] = {}
        self.items: list[Item] = []
        self.facts: dict[str, Fact] = {}
        self.born: dict[int, str] = {}
        self.over = False

    def take(self, entry: EntryView) -> None:
        """Take one entry over."""
        body = entry.body
        match entry.kind:
            case EntryKind.CONTROL if body["act"] in _EDITED:
                inject = Inject.model_validate(body["document"])
                self._injects[inject.id] = inject
            case EntryKind.CHANCE if body.get("born"):
                self.born[body["case"]] = body["born"]
            case EntryKind.INJECT if body["became"] == SENT:
                self._inject(entry, self._injects[body["id"]])
            case EntryKind.SAID:
                self._said(entry)
            case EntryKind.REPORT if entry.login == self._login:
                self.items.append(_report(entry))
            case EntryKind.TAKEN:
                # Whoever came first has it; what two wrote at one moment stands in the order it was kept.
                self._takers.setdefault(body["call"], entry.login)
            case EntryKind.END:
                self.over = True
                end = Item(f"end/{entry.seq}", entry.seq, entry.at, Sort.END, "", (), body.get("reason", ""))
                self.items.append(end)

    def _inject(self, entry: EntryView, inject: Inject) -> None:
        do, body = inject.do, entry.body
        if body.get("case") is not None:
            self.born[body["case"]] = inject.id
        if isinstance(do, Change):
            for name, value in do.set.items():
                self.facts[name] = Fact(name, value, entry.at)
        if not self._concerns(inject):
            return
        sort, ring, until, kind, about = Sort.MESSAGE, Ring.NONE, None, None, ""
        match do:
            case Message():
                pass
            case Reminder():
                sort = Sort.REMINDER
            case Change():
                sort = Sort.CHANGE
            case Call():
                sort, ring, about = Sort.CALL, Ring.RINGING, do.about or ""
                until = entry.at + timedelta(seconds=do.rings)
            case AskReport():
                sort, kind = Sort.ASK_REPORT, do.kind
                until = None if do.within is None else entry.at + timedelta(seconds=do.within)
            case _:
                return
        self.items.append(
            Item(
                f"{inject.id}/{body['number']}",
                entry.seq,
                entry.at,
                sort,
                inject.from_ or "",
                tuple(inject.to),
                inject.text,
                inject.means or "",
                about,
                ring,
                until,
                kind,
                tuple((each.name, each.text) for each in inject.attachments),
            )
        )

    def _concerns(self, inject: Inject) -> bool:
        if isinstance(inject.do, Change):
            return bool(inject.text) and (not inject.to or self._is_to(inject.to))
        return self._is_to(inject.to)

    def _is_to(self, receivers: Iterable[str]) -> bool:
        return not {self._desk, TO_ALL}.isdisjoint(receivers)

    def _said(self, entry: EntryView) -> None:
        body: Mapping[str, Any] = entry.body
        sender = str(body.get("from") or "")
        mine = entry.login == self._login and sender in {"", self._desk}
        if not mine and not self._is_to(body["to"]):
            return
        means = body.get("means") or ""
        asked = body.get("asks")
        sort = Sort.CALL if means == PHONE else Sort.MESSAGE
        if mine:
            sort = Sort.SAID
        elif asked:
            sort = Sort.ASK_REPORT
        key, to, about = f"said/{entry.seq}", tuple(body["to"]), body.get("about") or ""
        kind = ReportKind(asked) if asked else None
        self.items.append(
            Item(key, entry.seq, entry.at, sort, sender, to, body["text"], means, about, kind=kind)
        )

    def as_of(self, item: Item, now: datetime) -> Item:
        """Return a call as it stands now; anything else as it is."""
        if item.ring is Ring.NONE or item.until is None:
            return item
        taker = self._takers.get(item.key)
        if taker == self._login:
            return replace(item, ring=Ring.TAKEN)
        ring = Ring.ELSEWHERE if taker is not None else Ring.RINGING if now < item.until else Ring.MISSED
        return replace(item, ring=ring, text="", papers=())


def _report(entry: EntryView) -> Item:
    body = entry.body
    to = (body["to"],) if body.get("to") else ()
    kind, about = ReportKind(body["report"]), body.get("about") or ""
    return Item(
        f"report/{entry.seq}",
        entry.seq,
        entry.at,
        Sort.REPORT,
        "",
        to,
        body["text"],
        about=about,
        kind=kind,
    )
