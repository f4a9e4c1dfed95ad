"""What becomes of a report: who does what to it, when, and how it goes wrong now and then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from scenarios.demo.content import Condition, Person, people, unit_names
from scenarios.demo.delays import Delays, Happening
from scenarios.demo.dice import Dice, Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scenarios.demo.arrivals import Report
    from scenarios.demo.office import OfficeTime
    from scenarios.demo.wording import Wording

_VOID = 0.035
_VOID_ECHO = 0.4
_REFUSED = 0.012
_CHECKED = 0.06
"""Before they are filed, so many cases are looked at on the spot."""
_BY_LEAD = 0.15
"""So many cases a unit's lead gives to somebody, instead of waiting until they take one."""
_EXTENDED = 0.04
_HELD = 0.02
_REDONE = 0.5
"""Of those who are not satisfied, so many have it done again."""
_ARCHIVED_AFTER = timedelta(days=45)
_WRONG_UNIT = 0.045
_UNCLEAR = 0.015
_WRONG_CONDITION = 0.02
_REWORK = 0.05
_PART_OF_LIMIT = 0.41
"""The usual case takes this part of its limit …"""
_SPREAD = 0.56
"""… and with this spread of the logarithm about 7 % take more than all of it."""
_LEFT_LYING = {
    "accept": (150, 0.4),
    "check": (700, 0.35),
    "file": (240, 0.22),
    "dispatch": (240, 0.2),
    "take": (420, 0.18),
    "verify": (700, 0.18),
    "close": (700, 0.2),
    "call_back": (900, 0.28),
    "again": (1440, 0.6),
}
"""Of the work of the last so many office minutes, how much still waits for its next step."""
_RATINGS = Weighted((("satisfied", 78), ("fair", 12), ("dissatisfied", 5), ("unreachable", 5)))
_ENDINGS = Weighted((("normal", 970), ("special", 20), ("error", 10)))
_CONTACTED = 0.96
"""How often somebody who can be reached is spoken to."""
_CALLED_BACK = frozenset({"citizen", "hotline", "media"})
_MINUTES = {"UH": 60, "UD": 24 * 60, "WH": 60, "ND": 24 * 60}


class _LeftLying(Exception):
    """The case still waits for its next step."""


class Lives:
    """Plays cases from their intake to ``now``."""

    def __init__(self, office: OfficeTime, now: datetime, seed: int, wording: Wording) -> None:
        self.office = office
        self.now = now
        self.seed = seed
        self.wording = wording
        self.acceptors = _holders("acceptor")
        self.chiefs = _holders("duty_chief")
        self.dispatchers = [person for person in _holders("dispatcher") if "duty_chief" not in person.roles]
        self.verifiers = _holders("collector")
        self.evaluators = _holders("evaluator")
        self.units = _by_unit()
        self.fresh_since = {step: office.before(now, minutes) for step, (minutes, _) in _LEFT_LYING.items()}

    def play(self, report: Report) -> list[Happening]:
        """Return what happened to a report up to now, in order."""
        happened: list[Happening] = []
        dice = Dice(f"{self.seed}:life:{report.number}")
        life = _Life(self, report, dice)
        for step in life.steps():
            if step.at > self.now:
                break
            happened.append(step)
        return happened


