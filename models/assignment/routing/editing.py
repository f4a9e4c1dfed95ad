"""Preparing rules: a draft that begins with what is in force, changed one rule at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.routing import queries
from models.assignment.routing.entering import entered_rule
from models.assignment.routing.kinds import EditionStatus
from models.assignment.routing.queries import DRAFT, EDITIONS, IN_FORCE
from models.assignment.routing.refusals import NoDraft, NoSuchRule, TooManyRules
from models.assignment.routing.rules import document_of
from models.assignment.routing.views import RuleLine, RuleSet
from models.catalogue.standing import office_day
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.routing.views import Names, Rule
    from models.kernel.clock import Clock
    from models.kernel.store import Store

KEEPERS = frozenset({Role.DUTY_CHIEF, Role.SYSTEM_ADMIN})
"""Who prepares rules and puts them in force."""
MOST_RULES = 300
STREAM = "routing"
KEEP = N_("change the rules of dispatching")
_WHAT = N_("The draft of the rules")


class _Standing(NamedTuple):
    """What is being changed: the draft, or what is in force where there is none."""

    row: Row[Any] | None
    rules: tuple[Rule, ...]
    version: int


class RuleEditing:
    """The draft of the rules.

    Args:
        store: the open database.
        clock: gives every change its time.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, actor: Actor, rule: Rule, expected: int, place: int | None = None) -> RuleSet:
        """Put a rule into the draft, which begins with what is in force where there is none.

        Args:
            actor: who prepares it.
            rule: what it asks for; things may stand by their names.
            expected: the version of the draft the person looked at; 0 where there was none.
            place: the number it gets; the last one if left out.

        Raises:
            NotPermitted: the person does not prepare rules.
            Conflict: somebody changed the draft meanwhile.
            Invalid: an entry cannot be used.
            TooManyRules: there are as many as fit.
        """

        def put(rules: list[Rule], names: Names) -> None:
            at = len(rules) if place is None else min(max(place, 1), len(rules) + 1) - 1
            rules.insert(at, entered_rule(rule, names))

        return self._edit(actor, expected, put)

    def change(self, actor: Actor, number: int, rule: Rule, expected: int) -> RuleSet:
        """Put another rule in the place of one.

        Raises:
            NoSuchRule: there is none of this number.
            NotPermitted, Conflict, Invalid: as :meth:`add`.
        """

        def put(rules: list[Rule], names: Names) -> None:
            _require(rules, number)
            rules[number - 1] = entered_rule(rule, names)

        return self._edit(actor, expected, put)

    def move(self, actor: Actor, number: int, to: int, expected: int) -> RuleSet:
        """Move a rule to another place; one beyond the end is the last.

        Raises:
            NoSuchRule: there is none of this number.
            NotPermitted, Conflict: as :meth:`add`.
        """

        def put(rules: list[Rule], _names: Names) -> None:
            _require(rules, number)
            rules.insert(min(max(to, 1), len(rules)) - 1, rules.pop(number - 1))

        return self._edit(actor, expected, put)

    def remove(self, actor: Actor, number: int, expected: int) -> RuleSet:
        """Take a rule out of the draft.

        Raises:
            NoSuchRule: there is none of this number.
            NotPermitted, Conflict: as :meth:`add`.
        """

        def put(rules: list[Rule], _names: Names) -> None:
            _require(rules, number)
            rules.pop(number - 1)

        return self._edit(actor, expected, put)

    def discard(self, actor: Actor, expected: int) -> None:
        """Drop the draft; what is in force stays.

        Raises:
            NoDraft: there is none.
            NotPermitted, Conflict: as :meth:`add`.
        """
        require(actor, KEEPERS, KEEP)
        with self._store.write() as session:
            row = self._draft(session, expected)
            facts = {"rules": row.rules}
            session.connection().execute(delete(EDITIONS).where(EDITIONS.c.id == row.id))
            record(session, actor, self._clock.now(), STREAM, "routing.discard", facts, None)

    def _names(self, session: Session) -> Names:
        return queries.names(session, office_day(session, self._clock.now()))

    def _draft(self, session: Session, expected: int) -> Row[Any]:
        statement = select(EDITIONS).where(DRAFT).with_for_update()
        row = session.connection().execute(statement).first()
        if row is None:
            raise NoDraft
        if row.version != expected:
            raise Conflict(_WHAT, queries.edition_view(row))
        return row

    def _edit(self, actor: Actor, expected: int, put: Callable[[list[Rule], Names], None]) -> RuleSet:
        require(actor, KEEPERS, KEEP)
        with self._store.write() as session:
            names = self._names(session)
            standing = _standing(session)
            if standing.version != expected:
                raise Conflict(_WHAT, None if standing.row is None else queries.edition_view(standing.row))
            rules = list(standing.rules)
            put(rules, names)
            if len(rules) > MOST_RULES:
                raise TooManyRules(MOST_RULES)
            row = write_draft(session, actor, self._clock.now(), rules)
            return rule_set_of(row, names)


def _require(rules: Sequence[Rule], number: int) -> None:
    if not 1 <= number <= len(rules):
        raise NoSuchRule(number, len(rules))


def _standing(session: Session) -> _Standing:
    draft = session.connection().execute(select(EDITIONS).where(DRAFT).with_for_update()).first()
    if draft is not None:
        return _Standing(draft, queries.rules_of(draft), draft.version)
    return _Standing(None, queries.rules_of(queries.edition_row(session, IN_FORCE)), 0)


def write_draft(session: Session, actor: Actor, now: datetime, rules: Sequence[Rule]) -> Row[Any]:
    """Make ``rules`` what the draft says, in the caller's transaction; return it as it stands then."""
    before = queries.edition_row(session, DRAFT)
    documents = [document_of(rule) for rule in rules]
    values = {"rules": documents, "changed_at": now, "changed_by": actor.name}
    run = session.connection().execute
    if before is None:
        run(insert(EDITIONS).values(status=EditionStatus.DRAFT, note="", version=1, **values))
    else:
        run(update(EDITIONS).where(EDITIONS.c.id == before.id).values(version=before.version + 1, **values))
    old = None if before is None else {"rules": before.rules}
    record(session, actor, now, STREAM, "routing.draft", old, {"rules": documents})
    return run(select(EDITIONS).where(DRAFT)).one()


def rule_set_of(row: Row[Any], names: Names) -> RuleSet:
    """Return an edition with its rules and the names of what they name."""
    lines = tuple(
        RuleLine(place, rule, names.of(rule)) for place, rule in enumerate(queries.rules_of(row), start=1)
    )
    return RuleSet(queries.edition_view(row), lines)
