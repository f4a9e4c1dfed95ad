"""What people of the township do together at the end of the last day.

Units are asked to assist, two of them pass cases back and forth, the duty chief shares queues
and hands the shift over, so that the screens about these have something to show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, Asked, CaseState, QueueKey
from models.cases.saved_views import SavedSpec, SharedWith, Sharing
from models.cases.views import ActionEntries
from scenarios.demo.live import ORIGIN

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseLine, CaseView

_CHIEF = "luoqiming"
_SUCCESSOR = "zhouyian"
_LOOKED_AT = 200
"""Cases in the hands of units among which some are chosen."""
_WITH = frozenset({CaseState.DISPATCHED, CaseState.HANDLING})

_ASSISTED = (
    ("综合行政执法队", "大岭派出所", "请派一名民警到场维持秩序，配合劝离。"),
    ("社会事务办公室", "平安法治办公室", "请派调解员参加周内的协调会，一起做思想工作。"),
    ("应急管理和消防办公室", "综合行政执法队", "请一同上门检查，依职权处理占用通道的行为。"),
)
"""Who leads, who is asked, and for what."""
_DECLINES = "来电人只咨询办理进度，没有纠纷，暂不需要调解。"
_BACK_AND_FORTH = (
    ("市政环卫所", "城乡规划建设办公室", 2),
    ("综合行政执法队", "农业农村办公室", 1),
)
"""Who has the cases, to whom they go and from whom they come back, and how many."""
_AWAY = "初步判断不属原承办单位职责，请接办单位到现场核实后处置。"
_BACK = "现场核实仍属原承办单位管养范围，退转原单位继续办理。"

_QUEUES = (
    SavedSpec("红灯催办", "灯:红 状态:待接办,处置", QueueKey.WITH_UNITS),
    SavedSpec("12345在办", "来源:12345"),
)
_READERS = Sharing(
    SharedWith.ROLES, frozenset({Role.DUTY_CHIEF, Role.DISPATCHER, Role.ACCEPTOR, Role.LEADER})
)
_TO_MIND = "今天转办、协办较多，请盯住往返的几件，明早上班先看超期件。夜间值班电话保持畅通。"


class Together:
    """Acts it out at the moment the clock of the services stands at.

    Args:
        services: over a database that holds everything before.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._people: dict[str, Actor] = {}
        self._units: dict[str, int] = {}

    def act_out(self, administrator: Actor) -> None:
        """Do all of it; a township of very few cases has less to do."""
        chief = self._person(_CHIEF)
        self._units = {unit.name: unit.id for unit in self._services.organisation.units(administrator)}
        page = self._services.cases.queue(chief, QueueKey.WITH_UNITS, limit=_LOOKED_AT)
        free = [line for line in page.rows if line.state in _WITH and line.asked is Asked.NOTHING]
        chosen: list[tuple[CaseLine, str, str]] = []
        for leads, helps, asked in _ASSISTED:
            chosen += [(line, helps, asked) for line in self._take(free, leads, 1)]
        rounds: list[tuple[CaseLine, str, str]] = []
        for has, other, most in _BACK_AND_FORTH:
            rounds += [(line, has, other) for line in self._take(free, has, most)]
        for place, (line, helps, asked) in enumerate(chosen):
            self._assist(line, helps, asked, place)
        for line, has, other in rounds:
            self._pass_on(self._pass_on(line, other, _AWAY), has, _BACK)
        for spec in _QUEUES:
            self._services.saved.create(chief, spec, _READERS)
        self._services.shifts.hand_over(chief, _TO_MIND, self._person(_SUCCESSOR).account_id)
        for person in self._people.values():
            self._services.accounts.sign_out(person)

    def _take(self, free: list[CaseLine], unit: str, most: int) -> list[CaseLine]:
        """Take cases of a unit out of those nobody has done anything with yet."""
        found = [line for line in free if line.unit_name == unit][:most]
        for line in found:
            free.remove(line)
        return found

    def _assist(self, line: CaseLine, helps: str, asked: str, place: int) -> None:
        """Ask a unit; the first takes it on, the second declines, the third has not seen it yet."""
        entries = ActionEntries(unit_id=self._units[helps], note=asked, limit="2WD")
        case = self._step(self._person(_CHIEF), line, Action.ASSIST, entries)
        if place == 0:
            self._step(self._lead(helps), case, Action.ASSIST_TAKE, ActionEntries())
        elif place == 1:
            self._step(self._lead(helps), case, Action.ASSIST_DECLINE, ActionEntries(reason=_DECLINES))

    def _pass_on(self, case: CaseLine | CaseView, unit: str, reason: str) -> CaseView:
        entries = ActionEntries(unit_id=self._units[unit], reason=reason)
        return self._step(self._person(_CHIEF), case, Action.TRANSFER, entries)

    def _step(
        self, actor: Actor, case: CaseLine | CaseView, action: Action, entries: ActionEntries
    ) -> CaseView:
        door = self._services.tasks if action.value.startswith("assist") else self._services.cases
        return door.perform(actor, case.id, action, entries, case.version)

    def _lead(self, unit: str) -> Actor:
        """Sign the lead of a unit in."""
        people = self._services.accounts.demo_people()
        lead = next(each for each in people if each.unit_name == unit and each.role is Role.UNIT_LEAD)
        return self._person(lead.login)

    def _person(self, login: str) -> Actor:
        actor = self._people.get(login)
        if actor is None:
            actor = self._people[login] = self._services.accounts.demo_sign_in(login, ORIGIN)
        return actor
