"""Opening a round, noting that its sheets went out, reminding, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from models.accounts.rules import require
from models.catalogue.drafting.workspace import open_edition
from models.catalogue.review import queries
from models.catalogue.review.preparing import prepared
from models.catalogue.review.queries import ASKED, DEPARTMENTS, ITEMS, OPINIONS, ROUNDS
from models.catalogue.review.refusals import (
    OpinionsUnsettled,
    StillTime,
)
from models.catalogue.review.rules import USUAL_DAYS, fingerprint
from models.catalogue.review.service.base import (
    OPENERS,
    ReviewBase,
    department_row,
    open_round_row,
    round_row,
    sign,
    standing_open,
)
from models.catalogue.review.views import (
    OpinionKind,
    OpinionState,
    RoundState,
    RoundView,
    Silence,
)
from models.catalogue.rules import draft_document
from models.catalogue.standing import EDITIONS
from models.kernel.bulk import insert_rows
from models.kernel.documents import plain
from models.kernel.text import clean_block, fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.review.preparing import Prepared

_WORK = N_("open and close rounds of review")


class RoundDoors(ReviewBase):
    """The life of a round."""

    def plan_round(self, actor: Actor, **options: Any) -> dict[str, int]:
        """Say how many entries each department would be asked about; nothing is written.

        Args:
            actor: who would open the round.
            options: as :meth:`open_round` takes them.

        Raises:
            As :meth:`open_round`.
        """
        require(actor, OPENERS, _WORK)
        options.pop("silence", None)
        options.pop("strict", None)
        with self._store.read() as session:
            ready = prepared(session, self._today(session), **options)
        return {name: len(entries) for name, entries in ready.asked.items()}

    def open_round(
        self,
        actor: Actor,
        *,
        days: int = USUAL_DAYS,
        departments: Sequence[str] | None = None,
        everything: bool = False,
        only_changed: bool = False,
        reason: str = "",
        silence: Silence = Silence.AGREES,
        strict: bool = False,
    ) -> RoundView:
        """Open the next round of the list being prepared, in the wording it has now.

        What was carried from the round before is open in it, and what stayed open by silence is
        asked again.

        Args:
            actor: who works on the list.
            days: working days the departments have, from tomorrow on.
            departments: whom to ask; by default every department that an entry names.
            everything: put the whole list to each of them, not only the entries that name it.
            only_changed: leave out entries worded as in the round before, unless something about
                them is carried.
            reason: why there is one more round than the usual three.
            silence: what it means that a department says nothing.
            strict: refuse to publish while opinions are open, instead of warning.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: no list is being prepared.
            RoundStillOpen: the round before is not closed.
            RoundNeedsReason, BadDays, NobodyToAsk, NothingToAsk: see the sentences.
        """
        require(actor, OPENERS, _WORK)
        with self._store.write() as session:
            # Two who open a round take turns, as two who make a step do.
            edition = select(EDITIONS.c.id).where(EDITIONS.c.id == open_edition(session).id)
            session.connection().execute(edition.with_for_update())
            ready = prepared(
                session,
                self._today(session),
                days=days,
                departments=departments,
                everything=everything,
                only_changed=only_changed,
                reason=reason,
            )
            key = self._enter(session, actor, ready, clean_block(reason), silence, strict=strict)
            return self._round_view(session, key)

    def _enter(
        self, session: Session, actor: Actor, ready: Prepared, reason: str, silence: Silence, *, strict: bool
    ) -> int:
        """Write a round with everything that belongs to it; return its id."""
        now = self._clock.now()
        values = {
            "version": 1,
            "edition_id": open_edition(session).id,
            "number": ready.number,
            "state": RoundState.OPEN,
            "due_on": ready.due_on,
            "reason": reason,
            "silence": silence,
            "strict": strict,
            "opened_at": now,
            "opened_by_id": actor.account_id,
            "opened_by": actor.name,
        }
        statement = insert(ROUNDS).values(**values).returning(ROUNDS.c.id)
        key = int(session.connection().execute(statement).scalar_one())
        carried = self._write(session, key, ready)
        row = open_round_row(session)
        said = {"due_on": ready.due_on, "silence": silence, "strict": strict, "entries": len(ready.drafts)}
        names = {name: len(entries) for name, entries in ready.asked.items()}
        sign(session, actor, (now, "open"), row, None, plain({**said, "asked": names, "carried": carried}))
        return key

    def _write(self, session: Session, key: int, ready: Prepared) -> int:
        """Write departments, entries, who is asked, and what is carried; return how many were carried."""
        rows = [(key, name, ready.units.get(name), 0) for name in ready.asked]
        insert_rows(session, DEPARTMENTS, ("round_id", "name", "unit_id", "reminders"), rows)
        columns = ("round_id", "matter_id", "code", "name", "document", "fingerprint")
        sent = [
            (key, matter_id, draft.code, draft.name, draft_document(draft), fingerprint(draft))
            for matter_id, draft in ready.drafts.items()
        ]
        insert_rows(session, ITEMS, columns, sent)
        departments = {fold(row.name): row.id for row in queries.departments(session, key)}
        entries = {row.matter_id: row.id for row in queries.items(session, key).values()}
        pairs = [
            (departments[fold(name)], entries[matter_id], part)
            for name, parts in ready.asked.items()
            for matter_id, part in parts.items()
        ]
        insert_rows(session, ASKED, ("department_id", "item_id", "part"), pairs)
        for old in ready.carried:
            session.connection().execute(
                insert(OPINIONS).values(
                    version=1,
                    round_id=key,
                    department_id=departments[fold(old.department_name)],
                    item_id=entries[old.matter_id],
                    **{name: getattr(old, name) for name in _SAID},
                    current=True,
                    carried_from_id=old.id,
                    state=OpinionState.OPEN,
                )
            )
        return len(ready.carried)

    def require_open(self, actor: Actor, number: int | None = None) -> None:
        """Let a person pass who may send in the open round, before anything is written.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft, NoRound, RoundOver, NotFound: see the sentences.
        """
        require(actor, OPENERS, _WORK)
        with self._store.read() as session:
            standing_open(round_row(session, open_edition(session).id, number), number)

    def mark_sent(self, actor: Actor, department_ids: Sequence[int], number: int | None = None) -> RoundView:
        """Note that the sheets of some departments were written for them.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft, NoRound, RoundOver, NotFound: see the sentences.
        """
        return self._note(actor, department_ids, number, "send", {"sent_at": self._clock.now()})

    def remind(self, actor: Actor, department_ids: Sequence[int], number: int | None = None) -> RoundView:
        """Note that departments were reminded of the entries they owe an opinion on.

        Raises:
            NotPermitted, NoDraft, NoRound, RoundOver, NotFound: as :meth:`mark_sent`.
        """
        values = {"reminded_at": self._clock.now(), "reminders": DEPARTMENTS.c.reminders + 1}
        return self._note(actor, department_ids, number, "remind", values)

    def _note(
        self, actor: Actor, ids: Sequence[int], number: int | None, action: str, values: Mapping[str, Any]
    ) -> RoundView:
        require(actor, OPENERS, _WORK)
        with self._store.write() as session:
            row = open_round_row(session, number)
            names = [department_row(session, row.id, key).name for key in ids]
            statement = update(DEPARTMENTS).where(DEPARTMENTS.c.round_id == row.id, DEPARTMENTS.c.id.in_(ids))
            session.connection().execute(statement.values(**values))
            sign(session, actor, (self._clock.now(), action), row, None, {"departments": names})
            return self._round_view(session, row.id)

    def close_round(self, actor: Actor, number: int | None = None, *, early: bool = False) -> RoundView:
        """Close the round: silence is put on record, and nothing of it changes any more.

        Args:
            actor: who works on the list.
            number: the round, by default the open one.
            early: close it before its due date though answers are outstanding.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft, NoRound, RoundOver, NotFound: see the sentences.
            OpinionsUnsettled: somebody has to decide about some opinions first.
            StillTime: departments may still answer.
        """
        require(actor, OPENERS, _WORK)
        with self._store.write() as session:
            row = open_round_row(session, number)
            silent = self._silent(session, row, early=early)
            now = self._clock.now()
            state = OpinionState.NOTED if row.silence is Silence.AGREES else OpinionState.CARRIED
            columns = ("version", "round_id", "department_id", "item_id", "kind", "at", "current", "state")
            empty = ("field", "proposed", "reason", "basis", "belongs_to", "by_name", "source", "sheet")
            also = ("settled_by", "settled_reason")
            rows = [
                (1, row.id, *pair, OpinionKind.NONE, now, True, state, *[""] * (len(empty) + len(also)))
                for pair in silent
            ]
            insert_rows(session, OPINIONS, (*columns, *empty, *also), rows)
            session.connection().execute(
                update(ROUNDS)
                .where(ROUNDS.c.id == row.id)
                .values(
                    state=RoundState.CLOSED,
                    closed_at=now,
                    closed_by_id=actor.account_id,
                    closed_by=actor.name,
                )
            )
            sign(
                session,
                actor,
                (now, "close"),
                row,
                {"state": "open"},
                {"state": "closed", "silent": len(silent)},
            )
            return self._round_view(session, row.id)

    def try_closing(self, actor: Actor, number: int | None = None, *, early: bool = False) -> int:
        """Say how many entries would be put on record as unanswered if the round were closed now.

        Raises:
            As :meth:`close_round`.
        """
        require(actor, OPENERS, _WORK)
        with self._store.read() as session:
            row = standing_open(round_row(session, open_edition(session).id, number), number)
            return len(self._silent(session, row, early=early))

    def _silent(self, session: Session, row: Row[Any], *, early: bool) -> list[tuple[int, int]]:
        """Return department and entry of what was not answered in a round that may be closed.

        Raises:
            OpinionsUnsettled, StillTime: it may not.
        """
        unsettled = queries.unsettled(session, row.id, queries.active_steps(session, row.edition_id))
        if unsettled:
            raise OpinionsUnsettled(row.number, len(unsettled))
        silent = queries.pairs_without(session, row.id)
        if silent and not early and self._today(session) <= row.due_on:
            raise StillTime(row.number, row.due_on, len(silent))
        return silent


_SAID = (
    "kind", "field", "proposed", "reason", "basis", "belongs_to", "at", "by_id", "by_name", "source", "sheet",
    "row",
)  # fmt: skip
"""Columns of what was said, by whom and where; an opinion that is carried keeps them."""
