"""How long each stage may take, by channel and urgency: the office's table of limits.

The table only grows. A row that says something new holds from the moment of the import; clocks that
run keep the limit they were started under. Rules the source does not name stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar.rules import Mode, parse_limit
from models.cases.clock_rows import rules_of
from models.cases.kinds import Channel
from models.cases.limit_service import hold_limit
from models.cases.limits import Limited, in_force
from models.catalogue.rules import GRADES
from models.exchange.cells import Member, member, whole
from models.exchange.frame import Comparison, Field, Kind, Row, Values, Work
from models.exchange.kinds.order_fields import CHANNELS
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.limits import StageRule

_STAGES = {
    "受理": Limited.ACCEPT,
    "立案": Limited.FILE,
    "核实": Limited.CHECK,
    "分拨": Limited.DISPATCH,
    "联系": Limited.CONTACT,
    "联系反映人": Limited.CONTACT,
    "核查": Limited.VERIFY,
    "回访": Limited.CALL_BACK,
    "提前量": Limited.RESERVE,
}
MODES = Member(Mode, {"按小时": Mode.HOURS, "按天": Mode.DAYS})


def _limit(cell: str) -> str:
    return str(parse_limit(cell))


class Limits(Kind):
    """Limits of stages."""

    name = "limits"
    title = N_("limits of stages")
    key = ("stage", "channel", "urgency")
    fields = (
        Field(
            "stage",
            N_("stage"),
            required=True,
            synonyms=("环节", "阶段"),
            parse=member(Limited, _STAGES),
        ),
        Field(
            "channel",
            N_("only for this channel"),
            synonyms=("来源", "渠道"),
            parse=member(Channel, CHANNELS),
            blank=None,
        ),
        Field(
            "urgency",
            N_("only for this urgency"),
            synonyms=("紧急程度",),
            parse=whole(*GRADES),
            blank=None,
        ),
        Field("limit", N_("time limit"), required=True, synonyms=("时限", "办理时限"), parse=_limit),
        Field("mode", N_("counting of days"), synonyms=("计时方式",), parse=MODES, blank=None),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by the rules in force."""
        held = {rule.key: rule for rule in in_force(rules_of(work.session), work.at)}
        found = Comparison()
        for row in rows:
            old = held.get(_key(row.values))
            mode = row.values.get("mode") or (Mode.HOURS if old is None else old.mode)
            if old is None:
                found.created.append((None, row.values, mode))
            elif (old.limit, old.mode) == (row.values["limit"], mode):
                found.same += 1
            else:
                found.changed.append((old, row.values, mode))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Add a row to the table for every rule that is new or another."""
        changes: list[tuple[StageRule | None, Values, Mode]] = [*comparison.created, *comparison.changed]
        for old, values, mode in changes:
            hold_limit(work.session, work.actor, work.at, _key(values), values["limit"], mode, old)
        return {}

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the rules in force, in the order of stages."""
        for rule in in_force(rules_of(session), at):
            yield (rule.stage, rule.channel, rule.urgency, rule.limit, rule.mode)


def _key(values: Values) -> tuple[Limited, Channel | None, int | None]:
    return values["stage"], values.get("channel"), values.get("urgency")


KIND = Limits()
