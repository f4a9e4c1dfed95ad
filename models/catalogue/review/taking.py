"""A sheet that came back, row by row: what can be taken, what is stale, what is rejected and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.catalogue.drafting import queries as drafting
from models.catalogue.drafting.views import EntryState
from models.catalogue.review import queries
from models.catalogue.review.queries import OPINIONS
from models.catalogue.review.refusals import NoReviewSheet, OtherDepartmentsFile, OtherRound
from models.catalogue.review.rules import (
    clean_facts,
    fingerprint,
    read_key,
    require_meaning,
    round_token,
)
from models.catalogue.review.views import (
    GivenRow,
    OpinionFacts,
    OpinionKind,
    OpinionState,
    RowFate,
    RowResult,
)
from models.catalogue.rules import draft_from
from models.kernel.errors import DomainError
from models.kernel.text import fold
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.catalogue.review.rules import RowKey
    from models.kernel.words import Word

_GIVEN = frozenset(OpinionKind) - {OpinionKind.NONE}
_CHANGED = N_("the entry was worded otherwise after it was sent")
_LEFT = N_("the entry is no longer on the list")
_GONE = ""
"""Stands for the wording of an entry that left the list"""


@dataclass(slots=True)
class Pair:
    """What a file says of one entry: its opinions, and the row of each."""

    item_id: int
    said: dict[int, OpinionFacts] = field(default_factory=dict)
    standing: list[Row[Any]] = field(default_factory=list)
    """The department's opinions on it that count so far"""
    outdated: list[int] = field(default_factory=list)
    """Those of them that were carried from another wording: said again, they are given anew"""


@dataclass(slots=True)
class Sifted:
    """A file gone through: the department, what is to be written, and what became of each row."""

    department: Row[Any]
    pairs: list[Pair]
    results: list[RowResult]


