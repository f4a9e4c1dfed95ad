"""What a shift handed over says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action, Asked, CaseState, QueueKey
from models.cases.shifts.kinds import Scope
from models.kernel.documents import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ShiftCase:
    """An open case on the sheet; ``section`` is the queue it stands under.

    ``due_at`` is the deadline that decides how it stands: of the handling, or of a stage.
    """

    number: str
    title: str
    state: CaseState
    section: QueueKey
    due_at: datetime | None
    unit_name: str
    owner_name: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A step that was taken within the shift."""

    at: datetime
    action: Action
    number: str
    title: str
    actor_name: str


@dataclass(frozen=True, slots=True)
class ShiftSheet:
    """What is open, what changed and what waits, as of ``at``."""

    scope: Scope
    person: str
    """Who hands over"""
    unit_name: str
    since: datetime
    at: datetime
    counts: tuple[tuple[QueueKey, int], ...]
    """Open cases by section, those there are, the most pressing first"""
    cases: tuple[ShiftCase, ...]
    """The first of them by section and deadline; not all where there are very many"""
    done: tuple[tuple[Action, int], ...]
    """How often each step was taken within the shift"""
    changes: tuple[ShiftChange, ...]
    """The latest of these steps, in the order of time"""
    requests: tuple[ShiftCase, ...]
    """Cases on which something was asked for and nobody has decided"""

    @property
    def open(self) -> int:
        """How many cases are open."""
        return sum(count for _section, count in self.counts)

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return sum(count for _action, count in self.done)


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A shift handed over, with its sheet as it was."""

    id: int
    from_name: str
    to_name: str
    """"" where whoever came next was to take it over"""
    at: datetime
    notes: str
    sheet: ShiftSheet
    accepted_at: datetime | None
    accepted_by: str
    acceptable: bool
    """Whether the person who asked can take it over now"""


@dataclass(frozen=True, slots=True)
class SuccessorView:
    """Somebody a shift can be handed to."""

    id: int
    """Of the account"""
    code: str
    """What they sign in with"""
    name: str
    unit_name: str


def sheet_document(sheet: ShiftSheet) -> dict[str, Any]:
    """Return a sheet as a plain document, to be kept."""
    return {
        "scope": sheet.scope.value,
        "person": sheet.person,
        "unit_name": sheet.unit_name,
        "since": plain(sheet.since),
        "at": plain(sheet.at),
        "counts": [[key.value, count] for key, count in sheet.counts],
        "cases": [_case_document(each) for each in sheet.cases],
        "done": [[action.value, count] for action, count in sheet.done],
        "changes": [
            [plain(each.at), each.action.value, each.number, each.title, each.actor_name]
            for each in sheet.changes
        ],
        "requests": [_case_document(each) for each in sheet.requests],
    }


def sheet_of(document: Mapping[str, Any]) -> ShiftSheet:
    """Return the sheet a document keeps."""
    return ShiftSheet(
        scope=Scope(document["scope"]),
        person=document["person"],
        unit_name=document["unit_name"],
        since=datetime.fromisoformat(document["since"]),
        at=datetime.fromisoformat(document["at"]),
        counts=tuple((QueueKey(key), count) for key, count in document["counts"]),
        cases=tuple(_case_of(each) for each in document["cases"]),
        done=tuple((Action(action), count) for action, count in document["done"]),
        changes=tuple(
            ShiftChange(datetime.fromisoformat(at), Action(action), number, title, name)
            for at, action, number, title, name in document["changes"]
        ),
        requests=tuple(_case_of(each) for each in document["requests"]),
    )


def _case_document(case: ShiftCase) -> list[Any]:
    due = plain(case.due_at)
    where = [case.unit_name, case.owner_name]
    return [case.number, case.title, case.state.value, case.section.value, due, *where, case.asked.value]


def _case_of(kept: list[Any]) -> ShiftCase:
    number, title, state, section, due, unit_name, owner_name, asked = kept
    due_at = None if due is None else datetime.fromisoformat(due)
    where = (unit_name, owner_name)
    return ShiftCase(number, title, CaseState(state), QueueKey(section), due_at, *where, Asked(asked))
