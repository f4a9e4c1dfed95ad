"""People a world needs whom the township may not have: somebody in every unit, and the office itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from models.accounts.tables import Account
from models.accounts.views import Role
from models.cases.columns import ACCOUNT_ROLES, ACCOUNTS, OFFICES, UNITS
from models.cases.shape import UNIT_ROLES
from models.organisation.rules import area_prefix

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

OFFICE_LOGIN = "sim-office"
"""Who takes reports in and does what nobody's desk does: in every world, at nobody's desk."""
_UNIT_LOGIN = "sim-"
_OFFICE_NAME = "导调组"
_SIMULATED = "（模拟）"
_OFFICE_ROLES = (
    Role.COLLECTOR,
    Role.ACCEPTOR,
    Role.DISPATCHER,
    Role.DUTY_CHIEF,
    Role.LEADER,
    Role.EVALUATOR,
    Role.UNIT_LEAD,
)


def people(session: Session, now: datetime) -> None:
    """Give every unit in use somebody who handles cases, and the world somebody who acts for the trainers."""
    connection = session.connection()
    area = area_prefix(connection.scalar(select(OFFICES.c.division_code)) or "")
    handling = (
        select(ACCOUNTS.c.unit_id)
        .join(ACCOUNT_ROLES, ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.id)
        .where(ACCOUNT_ROLES.c.role.in_(sorted(UNIT_ROLES)), ACCOUNTS.c.unit_id.is_not(None))
    )
    empty = select(UNITS.c.id, UNITS.c.code, UNITS.c.name).where(UNITS.c.active, UNITS.c.id.not_in(handling))
    new: list[tuple[dict[str, Any], tuple[Role, ...]]] = []
    for unit in connection.execute(empty.order_by(UNITS.c.id)).all():
        name = f"{unit.name[:54]}{_SIMULATED}"
        account = _account(f"{_UNIT_LOGIN}{unit.code.lower()}", name, area, now, unit.id)
        new.append((account, (Role.UNIT_LEAD, Role.HANDLER)))
    new.append((_account(OFFICE_LOGIN, _OFFICE_NAME, area, now), _OFFICE_ROLES))
    connection.execute(insert(ACCOUNTS), [row for row, _roles in new])
    logins = [row["login"] for row, _roles in new]
    found = connection.execute(select(ACCOUNTS.c.login, ACCOUNTS.c.id).where(ACCOUNTS.c.login.in_(logins)))
    numbers = {row.login: row.id for row in found}
    held = [{"account_id": numbers[row["login"]], "role": role} for row, roles in new for role in roles]
    connection.execute(insert(ACCOUNT_ROLES), held)


def _account(login: str, name: str, area: str, now: datetime, unit_id: int | None = None) -> dict[str, Any]:
    account = Account(login=login, name=name, area=area, unit_id=unit_id, created_at=now)
    return account.model_dump(exclude={"id"})
