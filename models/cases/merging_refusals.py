"""What is refused about merging cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.words import STATE_WORDS
from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.cases.kinds import CaseState


class MergeRefused(DomainError):
    """Base of what stands in the way of merging, or of its opposite."""


class JoinsItself(MergeRefused):
    """A case is named as its own duplicate."""

    code = "case.joins_itself"
    sentence = N_("Case %(number)s cannot be merged into itself.")
    next_step = N_("Name the other case.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class LeadMerged(MergeRefused):
    """What is named as the lead is merged itself."""

    code = "case.lead_merged"
    sentence = N_("Case %(number)s is itself merged into %(lead)s.")
    next_step = N_("Name %(lead)s instead.")

    def __init__(self, number: str, lead: str) -> None:
        super().__init__(number=number, lead=lead)


class LeadClosed(MergeRefused):
    """What is named as the lead is over."""

    code = "case.lead_closed"
    sentence = N_("Nothing can be merged into case %(number)s: it is %(state)s.")
    next_step = N_("Name a case that is still worked on, or let this one go on by itself.")

    def __init__(self, number: str, state: CaseState) -> None:
        super().__init__(number=number, state=STATE_WORDS[state])


class OthersMerged(MergeRefused):
    """A case is to be given up that others rest on."""

    code = "case.others_merged"
    sentence = N_("Case %(number)s cannot be given up: %(joined)s rest on it.")
    next_step = N_("Take them out first, each of them goes on by itself; or finish this one.")

    def __init__(self, number: str, joined: Iterable[str]) -> None:
        super().__init__(number=number, joined=list(joined))


class LeadArchived(MergeRefused):
    """The lead is in the archive, and what was merged into it with it."""

    code = "case.lead_archived"
    sentence = N_("Case %(number)s cannot be taken out of %(lead)s, which is in the archive.")
    next_step = N_("If the trouble is back, report a new case.")

    def __init__(self, number: str, lead: str) -> None:
        super().__init__(number=number, lead=lead)
