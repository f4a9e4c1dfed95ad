"""Everything an import of cases may name, read once: the bulk twin of ``StoredSources``."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.views import AccountStatus, Actor
from models.cases.clock_rows import rules_of
from models.cases.columns import ACCOUNTS, CASES, GRIDS, MERGED
from models.cases.joined import joined_rows, waits
from models.cases.limits import LimitTable
from models.cases.linked import kinds_between
from models.cases.settings.inforce import in_force
from models.cases.sources import conditions_with_matters, units
from models.catalogue.standing import spans_of
from models.catalogue.timeline import chosen
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.calendar.compiling import OfficeCalendar
    from models.cases.clocks import StageClock
    from models.cases.kinds import LinkKind
    from models.cases.settings.house import House
    from models.catalogue.boundary.grounds import Ground
    from models.catalogue.timeline import Span


class Known:
    """Conditions, units, grids and accounts, by id and by code. Read when first asked for.

    Args:
        session: the import's transaction.
        calendar: the calendar in force, by which deadlines are worked out.
        origin: what the ledger says about where the steps come from.
        now: the moment of the import: codes of matters mean what they mean on its day.
    """

    def __init__(self, session: Session, calendar: OfficeCalendar, origin: str, now: datetime) -> None:
        self._session = session
        self._day = now.astimezone(self.zone).date()
        self._calendar = calendar
        self._origin = origin

    def calendar(self) -> OfficeCalendar:
        """Return the calendar in force."""
        return self._calendar

    def house(self) -> House:
        """Return the office's rules in force."""
        return in_force(self._session)

    def condition(self, condition_id: int | None) -> Row[Any] | None:
        """Return a filing condition with its matter."""
        return self._conditions.get(condition_id)

    def holds(self, version_id: int, day: date) -> bool:
        """Say whether a version of a matter is in force on ``day``."""
        return any(span.covers(day) for span in self._spans_by_version.get(version_id, ()))

    def ground(self, version_id: int | None) -> Ground | None:
        """Ask nothing: what is imported happened before the lists were what they are now."""
        _ = version_id
        return None

    def unit(self, unit_id: int | None) -> Row[Any] | None:
        """Return a unit."""
        return self._units.get(unit_id)

    def post(self, post_id: int, unit_id: int) -> Row[Any] | None:
        """Return nothing: what is imported was dispatched to units."""
        _ = post_id, unit_id
        return None

    def handler(self, account_id: int | None, unit_id: int | None) -> Row[Any] | None:
        """Return an account; in which unit its person once handled cases is not known."""
        _ = unit_id
        return self._accounts.get(account_id)

    def grid_name(self, grid_id: int) -> str:
        """Return the name of a grid."""
        name: str = self._grid_names[grid_id]
        return name

    def lead(self, number: str) -> Row[Any] | None:
        """Return a case as it stood before the import."""
        statement: Select[Any] = select(CASES.c.id, CASES.c.number, CASES.c.state, CASES.c.lead_id).where(
            CASES.c.number == number
        )
        return self._session.connection().execute(statement).first()

    def number_of(self, case_id: int | None) -> str:
        """Return the number of a case."""
        return self._session.connection().scalar(select(CASES.c.number).where(CASES.c.id == case_id)) or ""

    def joined(self, case_id: int | None) -> Sequence[str]:
        """Return the numbers of what was merged into a case before the import."""
        if case_id not in self._leads:
            return ()
        return [row.number for row in joined_rows(self._session, case_id)]

    def joined_wait(self, case_id: int | None) -> bool:
        """Say whether somebody who reported one of them waits to be called back."""
        return case_id in self._leads and any(waits(row) for row in joined_rows(self._session, case_id))

    def links(self, case_id: int | None, other_id: int) -> Sequence[LinkKind]:
        """Return what linked two cases before the import."""
        return kinds_between(self._session, case_id, other_id)

    def open_tasks(self, case_id: int | None) -> Sequence[Row[Any]]:
        """Return nothing: an import brings no assistance along."""
        _ = case_id
        return ()

    def limits(self) -> LimitTable:
        """Return the office's table of limits."""
        return self._limits

    def clocks(self, case_id: int | None) -> list[StageClock]:
        """Return nothing: a case that is played brings its clocks along."""
        _ = case_id
        return []

    def urgency(self, condition_id: int | None) -> int | None:
        """Return how urgent the matter of a condition is."""
        found = self._conditions.get(condition_id)
        return None if found is None else found.urgency

    def in_office(self, account_id: int) -> bool:
        """Say whether the account may be used."""
        return account_id in self._in_office

    @cached_property
    def zone(self) -> ZoneInfo:
        """The office's zone, in which times without an offset are meant."""
        return office_zone(self._session)

    @cached_property
    def condition_ids(self) -> dict[tuple[str, int], int]:
        """Conditions of what each code means on the import's day, by code and the condition's number."""
        bearers: dict[str, list[Span]] = defaultdict(list)
        for span in self._spans:
            bearers[span.code].append(span)
        picked = [chosen(line, self._day) for line in bearers.values()]
        meant = {span.version_id for span in picked if span is not None}
        return {
            (row.code, row.seq): row.id for row in self._conditions.values() if row.matter_version_id in meant
        }

    @cached_property
    def unit_ids(self) -> dict[str, int]:
        """Units by their codes."""
        return {row.code: row.id for row in self._units.values()}

    @cached_property
    def grids(self) -> dict[str, Any]:
        """Grids (id, code, name, division_code, active) by their codes."""
        columns = (GRIDS.c.id, GRIDS.c.code, GRIDS.c.name, GRIDS.c.division_code, GRIDS.c.active)
        return {row.code: row for row in self._session.connection().execute(select(*columns))}

    @cached_property
    def people(self) -> dict[str, Actor]:
        """Accounts by login, as the persons who once acted; what they may do today plays no part."""
        return {
            row.login: Actor(row.id, row.login, row.name, frozenset(), origin=self._origin)
            for row in self._accounts.values()
        }

    @cached_property
    def _limits(self) -> LimitTable:
        return LimitTable(rules_of(self._session))

    @cached_property
    def _leads(self) -> frozenset[int | None]:
        return frozenset(self._session.connection().scalars(select(CASES.c.lead_id).where(MERGED)))

    @cached_property
    def _accounts(self) -> dict[int | None, Row[Any]]:
        statement: Select[Any] = select(ACCOUNTS.c.id, ACCOUNTS.c.login, ACCOUNTS.c.name)
        return {row.id: row for row in self._session.connection().execute(statement)}

    @cached_property
    def _in_office(self) -> frozenset[int]:
        statement = select(ACCOUNTS.c.id).where(ACCOUNTS.c.status == AccountStatus.ACTIVE)
        return frozenset(self._session.connection().scalars(statement))

    @cached_property
    def _conditions(self) -> dict[int | None, Row[Any]]:
        rows = self._session.connection().execute(conditions_with_matters())
        return {row.id: row for row in rows}

    @cached_property
    def _spans(self) -> list[Span]:
        return [span for line in spans_of(self._session).values() for span in line]

    @cached_property
    def _spans_by_version(self) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = defaultdict(list)
        for span in self._spans:
            found[span.version_id].append(span)
        return found

    @cached_property
    def _units(self) -> dict[int | None, Row[Any]]:
        return {row.id: row for row in self._session.connection().execute(units())}

    @cached_property
    def _grid_names(self) -> dict[int, str]:
        return {row.id: row.name for row in self.grids.values()}
