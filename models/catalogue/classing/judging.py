"""What the rules do to a list as a whole, and what is wrong among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.catalogue.classing.deciding import Decision, Ready, decide
from models.catalogue.classing.rules import TARGETS
from models.catalogue.classing.views import Fault, Move, RuleFinding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.catalogue.classing.deciding import Subject
    from models.catalogue.classing.queries import Ground
    from models.catalogue.classing.views import RuleView

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules in use, and what they decide about every entry."""

    rules: tuple[Ready, ...]
    decisions: tuple[tuple[Subject, Decision], ...]

    def ruled(self, decision: Decision, target: str) -> str:
        """Return the name of the rule that decided a target; empty where none did."""
        place = decision.by.get(target)
        return "" if place is None else self.rules[place].view.draft.name


def judge(rules: Sequence[RuleView], ground: Ground, *, also_set: bool = False) -> Judged:
    """Ask the rules in use about every entry."""
    ready = tuple(Ready.of(each) for each in rules if each.draft.active)
    decided = tuple(
        (subject, decide(ready, subject, ground.above, also_set=also_set)) for subject in ground.subjects
    )
    return Judged(ready, decided)


def moves_of(judged: Judged) -> tuple[Move, ...]:
    """Return what carrying the rules out would change, against what the entries say now."""
    return tuple(
        _move(judged, subject, decision, target, subject.values[target])
        for subject, decision in judged.decisions
        for target in TARGETS
        if decision.values[target] != subject.values[target]
    )


def moves_between(before: Judged, after: Judged) -> tuple[Move, ...]:
    """Return what other rules would decide otherwise."""
    return tuple(
        _move(after, subject, now, target, was.values[target])
        for (subject, was), (_same, now) in zip(before.decisions, after.decisions, strict=True)
        for target in TARGETS
        if was.values[target] != now.values[target]
    )


def _move(judged: Judged, subject: Subject, decision: Decision, target: str, before: Any) -> Move:
    return Move(
        subject.matter_id,
        subject.code,
        subject.name,
        target,
        before,
        decision.values[target],
        judged.ruled(decision, target),
    )


def kept_by_hand(judged: Judged) -> int:
    """Return how many values rules would set and a person's hand keeps."""
    return sum(decision.kept for _subject, decision in judged.decisions)


# ---------------------------------------------------------------- findings


def findings_of(judged: Judged, ground: Ground) -> tuple[RuleFinding, ...]:
    """Return what is wrong among the rules, rule by rule.

    A rule that is shadowed is not said to contradict as well; one for new entries is not said
    never to fit as long as there are none.
    """
    fitting: Counter[int] = Counter()
    deciding: Counter[int] = Counter()
    overruled: dict[tuple[int, int, str], list[Subject]] = {}
    before: dict[int, Counter[int]] = {}
    for subject, decision in judged.decisions:
        fitting.update(decision.fitting)
        for place in decision.fitting:
            takers = _takers(judged, decision, place)
            deciding[place] += len(takers) < len(judged.rules[place].settings)
            before.setdefault(place, Counter()).update(set(takers.values()))
        for each in decision.overruled:
            overruled.setdefault(each, []).append(subject)
    any_new = any(subject.is_new for subject, _decision in judged.decisions)
    codes = {subject.code for subject, _decision in judged.decisions} - {""}
    found: list[RuleFinding] = []
    for place, rule in enumerate(judged.rules):
        found += _unknown(rule, ground, codes)
        if not fitting[place]:
            covering = _covering(judged.rules, place)
            if covering is not None:
                found.append(_shadowed(judged.rules, place, [covering], 0))
            elif any_new or not rule.view.draft.when.only_new:
                found.append(_never(rule))
        elif not deciding[place]:
            others = [other for other, _many in before[place].most_common(_SHOWN)]
            found.append(_shadowed(judged.rules, place, others, fitting[place]))
        else:
            found += _contradictions(judged.rules, place, overruled)
    return tuple(found)


def _takers(judged: Judged, decision: Decision, place: int) -> dict[str, int]:
    """Return which rule before this one decided first, for each target of this one that is taken."""
    found: dict[str, int] = {}
    for other in decision.fitting:
        if other >= place:
            break
        for target in judged.rules[other].settings.keys() & judged.rules[place].settings.keys():
            found.setdefault(target, other)
    return found


def _covering(rules: Sequence[Ready], place: int) -> int | None:
    """Return a rule before this one that applies whenever this one does, and sets all it sets."""
    mine = rules[place]
    for other in range(place):
        theirs = rules[other]
        if theirs.view.draft.when == mine.view.draft.when and mine.settings.keys() <= theirs.settings.keys():
            return other
    return None


def _finding(fault: Fault, rule: Ready, other: Ready | None, sentence: str, **params: Any) -> RuleFinding:
    named = "" if other is None else other.view.draft.name
    return RuleFinding(fault, rule.view.number, rule.view.draft.name, named, sentence, params)


def _never(rule: Ready) -> RuleFinding:
    return _finding(Fault.NEVER, rule, None, N_("No entry fits it."))


def _shadowed(rules: Sequence[Ready], place: int, others: Sequence[int], entries: int) -> RuleFinding:
    names = ", ".join(f"{rules[other].view.number} {rules[other].view.draft.name}" for other in others)
    if not entries:
        sentence = N_("It can never decide anything: %(others)s applies whenever it does.")
        return _finding(Fault.SHADOWED, rules[place], rules[others[0]], sentence, others=names)
    sentence = N_("It fits %(count)s entries and decides nothing: %(others)s come before it.")
    return _finding(Fault.SHADOWED, rules[place], rules[others[0]], sentence, count=entries, others=names)


def _contradictions(
    rules: Sequence[Ready], place: int, overruled: dict[tuple[int, int, str], list[Subject]]
) -> Iterator[RuleFinding]:
    for (mine, other, target), subjects in sorted(overruled.items(), key=lambda each: each[0]):
        if mine != place:
            continue
        names = ", ".join(f"{each.code or f'#{each.matter_id}'} {each.name}" for each in subjects[:_SHOWN])
        sentence = N_(
            "%(field)s: it says %(mine)s, %(earlier)s says %(theirs)s, of %(count)s entries: %(names)s"
        )
        yield _finding(
            Fault.CONTRADICTS,
            rules[place],
            rules[other],
            sentence,
            field=target,
            mine=rules[place].settings[target],
            theirs=rules[other].settings[target],
            earlier=f"{rules[other].view.number} {rules[other].view.draft.name}",
            count=len(subjects),
            names=names,
        )


def _unknown(rule: Ready, ground: Ground, codes: set[str]) -> Iterator[RuleFinding]:
    then = rule.view.draft.then
    if then.class_key is not None and then.class_key not in ground.classes and not then.class_name:
        sentence = N_("There is no class %(key)s, and the rule does not say what it is to be called.")
        yield _finding(Fault.UNKNOWN_CLASS, rule, None, sentence, key=then.class_key)
    if then.parent is not None and then.parent not in codes:
        sentence = N_("No entry of the list has the code %(code)s, which it sets as main item.")
        yield _finding(Fault.UNKNOWN_PARENT, rule, None, sentence, code=then.parent)
