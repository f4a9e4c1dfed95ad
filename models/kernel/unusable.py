"""Why a database does not do what it is asked for, told from the errors of the drivers."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError

from models.kernel.errors import CannotOpen, ServerSilent
from models.kernel.words import N_, Phrase

_DISK_FULL = "53100"
"""How PostgreSQL calls it"""


def is_busy(error: OperationalError) -> bool:
    """Say whether another writer holds the file."""
    import sqlite3

    return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)


def is_gone(error: DBAPIError) -> bool:
    """Say whether there was nobody to talk to: no line, a broken one, or a server going down."""
    if error.connection_invalidated:
        return True
    # A server that objects says why by a code; SQLite has no such thing as a server.
    code = getattr(error.orig, "sqlstate", "")
    return isinstance(error, OperationalError) and (code is None or code.startswith(("08", "57P")))


def is_full(error: DBAPIError) -> bool:
    """Say whether the disk took no more."""
    if getattr(error.orig, "sqlstate", None) == _DISK_FULL:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return False
    import sqlite3

    # A quota, or a limit to the size of files, is told as a write that failed.
    return code & 0xFF == sqlite3.SQLITE_FULL or code in {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }


def unusable(where: str, error: DBAPIError) -> CannotOpen:
    """Return the refusal for a database that was found but does not answer as one."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        detail = str(error.orig).strip().splitlines()[0]
        return ServerSilent(where, Phrase(N_("the server does not let us in (%(detail)s)"), detail=detail))
    # Loaded on use: a console on a server needs none of it.
    import sqlite3

    words = {
        sqlite3.SQLITE_NOTADB: N_("the file is no database"),
        sqlite3.SQLITE_CORRUPT: N_("the file is damaged"),
        sqlite3.SQLITE_CANTOPEN: N_("the file cannot be opened"),
        sqlite3.SQLITE_READONLY: N_("nothing can be written there"),
    }
    # The low byte is the kind of error; the rest says more than a clerk needs.
    return CannotOpen(where, words.get(code & 0xFF, str(error.orig)))
