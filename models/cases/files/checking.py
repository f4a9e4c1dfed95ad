"""Whether the store holds what the database names, and the ledger the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.columns import CASES
from models.cases.files.queries import FILES
from models.kernel.findings import Finding
from models.kernel.oserrors import why
from models.kernel.words import N_, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from models.kernel.filestore import FileStore

_ROOM = "files"
_ABANDONED = 24 * 3600
"""Seconds after which a copy that was begun is not being written any more"""


def file_findings(session: Session, store: FileStore, *, deep: bool) -> Iterator[Finding]:
    """Yield what is missing, damaged, or referred to by nothing.

    Args:
        session: a reading one.
        store: the files.
        deep: read every content; without it only its presence and size are looked at.
    """
    named: dict[str, str] = {}
    statement = (
        select(FILES.c.sha256, FILES.c.size, FILES.c.seq, CASES.c.number)
        .join(CASES, CASES.c.id == FILES.c.case_id)
        .order_by(FILES.c.id)
    )
    for row in session.connection().execute(statement):
        subject = f"{row.number} #{row.seq}"
        if row.sha256 in named:
            continue
        named[row.sha256] = subject
        size = store.size_of(row.sha256)
        if size is None:
            yield Finding(_ROOM, subject, N_("The file is missing: %(path)s"), _at(store, row.sha256))
        elif size != row.size:
            facts = _at(store, row.sha256) | {"kept": row.size, "found": size}
            yield Finding(
                _ROOM, subject, N_("The file has %(found)s bytes instead of %(kept)s: %(path)s"), facts
            )
        elif deep:
            yield from _read(store, row.sha256, subject)
    for address in store.addresses():
        if address not in named:
            yield Finding(_ROOM, address[:12], N_("No case refers to the file %(path)s"), _at(store, address))
    for path in store.unfinished(time.time() - _ABANDONED):
        said = N_("A file was begun and never finished: %(path)s")
        yield Finding(_ROOM, path.name, said, {"path": str(path)})


def _read(store: FileStore, address: str, subject: str) -> Iterator[Finding]:
    try:
        whole = store.hash_of(address) == address
    except OSError as error:
        facts = _at(store, address) | {"reason": Word(why(error))}
        yield Finding(_ROOM, subject, N_("The file cannot be read (%(reason)s): %(path)s"), facts)
        return
    if not whole:
        yield Finding(_ROOM, subject, N_("The file is not what was attached: %(path)s"), _at(store, address))


def _at(store: FileStore, address: str) -> dict[str, object]:
    return {"path": str(store.path_of(address))}
