"""The rosters of the township: last month, this one and the next, with leave, deputies, skills and a swap.

Night, weekend and holiday duty serves the whole office, three lead it in turn; on working days people are
on duty by office hours.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.assignment.rosters.days import month_days
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.patterns import Pattern
from models.assignment.rosters.service import LeaveEntries, SwapEntries
from scenarios.demo.live import ORIGIN

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.assignment.rosters.service import RosterService

_LEADING = ("DL002", "DL003", "DL004")
"""带班领导, by code"""
_ON_DUTY = ("DL023", "DL024", "DL025", "DL026", "DL027", "DL028", "DL029", "DL020", "DL021", "DL022")
_DEPUTIES = (
    ("DL003", "DL004"),
    ("DL004", "DL003"),
    ("DL026", "DL027"),
    ("DL027", "DL025"),
    ("DL024", "DL023"),
)
_AWAY = (
    ("DL026", 2, 4, LeaveKind.ANNUAL, "年休，工作已交代"),
    ("DL029", -6, 2, LeaveKind.SICK, ""),
    ("DL021", 9, 3, LeaveKind.TRAINING, "县里网格业务培训"),
)
"""Who, from how many days after today, for how many, why"""
_LATE = ("DL022", 12, 2, LeaveKind.FAMILY, "参加婚礼")
"""Leave asked for after the roster was made: it shows as a finding"""
_SKILLS = (
    ("DL024", "安全生产检查", "AJ-2031", 400),
    ("DL025", "行政执法", "粤执2207", 700),
    ("DL026", "行政执法", "粤执2208", 20),
    ("DL027", "行政执法", "粤执2209", 700),
    ("DL029", "高空作业", "GK-118", 90),
)
_HANDLING = ("安监员", "执法员", "管理员", "办公室主任", "队长", "所长")
"""Posts of those who handle cases"""
_WHY = "当天孩子家长会"
_PER_DAY, _OPEN_MOST = 8, 30


class Rosters:
    """Keeps them at the moment the clock of the services stands at.

    Args:
        services: over a township with its people.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def _rosters(self) -> RosterService:
        return self._services.rosters

    def act_out(self, administrator: Actor) -> None:
        """Write everything down."""
        staff = {each.code: each for each in self._services.organisation.staff(administrator)}
        ids = {code: each.id for code, each in staff.items()}
        today = self._rosters.today()
        self._leave(administrator, ids, today, _AWAY)
        for code, deputy in _DEPUTIES:
            self._rosters.add_deputy(administrator, ids[code], ids[deputy], today - timedelta(days=60))
        for code, skill, permit, days in _SKILLS:
            until = today + timedelta(days=days)
            self._rosters.set_skill(administrator, ids[code], skill, permit, until)
        for each in staff.values():
            if each.post_name in _HANDLING:
                self._rosters.set_capacity(administrator, each.id, _PER_DAY, _OPEN_MOST)
        self._months(administrator, ids, today)
        self._leave(administrator, ids, today, (_LATE,))
        self._swap(today)

    def _leave(
        self,
        administrator: Actor,
        ids: dict[str, int],
        today: date,
        entries: tuple[tuple[str, int, int, LeaveKind, str], ...],
    ) -> None:
        for code, ahead, days, kind, note in entries:
            first = today + timedelta(days=ahead)
            last = first + timedelta(days=days - 1)
            self._rosters.add_leave(administrator, LeaveEntries(ids[code], first, last, kind, note))

    def _months(self, administrator: Actor, ids: dict[str, int], today: date) -> None:
        shifts = {each.code: each.id for each in self._rosters.shifts(administrator)}
        wanted = tuple(shifts[code] for code in ("W", "H", "N"))
        first = month_days(month_days(today)[0] - timedelta(days=1))[0]
        last = month_days(month_days(today)[1] + timedelta(days=1))[1]
        leading = tuple(ids[code] for code in _LEADING)
        on_duty = tuple(ids[code] for code in _ON_DUTY)
        self._rosters.fill(administrator, Pattern(leading, wanted, first, last, lead=True))
        # One beside whoever leads: two have each shift.
        self._rosters.fill(administrator, Pattern(on_duty, wanted, first, last, together=2))

    def _swap(self, today: date) -> None:
        """Let somebody ask a colleague for a swap of nights that is possible."""
        asker = self._services.accounts.demo_sign_in("laiwenbin", ORIGIN)
        other = self._services.accounts.demo_sign_in("yusiyuan", ORIGIN)
        ahead = [
            [each for each in self._rosters.my_duties(person, 45) if each.day > today + timedelta(days=7)]
            for person in (asker, other)
        ]
        if all(ahead) and other.staff_id is not None:
            mine, theirs = ahead[0][-1], ahead[1][-1]
            sides = (mine.day, mine.shift_id, other.staff_id, theirs.day, theirs.shift_id)
            self._rosters.ask_swap(asker, SwapEntries(*sides, _WHY))
