"""Templates of wording of the office's own: what is offered when an opinion or a reply is written.

A template has no code: it is what it says. So a row that says something new adds a template; none
is changed or dropped by an import (the console and ``yiwang case wordings`` do that).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from models.cases.columns import WORDINGS
from models.cases.door import REASON_LENGTH
from models.cases.kinds import Action
from models.cases.wordings import checked_wording
from models.exchange.cells import block, member
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.history import ACTIONS, ELSEWHERE
from models.exchange.lines import Line, Verdict
from models.kernel.errors import Invalid
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.views import Resting

_STREAM = "case_wordings"
_SHOWN = 40
_ACTIONS = ACTIONS | {
    "并案": Action.MERGE,
    "拆案": Action.UNMERGE,
    "关联": Action.LINK,
    "解除关联": Action.UNLINK,
    "吹哨": Action.WHISTLE,
    "上级时限": Action.SET_DEADLINE,
    "取消上级时限": Action.DROP_DEADLINE,
}
_WORDLESS = ELSEWHERE - frozenset(_ACTIONS.values())
"""Steps at which nobody writes anything"""


class Wordings(Kind):
    """Templates by the step they are offered at."""

    name = "wordings"
    title = N_("templates of wording")
    key = ("action", "text")
    fields = (
        Field(
            "action",
            N_("step"),
            required=True,
            synonyms=("环节", "办理环节", "操作"),
            parse=member(Action, _ACTIONS, unnamed=_WORDLESS),
        ),
        Field(
            "text",
            N_("wording"),
            required=True,
            synonyms=("用语", "常用语", "意见", "内容"),
            parse=block(REASON_LENGTH),
        ),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """See which templates are there; say of the others whether they name what no case has."""
        standing = {(each.action, each.text) for each in _standing(work.session)}
        found = Comparison()
        for row in rows:
            pair = (row.values["action"], row.values["text"])
            if pair in standing:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, _key(*pair)))
                continue
            try:
                text = checked_wording(pair[1])
                found.created.append((pair[0], text))
                after = {"action": pair[0].value, "text": text}
                found.lines.append(Line(row.number, Verdict.CREATE, _key(pair[0], text), None, after))
            except Invalid as refusal:
                found.problems.append(work.problem(row, "text", pair[1][:60], refusal.params["reason"]))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Add the templates."""
        entries = []
        for action, text in comparison.created:
            statement = insert(WORDINGS).values(action=action, text=text).returning(WORDINGS.c.id)
            made = int(work.session.connection().execute(statement).scalar_one())
            facts = {"id": made, "action": action, "text": text}
            entries.append((_STREAM, "case_wording.add", None, facts))
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Drop the templates that were added; nothing rests on one, for cases keep their own words."""
        entries = []
        for line in lines:
            said = line.after or {}
            mine = (WORDINGS.c.action == said["action"]) & (WORDINGS.c.text == said["text"])
            statement = delete(WORDINGS).where(mine).returning(WORDINGS.c.id)
            gone = work.session.connection().execute(statement).scalars()
            entries += [(_STREAM, "case_wording.remove", {"id": made, **said}, None) for made in gone]
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return []

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the office's own templates in the order they were added."""
        for each in _standing(session):
            yield (each.action, each.text)


def _key(action: Action, text: str) -> str:
    return f"{action.value} {text[:_SHOWN]}"


def _standing(session: Session) -> Sequence[Any]:
    statement = select(WORDINGS.c.action, WORDINGS.c.text).order_by(WORDINGS.c.id)
    return session.connection().execute(statement).all()


KIND = Wordings()
