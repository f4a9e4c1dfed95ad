"""The door for saved queues and searches: keeping, sharing, showing and counting them."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from models.accounts.rules import require
from models.cases.arranging import (
    LAYOUT,
    LOOKS,
    OWN_ORDER,
    RECENT,
    BarLayout,
    CaseOrder,
    Look,
    Ordering,
    Whole,
    layout_document,
    layout_from,
    looks_document,
    looks_from,
    saved_id,
)
from models.cases.columns import SAVED_QUEUES
from models.cases.filters import LONGEST, both, parse
from models.cases.finding import find_page
from models.cases.kept_names import with_kept
from models.cases.kinds import QueueKey
from models.cases.narrowing import narrowed
from models.cases.ordering import arranged_page
from models.cases.rules import READER_ROLES
from models.cases.saved_counting import BUDGET, Asked, count, counts_within
from models.cases.saved_keeping import KEEPERS, SavedKeeping
from models.cases.saved_queries import (
    base_in,
    conditions_of,
    filter_of,
    ordering_in,
    views,
    visible_row,
    visible_rows,
)
from models.cases.saved_views import Bar, SavedCount, SavedCounts, SavedView
from models.desk.service import recall_within, remember_within
from models.kernel.errors import NotFound
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.arranging import Base
    from models.cases.views import CaseLine
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.paging import Page
    from models.kernel.store import Store

MOST_RECENT = 12
_LOOK = N_("look at cases")
_QUEUE = N_("saved queue")


class SavedQueueService(SavedKeeping):
    """Queues and searches people save, and how each person has their line of queues.

    Args:
        store: the open database.
        clock: gives every change its time, and every list its "today".
        calendar: knows the office's zone.
        timer: seconds from some moment on, to keep to the budget of the counters.
    """

    def __init__(
        self, store: Store, clock: Clock, calendar: CalendarService, timer: Callable[[], float] = perf_counter
    ) -> None:
        super().__init__(store, clock, calendar)
        self._timer = timer

    # Looking

    def saved(self, actor: Actor) -> list[SavedView]:
        """Return what the person saved and what is shared with them, queues and searches: theirs first.

        Raises:
            NotPermitted: the person has nothing to do with cases.
        """
        require(actor, KEEPERS, _LOOK)
        with self._store.read() as session:
            return views(session, actor, visible_rows(session, actor))

    def bar(self, actor: Actor) -> Bar:
        """Return all that a person's line of queues is made of beside the built-in ones."""
        with self._store.read() as session:
            rows = visible_rows(session, actor) if actor.has(*READER_ROLES) else []
            remembered = recall_within(session, actor, (LAYOUT, LOOKS))
            found = views(session, actor, rows)
        queues = tuple(each for each in found if not each.is_search)
        return Bar(queues, layout_from(remembered.get(LAYOUT)), looks_from(remembered.get(LOOKS)))

    def one(self, actor: Actor, name: str) -> SavedView:
        """Return what is called ``name``: the person's own, or else what somebody shares.

        Raises:
            NotPermitted: the person has nothing to do with cases.
            NotFound: nothing within sight is called so.
        """
        wanted = clean_line(name)
        found = next((each for each in self.saved(actor) if each.name == wanted), None)
        if found is None:
            raise NotFound(_QUEUE, name)
        return found

    def page(
        self,
        actor: Actor,
        queue_id: int,
        look: Look | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
    ) -> Page[CaseLine]:
        """Return a page of a saved queue or search.

        Args:
            actor: whose view of it.
            queue_id: which.
            look: in what order, if not its own.
            text: a filter beside its own, as in :meth:`CaseService.queue`.
            after: the ``next_key`` of the page before.
            limit: how many rows at most (no more than 500).

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: there is none, or it is not shared with the person.
            FilterNotUnderstood: something in a filter means nothing.
        """
        require(actor, READER_ROLES, _LOOK)
        now, zone = self._clock.now(), self._calendar.zone
        with self._store.read() as session:
            row = visible_row(session, actor, queue_id)
            base = base_in(row)
            if base is Whole.EVERY:
                asked = both(filter_of(row, self._today(now)), parse(text, self._today(now)))
                return find_page(session, actor, asked, now, zone, after=after, limit=limit)
            wanted = conditions_of(row, actor, now, zone) + self._narrowed(actor, text, now)
            ordering = ordering_in(row) if look is None else look.ordering
            if base is QueueKey.DAY:
                # The day as it comes is one page, the most urgent of each section; saved, it holds all.
                ordering = ordering or Ordering(CaseOrder.DEADLINE)
            return arranged_page(
                session, actor, base, now, ordering=ordering, wanted=wanted, after=after, limit=limit
            )

    def arranged(
        self,
        actor: Actor,
        base: Base,
        look: Look,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
    ) -> Page[CaseLine]:
        """Return a page of a built-in queue, or of all open cases, in an order of the person's choice.

        Raises:
            NotPermitted: the person does not look at cases.
            FilterNotUnderstood: something in ``text`` means nothing.
        """
        require(actor, READER_ROLES, _LOOK)
        now = self._clock.now()
        wanted = self._narrowed(actor, text, now)
        ordering = None if base in OWN_ORDER else look.ordering
        with self._store.read() as session:
            return arranged_page(
                session, actor, base, now, ordering=ordering, wanted=wanted, after=after, limit=limit
            )

    def counters(
        self, actor: Actor, only: Collection[int] | None = None, budget: float | None = BUDGET
    ) -> SavedCounts:
        """Return how many cases the person's saved queues hold, and which are left to be counted later.

        Args:
            actor: whose view of them.
            only: ids of the queues asked for; ``None`` is all.
            budget: seconds they may take together; ``None`` counts all, however long it takes.
        """
        if not actor.has(*READER_ROLES):
            return SavedCounts()
        started = self._timer()
        now, zone = self._clock.now(), self._calendar.zone
        with self._store.read() as session:
            asked = [
                Asked(
                    row.id,
                    actor,
                    base_in(row),
                    partial(conditions_of, row, actor, now, zone),
                    (row.text, repr(row.names), now.astimezone(zone).date(), zone.key),
                )
                for row in visible_rows(session, actor)
                if base_in(row) is not Whole.EVERY and (only is None or row.id in only)
            ]
            return counts_within(
                session, asked, now, budget=budget, costs=self._costs, timer=self._timer, started=started
            )

    def would_hold(self, actor: Actor, base: Base, text: str, queue_id: int | None = None) -> SavedCount:
        """Return how many open cases a queue would hold if it were saved so.

        Args:
            actor: whose view of it.
            base: what it begins with.
            text: its filter.
            queue_id: the queue it is put in place of; its names go on meaning what they meant.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the queue is not there, or not shared with the person.
            FilterNotUnderstood: something in ``text`` means nothing.
        """
        require(actor, READER_ROLES, _LOOK)
        now = self._clock.now()
        filtered = parse(text, self._today(now))
        with self._store.read() as session:
            kept = None if queue_id is None else visible_row(session, actor, queue_id).names
            wanted = narrowed(with_kept(filtered, kept), actor, now, self._calendar.zone)
            return count(session, actor, base, wanted, now)

    # The desk

    def arrange(self, actor: Actor, layout: BarLayout) -> None:
        """Remember the order of a person's line of queues, and what is hidden of it."""
        with self._store.write(quiet=True) as session:
            remember_within(session, actor, LAYOUT, layout_document(layout))
            # The order of one's own is also the one in which others see them.
            for place, name in enumerate(layout.order, start=1):
                mine = (SAVED_QUEUES.c.account_id == actor.account_id) & (SAVED_QUEUES.c.id == saved_id(name))
                session.connection().execute(update(SAVED_QUEUES).where(mine).values(position=place))

    def remember_look(self, actor: Actor, name: str, look: Look | None) -> None:
        """Remember columns and order of a queue for one person; ``None`` puts them back.

        Args:
            actor: the person.
            name: of the queue in a layout: the key of a built-in one, or :func:`saved_name`.
            look: what the person chose.
        """
        with self._store.write(quiet=True) as session:
            looks = looks_from(recall_within(session, actor, (LOOKS,)).get(LOOKS))
            changed: Mapping[str, Look] = {**looks, name: look or Look()}
            remember_within(session, actor, LOOKS, looks_document(changed))

    def note_search(self, actor: Actor, text: str) -> None:
        """Remember what a person looked for, the latest first; "" is nothing to remember."""
        clean = clean_line(text)[:LONGEST]
        if clean:
            with self._store.write(quiet=True) as session:
                before = recall_within(session, actor, (RECENT,)).get(RECENT) or []
                kept = [clean, *(each for each in before if each != clean)]
                remember_within(session, actor, RECENT, kept[:MOST_RECENT])

    def recent_searches(self, actor: Actor) -> list[str]:
        """Return what a person looked for lately, the latest first."""
        with self._store.read() as session:
            found = recall_within(session, actor, (RECENT,)).get(RECENT)
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def check(self) -> list[Finding]:
        """Count every saved queue in another way; name filters that are not understood."""
        # Loaded where it is asked: no console ever checks a database.
        from models.cases.saved_checking import saved_findings

        with self._store.read() as session:
            return list(saved_findings(session, self._clock.now(), self._calendar.zone))
