"""What a check of the flows recomputes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.flows import queries
from models.catalogue.flows.checker import check, errors
from models.catalogue.flows.documents import flow_of
from models.catalogue.flows.refusals import FlowFileRefused
from models.catalogue.flows.rules import document_hash
from models.catalogue.flows.views import FlowUse
from models.kernel.findings import Finding
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlmodel import Session

    from models.catalogue.flows.queries import Standing
    from models.catalogue.flows.views import Grounds

_ROOM = N_("flows")


def findings(session: Session, grounds: Grounds, uses: Mapping[int, FlowUse]) -> Iterator[Finding]:
    """Yield what differs: hashes, numbers, marks; and what the checker says of the flows in use now."""
    for flow in queries.all_standing(session):
        versions = queries.raw_versions(session, flow.id)
        subject = f"flow:{flow.code}"
        numbers = [number for number, _document, _hash in versions]
        if numbers != list(range(1, len(numbers) + 1)):
            sentence = N_("The versions are numbered %(numbers)s, with a gap.")
            yield Finding(_ROOM, subject, sentence, {"numbers": ", ".join(map(str, numbers))})
        if (numbers[-1] if numbers else 0) != flow.current_number:
            sentence = N_("Version %(number)s is said to be the newest, there are %(count)s.")
            yield Finding(_ROOM, subject, sentence, {"number": flow.current_number, "count": len(numbers)})
        for number, document, content_hash in versions:
            if document_hash(document) != content_hash:
                sentence = N_("Version %(number)s does not say what it said when it was written.")
                yield Finding(_ROOM, subject, sentence, {"number": number})
        if versions:
            yield from _of_newest(flow, versions[-1][1], grounds, uses.get(flow.id, FlowUse()))


def _of_newest(flow: Standing, document: dict[str, Any], grounds: Grounds, use: FlowUse) -> Iterator[Finding]:
    subject = f"flow:{flow.code}"
    try:
        draft = flow_of(document)
    except FlowFileRefused as refusal:
        for fault in refusal.faults:
            yield Finding(_ROOM, subject, N_("It cannot be read: %(fault)s"), {"fault": fault})
        return
    if (draft.code, draft.name) != (flow.code, flow.name):
        sentence = N_("Its newest version calls it %(code)s %(name)s.")
        yield Finding(_ROOM, subject, sentence, {"code": draft.code, "name": draft.name})
    if flow.retired:
        return
    found = check(draft, use.limits, grounds.posts, grounds.units, day_minutes=grounds.day_minutes)
    for each in errors(found):
        fault = Phrase(each.sentence, **each.params)
        yield Finding(_ROOM, subject, N_("It could not be saved today: %(fault)s"), {"fault": fault})
