"""Reads about the working list that look beyond it: source items, classes, what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from models.catalogue.drafting.queries import lines, lines_of
from models.catalogue.drafting.views import DraftClass, EntryLine, EntryState, Member, StepKind
from models.catalogue.drafting.workspace import ENTRIES, MEMBERS, STEPS
from models.catalogue.rules import UNSORTED
from models.catalogue.sources.standing import BOOKS, ITEMS
from models.catalogue.standing import CLASSES
from models.kernel.text import clean_line, half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

_AT_ONCE = 500
_SHOWN = 8
"""How many entries a name that may mean several of them is answered with"""
_ALL = tuple(EntryState)


def named(session: Session, edition_id: int, text: str) -> list[EntryLine]:
    """Return the entries that ``text`` may mean: ``#id``, a code, a name, or words of one.

    A live entry of that code or name is meant before one that is merged or gone.
    """
    word = half_width(clean_line(text))
    if word.startswith("#") and word[1:].isdecimal():
        return list(lines_of(session, edition_id, [int(word[1:])]).values())
    here = ENTRIES.c.edition_id == edition_id
    for column in (ENTRIES.c.code, ENTRIES.c.name):
        statement = select(ENTRIES.c.matter_id).where(here, column == word)
        keys = session.connection().execute(statement.limit(_SHOWN)).scalars().all()
        if keys:
            found = list(lines_of(session, edition_id, keys).values())
            return [line for line in found if line.state is EntryState.LIVE] or found
    return list(lines(session, edition_id, states=_ALL, text=text, limit=_SHOWN).rows) if word else []


def members(session: Session, edition_id: int, matter_ids: Sequence[int]) -> list[Member]:
    """Return the source items behind some entries, by entry, book and row."""
    department = case((ITEMS.c.department == "", BOOKS.c.department), else_=ITEMS.c.department)
    wanted: tuple[Any, ...] = (
        MEMBERS.c.matter_id,
        ITEMS.c.id,
        BOOKS.c.code,
        BOOKS.c.title,
        BOOKS.c.kind,
        ITEMS.c.sheet,
        ITEMS.c.row,
        ITEMS.c.name,
        department,
        ITEMS.c.legal_basis,
        ITEMS.c.file,
    )
    found: list[Member] = []
    for start in range(0, len(matter_ids), _AT_ONCE):
        statement = (
            select(*wanted)
            .join(ITEMS, ITEMS.c.id == MEMBERS.c.item_id)
            .join(BOOKS, BOOKS.c.id == ITEMS.c.book_id)
            .where(
                MEMBERS.c.edition_id == edition_id,
                MEMBERS.c.matter_id.in_(matter_ids[start : start + _AT_ONCE]),
            )
            .order_by(MEMBERS.c.matter_id, BOOKS.c.code, ITEMS.c.row, ITEMS.c.id)
        )
        found += [Member(*row) for row in session.connection().execute(statement)]
    return found


def reasons_apart(session: Session, matter_ids: Sequence[int]) -> dict[int, str]:
    """Return why entries were kept apart from others, the newest reason somebody gave for each."""
    wanted = set(matter_ids)
    found: dict[int, str] = {}
    if not wanted:
        return found
    statement = (
        select(STEPS.c.said)
        .where(STEPS.c.kind == StepKind.APART, STEPS.c.undone.is_(False))
        .order_by(STEPS.c.edition_id, STEPS.c.seq)
    )
    for said in session.connection().execute(statement).scalars():
        if said.get("note"):
            found |= dict.fromkeys(wanted.intersection(said["matters"]), said["note"])
    return found


def classes(session: Session, edition_id: int) -> list[DraftClass]:
    """Return the classes of the live entries with how many there are, unclassified ones first."""
    scheme, code = (
        func.coalesce(ENTRIES.c.document[name].as_string(), default)
        for name, default in zip(("scheme", "class_code"), UNSORTED, strict=True)
    )
    unseen = func.sum(case((ENTRIES.c.settled.is_(False), 1), else_=0))
    inner: Any = (
        select(
            scheme.label("scheme"),
            code.label("code"),
            func.max(func.coalesce(ENTRIES.c.document["class_name"].as_string(), "")).label("name"),
            func.count().label("entries"),
            unseen.label("open"),
        )
        .where(ENTRIES.c.edition_id == edition_id, ENTRIES.c.state == EntryState.LIVE)
        .group_by(scheme, code)
        .subquery()
    )
    known = (CLASSES.c.scheme == inner.c.scheme) & (CLASSES.c.code == inner.c.code)
    statement = select(
        inner.c.scheme,
        inner.c.code,
        func.coalesce(CLASSES.c.name, inner.c.name),
        inner.c.entries,
        inner.c.open,
    ).outerjoin(CLASSES, known)
    found = [DraftClass(*row) for row in session.connection().execute(statement)]
    return sorted(found, key=lambda each: ((each.scheme, each.code) != UNSORTED, each.scheme, each.code))
