"""What departments asked of the township meanwhile, and what became of it: admitted, turned back, open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.catalogue.boundary.kinds import (
    Action,
    Cause,
    Change,
    DocumentKind,
    RequestKind,
    Stance,
    WantedList,
)
from models.catalogue.boundary.views import DocumentFacts, RequestFacts, StepEntries

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services

_LASTS = timedelta(days=90)


class Requests:
    """Opens requests and takes them as far as they got.

    Args:
        services: over the township.
        administrator: in whose name it is done.
    """

    def __init__(self, services: Services, administrator: Actor) -> None:
        self._services = services
        self._actor = administrator
        self._units = {unit.code: unit.id for unit in services.organisation.units(administrator)}

    def take_patrols_in(self, today: date) -> None:
        """A temporary entry with the leaders' consent: in force until its last day, then over by itself."""
        key = self._open(
            RequestFacts(
                RequestKind.TEMPORARY,
                department="县自然资源局",
                name="地质灾害隐患点加密巡查",
                legal_basis="《地质灾害防治条例》第十四条",
                explanation="秋冬降雨偏多，县局请镇街网格在重点时段每日巡查在册隐患点。",
                ends_on=today + _LASTS,
                exit_route="重点时段结束后由县自然资源局委托的群测群防员接回",
                code="LS0601",
                limit="1WD",
                condition="隐患点出现新裂缝、渗水或落石",
                closing="已报县局并设置警戒，隐患点有人值守",
                lead_unit="B06",
            )
        )
        paper = DocumentFacts(
            "关于请协助开展地质灾害隐患点加密巡查的函",
            DocumentKind.EXPLANATION,
            number="自然资函〔2026〕31号",
            issuer="县自然资源局",
        )
        self._services.boundary.attach(self._actor, key, paper, self._version(key))
        self._do(key, Action.SUBMIT)
        self._opine(key, "B06", Stance.AGREE, "可以承担，每日一巡，发现异常立即上报")
        entries = StepEntries(authority="镇党委会议", day=today, note="同意临时入格三个月")
        self._do(key, Action.ADMIT, entries)

    def turn_fines_back(self) -> None:
        """A handover nobody approved goes back to the department, with its ground."""
        key = self._open(
            RequestFacts(
                RequestKind.ADMISSION,
                department="县生态环境局",
                name="餐饮油烟超标排放的处罚",
                legal_basis="《中华人民共和国大气污染防治法》第一百一十八条",
                explanation="请镇街对油烟超标的餐饮单位实施处罚。",
                wanted=WantedList.BASIC,
            )
        )
        reason = "处罚权未依法下放，也没有随附经费和检测手段；未经县级准入审核，不予承接"
        self._do(key, Action.TURN_BACK, StepEntries(reason=reason))

    def ask_for_house_checks(self, today: date) -> None:
        """An admission on which the township's units are giving their opinions."""
        key = self._open(
            RequestFacts(
                RequestKind.ADMISSION,
                department="县住房和城乡建设局",
                name="农村自建房安全常态化巡查",
                legal_basis="《关于加强农村自建房安全管理的通知》",
                explanation="请镇街对经营性自建房每季度巡查一次，发现隐患上报县局鉴定。",
                wanted=WantedList.COOPERATIVE,
                funds="每镇每年五万元",
                powers="不下放处罚权",
                wanted_on=today + _LASTS,
                superior_duty="组织鉴定，督促整治，依法处罚",
                township_duty="开展巡查，发现隐患及时上报，配合疏散",
                lead_unit="B07",
            )
        )
        self._do(key, Action.SUBMIT)
        self._opine(key, "B07", Stance.CONDITIONS, "鉴定由县局负责，镇里只承担巡查上报")
        self._opine(key, "B12", Stance.AGREE, "可并入网格员每季度入户")

    def ask_to_hand_over(self) -> None:
        """An adjustment the township itself asks for, with the county to decide."""
        key = self._open(
            RequestFacts(
                RequestKind.ADJUSTMENT,
                duty_item="JB029",
                change=Change.TO_RECALLED,
                cause=Cause.TOWNSHIP,
                department="县商务局",
                explanation="站点由企业自建自营，镇里没有管理手段，建议收回县商务局。",
                method="县商务局会同邮政管理部门统一管理",
            )
        )
        self._do(key, Action.SUBMIT)
        self._opine(key, "B03", Stance.AGREE, "同意收回，镇里可以协助摸底")
        self._do(key, Action.FORWARD)

    def _open(self, facts: RequestFacts) -> int:
        return self._services.boundary.open_request(self._actor, facts).id

    def _version(self, key: int) -> int:
        return self._services.boundary.request(self._actor, key).version

    def _do(self, key: int, action: Action, entries: StepEntries | None = None) -> None:
        self._services.boundary.perform(
            self._actor, key, action, entries or StepEntries(), self._version(key)
        )

    def _opine(self, key: int, unit: str, stance: Stance, note: str) -> None:
        self._do(key, Action.OPINE, StepEntries(stance=stance, note=note, unit_id=self._units[unit]))
