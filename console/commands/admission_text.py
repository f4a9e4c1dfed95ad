"""Requests and standings as text for the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _, render
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.commands.context import Context
    from models.catalogue.boundary.views import Outcome, RequestLine, RequestView, StandingView

_GAP = "  "


def request_row(row: RequestLine) -> dict[str, Any]:
    """Return a line of the list as ``--json`` gives it."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def request_document(request: RequestView) -> dict[str, Any]:
    """Return a request as ``--json`` gives it: the steps possible, and the reply in words."""
    document = {
        name: getattr(request, name)
        for name in request.__dataclass_fields__
        if name not in {"offers", "reply"}
    }
    document["actions"] = [offer.action.value for offer in request.offers if offer.allowed]
    document["reply"] = str(render(request.reply))
    return document


def offered_words(request: RequestView) -> str:
    """Return what may be done with a request now, in a line; "" if nothing."""
    from console.labels import label

    possible = [label(offer.action) for offer in request.offers if offer.allowed]
    return _("You may now: %(actions)s", actions=", ".join(possible)) if possible else ""


def request_lines(context: Context, request: RequestView, yields: Outcome | None) -> Iterator[str]:
    """Yield a request as lines: facts, opinions, documents, steps, and what can be done."""
    from console.admission_words import facts_of, opinion_words, paper_words, step_words
    from console.commands.caselines import times

    wording = times(context)
    for name, text in facts_of(request):
        lines = text.split("\n")
        yield f"{name}: {clean_line(lines[0])}"
        yield from (f"{_GAP}{clean_line(line)}" for line in lines[1:])
    for title, found in (
        (_("Opinions"), [opinion_words(each) for each in request.opinions]),
        (_("Documents"), [paper_words(each) for each in request.documents]),
        (_("Steps so far"), [f"{wording.full(each.at)}  {step_words(each)}" for each in request.timeline]),
    ):
        if found:
            yield ""
            yield title
            yield from (f"{_GAP}{clean_line(line)}" for line in found)
    if yields is not None:
        yield ""
        yield _("What it yields")
        for draft in yields.matters:
            code = draft.code or "-"
            yield f"{_GAP}{code}  {clean_line(draft.name)}"
        if yields.duty is not None:
            yield f"{_GAP}{clean_line(yields.duty.name)}"
    offered = offered_words(request)
    if offered:
        yield ""
        yield offered


def standing_lines(found: StandingView) -> Iterator[str]:
    """Yield how something stands to the lists, and what may be done about it."""
    from console.labels import label

    yield f"{found.key}  {clean_line(found.name)}"
    facts = (
        (_("Standing"), label(found.kind)),
        (_("Day"), found.day.isoformat()),
        (_("Duty item"), "" if found.item is None else f"{found.item.code} {found.item.name}"),
        (_("Department"), found.department),
        (_("Legal basis"), found.legal_basis),
        (_("Last day"), "" if found.until is None else found.until.isoformat()),
        (_("In its place"), ", ".join(f"{heir.code} {heir.name}" for heir in found.heirs)),
    )
    for name, text in facts:
        if text:
            yield f"{name}: {clean_line(text)}"
    yield str(render(found.sentence))
    yield ""
    yield _("What may be done:")
    for way in found.ways:
        yield f"{_GAP}{label(way.kind)}: {render(way.text)}"
