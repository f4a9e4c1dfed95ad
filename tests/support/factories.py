"""A small township, written straight into the tables: what cases need to stand on.

Two villages inside the township and one outside, grids, two units that take work and one
closed, a person of every role, and matters with conditions of several kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from models.accounts.tables import Account, AccountRole
from models.accounts.views import Actor, Role
from models.catalogue.tables import FilingCondition, Matter, MatterClass, MatterSpan, MatterVersion
from models.catalogue.views import LimitMode, MatterKind, SettleLevel
from models.kernel.text import initials
from models.organisation.tables import Division, Grid, Office, Unit
from models.organisation.views import DivisionLevel, GridKind, UnitKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.kernel.store import Store

TOWNSHIP = "990101103000"
VILLAGE = "990101103201"
OTHER_VILLAGE = "990101103202"
OUTSIDE = "990101104000"
AREA = "990101103"
"""The area of sight of everyone in the township's office."""

_NAMES = {
    Role.COLLECTOR: "王采集",
    Role.ACCEPTOR: "李受理",
    Role.DISPATCHER: "赵分拨",
    Role.DUTY_CHIEF: "钱值班",
    Role.UNIT_LEAD: "孙负责",
    Role.HANDLER: "周处置",
    Role.EVALUATOR: "吴评估",
    Role.LEADER: "郑领导",
    Role.SYSTEM_ADMIN: "系统员",
    Role.SECURITY_ADMIN: "安全员",
    Role.AUDIT_ADMIN: "审计员",
}


@dataclass(slots=True)
class Town:
    """The ids of what was written, and the people as they act."""

    grid: int = 0
    other_grid: int = 0
    outside_grid: int = 0
    closed_grid: int = 0
    unit: int = 0
    other_unit: int = 0
    closed_unit: int = 0
    people: dict[Role, Actor] = field(default_factory=dict)
    second_acceptor: Actor | None = None
    other_handler: Actor | None = None
    outsider: Actor | None = None
    """An acceptor of the neighbouring township"""
    four_hours: int = 0
    """Condition of 4WH"""
    urgent: int = 0
    """Condition of 2UH"""
    five_days: int = 0
    """Condition of 5WD, counted by the day"""
    retired: int = 0
    """Condition of a matter that was retired"""
    superseded: int = 0
    """Condition of a version that is no longer the current one"""
    ended: int = 0
    """Condition of a matter whose force ended yesterday"""

    def actor(self, role: Role) -> Actor:
        """Return the person who holds just this role."""
        return self.people[role]


def make_town(store: Store, now: datetime, *, founded: bool = False) -> Town:
    """Write the township down; return what is in it. ``founded``: the office is there already."""
    town = Town()
    with store.write() as session:
        if not founded:
            session.add(Office(name="测试镇"))
        _divisions(session)
        _grids(session, town)
        _units(session, town)
        _people(session, town, now)
        _matters(session, town, now)
    return town


def _divisions(session: Session) -> None:
    for code, name, level, parent in (
        ("990101000000", "样例县", DivisionLevel.COUNTY, None),
        (TOWNSHIP, "大岭镇", DivisionLevel.TOWNSHIP, "990101000000"),
        (OUTSIDE, "邻镇", DivisionLevel.TOWNSHIP, "990101000000"),
        (VILLAGE, "岭南村", DivisionLevel.VILLAGE, TOWNSHIP),
        (OTHER_VILLAGE, "桥头村", DivisionLevel.VILLAGE, TOWNSHIP),
        ("990101104201", "外村", DivisionLevel.VILLAGE, OUTSIDE),
    ):
        session.add(Division(code=code, name=name, level=level, parent_code=parent))
        session.flush()


def _grids(session: Session, town: Town) -> None:
    def grid(code: str, name: str, division: str, *, active: bool = True) -> int:
        row = Grid(
            code=code,
            name=name,
            kind=GridKind.GENERAL,
            division_code=division,
            path=code,
            initials=initials(name),
            active=active,
        )
        session.add(row)
        session.flush()
        return row.id or 0

    town.grid = grid("G01", "岭南01", VILLAGE)
    town.other_grid = grid("G02", "桥头02", OTHER_VILLAGE)
    town.outside_grid = grid("GX", "外村01", "990101104201")
    town.closed_grid = grid("G99", "撤销99", VILLAGE, active=False)


