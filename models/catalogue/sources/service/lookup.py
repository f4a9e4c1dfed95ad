"""Looking source books and items up, and what all methods of the room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from models.catalogue.sources import queries
from models.catalogue.sources.standing import BOOKS
from models.catalogue.sources.views import BookState
from models.kernel.errors import NotFound
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.sources.views import (
        BookEntries,
        BookView,
        ChangeView,
        ClusterRow,
        ImportReport,
        ImportView,
        ImportWishes,
        ItemLine,
        ItemState,
        ItemView,
        SourceKind,
    )
    from models.kernel.clock import Clock
    from models.kernel.paging import Page
    from models.kernel.store import Store

_BOOK = N_("source book")
_ITEM = N_("source item")


class Importer(Protocol):
    """How files get in; the exchange gives it, which lies above this room."""

    def __call__(
        self,
        actor: Actor,
        file: Path | tuple[str, bytes],
        book: str,
        entries: BookEntries | None,
        wishes: ImportWishes,
        *,
        dry_run: bool,
    ) -> ImportReport:
        """Import a file into a book, or say what that would do."""


class SourceLookup:
    """The reading half of the room's service. Everyone signed in may read source books.

    Args:
        store: the database.
        clock: what changes are dated by.
        importer: how files are imported.
    """

    def __init__(self, store: Store, clock: Clock, importer: Importer) -> None:
        self._store = store
        self._clock = clock
        self._importer = importer

    def books(self, actor: Actor, kind: SourceKind | None = None, *, retired: bool = False) -> list[BookView]:
        """Return the books in use by code, with ``retired`` also those that are retired, last."""
        _ = actor
        with self._store.read() as session:
            found = queries.books(session, None if kind is None else BOOKS.c.kind == kind)
        return [each for each in found if retired or each.state is BookState.IN_USE]

    def book(self, actor: Actor, code: str) -> BookView:
        """Return one book.

        Raises:
            NotFound: there is none with this code.
        """
        _ = actor
        with self._store.read() as session:
            return standing_book(session, code)

    def imports(self, actor: Actor, code: str) -> list[ImportView]:
        """Return the imports of a book, newest first.

        Raises:
            NotFound: there is no such book.
        """
        _ = actor
        with self._store.read() as session:
            return queries.imports(session, standing_book(session, code).id)

    def items(
        self,
        actor: Actor,
        book: str | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        kind: SourceKind | None = None,
        state: ItemState | None = None,
        changed: bool = False,
    ) -> Page[ItemLine]:
        """Return a page of items by book and place in the book.

        Args:
            actor: anyone.
            book: only this book, retired or not; otherwise all books in use.
            text: words that must all occur: in name, department, category or legal basis, as
                the beginning of the code, or as pinyin initials of the name.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            kind: only books of this kind.
            state: only items in this state.
            changed: only items with a change nobody has looked at.
        """
        _ = actor
        code = None if book is None else half_width(book)
        with self._store.read() as session:
            return queries.items(
                session,
                book_code=code,
                kind=kind,
                state=state,
                changed=changed,
                text=text,
                after=after,
                limit=limit,
            )

    def item(self, actor: Actor, item_id: int) -> ItemView:
        """Return one item with its changes.

        Raises:
            NotFound: there is none of this id.
        """
        _ = actor
        with self._store.read() as session:
            found = queries.item(session, item_id)
        if found is None:
            raise NotFound(_ITEM, item_id)
        return found

    def changes(
        self,
        actor: Actor,
        book: str | None = None,
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        import_number: int | None = None,
        item_id: int | None = None,
        unseen: bool = False,
    ) -> Page[ChangeView]:
        """Return a page of what imports did to items, newest first.

        Args:
            actor: anyone.
            book: only of this book.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            import_number: only of the book's import with this number.
            item_id: only of this item.
            unseen: only what nobody has looked at.
        """
        _ = actor
        code = None if book is None else half_width(book)
        wanted = queries.change_conditions(code, import_number, item_id, unseen=unseen)
        with self._store.read() as session:
            return queries.changes(session, wanted, after=after, limit=limit)

    def cluster_rows(self, actor: Actor, books: Sequence[str] | None = None) -> list[ClusterRow]:
        """Return the present items of these books (of all in use) with what clustering compares."""
        _ = actor
        with self._store.read() as session:
            return queries.cluster_rows(session, books)


def standing_book(session: Session, code: str) -> BookView:
    """Return a book as it stands.

    Raises:
        NotFound: there is none with this code.
    """
    found = queries.book(session, half_width(code))
    if found is None:
        raise NotFound(_BOOK, clean_line(code))
    return found
