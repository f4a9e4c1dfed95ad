"""Files beside the database, found by what is in them.

A file lies at ``aa/bb/<rest of its SHA-256>``. It is copied beside its place first, brought to
disk, and then renamed, so that a name that is there always names the whole content. The same
content is kept once. Nothing here ever deletes a file that was put in its place.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_INCOMING = "incoming"
_CHUNK = 1 << 20
_SHARED = 0o2770
"""Owner, group, and that new files belong to the group of their folder; never anybody else"""
_READING = 0o440
_ADDRESS = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Staged:
    """A content copied into the store, not yet in its place."""

    path: Path
    sha256: str
    size: int
    head: bytes
    """How it begins, :data:`HEAD_BYTES` at most"""

    def drop(self) -> None:
        """Take the copy away."""
        self.path.unlink(missing_ok=True)


HEAD_BYTES = 4096


class TooLong(Exception):
    """There is more in the file than was allowed."""


class FileStore:
    """The files of one database.

    Args:
        folder: where they lie; made when the first one comes. Whoever may write into the folder it is
            in may use it, together with the database there; nobody else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Return where a content lies, or would."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256[4:]

    def stage(self, source: IO[bytes], most: int) -> Staged:
        """Copy a content into the store, beside its place.

        Args:
            source: read to its end.
            most: bytes it may have.

        Raises:
            TooLong: it has more.
            OSError: the disk is full, or something cannot be read or written.
        """
        incoming = self.folder / _INCOMING
        self._make(incoming)
        handle, name = tempfile.mkstemp(dir=incoming)
        path, digest, size, head = Path(name), hashlib.sha256(), 0, b""
        try:
            with os.fdopen(handle, "wb") as target:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise TooLong  # noqa: TRY301 -- what was copied goes, as with any other failure
                    head += chunk[: HEAD_BYTES - len(head)]
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            path.chmod(self._mode & _READING)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Staged(path, digest.hexdigest(), size, head)

    def keep(self, staged: Staged) -> None:
        """Put a staged content in its place; where it is already, the copy goes.

        Raises:
            OSError: it cannot be written.
        """
        place = self.path_of(staged.sha256)
        if place.exists() and place.stat().st_size == staged.size:
            staged.drop()
            return
        self._make(place.parent)
        staged.path.replace(place)
        _to_disk(place.parent)

    @property
    def _mode(self) -> int:
        """What its owner, and a group that shares the database, may do in the folders."""
        return (stat.S_IMODE(self.folder.parent.stat().st_mode) & _SHARED) | stat.S_IRWXU

    def _make(self, folder: Path) -> None:
        """Make a folder of the store, and those above it, as open as the one the database is in."""
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            try:
                each.mkdir(mode=stat.S_IRWXU)
            except FileExistsError:
                # Somebody else was faster, and sees to the rest.
                continue
            if each == self.folder or self.folder in each.parents:
                each.chmod(self._mode)

    def write_to(self, sha256: str, target: IO[bytes]) -> bool:
        """Copy a content out; say whether it is still what it was.

        Raises:
            OSError: it is not there, or one of the two cannot be read or written.
        """
        digest = hashlib.sha256()
        with self.path_of(sha256).open("rb") as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
        return digest.hexdigest() == sha256

    def hash_of(self, sha256: str) -> str:
        """Return the SHA-256 of what lies at an address now.

        Raises:
            OSError: it cannot be read.
        """
        with self.path_of(sha256).open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    def size_of(self, sha256: str) -> int | None:
        """Return how many bytes lie at an address; ``None`` if nothing does."""
        with suppress(OSError):
            return self.path_of(sha256).stat().st_size
        return None

    def addresses(self) -> Iterator[str]:
        """Yield the address of every content in its place."""
        for path in sorted(self.folder.glob("??/??/*")):
            address = "".join(path.parts[-3:])
            if _ADDRESS.fullmatch(address):
                yield address

    def unfinished(self, before: float) -> Iterator[Path]:
        """Yield copies somebody began before a moment (seconds since 1970) and never finished."""
        for path in sorted((self.folder / _INCOMING).glob("*")):
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    yield path


def _to_disk(folder: Path) -> None:
    """Let the name in the folder outlast a power cut too, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
