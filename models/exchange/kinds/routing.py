"""Rules of dispatching, a row for each in order. The file is the whole list: it becomes the draft.

Nothing is in force by an import: the draft is looked over, tried and put in force in the console or by
``yiwang rules``. Where the file says what the draft says, or what is in force, nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.assignment.routing import queries
from models.assignment.routing.editing import MOST_RULES, write_draft
from models.assignment.routing.entering import WORDS, entered_rule
from models.assignment.routing.kinds import Days, Hours, TargetKind
from models.assignment.routing.queries import DRAFT, IN_FORCE
from models.assignment.routing.rules import document_of, rule_of
from models.assignment.routing.views import Rule
from models.calendar.rules import clock_text
from models.catalogue.standing import office_day
from models.exchange.cells import codes, line, member, whole
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.order_fields import CHANNELS
from models.exchange.kinds.roster_people import time_of_day
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
from models.kernel.errors import Invalid
from models.kernel.text import half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

_TARGETS = {
    "单位": TargetKind.UNIT,
    "岗位": TargetKind.POST,
    "人员": TargetKind.PERSON,
    "值班": TargetKind.DUTY,
    "值班人员": TargetKind.DUTY,
}
_DAYS = {"任意": Days.ANY, "工作日": Days.WORKING, "休息日": Days.REST, "节假日": Days.REST}
_HOURS = {"任意": Hours.ANY, "上班时间": Hours.OFFICE, "工作时间": Hours.OFFICE, "下班时间": Hours.OUTSIDE}
_CODES = 64


def _channels(cell: str) -> tuple[str, ...]:
    one = member(type(CHANNELS["热线"]), CHANNELS)
    return tuple(one(each).value for each in codes()(cell))


def _numbers(least: int, most: int) -> Any:
    one = whole(least, most)

    def parse(cell: str) -> tuple[int, ...]:
        return tuple(one(each) for each in codes()(cell))

    return parse


def _hours(cell: str) -> tuple[Hours, int, int]:
    plain = half_width(cell).replace("—", "-").replace("~", "-").replace("至", "-")
    first, dash, last = plain.partition("-")
    if not dash:
        return member(Hours, _HOURS)(cell), 0, 0
    return Hours.SPAN, time_of_day(first.strip()), time_of_day(last.strip())


class Routing(Kind):
    """Rules of dispatching."""

    name = "routing"
    title = N_("rules of dispatching")
    key = ("number",)
    fields = (
        Field("number", N_("number"), required=True, synonyms=("序号", "规则号"), parse=whole(1, MOST_RULES)),
        Field("matter", N_("matter code"), synonyms=("事项编码", "事项"), parse=line()),
        Field("class_code", N_("class"), synonyms=("类别", "分类"), parse=line()),
        Field("grid", N_("grid"), synonyms=("网格", "网格编码"), parse=line()),
        Field("division", N_("division"), synonyms=("区划", "区划代码", "社区"), parse=line()),
        Field("channels", N_("channels"), synonyms=("来源", "渠道"), parse=_channels, blank=()),
        Field("urgencies", N_("urgency"), synonyms=("紧急程度",), parse=_numbers(1, 4), blank=()),
        Field("days", N_("days"), synonyms=("日期类型",), parse=member(Days, _DAYS), blank=Days.ANY),
        Field("weekdays", N_("weekdays"), synonyms=("星期",), parse=_numbers(1, 7), blank=()),
        Field("hours", N_("time of day"), synonyms=("时段", "时间"), parse=_hours, blank=(Hours.ANY, 0, 0)),
        Field(
            "kind",
            N_("to whom"),
            required=True,
            synonyms=("分给", "去向"),
            parse=member(TargetKind, _TARGETS),
        ),
        Field("unit", N_("unit"), synonyms=("单位", "单位编码"), parse=line()),
        Field("post", N_("post"), synonyms=("岗位",), parse=line(_CODES)),
        Field("person", N_("person"), synonyms=("工号", "人员"), parse=line(_CODES)),
        Field("note", N_("note"), synonyms=("备注", "说明"), parse=line(200)),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Look at the rules in the order of their numbers beside those that stand."""
        names = queries.names(work.session, office_day(work.session, work.at))
        before = _standing(work.session)
        found = Comparison()
        rules: list[Rule] = []
        for row in sorted(rows, key=lambda each: int(each.values["number"])):
            try:
                rule = entered_rule(_rule(row), names)
            except Invalid as refusal:
                field = next((name for name, word in WORDS.items() if word == refusal.field), "kind")
                value = refusal.params["value"]
                found.problems.append(work.problem(row, field, value, refusal.params["reason"]))
                continue
            place, after = len(rules), document_of(rule)
            rules.append(rule)
            old = document_of(before[place]) if place < len(before) else None
            verdict = Verdict.CREATE if old is None else Verdict.CHANGE
            if old == after:
                found.same += 1
                verdict = Verdict.SAME
            else:
                (found.created if old is None else found.changed).append(rule)
            images = (None, None) if old == after else (old, after)
            found.lines.append(Line(row.number, verdict, str(place + 1), *images))
        for place, rule in enumerate(before[len(rules) :], start=len(rules)):
            # What a shorter file leaves out goes; kept with the batch, so that it can come back.
            found.changed.append(rule)
            found.lines.append(Line(0, Verdict.CHANGE, str(place + 1), document_of(rule), {}))
        if rules != list(before):
            found.extra.append(tuple(rules))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Make them the draft; a file that is shorter drops what it does not name."""
        for rules in comparison.extra:
            write_draft(work.session, work.actor, work.at, rules)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Make the draft say what it said before, where it says what the batch made of it."""
        standing = dict(enumerate(map(document_of, _standing(work.session)), start=1))
        found: list[Resting] = []
        for each in lines:
            place = int(each.key)
            if standing.get(place, {}) != (each.after or {}):
                found.append(Resting(each.key, LATER))
            elif each.before:
                standing[place] = dict(each.before)
            else:
                standing.pop(place, None)
        if len(found) < len(lines):
            rules = [rule_of(standing[place]) for place in sorted(standing)]
            write_draft(work.session, work.actor, work.at, rules)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the rules of the draft, or of the edition in force where there is none."""
        for number, rule in enumerate(_standing(session), start=1):
            hours = "" if rule.hours is Hours.ANY else rule.hours.value
            if rule.hours is Hours.SPAN:
                hours = f"{clock_text(rule.begins)}-{clock_text(rule.ends)}"
            yield (
                number,
                rule.matter,
                rule.class_code,
                rule.grid,
                rule.division,
                " ".join(rule.channels),
                " ".join(map(str, rule.urgencies)),
                "" if rule.days is Days.ANY else rule.days.value,
                " ".join(map(str, rule.weekdays)),
                hours,
                rule.kind.value,
                rule.unit,
                rule.post,
                rule.person,
                rule.note,
            )


def _rule(row: Row) -> Rule:
    values = dict(row.values)
    hours, begins, ends = values.get("hours", (Hours.ANY, 0, 0))
    return Rule(
        values["kind"],
        unit=values.get("unit", ""),
        post=values.get("post", ""),
        person=values.get("person", ""),
        matter=values.get("matter", ""),
        class_code=values.get("class_code", ""),
        grid=values.get("grid", ""),
        division=values.get("division", ""),
        channels=values.get("channels", ()),
        urgencies=values.get("urgencies", ()),
        days=values.get("days", Days.ANY),
        weekdays=values.get("weekdays", ()),
        hours=hours,
        begins=begins,
        ends=ends,
        note=values.get("note", ""),
    )


def _standing(session: Session) -> tuple[Rule, ...]:
    draft = queries.edition_row(session, DRAFT)
    return queries.rules_of(draft if draft is not None else queries.edition_row(session, IN_FORCE))


KIND = Routing()
