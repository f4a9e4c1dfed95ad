"""The door of escalation: what goes up by itself, what would, and what did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.queries import active_actors
from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.escalating import queries
from models.assignment.escalating.checking import escalation_findings
from models.assignment.escalating.queries import ESCALATIONS, TOLD, due_steps
from models.assignment.escalating.rules import rule_set, rules_of
from models.assignment.escalating.telling import People
from models.assignment.escalating.views import EscalationNews, EscalationView, Foreseen
from models.assignment.escalating.writing import end_rounds, escalate
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.presence import presence_at
from models.cases.columns import CASES
from models.cases.numbers import short_number
from models.cases.rules import READER_ROLES
from models.cases.settings.inforce import in_force
from models.cases.shape import DISPATCHERS
from models.cases.sight import in_area, listed_for
from models.kernel.errors import Invalid
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.escalating.views import RuleSet
    from models.kernel.clock import Clock
    from models.kernel.findings import Finding
    from models.kernel.store import Store

WATCHERS = DISPATCHERS | {Role.UNIT_LEAD, Role.LEADER}
"""Who may look ahead and back; a unit's lead at the cases of their own unit."""
AT_ONCE = 100
"""Steps taken for one reading; a sweep that finds more comes back for the rest."""
MOST_HOURS = 14 * 24
"""How far ahead may be looked: as far as duties are read."""
MOST_DAYS = 730
_MOST_FORESEEN = 500
_MOST_TOLD = 5
_LOOK = N_("see what went up")


class EscalationService:
    """What goes up because nobody acted.

    Args:
        store: the open database.
        clock: says what is due.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def sweep(self) -> int:
        """Take every step that is due; return how many were taken.

        Asks for nobody's permission: it is time that acts. Safe in many processes at once. Does nothing
        where the office has not switched escalation on.
        """
        done = 0
        while True:
            rules, now, before = rules_of(in_force(self._store)), self._clock.now(), done
            if not rules.on:
                return done
            with self._store.read() as session:
                time = working_time(session)
                due, over = due_steps(session, rules, time, now, AT_ONCE)
                people = _people(session, now) if due else People.none(now)
            if over:
                with self._store.write(quiet=True) as session:
                    end_rounds(session, over)
            for each in due:
                with self._store.write() as session:
                    done += escalate(session, rules, time, people, each, now)
            if len(due) < AT_ONCE or done == before:
                return done

    def rules(self, actor: Actor) -> RuleSet:
        """Return the rules in force.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, N_("look at the settings"))
        return rule_set(in_force(self._store))

    def preview(self, actor: Actor, hours: int = 8) -> list[Foreseen]:
        """Return what would go up within the next hours if nobody acts, and to whom; the earliest first.

        Of each round the next step alone: whether a further one follows depends on what people do. The
        rules are those in force, also where escalation is switched off.

        Raises:
            NotPermitted: the person is not told.
            Invalid: ``hours`` is less than none or more than two weeks.
        """
        require(actor, WATCHERS, _LOOK)
        if not 0 <= hours <= MOST_HOURS:
            raise Invalid(N_("the number of hours"), str(hours), N_("it is between 0 and 336"))
        rules, now = rules_of(in_force(self._store)), self._clock.now()
        with self._store.read() as session:
            time = working_time(session)
            due, _over = due_steps(session, rules, time, now + timedelta(hours=hours), _MOST_FORESEEN)
            people = _people(session, now)
            cases = _cases_in_sight(session, actor, [each.case_id for each in due])
        found = []
        for each in due:
            case = cases.get(each.case_id)
            if case is None:
                continue
            steps = rules.steps(each.trigger)
            reached = people.at(max(each.at, now)).reached(case, steps[steps.index(each.step) :])
            found.append(
                Foreseen(
                    each.case_id,
                    each.number,
                    each.title,
                    each.trigger,
                    each.since,
                    reached.step,
                    rules.waits[each.trigger, each.step],
                    each.at,
                    tuple(one.name for one in reached.to),
                    reached.skipped,
                )
            )
        return found

    def listing(self, actor: Actor, days: int = 7, limit: int = 200) -> list[EscalationView]:
        """Return what went up in the last days, the newest first.

        Raises:
            NotPermitted: the person is not told.
            Invalid: ``days`` is less than one or more than two years.
        """
        require(actor, WATCHERS, _LOOK)
        if not 1 <= days <= MOST_DAYS:
            raise Invalid(N_("the number of days"), str(days), N_("it is between 1 and 730"))
        since = self._clock.now() - timedelta(days=days)
        with self._store.read() as session:
            conditions = [ESCALATIONS.c.at >= since, *_sight(actor)]
            return _views(session, queries.escalations(session, conditions, limit))

    def mine(self, actor: Actor, limit: int = 200) -> list[EscalationView]:
        """Return the cases that went up to the person and on which nobody acted since, the newest first.

        Of each case the step that came last.
        """
        with self._store.read() as session:
            rows = queries.escalations(session, self._mine(actor), limit) if self._reads(actor) else []
            newest = {row.case_id: row for row in reversed(rows)}
            return _views(session, sorted(newest.values(), key=lambda row: -row.id))

    def mine_count(self, actor: Actor) -> int:
        """Return how many cases :meth:`mine` lists, without reading them."""
        if not self._reads(actor):
            return 0
        with self._store.read() as session:
            return queries.count_of_cases(session, self._mine(actor))

    def _mine(self, actor: Actor) -> list[Any]:
        return [*queries.standing_for(actor.account_id), *in_area(actor)]

    def _reads(self, actor: Actor) -> bool:
        return actor.has(*READER_ROLES)

    def news(self, actor: Actor, after: int | None) -> EscalationNews:
        """Return what went up to the person since number ``after``; ``None`` looks from now on."""
        with self._store.read() as session:
            latest = queries.latest_for(session, actor.account_id)
            if after is None or latest <= after or not actor.has(*READER_ROLES):
                return EscalationNews((), latest)
            mine = TOLD.select().with_only_columns(TOLD.c.escalation_id)
            mine = mine.where(TOLD.c.account_id == actor.account_id, TOLD.c.escalation_id > after)
            conditions = [ESCALATIONS.c.id.in_(mine), *in_area(actor)]
            found = _views(session, queries.escalations(session, conditions, _MOST_TOLD))
        return EscalationNews(tuple(found), latest)

    def check(self) -> list[Finding]:
        """Look whether every escalation stands in the timeline of its case."""
        with self._store.read() as session:
            return list(escalation_findings(session))


def _people(session: Session, now: datetime) -> People:
    return People(presence_at(session, now), active_actors(session))


def _sight(actor: Actor) -> Sequence[Any]:
    """Return which cases a person is told of: a unit's lead who is nothing else, of their own."""
    if actor.has(*DISPATCHERS, Role.LEADER):
        return in_area(actor)
    return listed_for(actor)


def _cases_in_sight(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Any]:
    statement: Select[Any] = select(
        CASES.c.id, CASES.c.owner_id, CASES.c.unit_id, CASES.c.division_code
    ).where(CASES.c.id.in_(list(ids)), *_sight(actor))
    return {row.id: row for row in session.connection().execute(statement).all()}


def _views(session: Session, rows: Sequence[Row[Any]]) -> list[EscalationView]:
    told = queries.told_of(session, [row.id for row in rows])
    return [
        EscalationView(
            row.id,
            row.number,
            short_number(row.number),
            row.title,
            row.trigger,
            row.since,
            row.step,
            row.at,
            tuple(told[row.id]),
            row.wait,
            row.edition,
            row.waiting,
        )
        for row in rows
    ]
