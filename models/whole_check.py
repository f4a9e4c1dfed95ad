"""The check of a whole database, part by part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.kernel.findings import Finding
from models.kernel.integrity import foreign_key_findings
from models.kernel.words import N_
from models.table_words import part_word, record_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.api import Services

_UNREADABLE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What reading a row raises that no writer of this program could have left behind."""


def whole_check(services: Services, *, deep: bool) -> list[Finding]:
    """Return what differs anywhere.

    Rows that were altered past the program can be such that the part they belong to cannot be
    checked at all. That is a finding too, and the other parts are checked none the less.
    """
    found: list[Finding] = []
    for room, subject, look in _looks(services, deep=deep):
        try:
            found += look()
        except _UNREADABLE as error:
            sentence = N_("Rows were altered so far that this part could not be checked (%(error)s).")
            found.append(Finding(room, subject, sentence, {"error": f"{type(error).__name__}: {error}"}))
    return found


def _looks(services: Services, *, deep: bool) -> Iterator[tuple[str, str, Callable[[], list[Finding]]]]:
    """Yield the room of the findings, what to call the part, and the check, in the order of the answer."""
    yield "kernel", "kernel", partial(_references, services)
    yield "ledger", "ledger", services.ledger.check
    yield "calendar", "calendar", services.calendar.check
    yield "catalogue", "catalogue", services.catalogue.check
    yield "flows", "flows", services.flows.check
    yield "boundary", "boundary", services.boundary.check
    yield "review", "review", services.review.check
    yield "cases", "cases", services.cases.check
    yield "cases", "case_fts", services.word_search.check
    yield "cases", "saved_queue", services.saved.check
    yield "files", "files", partial(services.files.check, deep=deep)
    yield "cases", "settings", services.settings.check
    yield "exchange", "batches", services.batches.check
    yield "rosters", "rosters", services.rosters.check
    yield "routing", "routing", services.routing.check
    yield "cases", "escalating", services.escalating.check
    yield "improving", "improving", services.improving.check


def _references(services: Services) -> list[Finding]:
    with services.store.read() as session:
        return foreign_key_findings(session, record_word, part_word)
