"""Handling flows, a row per step with the steps it leads to.

The rows of one flow are the whole flow, in the order of its steps: a step without a row is no
longer in it. A flow that differs gets a new version; running cases stay under theirs. What leads on
stands in one cell, a line per step: ``key``, or ``key | kind | condition``.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from models.catalogue.flows import queries
from models.catalogue.flows.rules import cleaned, content_hash, flow_document
from models.catalogue.flows.views import (
    EntryKind,
    FlowDraft,
    Link,
    LinkKind,
    Step,
    StepEntry,
    StepKind,
)
from models.catalogue.flows.writing import add_version, move_on, note
from models.exchange.cells import block, code, line, member
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.flow_undo import flow_lines, grounds_refusal, take_back
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import BadCell, NotOneOf
from models.kernel.errors import Conflict
from models.kernel.text import clean_line, fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.flows.queries import Standing
    from models.exchange.views import Resting

_STEPS = {
    "受理": StepKind.ACCEPT,
    "立案": StepKind.FILE,
    "分拨": StepKind.DISPATCH,
    "派遣": StepKind.DISPATCH,
    "处置": StepKind.HANDLE,
    "核查": StepKind.VERIFY,
    "研判": StepKind.DECIDE,
    "审批": StepKind.DECIDE,
    "协办": StepKind.ASSIST,
    "吹哨": StepKind.ESCALATE,
    "送达": StepKind.DELIVER,
    "结案": StepKind.CLOSE,
    "回访": StepKind.CALL_BACK,
}
_LINKS = {
    "正常": LinkKind.NORMAL,
    "退回": LinkKind.RETURN,
    "协办": LinkKind.ASSIST,
    "吹哨": LinkKind.ESCALATE,
}
_ENTRIES = {
    "单行": EntryKind.LINE,
    "多行": EntryKind.TEXT,
    "数字": EntryKind.NUMBER,
    "日期": EntryKind.DATE,
    "选项": EntryKind.CHOICE,
    "是否": EntryKind.YES_NO,
    "单位": EntryKind.UNIT,
    "照片": EntryKind.PHOTO,
}
_LINK_KIND = member(LinkKind, _LINKS)
_ENTRY_KIND = member(EntryKind, _ENTRIES)
_REQUIRED = frozenset({"required", "必填"})
_KEY = 32


class BrokenFlow(BadCell):
    """A step of a flow another row of which cannot be used: a flow is taken in whole."""

    code = "exchange.broken_flow"
    sentence = N_("another row of this flow cannot be used: a flow is taken in whole")


class Target(NamedTuple):
    """A step that is led to."""

    key: str
    kind: LinkKind
    condition: str


def _parts(text: str, most: int) -> list[str]:
    return [clean_line(part) for part in re.split(r"[|｜]", text, maxsplit=most - 1)]


def _targets(cell: str) -> tuple[Target, ...]:
    found = []
    for text in cell.splitlines():
        key, *more = _parts(text, 3)
        if key:
            kind = _LINK_KIND(more[0]) if more and more[0] else LinkKind.NORMAL
            found.append(Target(key, kind, more[1] if len(more) > 1 else ""))
    return tuple(found)


def _entries(cell: str) -> tuple[StepEntry, ...]:
    """Read entries, a line each: ``name | kind | required | choice/choice``."""
    found = []
    for text in cell.splitlines():
        name, *more = [*_parts(text, 4), "", "", ""][:4]
        if not name:
            continue
        kind, required, choices = more
        if required and fold(required) not in _REQUIRED:
            raise NotOneOf(", ".join(sorted(_REQUIRED)))
        kinds = _ENTRY_KIND(kind) if kind else EntryKind.LINE
        words = tuple(clean_line(word) for word in re.split(r"[/／]", choices) if word.strip())
        found.append(StepEntry(name, kinds, bool(required), words))
    return tuple(found)


class Flows(Kind):
    """Flows by their steps."""

    name = "flows"
    title = N_("handling flows")
    key = ("flow", "step")
    fields = (
        Field(
            "flow",
            N_("flow code"),
            required=True,
            synonyms=("流程编码", "流程代码", "flow_code"),
            parse=code(),
        ),
        Field("flow_name", N_("name of the flow"), synonyms=("流程名称", "流程"), parse=line(64)),
        Field("flow_note", N_("note on the flow"), synonyms=("流程说明",), parse=block(1000)),
        Field(
            "step", N_("key of the step"), required=True, synonyms=("环节编码", "环节代码"), parse=line(_KEY)
        ),
        Field("name", N_("name of the step"), required=True, synonyms=("环节名称", "环节"), parse=line(64)),
        Field(
            "kind",
            N_("kind of step"),
            required=True,
            synonyms=("环节类型", "类型"),
            parse=member(StepKind, _STEPS),
        ),
        Field("post", N_("post of the step"), synonyms=("岗位", "角色"), parse=line(64)),
        Field("unit", N_("unit of the step"), synonyms=("承办单位", "单位编码", "单位"), parse=line(64)),
        Field("limit", N_("time limit"), synonyms=("时限", "办理时限"), parse=line(16)),
        Field("evidence", N_("evidence"), synonyms=("证据要求", "材料要求"), parse=block(1000)),
        Field("entries", N_("entries of the step"), synonyms=("填报项", "表单"), parse=_entries, blank=()),
        Field("to", N_("leads to"), synonyms=("下一环节", "去向", "流向"), parse=_targets, blank=()),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Build every flow whole, check it, and compare it with its newest version."""
        found = Comparison()
        by_flow = sorted(rows, key=lambda row: row.values["flow"])
        for flow, group in groupby(by_flow, key=lambda row: row.values["flow"]):
            steps = list(group)
            standing = queries.standing(work.session, flow)
            before = None if standing is None else _newest(work.session, standing)
            draft = _draft(steps, before)
            refused = grounds_refusal(draft, standing, work)
            if refused is not None:
                found.problems.append(work.problem(steps[0], "flow", flow, refused))
                found.problems += [work.problem(row, "flow", flow, BrokenFlow()) for row in steps[1:]]
            elif before is None:
                found.lines += flow_lines(steps, None, draft, 1)
                found.created += [(None, None, draft)] + [None] * (len(steps) - 1)
            elif content_hash(before) == content_hash(draft):
                found.same += len(steps)
                found.lines += [Line(row.number, Verdict.SAME, _said(row)) for row in steps]
            else:
                assert standing is not None  # noqa: S101 -- it has a version
                found.lines += flow_lines(steps, before, draft, standing.current_number + 1)
                found.changed += [(standing, before, draft)] + [None] * (len(steps) - 1)
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write a version of every flow that is new or differs.

        Raises:
            Conflict: somebody changed one of them meanwhile.
        """
        session, at = work.session, work.at
        written = [each for each in (*comparison.created, *comparison.changed) if each is not None]
        for standing, before, draft in written:
            if standing is None:
                facts = {"code": draft.code, "name": draft.name, "current_number": 1, "retired": False}
                insert = queries.FLOWS.insert().values(version=1, **facts).returning(queries.FLOWS.c.id)
                flow_id, number = session.connection().execute(insert).scalar_one(), 1
            else:
                flow_id, number = standing.id, standing.current_number + 1
                if not move_on(session, standing, name=draft.name, current_number=number):
                    raise Conflict(N_("The flow"), None)
            add_version(session, work.actor, at, flow_id, number, draft)
            action = "create" if before is None else "change"
            old = None if before is None else flow_document(before)
            note(session, work.actor, at, draft.code, action, old, flow_document(draft))
        return {"flows": len(written)}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give flows a version that says what stood before; take those created out of use."""
        return take_back(lines, work)

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the steps of the newest version of every flow in use, by code and in their order."""
        for standing in sorted(queries.all_standing(session), key=lambda each: each.code):
            if standing.retired:
                continue
            draft = _newest(session, standing)
            for step in draft.steps:
                links = [each for each in draft.links if each.source == step.key]
                yield (
                    draft.code, draft.name, draft.note, step.key, step.name, step.kind, step.post, step.unit,
                    step.limit, step.evidence, [_entry_line(each) for each in step.entries],
                    [_line_of(each.target, each.kind, each.condition) for each in links],
                )  # fmt: skip


def _line_of(*parts: str) -> str:
    texts = [str(part) for part in parts]
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    return " | ".join(texts)


def _entry_line(entry: StepEntry) -> str:
    required = "required" if entry.required else ""
    return _line_of(entry.name, entry.kind, required, "/".join(entry.choices))


def _said(row: Row) -> str:
    return f"{row.values['flow']} {row.values['step']}"


def _newest(session: Session, standing: Standing) -> FlowDraft:
    columns = queries.VERSIONS.c
    wanted = (columns.flow_id == standing.id) & (columns.number == standing.current_number)
    view = queries.flow_view(session, wanted)
    assert view is not None, "a flow has its newest version"  # noqa: S101 -- the schema says so
    return view.draft


def _draft(rows: Sequence[Row], before: FlowDraft | None) -> FlowDraft:
    """Return the flow that rows describe; what they have no column for stays as it stands."""
    first = rows[0].values
    kept = {} if before is None else {step.key: step for step in before.steps}
    steps = []
    for row in sorted(rows, key=lambda each: each.number):
        values = row.values
        old = kept.get(values["step"], Step(values["step"], "", StepKind.HANDLE))
        facts = {name: values.get(name, getattr(old, name)) for name in _STEP_FACTS}
        steps.append(Step(values["step"], **facts))
    links = tuple(
        Link(row.values["step"], *target)
        for row in sorted(rows, key=lambda each: each.number)
        for target in row.values.get("to", ())
    )
    if before is not None and "to" not in first:
        links = before.links
    if before is not None and set(links) == set(before.links):
        # The order of links says nothing.
        links = before.links
    name = first.get("flow_name") or (first["flow"] if before is None else before.name)
    words = first.get("flow_note", "" if before is None else before.note)
    return cleaned(FlowDraft(first["flow"], name, tuple(steps), links, words))


_STEP_FACTS = ("name", "kind", "post", "unit", "limit", "evidence", "entries")


KIND = Flows()
