"""Settling opinions: taking them up into the list, rejecting, carrying, and opening them again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.accounts.rules import require
from models.catalogue.drafting import queries as drafting
from models.catalogue.drafting.refusals import NotLive
from models.catalogue.drafting.views import EntryState
from models.catalogue.drafting.workspace import ENTRY, STEPS, Workspace
from models.catalogue.editions.changes import differing
from models.catalogue.review import queries
from models.catalogue.review.accepting import after_accepting, require_unsettled, restored, write_step
from models.catalogue.review.queries import DEPARTMENTS, ITEMS, OPINIONS, ROUNDS
from models.catalogue.review.refusals import (
    ChangedSince,
    DecisionNeedsReason,
    NotSettled,
    Replaced,
    RoundOver,
)
from models.catalogue.review.rules import told
from models.catalogue.review.service.base import OPENERS, ReviewBase, open_round_row, require_giver, sign
from models.catalogue.review.views import OpinionKind, OpinionState
from models.catalogue.rules import draft_from
from models.kernel.documents import plain
from models.kernel.errors import Conflict, NotFound
from models.kernel.text import clean_block
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.review.views import OpinionView
    from models.catalogue.rules import MatterDraft

_WORK = N_("settle opinions")
_OPINION = N_("opinion")


class SettlingDoors(ReviewBase):
    """What becomes of opinions."""

    def accept(
        self,
        actor: Actor,
        key: int,
        *,
        reason: str = "",
        field: str = "",
        wording: str = "",
        anyway: bool = False,
        expected_version: int | None = None,
    ) -> OpinionView:
        """Take an opinion up: the list says what it proposes, by a step that can be undone.

        Args:
            actor: who works on the list.
            key: the opinion.
            reason: what the minutes say; needed for an objection that changes no field.
            field: a field to word otherwise where an objection is met.
            wording: what that field is to say.
            anyway: take the proposal up though the field was reworded since.
            expected_version: the version the person was looking at.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft, RoundOver, NotFound, NotLive, AlreadySettled, Replaced: see the sentences.
            WordingMoved: the field no longer says what the opinion was given on.
            DecisionNeedsReason: an objection is met without saying how.
            Conflict: somebody settled it meanwhile.
            UnknownReviewField, UnknownValue, LeavesNobody, Nameless, TextTooLong: the wording
            cannot be used.
        """
        require(actor, OPENERS, _WORK)
        why = clean_block(reason)
        with self._store.write() as session:
            found = self._open_opinion(session, key, expected_version)
            if found.kind is OpinionKind.OBJECT and not field and not why:
                raise DecisionNeedsReason
            space = Workspace(session, actor, self._clock.now())
            now = space.live(found.matter_id)
            after = after_accepting(session, found, now, field, wording, anyway=anyway)
            changes = differing(now, after)
            step = self._take_up(space, found, after, back=False) if changes else None
            values = {"state": OpinionState.ACCEPTED, "taken": told(changes) or None, "step": step}
            return self._decide(session, actor, found, why, values)

    def try_accepting(
        self, actor: Actor, key: int, *, field: str = "", wording: str = "", anyway: bool = False
    ) -> Mapping[str, tuple[Any, Any]]:
        """Say what :meth:`accept` would change: field to (before, after).

        Raises:
            As :meth:`accept`.
        """
        require(actor, OPENERS, _WORK)
        with self._store.read() as session:
            found = self._found(session, key)
            require_unsettled(session, found)
            known = drafting.documents_of(session, found.edition_id, [found.matter_id]).get(found.matter_id)
            if known is None:
                raise NotFound(ENTRY, found.matter_id)
            now, state = known
            if state is not EntryState.LIVE:
                raise NotLive(now.name, state.value)
            return differing(now, after_accepting(session, found, now, field, wording, anyway=anyway))

    @staticmethod
    def _take_up(space: Workspace, found: Row[Any], after: MatterDraft, *, back: bool) -> int | None:
        """Write the step that takes an opinion up, or back; return its number."""
        space.say(found.matter_id, after)
        return write_step(space, found, after.name, back=back)

    def reject(self, actor: Actor, key: int, reason: str, expected_version: int | None = None) -> OpinionView:
        """Reject an opinion with a reason.

        Raises:
            NotPermitted, NoDraft, RoundOver, NotFound, AlreadySettled, Replaced, Conflict: as
            :meth:`accept`.
            DecisionNeedsReason: no reason is given.
        """
        why = clean_block(reason)
        if not why:
            raise DecisionNeedsReason
        return self._settled(actor, key, OpinionState.REJECTED, why, expected_version)

    def carry(
        self, actor: Actor, key: int, reason: str = "", expected_version: int | None = None
    ) -> OpinionView:
        """Leave an opinion to the next round, where it is open again.

        Raises:
            NotPermitted, NoDraft, RoundOver, NotFound, AlreadySettled, Replaced, Conflict: as
            :meth:`accept`.
        """
        return self._settled(actor, key, OpinionState.CARRIED, clean_block(reason), expected_version)

    def _settled(
        self, actor: Actor, key: int, state: OpinionState, why: str, expected_version: int | None
    ) -> OpinionView:
        require(actor, OPENERS, _WORK)
        with self._store.write() as session:
            found = self._open_opinion(session, key, expected_version)
            return self._decide(session, actor, found, why, {"state": state})

    def withdraw(
        self, actor: Actor, key: int, reason: str = "", expected_version: int | None = None
    ) -> OpinionView:
        """Let a department take its opinion back.

        Raises:
            OtherDepartment: the person may speak for their own unit only.
            NoDraft, RoundOver, NotFound, AlreadySettled, Replaced, Conflict: as :meth:`accept`.
        """
        with self._store.write() as session:
            found = self._open_opinion(session, key, expected_version)
            owner = next(
                row for row in queries.departments(session, found.round_id) if row.id == found.department_id
            )
            require_giver(actor, owner)
            values = {"state": OpinionState.WITHDRAWN}
            return self._decide(session, actor, found, clean_block(reason), values)

    def reopen(self, actor: Actor, key: int, expected_version: int | None = None) -> OpinionView:
        """Open a settled opinion again; what accepting it changed is taken back.

        Raises:
            NotPermitted, NoDraft, RoundOver, NotFound, Replaced, Conflict: as :meth:`accept`.
            NotSettled: it is open, or needs no decision.
            ChangedSince: the entry was changed again after it was accepted.
        """
        require(actor, OPENERS, _WORK)
        with self._store.write() as session:
            found = self._opinion(session, key, expected_version)
            if found.state in {OpinionState.OPEN, OpinionState.NOTED}:
                raise NotSettled(found.department_name)
            active = queries.active_steps(session, found.edition_id)
            if found.step is not None and found.id in active:
                self._take_back(session, actor, found, active[found.id])
            values = {"state": OpinionState.OPEN, "taken": None, "step": None}
            return self._decide(session, actor, found, "", values)

    def _take_back(self, session: Session, actor: Actor, found: Row[Any], seq: int) -> None:
        """Put an entry back as it was before an opinion was accepted.

        The newest step is undone. Below later steps the entry is put back as a whole if nothing else
        changed it, else in the fields the opinion changed.
        """
        space = Workspace(session, actor, self._clock.now())
        run = session.connection().execute
        here = STEPS.c.edition_id == found.edition_id
        step = run(select(STEPS).where(here, STEPS.c.seq == seq)).one()
        newest = run(
            select(STEPS.c.seq).where(here, STEPS.c.undone.is_(False)).order_by(STEPS.c.seq.desc())
        ).scalar()
        if newest == seq:
            space.replay(step, forward=False)
            return
        _key, before, after = next(row for row in step.changes["entries"] if row[0] == found.matter_id)
        now = space.facts(found.matter_id)
        was, became, reads = (draft_from(each["document"]) for each in (before, after, now))
        if plain(now) == after:
            space.put(found.matter_id, **restored(now, before))
            write_step(space, found, was.name, back=True)
            return
        fields = differing(was, became)
        if any(getattr(reads, name) != getattr(became, name) for name in fields):
            raise ChangedSince(reads.name)
        space.live(found.matter_id)
        self._take_up(
            space, found, replace(reads, **{name: getattr(was, name) for name in fields}), back=True
        )

    # What they share

    @staticmethod
    def _found(session: Session, key: int) -> Row[Any]:
        """Return an opinion with its entry, department and round."""
        statement = (
            select(
                OPINIONS,
                DEPARTMENTS.c.name.label("department_name"),
                ITEMS.c.matter_id,
                ITEMS.c.document,
                ITEMS.c.name.label("entry_name"),
                ROUNDS.c.edition_id,
                ROUNDS.c.number.label("round_number"),
            )
            .join(DEPARTMENTS, DEPARTMENTS.c.id == OPINIONS.c.department_id)
            .join(ITEMS, ITEMS.c.id == OPINIONS.c.item_id)
            .join(ROUNDS, ROUNDS.c.id == OPINIONS.c.round_id)
            .where(OPINIONS.c.id == key)
        )
        found = session.connection().execute(statement).first()
        if found is None:
            raise NotFound(_OPINION, key)
        return found

    def _opinion(self, session: Session, key: int, expected_version: int | None) -> Row[Any]:
        """Return an opinion of the open round; takes the round's turn."""
        of_round = self._found(session, key)
        row = open_round_row(session, of_round.round_number)
        if row.id != of_round.round_id:
            raise RoundOver(of_round.round_number)
        # Read again: whoever held the round before may have settled it.
        found = self._found(session, key)
        if not found.current:
            raise Replaced(found.department_name)
        if expected_version is not None and found.version != expected_version:
            raise Conflict(N_("The opinion"), self._opinion_view(session, key))
        return found

    def _open_opinion(self, session: Session, key: int, expected_version: int | None) -> Row[Any]:
        """Return an opinion that wants a decision: it is open, or its acceptance was undone on the list."""
        found = self._opinion(session, key, expected_version)
        require_unsettled(session, found)
        return found

    def _decide(
        self, session: Session, actor: Actor, found: Row[Any], why: str, values: dict[str, Any]
    ) -> OpinionView:
        now = self._clock.now()
        settled = values["state"] is not OpinionState.OPEN
        signed = {
            "settled_at": now if settled else None,
            "settled_by_id": actor.account_id if settled else None,
            "settled_by": actor.name if settled else "",
            "settled_reason": why,
        }
        session.connection().execute(
            update(OPINIONS)
            .where(OPINIONS.c.id == found.id)
            .values(**({"taken": None, "step": None} | values), **signed, version=OPINIONS.c.version + 1)
        )
        row = next(each for each in queries.rounds(session, found.edition_id) if each.id == found.round_id)
        before = {"opinion": found.id, "state": found.state.value}
        after = {
            "opinion": found.id, "state": values["state"].value, "department": found.department_name,
            "matter": found.matter_id, "name": found.entry_name, "taken": values.get("taken"), "reason": why,
        }  # fmt: skip
        sign(session, actor, (now, "settle"), row, before, plain(after))
        return self._opinion_view(session, found.id)
