"""From a trainers' table to a scenario: its timeline, and a beginning of everything else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.kernel.text import clean_line, fold
from models.kernel.words import N_, Phrase
from scenarios.format.base import span_text
from scenarios.format.injects import TO_ALL
from scenarios.format.words import Means
from scenarios.msel.beginning import People, grown, whole
from scenarios.msel.cells import (
    id_of,
    is_yes,
    means_of,
    minutes_of,
    names_of,
    pair_of,
    start_of,
    when_of,
)
from scenarios.msel.columns import COLUMNS, KNOWN
from scenarios.msel.refusals import NoInjects, NoSuchStart, NoTimes
from scenarios.writing import to_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from models.exchange.readers import RawTable, Source
    from scenarios.format.scenario import Scenario
from scenarios.msel.cells import When


@dataclass(frozen=True, slots=True)
class Made:
    """A scenario made of a table: the text of its file, and what was assumed on the way."""

    text: str
    injects: int
    notes: tuple[Phrase, ...]
    guessed: tuple[tuple[str, Role], ...] = ()
    """Roles of desks that were guessed by what the desks are called"""


@dataclass(slots=True)
class _Row:
    """A row of the table: its number in the sheet and its cells by column."""

    number: int
    cells: dict[str, str]
    when: When | None = None

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()


def from_table(
    path: Path | Source,
    *,
    today: date,
    sheet: str | None = None,
    start: str = "",
    title: str = "",
    code: str = "",
    into: Scenario | None = None,
) -> Made:
    """Read a table of injects and make a scenario of it.

    Args:
        path: a workbook, a CSV file or a web page; or its bytes with a name.
        today: the day of a start of which only the hour is known.
        sheet: which sheet of a workbook.
        start: when the drill begins, as ISO writes it; else the earliest clock time of the table.
        title: what the scenario is called; else the name of the file.
        code: its id; else made of the title.
        into: take everything but the timeline from this scenario.

    Raises:
        NoSource, NotATable, EmptyTable, NoSuchSheet, WrongEncoding: the file cannot be read.
        NoInjects: no column of the table is known to hold injects, or none has a row.
        NoTimes: times cannot be understood; names the rows.
        NoSuchStart: ``start`` is no day and time.
    """
    from models.exchange.readers import Source, read_table

    source = path if isinstance(path, Source) else Source.from_path(path)
    table = read_table(source, sheet=sheet, known=KNOWN, titled=True)
    rows, notes = _rows(source.name, table)
    begins, more = _times(source.name, rows, start, today, into)
    notes += more
    people = People()
    if into is not None:
        for seat in into.roles:
            people.roles[seat.id] = {"id": seat.id}
            people.ids |= {fold(seat.title): seat.id, fold(seat.id): seat.id}
        for actor in into.actors:
            people.actors[actor.id] = {"id": actor.id}
            people.ids |= {f"<{fold(actor.name)}": actor.id, f"<{fold(actor.id)}": actor.id}
    objectives: dict[str, str] = (
        {} if into is None else {fold(each.text): each.id for each in into.objectives}
    )
    if into is not None:
        objectives |= {fold(each.id): each.id for each in into.objectives}
    timeline = _timeline(rows, people, objectives)
    guessed: tuple[tuple[str, Role], ...] = ()
    if into is None:
        document = whole(title or _stem(source.name), begins, timeline, people, objectives)
        guessed = tuple((each["title"], Role(each["role"])) for each in people.roles.values())
    else:
        document = grown(into, timeline, people, objectives)
    if code:
        document["id"] = code
    return Made(to_yaml(document), len(timeline), tuple(notes), guessed)


def _stem(name: str) -> str:
    """Return the name of a file without its endings: a packed table has two."""
    plain = name.removesuffix(".gz")
    return plain.rpartition(".")[0] or plain


def _rows(name: str, table: RawTable) -> tuple[list[_Row], list[Phrase]]:
    """Return the rows that hold an inject, and what was found about the table."""
    places: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        for column in COLUMNS:
            if column.name not in places and _plain(heading) in column.headings():
                places[column.name] = place
    if not places.keys() & {"text", "title", "do"}:
        raise NoInjects(name, ", ".join(filter(None, table.headings)))
    notes = list(table.assumptions)
    unread = [heading for place, heading in enumerate(table.headings) if place not in places.values()]
    filled = [
        each for each in unread if any(_cell(row, table.headings.index(each)) for _number, row in table.rows)
    ]
    if filled:
        notes.append(Phrase(N_("columns not read: %(columns)s"), columns=", ".join(filled)))
    rows, left = [], []
    for number, cells in table.rows:
        row = _Row(number, {column: _cell(cells, place) for column, place in places.items()})
        if row.get("text") or row.get("title") or row.get("do"):
            rows.append(row)
        else:
            left.append(str(number))
    if left:
        notes.append(Phrase(N_("rows without an inject passed over: %(rows)s"), rows=", ".join(left)))
    if not rows:
        raise NoInjects(name, ", ".join(filter(None, table.headings)))
    return rows, notes


_ASIDE = re.compile(r"[（(].*?[)）]|\n.*", re.DOTALL)


def _plain(heading: str) -> str:
    """Return a heading without what stands in brackets or below it: 允许时间（分钟）."""
    return fold(_ASIDE.sub("", heading)) or fold(heading)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _times(
    name: str, rows: list[_Row], start: str, today: date, into: Scenario | None
) -> tuple[datetime, list[Phrase]]:
    """Understand the time of each row; return when the drill begins."""
    notes: list[Phrase] = []
    strange = []
    for row in rows:
        written = row.get("time")
        row.when = when_of(written)
        if written and row.when is None and not row.get("when") and not _by_hand(row):
            strange.append(f"{row.number}: {clean_line(written)[:20]}")
    if strange:
        raise NoTimes(name, "; ".join(strange[:8]))
    if into is not None:
        return into.world.start, notes
    clocks = [
        row.when.moment for row in rows if row.when is not None and row.when.by_clock and row.when.day is None
    ]
    earliest = min(clocks, key=lambda each: each.rjust(8, "0"), default=None)
    days = [row.when.day for row in rows if row.when is not None and row.when.day is not None]
    if clocks and not start and earliest is not None and _hour(earliest) < 1:
        # Nobody begins a drill at midnight without saying so: these are hours and minutes from the start.
        for row in rows:
            if row.when is not None and row.when.by_clock and row.when.day is None:
                row.when = type(row.when)(f"T+{row.when.moment}", allow=row.when.allow)
        notes.append(Phrase(N_("times from 0:00 on are taken as counted from the start")))
        earliest = None
    begins = start_of(start, min(days, default=today), earliest)
    if begins is None:
        raise NoSuchStart(start)
    if not start:
        notes.append(Phrase(N_("the drill is taken to start at %(start)s"), start=f"{begins:%Y-%m-%d %H:%M}"))
    return begins, notes


def _hour(moment: str) -> int:
    return int(moment.partition(":")[0])


_AT_NEED = ("视情", "备用", "应急", "机动")
_IF = ("如", "若", "当", "if ", "when ")


def _by_hand(row: _Row) -> bool:
    """Say whether an inject is kept for need: so marked, numbered (应急1), or timed by an “if”."""
    if is_yes(row.get("contingency")):
        return True
    words = f"{row.get('time')} {row.get('number')}"
    return any(word in words for word in _AT_NEED) or row.get("time").strip().lower().startswith(_IF)


_FIRST = ("id", "number", "title", "when")
"""What a trainer looks for first in an inject"""


def _timeline(rows: list[_Row], people: People, objectives: dict[str, str]) -> list[dict[str, Any]]:
    timeline: list[dict[str, Any]] = []
    taken: set[str] = set()
    last = "T+0"
    for place, row in enumerate(rows, 1):
        inject = _inject(row, place, people, objectives, taken)
        if "when" not in inject:
            if row.when is not None:
                last = row.when.moment
            by_hand = row.when is None and _by_hand(row)
            inject["when"] = "called" if by_hand else last
            if by_hand:
                inject["contingency"] = True
                # “If nothing was done after 20 minutes” is for the trainer to read, and to judge.
                inject["note"] = "\n".join(filter(None, (row.get("time"), inject.get("note", ""))))
        taken.add(inject["id"])
        timeline.append({name: inject[name] for name in (*_FIRST, *inject) if name in inject})
    return timeline


def _inject(
    row: _Row, place: int, people: People, objectives: dict[str, str], taken: set[str]
) -> dict[str, Any]:
    number, title = row.get("number"), clean_line(row.get("title"))[:100]
    inject: dict[str, Any] = {"id": id_of(row.get("id") or number or f"i{place}", taken)}
    if number:
        inject["number"] = number
    if title:
        inject["title"] = title
    if row.get("when"):
        inject["when"] = json.loads(row.get("when"))
    means = means_of(row.get("means"))
    if means is not None:
        inject["means"] = means.value
    _people(row, inject, people)
    inject["do"] = _do(row, means, title)
    if inject["do"]["type"] in {"message", "call", "reminder", "ask_report"}:
        inject.setdefault("to", [TO_ALL])
    text = row.get("text") or ("" if row.get("do") else title)
    inject |= {"text": text} if text else {}
    inject |= {name: row.get(name) for name in ("expected", "note") if row.get(name)}
    _rest(row, inject, objectives)
    return inject


def _people(row: _Row, inject: dict[str, Any], people: People) -> None:
    sender, receiver = row.get("sender"), row.get("receiver")
    if row.get("both") and not (sender or receiver):
        sender, receiver = pair_of(row.get("both"))
    if sender:
        inject["from"] = people.actor(sender)
    to = [TO_ALL if name == TO_ALL else people.role(name) for name in names_of(receiver)]
    if to:
        inject["to"] = to


def _rest(row: _Row, inject: dict[str, Any], objectives: dict[str, str]) -> None:
    named = []
    for name in names_of(row.get("objectives")):
        known = objectives.setdefault(fold(name), id_of(name, set(objectives.values())))
        named.append(known)
    if named:
        inject["objectives"] = named
    allow = minutes_of(row.get("allow"))
    if allow is None and row.when is not None:
        allow = row.when.allow
    if allow:
        inject["allow"] = span_text(allow)
    if is_yes(row.get("contingency")):
        inject["contingency"] = True
    if row.get("more"):
        inject |= json.loads(row.get("more"))


def _do(row: _Row, means: Means | None, title: str) -> dict[str, Any]:
    if row.get("do"):
        done: dict[str, Any] = json.loads(row.get("do"))
        return done
    if row.get("grid"):
        found = {"type": "report", "channel": "citizen", "title": title or clean_line(row.get("text"))[:60]}
        found["grid"] = row.get("grid")
        found |= {name: row.get(name) for name in ("place", "matter") if row.get(name)}
        return found
    return {"type": "call" if means is Means.PHONE else "message"}
