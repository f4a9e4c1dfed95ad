"""The door to the office's table of limits: how long each stage may take.

The table only grows: a change is a row that holds from now on, so that what held before can still be read,
and clocks that run keep the limit they were started under.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from models.accounts.rules import require
from models.accounts.views import Role
from models.calendar.rules import Mode, parse_limit
from models.cases.clock_rows import rules_of
from models.cases.columns import LIMITS
from models.cases.limits import DEFAULTS, FROM_THE_START, Limited, StageRule, in_force
from models.cases.rules import READER_ROLES
from models.catalogue.rules import GRADES
from models.kernel.errors import Invalid, NotFound
from models.kernel.words import N_, Phrase
from models.ledger.service import record
from models.ledger.views import Program

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.kinds import Channel
    from models.kernel.clock import Clock
    from models.kernel.store import Store

LIMITERS = frozenset({Role.SYSTEM_ADMIN})
"""Who says how long a stage may take."""
_STREAM = "stage_limits"
_LOOK = N_("look at the limits of stages")
_KEEP = N_("set the limits of stages")


class LimitService:
    """The office's table of limits.

    Args:
        store: the open database.
        clock: gives every row the moment it holds from.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def limits(self, actor: Actor) -> list[StageRule]:
        """Return the rules in force, in the order of stages.

        Raises:
            NotPermitted: the person neither looks at cases nor sets limits.
        """
        require(actor, READER_ROLES | LIMITERS, _LOOK)
        with self._store.read() as session:
            return in_force(rules_of(session), self._clock.now())

    def history(self, actor: Actor) -> list[StageRule]:
        """Return every row there ever was, the newest first; one without a limit ended a rule.

        Raises:
            NotPermitted: the person neither looks at cases nor sets limits.
        """
        require(actor, READER_ROLES | LIMITERS, _LOOK)
        with self._store.read() as session:
            return list(reversed(rules_of(session)))

    def set(
        self,
        actor: Actor,
        stage: Limited,
        limit: str,
        *,
        mode: Mode = Mode.HOURS,
        channel: Channel | None = None,
        urgency: int | None = None,
        valid_from: datetime | None = None,
        dry_run: bool = False,
    ) -> StageRule:
        """Say how long a stage may take from now on; clocks that run keep their limit.

        Args:
            actor: a system administrator.
            stage: the stage, or the reserve before a superior's deadline.
            limit: so many of one unit, such as ``15WM``.
            mode: whether days are counted to the minute or by the day.
            channel: only for cases from there.
            urgency: only for matters of this grade.
            valid_from: from when on; now, by default. What lies behind plays a part for histories that
                are imported, what lies ahead waits.
            dry_run: only look whether it could be done.

        Raises:
            NotPermitted: the person sets no limits.
            BadLimit, ImpossibleLimit: it is no limit, or one nobody believes.
            Invalid: there is no such grade of matters, or the rule says so already.
        """
        require(actor, LIMITERS, _KEEP)
        wanted = str(parse_limit(limit))
        _require_grade(urgency)
        with self._store.write() as session:
            now = self._clock.now()
            before = _held(session, stage, channel, urgency, now)
            if before is not None and (before.limit, before.mode) == (wanted, mode):
                raise Invalid(N_("the limit"), wanted, N_("it is so already"))
            since = now if valid_from is None else valid_from
            made = _add(
                session, actor.name, stage, channel, urgency, wanted, mode, since, now, dry_run=dry_run
            )
            if not dry_run:
                _tell(session, actor, now, "set", before, made)
        self._store.memo.forget()
        return made

    def drop(
        self,
        actor: Actor,
        stage: Limited,
        *,
        channel: Channel | None = None,
        urgency: int | None = None,
        dry_run: bool = False,
    ) -> StageRule:
        """End a rule; a less particular one applies in its place, or the stage has no clock.

        Returns:
            The rule that ended.

        Raises:
            NotPermitted: the person sets no limits.
            NotFound: there is no such rule.
        """
        require(actor, LIMITERS, _KEEP)
        with self._store.write() as session:
            now = self._clock.now()
            before = _held(session, stage, channel, urgency, now)
            if before is None:
                parts = (stage, channel, urgency)
                raise NotFound(N_("rule"), " ".join(str(part) for part in parts if part is not None))
            if not dry_run:
                made = _add(session, actor.name, stage, channel, urgency, None, before.mode, now, now)
                _tell(session, actor, now, "drop", before, made)
        self._store.memo.forget()
        return before

    def seed(self) -> None:
        """Give an office that has no rule yet those of the field."""
        with self._store.write() as session:
            if session.connection().execute(select(LIMITS.c.id).limit(1)).first() is not None:
                return
            now, program = self._clock.now(), Program()
            for stage, channel, urgency, limit in DEFAULTS:
                values = (stage, channel, urgency, limit, Mode.HOURS, FROM_THE_START, now)
                made = _add(session, program.name, *values)
                _tell(session, program, now, "seed", None, made)
        self._store.memo.forget()


