"""Drafts and remembered choices of the person at the desk.

Each person reaches only what is theirs, so there is no permission to check beyond being
signed in; and nobody else's screen shows it, so it is written quietly. Times of drafts come
from the injected clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from models.desk.refusals import DraftTooLarge
from models.desk.tables import Draft, Preference
from models.desk.views import DraftView
from models.kernel.documents import canonical, plain
from models.kernel.tables import table_of
from models.kernel.upsert import insert_into

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.kernel.store import Store

LARGEST_DRAFT = 64 * 1024
"""Bytes of JSON that one draft may take: many times the longest form, and no place to store files."""

LARGEST_CHOICE = 8 * 1024
"""Bytes of JSON that one remembered choice may take."""

_NAME_LENGTH = 64

_DRAFTS = table_of(Draft)
_CHOICES = table_of(Preference)
_VIEW = [_DRAFTS.c[name] for name in DraftView.__dataclass_fields__]


class DeskService:
    """What a signed-in person left on the desk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def save_draft(self, actor: Actor, form: str, subject: str, content: Mapping[str, Any]) -> None:
        """Keep ``content`` as the one draft of this person, form and subject.

        Args:
            actor: whose draft it is.
            form: which form, such as ``intake``; at most 64 characters.
            subject: what it is about, such as a case number; ``""`` for a form about nothing yet.
            content: the entries of the form, by name.

        Raises:
            DraftTooLarge: the content has more than :data:`LARGEST_DRAFT` bytes.
            ValueError: the form or the subject has too long a name.
        """
        _require_name(form)
        if subject:
            _require_name(subject)
        document = _bounded(content, LARGEST_DRAFT)
        now = self._clock.now()
        with self._store.write(quiet=True) as session:
            insert = insert_into(session, _DRAFTS).values(
                account_id=actor.account_id,
                form=form,
                subject=subject,
                content=document,
                started_at=now,
                saved_at=now,
            )
            session.connection().execute(
                insert.on_conflict_do_update(
                    index_elements=["account_id", "form", "subject"],
                    set_={"content": insert.excluded.content, "saved_at": insert.excluded.saved_at},
                )
            )

    def draft(self, actor: Actor, form: str, subject: str = "") -> DraftView | None:
        """Return the draft of this person, form and subject, or ``None``."""
        with self._store.read() as session:
            row = session.connection().execute(select(*_VIEW).where(*_place(actor, form, subject))).first()
        return None if row is None else DraftView(*row)

    def drafts(self, actor: Actor) -> list[DraftView]:
        """Return all drafts of this person, the one saved last first."""
        statement = (
            select(*_VIEW)
            .where(_DRAFTS.c.account_id == actor.account_id)
            .order_by(_DRAFTS.c.saved_at.desc(), _DRAFTS.c.id.desc())
        )
        with self._store.read() as session:
            return [DraftView(*row) for row in session.connection().execute(statement)]

    def drop_draft(self, actor: Actor, form: str, subject: str = "") -> None:
        """Throw the draft away; nothing happens where there is none."""
        with self._store.write(quiet=True) as session:
            session.connection().execute(delete(_DRAFTS).where(*_place(actor, form, subject)))

    def remember(self, actor: Actor, name: str, value: Any) -> None:
        """Keep a small choice of this person under ``name``; ``None`` forgets it.

        Raises:
            DraftTooLarge: the value has more than :data:`LARGEST_CHOICE` bytes.
            ValueError: the name is empty or longer than 64 characters.
        """
        with self._store.write(quiet=True) as session:
            remember_within(session, actor, name, value)

    def recall(self, actor: Actor, name: str, default: Any = None) -> Any:
        """Return what was remembered under ``name``, or ``default``."""
        statement = select(_CHOICES.c.value).where(
            _CHOICES.c.account_id == actor.account_id, _CHOICES.c.name == name
        )
        with self._store.read() as session:
            row = session.connection().execute(statement).first()
        return default if row is None else row.value


def remember_within(session: Session, actor: Actor, name: str, value: Any) -> None:
    """Keep a small choice of a person within the caller's transaction; ``None`` forgets it.

    Raises:
        DraftTooLarge: the value has more than :data:`LARGEST_CHOICE` bytes.
        ValueError: the name is empty or longer than 64 characters.
    """
    _require_name(name)
    document = _bounded(value, LARGEST_CHOICE)
    if document is None:
        where = (_CHOICES.c.account_id == actor.account_id, _CHOICES.c.name == name)
        session.connection().execute(delete(_CHOICES).where(*where))
        return
    insert = insert_into(session, _CHOICES).values(account_id=actor.account_id, name=name, value=document)
    session.connection().execute(
        insert.on_conflict_do_update(
            index_elements=["account_id", "name"], set_={"value": insert.excluded.value}
        )
    )


def recall_within(session: Session, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    """Return what was remembered under each of ``names``; nothing for those that hold nothing."""
    statement = select(_CHOICES.c.name, _CHOICES.c.value).where(
        _CHOICES.c.account_id == actor.account_id, _CHOICES.c.name.in_(names)
    )
    return {row.name: row.value for row in session.connection().execute(statement)}


def _place(actor: Actor, form: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _DRAFTS.c.account_id == actor.account_id,
        _DRAFTS.c.form == form,
        _DRAFTS.c.subject == subject,
    )


def _bounded(content: Any, most: int) -> Any:
    document = plain(content)
    size = len(canonical(document).encode())
    if size > most:
        raise DraftTooLarge(size, most)
    return document


def _require_name(name: str) -> None:
    if not 0 < len(name) <= _NAME_LENGTH:
        message = f"no name for something on a desk: {name!r}"
        raise ValueError(message)
