"""What is refused about suggestions."""

from __future__ import annotations

from models.kernel.errors import DomainError
from models.kernel.words import N_


class NothingToSuggest(DomainError):
    """The case is neither to be dispatched nor to be handed over."""

    code = "suggest.nothing"
    sentence = N_("Case %(number)s is neither to be dispatched nor to be handed over now.")
    next_step = N_("Suggestions are made for cases that are filed, and for those a unit has.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)
