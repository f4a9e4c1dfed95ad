"""Taking back an import of cases: what came in is voided, and stays to be read.

No case is removed, and its number is not given out again. A case somebody has acted on since stays as
it is; so does one that was there before, for what the levels above have decided is not ours to undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.bulk import timelines, write_timelines
from models.cases.door import CleanEntries
from models.cases.kinds import Action
from models.exchange.kinds.coded_undo import GONE
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.cases.bulk import Timeline
    from models.cases.known import Known
    from models.exchange.frame import Work
    from models.exchange.views import Reason

_WHY = "导入撤销（第{batch}批）"
"""The reason of the step: what stands in a timeline is the office's own language, whoever reads it."""
_ACTED = N_("somebody has acted on it since")
_UPSTREAM = N_("it was there before: import the order again as it should be")


def take_back(lines: Sequence[Line], known: Known, work: Work) -> list[Resting]:
    """Void the cases created; return those that stay, and why."""
    playing = timelines(work.session, [line.key for line in lines])
    found: list[Resting] = []
    voided: list[Timeline] = []
    for line in lines:
        timeline = playing.get(line.key)
        why = _UPSTREAM if line.verdict is Verdict.CHANGE else _void(timeline, known, work)
        if why is not None:
            found.append(Resting(line.key, why))
        elif timeline is not None:
            voided.append(timeline)
    if voided:
        write_timelines(work.session, work.actor, work.at, voided)
    return found


def _void(timeline: Timeline | None, known: Known, work: Work) -> Reason | None:
    """Play the step in memory; return what stands in its way."""
    if timeline is None:
        return GONE
    if len(timeline.known) > 1:
        return _ACTED
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
