"""Scenarios of drills the office keeps. Known by their ids; each row holds a whole scenario.

A scenario's own file, and a trainers' table of injects, is taken as a table of one row. What stands in a
scenario is read by whoever was told in at :mod:`models.shelf.reading`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from models.accounts.rules import require
from models.exchange.cells import block, code, line
from models.exchange.frame import Comparison, Field, Kind, Row, Work
from models.exchange.kinds.coded_undo import GONE, LATER
from models.exchange.lines import Line, Verdict
from models.exchange.raw import Form, RawTable, unpacked
from models.exchange.views import Problem, Resting
from models.kernel.words import N_, Phrase
from models.ledger.service import record_many
from models.shelf.queries import SCENARIOS, kept
from models.shelf.reading import reader
from models.shelf.rules import LONGEST, READERS, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.frame import Reading
    from models.exchange.raw import Source
    from models.exchange.views import ImportOptions

_TEXT = "text"


class Scenarios(Kind):
    """Scenarios, a row for each."""

    name = "scenarios"
    title = N_("scenarios of drills")
    key = ("code",)
    fields = (
        Field("code", N_("scenario id"), synonyms=("情景编码", "编码", "代码", "标识"), parse=code(40)),
        Field("title", N_("title of the scenario"), synonyms=("情景名称", "演练名称", "名称"), parse=line()),
        Field(
            _TEXT,
            N_("scenario file"),
            required=True,
            synonyms=("情景文件", "情景内容"),
            parse=block(LONGEST),
        ),
    )
    settings = (Field("start", N_("when the drill starts, for a table of injects"), parse=line(40)),)

    def taken(self, source: Source, options: ImportOptions) -> RawTable | None:
        """Return the table of one row that a scenario's file, or a table of injects, comes to."""
        found = reader().taken(source.name, unpacked(source), options.constants, options.sheet)
        if found is None:
            return None
        rows = [(1, [found.text])]
        return RawTable(source.name, source.hash, (_TEXT,), rows, found.notes, form=Form.DOCUMENT)

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Have the scenario read; its id and title are those it gives itself."""
        text = row.values[_TEXT]
        says = reader().says(reading.origin.name, text)
        for fault in says.faults:
            yield Problem(row.number, "", "", fault)
        if says.faults:
            return
        for name, said in (("code", says.code), ("title", says.title)):
            beside = row.values.get(name)
            if beside and beside != said:
                reason = Phrase(N_("the scenario itself says “%(said)s”"), said=said)
                yield reading.problem(row, name, beside, reason)
            row.values[name] = said

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Compare texts; another title for the same id is a rename."""
        there = {each.code: each for each in kept(work.session, [row.values["code"] for row in rows])}
        found = Comparison()
        for row in rows:
            key, after = row.values["code"], _facts(row.values["title"], row.values[_TEXT])
            held = there.get(key)
            before = None if held is None else _facts(held.title, held.text)
            if before == after:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, key))
                continue
            (found.created if before is None else found.changed).append((key, before, after))
            verdict = Verdict.CREATE if before is None else Verdict.CHANGE
            found.lines.append(Line(row.number, verdict, key, before, after))
        fresh = [key for key, _before, _after in (*found.created, *found.changed)]
        if fresh:
            hint = N_("before it is played: yiwang drill check %(codes)s")
            found.notes.append(Phrase(hint, codes=" ".join(fresh)))
        return found

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Keep them."""
        _write(work, [*comparison.created, *comparison.changed])
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give texts back as they were, and take those away that came; drills keep their own copies."""
        there = {each.code: each for each in kept(work.session, [each.key for each in lines])}
        found, wanted = [], []
        for each in lines:
            now = there.get(each.key)
            if now is None:
                found.append(Resting(each.key, GONE))
            elif _facts(now.title, now.text) != each.after:
                found.append(Resting(each.key, LATER))
            else:
                wanted.append((each.key, each.after, each.before))
        _write(work, wanted, "undo")
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield every scenario with its whole text, by id.

        Raises:
            NotPermitted: whoever plays drills may not know them beforehand.
        """
        require(actor, READERS, N_("see scenarios of drills"))
        return [(each.code, each.title, each.text) for each in kept(session)]


def _facts(title: str, text: str) -> dict[str, str]:
    return {"title": title, _TEXT: text}


def _write(work: Work, changes: Sequence[tuple[str, Any, Any]], undone: str = "") -> None:
    """Bring rows from what they were to what they are to be; ``None`` stands for no row."""
    run, columns, entries = work.session.connection().execute, SCENARIOS.c, []
    for key, before, after in changes:
        if after is None:
            run(delete(SCENARIOS).where(columns.code == key))
        else:
            facts = {**after, "saved_by": work.actor.name, "saved_at": work.at}
            if before is None:
                run(insert(SCENARIOS).values(code=key, **facts))
            else:
                run(update(SCENARIOS).where(columns.code == key).values(**facts))
        action = undone or ("add" if before is None else "change")
        entries.append((f"scenario:{key}", f"scenario.{action}", _told(before), _told(after)))
    if entries:
        record_many(work.session, work.actor, work.at, entries)


def _told(facts: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return what the ledger keeps: texts stay in the batch, here stands by what they are known."""
    return None if facts is None else {"title": facts["title"], "sha256": digest_of(facts[_TEXT])}


KIND = Scenarios()
