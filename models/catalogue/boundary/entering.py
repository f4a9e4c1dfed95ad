"""Temporary entries of the grid list, and what an admitted request yields for the catalogue.

A temporary entry is an ordinary matter whose line of days has an end: nobody has to take it out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from models.catalogue.boundary import holding
from models.catalogue.boundary.kinds import Change, RequestKind, RequestState, WantedList
from models.catalogue.boundary.queries import matters_on
from models.catalogue.boundary.refusals import DayTooEarly, NothingAdmitted
from models.catalogue.boundary.views import DutyDraft, Outcome
from models.catalogue.cleaning import cleaned
from models.catalogue.refusals import CodeTaken
from models.catalogue.rules import ConditionDraft, MatterDraft, check_draft, draft_document
from models.catalogue.standing import DUTIES, standing, standing_of
from models.catalogue.views import DutyList, MatterStatus
from models.catalogue.writing import plan_matters, write_matters
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

    from models.catalogue.boundary.queries import Found
    from models.catalogue.boundary.views import RequestFacts
    from models.ledger.views import Signature

_DAY = timedelta(days=1)
_LISTS = {WantedList.BASIC: DutyList.BASIC, WantedList.COOPERATIVE: DutyList.COOPERATIVE}
_MOVES = {
    Change.TO_BASIC: DutyList.BASIC,
    Change.TO_COOPERATIVE: DutyList.COOPERATIVE,
    Change.TO_RECALLED: DutyList.RECALLED,
}


def matter_draft(facts: RequestFacts) -> MatterDraft:
    """Return the matter a request for a new duty asks for; its code may be empty still."""
    conditions: tuple[ConditionDraft, ...] = ()
    if facts.limit:
        text = facts.condition or facts.name
        conditions = (ConditionDraft(facts.limit, text, closing_condition=facts.closing),)
    return MatterDraft(
        code=facts.code,
        name=facts.name,
        conditions=conditions,
        duty_list=None if facts.wanted is None else _LISTS.get(facts.wanted),
        department=facts.department,
        lead_unit=facts.lead_unit,
        legal_basis=facts.legal_basis[:1000],
        in_force_from=facts.wanted_on,
        in_force_to=facts.ends_on,
    )


def enter(session: Session, signature: Signature, at: datetime, found: Found, until: date, day: date) -> int:
    """Let a temporary entry be in force until ``until``; return its matter's id.

    Raises:
        DayTooEarly: it would end before today.
        CodeTaken: another matter bears the code.
        BadLimit, TextTooLong, NoConditions: see the sentences.
    """
    if until < day:
        raise DayTooEarly(N_("the end date"), until, day)
    if found.row.matter_id is not None:
        _redate(session, signature, at, found.row.matter_id, until, day)
        matter_id: int = found.row.matter_id
        return matter_id
    draft = cleaned(
        replace(matter_draft(found.facts), in_force_from=_first_day(found, day), in_force_to=until)
    )
    check_draft(draft)
    held = standing(session, day, [draft.code]).get(draft.code)
    if held is not None and held.draft.status is not MatterStatus.RETIRED:
        raise CodeTaken(draft.code)
    write_matters(session, signature, at, plan_matters(session, [draft], day, {}))
    written = standing(session, draft.in_force_from or day, [draft.code])[draft.code]
    return written.matter_id


def _first_day(found: Found, day: date) -> date:
    wanted: date | None = found.facts.wanted_on
    return day if wanted is None or wanted < day or found.facts.urgent else wanted


def leave(session: Session, signature: Signature, at: datetime, matter_id: int, day: date) -> None:
    """Take an entry that is in force out of the list, from today on."""
    _redate(session, signature, at, matter_id, day - _DAY, day)


def _redate(
    session: Session, signature: Signature, at: datetime, matter_id: int, until: date, day: date
) -> None:
    held = standing_of(session, day, [matter_id])[matter_id]
    first = held.draft.in_force_from or day
    # What never was in force before today keeps a line of no days.
    last = max(until, first - _DAY)
    status = MatterStatus.RETIRED if last < day else MatterStatus.IN_FORCE
    draft = replace(held.draft, in_force_to=last, status=status)
    plan = plan_matters(session, [draft], day, {draft.code: held})
    write_matters(session, signature, at, plan)


# ---------------------------------------------------------------- what a request yields


def outcome(session: Session, found: Found, state: RequestState, day: date) -> Outcome:
    """Return what an admitted request yields.

    Raises:
        NothingAdmitted: it was not admitted.
    """
    if state not in {RequestState.ADMITTED, RequestState.CHANGED, RequestState.EXPIRED}:
        raise NothingAdmitted(found.row.id, state)
    facts = found.facts
    duty: DutyDraft | None
    if facts.kind is RequestKind.ADJUSTMENT:
        matters, duty = _adjusted(session, found, day)
    else:
        matters = (matter_draft(facts),)
        listed = None if facts.wanted is None else _LISTS.get(facts.wanted)
        duty = None if listed is None else _new_duty(facts, listed)
    return Outcome(
        found.row.id,
        facts.kind,
        matters,
        tuple(draft_document(each) for each in matters),
        duty,
        facts.duty_item,
        written=found.row.matter_id is not None,
    )


def _new_duty(facts: RequestFacts, listed: DutyList) -> DutyDraft:
    return DutyDraft(
        "", listed, "", facts.name, facts.department, facts.superior_duty, facts.township_duty, facts.method
    )


def _adjusted(session: Session, found: Found, day: date) -> tuple[tuple[MatterDraft, ...], DutyDraft]:
    """Return the duty as adjusted, and the matters resting on it as they would be."""
    facts = found.facts
    old = holding.item(session, DUTIES.c.id == found.row.duty_item_id)
    resting = standing(session, day, matters_on(session, found.row.duty_item_id, day))
    drafts = [each.draft for _code, each in sorted(resting.items())]
    change = facts.change
    move = None if change is None else _MOVES.get(change)
    if change in {Change.RETIRE, Change.TO_RECALLED}:
        drafts = [replace(each, status=MatterStatus.RETIRED) for each in drafts]
    if move is not None:
        department = facts.department
        drafts = [replace(each, duty_list=move, department=department or each.department) for each in drafts]
    listed = old.duty_list if old is not None and change is Change.REWORD else move
    duty = DutyDraft(
        facts.duty_item,
        listed,
        "" if old is None else old.category,
        facts.name or ("" if old is None else old.name),
        facts.department or ("" if old is None else old.department),
        facts.superior_duty or ("" if old is None else old.superior_duty),
        facts.township_duty or ("" if old is None else old.township_duty),
        facts.method or ("" if old is None else old.method),
    )
    return tuple(drafts), duty
