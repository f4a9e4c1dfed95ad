"""Looking at rounds, at opinions, and at what goes out to a department."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.drafting.refusals import NoDraft
from models.catalogue.review import listing, queries
from models.catalogue.review.checking import findings
from models.catalogue.review.queries import OPINIONS
from models.catalogue.review.rules import RowKey, round_token
from models.catalogue.review.service.base import ReviewBase, department_row, edition_in_view, round_row
from models.catalogue.review.views import (
    OpinionKind,
    Packet,
    Protocol,
    RoundView,
    SheetRowView,
)
from models.catalogue.rules import draft_from
from models.catalogue.standing import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.review.views import OpinionLine, OpinionState, OpinionView, RoundLine
    from models.kernel.findings import Finding
    from models.kernel.paging import Page


class ReadingDoors(ReviewBase):
    """Doors that change nothing. Everybody who is signed in may read: nothing here is personal."""

    def rounds(self, actor: Actor) -> list[RoundLine]:
        """Return the rounds of the list being prepared, the newest first.

        Without a list those of the last list that had any.
        """
        _ = actor
        with self._store.read() as session:
            try:
                edition_id = edition_in_view(session)
            except NoDraft:
                return []
            day = self._today(session)
            active = queries.active_steps(session, edition_id)
            return [
                queries.round_line(session, row, day, queries.counts(session, row.id, day, active=active))
                for row in queries.rounds(session, edition_id)
            ]

    def round(self, actor: Actor, number: int | None = None) -> RoundView:
        """Return a round with its departments; without a number the newest.

        Raises:
            NoDraft, NoRound, NotFound: there is none.
        """
        _ = actor
        with self._store.read() as session:
            row = round_row(session, edition_in_view(session), number)
            return self._round_view(session, row.id)

    def opinions(
        self,
        actor: Actor,
        number: int | None = None,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        department: str | int | None = None,
        kinds: Collection[OpinionKind] = (),
        states: Collection[OpinionState] = (),
        unsettled: bool = False,
        unanswered: bool = False,
        answered: bool = False,
    ) -> Page[OpinionLine]:
        """Return a page of what was asked in a round and what was said, by the entries' codes.

        Args:
            actor: anyone.
            number: the round, by default the newest.
            text: words that must all occur: in the entry, the department, the proposal or the reason.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            department: only what one was asked; its name or its id in the round.
            kinds: only opinions that say this.
            states: only opinions that stand so.
            unsettled: only opinions that want a decision.
            unanswered: only what nobody gave an opinion on.
            answered: only what somebody gave an opinion on.

        Raises:
            NoDraft, NoRound, NotFound: there is no such round or department.
        """
        _ = actor
        with self._store.read() as session:
            row = round_row(session, edition_in_view(session), number)
            owner = None if department is None else department_row(session, row.id, department).id
            return listing.lines(
                session,
                row.id,
                queries.active_steps(session, row.edition_id),
                department_id=owner,
                kinds=kinds,
                states=states,
                unsettled=unsettled,
                unanswered=unanswered,
                answered=answered,
                text=text,
                after=after,
                limit=limit,
            )

    def opinion(self, actor: Actor, key: int) -> OpinionView:
        """Return an opinion, or what was asked without one, by the key of its line.

        Raises:
            NotFound: there is none.
        """
        _ = actor
        with self._store.read() as session:
            return self._opinion_view(session, key)

    # What goes out

    def packets(
        self, actor: Actor, departments: Sequence[str | int] | None = None, number: int | None = None
    ) -> list[Packet]:
        """Return what is put to departments in a round, in the wording it was opened with.

        Args:
            actor: anyone.
            departments: names or ids; by default all of the round.
            number: the round, by default the newest.

        Raises:
            NoDraft, NoRound, NotFound: there is no such round or department.
        """
        _ = actor
        with self._store.read() as session:
            row = round_row(session, edition_in_view(session), number)
            if departments is None:
                owners = queries.departments(session, row.id)
            else:
                owners = [department_row(session, row.id, each) for each in departments]
            items = queries.items(session, row.id)
            edition = (
                session.connection()
                .execute(select(EDITIONS.c.name).where(EDITIONS.c.id == row.edition_id))
                .scalar_one()
            )
            before = next(
                (each for each in queries.rounds(session, row.edition_id) if each.number == row.number - 1),
                None,
            )
            return [self._packet(session, row, owner, items, edition, before) for owner in owners]

    @staticmethod
    def _packet(
        session: Session,
        row: Row[Any],
        owner: Row[Any],
        items: dict[int, Row[Any]],
        edition: str,
        before: Row[Any] | None,
    ) -> Packet:
        token = round_token(row.edition_id, row.number, row.opened_at)
        standing = {
            each.item_id: queries.facts_of(each)
            for each in queries.current_opinions(session, OPINIONS.c.department_id == owner.id)
            if each.kind is not OpinionKind.NONE
        }
        earlier = {} if before is None else listing.past_of_round(session, before, owner.name)
        asked = queries.asked(session, owner.id)
        units = queries.unit_names(session)
        ordered = sorted((items[key] for key in asked), key=lambda item: (item.code, item.id))
        wanted = [(item, draft_from(item.document)) for item in ordered]
        rows = tuple(
            SheetRowView(
                str(RowKey(token, owner.id, item.id, item.fingerprint)),
                number,
                item.matter_id,
                asked[item.id],
                draft,
                units.get(draft.lead_unit, ""),
                standing.get(item.id),
                earlier.get(item.matter_id),
            )
            for number, (item, draft) in enumerate(wanted, start=1)
        )
        return Packet(owner.id, owner.name, row.number, edition, row.due_on, rows)

    def protocol(self, actor: Actor, number: int | None = None) -> Protocol:
        """Return what the minutes of a round are made of.

        Raises:
            NoDraft, NoRound, NotFound: there is no such round.
        """
        _ = actor
        with self._store.read() as session:
            row = round_row(session, edition_in_view(session), number)
            found = self._round_view(session, row.id)
            edition = (
                session.connection()
                .execute(select(EDITIONS.c.name).where(EDITIONS.c.id == row.edition_id))
                .scalar_one()
            )
            views = listing.settled_views(session, row)
            return Protocol(edition, found.line, found.departments, tuple(views))

    def check(self) -> list[Finding]:
        """Name opinions that cannot be as they are kept."""
        with self._store.read() as session:
            return list(findings(session))
