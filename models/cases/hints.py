"""Open cases that may be about the same thing: a hint at intake and filing, never a verdict."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, union

from models.cases.columns import CASES, OPEN
from models.cases.door import normal_phone
from models.cases.judged_views import SimilarCase, SimilarTo
from models.cases.queues import lines_by_ids
from models.cases.sight import listed_for
from models.kernel.text import bigrams, clean_block, clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlmodel import Session

    from models.accounts.views import Actor

WINDOW = timedelta(hours=24)
"""How far apart two reports from one grid may lie to be thought of as one trouble."""
LEAST_LIKENESS = 0.2
"""Below this the words are no reason."""
SAME_PHONE = 0.5
"""What the same phone adds to the score."""
_MOST_CANDIDATES = 300
_MOST_WORDS_SHOWN = 5


def similar(
    session: Session, actor: Actor, wanted: SimilarTo, now: datetime, limit: int
) -> list[SimilarCase]:
    """Return the open cases most like ``wanted``, the likest first.

    Candidates share its grid and were reported within 24 hours of it, or share its phone.
    The score is the likeness of the words (Dice's coefficient over character pairs of title
    and text), and half a point more for the same phone, at most 1.
    """
    phone = _phone(wanted.phone)
    at = wanted.at or now
    kinship: list[ColumnElement[bool]] = []
    if wanted.grid_id is not None:
        near = CASES.c.reported_at.between(at - WINDOW, at + WINDOW)
        kinship.append((CASES.c.grid_id == wanted.grid_id) & near)
    if phone:
        kinship.append(CASES.c.reporter_phone == phone)
    candidates = [_candidates(actor, kin) for kin in kinship]
    if not candidates:
        return []
    ours = bigrams(f"{clean_line(wanted.title)} {clean_block(wanted.body)}")
    scored: dict[int, tuple[float, tuple[Phrase, ...]]] = {}
    for row in session.connection().execute(union(*candidates)):
        if row.id == wanted.case_id:
            continue
        score, reasons = _judged(ours, bigrams(f"{row.title} {row.body}"), phone, row.reporter_phone)
        if reasons:
            scored[row.id] = (score, reasons)
    best = sorted(scored, key=lambda case_id: (-scored[case_id][0], -case_id))[:limit]
    return [SimilarCase(line, *scored[line.id]) for line in lines_by_ids(session, actor, best, now)]


def _candidates(actor: Actor, kin: ColumnElement[bool]) -> Select[Any]:
    """Return the newest open cases of one kind of kinship, each kind from its own index."""
    newest = (
        select(CASES.c.id, CASES.c.title, CASES.c.body, CASES.c.reporter_phone)
        .where(OPEN, kin, *listed_for(actor))
        .order_by(CASES.c.reported_at.desc())
        .limit(_MOST_CANDIDATES)
        .subquery()
    )
    return select(newest)


def likeness(ours: set[str], theirs: set[str]) -> float:
    """Return how alike two sets of character pairs are, 0 to 1 (Dice's coefficient)."""
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _judged(
    ours: set[str], theirs: set[str], phone: str, their_phone: str
) -> tuple[float, tuple[Phrase, ...]]:
    words = likeness(ours, theirs)
    score, reasons = 0.0, []
    if words >= LEAST_LIKENESS:
        score = words
        shared = sorted(ours & theirs, key=lambda gram: (-len(gram), gram))[:_MOST_WORDS_SHOWN]
        reasons.append(
            Phrase(N_("same grid within 24 hours, similar words: %(words)s"), words="、".join(shared))
            if phone == "" or phone != their_phone
            else Phrase(N_("similar words: %(words)s"), words="、".join(shared))
        )
    if phone and phone == their_phone:
        score = min(1.0, score + SAME_PHONE)
        reasons.append(Phrase(N_("same phone")))
    return round(score, 3), tuple(reasons)


def _phone(text: str) -> str:
    """Return the phone as it is compared; what is no phone number yet is like none."""
    try:
        return normal_phone(text)
    except ValueError:
        return ""
