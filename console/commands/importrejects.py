"""Giving the rejected rows of an import back, each source as it came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.commands.importtext import said
from console.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.commands.context import Context
    from models.exchange.readers import Source
    from models.exchange.views import ImportOptions, ImportSummary

_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".htm", ".html"})
"""What comes back as a workbook"""


def save_rejects(
    context: Context,
    target: Path,
    kind: str,
    found: Iterable[tuple[Source | Path, ImportSummary]],
    mapping: tuple[str, ...],
    options: ImportOptions,
) -> None:
    """Write the rejected rows of every source that has some; say where.

    A second one gets a number in its name, and a workbook the ending of one.

    Raises:
        NoTarget: the file cannot be written.
    """
    from models.exchange.givingback import give_back
    from models.exchange.kinds import kind_named
    from models.exchange.planrefusals import NoTarget
    from models.kernel.oserrors import why

    rejected = [(source, summary) for source, summary in found if summary.rejected]
    for place, (source, summary) in enumerate(rejected):
        path = target if place == 0 else target.with_stem(f"{target.stem}-{place + 1}")
        if Path(source.name).suffix.lower() in _BOOKS and path.suffix.lower() != ".xlsx":
            path = path.with_suffix(".xlsx")
        try:
            with path.open("wb") as file:
                give_back(
                    source,
                    kind_named(kind),
                    options,
                    summary.problems,
                    file,
                    lambda problem: said(problem.reason),
                    mapping,
                )
        except OSError as error:
            raise NoTarget(str(path), why(error)) from error
        context.say(_("Rejected rows are in %(path)s.", path=path))
