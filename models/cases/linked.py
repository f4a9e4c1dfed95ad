"""Links between cases: read for both sides, written and taken away, each side told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from models.cases.columns import CASES, LINKS
from models.cases.kinds import Action
from models.cases.ledgering import stream_of
from models.cases.linking_refusals import LinkedBefore, LinksItself, NotLinked
from models.cases.views import LinkView
from models.kernel.errors import NotFound
from models.kernel.findings import Finding
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlmodel import Session

    from models.cases.kinds import LinkKind
    from models.cases.steps import Outcome, Step


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What a step does to the links between its case and another; no ``kind`` takes them away."""

    other_id: int
    other_number: str
    kind: LinkKind | None


def _between(case_id: int | None, other_id: int) -> ColumnElement[bool]:
    """Return the condition of a link between two cases, whichever of them it was entered on."""
    one_way = and_(LINKS.c.case_id == case_id, LINKS.c.other_id == other_id)
    return or_(one_way, and_(LINKS.c.case_id == other_id, LINKS.c.other_id == case_id))


def kinds_between(session: Session, case_id: int | None, other_id: int) -> list[LinkKind]:
    """Return what links two cases."""
    statement = select(LINKS.c.kind).where(_between(case_id, other_id)).order_by(LINKS.c.id)
    return list(session.connection().scalars(statement))


def links_of(session: Session, case_id: int) -> tuple[LinkView, ...]:
    """Return the links of a case as its screen shows them, in the order they were entered."""
    sides = ((LINKS.c.case_id, LINKS.c.other_id, True), (LINKS.c.other_id, LINKS.c.case_id, False))
    found = []
    for mine, others, outward in sides:
        statement: Select[Any] = (
            select(LINKS.c.id, LINKS.c.kind, LINKS.c.note, CASES.c.number, CASES.c.state)
            .join_from(LINKS, CASES, CASES.c.id == others)
            .where(mine == case_id)
        )
        for row in session.connection().execute(statement):
            link = LinkView(row.number, row.state, row.kind, outward=outward, note=row.note)
            found.append((row.id, link))
    return tuple(link for _, link in sorted(found, key=lambda each: each[0]))


def _link(step: Step, result: Outcome) -> None:
    """Link the case to the one named.

    Raises:
        NotFound: there is no case of this number.
        LinksItself, LinkedBefore: such a link says nothing new.
    """
    case, other = step.case, step.sources.lead(step.entries.other)
    kind = step.entries.link
    if other is None or kind is None:
        raise NotFound(N_("case"), step.entries.other)
    if other.id == case.id:
        raise LinksItself(case.number)
    if kind in step.sources.links(case.id, other.id):
        raise LinkedBefore(case.number, other.number, kind)
    result.changes["links"] = case.links + 1
    result.details |= {"other": other.number, "link": kind}
    result.link = LinkChange(other.id, other.number, kind)


def _unlink(step: Step, result: Outcome) -> None:
    """Take away every link between the case and the one named.

    Raises:
        NotFound: there is no case of this number.
        NotLinked: nothing links the two.
    """
    case, other = step.case, step.sources.lead(step.entries.other)
    if other is None:
        raise NotFound(N_("case"), step.entries.other)
    kinds = step.sources.links(case.id, other.id)
    if not kinds:
        raise NotLinked(case.number, other.number)
    result.changes["links"] = case.links - len(kinds)
    result.details |= {"other": other.number, "links": list(kinds)}
    result.link = LinkChange(other.id, other.number, None)


LINKING_EFFECTS: dict[Action, Callable[[Step, Outcome], None]] = {
    Action.LINK: _link,
    Action.UNLINK: _unlink,
}
"""What linking and its opposite change."""


def write_link(session: Session, step: Step, change: LinkChange) -> None:
    """Write the link down or take it away, and count it on the other case, whose ledger tells it too."""
    connection, case_id = session.connection(), step.case.id
    before: int = connection.execute(select(CASES.c.links).where(CASES.c.id == change.other_id)).scalar_one()
    if change.kind is None:
        after = before - connection.execute(delete(LINKS).where(_between(case_id, change.other_id))).rowcount
    else:
        after = before + 1
        connection.execute(
            insert(LINKS).values(
                case_id=case_id,
                other_id=change.other_id,
                kind=change.kind,
                note=step.entries.note,
                at=step.now,
                actor_id=step.actor.account_id,
                actor_name=step.actor.name,
            )
        )
    connection.execute(update(CASES).where(CASES.c.id == change.other_id).values(links=after))
    facts = {"links": after, "other": step.case.number, "link": change.kind}
    stream = stream_of(change.other_number)
    record(session, step.actor, step.now, stream, f"case.{step.row.action}.other", {"links": before}, facts)


def link_findings(session: Session) -> Iterator[Finding]:
    """Yield the cases that count other links than there are."""
    ends = select(LINKS.c.case_id.label("id")).union_all(select(LINKS.c.other_id)).subquery()
    counted = select(ends.c.id, func.count().label("links")).group_by(ends.c.id).subquery()
    there = func.coalesce(counted.c.links, 0)
    statement = (
        select(CASES.c.number, CASES.c.links, there.label("there"))
        .select_from(CASES.outerjoin(counted, counted.c.id == CASES.c.id))
        .where(CASES.c.links != there)
        .order_by(CASES.c.id)
    )
    for row in session.connection().execute(statement):
        yield Finding(
            "cases",
            stream_of(row.number),
            N_("Case %(number)s counts %(kept)s links; there are %(counted)s."),
            {"number": row.number, "kept": row.links, "counted": row.there},
        )
