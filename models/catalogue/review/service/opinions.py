"""Giving opinions: one on screen, or those of a sheet that came back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.catalogue.drafting.workspace import open_edition
from models.catalogue.review import queries
from models.catalogue.review.listing import pair_key
from models.catalogue.review.queries import OPINIONS
from models.catalogue.review.refusals import NotAsked
from models.catalogue.review.rules import clean_facts, first_state, require_meaning
from models.catalogue.review.service.base import (
    ReviewBase,
    department_row,
    open_round_row,
    require_giver,
    round_row,
    sign,
    standing_open,
)
from models.catalogue.review.taking import Sieve, replaceable
from models.catalogue.review.views import OpinionFacts, OpinionKind, RowFate, TakeResult
from models.catalogue.rules import draft_from
from models.kernel.bulk import insert_rows
from models.kernel.documents import plain
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.review.taking import Sifted
    from models.catalogue.review.views import GivenRow, OpinionView

_SOURCE, _SHEET = 255, 64


class OpinionDoors(ReviewBase):
    """What departments say."""

    def opine(
        self,
        actor: Actor,
        department: str | int,
        matter_id: int,
        facts: OpinionFacts,
        number: int | None = None,
    ) -> OpinionView:
        """Record the opinion of a department on one entry, given on screen.

        It takes the place of an earlier one of the department, which stays readable; a change of
        one field stands beside a change of another.

        Args:
            actor: one of those who work on the list, or somebody of the department's unit.
            department: its name or its id in the round.
            matter_id: the entry.
            facts: what it says.
            number: the round, by default the open one.

        Raises:
            OtherDepartment: the person may speak for their own unit only.
            NoDraft, NoRound, RoundOver, NotFound, NotAsked: see the sentences.
            OpinionIncomplete, UnknownReviewField, SaysTheSame, UnknownValue, Nameless,
            TextTooLong: what it says cannot be used.
        """
        clean = clean_facts(facts)
        with self._store.write() as session:
            row = open_round_row(session, number)
            owner, item = _asked_pair(session, actor, row, department, matter_id, clean)
            pair = (OPINIONS.c.department_id == owner.id) & (OPINIONS.c.item_id == item.id)
            standing = queries.current_opinions(session, pair)
            old = queries.outdated(session, standing)
            same = (each.id for each in standing if queries.facts_of(each) == clean and each.id not in old)
            known = next(same, None)
            if known is not None:
                return self._opinion_view(session, known)
            replaced = [each for each in standing if not _beside(each, clean)]
            _retire(session, [each.id for each in replaced])
            key = self._give(session, actor, row, (owner.id, item.id), clean)
            before = {"opinions": [_plain_facts(queries.facts_of(each)) for each in replaced]}
            said = {"department": owner.name, "matter": matter_id, "name": item.name, **_plain_facts(clean)}
            sign(session, actor, (self._clock.now(), "opine"), row, before if replaced else None, said)
            return self._opinion_view(session, key)

    def try_opinion(
        self,
        actor: Actor,
        department: str | int,
        matter_id: int,
        facts: OpinionFacts,
        number: int | None = None,
    ) -> OpinionView:
        """Say whether :meth:`opine` would record an opinion; return what stands in its place now.

        Raises:
            As :meth:`opine`.
        """
        clean = clean_facts(facts)
        with self._store.read() as session:
            row = standing_open(round_row(session, open_edition(session).id, number), number)
            owner, item = _asked_pair(session, actor, row, department, matter_id, clean)
            pair = (OPINIONS.c.department_id == owner.id) & (OPINIONS.c.item_id == item.id)
            standing = [each.id for each in queries.current_opinions(session, pair)]
            return self._opinion_view(session, standing[0] if standing else pair_key(owner.id, item.id))

    def take(
        self,
        actor: Actor,
        file: str,
        sheet: str,
        rows: Sequence[GivenRow],
        *,
        department: str = "",
        stale: bool = False,
        dry_run: bool = False,
    ) -> TakeResult:
        """Take the opinions of a sheet that came back; a file taken twice changes nothing.

        Args:
            actor: one of those who work on the list, or somebody of the department's unit.
            file: what the file is called.
            sheet: the sheet that was read.
            rows: its rows.
            department: whose file it is meant to be; empty for whoever's it is.
            stale: take opinions given on an older wording all the same.
            dry_run: only say what would be done.

        Raises:
            NoDraft, NoRound: no list is being prepared, or no round is open.
            NoReviewSheet, OtherRound, OtherDepartmentsFile: it is not a file to take here.
            OtherDepartment: the person may speak for their own unit only.
        """
        if dry_run:
            with self._store.read() as session:
                row = standing_open(round_row(session, open_edition(session).id))
                found = self._sift(session, actor, row, file, rows, department, stale=stale)
                return _result(found, row.number, file, sheet, dry_run=True)
        with self._store.write() as session:
            row = open_round_row(session)
            found = self._sift(session, actor, row, file, rows, department, stale=stale)
            owner = found.department
            source = {"source": clean_line(file)[:_SOURCE], "sheet": clean_line(sheet)[:_SHEET]}
            self._take_pairs(session, actor, row, found, source)
            result = _result(found, row.number, file, sheet, dry_run=False)
            if found.pairs:
                said = {"department": owner.name, **source} | {
                    fate.value: result.count(fate) for fate in RowFate
                }
                sign(session, actor, (self._clock.now(), "take"), row, None, said)
            return result

    def _take_pairs(
        self, session: Session, actor: Actor, row: Row[Any], found: Sifted, source: dict[str, Any]
    ) -> None:
        """Write what a sheet says of each entry in place of what stood there."""
        replaced: list[int] = []
        given: list[dict[str, Any]] = []
        for pair in found.pairs:
            said = set(pair.said.values())
            kept = {queries.facts_of(each) for each in pair.standing}
            replaced += pair.outdated
            replaced += [
                each.id for each in pair.standing if replaceable(each) and queries.facts_of(each) not in said
            ]
            for number, facts in pair.said.items():
                if facts not in kept:
                    kept.add(facts)
                    values = self._values(actor, row, (found.department.id, pair.item_id), facts)
                    given.append({**values, **source, "row": number})
        _retire(session, replaced)
        if given:
            names = tuple(given[0])
            insert_rows(session, OPINIONS, names, [tuple(each.values()) for each in given])

    @staticmethod
    def _sift(
        session: Session,
        actor: Actor,
        row: Row[Any],
        file: str,
        rows: Sequence[GivenRow],
        department: str,
        *,
        stale: bool,
    ) -> Sifted:
        found = Sieve(session, row, file, stale=stale).sift(rows, department)
        require_giver(actor, found.department)
        return found

    def _values(
        self, actor: Actor, of_round: Row[Any], pair: tuple[int, int], facts: OpinionFacts
    ) -> dict[str, Any]:
        """Return the columns of an opinion given now."""
        return {
            "version": 1,
            "round_id": of_round.id,
            "department_id": pair[0],
            "item_id": pair[1],
            **{name: getattr(facts, name) for name in OpinionFacts.__dataclass_fields__},
            "at": self._clock.now(),
            "by_id": actor.account_id,
            "by_name": actor.name,
            "source": "",
            "sheet": "",
            "row": None,
            "current": True,
            "state": first_state(facts.kind),
            "settled_by": "",
            "settled_reason": "",
        }

    def _give(
        self, session: Session, actor: Actor, of_round: Row[Any], pair: tuple[int, int], facts: OpinionFacts
    ) -> int:
        values = self._values(actor, of_round, pair, facts)
        statement = insert(OPINIONS).values(**values).returning(OPINIONS.c.id)
        return int(session.connection().execute(statement).scalar_one())


def _asked_pair(
    session: Session,
    actor: Actor,
    row: Row[Any],
    department: str | int,
    matter_id: int,
    facts: OpinionFacts,
) -> tuple[Row[Any], Row[Any]]:
    """Return department and entry of an opinion that may be given, by this person.

    Raises:
        OtherDepartment, NotFound, NotAsked, SaysTheSame and refusals of values: it may not.
    """
    owner = department_row(session, row.id, department)
    require_giver(actor, owner)
    entries = queries.items(session, row.id).values()
    item = next((each for each in entries if each.matter_id == matter_id), None)
    if item is None or item.id not in queries.asked(session, owner.id):
        raise NotAsked(owner.name, row.number)
    require_meaning(draft_from(item.document), facts)
    return owner, item


def _beside(standing: Row[Any], facts: OpinionFacts) -> bool:
    """Say whether an opinion stays when another is given.

    Changes of different fields do, and what was accepted: the list says it, and the minutes tell of it.
    """
    return not replaceable(standing) or (
        OpinionKind.CHANGE is standing.kind is facts.kind and standing.field != facts.field
    )


def _retire(session: Session, keys: Iterable[int]) -> None:
    """Let later opinions take the place of some."""
    for part in queries.chunks(list(keys)):
        session.connection().execute(
            update(OPINIONS)
            .where(OPINIONS.c.id.in_(part))
            .values(current=False, version=OPINIONS.c.version + 1)
        )


def _plain_facts(facts: OpinionFacts) -> dict[str, Any]:
    kept: dict[str, Any] = plain({name: value for name, value in asdict(facts).items() if value})
    return kept


def _result(found: Sifted, number: int, file: str, sheet: str, *, dry_run: bool) -> TakeResult:
    return TakeResult(file, sheet, found.department.name, number, tuple(found.results), dry_run)
