"""What a text may be filed under: what matters are called, and how cases with such words were filed.

Two kinds of evidence that add up without passing 1: the likeness of the text to the names, keywords
and conditions of the catalogue, and what past filings say (:mod:`models.cases.precedents`). Both are
told: the words, and past cases one can open.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.accounts.rules import require
from models.cases.columns import CASES, CONDITIONS, MATTER_VERSIONS
from models.cases.hints import likeness
from models.cases.precedents import Filing, Precedents
from models.cases.rules import READER_ROLES
from models.cases.sight import open_to
from models.catalogue.queries import lines_of
from models.catalogue.standing import office_day
from models.kernel.text import bigrams
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.precedents import Precedent
    from models.catalogue.service import CatalogueService
    from models.catalogue.views import MatterLine
    from models.kernel.clock import Clock
    from models.kernel.store import Store

MOST_FILINGS = 5_000
"""Past cases looked at, the newest: a heavy street files as many in two weeks, a small township in a year."""
_STALE_AFTER = 200
"""New cases after which they are looked at anew."""
_TRUST = 0.95
"""What past filings are worth beside the words of the catalogue, where they all speak for one matter."""
_AT_ONCE = 200
_HALF_TRUSTED = 50
"""So many past filings are worth half of that: a few say more of themselves than of what is to come."""
_LEAST_SHARE = 0.02
_CANDIDATES = 8
_MOST_CASES = 3


@dataclass(frozen=True, slots=True)
class PastCase:
    """A past case with such words, filed under the matter."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A matter a text may be filed under.

    ``score`` lies between 0 and 1 and orders advice; it is no probability. ``words`` are pieces of the
    text found in the matter, ``spoken`` those past filings speak through. ``condition_id`` is the
    condition in force that such cases were filed under most, ``None`` where the past says nothing.
    """

    line: MatterLine
    score: float
    words: tuple[str, ...]
    spoken: tuple[str, ...]
    share: float
    """How much of what past filings say speaks for this matter, 0 to 1"""
    condition_id: int | None
    cases: tuple[PastCase, ...]


class AdviceService:
    """Advice on filing.

    Args:
        store: the open database.
        clock: says which matters are in force.
        catalogue: knows what matters are called.
    """

    def __init__(self, store: Store, clock: Clock, catalogue: CatalogueService) -> None:
        self._store = store
        self._clock = clock
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._kept: tuple[int, Precedents] | None = None

    def advise(self, actor: Actor, title: str, body: str, limit: int = 5) -> list[Advice]:
        """Return what a text may be filed under, the likeliest first, with the reasons.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, N_("look at cases"))
        text = f"{title}。{body}"
        words = {each.line.id: each for each in self._catalogue.suggest(actor, text, limit=_CANDIDATES)}
        with self._store.read() as session:
            known = self._precedents(session)
            found = known.like(text, _CANDIDATES)
            past = {each.matter_id: each for each in found if each.share >= _LEAST_SHARE}
            lines = {matter_id: each.line for matter_id, each in words.items()}
            today = office_day(session, self._clock.now())
            lines |= lines_of(session, today, [key for key in past if key not in lines])
            scored = {
                matter_id: combined(
                    words[matter_id].score if matter_id in words else 0.0,
                    past[matter_id].share if matter_id in past else 0.0,
                    known.total,
                )
                for matter_id in lines
            }
            best = sorted(scored, key=lambda matter_id: (-scored[matter_id], matter_id))[:limit]
            return [
                self._advice(
                    session,
                    actor,
                    lines[matter_id],
                    scored[matter_id],
                    words[matter_id].words if matter_id in words else (),
                    past.get(matter_id),
                    text,
                )
                for matter_id in best
            ]

    def condition_for(self, actor: Actor, title: str, body: str, matter_id: int) -> int | None:
        """Return the condition of a matter in force that cases with such words were filed under most.

        ``None`` where the past does not say.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, N_("look at cases"))
        with self._store.read() as session:
            wordings = self._precedents(session).conditions(f"{title}。{body}", matter_id)
            line = lines_of(session, office_day(session, self._clock.now()), [matter_id]).get(matter_id)
            if line is None or not wordings:
                return None
            return _condition_in_force(session, line, [wording for wording, _share in wordings])

    def _advice(
        self,
        session: Session,
        actor: Actor,
        line: MatterLine,
        score: float,
        words: tuple[str, ...],
        past: Precedent | None,
        text: str,
    ) -> Advice:
        if past is None:
            return Advice(line, score, words, (), 0.0, None, ())
        condition = _condition_in_force(session, line, [wording for wording, _share in past.conditions])
        cases = _alike(session, actor, past.cases, text)
        return Advice(line, score, words, past.words, past.share, condition, cases)

    def _precedents(self, session: Session) -> Precedents:
        """Return what past filings say, learned anew now and then."""
        mark = (session.connection().execute(select(func.max(CASES.c.id))).scalar() or 0) // _STALE_AFTER
        kept = self._kept
        if kept is None or kept[0] != mark:
            with self._lock:
                kept = (mark, Precedents(filings(session)))
                self._kept = kept
        return kept[1]


def combined(by_words: float, by_past: float, filings_known: int) -> float:
    """Return the score of a matter that two kinds of evidence speak for, the past by so many filings."""
    trust = _TRUST * filings_known / (filings_known + _HALF_TRUSTED)
    return round(1.0 - (1.0 - by_words) * (1.0 - trust * by_past), 4)


def filings(session: Session) -> Iterator[Filing]:
    """Yield the newest filed cases, the oldest of them first; never all their texts at once."""
    filed = CASES.c.condition_id.is_not(None)
    newest = select(CASES.c.id).where(filed).order_by(CASES.c.id.desc()).limit(MOST_FILINGS).subquery()
    # From the first of them on rather than joined to them: the engine then need not sort all the texts.
    first = select(func.min(newest.c.id)).scalar_subquery()
    statement = (
        select(CASES.c.id, MATTER_VERSIONS.c.matter_id, CONDITIONS.c.text, CASES.c.title, CASES.c.body)
        .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .join(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .where(filed, CASES.c.id >= first)
        .order_by(CASES.c.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in session.connection().execute(statement):
        yield Filing(row.id, row.matter_id, row.text, f"{row.title}。{row.body}")


def _condition_in_force(session: Session, line: MatterLine, wordings: Sequence[str]) -> int | None:
    """Return the condition of the version in force with the likeliest wording that it still has."""
    statement = select(CONDITIONS.c.id, CONDITIONS.c.text).where(
        CONDITIONS.c.matter_version_id == line.version_id
    )
    known = {row.text: row.id for row in session.connection().execute(statement)}
    return next((known[wording] for wording in wordings if wording in known), None)


def _alike(session: Session, actor: Actor, case_ids: Sequence[int], text: str) -> tuple[PastCase, ...]:
    """Return those of some past cases that are most like a text and that the person may look at."""
    statement = select(CASES.c.number, CASES.c.title, CASES.c.body).where(
        CASES.c.id.in_(case_ids), *open_to(actor)
    )
    ours = bigrams(text)
    rows = session.connection().execute(statement).all()
    best = sorted(rows, key=lambda row: (-likeness(ours, bigrams(f"{row.title}。{row.body}")), row.number))
    return tuple(PastCase(row.number, row.title) for row in best[:_MOST_CASES])
