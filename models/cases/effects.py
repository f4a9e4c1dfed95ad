"""What an action changes about a case, beyond moving it along the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.clocks import stage_outcome
from models.cases.granting import GRANTING, NO_REQUEST, clock_changes, running_from
from models.cases.kinds import CaseState
from models.cases.lights import urgent_changes
from models.cases.linked import LINKING_EFFECTS
from models.cases.merged import MERGING_EFFECTS, name_joined
from models.cases.post_refusals import NoSuchPost
from models.cases.pressed import PRESSING_EFFECTS
from models.cases.refusals import AlreadyWithUnit, MatterRetired, NotOfTheUnit, UnitClosed
from models.cases.rules import (
    FAR_FUTURE,
    FINAL_STATES,
    Action,
    Clock,
    Owner,
    Rating,
    close_kind_of,
)
from models.cases.search import search_text
from models.cases.steps import Outcome, Step
from models.cases.task_settling import name_tasks
from models.catalogue.boundary.kinds import StandingKind
from models.catalogue.boundary.refusals import DutyRecalled, NotForGrids
from models.kernel.errors import NotFound
from models.kernel.words import N_
from models.organisation.views import UnitKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row

    from models.cases.sources import Sources


def outcome(step: Step) -> Outcome:
    """Work out what ``step`` changes.

    Raises:
        NotFound: the condition, unit or person named is not there.
        MatterRetired, UnitClosed: it is, but takes no cases.
        NoSuchPost: the unit has no such post.
        AlreadyWithUnit: a transfer would change nothing.
        MergeRefused: nothing can be merged into the case named, or taken out of it.
        LinksItself, LinkedBefore, NotLinked: it cannot be linked so, or is not.
        NotOfTheUnit: the person named does not handle cases in the unit that has it.
        TasksOpen: units still assist, and no reason is given to go on without them.
        DutyRecalled, NotForGrids: it lies outside the duty lists.
    """
    result = Outcome(_movement(step) | _clock(step), dict(step.told))
    particular = _PARTICULARS.get(step.row.action)
    if particular is not None:
        particular(step, result)
    name_joined(step, result)
    name_tasks(step, result)
    stage_outcome(step, result)
    if step.in_memory is None:
        # Clocks played in memory get their deadlines only at the end.
        result.changes |= urgent_changes(step.case, result.changes)
    return result


def _movement(step: Step) -> dict[str, Any]:
    target = step.target
    moved: dict[str, Any] = {"owner_id": _owner(step)}
    if target is not step.case.state:
        moved |= {"state": target, "open": target not in FINAL_STATES, "state_since": step.now}
    if target not in _REQUESTS_STAND or step.row.action is Action.TRANSFER:
        # The unit that asked has the case no longer, or has it anew.
        moved |= NO_REQUEST
    if target in FINAL_STATES and step.case.post_id is not None:
        # A post may go once nothing open was given to it; the steps keep what it was called.
        moved["post_id"] = None
    if target in _NOTHING_TO_ANSWER and step.case.to_answer:
        moved |= {"to_answer": 0, "answer_due_at": None}
    return moved


_REQUESTS_STAND = {CaseState.DISPATCHED, CaseState.HANDLING, CaseState.CLOSED, CaseState.FINISHED}
"""States in which what a unit asked for can wait for its answer."""


_NOTHING_TO_ANSWER = FINAL_STATES | {CaseState.FEEDBACK, CaseState.VERIFIED, CaseState.CLOSED}
"""What was urged is done, or given up."""


def _owner(step: Step) -> int | None:
    """Return in whose hands the case lies now.

    A case that comes back to an acceptor whose account was shut lies with nobody: it stands
    in the queue, and the duty chief takes it on.
    """
    owner = {
        Owner.NOBODY: None,
        Owner.ACTOR: step.actor.account_id,
        Owner.ACCEPTOR: step.case.acceptor_id,
        Owner.PERSON: step.entries.person_id,
        Owner.KEEP: step.case.owner_id,
    }[step.row.owner]
    return owner if owner is not None and step.sources.in_office(owner) else None


def _clock(step: Step) -> dict[str, Any]:
    """Stop or resume the clock; starting it needs a condition and is part of filing."""
    if step.case.due_at >= FAR_FUTURE:
        return {}
    # The deadline a former system gave runs before filing too, and ends with the case at the latest.
    stops = step.row.clock is Clock.STOP or step.target in FINAL_STATES
    if stops and step.case.clock_running:
        return {"clock_running": False, "clock_stopped_at": step.now}
    if step.row.clock is Clock.RESUME:
        return {"clock_running": True, "clock_stopped_at": None}
    if step.row.clock in {Clock.PAUSE, Clock.UNPAUSE, Clock.RESTART}:
        return clock_changes(step)
    return {}


def _accept(step: Step, result: Outcome) -> None:
    result.changes["acceptor_id"] = step.actor.account_id


def _file(step: Step, result: Outcome) -> None:
    """Pin the condition and fix the deadline.

    A case filed again after a return keeps the moment its clock first started: only the
    limit is the new condition's.
    """
    found = _condition(step)
    running = running_from(step, step.case.clock_started_at or step.now, found, step.case.pauses or ())
    result.changes |= {
        "matter_version_id": found.matter_version_id,
        "condition_id": found.id,
        "flow_version_id": found.flow_version_id,
        "search_text": _searched(step, found.name),
        **running,
    }
    result.details |= {
        "matter": found.code,
        "matter_name": found.name,
        "matter_version": found.number,
        "condition": found.seq,
        "condition_text": found.text,
        "limit": f"{found.limit_amount}{found.limit_unit}",
        "due_at": running["due_at"],
    }


def _condition(step: Step) -> Row[Any]:
    """Return the condition chosen, with its matter.

    Raises:
        NotFound: there is no such condition.
        MatterRetired: its matter, or its version, is not in force on this local day.
        DutyRecalled: a superior department took back the duty it rests on.
    """
    found = step.sources.condition(step.entries.condition_id)
    if found is None:
        raise NotFound(N_("filing condition"), step.entries.condition_id)
    zone = step.sources.calendar().time.zone
    today = step.now.astimezone(zone).date()
    if not step.sources.holds(found.matter_version_id, today):
        raise MatterRetired(found.code, found.name, found.number)
    ground = step.sources.ground(found.matter_version_id)
    if ground is not None and ground.kind is StandingKind.RECALLED:
        raise DutyRecalled(ground)
    return found


def _searched(step: Step, matter_name: str) -> str:
    case = step.case
    return search_text(
        number=case.number,
        title=case.title,
        body=case.body,
        place=case.place,
        grid_name=step.sources.grid_name(case.grid_id),
        matter_name=matter_name,
    )


def _dispatch(step: Step, result: Outcome) -> None:
    unit = receiving_unit(step.sources, step.entries.unit_id, step.case.matter_version_id)
    result.changes |= {"unit_id": unit.id, "post_id": None}
    result.details |= {"unit": unit.code, "unit_name": unit.name}
    if step.entries.post_id is not None:
        post = step.sources.post(step.entries.post_id, unit.id)
        if post is None:
            raise NoSuchPost(unit.name)
        result.changes["post_id"] = post.id
        result.details["post_name"] = post.name
    if step.row.straight is not None and step.entries.person_id is not None:
        _give_to(step, result, unit.id)


def receiving_unit(sources: Sources, unit_id: int | None, matter_version_id: int | None) -> Row[Any]:
    """Return a unit that can be given work on a matter.

    Raises:
        NotFound: there is no such unit.
        UnitClosed: it takes no work.
        NotForGrids: it is a village, and the matter is not one it may be given.
    """
    unit = sources.unit(unit_id)
    if unit is None:
        raise NotFound(N_("unit"), unit_id)
    if not unit.active:
        raise UnitClosed(unit.name)
    if unit.kind is UnitKind.VILLAGE:
        # Villages are where grid workers belong: what is not listed may not be assigned to them.
        ground = sources.ground(matter_version_id)
        if ground is not None and ground.outside:
            raise NotForGrids(ground, unit.name)
    return unit


def _transfer(step: Step, result: Outcome) -> None:
    """Give the case to another unit; the event remembers which one had it."""
    same_post = step.entries.post_id in {None, step.case.post_id}
    if step.entries.unit_id == step.case.unit_id and same_post:
        unit = step.sources.unit(step.case.unit_id)
        raise AlreadyWithUnit(step.case.number, unit.name if unit is not None else "-")
    before = step.sources.unit(step.case.unit_id)
    _dispatch(step, result)
    if before is not None:
        result.details |= {"from_unit": before.code, "from_unit_name": before.name}


def _hand_over(step: Step, result: Outcome) -> None:
    _give_to(step, result, step.case.unit_id)


def _give_to(step: Step, result: Outcome, unit_id: int | None) -> None:
    person = step.sources.handler(step.entries.person_id, unit_id)
    if person is None:
        raise NotOfTheUnit(step.case.number)
    result.details |= {"person": person.login, "person_name": person.name}


def _return(step: Step, result: Outcome) -> None:
    """Count the return; the unit no longer has the case, the event remembers that it had."""
    result.changes |= {"unit_id": None, "post_id": None, "return_count": step.case.return_count + 1}


def _rework(step: Step, result: Outcome) -> None:
    result.changes["rework_count"] = step.case.rework_count + 1


def _close(step: Step, result: Outcome) -> None:
    chosen = step.entries.close_kind
    if chosen is None:
        return
    kind = close_kind_of(chosen, due_at=step.case.due_at, stopped_at=step.case.clock_stopped_at)
    result.changes |= {"close_kind": kind, "closed_at": step.now}
    result.details |= {"close_kind": kind, "chosen": chosen}


def _call_back(step: Step, result: Outcome) -> None:
    result.changes["rating"] = step.entries.rating
    result.details["rating"] = step.entries.rating


def _redo(step: Step, result: Outcome) -> None:
    """Take the closing back; the event keeps how it had ended, and that the reporter was not satisfied."""
    result.details |= {"close_kind": step.case.close_kind, "rating": Rating.DISSATISFIED}
    result.changes |= {"closed_at": None, "close_kind": None} | _forgiveness_ends(step, result)
    result.details["due_at"] = result.changes.get("due_at")


def _reopen(step: Step, result: Outcome) -> None:
    """Take the end back; no unit has the case until it is dispatched again."""
    result.details |= {"close_kind": step.case.close_kind, "rating": step.case.rating}
    result.changes |= {"closed_at": None, "close_kind": None, "rating": None}
    result.changes |= {"unit_id": None, "post_id": None}
    result.changes |= _forgiveness_ends(step, result)
    result.details["due_at"] = result.changes.get("due_at")


def _forgiveness_ends(step: Step, result: Outcome) -> dict[str, Any]:
    """Leave a lateness, its appeal and its forgiveness with the limit that ran then.

    The new limit is kept or missed by itself, and can be appealed by itself.
    """
    if step.case.forgiven:
        result.details["forgiven"] = True
    return NO_REQUEST | {"forgiven": False, "appeals": 0}


_PARTICULARS: dict[Action, Callable[[Step, Outcome], None]] = {
    Action.ACCEPT: _accept,
    Action.FILE: _file,
    Action.DISPATCH: _dispatch,
    Action.TRANSFER: _transfer,
    Action.HAND_OVER: _hand_over,
    Action.RETURN: _return,
    Action.REWORK: _rework,
    Action.CLOSE: _close,
    Action.CALL_BACK: _call_back,
    Action.REDO: _redo,
    Action.REOPEN: _reopen,
    **GRANTING,
    **PRESSING_EFFECTS,
    **MERGING_EFFECTS,
    **LINKING_EFFECTS,
}
"""What some actions do besides. The others only move the case along."""
