"""The tables of this room and of those it reads from, as Core sees them."""

from __future__ import annotations

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
from models.kernel.tables import table_of
from models.organisation.tables import Division, Grid, Office, Post, Staff, Unit

CASES = table_of(Case)
CLOCKS = table_of(CaseClock)
LIMITS = table_of(StageLimit)
EVENTS = table_of(CaseEvent)
LINKS = table_of(CaseLink)
ORIGINS = table_of(CaseOrigin)
NUMBER_DAYS = table_of(CaseNumberDay)
SETS = table_of(CaseSet)
SET_MEMBERS = table_of(CaseSetMember)
TASKS = table_of(CaseTask)
WORDINGS = table_of(CaseWording)
WORDS = table_of(CaseWords)
SAVED_QUEUES = table_of(SavedQueue)
UNDOS = table_of(CaseUndo)
ACCOUNTS = table_of(Account)
ACCOUNT_ROLES = table_of(AccountRole)
GRIDS = table_of(Grid)
DIVISIONS = table_of(Division)
POSTS = table_of(Post)
STAFF = table_of(Staff)
UNITS = table_of(Unit)
OFFICES = table_of(Office)
MATTERS = table_of(Matter)
MATTER_VERSIONS = table_of(MatterVersion)
FLOWS = table_of(Flow)
FLOW_VERSIONS = table_of(FlowVersion)
CONDITIONS = table_of(FilingCondition)

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
