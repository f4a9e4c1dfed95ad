"""Importing, editing and retiring source books."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import update

from models.accounts.rules import require
from models.accounts.views import Role
from models.catalogue.sources import queries
from models.catalogue.sources.refusals import BookCodeTaken, BookInUse, BookRetired
from models.catalogue.sources.rules import clean_code, clean_entries
from models.catalogue.sources.service.lookup import SourceLookup, standing_book
from models.catalogue.sources.standing import CHANGES
from models.catalogue.sources.views import BookState, ImportWishes
from models.catalogue.sources.writing import BOOK, insert_book, stream, update_book
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.sources.views import BookEntries, BookView, ImportReport

EDITORS = (Role.SYSTEM_ADMIN,)
"""Who may import, edit and retire books, and say that changes were looked at."""
_CHANGE = N_("change the source books")
_AT_ONCE = 500
"""Ids in one statement: databases bound the number of parameters."""


class SourcesService(SourceLookup):
    """Source books and source items; see :class:`SourceLookup` for how they are read."""

    def plan_import(
        self,
        actor: Actor,
        file: Path | tuple[str, bytes],
        book: str,
        entries: BookEntries | None = None,
        wishes: ImportWishes | None = None,
    ) -> ImportReport:
        """Say what :meth:`import_file` would do with each item, and write nothing.

        Rows that cannot be used are in the report's ``problems``; everything else is refused
        as by :meth:`import_file`.
        """
        require(actor, EDITORS, _CHANGE)
        return self._importer(actor, file, book, entries, wishes or ImportWishes(), dry_run=True)

    def import_file(
        self,
        actor: Actor,
        file: Path | tuple[str, bytes],
        book: str,
        entries: BookEntries | None = None,
        wishes: ImportWishes | None = None,
    ) -> ImportReport:
        """Import a file into a book; the book is made if there is none with this code.

        Args:
            actor: a system administrator.
            file: a path, or a name and bytes.
            book: the book's code.
            entries: what a new book is called; an existing book keeps its own.
            wishes: how to read the file.

        Raises:
            NotPermitted: the person does not administer the system.
            BadBookCode, BookRetired: nothing can go into this book.
            RowsRejected: rows cannot be used (``models.exchange.refusals``); nothing was written.
            Conflict: another import of the book came first.
            NotATable, NoSuchSheet, EmptyTable, MissingColumns and others of the exchange: the
                file cannot be read.
        """
        require(actor, EDITORS, _CHANGE)
        return self._importer(actor, file, book, entries, wishes or ImportWishes(), dry_run=False)

    def create_book(self, actor: Actor, code: str, entries: BookEntries) -> BookView:
        """Make an empty book.

        Raises:
            NotPermitted: the person does not administer the system.
            BadBookCode, BookCodeTaken, UntitledBook, BookTextTooLong: see the sentences.
        """
        require(actor, EDITORS, _CHANGE)
        plain, clean = clean_code(code), clean_entries(code, entries)
        with self._store.write() as session:
            if queries.book(session, plain) is not None:
                raise BookCodeTaken(plain)
            insert_book(session, actor, self._clock.now(), plain, clean)
            return standing_book(session, plain)

    def edit_book(self, actor: Actor, code: str, entries: BookEntries, expected_version: int) -> BookView:
        """Change what is said of a book.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such book.
            Conflict: somebody changed it first.
            UntitledBook, BookTextTooLong: see the sentences.
        """
        require(actor, EDITORS, _CHANGE)
        clean = clean_entries(code, entries)
        with self._store.write() as session:
            book = _expected(session, code, expected_version)
            changes = {name: value for name, value in asdict(clean).items() if getattr(book, name) != value}
            if changes:
                update_book(session, actor, self._clock.now(), book, "source_book.change", changes)
            return standing_book(session, code)

    def retire_book(self, actor: Actor, code: str, expected_version: int) -> BookView:
        """Take a book out of the work: no imports, and its items are no longer offered.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such book.
            Conflict: somebody changed it first.
            BookRetired: it is retired already.
        """
        require(actor, EDITORS, _CHANGE)
        with self._store.write() as session:
            book = _expected(session, code, expected_version)
            if book.state is BookState.RETIRED:
                raise BookRetired(book.code)
            self._set_state(session, actor, book, "source_book.retire", BookState.RETIRED)
            return standing_book(session, code)

    def restore_book(self, actor: Actor, code: str, expected_version: int) -> BookView:
        """Put a retired book back into use.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such book.
            Conflict: somebody changed it first.
            BookInUse: it was never retired.
        """
        require(actor, EDITORS, _CHANGE)
        with self._store.write() as session:
            book = _expected(session, code, expected_version)
            if book.state is BookState.IN_USE:
                raise BookInUse(book.code)
            self._set_state(session, actor, book, "source_book.restore", BookState.IN_USE)
            return standing_book(session, code)

    def acknowledge(
        self, actor: Actor, book: str | None = None, item_ids: Sequence[int] | None = None
    ) -> int:
        """Say that changes were looked at: of one book, of some items, or (neither given) all.

        Returns:
            How many changes were marked. The marks say who and when.

        Raises:
            NotPermitted: the person does not administer the system.
            NotFound: there is no such book.
        """
        require(actor, EDITORS, N_("mark changes of source items as looked at"))
        now = self._clock.now()
        with self._store.write() as session:
            book_id = None if book is None else standing_book(session, book).id
            waiting = queries.unseen_by_book(session, book_id, item_ids)
            marked = update(CHANGES).values(seen_at=now, seen_by=actor.account_id)
            by_book: dict[str, list[int]] = defaultdict(list)
            for code, change, _item in waiting:
                by_book[code].append(change)
            for code, found in sorted(by_book.items()):
                for start in range(0, len(found), _AT_ONCE):
                    some = found[start : start + _AT_ONCE]
                    session.connection().execute(marked.where(CHANGES.c.id.in_(some)))
                after = {"changes": found}
                record(session, actor, now, stream(code), "source_change.seen", None, after)
        return len(waiting)

    def _set_state(
        self, session: Session, actor: Actor, book: BookView, action: str, state: BookState
    ) -> None:
        update_book(session, actor, self._clock.now(), book, action, {"state": state})


def _expected(session: Session, code: str, expected_version: int) -> BookView:
    found = standing_book(session, code)
    if found.version != expected_version:
        raise Conflict(BOOK, found)
    return found
