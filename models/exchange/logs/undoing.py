"""Taking back the import of a log: what its journal keeps, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.columns import CASES
from models.cases.former_undoing import OWN, Added, added, remove_former, shorten_former
from models.exchange.journal import Chunk, read_chunks, write_chunk
from models.exchange.lines import UNDO
from models.exchange.resting import References
from models.exchange.views import Resting
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.cases.former_writing import Written
    from models.exchange.frame import Work

KIND = "log"
"""What batches of logs are called: they are of no kind of table"""
CAUTION = N_(
    "Cases the log created are removed with their steps; the ledger keeps that they were here. Steps it"
    " added to others are taken off. A case somebody has acted on since stays."
)
_STEPS = "steps"


def chunk_of(fresh: Sequence[Written], more: Sequence[Written]) -> Chunk:
    """Return what a batch keeps of cases written together."""
    changed = []
    for each in more:
        kept = added(each)
        before, now = kept.first - 1, kept.first - 1 + len(each.steps)
        after: dict[str, Any] = {_STEPS: now, UNDO: kept.document()}
        changed.append((each.case.row, kept.number, {_STEPS: before}, after, kept.version))
    return Chunk([each.number for each in fresh], [each.case.row for each in fresh], None, changed)


def take_back_log(work: Work, number: int, created: int) -> tuple[int, int, list[Resting]]:
    """Take a log back; return how many cases went, how many are as they were, and what stays.

    Args:
        work: who, when, and the session; ``batch`` is the undoing's own number.
        number: of the import.
        created: how many cases it created.
    """
    session = work.session
    references = References(session, CASES.c.id, OWN)
    removed, restored, found = 0, 0, list[Resting]()
    with references.followed_back(created):
        for seq, chunk in enumerate(read_chunks(session, number, last_first=True)):
            stay = remove_former(session, work.actor, work.at, chunk.keys, references.to)
            removed += len(chunk.keys) - len(stay)
            all_added = [
                Added(key, after[UNDO]["first"], version, after[UNDO]["before"])
                for _row, key, _before, after, version in chunk.changed
            ]
            longer = shorten_former(session, work.actor, work.at, all_added)
            restored += len(all_added) - len(longer)
            found += [Resting(key, why) for key, why in (stay | longer).items()]
            back = [
                (row, key, {_STEPS: after[_STEPS]}, {_STEPS: before[_STEPS]}, version + 1)
                for row, key, before, after, version in chunk.changed
                if key not in longer
            ]
            write_chunk(session, work.batch, seq, Chunk(changed=back))
    return removed, restored, found
