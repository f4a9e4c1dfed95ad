"""The settings of escalation: whether it is on, and how long each step waits.

The first step waits from the moment the case should have been acted on, every further one from the step
before. A wait in office time stands still outside office hours, one in plain time does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.escalation import EscalationStep, EscalationTrigger
from models.cases.settings.spec import Group, Kind, Setting
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ON = "escalation.on"
_T, _S = EscalationTrigger, EscalationStep
WAITS: Mapping[tuple[EscalationTrigger, EscalationStep], str] = {
    (_T.NOT_TAKEN, _S.DEPUTY): "2WH",
    (_T.NOT_TAKEN, _S.LEAD): "2WH",
    (_T.NOT_TAKEN, _S.CHIEF): "4WH",
    (_T.UNANSWERED, _S.DEPUTY): "1WH",
    (_T.UNANSWERED, _S.LEAD): "2WH",
    (_T.UNANSWERED, _S.CHIEF): "4WH",
    (_T.STAGE, _S.DEPUTY): "30WM",
    (_T.STAGE, _S.LEAD): "1WH",
    (_T.STAGE, _S.CHIEF): "2WH",
    (_T.DEADLINE, _S.DEPUTY): "1WH",
    (_T.DEADLINE, _S.LEAD): "4WH",
    (_T.DEADLINE, _S.CHIEF): "8WH",
    (_T.RETURNED, _S.DEPUTY): "1WH",
    (_T.RETURNED, _S.LEAD): "1WH",
    (_T.RETURNED, _S.CHIEF): "2WH",
}
"""How long each step waits where the office says nothing."""

_MEANINGS = {
    _T.NOT_TAKEN: N_("How long a unit may leave a case untaken before this person is told."),
    _T.UNANSWERED: N_("How long after an answer was due this person is told."),
    _T.STAGE: N_("How long after a step of the desk was due this person is told."),
    _T.DEADLINE: N_("How long after the deadline of handling this person is told."),
    _T.RETURNED: N_("How long a returned case may wait for its dispatch before this person is told."),
}


def wait_key(trigger: EscalationTrigger, step: EscalationStep) -> str:
    """Return the key of a wait among the settings."""
    return f"escalation.{trigger}.{step}"


def escalation_settings() -> Iterator[Setting]:
    """Yield what an office sets for escalation.

    It comes switched off: an office looks first at what it would set going, and whom it would disturb.
    """
    yield Setting(
        ON,
        Group.ESCALATION,
        Kind.YESNO,
        default=False,
        meaning=N_("Whether what rests too long goes to the next person up by itself."),
        source=N_("the program's own choice"),
    )
    for (trigger, step), wait in WAITS.items():
        yield Setting(
            wait_key(trigger, step),
            Group.ESCALATION,
            Kind.LIMIT,
            wait,
            _MEANINGS[trigger],
            N_("the program's own choice"),
        )
