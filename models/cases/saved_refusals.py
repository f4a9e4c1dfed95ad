"""Why a saved queue or search cannot be kept, shared or shown as it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


class ArrangementRefused(DomainError):
    """Base of what is wrong with columns and orders."""

    kind = ErrorKind.INPUT
    code = "saved.arrangement"


class UnknownColumn(ArrangementRefused):
    """No list of cases has such a column."""

    code = "saved.unknown_column"
    sentence = N_("“%(name)s” is no column of a list of cases. There are: %(possible)s.")
    next_step = N_("Name some of these, separated by commas.")

    def __init__(self, name: str, possible: Iterable[str]) -> None:
        super().__init__(name=name, possible=list(possible))


class ColumnTwice(ArrangementRefused):
    """A column was named twice."""

    code = "saved.column_twice"
    sentence = N_("The column “%(name)s” is named twice.")
    next_step = N_("Name each column once.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoColumns(ArrangementRefused):
    """Nothing would tell one case from another."""

    code = "saved.no_columns"
    sentence = N_("Neither number nor title is among the columns: nobody could tell the cases apart.")
    next_step = N_("Choose at least one of the two.")


class UnknownOrder(ArrangementRefused):
    """Cases are not sorted by this."""

    code = "saved.unknown_order"
    sentence = N_("Cases cannot be sorted by “%(name)s”. There are: %(possible)s.")
    next_step = N_("Name one of these; a minus before it turns it round.")

    def __init__(self, name: str, possible: Iterable[str]) -> None:
        super().__init__(name=name, possible=list(possible))


class UnknownBase(ArrangementRefused):
    """No queue of this name can be narrowed."""

    code = "saved.unknown_base"
    sentence = N_("Nothing can be saved on the basis of “%(name)s”.")
    next_step = N_("Take open or every case, or one of the queues; “yiwang queue” names them.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NothingCalled(DomainError):
    """What a filter names is not there: a saved filter would be empty for ever."""

    kind = ErrorKind.INPUT
    code = "saved.nothing_called"
    sentence = N_("Nothing in use is called “%(name)s”: the filter would never find anything.")
    next_step = N_("Check the name; a part of it is enough.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NameTaken(DomainError):
    """The person has one of this name already."""

    kind = ErrorKind.INPUT
    code = "saved.name_taken"
    sentence = N_("You have saved something as “%(name)s” already.")
    next_step = N_("Choose another name, or change the one there is.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooManySaved(DomainError):
    """Nobody keeps more."""

    code = "saved.too_many"
    sentence = N_("You have saved %(most)s already; no more are kept.")
    next_step = N_("Drop one you no longer need.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NotYours(DomainError):
    """It belongs to somebody else, who shares it."""

    kind = ErrorKind.PERMISSION
    code = "saved.not_yours"
    sentence = N_("“%(name)s” is shared by %(owner)s; only they can change it.")
    next_step = N_("Save it under a name of your own and change that.")

    def __init__(self, name: str, owner: str) -> None:
        super().__init__(name=name, owner=owner)


class MayNotShare(DomainError):
    """Sharing this widely is for others to decide."""

    kind = ErrorKind.PERMISSION
    code = "saved.may_not_share"
    sentence = N_("%(actor)s may not share it with these people.")
    next_step = N_("A duty chief shares with everybody, the lead of a unit with their own unit.")

    def __init__(self, actor: str) -> None:
        super().__init__(actor=actor)


class UnknownSharing(DomainError):
    """It was not said in words that are understood with whom to share."""

    kind = ErrorKind.INPUT
    code = "saved.unknown_sharing"
    sentence = N_("“%(text)s” says nothing about whom to share with. Roles are: %(possible)s.")
    next_step = N_("Write nobody, everybody, unit:CODE, or role:dispatcher,role:acceptor.")

    def __init__(self, text: str, possible: Iterable[str]) -> None:
        super().__init__(text=text, possible=list(possible))


class TooLateToRestore(DomainError):
    """It was dropped too long ago."""

    code = "saved.too_late"
    sentence = N_("It was dropped more than %(minutes)s minutes ago and is not kept any longer.")
    next_step = N_("Save it anew.")

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)
