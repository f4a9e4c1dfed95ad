"""What a check of the catalogue recomputes."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.calendar.rules import parse_limit
from models.catalogue.rules import content_hash
from models.catalogue.standing import MATTERS, all_versions, spans_of
from models.kernel.errors import DomainError
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlmodel import Session

    from models.catalogue.standing import Standing
    from models.catalogue.timeline import Span

_ROOM = "catalogue"


def findings(session: Session) -> Iterator[Finding]:
    """Yield what differs: numbers of versions, lines of days, hashes of contents, impossible limits."""
    by_matter: dict[int, dict[int, Standing]] = defaultdict(dict)
    for version in all_versions(session):
        by_matter[version.matter_id][version.version_id] = version
        yield from _of_version(version)
    spans = spans_of(session)
    bearers: dict[str, list[Span]] = defaultdict(list)
    statement = select(MATTERS.c.id, MATTERS.c.current_number).order_by(MATTERS.c.id)
    for key, number in session.connection().execute(statement):
        own = by_matter[key]
        subject = _subject(own.values(), key)
        newest = max((each.number for each in own.values()), default=0)
        if newest != number:
            sentence = N_("Its newest version is %(newest)s, the matter says %(number)s.")
            yield Finding(_ROOM, subject, sentence, {"newest": newest, "number": number})
        yield from _of_line(subject, spans.get(key, []), own)
        for span in spans.get(key, []):
            bearers[span.code].append(span)
    for code, line in sorted(bearers.items()):
        yield from _overlaps(f"matter:{code}", line, N_("Its code has two bearers on %(day)s."))


def _subject(versions: Iterable[Standing], matter_id: int) -> str:
    newest = max(versions, key=lambda version: version.number, default=None)
    return f"matter:{newest.draft.code if newest else matter_id}"


def _of_line(subject: str, spans: Sequence[Span], versions: Mapping[int, Standing]) -> Iterator[Finding]:
    if not spans and versions:
        # A withdrawn edition leaves a matter without days, which is as it should be.
        return
    yield from _overlaps(subject, spans, N_("Two of its versions hold on %(day)s."))
    for span in spans:
        version = versions.get(span.version_id)
        if version is None or version.draft.code != span.code:
            sentence = N_("The days from %(day)s on name a version of another matter or code.")
            yield Finding(_ROOM, subject, sentence, {"day": span.valid_from})


def _overlaps(subject: str, spans: Sequence[Span], sentence: str) -> Iterator[Finding]:
    real = sorted(
        (span for span in spans if span.valid_from < span.valid_to), key=lambda span: span.valid_from
    )
    for one, following in pairwise(real):
        if following.valid_from < one.valid_to:
            yield Finding(_ROOM, subject, sentence, {"day": following.valid_from})


def _of_version(version: Standing) -> Iterator[Finding]:
    draft = version.draft
    subject = f"matter:{draft.code}"
    if content_hash(draft, version.class_id, version.unit_id, version.duty_item_id) != version.content_hash:
        sentence = N_("Version %(number)s does not say what it said when it was written.")
        yield Finding(_ROOM, subject, sentence, {"number": version.number})
    for condition in draft.conditions:
        try:
            parse_limit(condition.limit)
        except DomainError:
            sentence = N_("Version %(number)s has the impossible time limit %(limit)s.")
            yield Finding(_ROOM, subject, sentence, {"number": version.number, "limit": condition.limit})
