"""Keeping the worlds of drills and the databases people work in apart, at the moment one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.kernel.store import open_engine

if TYPE_CHECKING:
    from sqlalchemy import Engine

_KIND = text("SELECT drill FROM office")


def require_kind(engine: Engine, *, sealed: bool) -> None:
    """Refuse a database of the other kind.

    A database without an office is nobody's yet: it may become either.

    Raises:
        OnlyADrill: it is the world of a drill, though none was asked for.
        NotADrill: it is none, though one was asked for.
    """
    try:
        with engine.connect() as connection:
            found = connection.execute(_KIND).scalar()
    except DBAPIError:
        # No tables of ours, no file, no server: whoever reads first says what is wrong.
        return
    if found is None or bool(found) is sealed:
        return
    # Loaded on use: nearly nobody opens the wrong one.
    from models.drills.refusals import NotADrill, OnlyADrill

    where = engine.url.render_as_string(hide_password=True)
    raise NotADrill(where) if sealed else OnlyADrill(where)


def require_drill(url: str) -> None:
    """Refuse a database people work in, wherever it lies; one that cannot be opened is not worked in.

    Raises:
        NotADrill: it is none of a drill.
    """
    engine = open_engine(url)
    try:
        require_kind(engine, sealed=True)
    finally:
        engine.dispose()
