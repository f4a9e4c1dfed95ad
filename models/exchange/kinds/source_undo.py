"""Taking back an import of a source book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.sources.standing import BOOKS, CHANGES, ITEMS
from models.catalogue.sources.taking_back import LATER_IMPORT, remove_book, take_back_import
from models.exchange.lines import UNDO, Line, Verdict
from models.exchange.resting import References
from models.exchange.views import Resting
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.catalogue.sources.planning import SourcePlan
    from models.exchange.frame import Work

_NOT_KEPT = N_("it was carried out before imports kept what undoing needs")


def source_lines(plan: SourcePlan) -> Iterator[Line]:
    """Yield what happens to each item that is new, changes, or is not in the list any more."""
    for draft in plan.created:
        yield Line(draft.row, Verdict.CREATE, draft.key, None, {"name": draft.name})
    for each in plan.changed:
        before = {one.field: one.old for one in each.fields}
        after = {one.field: one.new for one in each.fields}
        yield Line(each.new.row, Verdict.CHANGE, each.new.key, before, after, each.old.version)
    for gone in plan.gone:
        before, after = {"state": gone.state.value}, {"state": "gone"}
        yield Line(0, Verdict.CHANGE, gone.key, before, after, gone.version)


def keep_import(lines: list[Line], **facts: Any) -> None:
    """Keep with the first line what taking the import back needs."""
    if lines:
        lines[0] = lines[0]._replace(after={**(lines[0].after or {}), UNDO: facts})


def take_back(lines: Sequence[Line], work: Work) -> list[Resting]:
    """Take an import of a book back; return the items that stay, and why."""
    kept: dict[str, Any] | None = next(
        (line.after[UNDO] for line in lines if line.after and UNDO in line.after), None
    )
    if kept is None:
        return [Resting(line.key, _NOT_KEPT) for line in lines]
    session = work.session
    names = _keys(work)
    references = References(session, ITEMS.c.id, (CHANGES.name,))
    stay = take_back_import(
        session, work.actor, work.at, kept["book"], kept["import"], kept["before"], references.to
    )
    if stay is None:
        return [Resting(line.key, LATER_IMPORT) for line in lines]
    if kept["new_book"] and not stay:
        remove_book(session, work.actor, work.at, kept["book"], References(session, BOOKS.c.id).to)
    return [Resting(names.get(key, str(key)), why) for key, why in stay.items()]


def _keys(work: Work) -> dict[int, str]:
    from sqlalchemy import select

    return dict(work.session.connection().execute(select(ITEMS.c.id, ITEMS.c.key)).all())
