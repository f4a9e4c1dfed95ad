"""Administrative divisions, by their codes of GB/T 2260 and GB/T 10114.

The parent of a division follows from its code, so a table of townships needs no column
for it; provinces, cities and counties that the table does not list are completed. Codes
are taken by their digits alone, which also holds for cities without counties (4419…) and
for counties directly below a province, which the standard puts into a city numbered 90.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from models.exchange.cells import Nature, day, line, of_nature
from models.exchange.frame import Comparison, Field, Kind, Reading, Row, Work
from models.exchange.kinds.division_rows import DivisionRows
from models.exchange.refusals import BadCell, OutsideArea
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.errors import Conflict
from models.kernel.tables import table_of
from models.kernel.text import half_width
from models.kernel.words import N_
from models.ledger.service import record_many
from models.organisation.names2260 import packaged_names, parent_name
from models.organisation.rules import CODE_LENGTH, LENGTHS, area_prefix, has_hole, level_of, parent_of
from models.organisation.tables import Division

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.views import Problem

_DIGITS = re.compile(r"[0-9]+")
_FICTIONAL = "9"
"""GB/T 2260 gives no province a number from 90 on; practice townships live there."""
_TABLE = table_of(Division)
_STORED = ("code", "name", "level", "parent_code", "valid_from", "valid_to", "version")


class NotADivision(BadCell):
    """Not a division code at all."""

    code = "exchange.not_a_division"
    sentence = N_("a division code has 2, 4, 6, 9 or 12 digits")


class NoSuchProvince(BadCell):
    """The first two digits name no province."""

    code = "exchange.no_such_province"
    sentence = N_("no province has the number %(number)s")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class HollowCode(BadCell):
    """A lower level is filled in while one above it is empty."""

    code = "exchange.hollow_code"
    sentence = N_("a level of the code is 0 although one below it is not")


class Disagrees(BadCell):
    """A column that repeats part of the code says something else."""

    code = "exchange.disagrees"
    sentence = N_("it does not agree with the code %(code)s")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class BackwardsForce(BadCell):
    """The end lies before the beginning."""

    code = "exchange.backwards"
    sentence = N_("it lies before the beginning")


@of_nature(Nature.CODE)
def division_code(cell: str) -> str:
    """Read a division code and return its twelve digits.

    Raises:
        NotADivision: it has other characters or another length.
        NoSuchProvince: its first two digits name no province.
        HollowCode: a level is missing in the middle.
    """
    digits = "".join(half_width(cell).split()).removesuffix(".0")
    if len(digits) not in LENGTHS or not _DIGITS.fullmatch(digits):
        raise NotADivision
    if digits[:2] not in packaged_names() and not digits.startswith(_FICTIONAL):
        raise NoSuchProvince(digits[:2])
    code = digits.ljust(CODE_LENGTH, "0")
    if has_hole(code):
        raise HollowCode
    return code


@of_nature(Nature.CODE)
def _digits(cell: str) -> str:
    text = "".join(half_width(cell).split()).removesuffix(".0")
    if not _DIGITS.fullmatch(text):
        raise NotADivision
    return text


class _Found(NamedTuple):
    name: str
    valid_from: date | None
    valid_to: date | None
    version: int


class Divisions(Kind):
    """The tree of provinces, cities, counties, townships and villages."""

    name = "divisions"
    title = N_("divisions")
    key = ("code",)
    undoable = True
    fields = (
        Field(
            "code",
            N_("division code"),
            required=True,
            synonyms=(
                "区划代码",
                "代码",
                "编码",
                "区划编码",
                "行政区划编码",
                "统计用区划代码",
                "division_code",
            ),
            parse=division_code,
        ),
        Field(
            "name",
            N_("division name"),
            required=True,
            synonyms=("名称", "区划名称", "单位名称", "镇街名称", "division_name"),
            parse=line(64),
        ),
        Field("valid_from", N_("in force from"), synonyms=("启用日期", "起始日期"), parse=day, blank=None),
        Field("valid_to", N_("in force until"), synonyms=("撤销日期", "终止日期"), parse=day, blank=None),
        *(
            Field(name, title, synonyms=synonyms, parse=_digits, checked_only=True)
            for name, title, synonyms in (
                ("province_code", N_("province code"), ("provinceCode", "省代码", "省级代码")),
                ("city_code", N_("city code"), ("cityCode", "市代码", "市级代码")),
                ("area_code", N_("county code"), ("areaCode", "区县代码", "县代码", "county_code")),
                ("street_code", N_("township code"), ("streetCode", "镇街代码", "街道代码", "乡镇代码")),
            )
        ),
    )

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Compare columns that repeat the code, the dates, and the area of the person."""
        values = row.values
        code: str = values["code"]
        for each in self.fields:
            part = values.get(each.name) if each.checked_only else None
            if part and not code.startswith(part):
                yield reading.problem(row, each.name, part, Disagrees(area_prefix(code)))
        begin, end = values.get("valid_from"), values.get("valid_to")
        if begin and end and end < begin:
            yield reading.problem(row, "valid_to", end, BackwardsForce())
        if not reading.actor.sees(code):
            yield reading.problem(row, "code", area_prefix(code), OutsideArea())

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by what stands in the database, and list the parents to complete."""
        standing = self._standing(work.session)
        found = Comparison()
        coming = set()
        for row in rows:
            values = row.values
            code = values["code"]
            coming.add(code)
            old = standing.get(code)
            begin = values.get("valid_from", old.valid_from if old else None)
            end = values.get("valid_to", old.valid_to if old else None)
            new = (code, values["name"], level_of(code), parent_of(code), begin, end, 1)
            if old is None:
                found.created.append(new)
            elif (old.name, old.valid_from, old.valid_to) == (values["name"], begin, end):
                found.same += 1
            else:
                found.changed.append((old, new))
        found.extra = _missing_parents((new[3] for new in found.created), coming.union(standing))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Insert parents before their children; update under guard of the versions read."""
        # A parent's code, padded with zeros, sorts before every code below it.
        fresh = sorted([*comparison.created, *comparison.extra])
        total = len(fresh)
        insert_rows(work.session, _TABLE, _STORED, fresh, lambda done: work.progress(done, total))
        changed = comparison.changed
        if changed:
            values = [(new[1], new[4], new[5], old.version + 1, new[0], old.version) for old, new in changed]
            columns = ("name", "valid_from", "valid_to", "version")
            if update_rows(work.session, _TABLE, columns, ("code", "version"), values) != len(values):
                raise Conflict(N_("A division"), None)
            entries = [("division", "import", _facts(new[0], old), _facts_new(new)) for old, new in changed]
            record_many(work.session, work.actor, work.at, entries)
        return {"completed": len(comparison.extra), "digest": _digest(fresh)}

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield the divisions within the person's area, by code."""
        columns = _TABLE.c
        statement = (
            select(columns.code, columns.name, columns.valid_from, columns.valid_to)
            .where(columns.code.startswith(actor.area, autoescape=True))
            .order_by(columns.code)
        )
        for code, *rest in session.connection().execute(statement):
            yield (area_prefix(code), *rest)

    @staticmethod
    def _standing(session: Session) -> dict[str, _Found]:
        columns = _TABLE.c
        statement = select(columns.code, columns.name, columns.valid_from, columns.valid_to, columns.version)
        return {row[0]: _Found(*row[1:]) for row in session.connection().execute(statement)}


def _missing_parents(parents: Iterable[str | None], known: set[str]) -> list[tuple[Any, ...]]:
    missing: dict[str, tuple[Any, ...]] = {}
    for start in dict.fromkeys(parents):
        code = start
        while code is not None and code not in known and code not in missing:
            above = parent_of(code)
            missing[code] = (code, parent_name(code), level_of(code), above, None, None, 1)
            code = above
    return list(missing.values())


def _facts(code: str, old: _Found) -> dict[str, Any]:
    return _document(code, old.name, old.valid_from, old.valid_to)


def _facts_new(new: Sequence[Any]) -> dict[str, Any]:
    return _document(new[0], new[1], new[4], new[5])


def _document(code: str, name: str, begin: date | None, end: date | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "valid_from": begin.isoformat() if begin else None,
        "valid_to": end.isoformat() if end else None,
    }


def _digest(rows: Sequence[Sequence[Any]]) -> str:
    """Return the SHA-256 of the rows added: their ledger entry, for 41,000 of them at once."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps([str(value) for value in row], ensure_ascii=False).encode())
    return digest.hexdigest()


KIND = Divisions()
Divisions.wide = DivisionRows(KIND)