class Sieve:
    """Goes through the rows of one file.

    Args:
        session: to read in.
        row: the open round.
        file: what the file is called, for refusals.
        stale: take opinions given on an older wording all the same.
    """

    def __init__(self, session: Session, row: Row[Any], file: str, *, stale: bool) -> None:
        self._session = session
        self._round = row
        self._file = file
        self._stale = stale
        known = queries.rounds(session, row.edition_id)
        self._rounds = {round_token(each.edition_id, each.number, each.opened_at): each for each in known}
        self._results: list[RowResult] = []
        self._pairs: dict[int, Pair] = {}
        self._items: dict[int, Row[Any]] = {}
        self._older: dict[int, Row[Any]] = {}
        self._asked: dict[int, Any] = {}
        self._current: dict[int, list[Row[Any]]] = {}
        self._now: dict[int, str] = {}
        self._outdated: set[int] = set()

    def sift(self, rows: Sequence[GivenRow], department: str = "") -> Sifted:
        """Return what the file holds.

        Args:
            rows: its filled-in rows.
            department: whose file it is meant to be; empty for whoever's it is.

        Raises:
            NoReviewSheet: no row carries an identity of this list's rounds.
            OtherRound: all of it was sent in another round.
            OtherDepartmentsFile: it is the sheet of another department.
        """
        keys = {each.row: read_key(each.key) for each in rows}
        owner = self._owner([key for key in keys.values() if key is not None])
        if department and fold(owner.name) != fold(department):
            raise OtherDepartmentsFile(self._file, owner.name, department)
        self._load(owner)
        for each in rows:
            self._row(each, keys[each.row], owner)
        pairs = [pair for pair in self._pairs.values() if self._settle(pair)]
        return Sifted(owner, pairs, sorted(self._results, key=lambda result: result.row))

    def _owner(self, keys: Sequence[RowKey]) -> Row[Any]:
        """Return the department of the open round whose sheet it is: the one most rows belong to."""
        if not keys:
            raise NoReviewSheet(self._file, N_("no row carries the identity it was sent with"))
        known = [key for key in keys if key.token in self._rounds]
        if not known:
            raise NoReviewSheet(self._file, N_("its rows belong to another list"))
        here = [key for key in known if self._rounds[key.token].id == self._round.id]
        if not here:
            raise OtherRound(self._file, self._rounds[known[0].token].number, self._round.number)
        most = Counter(key.department_id for key in here).most_common(1)[0][0]
        owner = next(
            (row for row in queries.departments(self._session, self._round.id) if row.id == most), None
        )
        if owner is None:
            raise NoReviewSheet(self._file, N_("its rows belong to another list"))
        return owner

    def _load(self, owner: Row[Any]) -> None:
        session, edition_id = self._session, self._round.edition_id
        self._items = queries.items(session, self._round.id)
        self._asked = queries.asked(session, owner.id)
        known = queries.current_opinions(session, OPINIONS.c.department_id == owner.id)
        self._outdated = queries.outdated(session, known)
        for row in known:
            self._current.setdefault(row.item_id, []).append(row)
        matters = [self._items[key].matter_id for key in self._asked]
        documents = drafting.documents_of(session, edition_id, matters)
        self._now = {
            key: fingerprint(draft) if state is EntryState.LIVE else _GONE
            for key, (draft, state) in documents.items()
        }

    # One row

    def _row(self, given: GivenRow, key: RowKey | None, owner: Row[Any]) -> None:
        said = (given.kind, given.field, given.proposed, given.reason, given.basis, given.belongs_to)
        if not any(said):
            return
        if key is None:
            self._reject(
                given.row,
                None,
                N_("the row carries no identity: it was not sent, or its hidden cell changed"),
            )
            return
        sent = self._rounds.get(key.token)
        if sent is None:
            self._reject(given.row, None, N_("the row belongs to another list"))
        elif sent.id != self._round.id:
            self._of_earlier_round(given, key, sent, owner)
        elif key.department_id != owner.id:
            self._of_other_department(given, key)
        elif key.item_id not in self._asked or not self._items[key.item_id].fingerprint.startswith(
            key.fingerprint
        ):
            self._reject(given.row, None, N_("the identity of the row is damaged"))
        else:
            self._read(given, self._items[key.item_id])

    def _of_earlier_round(self, given: GivenRow, key: RowKey, sent: Row[Any], owner: Row[Any]) -> None:
        """Show a row of an earlier sheet; take it on purpose only, and if the entry is asked again."""
        if sent.id not in self._older:
            self._older |= {each.id: each for each in queries.items(self._session, sent.id).values()}
            self._older[-sent.id] = sent
        names = {row.id: row.name for row in queries.departments(self._session, sent.id)}
        old = self._older.get(key.item_id)
        if old is None or names.get(key.department_id) != owner.name:
            self._reject(given.row, None, N_("the identity of the row is damaged"))
            return
        why = Phrase(N_("the row was sent in round %(number)s"), number=sent.number)
        item = next((each for each in self._items.values() if each.matter_id == old.matter_id), None)
        if self._stale and item is not None and item.id in self._asked:
            self._read(given, item)
        else:
            self._results.append(RowResult(given.row, RowFate.STALE, old.code, old.name, why))

    def _of_other_department(self, given: GivenRow, key: RowKey) -> None:
        name = next(
            (
                row.name
                for row in queries.departments(self._session, self._round.id)
                if row.id == key.department_id
            ),
            "?",
        )
        item = self._items.get(key.item_id)
        self._reject(given.row, item, Phrase(N_("the row belongs to the sheet of “%(name)s”"), name=name))

    def _read(self, given: GivenRow, item: Row[Any]) -> None:
        if not given.kind:
            self._reject(given.row, item, N_("an opinion is missing; choose one from the list"))
            return
        kind = next((each for each in _GIVEN if each.value == given.kind), None)
        if kind is None:
            why = Phrase(N_("“%(text)s” is none of the opinions to choose from"), text=given.kind)
            self._reject(given.row, item, why)
            return
        if kind is OpinionKind.AGREE and (given.field or given.proposed):
            self._reject(given.row, item, N_("it agrees and proposes another wording; choose one of the two"))
            return
        facts = OpinionFacts(kind, given.field, given.proposed, given.reason, given.basis, given.belongs_to)
        try:
            facts = clean_facts(facts)
            require_meaning(draft_from(item.document), facts)
        except DomainError as error:
            self._reject(given.row, item, error)
            return
        self._note(given.row, item, facts)

    def _note(self, row: int, item: Row[Any], facts: OpinionFacts) -> None:
        pair = self._pairs.setdefault(item.id, Pair(item.id))
        for other, known in pair.said.items():
            together = OpinionKind.CHANGE is known.kind is facts.kind and known.field != facts.field
            if known != facts and not together:
                why = Phrase(N_("row %(other)s says otherwise of the same entry"), other=other)
                self._reject(row, item, why)
                return
        pair.said[row] = facts

    def _reject(self, row: int, item: Row[Any] | None, why: Word | Phrase | DomainError) -> None:
        code, name = ("", "") if item is None else (item.code, item.name)
        self._results.append(RowResult(row, RowFate.REJECTED, code, name, why))

    # One entry

    def _settle(self, pair: Pair) -> bool:
        """Tell what becomes of the rows about one entry; say whether they are to be written."""
        item = self._items[pair.item_id]
        if not pair.said:
            return False
        known = self._current.get(pair.item_id, [])
        pair.outdated = [row.id for row in known if row.id in self._outdated and replaceable(row)]
        pair.standing = known = [row for row in known if row.id not in pair.outdated]
        given, standing = set(pair.said.values()), {queries.facts_of(row) for row in known}
        replaced = {queries.facts_of(row) for row in known if replaceable(row)}
        if replaced <= given <= standing and not pair.outdated:
            fate, why = RowFate.SAME, None
        elif not self._stale and self._now.get(item.matter_id) != item.fingerprint:
            gone = self._now.get(item.matter_id, _GONE) == _GONE
            fate, why = RowFate.STALE, _LEFT if gone else _CHANGED
        else:
            fate, why = RowFate.TAKEN, None
        self._results += [RowResult(row, fate, item.code, item.name, why) for row in pair.said]
        return fate is RowFate.TAKEN


def replaceable(row: Row[Any]) -> bool:
    """Say whether a later opinion takes the place of one; what was accepted stays beside it."""
    return row.state is not OpinionState.ACCEPTED
