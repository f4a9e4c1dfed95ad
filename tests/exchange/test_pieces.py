"""A big table is read by pieces: what comes of it does not depend on where one ends."""

from __future__ import annotations

import codecs
import gzip
import random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.exchange import rowblocks, spool, stream, wideapply
from models.exchange.entries import EntryColumns, Gathered, Texts, span_of
from models.exchange.journal import write_packed
from models.exchange.kinds.division_reader import _repeats
from models.exchange.readers import Source
from models.exchange.views import ImportOptions
from models.kernel.errors import BrokenOff
from tests.exchange.test_cases_kind import founded
from tests.exchange.test_short_way import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.api import Services
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

HEADS = ("code,name,streetCode,provinceCode,cityCode,areaCode", "code,name,areaCode", "code,name")
ODD: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "beyond": lambda cells, _chance: [*cells, "多"],
    "short": lambda cells, _chance: cells[:-1],
    "code": lambda cells, chance: [chance.choice(["1101", "x", "990101000001", "160101001001"]), *cells[1:]],
    "part": lambda cells, _chance: [*cells[:-1], "110101"],
    "empty": lambda cells, _chance: [""] * len(cells),
    "blank": lambda cells, _chance: [" "] * len(cells),
    "name": lambda cells, chance: [
        cells[0],
        chance.choice(['"岭""东"', '"岭\n东"', "123456789012345000", "'岭东", "长" * 70]),
        *cells[2:],
    ],
}


def village(township: int, number: int) -> str:
    return f"9901027{township:02d}{number:03d}"


