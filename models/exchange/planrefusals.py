"""What plans, journals and undoing refuse, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.exchange.views import ImportSummary, UndoReport


class WouldOverwrite(DomainError):
    """Rows that stand and would be overwritten, without anybody having agreed. ``summary`` counts them."""

    kind = ErrorKind.RULE
    code = "exchange.would_overwrite"
    sentence = N_("%(changed)s rows stand and would be overwritten. Nothing was imported.")
    next_step = N_("Look at them with “yiwang import plan”, and agree with --yes.")

    def __init__(self, summary: ImportSummary) -> None:
        self.summary = summary
        super().__init__(changed=summary.changed)


class WouldMove(WouldOverwrite):
    """More than the rows say would change, such as promised deadlines, without anybody having agreed."""

    code = "exchange.would_move"
    sentence = N_(
        "Beside the rows of the table, %(moved)s days or deadlines would be others. Nothing was imported."
    )
    next_step = N_("Look at them with “yiwang calendar import FILE --dry-run”, and agree with --yes.")

    def __init__(self, summary: ImportSummary, moved: int) -> None:
        super().__init__(summary)
        self.params = {**self.params, "moved": moved}


class HalfImported(DomainError):
    """An import that somebody broke off; the blocks written before stay."""

    code = "exchange.half_imported"
    sentence = N_("Broken off: import %(number)s has written %(written)s of %(total)s rows, and they stay.")
    next_step = N_("Do the same again to write the rest, or take it back with “yiwang import undo NUMBER”.")

    def __init__(self, number: int, written: int, total: int) -> None:
        super().__init__(number=number, written=written, total=total)


class NotAPlan(DomainError):
    """A file that holds no plan, or only the beginning of one."""

    kind = ErrorKind.INPUT
    code = "exchange.not_a_plan"
    sentence = N_("%(name)s is no plan, or breaks off (%(detail)s). Nothing was imported.")
    next_step = N_("Make the plan anew with “yiwang import plan”.")

    def __init__(self, name: str, detail: object) -> None:
        super().__init__(name=name, detail=detail)


class PlanEdited(DomainError):
    """A plan that is not as it was written."""

    kind = ErrorKind.RULE
    code = "exchange.plan_edited"
    sentence = N_("The plan %(name)s was altered after it was made. Nothing was imported.")
    next_step = N_("Correct the table itself, and make the plan anew with “yiwang import plan”.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class PlanMoved(DomainError):
    """What a plan rests on is no longer as it was when the plan was made."""

    kind = ErrorKind.CONFLICT
    code = "exchange.plan_moved"
    sentence = N_(
        "What the plan %(name)s rests on has changed since it was made: %(keys)s. Nothing was imported."
    )
    next_step = N_("Make the plan anew with “yiwang import plan”, and look at it again.")

    def __init__(self, name: str, keys: str) -> None:
        super().__init__(name=name, keys=keys)


class NoTarget(DomainError):
    """A file that cannot be written."""

    kind = ErrorKind.INPUT
    code = "exchange.no_target"
    sentence = N_("The file %(name)s cannot be written: %(detail)s.")
    next_step = N_("Check the name and the folder.")

    def __init__(self, name: str, detail: object) -> None:
        super().__init__(name=name, detail=detail)


class OverItsSource(DomainError):
    """A file to be written, of rejected rows or a plan, that is one of those the command reads."""

    kind = ErrorKind.INPUT
    code = "exchange.over_its_source"
    sentence = N_("%(name)s is what this command reads: it would be written over.")
    next_step = N_("Name another file to be written. Nothing was imported.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotUndoable(DomainError):
    """An import that cannot be taken back at all."""

    kind = ErrorKind.RULE
    code = "exchange.not_undoable"
    sentence = N_("Import %(number)s cannot be undone: %(why)s.")
    next_step = N_("Correct what it brought one by one, or import a corrected table.")

    def __init__(self, number: int, why: object) -> None:
        super().__init__(number=number, why=why)


class SomethingRests(DomainError):
    """An import that cannot be taken back as a whole. ``report`` names what rests on it."""

    kind = ErrorKind.RULE
    code = "exchange.something_rests"
    sentence = N_("Something rests on %(count)s rows of import %(number)s, so nothing was undone.")
    next_step = N_("Take back first what rests on them, or undo only the others with --partial.")

    def __init__(self, report: UndoReport) -> None:
        self.report = report
        super().__init__(number=report.batch, count=report.kept)
