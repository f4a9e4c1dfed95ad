"""What a step looks up while its effects are worked out, from wherever it may be had.

One case at a time asks the database; an import that plays thousands of steps has read it
all beforehand. The effects themselves are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import bindparam, exists, select

from models.accounts.views import AccountStatus
from models.cases.clock_rows import limit_table, standing_clocks
from models.cases.columns import (
    ACCOUNT_ROLES,
    ACCOUNTS,
    CASES,
    CONDITIONS,
    FLOW_VERSIONS,
    FLOWS,
    GRIDS,
    MATTER_VERSIONS,
    POSTS,
    UNITS,
)
from models.cases.joined import joined_rows, waits
from models.cases.linked import kinds_between
from models.cases.settings.inforce import in_force
from models.cases.shape import UNIT_ROLES
from models.cases.task_queries import open_tasks_of
from models.catalogue.boundary.holding import ground_of_version
from models.catalogue.queries import version_holds
from models.kernel.ready import Ready

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.calendar.compiling import OfficeCalendar
    from models.cases.clocks import StageClock
    from models.cases.kinds import LinkKind
    from models.cases.limits import LimitTable
    from models.cases.settings.house import House
    from models.cases.timing import Calendars
    from models.catalogue.boundary.grounds import Ground


class Sources(Protocol):
    """Where a step finds what its entries name."""

    def calendar(self) -> OfficeCalendar:
        """Return the calendar in force."""
        ...

    def house(self) -> House:
        """Return the office's rules in force."""
        ...

    def condition(self, condition_id: int | None) -> Row[Any] | None:
        """Return a filing condition with its matter, as :func:`conditions_with_matters` gives it."""
        ...

    def holds(self, version_id: int, day: date) -> bool:
        """Say whether a version of a matter is in force on ``day``."""
        ...

    def ground(self, version_id: int | None) -> Ground | None:
        """Return what a matter rests on in the duty lists; ``None`` where that is not asked."""
        ...

    def unit(self, unit_id: int | None) -> Row[Any] | None:
        """Return a unit: id, code, name, kind, active."""
        ...

    def post(self, post_id: int, unit_id: int) -> Row[Any] | None:
        """Return a post (id, name) of a unit; ``None`` if the unit has no such post."""
        ...

    def handler(self, account_id: int | None, unit_id: int | None) -> Row[Any] | None:
        """Return somebody (id, login, name) who handles cases in a unit; ``None`` if they do not."""
        ...

    def grid_name(self, grid_id: int) -> str:
        """Return the name of a grid that is known to be there."""
        ...

    def lead(self, number: str) -> Row[Any] | None:
        """Return a case others go into or come out of (id, number, state, lead_id) by its full number."""
        ...

    def number_of(self, case_id: int | None) -> str:
        """Return the number of a case; "" if there is none."""
        ...

    def joined(self, case_id: int | None) -> Sequence[str]:
        """Return the numbers of the cases merged into a case, directly or by way of others."""
        ...

    def joined_wait(self, case_id: int | None) -> bool:
        """Say whether somebody who reported one of them is to be called back."""
        ...

    def links(self, case_id: int | None, other_id: int) -> Sequence[LinkKind]:
        """Return what links two cases."""
        ...

    def open_tasks(self, case_id: int | None) -> Sequence[Row[Any]]:
        """Return the tasks of the units that assist on a case: id, unit_id, unit_name."""
        ...

    def limits(self) -> LimitTable:
        """Return the office's table of limits."""
        ...

    def clocks(self, case_id: int | None) -> list[StageClock]:
        """Return the stage clocks of a case that run or were set aside."""
        ...

    def urgency(self, condition_id: int | None) -> int | None:
        """Return the grade of the matter a condition is of; ``None`` before filing."""
        ...

    def in_office(self, account_id: int) -> bool:
        """Say whether cases may lie with this account: it is there and not shut."""
        ...


