"""Cases as an event log of IEEE 1849 (XES): a case is a trace, a step an event.

What is declared as global stands in every trace and event, as the standard asks. Steps of former
systems stand under our name for them, and under the name their system gave them beside it
(``original:activity``), so that a log taken in can be compared with what came.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from models.exchange.exporting.caserows import has_deadline, whole_cases, with_steps
from models.kernel.masking import mask_numbers
from models.kernel.text import clean_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<global scope="trace">
\t\t<string key="concept:name" value="-"/>
\t</global>
\t<global scope="event">
\t\t<string key="concept:name" value="-"/>
\t\t<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
\t\t<string key="lifecycle:transition" value="complete"/>
\t</global>
\t<classifier name="Activity" keys="concept:name"/>
\t<classifier name="Activity and resource" keys="concept:name org:resource"/>
\t<string key="lifecycle:model" value="standard"/>
"""
_FOOT = "</log>\n"


def write_xes(
    session: Session,
    target: IO[bytes],
    conditions: list[ColumnElement[bool]],
    zone: ZoneInfo,
    on_row: Callable[[int], None],
    *,
    clear: bool,
) -> tuple[int, int]:
    """Write the cases that meet ``conditions``; return how many there are, and how many steps."""
    target.write(_HEAD.encode())
    cases = events = 0
    found = with_steps(session, whole_cases(session, conditions), intake=True)
    for cases, (case, steps) in enumerate(found, start=1):
        on_row(cases)
        events += len(steps)
        lines = ["\t<trace>\n", *_trace(case, zone, clear=clear)]
        for step in steps:
            lines += _event(step, zone, clear=clear)
        lines.append("\t</trace>\n")
        target.write("".join(lines).encode())
    target.write(_FOOT.encode())
    return cases, events


def _trace(case: Row[Any], zone: ZoneInfo, *, clear: bool) -> Iterator[str]:
    deep = "\t\t"
    yield _text(deep, "concept:name", case.number)
    yield _text(deep, "title", case.title if clear else mask_numbers(case.title))
    for key in (
        "channel", "state", "grid", "grid_name", "division_code", "matter", "matter_name", "unit",
        "unit_name", "close_kind", "rating", "former_system", "former_number",
    ):  # fmt: skip
        value = getattr(case, key)
        if value is not None:
            yield _text(deep, key, str(value))
    if case.condition is not None:
        yield f'{deep}<int key="condition" value="{case.condition}"/>\n'
    yield _date(deep, "occurred_at", case.occurred_at, zone)
    yield _date(deep, "reported_at", case.reported_at, zone)
    if has_deadline(case.due_at):
        yield _date(deep, "due_at", case.due_at, zone)


def _event(step: Row[Any], zone: ZoneInfo, *, clear: bool) -> Iterator[str]:
    deep = "\t\t\t"
    yield "\t\t<event>\n"
    yield _text(deep, "concept:name", step.action.value)
    yield _date(deep, "time:timestamp", step.at, zone)
    yield _text(deep, "lifecycle:transition", "complete")
    if step.login or step.actor_name:
        yield _text(deep, "org:resource", step.login or step.actor_name)
    if step.unit:
        yield _text(deep, "org:group", step.unit)
    if step.activity is not None:
        yield _text(deep, "original:activity", step.activity)
    yield _text(deep, "state", step.to_state.value)
    for key in ("reason", "note"):
        value = getattr(step, key)
        if value:
            yield _text(deep, key, value if clear else mask_numbers(value))
    yield "\t\t</event>\n"


def _text(deep: str, key: str, value: str) -> str:
    quoted = quoteattr(clean_block(value), {"\n": "&#10;", "\t": "&#9;"})
    return f'{deep}<string key="{key}" value={quoted}/>\n'


def _date(deep: str, key: str, at: datetime, zone: ZoneInfo) -> str:
    return f'{deep}<date key="{key}" value="{at.astimezone(zone).isoformat(timespec="milliseconds")}"/>\n'
