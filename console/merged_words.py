"""Other cases in words: into which one a case went, what went into it, what it is linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.labels import label
from console.labels_cases import link_name
from console.text import short_number
from models.cases.kinds import Action, LinkKind

if TYPE_CHECKING:
    from models.cases.views import CaseView, EventView, JoinedCase, LinkView


def merged_words(case: CaseView) -> str:
    """Return into which case a case went, and where it stood before."""
    if case.merged_from is None:
        return case.lead_number
    return _("%(number)s (was: %(state)s)", number=case.lead_number, state=label(case.merged_from))


def joined_words(each: JoinedCase) -> str:
    """Return a case that was merged into this one: number, channel, reporter, whether to be called back."""
    reporter = " ".join(part for part in (each.reporter_name, each.reporter_phone) if part)
    call = _("to be called back") if each.call_back else ""
    parts = (each.number, label(each.channel), reporter, call)
    return " ".join(part for part in parts if part)


def link_words(kind: LinkKind, number: str, *, outward: bool = True) -> str:
    """Return what a case is to the one with this number."""
    return _("%(link)s %(number)s", link=link_name(kind, outward=outward), number=number)


def linked_words(link: LinkView) -> str:
    """Return a link of a case with where the other one stands, and the note."""
    words = link_words(link.kind, link.number, outward=link.outward)
    words = _("%(link)s (%(state)s)", link=words, state=label(link.state))
    return _("%(link)s: %(note)s", link=words, note=link.note) if link.note else words


def joined_details(event: EventView) -> str:
    """Return which other cases a step of the timeline was about; "" if none."""
    details = event.details
    if event.action is Action.MERGE:
        return _("into %(number)s", number=details.get("lead", "-"))
    if event.action is Action.UNMERGE:
        return _("out of %(number)s", number=details.get("lead", "-"))
    if event.action is Action.LINK and "link" in details:
        return link_words(LinkKind(details["link"]), details["other"])
    if event.action is Action.UNLINK:
        return str(details.get("other", ""))
    numbers = details.get("joined", ())
    return _("also for %(numbers)s", numbers=_(", ").join(map(short_number, numbers))) if numbers else ""
