"""Classes of matters: the tree under which the catalogue is browsed.

A table of matters makes the classes it names by itself, all of them at the top. This table
gives the tree: a row names the class above it, whether that stands already or in another row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from models.catalogue.rules import class_code, scheme_named
from models.catalogue.tables import MatterClass
from models.exchange.cells import line
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded import Circle
from models.exchange.kinds.coded_undo import LATER
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import Unknown
from models.exchange.resting import References, kept_of
from models.exchange.views import Resting
from models.kernel.bulk import update_rows
from models.kernel.errors import Conflict
from models.kernel.tables import table_of
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.views import Problem

_TABLE = table_of(MatterClass)

Key = tuple[str, str]
"""Scheme and code."""


class _Class(NamedTuple):
    name: str
    parent: str
    """Code of the class above, empty at the top"""
    version: int = 0
    level: int = 1


def _class_code(cell: str) -> str:
    return class_code(half_width(clean_line(cell)))


def _scheme(cell: str) -> str:
    return scheme_named(half_width(clean_line(cell)))


class Classes(Kind):
    """The tree of classes."""

    name = "classes"
    title = N_("classes of matters")
    key = ("scheme", "code")
    fields = (
        Field(
            "scheme",
            N_("code scheme"),
            required=True,
            synonyms=("kind", "编码体系", "部件事件", "类型", "门类"),
            parse=_scheme,
        ),
        Field(
            "code",
            N_("class code"),
            required=True,
            synonyms=("class_code", "类别代码", "类别编码", "编码", "代码"),
            parse=_class_code,
        ),
        Field(
            "name",
            N_("class name"),
            required=True,
            synonyms=("class_name", "类别名称", "类别", "名称"),
            parse=line(64),
        ),
        Field(
            "parent_code",
            N_("code of the class above"),
            synonyms=("上级类别编码", "上级类别代码", "上级编码"),
            parse=_class_code,
        ),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by what stands in the database."""
        standing = self._standing(work.session)
        tree = {key: each.parent for key, each in standing.items()}
        for row in rows:
            old = standing.get(_key(row))
            tree[_key(row)] = row.values.get("parent_code", old.parent if old else "")
        found = Comparison()
        for row in rows:
            key = _key(row)
            problems = list(_above(row, tree, work))
            found.problems += problems
            old, new = standing.get(key), _Class(row.values["name"], tree[key])
            if problems:
                continue
            said, number = " ".join(key), row.number
            if old is None:
                found.created.append((key, new))
                found.lines.append(Line(number, Verdict.CREATE, said, None, _document(new)))
            elif (old.name, old.parent) == (new.name, new.parent):
                found.same += 1
                found.lines.append(Line(number, Verdict.SAME, said, version=old.version))
            else:
                found.changed.append((key, new))
                before, after = _document(old), _document(new)
                found.lines.append(Line(number, Verdict.CHANGE, said, before, after, old.version))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Insert parents before children; update what was renamed or moved.

        Raises:
            Conflict: somebody changed one of the classes meanwhile.
        """
        session = work.session
        before = self._standing(session)
        after = before | dict(comparison.created) | dict(comparison.changed)
        ids = _ids(session)
        # compare() saw to it that every chain of parents ends at the top.
        created = sorted(comparison.created, key=lambda each: _level(each[0], after))
        for key, new in created:
            values = {
                "scheme": key[0],
                "code": key[1],
                "name": new.name,
                "level": _level(key, after),
                "parent_id": ids[key[0], new.parent] if new.parent else None,
                "version": 1,
            }
            statement = insert(_TABLE).values(values).returning(_TABLE.c.id)
            ids[key] = session.connection().execute(statement).scalar_one()
        _update(session, before, after, ids)
        entries = [(_stream(key), "class.create", None, _document(new)) for key, new in created]
        changes = [
            (_stream(key), "class.change", _document(before[key]), _document(new))
            for key, new in comparison.changed
        ]
        if entries or changes:
            record_many(session, work.actor, work.at, [*entries, *changes])
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give classes their names and places back, remove those created; return what stays, and why."""
        session = work.session
        standing = self._standing(session)
        found: list[Resting] = []
        rows: list[Row] = []
        gone: dict[int, Line] = {}
        ids = _ids(session)
        lost = set()
        for each in lines:
            scheme, code = each.key.split(" ", 1)
            now = standing.get((scheme, code))
            if now is None or _document(now) != each.after:
                found.append(Resting(each.key, LATER))
                lost.add(ids.get((scheme, code)))
            elif each.before is not None:
                before = each.before
                values = {
                    "scheme": scheme,
                    "code": code,
                    "name": before["name"],
                    "parent_code": before["parent"],
                }
                rows.append(Row(each.row, values))
            else:
                gone[ids[scheme, code]] = each
        comparison = self.compare(rows, work)
        self.write(comparison, work)
        above = {
            key: ids.get((line.key.split(" ", 1)[0], (line.after or {})["parent"]))
            for key, line in gone.items()
        }
        kept = kept_of(References(session, _TABLE.c.id), list(gone), lost & gone.keys(), above.get)
        found += [Resting(gone[key].key, why) for key, why in kept.items()]
        going = [key for key in gone if key not in kept]
        run = session.connection().execute
        run(update(_TABLE).where(_TABLE.c.id.in_(going)).values(parent_id=None))
        run(delete(_TABLE).where(_TABLE.c.id.in_(going)))
        entries = [
            (f"class:{gone[key].key.replace(' ', ':')}", "class.undo", gone[key].after, None) for key in going
        ]
        if entries:
            record_many(session, work.actor, work.at, entries)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the classes by scheme and code."""
        for (scheme, code), each in sorted(self._standing(session).items()):
            yield (scheme, code, each.name, each.parent)

    @staticmethod
    def _standing(session: Session) -> dict[Key, _Class]:
        above = _TABLE.alias("above")
        own = _TABLE.c
        statement = select(
            own.scheme, own.code, own.name, above.c.code.label("parent"), own.version, own.level
        ).outerjoin(above, above.c.id == own.parent_id)
        return {
            (row.scheme, row.code): _Class(row.name, row.parent or "", row.version, row.level)
            for row in session.connection().execute(statement)
        }


def _update(
    session: Session, before: Mapping[Key, _Class], after: Mapping[Key, _Class], ids: Mapping[Key, int]
) -> None:
    """Write what was renamed or moved; classes below a moved one change their level with it.

    Raises:
        Conflict: somebody changed one of them meanwhile.
    """
    rows = []
    for key, old in before.items():
        new, level = after[key], _level(key, after)
        if (new.name, new.parent, level) != (old.name, old.parent, old.level):
            parent_id = ids[key[0], new.parent] if new.parent else None
            rows.append((new.name, level, parent_id, old.version + 1, ids[key], old.version))
    columns = ("name", "level", "parent_id", "version")
    if rows and update_rows(session, _TABLE, columns, ("id", "version"), rows) != len(rows):
        raise Conflict(N_("A class of matters"), None)


def _level(key: Key, tree: Mapping[Key, _Class]) -> int:
    parent = tree[key].parent
    return 1 + _level((key[0], parent), tree) if parent else 1


def _stream(key: Key) -> str:
    return f"class:{key[0]}:{key[1]}"


def _key(row: Row) -> Key:
    return (row.values["scheme"], row.values["code"])


def _ids(session: Session) -> dict[Key, int]:
    rows = session.connection().execute(select(_TABLE.c.scheme, _TABLE.c.code, _TABLE.c.id))
    return {(row.scheme, row.code): row.id for row in rows}


def _above(row: Row, tree: Mapping[Key, str], work: Work) -> Iterator[Problem]:
    scheme, code = _key(row)
    seen = {code}
    step = tree[scheme, code]
    while step:
        if (scheme, step) not in tree:
            yield work.problem(row, "parent_code", step, Unknown(N_("class")))
            return
        if step in seen:
            yield work.problem(row, "parent_code", step, Circle())
            return
        seen.add(step)
        step = tree[scheme, step]


def _document(each: _Class) -> dict[str, Any]:
    return {"name": each.name, "parent": each.parent}


KIND = Classes()