def _units(session: Session, town: Town) -> None:
    def unit(code: str, name: str, *, active: bool = True) -> int:
        row = Unit(
            code=code,
            name=name,
            kind=UnitKind.OFFICE,
            division_code=TOWNSHIP,
            initials=initials(name),
            active=active,
        )
        session.add(row)
        session.flush()
        return row.id or 0

    town.unit = unit("ZF", "综合执法办")
    town.other_unit = unit("YJ", "应急管理办")
    town.closed_unit = unit("JS", "撤并的办公室", active=False)


def _people(session: Session, town: Town, now: datetime) -> None:
    for role in Role:
        unit_id = town.unit if role in {Role.UNIT_LEAD, Role.HANDLER} else None
        town.people[role] = make_actor(session, now, role.value, _NAMES[role], {role}, unit_id=unit_id)
    town.second_acceptor = make_actor(session, now, "acceptor2", "陈受理", {Role.ACCEPTOR})
    town.other_handler = make_actor(
        session, now, "handler2", "冯处置", {Role.HANDLER}, unit_id=town.other_unit
    )
    town.outsider = make_actor(session, now, "outsider", "外受理", {Role.ACCEPTOR}, area="990101104")


def make_actor(
    session: Session,
    now: datetime,
    login: str,
    name: str,
    roles: set[Role],
    *,
    area: str = AREA,
    unit_id: int | None = None,
    os_user: str | None = None,
) -> Actor:
    """Write an account down; return its person."""
    account = Account(login=login, name=name, area=area, unit_id=unit_id, os_user=os_user, created_at=now)
    session.add(account)
    session.flush()
    account_id = account.id or 0
    session.add_all(AccountRole(account_id=account_id, role=role) for role in roles)
    session.flush()
    return Actor(account_id, login, name, frozenset(roles), area, unit_id, origin="test")


class _MatterMaker:
    """Writes matters of one class, each with its line of days."""

    def __init__(self, session: Session, town: Town, now: datetime) -> None:
        self._session = session
        self._now = now
        matter_class = MatterClass(scheme="event", code="01", name="市容环境", level=1)
        session.add(matter_class)
        session.flush()
        self._same: dict[str, Any] = {
            "class_id": matter_class.id or 0,
            "kind": MatterKind.PATROL,
            "settle_level": SettleLevel.TOWNSHIP,
            "lead_unit_id": town.unit,
            "content_hash": "0" * 64,
            "created_at": now,
        }

    def version(
        self, code: str, name: str, last_day: date | None = None, *, following: bool = False, **over: Any
    ) -> MatterVersion:
        """Write a matter in force until ``last_day``, after which another version of it may follow."""
        matter = Matter(created_at=self._now)
        self._session.add(matter)
        self._session.flush()
        facts = {"matter_id": matter.id, "number": 1, "code": code, "name": name, **self._same, **over}
        finish = date.max if last_day is None else last_day + timedelta(days=1)
        row = self._write(facts, date.min, finish)
        if following:
            matter.current_number = 2
            self._write({**facts, "number": 2}, finish, date.max)
        return row

    def _write(self, facts: dict[str, Any], first: date, finish: date) -> MatterVersion:
        row = MatterVersion(**facts)
        self._session.add(row)
        self._session.flush()
        self._session.add(
            MatterSpan(
                matter_id=row.matter_id,
                version_id=row.id or 0,
                code=row.code,
                valid_from=first,
                valid_to=finish,
                known_from=self._now,
            )
        )
        self._session.flush()
        return row

    def condition(
        self, row: MatterVersion, seq: int, amount: int, unit: str, mode: LimitMode = LimitMode.HOURS
    ) -> int:
        """Write a filing condition; return its id."""
        made = FilingCondition(
            matter_version_id=row.id or 0,
            seq=seq,
            text=f"条件{seq}",
            limit_amount=amount,
            limit_unit=unit,
            mode=mode,
            closing_condition="已清理",
        )
        self._session.add(made)
        self._session.flush()
        return made.id or 0


def _matters(session: Session, town: Town, now: datetime) -> None:
    make = _MatterMaker(session, town, now)
    rubbish = make.version("0101", "乱倒垃圾")
    town.four_hours = make.condition(rubbish, 1, 4, "WH")
    town.five_days = make.condition(rubbish, 2, 5, "WD", LimitMode.DAYS)
    town.urgent = make.condition(make.version("0201", "消防通道占用", urgency=4), 1, 2, "UH")
    town.retired = make.condition(make.version("0909", "停用事项", date(2025, 12, 31)), 1, 1, "WD")
    yesterday = date(2026, 3, 1)
    old = make.version("0303", "旧版事项", yesterday, following=True)
    town.superseded = make.condition(old, 1, 1, "WD")
    town.ended = make.condition(make.version("0404", "到期事项", yesterday), 1, 1, "WD")
