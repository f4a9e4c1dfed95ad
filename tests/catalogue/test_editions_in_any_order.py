"""Whatever is loaded, withdrawn and changed in whatever order, the past stays what it was."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.accounts.views import Actor, Role
from models.api import Services
from models.catalogue.standing import SPANS
from models.catalogue.views import LineageKind as Kind
from models.kernel.clock import ManualClock
from models.kernel.errors import DomainError
from models.kernel.store import Store, open_engine
from tests.catalogue.book import Book
from tests.catalogue.conftest import draft
from tests.conftest import MONDAY_MORNING
from tests.support.copies import copy_sqlite
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

CODES = [f"{number:02d}" for number in range(1, 8)]
NAMES = ["占用消防通道", "暴露生活垃圾", "路灯不亮", "井盖缺失", "非法行医", "噪声扰民"]
TODAY = date(2026, 3, 2)
PROBED = [TODAY + timedelta(days=days) for days in (-400, -31, -1, 0, 1, 15, 30, 45, 60, 90, 200)]

_files = itertools.count()
_what = st.sampled_from(["keep", "keep", "rename", "renumber", "merge", "split", "retire", "reuse"])
_load = st.tuples(
    st.just("load"), st.sampled_from([-30, 0, 0, 15, 30]), st.lists(_what, min_size=7, max_size=7)
)
_other = st.tuples(
    st.sampled_from(["withdraw", "withdraw", "change", "retire", "create", "wait"]),
    st.integers(0, 6),
    st.lists(_what, max_size=0),
)
_steps = st.lists(st.one_of(_load, _load, _other), min_size=2, max_size=7)

View = dict[str, tuple[int, int, str]]


class Spans:
    """The lines of days read raw, and lists made of them without the queries that are tested."""

    def __init__(self, store: Store) -> None:
        names = (
            "code", "matter_id", "version_id", "valid_from", "valid_to", "known_from", "known_to",
        )  # fmt: skip
        with store.read() as session:
            statement = select(*(SPANS.c[name] for name in names)).order_by(SPANS.c.id)
            self.rows = [tuple(row) for row in session.connection().execute(statement)]

    def on(self, day: date, known: datetime | None = None) -> View:
        found: View = {}
        for code, matter, version, first, finish, since, until in self.rows:
            so = until is None if known is None else since <= known and (until is None or until > known)
            if so and first <= day < finish:
                assert code not in found, "a code means one thing"
                found[code] = (matter, version, code)
        assert len({matter for matter, _version, _code in found.values()}) == len(found)
        return found

    def days(self, known: datetime | None = None) -> list[View]:
        return [self.on(day, known) for day in PROBED]


@contextmanager
def township(template: Path, folder: Path) -> Iterator[Book]:
    url = copy_sqlite(template, folder / f"{next(_files)}.db")
    clock = ManualClock(MONDAY_MORNING)
    store = Store(open_engine(url))
    with store.write() as session:
        admin: Actor = make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")
    yield Book(Services(store, clock), admin, clock)
    store.close()


def altered(names: dict[str, str], what: list[str], serial: int) -> tuple[dict[str, str], list[Any]]:
    """Return the next list and its hints."""
    if not names:
        return {code: NAMES[place % len(NAMES)] + code for place, code in enumerate(CODES[:4])}, []
    new, said = dict(names), []
    free = [code for code in CODES if code not in names]
    for code, action in zip(names, what, strict=False):
        other = next((each for each in new if each != code and each in names), None)
        if action == "rename":
            new[code] = f"{names[code]}{serial}"
        elif action == "renumber" and free:
            target = free.pop()
            new[target] = new.pop(code)
            if serial % 2:
                said.append((code, target, Kind.RENUMBER))
        elif action == "merge" and other is not None and not any(step[1] == code for step in said):
            del new[code]
            said.append((code, other, Kind.MERGE))
        elif action == "split" and free:
            part = free.pop()
            new[part] = f"拆{part}{serial}"
            said.append((code, part, Kind.SPLIT))
        elif action == "retire" and len(new) > 1 and not any(step[1] == code for step in said):
            del new[code]
        elif action == "reuse":
            new[code] = f"另{serial}用{code}"
            said.append((code, code, Kind.REUSE))
    return new, said


def carried_out(book: Book, step: tuple[str, int, list[str]], serial: int) -> None:
    what, number, actions = step
    codes = sorted(book.names())
    code = codes[number % len(codes)] if codes else CODES[0]
    if what == "load":
        day = book.services.editions.editions(book.admin)
        newest = max((each.effective or TODAY for each in day if each.status == "published"), default=TODAY)
        effective = newest + timedelta(days=number)
        new, said = altered(book.names(effective), actions, serial)
        done = book.load(effective.isoformat(), new, *said)
        assert book.names(effective) == book.names(str(done.edition.number)) == new
    elif what == "withdraw":
        editions = book.services.editions.editions(book.admin)
        standing = [each.number for each in editions if each.status == "published"]
        if standing:
            book.withdraw(standing[0] or 0)
    elif what == "create":
        book.pass_by(minutes=1)
        book.services.catalogue.create_matter(book.admin, draft(CODES[number], NAMES[number % 6]))
    elif what == "change":
        book.change(code, keywords=str(serial), conditions=draft(code, "x").conditions)
    elif what == "retire":
        book.change(code, conditions=draft(code, "x").conditions)
        book.retire(code)
    else:
        book.pass_by(days=number * 5)


# Each example is a database of its own: few of them, and no search for the smallest one.
@given(steps=_steps)
@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_the_past_stays_and_withdrawing_restores(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, list[str]]]
) -> None:
    with township(sqlite_template, tmp_path_factory.getbasetemp()) as book:
        store = book.services.store
        remembered: dict[datetime, list[View]] = {}
        before_edition: dict[int, list[View]] = {}
        for serial, step in enumerate(steps):
            before, editions = Spans(store), book.services.editions.editions(book.admin)
            known = book.clock.now()
            remembered[known] = before.days()
            try:
                carried_out(book, step, serial)
            except DomainError:
                assert Spans(store).rows == before.rows
            after, now_known = Spans(store), book.services.editions.editions(book.admin)
            newest = now_known[0] if now_known else None
            if newest is not None and len(now_known) > len(editions):
                assert newest.effective is not None
                before_edition = {**before_edition, newest.number or 0: before.days()}
                unchanged = [day for day in PROBED if day < newest.effective]
                assert [after.on(day) for day in unchanged] == [before.on(day) for day in unchanged]
            elif [each.status for each in now_known] != [each.status for each in editions]:
                number = next(
                    each.number or 0 for each, was in zip(now_known, editions, strict=True) if each != was
                )
                assert number in before_edition
                expected = before_edition.pop(number)
                if all(kind in {"load", "withdraw", "wait"} for kind, _n, _a in steps[:serial]):
                    assert after.days() == expected
            assert book.services.catalogue.check() == []
        book.pass_by(minutes=1)
        final = Spans(store)
        for moment, seen in remembered.items():
            assert final.days(moment) == seen
            some = PROBED[3]
            shown = book.services.editions.list_on(book.admin, some, moment)
            assert {line.code: line.version_id for line in shown} == {
                code: version for code, (_matter, version, _code) in final.on(some, moment).items()
            }
