"""Editions: what the list said when, what differs, what became of a number; loading and withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.catalogue.cleaning import cleaned
from models.catalogue.editions import comparison, descent, publishing, queries
from models.catalogue.editions.changes import compare_lists
from models.catalogue.editions.former import former_bearers
from models.catalogue.editions.linking import Linker
from models.catalogue.editions.refusals import CasesRest, NothingToPublish, NotPublished, NotTheNewest
from models.catalogue.editions.rules import EDITORS
from models.catalogue.editions.views import AsOf, Published
from models.catalogue.editions.withdrawal import withdraw
from models.catalogue.rules import MatterDraft, check_draft
from models.catalogue.standing import in_force, office_day
from models.catalogue.views import EditionStatus
from models.kernel.errors import NotFound
from models.kernel.text import clean_block, clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.editions.changes import Changes
    from models.catalogue.editions.rules import Hint
    from models.catalogue.editions.views import Diff, EditionPlan, EditionView, LineageView, ListLine, Touched
    from models.kernel.clock import Clock
    from models.kernel.store import Store

    CasesUnder = Callable[[Session, Sequence[int]], int]
    Touching = Callable[[Session, Changes], Sequence[Touched]]

_PUBLISH = N_("publish an edition")


def _nobody(_session: Session, _versions: Sequence[int]) -> int:
    return 0


class EditionService:
    """Editions of the list of matters.

    Everyone who is signed in may look things up; publishing is the system administrator's.

    Args:
        store: the database.
        clock: the time.
        cases_under: how many cases rest on some versions; rooms above the catalogue know.
        touching: what changes touch outside the catalogue, for plans.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        cases_under: CasesUnder = _nobody,
        touching: Sequence[Touching] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._cases_under = cases_under
        self._touching = touching

    def editions(self, actor: Actor) -> list[EditionView]:
        """Return all editions, the newest first; a draft stands before them."""
        _ = actor
        with self._store.read() as session:
            return queries.editions(session)

    def list_on(
        self, actor: Actor, on: str | date | None = None, known: datetime | None = None
    ) -> list[ListLine]:
        """Return the list of a day or edition (today by default), by code.

        Args:
            actor: anyone.
            on: a day, or an edition's number, name, or date as text.
            known: as the office knew it at this moment; by default as it knows it now.

        Raises:
            NoEdition: ``on`` is neither a date nor an edition.
        """
        _ = actor
        with self._store.read() as session:
            today = self._today(session)
            meant = queries.as_of(session, on, today) if isinstance(on, str) else AsOf(on or today)
            return queries.list_on(session, meant.day, known or meant.known)

    def as_of(self, actor: Actor, text: str) -> AsOf:
        """Return what an edition's number or name, or a date such as 2026-01-01, stands for; "" for today.

        Raises:
            NoEdition: ``text`` is neither.
        """
        _ = actor
        with self._store.read() as session:
            return queries.as_of(session, text, self._today(session))

    def diff(self, actor: Actor, earlier: str, later: str) -> Diff:
        """Compare two editions or days, matter by matter; "" stands for today.

        Raises:
            NoEdition: a side is neither.
        """
        _ = actor
        with self._store.read() as session:
            return comparison.diff(session, earlier, later, self._today(session))

    def changes_of(self, actor: Actor, number: int) -> Diff:
        """Return what an edition changed, as it was known when it was published.

        Raises:
            NoEdition: there is none of this number.
        """
        _ = actor
        with self._store.read() as session:
            return comparison.changes_of(session, number)

    def lineage(self, actor: Actor, code: str, day: date | None = None) -> LineageView:
        """Return what a number meant, and what it leads to on ``day`` (today by default).

        Raises:
            NotFound: no matter ever bore the code.
        """
        _ = actor
        with self._store.read() as session:
            found = descent.lineage(session, code, day or self._today(session))
        if not found.bearers:
            raise NotFound(N_("matter"), clean_line(code))
        return found

    def plan_load(
        self,
        actor: Actor,
        rows: Sequence[Mapping[str, Any]],
        effective: date,
        hints: Sequence[Hint] = (),
        name: str = "",
    ) -> EditionPlan:
        """Say what loading a whole list would change, writing nothing; see :meth:`load`."""
        require(actor, EDITORS, _PUBLISH)
        with self._store.read() as session:
            publishing.require_order(session, effective)
            publishing.require_name(session, clean_line(name) or str(publishing.next_number(session)))
            changes = self._changes(session, rows, effective, hints)
            return changes.plan(self._touched(session, changes))

    def load(
        self,
        actor: Actor,
        rows: Sequence[Mapping[str, Any]],
        effective: date,
        *,
        name: str = "",
        note: str = "",
        hints: Sequence[Hint] = (),
    ) -> Published:
        """Publish a whole list as a new edition; what it does not name any more is retired.

        Args:
            actor: a system administrator.
            rows: for each matter, what is said of it by field of
                :class:`~models.catalogue.rules.MatterDraft`: at least code and name. What is not
                said stays as it is. For units and classes meant by name see
                :class:`models.catalogue.editions.linking.Linker`.
            effective: the date of force.
            name: what the edition is called; its number by default.
            note: what it says of itself.
            hints: what became of old numbers.

        Raises:
            NotPermitted: the person does not administer the system.
            EditionTooEarly: it is dated before its predecessor.
            EditionNameTaken, NothingToPublish, DoubleCode, BadHint, CyclicLineage,
            LaterVersion, Nameless, TextTooLong, OutOfRange, BadLimit: see the sentences.
        """
        require(actor, EDITORS, _PUBLISH)
        with self._store.write() as session:
            publishing.one_at_a_time(session)
            publishing.require_order(session, effective)
            changes = self._changes(session, rows, effective, hints)
            plan = changes.plan(self._touched(session, changes))
            edition_id = publishing.publish(
                session,
                actor,
                self._clock.now(),
                changes,
                name=clean_line(name),
                note=clean_block(note),
                plan_hash=plan.fingerprint,
            )
            edition = queries.edition(session, edition_id)
        return published(edition, plan)

    def withdraw(self, actor: Actor, number: int) -> EditionView:
        """Take the newest edition back: everything stands again as before it.

        Raises:
            NotPermitted: the person does not administer the system.
            NoEdition: there is none of this number.
            NotPublished: it does not stand.
            NotTheNewest: another follows it.
            CasesRest: cases were filed under it.
            ChangedSince: its matters were changed afterwards.
        """
        require(actor, EDITORS, N_("withdraw an edition"))
        with self._store.write() as session:
            publishing.one_at_a_time(session)
            found = queries.edition_numbered(session, number)
            if found.status is not EditionStatus.PUBLISHED:
                raise NotPublished(number)
            newer = queries.published_after(session, number)
            if newer is not None:
                raise NotTheNewest(number, newer)
            resting = self._cases_under(session, queries.new_versions(session, found.id))
            if resting:
                raise CasesRest(number, resting)
            withdraw(session, actor, self._clock.now(), found.id, number)
            return queries.edition(session, found.id)

    def _today(self, session: Session) -> date:
        return office_day(session, self._clock.now())

    def _touched(self, session: Session, changes: Changes) -> list[Touched]:
        return [each for ask in self._touching for each in ask(session, changes)]

    def _changes(
        self, session: Session, rows: Sequence[Mapping[str, Any]], effective: date, hints: Sequence[Hint]
    ) -> Changes:
        if not rows:
            raise NothingToPublish
        current = in_force(session, effective)
        wanted = Linker(session).linked(map(_clean, rows))
        unknown = {row["code"] for row in wanted} - current.keys()
        changes = compare_lists(
            current, wanted, effective, hints, former_bearers(session, effective, unknown)
        )
        for change in changes.changes:
            if change.draft is not None:
                check_draft(change.draft, fileable=False)
        publishing.require_nothing_later(session, changes)
        return changes


def published(edition: EditionView, plan: EditionPlan) -> Published:
    """Return what publishing did, from the plan it was done by."""
    return Published(edition=edition, plan=plan, **plan.counts)


def _clean(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says, cleaned; fields it does not name stay away."""
    draft = cleaned(MatterDraft(**row))
    return {name: getattr(draft, name) for name in row}


__all__ = ["EDITORS", "EditionService", "published"]
