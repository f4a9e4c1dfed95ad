"""What is refused about links between cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.asking_refusals import RequestRefused
from models.cases.words import LINK_WORDS
from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.cases.kinds import LinkKind


class LinksItself(DomainError):
    """A case is to be linked to itself."""

    code = "case.links_itself"
    sentence = N_("Case %(number)s cannot be linked to itself.")
    next_step = N_("Name the other case.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class LinkedBefore(DomainError):
    """The two cases are linked like this already, one way or the other."""

    code = "case.linked_before"
    sentence = N_("Cases %(number)s and %(other)s are linked already: %(link)s.")
    next_step = N_("To change it, take that link away first.")

    def __init__(self, number: str, other: str, kind: LinkKind) -> None:
        super().__init__(number=number, other=other, link=LINK_WORDS[kind])


class NotLinked(DomainError):
    """Nothing links the two cases."""

    code = "case.not_linked"
    sentence = N_("Nothing links case %(number)s to %(other)s.")
    next_step = N_("Read the case again; somebody may have taken the link away already.")

    def __init__(self, number: str, other: str) -> None:
        super().__init__(number=number, other=other)


class NothingLinked(RequestRefused):
    """The case has no links."""

    code = "case.nothing_linked"
    sentence = N_("Case %(number)s is not linked to any other.")
    next_step = N_("Read the case again; somebody may have taken the link away already.")
    brief = N_("It is not linked.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)
