"""What requests and their answers change: extensions, holds, appeals; and the clock they move."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from models.cases.asking_refusals import BadHoldEnd
from models.cases.externals import caps_of, drop_deadline, set_deadline
from models.cases.former import is_former
from models.cases.former_refusals import GivenDeadline
from models.cases.kinds import Action, Asked, CaseState, Clock
from models.cases.lights import FAR_FUTURE
from models.cases.timing import Stretch, promise, warned_at
from models.kernel.errors import NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row

    from models.cases.steps import Outcome, Step

NO_REQUEST: dict[str, Any] = {
    "asked": Asked.NOTHING,
    "asked_at_unit": False,
    "asked_until": None,
    "reviewer_id": None,
}
"""The columns of a case nobody has asked anything on."""


NO_DEADLINE: dict[str, Any] = {
    "due_at": FAR_FUTURE,
    "warn_at": FAR_FUTURE,
    "receipt": None,
    "clock_running": False,
    "clock_started_at": None,
    "clock_stopped_at": None,
    "pauses": None,
}
"""The columns of a case that has no deadline until it is filed: no limit of ours is known for it."""


def running_from(
    step: Step,
    started: datetime,
    limit: Row[Any] | None,
    pauses: Iterable[Iterable[str]] = (),
) -> dict[str, Any]:
    """Return the columns of a clock that runs from ``started`` with the limit of a condition.

    Extensions are granted for one filing and end with it; what stood still stood still.
    """
    kept = [list(pause) for pause in pauses]
    return {
        "clock_started_at": started,
        "clock_stopped_at": None,
        "clock_running": True,
        "extensions": 0,
        "pauses": kept or None,
        **_deadline(step, started, limit, extensions=0, pauses=kept, warn_left=_share(step, limit)),
    }


def _deadline(
    step: Step,
    started: datetime | None,
    limit: Row[Any] | None,
    *,
    extensions: int,
    pauses: list[list[str]],
    warn_left: Fraction,
    external: dict[str, Any] | None = None,
) -> dict[str, Any]:
    if limit is None or started is None:
        raise NotFound(N_("filing condition"), step.case.condition_id)
    made = promise(
        step.sources.calendar(),
        started,
        amount=limit.limit_amount,
        unit=limit.limit_unit,
        mode=limit.mode,
        extensions=extensions,
        pauses=[Stretch.from_texts(pause) for pause in pauses],
        caps=caps_of(step.case.external if external is None else external),
        warn_left=warn_left,
    )
    return {
        "calendar_edition_id": made.calendar_edition_id,
        "due_at": made.due_at,
        "warn_at": made.warn_at,
        "receipt": made.receipt,
    }


def _again(step: Step, *, extensions: int, pauses: list[list[str]]) -> dict[str, Any]:
    """Work the deadline out anew, from the moment the clock started; the warning as it was promised."""
    case, limit = step.case, step.sources.condition(step.case.condition_id)
    if is_former(case.receipt):
        raise GivenDeadline(case.number)
    share = warned_at(case.receipt)
    return _deadline(
        step, case.clock_started_at, limit, extensions=extensions, pauses=pauses, warn_left=share
    )


def _share(step: Step, limit: Row[Any] | None) -> Fraction:
    return step.sources.house().warn_share(None if limit is None else limit.urgency)


def clock_changes(step: Step) -> dict[str, Any]:
    """Return what PAUSE, UNPAUSE and RESTART do to the clock of a case."""
    if step.row.clock is Clock.RESTART:
        if step.case.condition_id is None:
            return NO_DEADLINE
        return running_from(step, step.now, step.sources.condition(step.case.condition_id))
    pauses = [list(pause) for pause in step.case.pauses or ()]
    if step.row.clock is Clock.PAUSE:
        until = step.case.asked_until
        if until is None:
            raise NotFound(N_("last day of the hold"), step.case.number)
        pauses.append([_text(step.now), _text(end_of(until, step.sources.calendar().time.zone))])
        running = {"clock_running": False, "clock_stopped_at": step.now}
    else:
        # A hold that is over ended with its day, whoever says so however much later.
        pauses[-1][1] = min(pauses[-1][1], _text(step.now))
        running = {"clock_running": True, "clock_stopped_at": None}
    return running | {"pauses": pauses} | _again(step, extensions=step.case.extensions, pauses=pauses)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day of the office ends."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _ask(step: Step, result: Outcome, asked: Asked, until: date | None = None) -> None:
    result.changes |= NO_REQUEST | {
        "asked": asked,
        "asked_at_unit": asked is not Asked.APPEAL and _has_to_ask_the_lead(step),
        "asked_until": until,
    }


def _has_to_ask_the_lead(step: Step) -> bool:
    """Say whether somebody asks who does not endorse; of people in an imported history nothing is known."""
    roles = step.actor.roles
    return bool(roles) and roles.isdisjoint(step.sources.house().roles_of(Action.ENDORSE))


def _ask_extension(step: Step, result: Outcome) -> None:
    _ask(step, result, Asked.EXTENSION)


def _ask_hold(step: Step, result: Outcome) -> None:
    until = step.entries.until
    if until is None:
        return
    today = step.now.astimezone(step.sources.calendar().time.zone).date()
    latest = today + timedelta(days=step.sources.house().caps.hold_days)
    if not today <= until <= latest:
        raise BadHoldEnd(until.isoformat(), latest.isoformat())
    _ask(step, result, Asked.HOLD, until)
    result.details["until"] = until


def _endorse(_step: Step, result: Outcome) -> None:
    result.changes["asked_at_unit"] = False


def _grant_extension(step: Step, result: Outcome) -> None:
    """Move the deadline by one whole limit."""
    count = step.case.extensions + 1
    moved = _again(step, extensions=count, pauses=[list(pause) for pause in step.case.pauses or ()])
    result.changes |= NO_REQUEST | moved | {"extensions": count}
    result.details |= {"was_due_at": step.case.due_at, "due_at": moved["due_at"], "extension": count}


def _grant_hold(step: Step, result: Outcome) -> None:
    until = step.case.asked_until
    result.changes |= NO_REQUEST | {"held_until": until, "holds": step.case.holds + 1}
    result.details |= {"until": until, "was_due_at": step.case.due_at, "due_at": result.changes["due_at"]}


def _resume(step: Step, result: Outcome) -> None:
    result.changes["held_until"] = None
    result.details |= {"until": step.case.held_until, "due_at": result.changes["due_at"]}


def _recount(step: Step, result: Outcome) -> None:
    """Renew the promise by the calendar in force, unless the clock of handling has stopped."""
    case = step.case
    if is_former(case.receipt) or (case.state is not CaseState.HELD and not case.clock_running):
        return
    pauses = [list(pause) for pause in step.case.pauses or ()]
    moved = _again(step, extensions=step.case.extensions, pauses=pauses)
    if moved["due_at"] != step.case.due_at:
        result.changes |= moved
        result.details |= {"was_due_at": step.case.due_at, "due_at": moved["due_at"]}


def _drop(step: Step, result: Outcome) -> None:
    result.details["asked"] = step.case.asked
    result.changes |= NO_REQUEST


def _appeal(step: Step, result: Outcome) -> None:
    _ask(step, result, Asked.APPEAL)
    result.changes["appeals"] = step.case.appeals + 1


def _support(step: Step, result: Outcome) -> None:
    result.changes["reviewer_id"] = step.actor.account_id


def _uphold(_step: Step, result: Outcome) -> None:
    result.changes |= NO_REQUEST | {"forgiven": True}


def _superior(step: Step, result: Outcome) -> None:
    """Note or drop a superior's deadline; where the clock of handling runs or is held, promise anew."""
    case = step.case
    if is_former(case.receipt):
        raise GivenDeadline(case.number)
    (set_deadline if step.row.action is Action.SET_DEADLINE else drop_deadline)(step, result)
    if case.clock_running or case.state is CaseState.HELD:
        moved = _deadline(
            step,
            case.clock_started_at,
            step.sources.condition(case.condition_id),
            extensions=case.extensions,
            pauses=[list(pause) for pause in case.pauses or ()],
            external=result.changes["external"] or {},
            warn_left=warned_at(case.receipt),
        )
        result.changes |= moved
        result.details |= {"was_due_at": case.due_at, "due_at": moved["due_at"]}


GRANTING: dict[Action, Callable[[Step, Outcome], None]] = {
    Action.ASK_EXTENSION: _ask_extension,
    Action.ASK_HOLD: _ask_hold,
    Action.ENDORSE: _endorse,
    Action.GRANT_EXTENSION: _grant_extension,
    Action.GRANT_HOLD: _grant_hold,
    Action.DECLINE: _drop,
    Action.WITHDRAW: _drop,
    Action.RESUME: _resume,
    Action.RECOUNT: _recount,
    Action.SET_DEADLINE: _superior,
    Action.DROP_DEADLINE: _superior,
    Action.APPEAL: _appeal,
    Action.SUPPORT: _support,
    Action.UPHOLD: _uphold,
    Action.DISMISS: _drop,
}
"""What requests and their answers change besides."""