class _Life(Delays):
    """One case's way."""

    def __init__(self, lives: Lives, report: Report, dice: Dice) -> None:
        self._lives = lives
        self._office = lives.office
        self._report = report
        self._dice = dice
        self._at = report.reported_at
        self._urgent = report.condition.urgent
        self._condition = report.condition
        self._acceptor = lives.chiefs[0]

    def steps(self) -> Iterator[Happening]:
        """Yield the steps in order, until the case ends or is left lying."""
        try:
            yield from self._desk()
        except _LeftLying:
            return

    def _desk(self) -> Iterator[Happening]:
        dice, report = self._dice, self._report
        void = dice.part() < (_VOID_ECHO if report.echo_of else _VOID)
        self._pass(dice.lognormal(6, 0.7), "accept")
        self._acceptor = self._on_duty(self._lives.acceptors)
        if void and dice.chance(0.6):
            yield self._void("void_reported")
            return
        if not void and dice.chance(_REFUSED):
            yield self._step("refuse", self._acceptor, reason=self._note("refuse"))
            return
        yield self._step("accept", self._acceptor, note=self._note("accept_notes"))
        if not void and dice.chance(_CHECKED) and not self._urgent:
            yield from self._checked()
        self._pass(dice.lognormal(7, 0.6), "file")
        if void:
            yield self._void("void_accepted")
            return
        conditions = report.matter.conditions
        # A case filed again keeps the moment its clock first started.
        started = self._at
        if len(conditions) > 1 and dice.chance(_WRONG_CONDITION):
            yield from self._filed_wrongly(conditions)
        yield self._file(self._condition)
        yield from self._dispatched(started)

    def _checked(self) -> Iterator[Happening]:
        """Have a collector look on the spot before the case is filed."""
        self._pass(self._dice.lognormal(4, 0.5), "")
        yield self._step("ask_check", self._acceptor, note=self._note("ask_check"))
        self._pass(self._dice.lognormal(60, 0.7), "check")
        yield self._step("check", self._verifier(), note=self._note("check_notes"))

    def _filed_wrongly(self, conditions: Sequence[Condition]) -> Iterator[Happening]:
        """File under the wrong condition; the dispatcher sends it back."""
        wrong = next(each for each in conditions if each is not self._condition)
        yield self._file(wrong)
        self._pass(self._dice.lognormal(9, 0.6), "dispatch")
        yield self._step("return", self._dispatcher(), reason=self._note("return_dispatcher"))
        self._pass(self._dice.lognormal(15, 0.6), "again")

    def _dispatched(self, started: datetime) -> Iterator[Happening]:
        dice, report = self._dice, self._report
        right = report.matter.unit
        if dice.chance(_WRONG_UNIT):
            wrong = dice.pick([unit for unit in self._lives.units if unit != right])
            yield from self._sent_back(wrong, right)
        elif dice.chance(_UNCLEAR):
            yield from self._sent_back(right, right)
        self._pass(dice.lognormal(8, 0.7), "dispatch")
        yield self._dispatch(right)
        yield from self._handled(right, started)

    def _sent_back(self, unit: str, right: str) -> Iterator[Happening]:
        """Dispatch to a unit that returns the case."""
        self._pass(self._dice.lognormal(8, 0.7), "dispatch")
        yield self._dispatch(unit)
        self._pass(self._dice.lognormal(70, 0.6), "")
        name = unit_names()[right]
        reasons = self._lives.wording
        kind = "return_unit" if unit != right else "return_unclear"
        yield self._step("return", self._worker(unit), reason=reasons.note(self._dice, kind, unit=name))
        if self._waits("again"):
            raise _LeftLying

    def _handled(self, unit: str, started: datetime, *, redone: bool = False) -> Iterator[Happening]:
        dice = self._dice
        handler = self._worker(unit)
        part = dice.lognormal(_PART_OF_LIMIT, _SPREAD)
        self._pass(min(dice.lognormal(45, 0.8), 0.2 * part * self._limit_minutes()), "take")
        yield self._taken(unit, handler)
        self._pass(dice.between(2, 9), "")
        if not redone:
            yield from self._contacted(handler)
        if not redone and not self._urgent and dice.chance(_HELD):
            yield from self._held(unit, self._due(started))
            self._at = self._office.after(self._at, 0.5 * self._limit_minutes())
        elif not redone and not self._urgent and dice.chance(_EXTENDED):
            yield from self._extended(unit, handler, self._due(started))
            self._pass(dice.between(2, 9), "")
        self._at = max(self._along_limit(started, part), self._at)
        late = part > 1
        yield self._feedback(handler, again=False)
        again = dice.chance(_REWORK)
        self._pass(dice.lognormal(150, 0.7), "verify")
        if again:
            yield self._step("rework", self._verifier(), reason=self._note("rework"))
            self._pass(dice.lognormal(60, 0.6), "")
            yield self._step("take", handler, note=self._note("take_notes"))
            self._pass(dice.lognormal(200, 0.6), "")
            yield self._feedback(handler, again=True)
            self._pass(dice.lognormal(150, 0.7), "verify")
        yield self._step("verify", self._verifier(), note=self._note("verify_notes"))
        yield from self._closed(late=late, redone=redone)

    def _contacted(self, handler: Person) -> Iterator[Happening]:
        """Speak to whoever reported it, if they left a number; now and then nobody does."""
        report = self._report
        if report.channel not in _CALLED_BACK or not report.reporter_phone:
            return
        # Dice of its own: what happens to the case afterwards does not hang on a talk.
        dice = Dice(f"{self._lives.seed}:contact:{report.number}")
        if dice.chance(_CONTACTED):
            self._pass(dice.between(1, 6), "")
            yield self._step("contact", handler, note=self._lives.wording.note(dice, "contact_notes"))
            self._pass(dice.between(1, 3), "")

    def _taken(self, unit: str, handler: Person) -> Happening:
        leads = [person for person in self._lives.units[unit] if "unit_lead" in person.roles]
        if leads and self._dice.chance(_BY_LEAD):
            return self._step("hand_over", self._dice.pick(leads), to=handler.login)
        return self._step("take", handler, note=self._note("take_notes"))

    def _closed(self, *, late: bool, redone: bool) -> Iterator[Happening]:
        dice, report = self._dice, self._report
        self._pass(dice.lognormal(70, 0.8), "close")
        kind = dice.choose(_ENDINGS)
        note = self._note("late_notes" if late else "close_notes")
        yield self._step("close", self._acceptor, note=note, close_kind=kind)
        if report.channel not in _CALLED_BACK or not report.reporter_phone:
            yield from self._archived()
            return
        self._pass(dice.lognormal(420, 0.6), "call_back")
        rating = dice.choose(_RATINGS)
        caller = self._lives.evaluators[0] if dice.chance(0.4) else dice.pick(self._lives.acceptors)
        if rating == "dissatisfied" and not redone and dice.chance(_REDONE):
            yield self._step("redo", caller, reason=self._note("redo"))
            yield from self._handled(report.matter.unit, self._at, redone=True)
            return
        yield self._step("call_back", caller, note=self._lives.wording.call_back(dice, rating), rating=rating)
        yield from self._archived()

    def _archived(self) -> Iterator[Happening]:
        """Put the case into the archive some weeks after its end, in office hours."""
        self._at = self._office.after(self._at + _ARCHIVED_AFTER, self._dice.lognormal(60, 0.8))
        yield self._step("archive", self._lives.evaluators[0])

    def _pass(self, minutes: float, step: str) -> None:
        """Let time pass before a step; an urgent case is hurried along at any hour.

        Raises:
            _LeftLying: the step has not been taken yet.
        """
        if self._urgent:
            self._at += timedelta(seconds=20 + int(min(minutes, 12.0) * 30))
        else:
            # A step takes a moment, and even a second apart keeps the order clear.
            self._at = self._office.after(self._at, max(minutes, 0.4))
        if step and self._waits(step):
            raise _LeftLying

    def _waits(self, step: str) -> bool:
        return self._at >= self._lives.fresh_since[step] and self._dice.chance(_LEFT_LYING[step][1])

    def _along_limit(self, started: datetime, part: float) -> datetime:
        """Return when ``part`` of the limit has run out since the clock started."""
        minutes = part * self._limit_minutes()
        if self._condition.unit in {"WH", "WD"}:
            return self._office.after(started, minutes)
        done = started + timedelta(seconds=int(minutes * 60))
        return done if self._urgent else self._office.after(done, 0)

    def _due(self, started: datetime) -> datetime:
        """Return when the limit has run out at the earliest: it does so out of hours as well."""
        if self._condition.unit in {"WH", "WD"}:
            return self._along_limit(started, 1.0)
        return started + timedelta(minutes=self._limit_minutes())

    def _limit_minutes(self) -> float:
        condition = self._condition
        return condition.amount * _MINUTES.get(condition.unit, self._office.day_minutes())

    def _on_duty(self, usual: Sequence[Person]) -> Person:
        """Return who does the office's part now: the duty chief out of hours."""
        return self._dice.pick(usual if self._office.open_at(self._at) else self._lives.chiefs)

    def _dispatcher(self) -> Person:
        return self._on_duty(self._lives.dispatchers)

    def _worker(self, unit: str) -> Person:
        return self._dice.pick(self._lives.units[unit])

    def _verifier(self) -> Person:
        division = self._report.grid.division
        near = [person for person in self._lives.verifiers if person.area == division]
        if near and self._dice.chance(0.7):
            return self._dice.pick(near)
        far = [person for person in self._lives.verifiers if person.sees(division)]
        return self._dice.pick([*far, *self._lives.evaluators])

    def _note(self, kind: str) -> str:
        return self._lives.wording.note(self._dice, kind)

    def _void(self, kind: str) -> Happening:
        texts = self._lives.wording
        echo = self._report.echo_of
        reason = texts.note(self._dice, "void_repeated", number=echo) if echo else self._note(kind)
        return self._step("void", self._acceptor, reason=reason)

    def _file(self, condition: Condition) -> Happening:
        matter = self._report.matter.code
        return self._step("file", self._acceptor, matter=matter, condition=condition.number)

    def _dispatch(self, unit: str) -> Happening:
        return self._step("dispatch", self._dispatcher(), note=self._note("dispatch_notes"), unit=unit)

    def _feedback(self, handler: Person, *, again: bool) -> Happening:
        note = self._lives.wording.feedback(self._dice, self._report.matter, again=again)
        return self._step("feedback", handler, note=note)

    def _step(self, action: str, person: Person, **told: Any) -> Happening:
        return Happening(self._at, action, person.login, **told)


def _holders(role: str) -> list[Person]:
    return [person for person in people() if role in person.roles]


def _by_unit() -> Mapping[str, list[Person]]:
    units: dict[str, list[Person]] = {}
    for person in people():
        if person.roles & {"unit_lead", "handler"}:
            units.setdefault(person.unit, []).append(person)
    return units
