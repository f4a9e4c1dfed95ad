"""The vocabularies of scenarios. Each may be written in Chinese too, as trainers do."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Channel, QueueKey, Rating
from scenarios.format.base import spoken


class Content(StrEnum):
    """How much a drill exercises."""

    FULL = "full"
    """综合: several tasks and units together"""
    SINGLE = "single"
    """单项: one task or one desk"""


class Form(StrEnum):
    """How it is played."""

    TABLETOP = "tabletop"
    """桌面: at the desks"""
    LIVE = "live"
    """实战: with people and things on the spot"""


class Purpose(StrEnum):
    """What it is for."""

    TEST = "test"
    """检验: whether plan, people and means are up to it"""
    SHOW = "show"
    """示范: to show others how it is done"""
    STUDY = "study"
    """研究: to find out something"""


class Means(StrEnum):
    """How an inject reaches the players; 12345, patrol and the others of intake have their own word."""

    PHONE = "phone"
    RADIO = "radio"
    GROUP = "group"
    """A work group of a messenger"""
    PAPER = "paper"
    """A document, a fax"""
    ORAL = "oral"
    PLATFORM = "platform"
    """The platform itself: a case, a notice"""
    BROADCAST = "broadcast"
    """Loudspeakers, television"""


class ActorKind(StrEnum):
    """Whom the simulation speaks and acts for."""

    RESIDENT = "resident"
    HANDLER = "handler"
    """Somebody of a unit of the township who handles cases"""
    DEPARTMENT = "department"
    """Another authority: the county's bureaus, 119, 110, 120"""
    LEADER = "leader"
    GRID_WORKER = "grid_worker"
    MEDIA = "media"
    CONTROL = "control"
    """The trainers themselves"""


class ReportKind(StrEnum):
    """Emergency reports to superior levels (domain.md §9)."""

    FIRST = "first"
    """初报"""
    CONTINUED = "continued"
    """续报"""
    FINAL = "final"
    """终报"""


class Cue(StrEnum):
    """What an actor reacts to."""

    GIVEN = "given"
    """A case was dispatched to their unit, or came back to it for rework"""
    ASKED_TO_ASSIST = "asked_to_assist"
    URGED = "urged"
    """A case of their unit was urged or supervised"""
    CALLED = "called"
    """Somebody phones them"""
    TOLD = "told"
    """Somebody sends them a message"""
    CONTACTED = "contacted"
    """The office spoke to the reporter of their case"""
    CLOSED = "closed"
    """A case they reported was closed and its call back is due"""
    LATE = "late"
    """A case they reported, or of their unit, ran over its deadline"""
    REFUSED = "refused"
    """A case they reported was refused or struck out"""
    STARTED = "started"
    """The drill begins"""


class Deed(StrEnum):
    """What an actor does then."""

    TAKE = "take"
    FEEDBACK = "feedback"
    RETURN = "return"
    ASK_EXTENSION = "ask_extension"
    ANSWER = "answer"
    """Answer what was urged or supervised"""
    ASSIST_TAKE = "assist_take"
    ASSIST_ANSWER = "assist_answer"
    ASSIST_DECLINE = "assist_decline"
    RATE = "rate"
    """Answer the call back"""
    SAY = "say"
    """Send a message"""
    CALL = "call"
    """Phone a role"""
    COMPLAIN = "complain"
    """Report anew, by 12345, that nothing happened"""
    ASK_REPORT = "ask_report"
    """Ask for a first, continued or final report"""
    NOTHING = "nothing"


class Outcome(StrEnum):
    """How it stands with an expectation."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    """Met after its time, within a grace"""
    MISSED = "missed"
    VOID = "void"
    """What it hangs on never happened: it does not count"""


_ROLES = {
    "网格员": Role.COLLECTOR, "受理岗": Role.ACCEPTOR, "受理": Role.ACCEPTOR, "分拨岗": Role.DISPATCHER,
    "分拨": Role.DISPATCHER, "值班长": Role.DUTY_CHIEF, "单位负责人": Role.UNIT_LEAD, "处置员": Role.HANDLER,
    "质评岗": Role.EVALUATOR, "领导": Role.LEADER,
}  # fmt: skip
_CHANNELS = {
    "巡查": Channel.PATROL, "村居": Channel.VILLAGE, "群众": Channel.CITIZEN, "12345": Channel.HOTLINE,
    "热线": Channel.HOTLINE, "视频": Channel.VIDEO, "上级": Channel.SUPERIOR, "媒体": Channel.MEDIA,
}  # fmt: skip
_ACTIONS = {
    "受理": Action.ACCEPT, "不予受理": Action.REFUSE, "立案": Action.FILE, "分拨": Action.DISPATCH,
    "派遣": Action.DISPATCH, "转办": Action.TRANSFER, "协办": Action.ASSIST, "催办": Action.URGE,
    "督办": Action.SUPERVISE, "核查": Action.VERIFY, "返工": Action.REWORK, "结案": Action.CLOSE,
    "回访": Action.CALL_BACK, "反馈": Action.FEEDBACK, "合并": Action.MERGE, "作废": Action.VOID,
    "退回": Action.RETURN, "联系": Action.CONTACT, "关联": Action.LINK, "接件": Action.TAKE,
}  # fmt: skip
_REPORTS = {"初报": ReportKind.FIRST, "续报": ReportKind.CONTINUED, "终报": ReportKind.FINAL}

ContentWord = Annotated[Content, spoken({"综合": Content.FULL, "单项": Content.SINGLE})]
FormWord = Annotated[Form, spoken({"桌面": Form.TABLETOP, "实战": Form.LIVE})]
PurposeWord = Annotated[Purpose, spoken({"检验": Purpose.TEST, "示范": Purpose.SHOW, "研究": Purpose.STUDY})]
MeansWord = Annotated[
    Means,
    spoken({
        "电话": Means.PHONE, "对讲机": Means.RADIO, "工作群": Means.GROUP, "文件": Means.PAPER,
        "口头": Means.ORAL, "平台": Means.PLATFORM, "广播": Means.BROADCAST,
    }),
]  # fmt: skip
ActorWord = Annotated[
    ActorKind,
    spoken({
        "群众": ActorKind.RESIDENT, "处置员": ActorKind.HANDLER, "部门": ActorKind.DEPARTMENT,
        "领导": ActorKind.LEADER, "网格员": ActorKind.GRID_WORKER, "媒体": ActorKind.MEDIA,
        "导调": ActorKind.CONTROL,
    }),
]  # fmt: skip
RoleWord = Annotated[Role, spoken(_ROLES)]
ChannelWord = Annotated[Channel, spoken(_CHANNELS)]
ActionWord = Annotated[Action, spoken(_ACTIONS)]
ReportWord = Annotated[ReportKind, spoken(_REPORTS)]

__all__ = [
    "Action", "ActionWord", "ActorKind", "ActorWord", "CaseState", "Channel", "ChannelWord", "Content",
    "ContentWord", "Cue", "Deed", "Form", "FormWord", "Means", "MeansWord", "Outcome", "Purpose",
    "PurposeWord", "QueueKey", "Rating", "ReportKind", "ReportWord", "Role", "RoleWord",
]  # fmt: skip
