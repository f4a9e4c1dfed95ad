"""What columns of a case are called where a check names them, and how it writes their times."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from models.calendar.arithmetic import SHANGHAI
from models.cases.lights import FAR_FUTURE
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Word

_WORDS: dict[str, Word] = {
    "acceptor_id": N_("the acceptor"),
    "answer_due_at": N_("the time an answer is due"),
    "appeals": N_("the count of appeals"),
    "asked": N_("the request that waits"),
    "asked_at_unit": N_("the request that waits with the unit"),
    "asked_until": N_("the day asked for"),
    "body": N_("the story"),
    "calendar_edition_id": N_("the edition of the calendar"),
    "channel": N_("the channel"),
    "clock_running": N_("the mark that its clock runs"),
    "clock_started_at": N_("the start of its clock"),
    "clock_stopped_at": N_("the stop of its clock"),
    "close_kind": N_("the kind of closing"),
    "closed_at": N_("the time of closing"),
    "condition_id": N_("the filing condition"),
    "contacts": N_("the count of contacts"),
    "division_code": N_("the division"),
    "due_at": N_("the deadline"),
    "extensions": N_("the count of extensions"),
    "external": N_("the deadlines of superior levels"),
    "flow_version_id": N_("the version of its flow"),
    "forgiven": N_("the mark that its lateness does not count"),
    "grid_id": N_("the grid"),
    "held_until": N_("the last day on hold"),
    "holds": N_("the count of holds"),
    "lead_id": N_("the case it was merged into"),
    "links": N_("the count of links"),
    "matter_version_id": N_("the version of its matter"),
    "merged_from": N_("where it stood before it was merged"),
    "number": N_("the number"),
    "occurred_at": N_("the time it happened"),
    "open": N_("the mark of being open"),
    "open_tasks": N_("the count of units that assist"),
    "owner_id": N_("the handler"),
    "pauses": N_("the pauses of its clock"),
    "place": N_("the place"),
    "post_id": N_("the post"),
    "pressure": N_("the kind of supervision"),
    "rating": N_("the rating"),
    "receipt": N_("the receipt of its deadline"),
    "reported_at": N_("the time of the report"),
    "reporter_account_id": N_("the account of whoever reported"),
    "reporter_name": N_("the name of whoever reported"),
    "reporter_phone": N_("the phone of whoever reported"),
    "return_count": N_("the count of returns"),
    "reviewer_id": N_("the first reviewer of the appeal"),
    "rework_count": N_("the count of reworks"),
    "set_aside": N_("what was set aside when it was merged"),
    "stage": N_("the stage whose clock is first"),
    "stage_due_at": N_("the deadline of the stage"),
    "stage_warn_at": N_("the warning of the stage"),
    "state": N_("the state"),
    "state_since": N_("the time since it stands there"),
    "supervised": N_("the count of supervisions"),
    "title": N_("the title"),
    "to_answer": N_("the mark that an answer is due"),
    "unit_id": N_("the unit"),
    "urged": N_("the count of urgings"),
    "urgent_at": N_("the time that orders the lists"),
    "warn_at": N_("the time of its warning"),
}


def column_word(name: str) -> Word | str:
    """Return what a column is called; its own name where it has no other."""
    return _WORDS.get(name, name)


def time_word(value: object) -> Word | str:
    """Return a time by the office's clock, in words where there is none; anything else as it stands."""
    if value is None or value == FAR_FUTURE:
        return N_("none")
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
