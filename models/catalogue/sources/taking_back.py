"""Taking an import of a book back: its items say again what they said before the list came.

Only the last import of a book can be: a later one was compared with what this one left. Items a matter
names stay, and so does what was changed since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from models.catalogue.sources.standing import BOOKS, CHANGES, DRAFTED, IMPORTS, ITEMS
from models.catalogue.sources.views import ItemState
from models.catalogue.sources.writing import stream
from models.kernel.bulk import update_rows
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.catalogue.sources.planning import SourcePlan
    from models.kernel.words import Phrase, Word
    from models.ledger.views import Signature

    Resting = Callable[[Sequence[int]], Mapping[int, Phrase]]
    """Says which of some items something rests on, and what"""

_PLACED = ("key", "initials", "state", "file", "sheet", "digest", "last_import")
_KEPT = (*DRAFTED, *_PLACED)
LATER_IMPORT = N_("the book was imported again later")
_CHANGED = N_("it was changed later")
_GONE = N_("it is not there any more")


def before_import(session: Session, plan: SourcePlan) -> dict[int, dict[str, Any]]:
    """Return what the items a plan touches say now, by id: plain values, with their versions."""
    touched = [each.old.id for each in (*plan.changed, *plan.same)] + [each.id for each in plan.gone]
    columns = [ITEMS.c[name] for name in ("id", "version", *_KEPT)]
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(touched), 500):
        statement = select(*columns).where(ITEMS.c.id.in_(touched[start : start + 500]))
        for row in session.connection().execute(statement).mappings():
            found[row["id"]] = {**row, "state": row["state"].value}
    return found


def take_back_import(
    session: Session,
    signature: Signature,
    at: datetime,
    book: str,
    number: int,
    before: Sequence[Mapping[str, Any]],
    resting: Resting,
) -> dict[int, Word | Phrase] | None:
    """Take an import back; return the items that stay by id, and why. ``None``: nothing can be.

    Args:
        session: the transaction.
        signature: who takes it back.
        at: the moment.
        book: its code.
        number: of the import within the book.
        before: what :func:`before_import` returned.
        resting: asked about the items that came with the import.
    """
    run = session.connection().execute
    found = run(select(BOOKS.c.id, BOOKS.c.imports).where(BOOKS.c.code == book).with_for_update()).first()
    if found is None or found.imports != number:
        return None
    of_import = (IMPORTS.c.book_id == found.id) & (IMPORTS.c.number == number)
    import_id = run(select(IMPORTS.c.id).where(of_import)).scalar_one()
    stay, back = _restored(session, before, import_id)
    stay |= _removed(session, found.id, import_id, number, resting)
    entries: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]] = [
        (stream(book), "source_item.undo", None, {"id": each["id"], "name": each["name"]}) for each in back
    ]
    if not stay:
        run(delete(CHANGES).where(CHANGES.c.import_id == import_id))
        run(delete(IMPORTS).where(IMPORTS.c.id == import_id))
        run(update(BOOKS).where(BOOKS.c.id == found.id).values(imports=number - 1))
    entries.append((stream(book), "source_book.undo", {"import": number}, {"kept": len(stay)}))
    record_many(session, signature, at, entries)
    return stay


def _restored(
    session: Session, before: Sequence[Mapping[str, Any]], import_id: int
) -> tuple[dict[int, Word | Phrase], list[Mapping[str, Any]]]:
    """Give items their earlier words and places back; return those that stay, and those that did."""
    run = session.connection().execute
    moved = set(run(select(CHANGES.c.item_id).where(CHANGES.c.import_id == import_id)).scalars())
    now: dict[int, int] = {}
    ids = [each["id"] for each in before]
    for start in range(0, len(ids), 500):
        within = ITEMS.c.id.in_(ids[start : start + 500])
        now |= dict(run(select(ITEMS.c.id, ITEMS.c.version).where(within)).all())
    stay: dict[int, Word | Phrase] = {}
    back: list[Mapping[str, Any]] = []
    rows = []
    for each in before:
        key = each["id"]
        version = each["version"] + (key in moved)
        if now.get(key) != version:
            stay[key] = _CHANGED if key in now else _GONE
            continue
        values = [ItemState(each[name]) if name == "state" else each[name] for name in _KEPT]
        rows.append((*values, version + (key in moved), key, version))
        if key in moved:
            back.append(each)
    update_rows(session, ITEMS, (*_KEPT, "version"), ("id", "version"), rows)
    return stay, back


def _removed(
    session: Session, book_id: int, import_id: int, number: int, resting: Resting
) -> dict[int, Word | Phrase]:
    """Remove the items that came with the import; return those that stay."""
    run = session.connection().execute
    came = (ITEMS.c.book_id == book_id) & (ITEMS.c.first_import == number)
    items = list(run(select(ITEMS.c.id).where(came)).scalars())
    # Only imports change items, each leaving word of it; those taken back left none.
    later = select(CHANGES.c.item_id).join(ITEMS, ITEMS.c.id == CHANGES.c.item_id)
    changed = run(later.where(came, CHANGES.c.import_id != import_id)).scalars()
    stay: dict[int, Word | Phrase] = dict.fromkeys(changed, _CHANGED)
    stay |= resting(items)
    going = [key for key in items if key not in stay]
    for start in range(0, len(going), 500):
        part = going[start : start + 500]
        run(delete(CHANGES).where(CHANGES.c.item_id.in_(part), CHANGES.c.import_id == import_id))
        run(delete(ITEMS).where(ITEMS.c.id.in_(part)))
    return stay


def remove_book(session: Session, signature: Signature, at: datetime, code: str, resting: Resting) -> None:
    """Remove a book that came with an import that was taken back, unless something rests on it."""
    run = session.connection().execute
    row = run(select(BOOKS.c.id, BOOKS.c.title).where(BOOKS.c.code == code)).one()
    if resting([row.id]):
        return
    run(delete(BOOKS).where(BOOKS.c.id == row.id))
    record_many(session, signature, at, [(stream(code), "source_book.undo", {"title": row.title}, None)])
