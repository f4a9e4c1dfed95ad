"""Pages of a list that is longer than memory should hold."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

PAGE_ROWS = 50
"""Rows asked for at a time."""
PAGES_KEPT = 8
"""Pages held at once; the others are read again when they come into sight."""
_SEARCHED_PAGES = 12
"""How many pages are read to find the row the cursor was on before it settles elsewhere."""


class PageLike(Protocol[R_co]):
    """Rows and the key to ask for what follows; :class:`models.kernel.paging.Page` is one."""

    @property
    def rows(self) -> tuple[R_co, ...]:
        """The rows, in order."""
        ...

    @property
    def next_key(self) -> tuple[Any, ...] | None:
        """What to ask for the following page with; ``None`` at the end."""
        ...


class Source(Protocol[R_co]):
    """Reads one page; called in a thread."""

    def __call__(self, text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[R_co]:
        """Return the rows that match the filter ``text`` and follow the key ``after``."""
        ...


class Reader(Protocol):
    """Runs ``work`` in a thread and gives its result to ``then``; ``ConsoleScreen.read`` is one."""

    def __call__(self, group: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Read."""
        ...


@dataclass(frozen=True, slots=True)
class PagesRead(Generic[R]):
    """Pages that came back, the number of the first, and whether they begin the list anew."""

    first: int
    pages: tuple[PageLike[R], ...]
    anew: bool
    cursor_id: Hashable | None


@dataclass(frozen=True, slots=True)
class FixedRows(Generic[R]):
    """Rows given all at once, as the one page they are."""

    rows: tuple[R, ...]
    next_key: tuple[Any, ...] | None = None


class Pages(Generic[R]):
    """The pages known of one list: sizes and keys of all, rows of the latest used."""

    def __init__(self) -> None:
        self._rows: OrderedDict[int, tuple[R, ...]] = OrderedDict()
        self._keys: list[tuple[Any, ...] | None] = [None]
        self._starts: list[int] = [0]
        self._asked: set[int] = set()
        self.complete = False
        """Whether the end of the list is known"""

    @property
    def count(self) -> int:
        """How many rows are known so far."""
        return self._starts[-1]

    @property
    def next_page(self) -> int:
        """The number of the first page not known yet."""
        return len(self._starts) - 1

    def row_at(self, place: int) -> R | None:
        """Return the row at ``place`` where it is held."""
        if not 0 <= place < self.count:
            return None
        page = bisect_right(self._starts, place) - 1
        rows = self._rows.get(page)
        if rows is None:
            return None
        self._rows.move_to_end(page)
        return rows[place - self._starts[page]]

    def held(self) -> Iterator[tuple[int, R]]:
        """Yield the rows held, each with its place."""
        for page, rows in self._rows.items():
            yield from enumerate(rows, start=self._starts[page])

    def replace(self, fresh: Callable[[R], R]) -> None:
        """Put ``fresh(row)`` in the place of each row held."""
        for page, rows in self._rows.items():
            self._rows[page] = tuple(map(fresh, rows))

    def position(self, cursor: int, whole: int | None) -> str:
        """Return where ``cursor`` stands among all rows, ``whole`` of them where that is known."""
        if not self.count:
            return "0" if self.complete else ""
        known = self.count if self.complete or whole is None else max(whole, self.count)
        return f"{cursor + 1}/{known}{'' if self.complete or whole is not None else '+'}"

    def missing(self, first: int, last: int) -> list[int]:
        """Return the pages between the places ``first`` and ``last`` whose rows are not held."""
        return [
            page
            for page in range(self.next_page)
            if self._starts[page] < last and self._starts[page + 1] > first and page not in self._rows
        ]

    def ask(self, page: int) -> bool:
        """Note that ``page`` is on its way; say whether it has to be fetched."""
        if page in self._asked or page >= len(self._keys):
            return False
        self._asked.add(page)
        return True

    def key_of(self, page: int) -> tuple[Any, ...] | None:
        """Return the key that ``page`` follows."""
        return self._keys[page]

    def was_asked(self, page: int) -> bool:
        """Say whether ``page`` is on its way."""
        return page in self._asked

    def keep(self, number: int, page: PageLike[R]) -> None:
        """Take over a page that came."""
        self._asked.discard(number)
        self._rows[number] = page.rows
        self._rows.move_to_end(number)
        if number == self.next_page:
            self._starts.append(self._starts[-1] + len(page.rows))
            if page.next_key is None:
                self.complete = True
            else:
                self._keys.append(page.next_key)

    def let_go(self) -> None:
        """Forget the rows of the pages longest unused."""
        while len(self._rows) > PAGES_KEPT:
            self._rows.popitem(last=False)


def read_anew(
    source: Source[R], text: str, place: int, cursor_id: Hashable | None, row_id: Callable[[R], Hashable]
) -> PagesRead[R]:
    """Read a list from its beginning as far as ``place``, and on to the row ``cursor_id`` if it is near."""
    pages: list[PageLike[R]] = []
    after: tuple[Any, ...] | None = None
    found = cursor_id is None
    known = 0
    while True:
        page = source(text, after, PAGE_ROWS)
        pages.append(page)
        known += len(page.rows)
        found = found or any(row_id(row) == cursor_id for row in page.rows)
        after = page.next_key
        enough = known > place and (found or len(pages) >= _SEARCHED_PAGES)
        if after is None or enough:
            return PagesRead(0, tuple(pages), anew=True, cursor_id=cursor_id)
