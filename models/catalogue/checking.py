"""What a check of the catalogue recomputes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.calendar.rules import parse_limit
from models.catalogue.rules import content_hash
from models.catalogue.standing import MATTERS, all_versions
from models.kernel.errors import DomainError
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from models.catalogue.standing import Standing

_ROOM = "catalogue"


def findings(session: Session) -> Iterator[Finding]:
    """Yield what differs: marks of the newest version, hashes of contents, impossible limits."""
    by_matter: dict[int, list[Standing]] = defaultdict(list)
    for version in all_versions(session):
        by_matter[version.matter_id].append(version)
        yield from _of_version(version)
    statement = select(MATTERS.c.id, MATTERS.c.code, MATTERS.c.current_number).order_by(MATTERS.c.code)
    for key, code, number in session.connection().execute(statement):
        subject = f"matter:{code}"
        newest = [version.number for version in by_matter[key] if version.current]
        if len(newest) != 1:
            sentence = N_("%(count)s versions are marked as the newest, one should be.")
            yield Finding(_ROOM, subject, sentence, {"count": len(newest)})
        elif newest[0] != number:
            sentence = N_("Version %(marked)s is marked as the newest, the matter says %(number)s.")
            yield Finding(_ROOM, subject, sentence, {"marked": newest[0], "number": number})


def _of_version(version: Standing) -> Iterator[Finding]:
    draft = version.draft
    subject = f"matter:{draft.code}"
    if content_hash(draft, version.class_id, version.unit_id, version.duty_item_id) != version.content_hash:
        sentence = N_("Version %(number)s does not say what it said when it was written.")
        yield Finding(_ROOM, subject, sentence, {"number": version.number})
    if not draft.conditions:
        sentence = N_("Version %(number)s has no filing condition.")
        yield Finding(_ROOM, subject, sentence, {"number": version.number})
    for condition in draft.conditions:
        try:
            parse_limit(condition.limit)
        except DomainError:
            sentence = N_("Version %(number)s has the impossible time limit %(limit)s.")
            yield Finding(_ROOM, subject, sentence, {"number": version.number, "limit": condition.limit})
