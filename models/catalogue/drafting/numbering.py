"""Codes for new matters: local additions count down from 99, and no code is given out twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.catalogue.drafting.refusals import ClassFull, CodeInUse, CodeRetired
from models.catalogue.drafting.views import EntryState
from models.catalogue.drafting.workspace import ENTRIES
from models.catalogue.rules import matter_code
from models.catalogue.standing import SPANS, VERSIONS
from models.catalogue.timeline import DAY, FOREVER

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlmodel import Session

    from models.catalogue.drafting.workspace import Workspace
    from models.catalogue.rules import MatterDraft

HIGHEST = 99
"""The number of the first local addition of a class (GB/T 30428 leaves the high ones to localities)."""


def taken_codes(session: Session, edition_id: int) -> set[str]:
    """Return every code that any matter ever had, and those of the list being prepared."""
    run = session.connection().execute
    known = set(run(select(SPANS.c.code).distinct()).scalars())
    known |= set(run(select(ENTRIES.c.code).where(ENTRIES.c.edition_id == edition_id)).scalars())
    return known - {""}


def next_code(scheme: str, class_code: str, taken: Collection[str]) -> str:
    """Return the highest free number of a class, from 99 downwards, as a matter's code.

    Raises:
        ClassFull: all are taken.
    """
    for number in range(HIGHEST, 0, -1):
        code = matter_code(scheme, class_code, f"{number:02d}")
        if code not in taken:
            return code
    raise ClassFull(class_code)


def free_code(session: Session, edition_id: int, scheme: str, class_code: str) -> str:
    """Return the highest free number of a class, looking only at the codes it could have.

    Raises:
        ClassFull: all are taken.
    """
    possible = [matter_code(scheme, class_code, f"{number:02d}") for number in range(HIGHEST, 0, -1)]
    run = session.connection().execute
    taken = set(run(select(SPANS.c.code).where(SPANS.c.code.in_(possible))).scalars())
    here = (ENTRIES.c.edition_id == edition_id, ENTRIES.c.code.in_(possible))
    taken |= set(run(select(ENTRIES.c.code).where(*here)).scalars())
    return next_code(scheme, class_code, taken)


def sub_items(space: Workspace, code: str) -> list[tuple[int, MatterDraft]]:
    """Return the live entries whose main item has a code, by matter; none where two have that code."""
    here = (ENTRIES.c.edition_id == space.edition.id, ENTRIES.c.state == EntryState.LIVE)
    run = space.session.connection().execute
    bearers = run(select(ENTRIES.c.matter_id).where(*here, ENTRIES.c.code == code)).scalars().all()
    if not code or len(bearers) != 1:
        return []
    named = select(ENTRIES.c.matter_id).where(*here, ENTRIES.c.document["parent"].as_string() == code)
    keys = [key for key in run(named).scalars() if key not in bearers]
    space.load(keys)
    return [(key, space.live(key)) for key in keys]


def require_free(space: Workspace, matter_id: int, code: str) -> None:
    """Let a code pass that no other entry has and that never meant another matter.

    Raises:
        CodeInUse: another live entry has it.
        CodeRetired: it meant a matter that ended.
    """
    if not code:
        return
    run = space.session.connection().execute
    other = run(
        select(ENTRIES.c.name).where(
            ENTRIES.c.edition_id == space.edition.id,
            ENTRIES.c.code == code,
            ENTRIES.c.state == EntryState.LIVE,
            ENTRIES.c.matter_id != matter_id,
        )
    ).scalar()
    if other is not None:
        raise CodeInUse(code, other)
    listed = select(ENTRIES.c.matter_id).where(
        ENTRIES.c.edition_id == space.edition.id, ENTRIES.c.state == EntryState.LIVE
    )
    gone = run(
        select(VERSIONS.c.name, SPANS.c.valid_to)
        .join(VERSIONS, VERSIONS.c.id == SPANS.c.version_id)
        .where(
            SPANS.c.code == code,
            SPANS.c.known_to.is_(None),
            SPANS.c.matter_id != matter_id,
            SPANS.c.matter_id.not_in(listed),
        )
        .order_by(SPANS.c.valid_to.desc())
    ).first()
    if gone is not None:
        last = "" if gone.valid_to == FOREVER else (gone.valid_to - DAY).isoformat()
        raise CodeRetired(code, gone.name, last)
