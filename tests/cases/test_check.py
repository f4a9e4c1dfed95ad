"""The check names what somebody changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.cases.rules import Action, CaseState
from tests.support.databases import BOTH_ENGINES
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.cases.township import Desk


def test_an_untouched_house_is_in_order(desk: Desk) -> None:
    for state in CaseState:
        desk.bring_to(state)
    assert desk.cases.check() == []


CHANGES = [
    ("UPDATE cases SET open = NOT open", "mark of being open"),
    ("UPDATE cases SET state = 'verified'", "timeline ends at"),
    (
        "UPDATE cases SET state = 'handling', clock_running = NOT clock_running",
        "its clock does not agree",
    ),
    ("UPDATE cases SET return_count = 7", "the count of returns says 7, its timeline holds 1"),
    ("UPDATE cases SET rework_count = 3", "the count of reworks says 3, its timeline holds 0"),
    ("UPDATE cases SET due_at = warn_at", "the deadline is"),
    ("UPDATE cases SET warn_at = due_at", "the time of its warning is"),
    ("UPDATE cases SET urgent_at = warn_at", "the time that orders the lists is"),
    ("UPDATE cases SET clock_started_at = NULL", "its clock never started"),
    ("UPDATE cases SET calendar_edition_id = NULL", "its clock never started"),
    ("UPDATE cases SET condition_id = NULL", "a deadline without a filing condition"),
    (
        "UPDATE cases SET matter_version_id = (SELECT max(id) FROM matter_version)",
        "belongs to another version",
    ),
    ("UPDATE filing_condition SET limit_amount = limit_amount + 1", "the deadline is"),
    ("UPDATE filing_condition SET limit_amount = 0", "cannot be worked out"),
    ("DELETE FROM case_event", "has no timeline"),
    ("DELETE FROM case_event WHERE seq = 1", "does not begin with the intake"),
    ("DELETE FROM case_event WHERE seq = 3", "steps of its timeline are missing"),
    ("UPDATE case_event SET to_state = 'void' WHERE seq = 3", "does not lead from"),
    ("UPDATE case_event SET from_state = 'filed' WHERE seq = 2", "the step before ended at"),
    ("UPDATE case_event SET from_state = NULL WHERE seq = 2", "begins at “-”"),
    ("DELETE FROM ledger_entry WHERE stream LIKE 'case:%'", "the ledger does not know it"),
    ("UPDATE cases SET title = 'Nothing happened'", "the title does not hold what the ledger says"),
    ("UPDATE cases SET body = ''", "the story does not hold"),
    ("UPDATE cases SET place = 'elsewhere'", "the place does not hold"),
    ("UPDATE cases SET reporter_phone = '13900004321'", "the phone of whoever reported does not hold"),
    ("UPDATE cases SET channel = 'patrol'", "the channel does not hold"),
    ("UPDATE cases SET grid_id = (SELECT max(id) FROM grid)", "the grid does not hold"),
    (
        "UPDATE cases SET occurred_at = reported_at, reported_at = due_at",
        "the time of the report does not hold",
    ),
    (
        "UPDATE cases SET condition_id = (SELECT max(id) FROM filing_condition)",
        "the filing condition does not",
    ),
    ("UPDATE cases SET unit_id = (SELECT max(id) FROM unit)", "the unit does not hold"),
    ("UPDATE cases SET acceptor_id = NULL", "the acceptor does not hold"),
    ("UPDATE cases SET receipt = NULL", "the receipt of its deadline does not hold"),
    ("UPDATE cases SET rating = 'satisfied'", "the rating does not hold"),
    ("UPDATE case_number_day SET given = 0", "numbers of its day are counted as given out"),
    ("UPDATE cases SET closed_at = reported_at", "the time of closing does not hold"),
]
"""What somebody did by hand, and words of the finding that names it"""


@pytest.mark.parametrize(("change", "says"), CHANGES)
def test_what_was_changed_by_hand_is_named(desk: Desk, change: str, says: str) -> None:
    changed_by_hand_is_named(desk, change, says)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("change", "says"), CHANGES[::7])
def test_what_was_changed_by_hand_is_named_on_a_server(desk: Desk, change: str, says: str) -> None:
    # The check asks for the same rows, whatever is wrong with them.
    changed_by_hand_is_named(desk, change, says)


def changed_by_hand_is_named(desk: Desk, change: str, says: str) -> None:
    case = remembered(desk.store, lambda: _returned_once(desk), "returned once", desk.clock.now())
    with desk.store.write() as session:
        session.connection().execute(text(change))
    findings = desk.cases.check()
    told = [finding.sentence % finding.params for finding in findings]
    assert any(says in sentence for sentence in told), told
    assert all(case.number in sentence for sentence in told)
    assert {finding.subject for finding in findings} == {f"case:{case.number}"}


def _returned_once(desk: Desk) -> CaseView:
    case = desk.bring_to(CaseState.DISPATCHED)
    case = desk.step(case, Action.RETURN, Role.HANDLER)
    return desk.step(case, Action.DISPATCH, Role.DISPATCHER)


@BOTH_ENGINES
def test_a_case_taken_out_with_all_its_steps_is_missed(desk: Desk) -> None:
    case, other = desk.report(), desk.report()
    with desk.store.write() as session:
        for change in ("case_event WHERE case_id", "case_words WHERE case_id", "cases WHERE id"):
            session.connection().execute(text(f"DELETE FROM {change} = :id"), {"id": case.id})  # noqa: S608
    (finding,) = desk.cases.check()
    assert finding.sentence % finding.params == f"Case {case.number} is in the ledger, but not here."
    assert other.number not in finding.subject
