"""The review as a paper: its chapters, each of blocks that a document and a screen show alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.exchange.papers.model import Document, Heading, Paragraph
from models.kernel.words import N_
from scenarios.review import chapters
from scenarios.review.outcome_chapters import guide, problems, strengths, tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from models.exchange.books.tongue import Tongue
    from models.exchange.papers.model import Block
    from scenarios.review.chapters import Told
    from scenarios.review.views import Review

TITLE = N_("Review of a drill")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the review."""

    key: str
    """Its name within the program"""
    title: str
    blocks: tuple[Block, ...]


_CHAPTERS: tuple[tuple[str, str, Callable[[Told], Iterator[Block]]], ...] = (
    ("outline", N_("Outline"), chapters.outline),
    ("timeline", N_("Course of the drill"), chapters.timeline),
    ("expectations", N_("Expectations"), chapters.expectations),
    ("marks", N_("Marks"), chapters.marks),
    ("queues", N_("Queues"), chapters.queues),
    ("problems", N_("Problems"), problems),
    ("strengths", N_("What went well"), strengths),
    ("guide", N_("To talk about"), guide),
    ("tasks", N_("Lessons and corrective tasks"), tasks),
)
KEYS = tuple(key for key, _title, _make in _CHAPTERS)
"""Names of the chapters, in their order."""


def chaptered(
    review: Review, tongue: Tongue, zone: ZoneInfo, open_tasks: Sequence[tuple[str, ...]] = ()
) -> tuple[Chapter, ...]:
    """Return the chapters of a review.

    Args:
        review: what is told.
        tongue: in which language.
        zone: of the township's clocks.
        open_tasks: corrective tasks of earlier drills: what, who, due on.
    """
    told = chapters.Told(review, tongue, zone, tuple(open_tasks))
    return tuple(Chapter(key, tongue.say(title), tuple(make(told))) for key, title, make in _CHAPTERS)


def document(
    review: Review,
    tongue: Tongue,
    zone: ZoneInfo,
    office: str,
    open_tasks: Sequence[tuple[str, ...]] = (),
) -> Document:
    """Return the whole review as a document; see :func:`chaptered`."""
    blocks: list[Block] = []
    for number, chapter in enumerate(chaptered(review, tongue, zone, open_tasks), start=1):
        if tongue.chinese:
            blocks.append(Heading(chapter.title))
        else:
            blocks.append(Heading(f"{number}. {chapter.title}", numbered=False))
        blocks += chapter.blocks or [Paragraph(tongue.say(N_("Nothing.")))]
    title = tongue.say(TITLE)
    below = f"{review.title}　{review.party}".strip()
    header = f"{office}　{title}　{review.number}"
    return Document(title, tuple(blocks), below, office, review.starts.astimezone(zone).date(), header=header)
