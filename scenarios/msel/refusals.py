"""What is refused about tables of injects."""

from __future__ import annotations

from models.kernel.words import N_
from scenarios.refusals import ScenarioRefused


class NoInjects(ScenarioRefused):
    """No column of a table is known to hold injects, or it has none."""

    code = "scenario.no_injects"
    sentence = N_("No injects were found in %(name)s. Its headings: %(headings)s.")
    next_step = N_("A column called 导调信息 (Inject) is needed; rename the one that holds them.")

    def __init__(self, name: str, headings: str) -> None:
        super().__init__(name=name, headings=headings)


class NoTimes(ScenarioRefused):
    """Times of a table cannot be understood."""

    code = "scenario.no_times"
    sentence = N_("In %(name)s these times are not understood (row: time): %(rows)s")
    next_step = N_("Write T+00:15, J-60, 第15分钟 or 9:30; leave it empty for “with the row before”.")

    def __init__(self, name: str, rows: str) -> None:
        super().__init__(name=name, rows=rows)


class NoSuchStart(ScenarioRefused):
    """What was said to be the start is no day and time."""

    code = "scenario.no_start"
    sentence = N_("The start “%(start)s” is no day and time.")
    next_step = N_("Write it as 2026-06-10 09:00.")

    def __init__(self, start: str) -> None:
        super().__init__(start=start)
