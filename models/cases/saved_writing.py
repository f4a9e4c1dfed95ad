"""What it takes to keep a saved queue: checks at the door, and the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.accounts.queries import unit_exists
from models.accounts.views import Role
from models.cases.arranging import base_of, clean_columns, ordering_text
from models.cases.columns import ACCOUNTS, SAVED_QUEUES
from models.cases.filters import LONGEST, parse
from models.cases.kept_names import names_kept
from models.cases.saved_refusals import MayNotShare, NameTaken, NotYours, TooManySaved, UnknownBase
from models.cases.saved_views import SharedWith, clean_name, may_share
from models.cases.search_tables import SavedQueue
from models.kernel.errors import Invalid, NotFound
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.kept_names import Document
    from models.cases.saved_views import SavedSpec, Sharing

MOST_SAVED = 60
_FILTER, _ROLES = N_("the filter"), N_("the roles")


def facts_of(
    session: Session, spec: SavedSpec, today: date, before: Document | None = None
) -> dict[str, Any]:
    """Return the columns of a row that keeps ``spec``; ``before`` is what was kept of names so far.

    Raises:
        Invalid: the name is empty or too long, or the filter too long.
        FilterNotUnderstood: something in the filter means nothing.
        NothingCalled: a name in it is nobody's.
        UnknownBase, ArrangementRefused: base, columns or order cannot be shown.
    """
    text = clean_line(spec.text)
    if len(text) > LONGEST:
        reason = Phrase(
            N_("it has %(length)s characters, at most %(most)s fit"), length=len(text), most=LONGEST
        )
        raise Invalid(_FILTER, f"{text[:20]}…", reason)
    if base_of(spec.base.value) is None:
        raise UnknownBase(spec.base.value)
    return {
        "name": clean_name(spec.name),
        "base": spec.base.value,
        "text": text,
        "names": names_kept(session, parse(text, today), before) or None,
        "columns": [column.value for column in clean_columns(spec.columns)],
        "ordering": ordering_text(spec.ordering),
    }


def require_free(session: Session, actor: Actor, name: str, queue_id: int | None = None) -> None:
    """Let a name pass that the person has not given to something else.

    Two saves of one person at the same time wait for each other here.

    Raises:
        NameTaken: they have.
    """
    connection = session.connection()
    connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == actor.account_id).with_for_update())
    statement = select(SAVED_QUEUES.c.id).where(
        SAVED_QUEUES.c.account_id == actor.account_id,
        SAVED_QUEUES.c.name == name,
        SAVED_QUEUES.c.dropped_at.is_(None),
    )
    if (taken := connection.execute(statement).scalar()) is not None and taken != queue_id:
        raise NameTaken(name)


def next_position(session: Session, actor: Actor) -> int:
    """Return the place behind all the person has saved.

    Raises:
        TooManySaved: it is as many as are kept.
    """
    statement = select(func.count(), func.coalesce(func.max(SAVED_QUEUES.c.position), 0)).where(
        SAVED_QUEUES.c.account_id == actor.account_id, SAVED_QUEUES.c.dropped_at.is_(None)
    )
    saved, last = session.connection().execute(statement).one()
    if saved >= MOST_SAVED:
        raise TooManySaved(MOST_SAVED)
    return int(last) + 1


def own_row(
    session: Session, actor: Actor, queue_id: int, owner_name: str, *, administers: bool
) -> SavedQueue:
    """Return the row of a queue the person may change.

    Args:
        session: the caller's.
        actor: the person.
        queue_id: of a queue within their sight.
        owner_name: whose it is, for the refusal.
        administers: a system administrator may do this to anybody's shared queue.

    Raises:
        NotYours: it is somebody else's.
    """
    row = session.get_one(SavedQueue, queue_id)
    if row.account_id != actor.account_id and not (administers and actor.has(Role.SYSTEM_ADMIN)):
        raise NotYours(row.name, owner_name)
    return row


def shared_facts(session: Session, actor: Actor, sharing: Sharing) -> dict[str, Any]:
    """Return the columns of a row that is shared so.

    Raises:
        MayNotShare: the person's roles do not reach so far.
        Invalid: no role is named.
        NotFound: there is no such unit.
    """
    kind = sharing.kind
    if kind is not SharedWith.NOBODY and not may_share(actor, sharing):
        raise MayNotShare(actor.name)
    if kind is SharedWith.ROLES and not sharing.roles:
        raise Invalid(_ROLES, "", N_("none is named"))
    if kind is SharedWith.UNIT and not (sharing.unit_id and unit_exists(session, sharing.unit_id)):
        raise NotFound(N_("unit"), sharing.unit_id or "")
    roles = sorted(role.value for role in sharing.roles)
    return {
        "shared": kind,
        "roles": roles if kind is SharedWith.ROLES else None,
        "unit_id": sharing.unit_id if kind is SharedWith.UNIT else None,
    }


def ledger_facts(row: SavedQueue) -> dict[str, Any]:
    """Return what the ledger says of a saved queue."""
    return {
        "id": row.id,
        "name": row.name,
        "base": row.base,
        "text": row.text,
        "columns": list(row.columns),
        "order": row.ordering,
        "shared": row.shared,
        "roles": row.roles,
        "unit": row.unit_id,
    }
