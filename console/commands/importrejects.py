"""Giving the rejected rows of an import back, each source as it came."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from console.commands.importtext import said
from console.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.commands.context import Context
    from models.exchange.readers import Source
    from models.exchange.views import ImportOptions, ImportSummary

_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".htm", ".html"})
"""What comes back as a workbook"""
_BOOK = ".xlsx"


def see_where(rejects: str | None, files: Sequence[str], output: str | None = None) -> None:
    """See, before anything is imported, that nothing to be written would take the place of a source.

    Args:
        rejects: where rejected rows are to go.
        files: what is read.
        output: where else something goes.

    Raises:
        OverItsSource: something would.
    """
    if rejects is None and output is None:
        return
    from models.exchange.planrefusals import OverItsSource

    targets = [] if output is None else [Path(output)]
    for place in range(len(files) if rejects is not None else 0):
        path = _numbered(Path(rejects or ""), place)
        targets += [path, path.with_suffix(_BOOK)]
    sources = {Path(file).resolve(): file for file in files if file != "-"}
    for target in targets:
        if target.resolve() in sources:
            raise OverItsSource(sources[target.resolve()])


def save_rejects(
    context: Context,
    target: Path,
    kind: str,
    found: Iterable[tuple[Source | Path, ImportSummary]],
    mapping: tuple[str, ...],
    options: ImportOptions,
) -> None:
    """Write the rejected rows of every source that has some; say where.

    A second one gets a number in its name, and a workbook the ending of one: none is written in the older
    formats. What stood under the name is gone only once the new file is whole.

    Raises:
        NoTarget: the file cannot be written.
    """
    from models.exchange.givingback import give_back
    from models.exchange.kinds import kind_named
    from models.exchange.planrefusals import NoTarget
    from models.kernel.oserrors import why

    rejected = [(source, summary) for source, summary in found if summary.rejected]
    for place, (source, summary) in enumerate(rejected):
        path = _numbered(target, place)
        book = Path(source.name).suffix.lower() in _BOOKS
        if book:
            path = path.with_suffix(_BOOK)
        whole = io.BytesIO()
        give_back(
            source,
            kind_named(kind),
            options,
            summary.problems,
            whole,
            lambda problem: said(problem.reason),
            mapping,
        )
        try:
            path.write_bytes(whole.getbuffer())
        except OSError as error:
            raise NoTarget(str(path), why(error)) from error
        if book and target.suffix.lower() != _BOOK:
            context.say(_("Rejected rows are in %(path)s: workbooks come back as .xlsx.", path=path))
        else:
            context.say(_("Rejected rows are in %(path)s.", path=path))


def _numbered(target: Path, place: int) -> Path:
    return target if place == 0 else target.with_stem(f"{target.stem}-{place + 1}")
