"""One step on the working list: what is read, what is changed, and what both looked like.

A step gathers its changes here and writes them at the end, each with what stood before, so
that undoing it restores exactly that. Steps of one list take turns: the version of the
edition moves with each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from models.catalogue.drafting.listviews import EntryNow
from models.catalogue.drafting.refusals import EntryMoved, NoDraft, NotLive
from models.catalogue.drafting.tables import DraftEntry, DraftMember, DraftStep, KeptApart
from models.catalogue.drafting.views import EntryState, StepKind
from models.catalogue.rules import MatterDraft, draft_document, draft_from
from models.catalogue.standing import EDITIONS, MATTERS
from models.catalogue.views import EditionStatus
from models.kernel.bulk import insert_rows
from models.kernel.documents import plain
from models.kernel.errors import NotFound
from models.kernel.ready import Ready
from models.kernel.tables import table_of
from models.kernel.text import initials
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

ENTRIES = table_of(DraftEntry)
MEMBERS = table_of(DraftMember)
STEPS = table_of(DraftStep)
APART = table_of(KeptApart)

Facts = dict[str, Any]
"""The columns of an entry that a step changes."""
SNAPSHOT = (
    "code", "name", "document", "state", "into_id", "split_from_id", "base_version_id", "settled",
)  # fmt: skip
_AT_ONCE = 500
_INITIALS = 255
ENTRY = N_("entry of the list")
_OPEN = Ready(select(EDITIONS).where(EDITIONS.c.status == EditionStatus.DRAFT))


def open_edition(session: Session) -> Any:
    """Return the row of the edition being prepared.

    Raises:
        NoDraft: none is.
    """
    row = _OPEN.first(session)
    if row is None:
        raise NoDraft
    return row


def facts_of(draft: MatterDraft, **more: Any) -> Facts:
    """Return the columns of an entry that says ``draft``."""
    return {
        "code": draft.code,
        "name": draft.name,
        "document": draft_document(draft),
        "state": EntryState.LIVE,
        "into_id": None,
        "split_from_id": None,
        "base_version_id": None,
        "settled": False,
        **more,
    }


class Workspace:
    """The step being made.

    Args:
        session: the caller's write transaction.
        actor: who makes it.
        at: when.
    """

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at
        self.edition = open_edition(session)
        self._before: dict[int, Facts | None] = {}
        self._now: dict[int, Facts | None] = {}
        self._versions: dict[int, int] = {}
        self._members: dict[int, tuple[int | None, int | None]] = {}
        self._apart: dict[tuple[int, int], tuple[bool, bool]] = {}
        self._take_turn()

    def _take_turn(self) -> None:
        """Let one step be made after the other: the row of the edition is the lock."""
        moved = self.session.connection().execute(
            update(EDITIONS)
            .where(EDITIONS.c.id == self.edition.id, EDITIONS.c.status == EditionStatus.DRAFT)
            .values(version=EDITIONS.c.version + 1)
        )
        if moved.rowcount != 1:
            raise NoDraft

    # Reading

    def load(self, matter_ids: Iterable[int]) -> None:
        """Read entries, so that they can be changed."""
        missing = sorted({key for key in matter_ids if key not in self._now})
        columns = [ENTRIES.c[name] for name in ("matter_id", "version", *SNAPSHOT)]
        for start in range(0, len(missing), _AT_ONCE):
            statement = select(*columns).where(
                ENTRIES.c.edition_id == self.edition.id,
                ENTRIES.c.matter_id.in_(missing[start : start + _AT_ONCE]),
            )
            for row in self.session.connection().execute(statement).mappings():
                facts = {name: row[name] for name in SNAPSHOT}
                self._before[row["matter_id"]] = facts
                self._now[row["matter_id"]] = facts
                self._versions[row["matter_id"]] = row["version"]

    def facts(self, matter_id: int, expected_version: int | None = None) -> Facts:
        """Return an entry as this step has it now.

        Raises:
            NotFound: it is not on the list.
            Conflict: it was changed since ``expected_version``.
        """
        self.load([matter_id])
        facts = self._now.get(matter_id)
        if facts is None:
            raise NotFound(ENTRY, matter_id)
        if expected_version is not None and self._versions.get(matter_id) != expected_version:
            now = EntryNow(matter_id, draft_from(facts["document"]), self._versions.get(matter_id, 0))
            raise EntryMoved(matter_id, now)
        return facts

    def live(self, matter_id: int, expected_version: int | None = None) -> MatterDraft:
        """Return what a live entry says.

        Raises:
            NotFound, Conflict: as :meth:`facts`.
            NotLive: it is merged, retired or dropped.
        """
        facts = self.facts(matter_id)
        if facts["state"] is not EntryState.LIVE:
            # Said first: there is nothing to compare with what ended meanwhile.
            raise NotLive(facts["name"], facts["state"].value)
        return draft_from(self.facts(matter_id, expected_version)["document"])

    def absorbed(self, matter_id: int) -> list[int]:
        """Return the entries that were merged into another, directly."""
        statement = select(ENTRIES.c.matter_id).where(
            ENTRIES.c.edition_id == self.edition.id, ENTRIES.c.into_id == matter_id
        )
        stored = set(self.session.connection().execute(statement).scalars())
        now = {key for key, facts in self._now.items() if facts and facts["into_id"] == matter_id}
        gone = {key for key, facts in self._now.items() if not facts or facts["into_id"] != matter_id}
        return sorted((stored - gone) | now)

    def items(self, matter_ids: Sequence[int]) -> dict[int, int]:
        """Return the entry of each source item that stands behind some entries."""
        statement = select(MEMBERS.c.item_id, MEMBERS.c.matter_id).where(
            MEMBERS.c.edition_id == self.edition.id, MEMBERS.c.matter_id.in_(matter_ids)
        )
        return dict(self.session.connection().execute(statement).all())

    def knows(self, matter_id: int) -> bool:
        """Say whether a matter is on the list; it must have been loaded."""
        return self._now.get(matter_id) is not None

    # Changing

    def put(self, matter_id: int, **changes: Any) -> None:
        """Change some columns of an entry."""
        self._now[matter_id] = {**self.facts(matter_id), **changes}

    def say(self, matter_id: int, draft: MatterDraft, **changes: Any) -> None:
        """Let an entry say ``draft``."""
        told = {"code": draft.code, "name": draft.name, "document": draft_document(draft)}
        self.put(matter_id, **told, **changes)

    def adopt(self, matter_id: int, facts: Facts) -> None:
        """Put a matter that exists on the list."""
        self._before[matter_id] = None
        self._now[matter_id] = facts

    def create(self, entries: Sequence[Facts]) -> list[int]:
        """Add entries, each a matter of its own from now on; return their ids in order."""
        if not entries:
            return []
        values = [{"current_number": 0, "created_at": self.at}] * len(entries)
        statement = insert(MATTERS).returning(MATTERS.c.id)
        ids = sorted(self.session.connection().execute(statement, values).scalars())
        for key, facts in zip(ids, entries, strict=True):
            self._before[key] = None
            self._now[key] = facts
        return ids

    def place(self, item_id: int, before: int | None, after: int | None) -> None:
        """Let a source item stand behind another entry, or behind none."""
        self._members[item_id] = (before, after)

    def apart(self, one: int, other: int, *, apart: bool) -> None:
        """Remember, or forget, that two matters are not the same."""
        pair = (min(one, other), max(one, other))
        statement = select(APART.c.one_id).where(APART.c.one_id == pair[0], APART.c.other_id == pair[1])
        known = self.session.connection().execute(statement).first() is not None
        self._apart[pair] = (known, apart)

    # Finishing

    def finish(self, kind: StepKind, said: Mapping[str, Any]) -> bool:
        """Write the step; return whether it changed anything."""
        changes = self._changes()
        if not any(changes.values()):
            return False
        self._write(changes, forward=True)
        self._forget_undone()
        run = self.session.connection().execute
        last = run(select(func.max(STEPS.c.seq)).where(STEPS.c.edition_id == self.edition.id)).scalar() or 0
        run(
            insert(STEPS).values(
                edition_id=self.edition.id,
                seq=last + 1,
                kind=kind,
                at=self.at,
                account_id=self.actor.account_id,
                said=plain(dict(said)),
                changes=changes,
                undone=False,
            )
        )
        self._sign(f"draft.{kind.value}", {"step": last + 1, **said})
        return True

    def _changes(self) -> dict[str, Any]:
        entries = [
            [key, _plain(self._before.get(key)), _plain(facts)]
            for key, facts in sorted(self._now.items())
            if facts != self._before.get(key)
        ]
        members = [[key, *pair] for key, pair in sorted(self._members.items()) if pair[0] != pair[1]]
        apart = [[*pair, *flags] for pair, flags in sorted(self._apart.items()) if flags[0] != flags[1]]
        return {"entries": entries, "members": members, "apart": apart}

    def _forget_undone(self) -> None:
        """A new step leaves nothing to redo."""
        self.session.connection().execute(
            delete(STEPS).where(STEPS.c.edition_id == self.edition.id, STEPS.c.undone)
        )

    def replay(self, step: Any, *, forward: bool) -> None:
        """Undo a step, or do it again."""
        self._write(step.changes, forward=forward)
        self.session.connection().execute(
            update(STEPS).where(STEPS.c.id == step.id).values(undone=not forward)
        )
        self._sign("draft.redo" if forward else "draft.undo", {"step": step.seq})

    def _sign(self, action: str, said: Mapping[str, Any]) -> None:
        record(self.session, self.actor, self.at, f"draft:{self.edition.id}", action, None, plain(dict(said)))

    def _write(self, changes: Mapping[str, Any], *, forward: bool) -> None:
        old, new = (1, 2) if forward else (2, 1)
        self._write_entries([(row[0], row[old], row[new]) for row in changes["entries"]])
        run = self.session.connection().execute
        moved = [(row[0], row[old], row[new]) for row in changes["members"]]
        here = MEMBERS.c.edition_id == self.edition.id
        gone = [item for item, before, _after in moved if before is not None]
        for start in range(0, len(gone), _AT_ONCE):
            run(delete(MEMBERS).where(here, MEMBERS.c.item_id.in_(gone[start : start + _AT_ONCE])))
        rows = [(self.edition.id, item, after) for item, _before, after in moved if after is not None]
        insert_rows(self.session, MEMBERS, ("edition_id", "item_id", "matter_id"), rows)
        for one, other, *flags in changes["apart"]:
            pair = {"one_id": one, "other_id": other}
            if flags[new - 1]:
                run(insert(APART).values(**pair))
            else:
                run(delete(APART).where(APART.c.one_id == one, APART.c.other_id == other))

    def _write_entries(self, rows: Sequence[tuple[int, Facts | None, Facts | None]]) -> None:
        run = self.session.connection().execute
        here = ENTRIES.c.edition_id == self.edition.id
        fresh, gone, changed = [], [], []
        for key, before, after in rows:
            if before is None and after is not None:
                fresh.append((self.edition.id, key, 1, *_columns(after).values()))
            elif after is None:
                gone.append(key)
            else:
                changed.append({"of_matter": key, **{f"to_{n}": v for n, v in _columns(after).items()}})
        for start in range(0, len(gone), _AT_ONCE):
            run(delete(ENTRIES).where(here, ENTRIES.c.matter_id.in_(gone[start : start + _AT_ONCE])))
        if changed:
            # One statement for all: a bulk edit writes hundreds of entries.
            told: dict[str, Any] = {name: bindparam(f"to_{name}") for name in (*SNAPSHOT, "initials")}
            statement = update(ENTRIES).where(here, ENTRIES.c.matter_id == bindparam("of_matter"))
            run(statement.values(**told, version=ENTRIES.c.version + 1), changed)
        columns = ("edition_id", "matter_id", "version", *SNAPSHOT, "initials")
        insert_rows(self.session, ENTRIES, columns, fresh)


def _plain(facts: Facts | None) -> Facts | None:
    document: Facts | None = plain(facts)
    return document


def _columns(facts: Facts) -> Facts:
    """Return the columns to store; facts that come from a step's document hold plain texts."""
    state = EntryState(facts["state"])
    return {
        **{name: facts[name] for name in SNAPSHOT},
        "state": state,
        "initials": initials(facts["name"])[:_INITIALS],
    }
