"""Names a scenario uses and does not have: roles, actors, injects, cases, codes of the township."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.kernel.words import N_, Phrase
from scenarios.checking.found import Found
from scenarios.checking.walking import all_leaves
from scenarios.format import conditions as cond
from scenarios.format.doing import AskReport, Branch, Call, CaseText, Draw, Message, Press, Reminder, Report
from scenarios.format.expecting import FromCase, FromInject
from scenarios.format.injects import TO_ALL
from scenarios.format.timing import After, Called
from scenarios.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from models.kernel.words import Word
    from scenarios.checking.found import Path
    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario
    from scenarios.worlds import Township

_SENTENCES: dict[str, Word] = {
    "role": N_("there is no role “%(name)s”"),
    "actor": N_("there is no actor “%(name)s”"),
    "speaker": N_("there is no role or actor “%(name)s”"),
    "inject": N_("there is no inject “%(name)s”"),
    "case": N_("no inject brings a case “%(name)s”, and none is there at the start"),
    "objective": N_("there is no objective “%(name)s”"),
    "pool": N_("there is no pool “%(name)s”"),
    "expectation": N_("there is no expectation “%(name)s”"),
    "unit": N_("the township has no unit “%(name)s”"),
    "grid": N_("the township has no grid “%(name)s”"),
    "edition": N_("the catalogue has no edition “%(name)s”"),
    "matter": N_("the township has no matter “%(name)s”"),
}


def unknown(scenario: Scenario, township: Township | None) -> Iterator[Found]:
    """Yield every name that stands for nothing."""
    return _References(scenario, township).look()


@dataclass(slots=True)
class _References:
    scenario: Scenario
    township: Township | None
    known: dict[str, Collection[str]] = field(init=False)

    def __post_init__(self) -> None:
        scenario = self.scenario
        roles, actors = [each.id for each in scenario.roles], [each.id for each in scenario.actors]
        brings = [each.id for each in scenario.timeline if isinstance(each.do, Report | Draw)]
        self.known = {
            "role": roles,
            "actor": actors,
            "speaker": [*roles, *actors],
            "inject": [each.id for each in scenario.timeline],
            "case": [*brings, *(each.id for each in scenario.world.caseload.cases)],
            "objective": [each.id for each in scenario.objectives],
            "pool": list(scenario.pools),
            "expectation": [each.id for each in scenario.expectations],
        }
        if self.township is not None:
            self.known |= {
                "unit": self.township.units,
                "grid": self.township.grids,
                "matter": self.township.matters,
            }
            if self.township.editions is not None:
                self.known["edition"] = self.township.editions

    def look(self) -> Iterator[Found]:
        yield from self._world()
        for place, actor in enumerate(self.scenario.actors):
            yield from self._actor(("actors", place), actor)
        for place, inject in enumerate(self.scenario.timeline):
            yield from self._inject(("timeline", place), inject)
        for place, expected in enumerate(self.scenario.expectations):
            path: Path = ("expectations", place)
            yield from self._all("role", (*path, "who"), expected.who)
            yield from self._one("objective", (*path, "objective"), expected.objective)
            if isinstance(expected.since, FromInject):
                yield from self._one("inject", (*path, "since"), expected.since.inject)
            elif isinstance(expected.since, FromCase):
                yield from self._one("case", (*path, "since"), expected.since.case)
        for standing in all_leaves(self.scenario):
            yield from self._leaf(standing.path, standing.condition)
        if self.scenario.debriefing is not None:
            for place, task in enumerate(self.scenario.debriefing.follow_up):
                yield from self._one("role", ("debriefing", "follow_up", place, "owner"), task.owner)

    def _one(self, what: str, path: Path, name: str | None) -> Iterator[Found]:
        known = self.known.get(what)
        if name is not None and known is not None and name not in known:
            sentence = Phrase(_SENTENCES[what], name=name)
            yield Found(f"unknown_{what}", path, sentence, did_you_mean(name, known))

    def _all(self, what: str, path: Path, names: Iterable[str]) -> Iterator[Found]:
        for number, name in enumerate(names):
            yield from self._one(what, (*path, number), name)

    def _world(self) -> Iterator[Found]:
        scenario = self.scenario
        yield from self._one("edition", ("world", "edition"), scenario.world.edition)
        for place, seat in enumerate(scenario.roles):
            yield from self._one("unit", ("roles", place, "unit"), seat.unit)
        for place, case in enumerate(scenario.world.caseload.cases):
            path: Path = ("world", "caseload", "cases", place)
            yield from self._one("unit", (*path, "unit"), case.unit)
            yield from self._text(path, case)
        for place, seeded in enumerate(scenario.world.caseload.seeded):
            path = ("world", "caseload", "seeded", place)
            yield from self._all("matter", (*path, "matters"), seeded.matters)
            yield from self._all("grid", (*path, "grids"), seeded.grids)
        for name, pool in scenario.pools.items():
            for place, text in enumerate(pool):
                yield from self._text(("pools", name, place), text)

    def _text(self, path: Path, text: CaseText) -> Iterator[Found]:
        yield from self._all("grid", (*path, "grid"), text.grid)
        yield from self._one("matter", (*path, "matter"), text.matter)
        yield from self._one("case", (*path, "same_as"), text.same_as)
        if text.condition is None:
            return
        if text.matter is None:
            sentence = Phrase(N_("a filing condition needs its matter"))
            yield Found("condition_alone", (*path, "condition"), sentence)
        elif self.township is not None and text.matter in self.township.matters:
            name, count = self.township.matters[text.matter]
            if text.condition > count:
                sentence = Phrase(
                    N_("the matter “%(name)s” has only %(count)s filing conditions"), name=name, count=count
                )
                yield Found("unknown_condition", (*path, "condition"), sentence)

    def _actor(self, path: Path, actor: Any) -> Iterator[Found]:
        yield from self._one("unit", (*path, "unit"), actor.unit)
        for number, reaction in enumerate(actor.reacts):
            inner: Path = (*path, "reacts", number)
            yield from self._all("case", (*inner, "cases"), reaction.cases)
            yield from self._all("matter", (*inner, "matters"), reaction.matters)
            for way, choice in enumerate(reaction.choices):
                for place, step in enumerate(choice.steps):
                    yield from self._all("speaker", (*inner, "choices", way, "steps", place, "to"), step.to)

    def _inject(self, path: Path, inject: Inject) -> Iterator[Found]:
        if inject.from_ is not None:
            yield from self._one("actor", (*path, "from"), inject.from_)
        yield from self._all("role", (*path, "to"), [each for each in inject.to if each != TO_ALL])
        yield from self._all("objective", (*path, "objectives"), inject.objectives)
        if isinstance(inject.when, After):
            yield from self._one("inject", (*path, "when", "after"), inject.when.after)
        yield from self._played(path, inject)
        match inject.do:
            case Report():
                yield from self._text((*path, "do"), inject.do)
            case Draw():
                yield from self._one("pool", (*path, "do", "pool"), inject.do.pool)
            case Call() | Press():
                yield from self._one("case", (*path, "do", "about"), inject.do.about)
            case Branch():
                for number, arm in enumerate(inject.do.arms):
                    yield from self._started((*path, "do", "arms", number, "start"), arm.start)
            case _:
                pass

    def _played(self, path: Path, inject: Inject) -> Iterator[Found]:
        """An inject for people reaches nobody at desks that only the simulation works."""
        empty = {each.id for each in self.scenario.roles if each.seats == 0}
        if not isinstance(inject.do, Message | Call | Reminder | AskReport):
            return
        for number, name in enumerate(inject.to):
            if name in empty:
                sentence = Phrase(
                    N_("nobody plays the role “%(name)s”, so the inject reaches nobody"), name=name
                )
                hint = Phrase(N_("Give the role seats, or send it to another one."))
                yield Found("role_unplayed", (*path, "to", number), sentence, hint)

    def _started(self, path: Path, names: Iterable[str]) -> Iterator[Found]:
        injects = {each.id: each for each in self.scenario.timeline}
        for number, name in enumerate(names):
            yield from self._one("inject", (*path, number), name)
            if name in injects and not isinstance(injects[name].when, Called):
                sentence = Phrase(
                    N_("the inject “%(name)s” comes by itself; a branch cannot start it"), name=name
                )
                yield Found(
                    "not_called", (*path, number), sentence, Phrase(N_("Write “when: called” there."))
                )

    def _leaf(self, path: Path, leaf: Any) -> Iterator[Found]:
        match leaf:
            case cond.Done():
                act, path = leaf.done, (*path, "done")
                yield from self._all("case", (*path, "case"), act.case)
                yield from self._all("speaker", (*path, "by"), act.by)
                yield from self._all("unit", (*path, "unit"), act.unit)
                yield from self._all("matter", (*path, "matter"), act.matter)
                yield from self._one("inject", (*path, "after"), act.after)
            case cond.Told() | cond.Reported():
                window: Any = leaf.told if isinstance(leaf, cond.Told) else leaf.reported
                path = (*path, "told" if isinstance(leaf, cond.Told) else "reported")
                yield from self._all("speaker", (*path, "to"), window.to)
                yield from self._all("speaker", (*path, "by"), window.by)
                yield from self._all("case", (*path, "about"), window.about)
                yield from self._one("inject", (*path, "after"), window.after)
            case cond.Case():
                yield from self._one("case", (*path, "case", "of"), leaf.case.of)
                yield from self._all("unit", (*path, "case", "unit"), leaf.case.unit)
            case cond.Sent():
                yield from self._one("inject", (*path, "sent"), leaf.sent)
            case cond.Stalled():
                yield from self._all("role", (*path, "stalled", "role"), leaf.stalled.role)
            case cond.Expectation():
                yield from self._one("expectation", (*path, "expectation", "id"), leaf.expectation.id)
            case _:
                pass
