"""What a case screen says of other cases: what it was merged into, and what was merged into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.forms.fields import Candidate
from console.i18n import _, render
from console.labels import label
from console.merged_words import joined_words, linked_words, merged_words
from models.cases.judged_views import SimilarTo
from models.cases.kinds import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.forms.fields import Source
    from console.frame import Frame
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseLine, CaseView

_CASES = 20
_ALIKE = 5


def joined_facts(case: CaseView, frame: Frame) -> Iterator[tuple[str, str]]:
    """Yield the facts about other cases, each with its name."""
    if case.lead_number:
        yield _("Merged into"), merged_words(case)
    if case.joined:
        now = frame.clock.now()
        lines = [
            _(
                "%(case)s, %(when)s",
                case=joined_words(each),
                when=frame.times.moment(each.merged_at, now) if each.merged_at else "-",
            )
            for each in case.joined
        ]
        yield _("Merged cases"), "\n".join(lines)
    if case.linked:
        yield _("Linked cases"), "\n".join(linked_words(link) for link in case.linked)


def other_case_source(services: Services, actor: Actor, case: CaseView, action: Action) -> Source:
    """Return a search over the cases a step can name.

    To be merged into: open ones by number or words, without words those that look alike. To be linked:
    all there are. To take a link away: those linked.
    """
    if action is Action.UNLINK:
        return lambda text: [
            Candidate(link.number, linked_words(link), shown=link.number)
            for link in case.linked
            if text.strip() in link.number
        ]

    def source(text: str) -> Sequence[Candidate]:
        if not text.strip():
            alike = services.cases.similar(
                actor,
                SimilarTo(
                    title=case.title,
                    body=case.body,
                    grid_id=case.grid_id,
                    at=case.reported_at,
                    case_id=case.id,
                ),
                _ALIKE,
            )
            if alike:
                return [
                    _candidate(each.line, _("; ").join(str(render(why)) for why in each.reasons))
                    for each in alike
                ]
        page = (
            services.cases.find(actor, text, limit=_CASES)
            if action is Action.LINK
            else services.cases.queue(actor, None, text, limit=_CASES)
        )
        return [_candidate(line) for line in page.rows if line.id != case.id]

    return source


def _candidate(line: CaseLine, why: str = "") -> Candidate:
    note = _(", ").join(part for part in (label(line.state), line.grid_name, why) if part)
    return Candidate(line.number, f"{line.short_number} {line.title}", note, shown=line.number)
