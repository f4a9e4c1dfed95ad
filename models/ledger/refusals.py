"""Why an entry is not signed by somebody."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class SignerShut(DomainError):
    """The account of a person at an open console was disabled meanwhile."""

    kind = ErrorKind.PERMISSION
    code = "signer_shut"
    sentence = N_("The account %(login)s was disabled meanwhile; nothing was saved.")
    next_step = N_("Ask a security administrator to enable it.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class RightsTaken(DomainError):
    """A person at an open console was allowed more when they signed in than now."""

    kind = ErrorKind.PERMISSION
    code = "rights_taken"
    sentence = N_("An administrator changed meanwhile what %(name)s may do; nothing was saved.")
    next_step = N_("The keys at the bottom show what can be done now.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
