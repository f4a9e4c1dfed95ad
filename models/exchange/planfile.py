"""The file a plan is kept in: JSON Lines that people can read and nobody can alter unnoticed.

The first line says what is planned, for which file and how. Then follows one line for each row:
what happens to it (``do``), its ``key``, and what changes, from and to. The last line holds the
counts, the digest of the state of the database the plan rests on (``rests_on``) and the SHA-256 of
everything before it. A file may hold several such plans one after the other.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from models.exchange.lines import Line, Verdict
from models.exchange.planrefusals import NotAPlan, PlanEdited
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import IO

    from models.exchange.views import Problem, Reason
    from models.exchange.wide import Entry, Sorted, Wide

FORM = 1
"""Of the file; a plan of another form is refused."""
_MOST_LINE = 4 << 20
"""Bytes of one line: cells have 100,000 characters at most, but a row has many of them."""


def plain_line(value: Any) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _quoted(value: Any) -> str:
    if type(value) is str:
        return encode_basestring(value)
    return "null" if value is None else plain_line(value)


class PlanWriter:
    """Writes one plan to an open file.

    ``tell`` says a reason in words people read.
    """

    def __init__(self, file: IO[bytes], tell: Callable[[Reason], str]) -> None:
        self._file = file
        self._tell = tell
        self._digest = hashlib.sha256()
        self._state = hashlib.sha256()

    def begin(self, head: dict[str, Any]) -> None:
        """Write the first line."""
        self._put(plain_line({"yiwang": "plan", "form": FORM, **head}) + "\n")

    def line(self, line: Line, cells: Sequence[str] | None = None) -> None:
        """Write what happens to one row; ``cells`` as the source has them."""
        document: dict[str, Any] = {"row": line.row, "do": line.verdict.value, "key": line.key}
        if line.verdict is Verdict.CHANGE:
            document["change"] = {name: list(pair) for name, pair in line.changes().items()}
        if line.before is not None:
            document["before"] = line.before
        if line.after is not None and line.verdict is not Verdict.SAME:
            document["after"] = line.after
        if line.version:
            document["version"] = line.version
        if cells is not None:
            document["cells"] = list(cells)
        self.rest_on(line)
        self._put(plain_line(document) + "\n")

    def rest_on(self, line: Line) -> None:
        """Take what a line says of the database into the digest of its state."""
        said = [line.row, line.verdict.value, line.key, line.before, line.after, line.version]
        self._state.update(plain_line(said).encode("utf-8", "surrogatepass"))

    def problem(self, problem: Problem, cells: Sequence[str] | None = None) -> None:
        """Write that a row cannot be used."""
        code = getattr(problem.reason, "code", "")
        document: dict[str, Any] = {
            "row": problem.row,
            "do": Verdict.REJECT.value,
            "column": problem.column,
            "value": problem.value,
            "reason": self._tell(problem.reason),
            "code": code,
        }
        if cells is not None:
            document["cells"] = list(cells)
        self._state.update(
            plain_line([problem.row, problem.column, problem.value, code]).encode("utf-8", "surrogatepass")
        )
        self._put(plain_line(document) + "\n")

    def lines(self, text: str, state: str) -> None:
        """Write many lines at once, and take ``state`` into the digest of the database's."""
        self._state.update(state.encode("utf-8", "surrogatepass"))
        self._put(text)

    def state(self) -> str:
        """Return the digest of what was said of the database so far."""
        return self._state.hexdigest()

    def end(self, counts: dict[str, int]) -> str:
        """Write the last line; return the plan's digest."""
        closing = plain_line({"end": True, "counts": counts, "rests_on": self._state.hexdigest()})
        self._digest.update(closing.encode())
        digest = self._digest.hexdigest()
        self._file.write(f'{closing[:-1]},"sha256":"{digest}"}}\n'.encode())
        return digest

    def _put(self, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        self._digest.update(data)
        self._file.write(data)


class WidePlan:
    """Writes the rows of a big table as they are compared."""

    def __init__(self, writer: PlanWriter, wide: Wide) -> None:
        self._writer = writer
        self._wide = wide

    def add(self, block: Sorted, problems: Sequence[Problem]) -> None:
        """Write what a chunk came to."""
        self._create(block.created, Verdict.CREATE)
        name = self._wide.document
        for each in block.changed:
            before, after = name(each.before), name(each.after)
            self._writer.line(Line(each.row, Verdict.CHANGE, each.key, before, after, each.version))
        if block.same:
            quote = encode_basestring
            text = "".join(
                [
                    f'{{"row":{row},"do":"same","key":{quote(key)},"version":{version}}}\n'
                    for row, key, version in block.same
                ]
            )
            self._writer.lines(text, text)
        for problem in problems:
            self._writer.problem(problem)

    def complete(self, entries: Sequence[Entry]) -> None:
        """Write what no row is there for."""
        self._create(entries, Verdict.COMPLETE)

    def _create(self, entries: Sequence[Entry], verdict: Verdict) -> None:
        if not entries:
            return
        quote, names = _quoted, self._wide.facts
        parts = [
            f'{{"row":{entry[0]},"do":"{verdict.value}","key":{quote(entry[1])},"after":{{'
            + ",".join([f'"{name}":{quote(value)}' for name, value in zip(names, entry[2:], strict=True)])
            + "}}\n"
            for entry in entries
        ]
        text = "".join(parts)
        self._writer.lines(text, text)


@dataclass(slots=True)
class PlanPart:
    """One plan of a file whose digest was found to be right.

    ``start`` and ``stop`` are the bytes of its rows.
    """

    head: dict[str, Any]
    counts: dict[str, int]
    rests_on: str
    digest: str
    start: int
    stop: int
    path: Path = field(repr=False, kw_only=True)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what happens to each row."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            while file.tell() < self.stop:
                yield json.loads(file.readline())

    def blocks(self, many: int) -> Iterator[list[dict[str, Any]]]:
        """Yield the same in lists of at most ``many``, read at once."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = self.stop - self.start
            while left > 0:
                lines: list[bytes] = []
                while left > 0 and len(lines) < many:
                    line = file.readline()
                    left -= len(line)
                    lines.append(line)
                yield json.loads(b"[" + b",".join(lines) + b"]")


def read_parts(path: Path) -> list[PlanPart]:
    """Return the plans of a file, each of them whole and unaltered.

    Raises:
        NotAPlan: the file is none, or breaks off.
        PlanEdited: somebody changed it.
    """
    try:
        return list(_parts(path))
    except OSError as error:
        raise NotAPlan(path.name, why(error)) from error


def _parts(path: Path) -> Iterator[PlanPart]:
    with path.open("rb") as file:
        found = False
        while True:
            first = file.readline(_MOST_LINE)
            if not first and found:
                return
            head = _head(path.name, first)
            digest = hashlib.sha256(first)
            start = stop = file.tell()
            for line in file:
                if line.startswith(b'{"end":true'):
                    yield _closed(path, head, line, digest, (start, stop))
                    found = True
                    break
                digest.update(line)
                stop += len(line)
            else:
                raise NotAPlan(path.name, "…")


def _head(name: str, line: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        head = json.loads(line)
        if isinstance(head, dict) and head.get("yiwang") == "plan" and head.get("form") == FORM:
            return head
    raise NotAPlan(name, line[:40].decode("utf-8", "replace"))


def _closed(path: Path, head: dict[str, Any], line: bytes, digest: Any, span: tuple[int, int]) -> PlanPart:
    try:
        closing = json.loads(line)
        said = closing.pop("sha256")
        digest.update(plain_line(closing).encode())
        if digest.hexdigest() != said:
            raise PlanEdited(path.name)
        counts, rests_on = closing["counts"], closing["rests_on"]
    except (ValueError, KeyError, TypeError) as error:
        raise PlanEdited(path.name) from error
    return PlanPart(head, counts, rests_on, said, *span, path=path)