def lines_of(chance: random.Random, head: str, odd: int) -> list[str]:
    """Return the lines of a file of villages in order, and among them some that are odd."""
    mark = chance.choice(["", '"'])
    lines = []
    for place in range(chance.randrange(60, 160)):
        code = village(1 + place // 23, 200 + place % 23)
        parts = {"streetCode": code[:9], "provinceCode": code[:2], "cityCode": code[:4], "areaCode": code[:6]}
        cells = [code, f"{mark}甲{place}村{mark}", *(parts[each] for each in head.split(",")[2:])]
        lines.append(",".join(cells))
    for _time in range(odd):
        place = chance.randrange(len(lines))
        cells = ODD[chance.choice([*ODD])](lines[place].split(","), chance)
        if chance.random() < 0.2:
            cells[0] = lines[chance.randrange(len(lines))].split(",")[0]
        lines[place] = ",".join(cells)
    return lines


def sorted_told(found: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    return None if found is None else (*found[:-1], sorted(found[-1], key=repr))


def test_pieces_of_any_length_come_to_the_same(
    sqlite_services: Services, sqlite_store: Store, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = founded(sqlite_services, clock)
    chance = random.Random(20261126)
    standing = [f"{village(1 + n // 23, 200 + n % 23)},甲{n}村" for n in range(23, 140, 1)]
    short = 0
    for turn in range(60):
        if turn == 30:
            # From here on many stand already, some of them under another name.
            standing[7:9] = [f"{line}旧" for line in standing[7:9]]
            given = Source("旧.csv", "\n".join(["code,name", *standing]).encode())
            sqlite_services.exchange.import_file(administrator, "divisions", given)
        head = chance.choice(HEADS)
        lines = [head, *lines_of(chance, head, turn % 4)]
        data = (chance.choice(["\n", "\r\n"]).join(lines) + chance.choice(["", "\n"])).encode()
        data = chance.choice([b"", codecs.BOM_UTF8]) + data
        data = gzip.compress(data) if turn % 5 == 0 else data
        come = []
        for block, chunk in ((1 << 16, 40_000), (200, 40_000), (chance.randrange(40, 900), 37)):
            monkeypatch.setattr(rowblocks, "_BLOCK", block)
            for module in (stream, spool):
                monkeypatch.setattr(module, "CHUNK", chunk)
            come.append(sorted_told(told(sqlite_store, administrator, clock.now(), data, streamed=True)))
        come.append(sorted_told(told(sqlite_store, administrator, clock.now(), data, streamed=False)))
        # Whether a row of blanks is left out, or the file handed over for it, depends on what is beside it.
        read = [each for each in come if each is not None]
        assert all(each == read[-1] for each in read), lines
        short += len(read) - 1
    assert short > 120


def test_names_are_stored_letter_by_letter_whatever_is_in_them(
    sqlite_services: Services, clock: ManualClock
) -> None:
    services, administrator = sqlite_services, founded(sqlite_services, clock)
    plain = {village(1, 201): "甲村", village(1, 202): "𠮷村", village(1, 203): "（乙）村·丙"}
    marked = {
        village(2, 201): "岭\\n东",
        village(2, 202): '岭"东',
        village(2, 203): "丙]村",
        village(2, 204): "丁",
    }
    options = ImportOptions(partial=True)
    for names in (plain, marked):
        lines = [
            "code,name",
            *(f'{code},"{name.replace(chr(34), chr(34) * 2)}"' for code, name in names.items()),
        ]
        source = Source("村.csv", "\n".join(lines).encode())
        made = services.exchange.import_file(administrator, "divisions", source, options=options)
        assert made.created == len(names)
        assert services.exchange.import_file(administrator, "divisions", source).same == len(names)
    query = (
        "SELECT code, name, level, parent_code, valid_from, version FROM division"
        " WHERE code LIKE '9901027%' AND level = 'village' ORDER BY code"
    )
    with services.store.read() as session:
        rows = session.connection().execute(text(query)).all()
    assert [tuple(row) for row in rows] == [
        (code, name, "village", f"{code[:9]}000", None, 1) for code, name in {**plain, **marked}.items()
    ]


def test_a_village_that_came_between_stays_when_the_others_are_taken_back(
    sqlite_services: Services, clock: ManualClock
) -> None:
    services, administrator = sqlite_services, founded(sqlite_services, clock)
    first = [f"{village(1, number)},甲{number}村" for number in (201, 203, 205)]
    for lines in (first, [f"{village(1, 202)},夹村"]):
        source = Source("村.csv", "\n".join(["code,name", *lines]).encode())
        last = services.exchange.import_file(administrator, "divisions", source)
    assert last.number is not None
    report = services.batches.undo(administrator, last.number - 1, partial=True)
    assert (report.removed, report.kept) == (3, 2), "with the township and what is above it, which it needs"
    with services.store.read() as session:
        query = text("SELECT code FROM division WHERE level = 'village' AND code LIKE '9901027%'")
        assert list(session.connection().execute(query).scalars()) == [village(1, 202)]


def test_columns_that_repeat_the_code_are_compared_as_if_cell_by_cell() -> None:
    chance = random.Random(5)
    for _turn in range(300):
        codes = sorted({str(chance.randrange(100, 300)) for _each in range(chance.randrange(1, 150))})
        if chance.random() < 0.2:
            chance.shuffle(codes)
        length = chance.randrange(1, 4)
        part = [code[:length] for code in codes]
        for _odd in range(chance.choice([0, 0, 1, 3])):
            part[chance.randrange(len(part))] = chance.choice(["", "1", "2", "9", codes[0][:length]])
        keys = Texts.of(codes)
        assert keys is not None
        expected = all(code.startswith(each) for code, each in zip(codes, part, strict=True))
        assert _repeats(part, keys) is expected, (codes, part)


def test_texts_kept_as_one_are_what_they_were() -> None:
    assert Texts.of([]) is None
    assert Texts.of(["a\nb"]) is None
    parts = [["b", "c"], ["d"], ["e", "f", "g"]]
    for order, rising in (((0, 1, 2), True), ((1, 0, 2), False), ((0, 0, 1), False)):
        chosen = [texts for place in order if (texts := Texts.of(parts[place])) is not None]
        assert all(texts.rising for texts in chosen)
        joined = Texts.joined([each.packed() for each in chosen])
        flat = [each for place in order for each in parts[place]]
        assert (list(joined), len(joined), joined.rising) == (flat, len(flat), rising)
        assert span_of(joined) == span_of(flat) == (min(flat), max(flat))
        assert joined.beginnings(1) == set(flat)


def test_pieces_are_gathered_in_their_order_columns_or_not() -> None:
    columns = [EntryColumns([range(first, first + 2), Texts("a\nb", 2), (None, None)]) for first in (1, 3, 9)]
    gathered = Gathered()
    for taken in (columns[:1], columns[:2], columns, [columns[0], [(7, "z", None)], columns[1]], []):
        for piece in taken:
            gathered.add(piece)
        found = gathered.all()
        assert list(found) == [entry for piece in taken for entry in piece]
        if isinstance(found, EntryColumns):
            assert list(EntryColumns.unpacked(found.packed())) == list(found)
    assert list(gathered.all()) == []


@pytest.mark.parametrize("atomic", [False, True])
def test_whoever_breaks_off_hears_what_stays(
    sqlite_services: Services, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, atomic: bool
) -> None:
    services, administrator = sqlite_services, founded(sqlite_services, clock)
    monkeypatch.setattr(rowblocks, "_BLOCK", 100)
    for module in (stream, spool):
        monkeypatch.setattr(module, "CHUNK", 20)
    lines = ["code,name", *(f"{village(1, number)},甲{number}村" for number in range(201, 301))]
    source = Source("村.csv", "\n".join(lines).encode())
    left = [4]

    def amid(*given: Any) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        write_packed(*given)

    options = ImportOptions(atomic=atomic)
    with monkeypatch.context() as patched:
        patched.setattr(wideapply, "write_packed", amid)
        with pytest.raises(KeyboardInterrupt) as stopped:
            services.exchange.import_file(administrator, "divisions", source, options=options)
    assert isinstance(stopped.value, BrokenOff) is not atomic
    if isinstance(stopped.value, BrokenOff):
        params = stopped.value.said.params
        assert 0 < params["written"] < params["total"] == 100
        assert services.batches.undo(administrator, params["number"]).removed == params["written"]
    assert services.exchange.import_file(administrator, "divisions", source).created == 100
