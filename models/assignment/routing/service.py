"""The door of the rules of dispatching: looking, preparing an edition, trying it, putting it in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters.loading import working_time
from models.assignment.routing import queries
from models.assignment.routing.checking import routing_findings
from models.assignment.routing.dispatching import aim_of
from models.assignment.routing.editing import KEEP, KEEPERS, STREAM, RuleEditing, rule_set_of
from models.assignment.routing.entering import WORDS
from models.assignment.routing.kinds import EditionStatus, Trouble
from models.assignment.routing.queries import DRAFT, EDITIONS, IN_FORCE
from models.assignment.routing.refusals import (
    NoDraft,
    NoRules,
    NothingChanged,
    RuleNamesGone,
    RuleNeverFits,
    WindowTooLong,
)
from models.assignment.routing.survey import surveyed, universe
from models.assignment.routing.trying import tried
from models.assignment.routing.unsent import unsent
from models.cases import queries as cases
from models.cases.columns import CASES
from models.cases.rules import READER_ROLES
from models.cases.shape import DISPATCHERS
from models.catalogue.standing import office_day
from models.kernel.errors import NotFound
from models.kernel.text import clean_line
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.routing.views import Aim, EditionView, Names, Rule, RuleFinding, RuleSet, Trial
    from models.kernel.findings import Finding

READERS = DISPATCHERS | {Role.SYSTEM_ADMIN, Role.LEADER, Role.UNIT_LEAD, Role.ACCEPTOR}
TRIERS = DISPATCHERS | {Role.LEADER}
"""Who tries rules on what happened: they see the cases."""
MOST_DAYS = 366
_LOOK = N_("look at the rules of dispatching")
_CASES = N_("look at cases")
_TRY = N_("try the rules of dispatching")
_NOTE_LENGTH = 200


class RoutingService(RuleEditing):
    """Rules of dispatching: what :class:`RuleEditing` prepares is looked at, tried and put in force."""

    # Looking

    def editions(self, actor: Actor) -> list[EditionView]:
        """Return all editions, the draft first, then the newest.

        Raises:
            NotPermitted: the person does not look at rules.
        """
        require(actor, READERS, _LOOK)
        with self._store.read() as session:
            return queries.editions(session)

    def rule_set(self, actor: Actor, number: int | None = None, *, draft: bool = False) -> RuleSet:
        """Return the edition in force, the one of a number, or the draft, with its rules.

        Raises:
            NotPermitted: the person does not look at rules.
            NoRules, NoDraft, NotFound: there is no such edition.
        """
        require(actor, READERS, _LOOK)
        with self._store.read() as session:
            row = self._wanted(session, number, draft=draft)
            return rule_set_of(row, self._names(session))

    def names(self, actor: Actor) -> Names:
        """Return what rules can name.

        Raises:
            NotPermitted: the person does not look at rules.
        """
        require(actor, READERS, _LOOK)
        with self._store.read() as session:
            return self._names(session)

    def survey(self, actor: Actor, number: int | None = None, *, draft: bool = False) -> list[RuleFinding]:
        """Return what is wrong with the rules of an edition, and what hides what.

        Raises:
            NotPermitted, NoRules, NoDraft, NotFound: as :meth:`rule_set`.
        """
        require(actor, READERS, _LOOK)
        with self._store.read() as session:
            rules = queries.rules_of(self._wanted(session, number, draft=draft))
            return self._surveyed(session, rules)

    def aim(self, actor: Actor, case_id: int) -> Aim:
        """Return where the rules in force send a case now, or why they do not.

        Raises:
            NotPermitted: the person does not look at rules.
            NotFound: the case is out of sight.
        """
        require(actor, READERS, _LOOK)
        with self._store.read() as session:
            cases.require_in_sight(session, actor, case_id)
            row = session.connection().execute(select(CASES).where(CASES.c.id == case_id)).one()
            return aim_of(session, row, self._clock.now())

    def unsent(self, actor: Actor, case_id: int) -> Aim | None:
        """Return the rule that fits a filed case and why it did not dispatch it by itself.

        ``None`` where no rule fits, the rule would send it, or it did and the case was taken back.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
        """
        require(actor, READER_ROLES, _CASES)
        with self._store.read() as session:
            if not queries.rules_in_force(session)[1]:
                return None
            cases.require_in_sight(session, actor, case_id)
            row = session.connection().execute(select(CASES).where(CASES.c.id == case_id)).one()
            return unsent(session, row, self._clock.now())

    def trial(
        self,
        actor: Actor,
        since: datetime,
        until: datetime,
        number: int | None = None,
        *,
        draft: bool = False,
    ) -> Trial:
        """Return what the rules would have done with the cases filed in a window of time.

        Args:
            actor: whose area bounds the cases.
            since: the first moment.
            until: where the window ends.
            number: of which edition; the one in force if left out.
            draft: of the draft instead.

        Raises:
            NotPermitted: the person does not try rules.
            WindowTooLong: it ends before it begins, or has more than a year.
            NoRules, NoDraft, NotFound: there is no such edition.
        """
        require(actor, TRIERS, _TRY)
        if not timedelta(0) < until - since <= timedelta(days=MOST_DAYS):
            raise WindowTooLong(MOST_DAYS)
        with self._store.read() as session:
            row = self._wanted(session, number, draft=draft)
            return tried(session, actor, queries.rules_of(row), row.number, since, until)

    def publish(self, actor: Actor, expected: int, note: str = "") -> EditionView:
        """Put the draft in force; return the edition it became.

        Raises:
            NoDraft: there is none.
            NothingChanged: it says what is in force.
            RuleNamesGone: a rule names what is not used any more.
            RuleNeverFits: a rule excludes every case.
            NotPermitted, Conflict: as :meth:`add`.
        """
        require(actor, KEEPERS, KEEP)
        now = self._clock.now()
        with self._store.write() as session:
            row = self._draft(session, expected)
            rules, standing = queries.rules_of(row), queries.edition_row(session, IN_FORCE)
            if rules == queries.rules_of(standing):
                raise NothingChanged
            self._require_sound(session, rules)
            run = session.connection().execute
            if standing is not None:
                replaced = {"status": EditionStatus.REPLACED, "until": now}
                run(update(EDITIONS).where(EDITIONS.c.id == standing.id).values(**replaced))
            values = {
                "number": queries.newest_number(session) + 1,
                "status": EditionStatus.IN_FORCE,
                "note": clean_line(note)[:_NOTE_LENGTH],
                "since": now,
                "changed_at": now,
                "changed_by": actor.name,
                "version": row.version + 1,
            }
            run(update(EDITIONS).where(EDITIONS.c.id == row.id).values(**values))
            before = None if standing is None else {"edition": standing.number}
            after = {"edition": values["number"], "note": values["note"], "rules": row.rules}
            record(session, actor, now, STREAM, "routing.publish", before, after)
            view = queries.edition_view(run(select(EDITIONS).where(IN_FORCE)).one())
        self._store.memo.forget()
        return view

    def check(self) -> list[Finding]:
        """Name what the edition in force says that went out of use since."""
        with self._store.read() as session:
            return routing_findings(session, self._clock.now())

    def _wanted(self, session: Session, number: int | None, *, draft: bool) -> Row[Any]:
        if draft:
            row = queries.edition_row(session, DRAFT)
            if row is None:
                raise NoDraft
            return row
        row = queries.edition_row(session, IN_FORCE if number is None else EDITIONS.c.number == number)
        if row is None:
            raise NoRules if number is None else NotFound(N_("edition of the rules"), number)
        return row

    def _surveyed(self, session: Session, rules: Sequence[Rule]) -> list[RuleFinding]:
        day, hours = office_day(session, self._clock.now()), working_time(session).hours
        return surveyed(rules, self._names(session), universe(session, day, hours))

    def _require_sound(self, session: Session, rules: Sequence[Rule]) -> None:
        for each in self._surveyed(session, rules):
            if each.trouble is Trouble.GONE:
                raise RuleNamesGone(each.number, WORDS[each.field], each.key)
            if each.trouble is Trouble.EMPTY:
                raise RuleNeverFits(each.number)
