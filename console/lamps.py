"""The light a case shows now, in a list and on its own screen: one question on both views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.assist_words import task_light
from console.clockwords import deciding
from models.cases.views import CaseLine

if TYPE_CHECKING:
    from console.frame import Frame
    from models.cases.kinds import Light
    from models.cases.views import CaseView


def light_now(case: CaseLine | CaseView, frame: Frame) -> Light:
    """Return the light as of now: it turns though nobody reads the case again.

    A line that stands in a list for the task of a unit shows the light of that task.
    """
    now = frame.clock.now()
    if isinstance(case, CaseLine) and case.task is not None:
        return task_light(case.task, case.state, now)
    return deciding(case, now).light