@dataclass(frozen=True, slots=True)
class StoredSources:
    """Asks the database, within one transaction.

    ``looking`` is set where nothing is going to be written: what is read is then not held.
    """

    session: Session
    calendars: Calendars
    looking: bool = False
    _read: dict[str, Any] = field(default_factory=dict)
    """What stays the same within the transaction and is asked for more than once"""

    def calendar(self) -> OfficeCalendar:
        """Return the calendar in force."""
        if "calendar" not in self._read:
            self._read["calendar"] = self.calendars.current_within(self.session)
        found: OfficeCalendar = self._read["calendar"]
        return found

    def house(self) -> House:
        """Return the office's rules in force."""
        return in_force(self.session)

    def condition(self, condition_id: int | None) -> Row[Any] | None:
        """Return a filing condition with its matter, if it is there."""
        found: Row[Any] | None = _CONDITION.first(self.session, condition_id=condition_id)
        self._read["condition"] = found
        return found

    def holds(self, version_id: int, day: date) -> bool:
        """Ask whether a version of a matter is in force on ``day``."""
        return version_holds(self.session, version_id, day)

    def ground(self, version_id: int | None) -> Ground | None:
        """Ask the catalogue what a version of a matter rests on."""
        return None if version_id is None else ground_of_version(self.session, version_id)

    def unit(self, unit_id: int | None) -> Row[Any] | None:
        """Return a unit, if it is there; nobody closes it before this transaction ends."""
        found: Row[Any] | None = (_UNIT if self.looking else _UNIT_HELD).first(self.session, unit_id=unit_id)
        return found

    def post(self, post_id: int, unit_id: int) -> Row[Any] | None:
        """Return a post of a unit; nobody does away with it before this transaction ends."""
        statement: Select[Any] = select(POSTS.c.id, POSTS.c.name).where(
            POSTS.c.id == post_id, POSTS.c.unit_id == unit_id
        )
        if not self.looking:
            statement = statement.with_for_update(read=True)
        return self.session.connection().execute(statement).first()

    def handler(self, account_id: int | None, unit_id: int | None) -> Row[Any] | None:
        """Return somebody who handles cases in a unit; nobody shuts them out before this transaction ends."""
        statement = handlers(unit_id).where(ACCOUNTS.c.id == account_id)
        if not self.looking:
            statement = statement.with_for_update(read=True, of=ACCOUNTS)
        return self.session.connection().execute(statement).first()

    def grid_name(self, grid_id: int) -> str:
        """Return the name of a grid."""
        name: str = _GRID_NAME.value(self.session, grid_id=grid_id)
        return name

    def lead(self, number: str) -> Row[Any] | None:
        """Return another case by its full number; nobody moves it before this transaction ends."""
        statement: Select[Any] = select(CASES.c.id, CASES.c.number, CASES.c.state, CASES.c.lead_id)
        statement = statement.where(CASES.c.number == number)
        return self.session.connection().execute(statement.with_for_update()).first()

    def number_of(self, case_id: int | None) -> str:
        """Return the number of a case."""
        return self.session.connection().scalar(select(CASES.c.number).where(CASES.c.id == case_id)) or ""

    def joined(self, case_id: int | None) -> Sequence[str]:
        """Return the numbers of what was merged into a case."""
        return [row.number for row in joined_rows(self.session, case_id)]

    def joined_wait(self, case_id: int | None) -> bool:
        """Ask whether somebody who reported one of them waits to be called back."""
        return any(waits(row) for row in joined_rows(self.session, case_id))

    def links(self, case_id: int | None, other_id: int) -> Sequence[LinkKind]:
        """Ask what links two cases."""
        return kinds_between(self.session, case_id, other_id)

    def open_tasks(self, case_id: int | None) -> Sequence[Row[Any]]:
        """Return the open tasks of a case; its row is locked, so nobody changes them."""
        return open_tasks_of(self.session, case_id)

    def limits(self) -> LimitTable:
        """Read the office's table of limits."""
        return limit_table(self.session)

    def clocks(self, case_id: int | None) -> list[StageClock]:
        """Read the stage clocks of a case."""
        return standing_clocks(self.session, case_id)

    def urgency(self, condition_id: int | None) -> int | None:
        """Ask how urgent the matter of a condition is."""
        if condition_id is None:
            return None
        known = self._read.get("condition")
        if known is not None and known.id == condition_id:
            return int(known.urgency)
        grade: int | None = _URGENCY.value(self.session, condition_id=condition_id)
        return grade

    def in_office(self, account_id: int) -> bool:
        """Say whether the account may be used; nobody shuts it before this transaction ends."""
        standing = _STATUS if self.looking else _STATUS_HELD
        return standing.value(self.session, account_id=account_id) is AccountStatus.ACTIVE


def conditions_with_matters() -> Select[Any]:
    """Select filing conditions, each with its matter, version, and the flow's version of now."""
    newest = (FLOW_VERSIONS.c.flow_id == FLOWS.c.id) & (FLOW_VERSIONS.c.number == FLOWS.c.current_number)
    return (
        select(
            CONDITIONS,
            MATTER_VERSIONS.c.code,
            MATTER_VERSIONS.c.name,
            MATTER_VERSIONS.c.number,
            MATTER_VERSIONS.c.urgency,
            FLOW_VERSIONS.c.id.label("flow_version_id"),
        )
        .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CONDITIONS.c.matter_version_id)
        .outerjoin(FLOWS, FLOWS.c.id == MATTER_VERSIONS.c.flow_id)
        .outerjoin(FLOW_VERSIONS, newest)
    )


def units() -> Select[Any]:
    """Select units as a step looks at them."""
    return select(UNITS.c.id, UNITS.c.code, UNITS.c.name, UNITS.c.kind, UNITS.c.active)


def handlers(unit_id: int | None) -> Select[Any]:
    """Select the people who handle cases in a unit: id, login, name."""
    return every_handler().where(ACCOUNTS.c.unit_id == unit_id)


def every_handler() -> Select[Any]:
    """Select the people who handle cases, in whichever unit: id, login, name."""
    handles = exists().where(
        ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.id, ACCOUNT_ROLES.c.role.in_(sorted(UNIT_ROLES))
    )
    return select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.name).where(
        ACCOUNTS.c.unit_id.is_not(None), ACCOUNTS.c.status == AccountStatus.ACTIVE, handles
    )


_OF_CONDITION = CONDITIONS.c.id == bindparam("condition_id")
_CONDITION = Ready(conditions_with_matters().where(_OF_CONDITION))
_URGENCY = Ready(
    select(MATTER_VERSIONS.c.urgency)
    .join(CONDITIONS, CONDITIONS.c.matter_version_id == MATTER_VERSIONS.c.id)
    .where(_OF_CONDITION)
)
_OF_UNIT = units().where(UNITS.c.id == bindparam("unit_id"))
_UNIT, _UNIT_HELD = Ready(_OF_UNIT), Ready(_OF_UNIT.with_for_update(read=True))
_GRID_NAME = Ready(select(GRIDS.c.name).where(GRIDS.c.id == bindparam("grid_id")))
_OF_ACCOUNT = select(ACCOUNTS.c.status).where(ACCOUNTS.c.id == bindparam("account_id"))
_STATUS, _STATUS_HELD = Ready(_OF_ACCOUNT), Ready(_OF_ACCOUNT.with_for_update(read=True))
