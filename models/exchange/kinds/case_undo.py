"""Taking back an import of cases or of their steps: nothing is removed, everything stays to be read.

Cases that came in are voided, and their numbers are not given out again. What was changed on cases that
were there before is as it was, the timeline saying so. A case somebody has acted on since stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.bulk import timelines, write_timelines
from models.cases.door import CleanEntries
from models.cases.kinds import Action
from models.cases.playing_back import ACTED_ON, GONE, Played, play_back, played
from models.cases.workorders import IntakeChange, change_intakes, standing_orders
from models.exchange.lines import UNDO, Line, Verdict
from models.exchange.views import Resting
from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.cases.bulk import Timeline
    from models.cases.known import Known
    from models.exchange.frame import Work
    from models.exchange.views import Reason
    from models.kernel.words import Phrase, Word

_WHY = "导入撤销（第{batch}批）"
"""The reason of the step: what stands in a timeline is the office's own language, whoever reads it."""
_NOT_KEPT = N_("it was carried out before imports kept what undoing needs")


def keep_undo(lines: list[Line], moved: Sequence[Timeline]) -> None:
    """Keep with the first line of each case what taking its steps back needs."""
    waiting = {each.case.number: played(each).document() for each in moved}
    for place, line in enumerate(lines):
        if line.verdict is Verdict.CREATE and line.key in waiting:
            lines[place] = line._replace(after={**(line.after or {}), UNDO: waiting.pop(line.key)})


def take_back_steps(lines: Sequence[Line], work: Work) -> list[Resting]:
    """Take back the steps of cases; return those that stay, and why."""
    kept = {line.key: line.after[UNDO] for line in lines if line.after and UNDO in line.after}
    found = [Resting(key, _NOT_KEPT) for key in dict.fromkeys(line.key for line in lines) if key not in kept]
    stay = _play_back([Played(number, **each) for number, each in kept.items()], work)
    return [*found, *(Resting(key, why) for key, why in stay.items())]


def take_back(lines: Sequence[Line], known: Known, work: Work) -> list[Resting]:
    """Void the cases created, give the others back what they said; return those that stay, and why."""
    changed = [line for line in lines if line.verdict is Verdict.CHANGE]
    created = [line for line in lines if line.verdict is not Verdict.CHANGE]
    playing = timelines(work.session, [line.key for line in created])
    found: list[Resting] = []
    voided: list[Timeline] = []
    for line in created:
        timeline = playing.get(line.key)
        why = _void(timeline, known, work)
        if why is not None:
            found.append(Resting(line.key, why))
        elif timeline is not None:
            voided.append(timeline)
    if voided:
        write_timelines(work.session, work.actor, work.at, voided)
    return [*found, *_give_back(changed, work)]


def _give_back(lines: Sequence[Line], work: Work) -> list[Resting]:
    """Give cases that were there before their deadlines and texts back."""
    kept = {line.key: line.after[UNDO] for line in lines if line.after and UNDO in line.after}
    stay: dict[str, Reason] = {line.key: _NOT_KEPT for line in lines if line.key not in kept}
    standing = standing_orders(work.session, kept)
    for number, each in kept.items():
        order = standing.get(number)
        if order is None or order.version != each["version"]:
            stay[number] = GONE if order is None else ACTED_ON
    going = {number: each for number, each in kept.items() if number not in stay}
    moved = [Played(number, **{**each["steps"], "version": each["version"]})
             for number, each in going.items() if each["steps"]]  # fmt: skip
    stay |= _play_back(moved, work)
    intakes = [
        IntakeChange(standing[number], each["columns"], each["kept"])
        for number, each in going.items()
        if number not in stay and (each["columns"] or each["kept"])
    ]
    change_intakes(work.session, work.actor, work.at, intakes)
    return [Resting(key, why) for key, why in stay.items()]


def _play_back(moved: Sequence[Played], work: Work) -> dict[str, Word | Phrase]:
    return play_back(work.session, work.actor, work.at, moved, _WHY.format(batch=work.batch))


def _void(timeline: Timeline | None, known: Known, work: Work) -> Reason | None:
    """Play the step in memory; return what stands in its way."""
    if timeline is None:
        return GONE
    if len(timeline.known) > 1:
        return ACTED_ON
    blank: dict[str, Any] = dict.fromkeys(
        (
            "condition_id", "unit_id", "person_id", "until", "pressure", "close_kind", "rating", "level",
            "due",
        )
    )  # fmt: skip
    entries = CleanEntries.model_construct(**blank, reason=_WHY.format(batch=work.batch), note="")
    try:
        timeline.play(known, Action.VOID, work.actor, work.at, entries, work.at)
    except DomainError as refusal:
        return refusal
    return None
