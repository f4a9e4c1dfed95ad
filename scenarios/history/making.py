"""Making a scenario and its ghost of what an office really did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action, Entry
from models.cases.rules import transition
from models.cases.task_kinds import TASK_ACTIONS
from scenarios.format.base import DAY, LONGEST, span_text
from scenarios.format.moments import relative
from scenarios.history.ghost import Arrival, Decision, Ghost
from scenarios.history.hiding import Hider
from scenarios.history.refusals import NothingHappened, TooLongAgo, TooManyCases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from models.drills.views import Past, PastCase, PastStep

_MOST = 2_000
_EXPECTED = 400
"""Cases something is expected of, at most"""
_NO_STEPS = frozenset({Action.INTAKE, Action.FORMER, Action.RECOUNT})
_NAMES_A_UNIT = frozenset(
    {Action.ASSIST, Action.ASSIST_URGE, Action.ASSIST_AGAIN, Action.ASSIST_RECALL, Action.CHANGE_LEAD}
)
_TITLE = 200
_SOMEBODY, _PHONE = "来电人", "10100000000"
"""Whoever left a number, and one that nobody has"""
_DESKS = (("受理", "受理岗", "acceptor"), ("分拨", "分拨岗", "dispatcher"), ("质评", "质评岗", "evaluator"))
_OBJECTIVE = "按时"


@dataclass(frozen=True, slots=True)
class Made:
    """An exercise made of what happened."""

    document: dict[str, Any]
    """The scenario"""
    ghost: Ghost
    untold: dict[str, int]
    """Activities of another system's log that are no step of ours, and how often each comes"""


