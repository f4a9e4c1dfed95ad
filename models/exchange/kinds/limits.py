"""How long each stage may take, by channel and urgency: the office's table of limits.

The table only grows. A row that says something new holds from the moment of the import; clocks that
run keep the limit they were started under. Rules the source does not name stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.calendar.rules import Mode, parse_limit
from models.cases.clock_rows import rules_of
from models.cases.kinds import Channel
from models.cases.limit_service import end_limit, hold_limit
from models.cases.limits import Limited, in_force
from models.catalogue.rules import GRADES
from models.exchange.cells import Member, Nature, member, of_nature, whole
from models.exchange.frame import Comparison, Field, Kind, Row, Values, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.order_fields import CHANNELS
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
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


@of_nature(Nature.LIMIT)
def limit(cell: str) -> str:
    """Return a limit as the calendar writes it."""
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
        Field("limit", N_("time limit"), required=True, synonyms=("时限", "办理时限"), parse=limit),
        Field("mode", N_("counting of days"), synonyms=("计时方式",), parse=MODES, blank=None),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by the rules in force."""
        held = {rule.key: rule for rule in in_force(rules_of(work.session), work.at)}
        found = Comparison()
        for row in rows:
            old = held.get(_key(row.values))
            mode = row.values.get("mode") or (Mode.HOURS if old is None else old.mode)
            before = None if old is None else _document(old.key, str(old.limit), old.mode)
            after = _document(_key(row.values), row.values["limit"], mode)
            said = _said(_key(row.values))
            if old is None:
                found.created.append((None, row.values, mode))
                found.lines.append(Line(row.number, Verdict.CREATE, said, None, after))
            elif before == after:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, said))
            else:
                found.changed.append((old, row.values, mode))
                found.lines.append(Line(row.number, Verdict.CHANGE, said, before, after))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Add a row to the table for every rule that is new or another."""
        changes: list[tuple[StageRule | None, Values, Mode]] = [*comparison.created, *comparison.changed]
        for old, values, mode in changes:
            hold_limit(work.session, work.actor, work.at, _key(values), values["limit"], mode, old)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Let the rules hold again that held before, and end those there were none for."""
        held = {rule.key: rule for rule in in_force(rules_of(work.session), work.at)}
        found = []
        for line in lines:
            after = line.after or {}
            channel = None if after["channel"] is None else Channel(after["channel"])
            key = (Limited(after["stage"]), channel, after["urgency"])
            rule = held.get(key)
            if rule is None or _document(key, str(rule.limit), rule.mode) != after:
                found.append(Resting(line.key, LATER))
            elif line.before is None:
                end_limit(work.session, work.actor, work.at, rule)
            else:
                mode = Mode(line.before["mode"])
                hold_limit(work.session, work.actor, work.at, key, line.before["limit"], mode, rule)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the rules in force, in the order of stages."""
        for rule in in_force(rules_of(session), at):
            yield (rule.stage, rule.channel, rule.urgency, rule.limit, rule.mode)


_Key = tuple[Limited, Channel | None, int | None]


def _key(values: Values) -> _Key:
    return values["stage"], values.get("channel"), values.get("urgency")


def _said(key: _Key) -> str:
    return " ".join(str(part) for part in key if part is not None)


def _document(key: _Key, limit: str, mode: Mode) -> dict[str, Any]:
    stage, channel, urgency = key
    from_there = None if channel is None else channel.value
    return {
        "stage": stage.value,
        "channel": from_there,
        "urgency": urgency,
        "limit": limit,
        "mode": mode.value,
    }


KIND = Limits()
