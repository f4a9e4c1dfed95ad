"""What is asked beside a case: its personal data, a receipt, who could have it, what is like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.rules import require
from models.cases import hints, queries
from models.cases.clock_rows import clocks_of
from models.cases.clocks import receipt_of
from models.cases.columns import CASES
from models.cases.door import clean_entries, tells_why
from models.cases.ledgering import stream_of
from models.cases.pairing import works_on
from models.cases.people import handlers_of
from models.cases.refusals import MayNotReveal, NothingToReveal, ReasonMissing
from models.cases.rules import READER_ROLES
from models.cases.views import ActionEntries
from models.kernel.errors import NotFound
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.judged_views import SimilarCase, SimilarTo
    from models.cases.rules import PersonalField
    from models.cases.views import HandlerView
    from models.kernel.clock import Clock
    from models.kernel.store import Store

LOOK = N_("look at cases")


class BesideCases:
    """The part of :class:`models.cases.service.CaseService` that moves nothing."""

    _store: Store
    _clock: Clock
    _calendar: CalendarService

    def reveal(self, actor: Actor, case_id: int, field: PersonalField, reason: str) -> str:
        """Return personal data of a case in clear; the reading is written to the ledger.

        Only for whoever has something to do on the case now.

        Raises:
            NotFound: the case is out of sight.
            ReasonMissing, Invalid: no reason is given in words, or one too long to keep.
            MayNotReveal: there is nothing for the person to do on the case now.
            NothingToReveal: the case holds no such data.
        """
        require(actor, READER_ROLES, LOOK)
        why = clean_entries(ActionEntries(reason=reason)).reason
        if not tells_why(why):
            raise ReasonMissing(field)
        now = self._clock.now()
        with self._store.write() as session:
            row = queries.facts(session, actor, case_id).row
            if not works_on(session, actor, row, now):
                raise MayNotReveal(actor.name, row.number, field)
            value: str = getattr(row, field.value)
            if not value:
                raise NothingToReveal(row.number, field)
            facts = {"field": field, "why": why}
            record(session, actor, now, stream_of(row.number), "case.reveal", None, facts)
        return value

    def explain_clock(self, actor: Actor, case_id: int, clock_id: int) -> Mapping[str, Any]:
        """Return the receipt of a stage clock of a case.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight, or has no such clock.
        """
        require(actor, READER_ROLES, LOOK)
        with self._store.read() as session:
            queries.require_in_sight(session, actor, case_id)
            clock = next((each for each in clocks_of(session, case_id) if each.id == clock_id), None)
            if clock is None:
                raise NotFound(N_("clock"), clock_id)
            return receipt_of(self._calendar.by_id_within(session, clock.calendar_edition_id), clock)

    def handlers(self, actor: Actor, case_id: int, unit_id: int | None = None) -> list[HandlerView]:
        """Return whom a case can be given to in the unit that has it, or in ``unit_id``.

        The least busy come first.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
        """
        require(actor, READER_ROLES, LOOK)
        with self._store.read() as session:
            queries.require_in_sight(session, actor, case_id)
            if unit_id is None:
                unit_id = session.connection().scalar(select(CASES.c.unit_id).where(CASES.c.id == case_id))
            return handlers_of(session, unit_id)

    def similar(self, actor: Actor, wanted: SimilarTo, limit: int = 5) -> list[SimilarCase]:
        """Return the open cases that may be about the same thing, the likest first.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, LOOK)
        with self._store.read() as session:
            return hints.similar(session, actor, wanted, self._clock.now(), limit)
