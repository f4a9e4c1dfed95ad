"""The tables of this room and of those it reads from, as Core sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from models.accounts.tables import Account, AccountRole
from models.cases.clock_tables import CaseClock, StageLimit
from models.cases.search_tables import CaseWords, SavedQueue
from models.cases.tables import (
    Case,
    CaseEvent,
    CaseLink,
    CaseNumberDay,
    CaseOrigin,
    CaseSet,
    CaseSetMember,
    CaseUndo,
    CaseWording,
)
from models.cases.task_tables import CaseTask
from models.catalogue.flows.tables import Flow, FlowVersion
from models.catalogue.tables import FilingCondition, Matter, MatterVersion
from models.organisation.tables import Division, Grid, Office, Post, Staff, Unit

if TYPE_CHECKING:
    from sqlalchemy import Table

CASES: Table = Case.__table__  # type: ignore[attr-defined]
CLOCKS: Table = CaseClock.__table__  # type: ignore[attr-defined]
LIMITS: Table = StageLimit.__table__  # type: ignore[attr-defined]
EVENTS: Table = CaseEvent.__table__  # type: ignore[attr-defined]
LINKS: Table = CaseLink.__table__  # type: ignore[attr-defined]
ORIGINS: Table = CaseOrigin.__table__  # type: ignore[attr-defined]
NUMBER_DAYS: Table = CaseNumberDay.__table__  # type: ignore[attr-defined]
SETS: Table = CaseSet.__table__  # type: ignore[attr-defined]
SET_MEMBERS: Table = CaseSetMember.__table__  # type: ignore[attr-defined]
TASKS: Table = CaseTask.__table__  # type: ignore[attr-defined]
WORDINGS: Table = CaseWording.__table__  # type: ignore[attr-defined]
WORDS: Table = CaseWords.__table__  # type: ignore[attr-defined]
SAVED_QUEUES: Table = SavedQueue.__table__  # type: ignore[attr-defined]
UNDOS: Table = CaseUndo.__table__  # type: ignore[attr-defined]
ACCOUNTS: Table = Account.__table__  # type: ignore[attr-defined]
ACCOUNT_ROLES: Table = AccountRole.__table__  # type: ignore[attr-defined]
GRIDS: Table = Grid.__table__  # type: ignore[attr-defined]
DIVISIONS: Table = Division.__table__  # type: ignore[attr-defined]
POSTS: Table = Post.__table__  # type: ignore[attr-defined]  # every table class has it
STAFF: Table = Staff.__table__  # type: ignore[attr-defined]  # every table class has it
UNITS: Table = Unit.__table__  # type: ignore[attr-defined]
OFFICES: Table = Office.__table__  # type: ignore[attr-defined]
MATTERS: Table = Matter.__table__  # type: ignore[attr-defined]
MATTER_VERSIONS: Table = MatterVersion.__table__  # type: ignore[attr-defined]
FLOWS: Table = Flow.__table__  # type: ignore[attr-defined]
FLOW_VERSIONS: Table = FlowVersion.__table__  # type: ignore[attr-defined]
CONDITIONS: Table = FilingCondition.__table__  # type: ignore[attr-defined]

# Written as the partial indexes write them: SQLite uses such an index only where the query
# repeats its condition word for word, and ``open = 1`` is another word than ``open``.
OPEN = text("cases.open")
ENDED = text("NOT cases.open")
RUNNING = text("cases.clock_running")
"""Between filing and feedback; such a case is open."""
HELD = text("cases.state = 'held'")
IN_POOL = text("cases.state = 'reported'")
MERGED = text("cases.lead_id IS NOT NULL")
POSTED = text("cases.post_id IS NOT NULL")
"""It was dispatched to a post, not to everybody of its unit."""
ASKED = text("cases.asked != 'none'")
URGED = text("cases.to_answer > 0")
OPEN_TASK = text("case_task.open")
"""A unit was asked to assist and nobody has ended that."""
URGED_TASK = text("case_task.answer_due_at IS NOT NULL")
"""A unit that assists was urged and has not replied; such a task is open."""
STAGED = text("cases.stage_due_at IS NOT NULL")
"""A stage clock runs; such a case is open."""
OWNED = text("cases.owner_id > 0")
RETURNED = text("cases.return_count > 0")
MISSED = text("cases.clock_stopped_at > cases.due_at")
"""Handled too late, or given up so"""
REWORKED = text("cases.rework_count > 0")
