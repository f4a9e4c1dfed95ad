"""Why the organisation is not changed."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class OfficeMissing(DomainError):
    """The database has no office yet: making it was interrupted."""

    kind = ErrorKind.SCHEMA
    code = "office_missing"
    sentence = N_("This database does not say which office it serves.")
    next_step = N_("Run “yiwang init” again; it completes what is missing.")


class CodeTaken(DomainError):
    """Another thing of the kind has the code or name."""

    code = "code_taken"
    sentence = N_("There is another %(what)s %(value)s already.")
    next_step = N_("Choose another, or open the one that has it.")

    def __init__(self, what: str, value: str) -> None:
        super().__init__(what=what, value=value)


class NotAVillage(DomainError):
    """A grid is laid below a division that is no village."""

    code = "not_a_village"
    sentence = N_("A grid belongs to a village; %(name)s (%(code)s) is none that is in force.")
    next_step = N_("Choose a village or residents' committee.")

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name=name, code=code)


class Loop(DomainError):
    """Something would lie below itself."""

    code = "loop"
    sentence = N_("%(name)s cannot lie below %(parent)s, which lies below it.")
    next_step = N_("Choose another one above it.")

    def __init__(self, name: str, parent: str) -> None:
        super().__init__(name=name, parent=parent)


class AboveClosed(DomainError):
    """What should stand above is closed."""

    code = "above_closed"
    sentence = N_("%(parent)s is closed, so nothing in use can belong to it.")
    next_step = N_("Open it again first, or choose another.")

    def __init__(self, parent: str) -> None:
        super().__init__(parent=parent)


class PathTooLong(DomainError):
    """The codes from the root grid down are longer than can be kept."""

    code = "path_too_long"
    sentence = N_("The grid %(code)s would lie too many levels deep.")
    next_step = N_("Lay it below a grid nearer to the top, or use shorter codes.")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class StillInUse(DomainError):
    """Something open depends on what is to be closed."""

    code = "still_in_use"
    sentence = N_("%(name)s cannot be closed: %(count)s %(things)s depend on it.")
    next_step = N_("Move or finish them first.")

    def __init__(self, name: str, count: int, things: str) -> None:
        super().__init__(name=name, count=count, things=things)
