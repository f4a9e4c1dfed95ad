"""Filing conditions, a row for each: what the table of matters holds in cells of several lines.

A row adds the next condition of a matter or changes one that is there; conditions the source does
not name stay. With ``whole=yes`` the source names all conditions of every matter in it, and those
left out are dropped. A matter that changes gets a new version, as if its own row had changed.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from models.catalogue.rules import ConditionDraft
from models.catalogue.standing import office_day, standing
from models.catalogue.views import LimitMode, MatterStatus
from models.catalogue.writing import plan_matters, write_matters
from models.exchange.cells import Nature, code, line, of_nature, whole, yes_no
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.history import MOST_CONDITIONS
from models.exchange.kinds.matter_cells import MODES, limits
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import BadCell, Unknown
from models.exchange.views import Resting
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.standing import Standing
    from models.exchange.views import Problem

_TEXTS = ("text", "closing_condition", "evidence", "origin")


class OneLimit(BadCell):
    """Several time limits in the cell of one condition."""

    code = "exchange.one_limit"
    sentence = N_("a condition has one time limit")


class GapBefore(BadCell):
    """A condition with a number that is not the next one."""

    code = "exchange.gap_before"
    sentence = N_("the matter has %(count)s conditions: the next one is number %(next)s")

    def __init__(self, count: int) -> None:
        super().__init__(count=count, next=count + 1)


class MatterEnded(BadCell):
    """A matter that is no longer in force."""

    code = "exchange.matter_ended"
    sentence = N_("this matter exists, but is retired")


@of_nature(Nature.LIMIT)
def _limit(cell: str) -> str:
    found = limits(cell)
    if len(found) != 1:
        raise OneLimit
    return found[0]


class Conditions(Kind):
    """Filing conditions of matters that are there."""

    name = "conditions"
    title = N_("filing conditions, one by one")
    key = ("matter_code", "number")
    settings = (
        Field(
            "whole",
            N_("drop conditions the table does not name: yes or no"),
            synonyms=("全部",),
            parse=yes_no,
        ),
    )
    fields = (
        Field(
            "matter_code",
            N_("matter code"),
            required=True,
            synonyms=("事项编码", "事项代码", "小类代码", "小类编码", "code"),
            parse=code(16),
        ),
        Field(
            "number",
            N_("number of the condition"),
            required=True,
            synonyms=("立案条件序号", "条件序号", "序号", "seq"),
            parse=whole(1, MOST_CONDITIONS),
        ),
        Field(
            "text",
            N_("filing condition"),
            synonyms=("立案条件", "立案标准", "条件", "condition"),
            parse=line(1000),
        ),
        Field(
            "limit",
            N_("time limit"),
            required=True,
            synonyms=("时限", "处置时限", "处理时限", "办理时限", "time_limit"),
            parse=_limit,
        ),
        Field("mode", N_("counting of days"), synonyms=("计时方式",), parse=MODES, blank=None),
        Field(
            "closing_condition", N_("closing condition"), synonyms=("结案条件", "结案标准"), parse=line(1000)
        ),
        Field("evidence", N_("evidence"), synonyms=("证据要求", "结案证据"), parse=line(1000)),
        Field("origin", N_("origin of the condition"), synonyms=("条件来源",), parse=line(1000)),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Plan a version of every matter one of whose conditions says something new."""
        today = office_day(work.session, work.at)
        known = standing(work.session, today)
        found = Comparison()
        made: dict[str, list[ConditionDraft]] = {}
        named: dict[str, int] = {}
        for row in sorted(rows, key=lambda each: (each.values["matter_code"], each.values["number"])):
            matter = known.get(row.values["matter_code"])
            conditions = [] if matter is None else made.get(matter.draft.code, list(matter.draft.conditions))
            problems = list(_problems(row, matter, len(conditions), known, work))
            found.problems += problems
            if problems or matter is None:
                continue
            named[matter.draft.code] = named.get(matter.draft.code, 0) + 1
            _place(row, conditions, found)
            made[matter.draft.code] = conditions
        if work.settings.get("whole"):
            made = {code: _kept(code, conditions, named[code], found) for code, conditions in made.items()}
        drafts = [
            replace(known[matter].draft, conditions=tuple(conditions)) for matter, conditions in made.items()
        ]
        found.plan = plan_matters(work.session, drafts, today, known)
        found.totals |= {"matters": len(found.plan.changed)}
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the versions planned."""
        write_matters(work.session, work.actor, work.at, comparison.plan)
        return {"totals": comparison.totals}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give matters a version with the conditions that stood before; cases keep the one they have."""
        today = office_day(work.session, work.at)
        known = standing(work.session, today)
        by_matter: dict[str, list[Line]] = {}
        for each in lines:
            by_matter.setdefault(each.key.rsplit(" ", 1)[0], []).append(each)
        found: list[Resting] = []
        drafts = []
        for matter_code, own in by_matter.items():
            matter = known.get(matter_code)
            before = None
            if matter is not None and matter.draft.status is not MatterStatus.RETIRED:
                before = _before(matter.draft.conditions, own)
            if matter is None or before is None:
                found += [Resting(each.key, LATER) for each in own]
            else:
                drafts.append(replace(matter.draft, conditions=before))
        write_matters(work.session, work.actor, work.at, plan_matters(work.session, drafts, today, known))
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the conditions of what every code means on the day of ``at``, by code and number."""
        for matter, each in sorted(standing(session, office_day(session, at)).items()):
            if each.draft.status is MatterStatus.RETIRED:
                continue
            for number, condition in enumerate(each.draft.conditions, 1):
                cells = (condition.closing_condition, condition.evidence, condition.origin)
                yield (matter, number, condition.text, condition.limit, condition.mode, *cells)


def _document(each: ConditionDraft) -> dict[str, Any]:
    return {**asdict(each), "mode": each.mode.value}


def _before(now: Sequence[ConditionDraft], lines: Sequence[Line]) -> tuple[ConditionDraft, ...] | None:
    """Return the conditions as they stood before; ``None`` if they are not as the import left them."""
    conditions: list[ConditionDraft | None] = list(now)
    for said in sorted(lines, key=lambda each: int(each.key.rsplit(" ", 1)[1])):
        place = int(said.key.rsplit(" ", 1)[1]) - 1
        stands = conditions[place] if place < len(conditions) else None
        if ({} if stands is None else _document(stands)) != said.after:
            return None
        before = said.before and ConditionDraft(**{**said.before, "mode": LimitMode(said.before["mode"])})
        if place < len(conditions):
            conditions[place] = before or None
        else:
            conditions.append(before or None)
    left = [each for each in conditions if each is not None]
    # One added in the meantime would move to another number: then the matter stays as it is.
    return tuple(left) if conditions[: len(left)] == left else None


def _problems(
    row: Row, matter: Standing | None, count: int, known: Mapping[str, Any], work: Work
) -> Iterator[Problem]:
    said = row.values["matter_code"]
    if matter is None:
        yield work.problem(row, "matter_code", said, Unknown(N_("matter"), said, known))
    elif matter.draft.status is MatterStatus.RETIRED:
        yield work.problem(row, "matter_code", said, MatterEnded())
    elif row.values["number"] > count + 1:
        yield work.problem(row, "number", row.values["number"], GapBefore(count))


def _place(row: Row, conditions: list[ConditionDraft], found: Comparison) -> None:
    """Put a row's condition in its place, and count it."""
    values, place = row.values, row.values["number"] - 1
    fresh = place == len(conditions)
    old = ConditionDraft(values["limit"]) if fresh else conditions[place]
    given = {name: values[name] for name in _TEXTS if name in values}
    if not given.get("text"):
        # An empty cell takes no text away, as in the table of matters.
        given.pop("text", None)
    mode: LimitMode | None = values.get("mode")
    key, number = f"{values['matter_code']} {values['number']}", row.number
    new = replace(old, limit=values["limit"], mode=mode or old.mode, **given)
    if fresh:
        conditions.append(new)
        found.created.append(new)
        found.lines.append(Line(number, Verdict.CREATE, key, None, _document(new)))
    elif new == old:
        found.same += 1
        found.lines.append(Line(number, Verdict.SAME, key))
    else:
        conditions[place] = new
        found.changed.append(new)
        found.lines.append(Line(number, Verdict.CHANGE, key, _document(old), _document(new)))


def _kept(code: str, conditions: list[ConditionDraft], named: int, found: Comparison) -> list[ConditionDraft]:
    """Return the first ``named`` conditions; the others were not in the source."""
    if named < len(conditions):
        for number, each in enumerate(conditions[named:], named + 1):
            found.lines.append(Line(0, Verdict.CHANGE, f"{code} {number}", _document(each), {}))
        found.totals["dropped"] = found.totals.get("dropped", 0) + len(conditions) - named
    return conditions[:named]


KIND = Conditions()
