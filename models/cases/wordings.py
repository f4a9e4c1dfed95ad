"""Templates of wording for opinions and replies: packaged ones, and the office's own.

A template may name facts of the case in braces (:data:`FIELDS`); whoever shows it fills them
in. The packaged ones are Chinese, as what is written on cases is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from models.accounts.rules import require
from models.accounts.views import Role
from models.cases.columns import WORDINGS
from models.cases.door import REASON_LENGTH
from models.cases.kinds import Action
from models.cases.rules import READER_ROLES
from models.cases.settings.inforce import in_force
from models.cases.settings.swapping import swapped
from models.kernel.errors import Invalid, NotFound
from models.kernel.text import clean_block
from models.kernel.words import N_, Phrase
from models.ledger.service import record

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.kernel.store import Store

FIELDS = ("number", "title", "matter", "unit", "due", "place")
"""What a template may name: ``{number}``, ``{matter}`` ..."""
WORDERS = frozenset({Role.DUTY_CHIEF})
"""Who keeps the office's own templates."""
_STREAM = "case_wordings"
_LOOK = N_("look at cases")
_KEEP = N_("keep the templates of wording")
_NAMED = re.compile(r"\{([^{}]*)\}")

PACKAGED: dict[Action, tuple[str, ...]] = {
    Action.REFUSE: (
        "所反映的“{title}”不属于本镇职责范围，建议向主管部门反映。",
        "反映内容不具体，无法核实，请补充地点和情况后重新上报。",
    ),
    Action.ASK_CHECK: ("请到{place}现场核实情况是否属实，并拍照反馈。",),
    Action.CHECK: ("已到{place}现场核实，情况属实。", "已到{place}现场核实，未发现所反映的情况。"),
    Action.DISPATCH: (
        "请按“{matter}”处置标准办理，{due}前反馈结果。",
        "情况紧急，请立即派人到{place}处置，并电话报告进展。",
    ),
    Action.TRANSFER: ("经核实，{number}不属{unit}职责，转请办理。",),
    Action.RETURN: (
        "经核实，该事项不属{unit}职责范围，请改派。",
        "地点不清，无法到场，请补充后重新分拨。",
    ),
    Action.FEEDBACK: (
        "已到{place}现场处置，问题已解决。",
        "已约谈当事人并责令整改，现场已恢复。",
        "已联系主管单位处理，现场已设置警示标志。",
    ),
    Action.ASK_EXTENSION: ("需要协调外部单位，原定{due}前难以办结，申请延期。",),
    Action.ASK_HOLD: ("需要等待施工条件具备，暂时无法处置，申请挂账。",),
    Action.DECLINE: ("理由不充分，请在{due}前办结。",),
    Action.VERIFY: ("已到{place}现场核查，问题已解决，符合结案标准。",),
    Action.REWORK: ("现场核查问题仍然存在，请返工并在{due}前反馈。",),
    Action.CLOSE: ("“{matter}”已处置完毕，经核查符合结案标准，予以结案。",),
    Action.CALL_BACK: ("已电话回访，反映人对办理结果满意。", "三次拨打反映人电话均未接通。"),
    Action.URGE: ("{number}将于{due}到期，请抓紧办理。",),
    Action.SUPERVISE: ("{number}已列入督办，请{unit}说明进展和完成时间。",),
    Action.ANSWER: ("正在处置，预计{due}前办结。",),
    Action.ASSIST: ("请派员到{place}协同处置，并反馈情况。", "请提供与{number}有关的资料，{due}前答复。"),
    Action.ASSIST_ANSWER: ("已派员到{place}协同处置完毕。", "有关资料已提供给{unit}。"),
    Action.ASSIST_DECLINE: ("经核实，{number}所需协办的内容不属本单位职责。",),
    Action.ASSIST_URGE: ("{number}尚未答复，请抓紧办理。",),
    Action.ASSIST_REPLY: ("正在协助处置，预计{due}前答复。",),
    Action.ASSIST_AGAIN: ("经研究，该事项需由你单位协办，请按时答复。",),
    Action.ASSIST_RECALL: ("情况已查明，无须继续协办。",),
    Action.CHANGE_LEAD: ("经研究，{number}以你单位职责为主，由你单位主办。",),
    Action.DROP_DEADLINE: ("上级已通知不再限期办结，取消该时限。",),
    Action.APPEAL: ("因外部单位配合延误，非{unit}原因造成超期，申请免责。",),
    Action.VOID: ("与已受理的事件重复，作废。", "经核实为误报，作废。"),
}
"""What comes with the program, by action."""


