"""What is to be written of a big table, kept outside memory until it is."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.exchange.entries import EntryColumns, keys_of
from models.exchange.stream import CHUNK
from models.exchange.wide import Changed, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.exchange.views import Problem
    from models.exchange.wide import Sorted

_MEMORY = 1 << 20
"""Bytes kept before a file is made"""
_FORM = 2
"""Of what is packed: later ones look for values met before, of which there are hardly any here."""

Block = tuple[Sequence[Entry], list[Changed]]


class Blocks:
    """Rows to be written, in blocks: first those that others rest on, then the others.

    The blocks are the same whenever the rows are: a batch that was stopped knows by their numbers
    how far it got.
    """

    def __init__(self, upper: Callable[[Sequence[str]], set[str]]) -> None:
        self._upper = upper
        self._first: list[Entry] = []
        self._first_changed: list[Changed] = []

    def keep_upper(self, block: Sorted) -> Block:
        """Keep what goes first; return the others."""
        created, changed = block.created, block.changed
        upper = self._upper(keys_of(created))
        if upper:
            self._first += [entry for entry in created if entry[1] in upper]
            created = [entry for entry in created if entry[1] not in upper]
        upper = self._upper([each.key for each in changed])
        if upper:
            self._first_changed += [each for each in changed if each.key in upper]
            changed = [each for each in changed if each.key not in upper]
        return created, changed

    def complete(self, entries: Sequence[Entry]) -> None:
        """Take in what no row is there for."""
        self._first += entries

    def first(self) -> Iterator[Block]:
        """Yield the blocks of what goes first, each row after those it rests on."""
        rows = sorted(self._first, key=lambda entry: entry[1])
        for start in range(0, len(rows), CHUNK):
            yield rows[start : start + CHUNK], []
        changed = self._first_changed
        for start in range(0, len(changed), CHUNK):
            yield [], changed[start : start + CHUNK]

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks in their order."""
        raise NotImplementedError


class Spool(Blocks):
    """Blocks in a file without a name, which goes when the program does."""

    def __init__(self, upper: Callable[[Sequence[str]], set[str]]) -> None:
        super().__init__(upper)
        self._file: Any = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115 -- closed by close()
        self._lengths: list[int] = []

    def add(self, block: Sorted, problems: Sequence[Problem]) -> None:
        """Take in what a chunk came to."""
        _ = problems
        created, changed = self.keep_upper(block)
        if created or changed:
            # Our own file, read by this process alone.
            columns = isinstance(created, EntryColumns)
            entries: Any = created.packed() if isinstance(created, EntryColumns) else created
            data = marshal.dumps((columns, entries, [tuple(each) for each in changed]), _FORM)
            self._lengths.append(len(data))
            self._file.write(data)

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks in their order."""
        yield from self.first()
        self._file.seek(0)
        for length in self._lengths:
            columns, created, changed = marshal.loads(self._file.read(length))  # noqa: S302 -- written above
            entries = EntryColumns.unpacked(created) if columns else created
            yield entries, [Changed(*each) for each in changed]

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