def make(past: Past, since: datetime, until: datetime, zone: ZoneInfo, idle: int | None = None) -> Made:
    """Make a scenario and its ghost.

    Args:
        past: what happened.
        since: the first moment.
        until: the moment after the last.
        zone: the office's.
        idle: stretches in which nobody has anything to do are jumped over when they are longer, in seconds.

    Raises:
        NothingHappened, TooManyCases: there is no case, or there are too many.
        TooLongAgo: from the first case to ``until`` it is longer than a drill lasts.
    """
    days = f"{since.astimezone(zone):%Y-%m-%d}", f"{(until - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"
    if not past.cases:
        raise NothingHappened(*days)
    if len(past.cases) > _MOST:
        raise TooManyCases(len(past.cases), _MOST)
    start = past.cases[0].reported_at.astimezone(zone).replace(second=0, microsecond=0)
    span = -(-int((until - start).total_seconds()) // 60) * 60
    if span > LONGEST:
        raise TooLongAgo(*days, LONGEST // DAY)
    ids = {case.number: f"件{place:04d}" for place, case in enumerate(past.cases, 1)}
    maker = _Maker(past, start, ids)
    name = f"history-{start:%Y%m%d-%H%M}-{len(past.cases)}"
    return Made(maker.document(name, days, span, idle), maker.ghost(name), _untold(past))


def _untold(past: Past) -> dict[str, int]:
    steps = (step for case in past.cases for step in case.steps)
    return dict(Counter(step.activity for step in steps if step.activity and _tells_nothing(step)))


def _tells_nothing(step: PastStep) -> bool:
    return step.action is Action.FORMER and step.source is step.state


class _Maker:
    """Makes the parts."""

    def __init__(self, past: Past, start: datetime, ids: dict[str, str]) -> None:
        self._past, self._start, self._ids = past, start, ids
        self._hider = Hider(past.names)

    def document(self, name: str, days: tuple[str, str], span: int, idle: int | None) -> dict[str, Any]:
        first, last = days
        title = first if first == last else f"{first} 至 {last}"
        count = len(self._past.cases)
        document = {
            "format": 1,
            "id": name,
            "title": {"zh": f"{title} 来件再演", "en": f"What came in, {first} to {last}"},
            "summary": f"本镇 {title} 实际来件 {count} 件，按原时刻再来一遍",
            "kind": {"content": "full", "form": "tabletop", "purpose": "study"},
            "duration": span_text(span),
            "objectives": [{"id": _OBJECTIVE, "text": "来件当班受理、分拨，不超期"}],
            "outline": f"{title} 的 {count} 件来件按原来的时刻到达，文字已隐去姓名、电话和住址。",
            "world": {"township": "own", "start": f"{self._start:%Y-%m-%d %H:%M}"},
            "roles": [
                {"id": desk, "title": words, "role": role, "seats": self._seats(role)}
                for desk, words, role in _DESKS
            ],
            "timeline": [self._inject(case) for case in self._past.cases],
            "expectations": list(self._expectations()),
        }
        return document | ({} if idle is None else {"idle": span_text(idle)})

    def _seats(self, role: str) -> int:
        """Return how many seats a desk had: as many as did its work."""
        action = {"acceptor": Action.ACCEPT, "dispatcher": Action.DISPATCH}.get(role, Action.CALL_BACK)
        steps = (step for case in self._past.cases for step in case.steps)
        return min(max(len({step.login for step in steps if step.action is action}), 1), 5)

    def _inject(self, case: PastCase) -> dict[str, Any]:
        do: dict[str, Any] = {
            "type": "report",
            "channel": str(case.channel),
            "title": self._line(case.title),
            "grid": [case.grid],
        }
        body = self._hider.hidden(case.body)
        if body:
            do["text"] = body
        if case.place:
            do["place"] = self._line(case.place)
        if case.reachable:
            # Whether somebody can be called back decides when a case is finished.
            do |= {"reporter": _SOMEBODY, "phone": _PHONE}
        filed = self._filed(case)
        if filed is not None:
            do["matter"], do["condition"] = filed
        return {"id": self._ids[case.number], "when": relative(self._offset(case.reported_at)), "do": do}

    @staticmethod
    def _filed(case: PastCase) -> tuple[str, int] | None:
        """Return matter and condition the office filed a case under, the last time."""
        if case.steps and case.steps[0].activity and case.matter:
            return case.matter, case.condition or 1
        filed = [step.details for step in case.steps if step.action is Action.FILE]
        if not filed or not filed[-1].get("matter"):
            return None
        return filed[-1]["matter"], filed[-1].get("condition") or 1

    def _expectations(self) -> Iterator[dict[str, Any]]:
        filed = [case for case in self._past.cases if self._filed(case) is not None]
        for case in filed[:_EXPECTED]:
            inject = self._ids[case.number]
            yield {
                "id": f"期{inject}",
                "title": f"不超期：{self._line(case.title)}",
                "who": [desk for desk, _words, _role in _DESKS],
                "objective": _OBJECTIVE,
                "since": inject,
                "judged": {"avoid": {"case": {"of": inject, "late": True}}},
            }

    def _line(self, text: str) -> str:
        return self._hider.hidden(text)[:_TITLE] or "—"

    def _offset(self, moment: datetime) -> int:
        return int((moment - self._start).total_seconds())

    def _at(self, moment: datetime) -> float:
        return round((moment - self._start).total_seconds(), 6)

    # ------------------------------------------------------------ the ghost

    def ghost(self, name: str) -> Ghost:
        arrivals = tuple(self._arrival(case) for case in self._past.cases)
        left: list[tuple[str, str]] = []
        found: list[tuple[datetime, int, Decision]] = []
        for case in self._past.cases:
            # The first entry of a log is how the case came in, whatever it is called there.
            for step in case.steps[1:] if _of_a_log(case) else case.steps:
                if step.action is Action.INTAKE and not step.activity:
                    continue
                decision = self._decision(case, step)
                if decision is None:
                    left.append((self._ids[case.number], str(step.action)))
                else:
                    found.append((step.at, step.order, decision))
        ordered = tuple(decision for _at, _order, decision in sorted(found, key=lambda each: each[:2]))
        return Ghost(name, arrivals, ordered, tuple(left))

    def _arrival(self, case: PastCase) -> Arrival:
        due = {level: told["due_at"] for level, told in case.external.items() if "due_at" in told}
        # What was entered later is a decision of its own.
        later = {step.details.get("level") for step in case.steps if step.action is Action.SET_DEADLINE}
        kept = {level: moment for level, moment in due.items() if level not in later}
        return Arrival(self._ids[case.number], self._at(case.reported_at), kept, self._first(case))

    def _first(self, case: PastCase) -> dict[str, Any]:
        """Return the first entry of a case out of a log, with what the log says of the case."""
        if not _of_a_log(case):
            return {}
        found = self._former(case, case.steps[0])
        if case.due_at is not None:
            found["due"] = case.due_at.isoformat()
        if case.matter and not case.condition:
            found |= {"matter": case.matter, "condition": 1}
        return found

    def _former(self, case: PastCase, step: PastStep) -> dict[str, Any]:
        """Return an entry of a log as it stands in the timeline, but for names."""
        found: dict[str, Any] = {
            "system": case.system, "number": self._ids[case.number], "activity": step.activity,
            "action": str(step.action), "state": str(step.state), "login": step.login,
        }  # fmt: skip
        if case.condition:
            found |= {"matter": case.matter, "condition": case.condition}
        if step.unit:
            found["unit"] = step.unit
        if step.note:
            found["note"] = self._hider.hidden(step.note)
        if case.closed_at is not None and step is case.steps[-1]:
            found["closed"] = case.closed_at.isoformat()
        return found

    def _decision(self, case: PastCase, step: PastStep) -> Decision | None:
        """Return a step as it can be done again; ``None`` for one that cannot."""
        inject, at = self._ids[case.number], self._at(step.at)
        if step.activity:
            return Decision(at, inject, step.login, str(step.action), former=self._former(case, step))
        if step.action in _NO_STEPS:
            return None
        if not step.login:
            by_itself = step.action is Action.RESUME
            return Decision(at, inject, "", str(step.action)) if by_itself else None
        entries = dict(self._entries(step))
        if step.action in {Action.LINK, Action.UNLINK, Action.MERGE} and "other" not in entries:
            # The other case came in at another time, and is not there.
            return None
        return Decision(at, inject, step.login, str(step.action), entries)

    def _entries(self, step: PastStep) -> Iterator[tuple[str, Any]]:
        told = step.details
        said = {"reason": step.reason, "note": step.note}
        yield from ((name, self._hider.hidden(text)) for name, text in said.items() if text)
        asked = _asked(step)
        if Entry.CONDITION in asked:
            yield from (("matter", told.get("matter", "")), ("condition", told.get("condition") or 1))
        if Entry.UNIT in asked:
            yield "unit", told.get("unit") or step.unit
        if Entry.PERSON in asked and told.get("person"):
            yield "person", told["person"]
        if Entry.UNTIL in asked and "until" in told:
            yield "until", told["until"]
        if Entry.CASE in asked:
            other = self._ids.get(str(told.get("other") or told.get("lead") or ""))
            if other is not None:
                yield "other", other
        for entry, name, key in _PLAIN:
            if entry in asked and told.get(key) is not None:
                yield name, told[key]


def _of_a_log(case: PastCase) -> bool:
    return bool(case.steps and case.steps[0].activity)


_PLAIN = (
    (Entry.PRESSURE, "pressure", "pressure"),
    (Entry.CLOSE_KIND, "close_kind", "chosen"),
    (Entry.RATING, "rating", "rating"),
    (Entry.LINK, "link", "link"),
    (Entry.LEVEL, "level", "level"),
    (Entry.DUE, "due", "external_due_at"),
    (Entry.LIMIT, "limit", "limit"),
    (Entry.OLD_LEAD, "old_lead", "old_lead"),
)
"""What is asked for, the field it is filled in at, and under which name a step keeps it"""


def _asked(step: PastStep) -> frozenset[Entry]:
    """Return what an action asks for besides its texts."""
    if step.action in TASK_ACTIONS:
        unit = {Entry.UNIT} if step.action in _NAMES_A_UNIT else set()
        return frozenset({Entry.PERSON, Entry.LIMIT, Entry.OLD_LEAD} & _kept(step) | unit)
    row = transition(step.action, step.source) if step.source is not None else None
    return frozenset() if row is None else frozenset((*row.required, *row.optional))


def _kept(step: PastStep) -> set[Entry]:
    names = {Entry.PERSON: "person", Entry.LIMIT: "limit", Entry.OLD_LEAD: "old_lead"}
    return {entry for entry, name in names.items() if step.details.get(name)}