@dataclass(frozen=True, slots=True)
class WordingView:
    """A template; ``id`` is ``None`` for one that comes with the program."""

    id: int | None
    action: Action
    text: str


class WordingService:
    """Templates of wording.

    Args:
        store: the open database.
        clock: gives every ledger entry its time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def wordings(self, actor: Actor, action: Action | None = None) -> list[WordingView]:
        """Return the templates of an action, or all: reasons the office offers, its own, the packaged ones.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, _LOOK)
        statement = select(WORDINGS.c.id, WORDINGS.c.action, WORDINGS.c.text).order_by(WORDINGS.c.id)
        with self._store.read() as session:
            own = [WordingView(*row) for row in session.connection().execute(statement)]
        house = in_force(self._store)
        say = swapped if house.swapped else str
        offered = [WordingView(None, each, text) for each, texts in house.reasons.items() for text in texts]
        packaged = [WordingView(None, each, say(text)) for each, texts in PACKAGED.items() for text in texts]
        own = [*offered, *own]
        return [each for each in (*own, *packaged) if action is None or each.action is action]

    def add(self, actor: Actor, action: Action, text: str) -> WordingView:
        """Keep a template of the office's own.

        Raises:
            NotPermitted: the person does not keep them.
            Invalid: it is empty, too long, or names something no case has.
        """
        require(actor, WORDERS, _KEEP)
        clean = checked_wording(text)
        with self._store.write() as session:
            statement = insert(WORDINGS).values(action=action, text=clean).returning(WORDINGS.c.id)
            made = int(session.connection().execute(statement).scalar_one())
            facts = {"id": made, "action": action, "text": clean}
            record(session, actor, self._clock.now(), _STREAM, "case_wording.add", None, facts)
        return WordingView(made, action, clean)

    def remove(self, actor: Actor, wording_id: int) -> None:
        """Drop a template of the office's own.

        Raises:
            NotPermitted: the person does not keep them.
            NotFound: there is none with this number.
        """
        require(actor, WORDERS, _KEEP)
        mine = WORDINGS.c.id == wording_id
        with self._store.write() as session:
            row = session.connection().execute(select(WORDINGS).where(mine)).first()
            if row is None:
                raise NotFound(N_("template"), wording_id)
            session.connection().execute(delete(WORDINGS).where(mine))
            facts = {"id": row.id, "action": row.action, "text": row.text}
            record(session, actor, self._clock.now(), _STREAM, "case_wording.remove", facts, None)


def checked_wording(text: str) -> str:
    """Return a template as it is kept.

    Raises:
        Invalid: it is empty, too long, or names something no case has.
    """
    clean = clean_block(text)
    if not clean:
        raise Invalid(N_("the template"), text, N_("it must not be empty"))
    if len(clean) > REASON_LENGTH:
        reason = Phrase(
            N_("it has %(length)s characters, at most %(most)s fit"), length=len(clean), most=REASON_LENGTH
        )
        raise Invalid(N_("the template"), f"{clean[:20]}…", reason)
    for name in _NAMED.findall(clean):
        if name not in FIELDS:
            known = " ".join(f"{{{field}}}" for field in FIELDS)
            raise Invalid(
                N_("the template"),
                f"{{{name}}}",
                Phrase(N_("a case has only these: %(fields)s"), fields=known),
            )
    return clean
