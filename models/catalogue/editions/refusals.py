"""What publishing, comparing and withdrawing refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date


class EditionTooEarly(DomainError):
    """An edition dated before the one it follows."""

    code = "editions.too_early"
    sentence = N_("An edition cannot take force on %(day)s: edition %(number)s takes force on %(last)s.")
    next_step = N_("Choose a date of force on or after that day.")

    def __init__(self, day: date, number: int, last: date) -> None:
        super().__init__(day=day, number=number, last=last)


class NoEdition(DomainError):
    """Neither an edition nor a day."""

    kind = ErrorKind.MISSING
    code = "editions.none"
    sentence = N_("“%(text)s” is neither the number or name of an edition nor a date.")
    next_step = N_("“yiwang catalogue editions” lists what there is; a date is written 2026-01-01.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class EditionNameTaken(DomainError):
    """Two editions of one name."""

    code = "editions.name_taken"
    sentence = N_("Edition %(number)s is already called “%(name)s”.")
    next_step = N_("Choose another name.")

    def __init__(self, name: str, number: int) -> None:
        super().__init__(name=name, number=number)


class NothingToPublish(DomainError):
    """A list that changes nothing."""

    code = "editions.nothing"
    sentence = N_("There is nothing to publish: the list is empty.")
    next_step = N_("Give a list with at least one matter.")


class PlanMoved(DomainError):
    """A plan made for a list that has changed since."""

    kind = ErrorKind.CONFLICT
    code = "editions.plan_moved"
    sentence = N_(
        "The plan is out of date: the list was changed after the plan was made. Nothing was published."
    )
    next_step = N_("Make the plan again and look at what it lists.")


class BadHint(DomainError):
    """A lineage hint that cannot be followed."""

    kind = ErrorKind.INPUT
    code = "editions.bad_hint"
    sentence = N_("The lineage hint %(row)s (%(old)s → %(new)s, %(kind)s) cannot be followed: %(reason)s")
    next_step = N_("Correct the file of lineage hints and try again.")

    def __init__(self, row: int, old: str, new: str, kind: str, reason: str) -> None:
        super().__init__(row=row, old=old, new=new, kind=kind, reason=reason)


class CyclicLineage(DomainError):
    """Matters merged into each other in a circle."""

    code = "editions.cycle"
    sentence = N_("The lineage goes in a circle: %(codes)s.")
    next_step = N_("Leave one of these steps out: something has to remain at the end.")

    def __init__(self, codes: str) -> None:
        super().__init__(codes=codes)


class DoubleCode(DomainError):
    """One code twice in a list."""

    kind = ErrorKind.INPUT
    code = "editions.double_code"
    sentence = N_("The code %(matter)s occurs twice in the list: “%(name)s” and “%(other)s”.")
    next_step = N_("Give each matter a code of its own and try again.")

    def __init__(self, matter: str, name: str, other: str) -> None:
        super().__init__(matter=matter, name=name, other=other)


class NotTheNewest(DomainError):
    """An edition that others follow."""

    code = "editions.not_newest"
    sentence = N_("Edition %(number)s cannot be withdrawn: edition %(newest)s follows it.")
    next_step = N_("Withdraw the newest edition first.")

    def __init__(self, number: int, newest: int) -> None:
        super().__init__(number=number, newest=newest)


class NotPublished(DomainError):
    """An edition that is not published."""

    code = "editions.not_published"
    sentence = N_("Edition %(number)s is not published, so there is nothing to withdraw.")
    next_step = N_("“yiwang catalogue editions” shows where each edition stands.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class ChangedSince(DomainError):
    """An edition whose matters were changed afterwards."""

    code = "editions.changed_since"
    sentence = N_("Edition %(number)s cannot be withdrawn: %(count)s of its matters were changed since.")
    next_step = N_("Publish a new edition that says what is to hold instead.")

    def __init__(self, number: int, count: int) -> None:
        super().__init__(number=number, count=count)


class CasesRest(DomainError):
    """An edition under which cases were filed."""

    code = "editions.cases_rest"
    sentence = N_("Edition %(number)s cannot be withdrawn: %(count)s cases were filed under it.")
    next_step = N_("Publish a new edition that says what is to hold instead.")

    def __init__(self, number: int, count: int) -> None:
        super().__init__(number=number, count=count)
