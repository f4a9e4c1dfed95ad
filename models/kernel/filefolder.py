"""Where the files of a database lie."""

from __future__ import annotations

import re
from pathlib import Path

SUFFIX = ".files"
"""What the folder is called, after the name of the database."""


def files_folder(database: str, data_folder: Path) -> Path:
    """Return where the files of a database lie: the one place that says so.

    Args:
        database: its URL.
        data_folder: where this installation keeps what is its own; for a database on a server.
    """
    scheme, _colon, rest = database.partition("://")
    if scheme.startswith("sqlite"):
        file = Path(rest.removeprefix("/").partition("?")[0])
        return file.with_name(f"{file.name}{SUFFIX}")
    name = re.sub(r"[^\w.-]", "_", rest.rpartition("/")[2].partition("?")[0]) or "server"
    return data_folder / f"{name}{SUFFIX}"
