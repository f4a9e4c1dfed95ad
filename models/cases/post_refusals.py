"""What is refused about posts and the pools of posts."""

from __future__ import annotations

from models.cases.refusals import NotYourUnit
from models.kernel.errors import DomainError
from models.kernel.words import N_


class NoSuchPost(DomainError):
    """The unit a case is given to has no such post."""

    code = "case.no_such_post"
    sentence = N_("%(unit)s has no such post.")
    next_step = N_("Choose a post of the unit, or give the case to the whole unit.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class NotYourPost(DomainError):
    """The case rests in the pool of a post the person does not hold."""

    kind = NotYourUnit.kind
    code = "case.not_your_post"
    sentence = N_("Case %(number)s was given to the post %(post)s; only its people take it on.")
    next_step = N_("Leave it to them, or ask the lead of the unit to hand it to you.")

    def __init__(self, number: str, post: str) -> None:
        super().__init__(number=number, post=post)


class PostHoldsCases(DomainError):
    """A post cannot go while open cases were given to it."""

    code = "case.post_holds"
    sentence = N_("%(name)s cannot be closed: open cases were given to it: %(count)s.")
    next_step = N_("Transfer them, or let them be handled first.")

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)
