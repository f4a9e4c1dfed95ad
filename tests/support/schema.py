"""The schema a test database gets."""

from __future__ import annotations

import importlib
from pathlib import Path

from migrations.head import head_revision
from migrations.runner import upgrade
from models.kernel.store import open_engine
from models.kernel.tables import metadata


def prepare(url: str) -> None:
    """Give the database at ``url`` the present schema."""
    if head_revision():
        upgrade(url, backup=False)
        return
    for path in sorted(Path("models").glob("*/tables.py")):
        importlib.import_module(f"models.{path.parent.name}.tables")
    engine = open_engine(url, must_exist=False)
    ready = [
        table
        for table in metadata.tables.values()
        if all(key.target_fullname.split(".")[0] in metadata.tables for key in table.foreign_keys)
    ]
    metadata.create_all(engine, tables=ready)
    engine.dispose()