def _require_grade(urgency: int | None) -> None:
    least, most = GRADES
    if urgency is not None and not least <= urgency <= most:
        grades = Phrase(N_("it lies between %(least)s and %(most)s"), least=least, most=most)
        raise Invalid(N_("the urgency"), urgency, grades)


def _held(
    session: Session, stage: Limited, channel: Channel | None, urgency: int | None, now: datetime
) -> StageRule | None:
    key = (stage, channel, urgency)
    return next((rule for rule in in_force(rules_of(session), now) if rule.key == key), None)


def _add(
    session: Session,
    made_by: str,
    stage: Limited,
    channel: Channel | None,
    urgency: int | None,
    limit: str | None,
    mode: Mode,
    valid_from: datetime,
    made_at: datetime,
    *,
    dry_run: bool = False,
) -> StageRule:
    values = {
        "stage": stage,
        "channel": channel,
        "urgency": urgency,
        "limit": limit,
        "mode": mode,
        "valid_from": valid_from,
        "made_at": made_at,
        "made_by": made_by,
    }
    key = 0
    if not dry_run:
        statement = insert(LIMITS).values(values).returning(LIMITS.c.id)
        key = int(session.connection().execute(statement).scalar_one())
    return StageRule(key, stage, channel, urgency, limit, mode, valid_from, made_at, made_by)


def hold_limit(
    session: Session,
    actor: Actor,
    now: datetime,
    key: tuple[Limited, Channel | None, int | None],
    limit: str,
    mode: Mode,
    before: StageRule | None,
) -> None:
    """Say how long a stage may take from ``now`` on, inside the caller's transaction.

    Args:
        session: of the caller.
        actor: who says so.
        now: the moment it holds from.
        key: stage, channel and urgency it is for.
        limit: as the calendar writes it.
        mode: how days are counted.
        before: the rule that held until now.
    """
    made = _add(session, actor.name, *key, limit, mode, now, now)
    _tell(session, actor, now, "set", before, made)


def end_limit(session: Session, actor: Actor, now: datetime, before: StageRule) -> None:
    """End a rule at ``now``, inside the caller's transaction; a less particular one applies in its place."""
    made = _add(session, actor.name, *before.key, None, before.mode, now, now)
    _tell(session, actor, now, "drop", before, made)


def _tell(
    session: Session,
    who: Actor | Program,
    now: datetime,
    what: str,
    before: StageRule | None,
    made: StageRule,
) -> None:
    after = None if made.limit is None else _facts(made)
    record(
        session, who, now, _STREAM, f"stage_limit.{what}", None if before is None else _facts(before), after
    )


def _facts(rule: StageRule) -> dict[str, object]:
    return {
        "stage": rule.stage,
        "channel": rule.channel,
        "urgency": rule.urgency,
        "limit": rule.limit,
        "mode": rule.mode,
    }
