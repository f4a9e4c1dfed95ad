"""Mappings that were saved under a name, and are found again by the headings they speak of.

A list that comes every month with headings of its own is explained once. A saved mapping is used
where every heading it names stands in the table; of several the one that names most of them,
and none where two name equally many. That it was used is said with the import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from models.accounts.rules import require
from models.accounts.views import Actor, Role
from models.exchange.kinds import kind_named
from models.exchange.mapping import field_words, split_pairs
from models.exchange.mappingrefusals import BadMapping
from models.exchange.refusals import MappingTaken
from models.exchange.tables import ImportMapping
from models.kernel.errors import Conflict, Invalid, NotFound
from models.kernel.tables import table_of
from models.kernel.text import clean_line, fold
from models.kernel.words import N_, Phrase
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.exchange.frame import Kind
    from models.kernel.clock import Clock
    from models.kernel.store import Store

KEEPERS = (Role.SYSTEM_ADMIN,)
NAME_LENGTH = 64
_TABLE = table_of(ImportMapping)


@dataclass(frozen=True, slots=True)
class MappingView:
    """A saved mapping: pairs of heading and field, of one kind of table."""

    name: str
    kind: str
    pairs: tuple[tuple[str, str], ...]
    version: int
    at: datetime
    by_name: str

    def told(self) -> tuple[str, ...]:
        """Return the pairs as ``--map`` takes them."""
        return tuple(f"{heading}={field}" for heading, field in self.pairs)


class SavedMappings:
    """Mappings kept under names.

    Args:
        store: the database.
        clock: what they are dated by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def save(
        self, actor: Actor, name: str, kind: str, told: Iterable[str], *, replace: bool = False
    ) -> MappingView:
        """Save a mapping.

        Args:
            actor: a system administrator.
            name: at most 64 characters.
            kind: of the tables it is for.
            told: pairs ``heading=field`` or ``field=heading``.
            replace: whether one of this name may be overwritten.

        Raises:
            NotPermitted: the person may not import.
            Invalid: the name is empty or too long.
            UnknownKind: there is no such kind.
            BadMapping: a pair joins nothing, or there is none.
            MappingTaken: there is one of this name, and ``replace`` is off.
        """
        require(actor, KEEPERS, N_("import data"))
        plain = _name(name)
        pairs = _pairs(kind_named(kind), told)
        now = self._clock.now()
        with self._store.write() as session:
            before = _one(session, plain)
            if before is not None and not replace:
                raise MappingTaken(plain)
            version = before.version + 1 if before else 1
            values = {
                "kind": kind,
                "pairs": [list(pair) for pair in pairs],
                "version": version,
                "at": now,
                "account_id": actor.account_id,
                "by_name": actor.name,
            }
            run = session.connection().execute
            if before is None:
                run(insert(_TABLE).values(name=plain, **values))
            else:
                where = (_TABLE.c.name == plain, _TABLE.c.version == before.version)
                if run(update(_TABLE).where(*where).values(**values)).rowcount != 1:
                    raise Conflict(N_("The mapping"), before)
            made = MappingView(plain, kind, pairs, version, now, actor.name)
            record(session, actor, now, _stream(plain), "mapping.save", _facts(before), _facts(made))
        return made

    def drop(self, actor: Actor, name: str) -> MappingView:
        """Drop a mapping; return what it said.

        Raises:
            NotPermitted: the person may not import.
            NotFound: there is none of this name.
        """
        require(actor, KEEPERS, N_("import data"))
        with self._store.write() as session:
            before = _one(session, clean_line(name))
            if before is None:
                raise NotFound(N_("mapping"), name)
            session.connection().execute(delete(_TABLE).where(_TABLE.c.name == before.name))
            record(
                session, actor, self._clock.now(), _stream(before.name), "mapping.drop", _facts(before), None
            )
        return before

    def mappings(self, actor: Actor) -> list[MappingView]:
        """Return every saved mapping, by name."""
        require(actor, (*KEEPERS, Role.AUDIT_ADMIN), N_("see the imports"))
        with self._store.read() as session:
            return _all(session)

    def one(self, actor: Actor, name: str) -> MappingView:
        """Return one mapping.

        Raises:
            NotFound: there is none of this name.
        """
        require(actor, (*KEEPERS, Role.AUDIT_ADMIN), N_("see the imports"))
        with self._store.read() as session:
            found = _one(session, clean_line(name))
        if found is None:
            raise NotFound(N_("mapping"), name)
        return found


def mappings_of(session: Session, kind: str) -> list[MappingView]:
    """Return the saved mappings for one kind of table, within the caller's transaction."""
    return [each for each in _all(session) if each.kind == kind]


def fitting(mappings: Iterable[MappingView], headings: Sequence[str]) -> MappingView | None:
    """Return the mapping that fits a table's headings best, or ``None``."""
    there = {fold(heading) for heading in headings}
    fit = [each for each in mappings if all(fold(heading) in there for heading, _field in each.pairs)]
    most = max((len(each.pairs) for each in fit), default=0)
    best = [each for each in fit if len(each.pairs) == most]
    return best[0] if len(best) == 1 else None


def used(mapping: MappingView) -> Phrase:
    """Return what is said when a saved mapping is used."""
    sentence = N_("the saved mapping “%(name)s” was used: %(pairs)s (--no-saved leaves it out)")
    return Phrase(sentence, name=mapping.name, pairs=", ".join(mapping.told()))


def _name(name: str) -> str:
    plain = clean_line(name)
    if not 0 < len(plain) <= NAME_LENGTH:
        raise Invalid(N_("Name"), name, Phrase(N_("at most %(most)s characters"), most=NAME_LENGTH))
    return plain


def _pairs(kind: Kind, told: Iterable[str]) -> tuple[tuple[str, str], ...]:
    words = field_words(kind.fields)
    found: dict[str, str] = {}
    given = split_pairs(told)
    for pair in given:
        left, _equals, right = (part.strip() for part in pair.partition("="))
        if left and fold(right) in words:
            found[clean_line(left)] = words[fold(right)]
        elif right and fold(left) in words:
            found[clean_line(right)] = words[fold(left)]
        else:
            # No table is at hand: any half may be a heading, so it is the field that is missing.
            raise BadMapping(pair, field=right if left else "", fields=kind.fields)
    if not found:
        nothing = ""
        raise BadMapping(nothing)
    return tuple(found.items())


def _all(session: Session) -> list[MappingView]:
    columns = [_TABLE.c[name] for name in MappingView.__dataclass_fields__]
    rows = session.connection().execute(select(*columns).order_by(_TABLE.c.name)).all()
    return [
        MappingView(row.name, row.kind, tuple((a, b) for a, b in row.pairs), row.version, row.at, row.by_name)
        for row in rows
    ]


def _one(session: Session, name: str) -> MappingView | None:
    return next((each for each in _all(session) if each.name == name), None)


def _stream(name: str) -> str:
    return f"mapping:{name}"[:NAME_LENGTH]


def _facts(mapping: MappingView | None) -> dict[str, object] | None:
    if mapping is None:
        return None
    return {"name": mapping.name, "kind": mapping.kind, "pairs": list(mapping.told())}
