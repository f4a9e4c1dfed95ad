"""What the rounds refuse, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

STATE_WORDS = {
    "open": N_("not settled yet"),
    "noted": N_("agreed, there is nothing to settle"),
    "accepted": N_("accepted"),
    "rejected": N_("rejected"),
    "carried": N_("carried to the next round"),
    "withdrawn": N_("withdrawn"),
}
"""How an opinion stands, as words in a sentence."""


class NoRound(DomainError):
    """Work in a round where none is open."""

    kind = ErrorKind.MISSING
    code = "review.no_round"
    sentence = N_("No round of review is open.")
    next_step = N_("Open one: “yiwang catalogue review open”, or F2 on the screen of rounds.")


class RoundStillOpen(DomainError):
    """A second round beside an open one."""

    code = "review.still_open"
    sentence = N_("Round %(number)s is still open.")
    next_step = N_("Settle its opinions and close it first.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class RoundNeedsReason(DomainError):
    """More rounds than usual, and nobody says why."""

    kind = ErrorKind.INPUT
    code = "review.needs_reason"
    sentence = N_("Three rounds are usual; round %(number)s needs a reason.")
    next_step = N_("Say why there is one more round.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class RoundOver(DomainError):
    """Something that only an open round allows."""

    kind = ErrorKind.CONFLICT
    code = "review.round_over"
    sentence = N_("Round %(number)s is closed; its opinions stay as they are.")
    next_step = N_("Give the opinion in the round that is open, or open the next one.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NobodyToAsk(DomainError):
    """A round without departments."""

    kind = ErrorKind.INPUT
    code = "review.nobody"
    sentence = N_("No entry of the list names a department.")
    next_step = N_("Fill in the departments of the entries first, or name those to ask about the whole list.")


class NothingToAsk(DomainError):
    """A department no entry names."""

    kind = ErrorKind.INPUT
    code = "review.nothing_to_ask"
    sentence = N_("No entry of the list names “%(names)s”.")
    next_step = N_("Check the name as the list writes it, or put the whole list to everybody asked.")

    def __init__(self, names: str) -> None:
        super().__init__(names=names)


class BadDays(DomainError):
    """A time for answering that cannot be."""

    kind = ErrorKind.INPUT
    code = "review.bad_days"
    sentence = N_("Departments have between 1 and %(most)s working days, not %(days)s.")
    next_step = N_("Name another number of working days.")

    def __init__(self, days: int, most: int) -> None:
        super().__init__(days=days, most=most)


class OpinionIncomplete(DomainError):
    """An opinion without what belongs to it, or with a text too long."""

    kind = ErrorKind.INPUT
    code = "review.incomplete"
    sentence = N_("The opinion lacks: %(fields)s.")
    next_step = N_("Fill it in and try again.")

    def __init__(self, fields: Sequence[Word], most: int | None = None) -> None:
        if most is not None:
            self.sentence = N_("%(fields)s has more than %(most)s characters.")
        super().__init__(fields=fields[0] if len(fields) == 1 else list(fields), most=most)


class UnknownReviewField(DomainError):
    """A change of something departments propose nothing for."""

    kind = ErrorKind.INPUT
    code = "review.unknown_field"
    sentence = N_("No wording can be proposed for “%(field)s”.")
    next_step = N_("Choose one of: %(known)s; put anything else as an objection.")

    def __init__(self, field: str, known: Sequence[str]) -> None:
        super().__init__(field=field, known=", ".join(known))


class SaysTheSame(DomainError):
    """A proposed wording that is the present one."""

    kind = ErrorKind.INPUT
    code = "review.says_the_same"
    sentence = N_("The proposed wording is what the entry says already.")
    next_step = N_("Agree, or word it otherwise.")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class LeavesNobody(DomainError):
    """A department to be replaced that the entry does not name in so many words."""

    code = "review.leaves_nobody"
    sentence = N_("“%(name)s” does not name “%(department)s” in its departments.")
    next_step = N_("Change the departments of the entry by hand, and reject or withdraw the opinion.")

    def __init__(self, name: str, department: str) -> None:
        super().__init__(name=name, department=department)


class OtherDepartment(DomainError):
    """An opinion given for somebody else's department."""

    kind = ErrorKind.PERMISSION
    code = "review.other_department"
    sentence = N_("%(actor)s may give opinions for the own unit only, not for “%(department)s”.")
    next_step = N_("Leave it to that department, or to those who work on the list.")

    def __init__(self, actor: str, department: str) -> None:
        super().__init__(actor=actor, department=department)


class NotAsked(DomainError):
    """An opinion on an entry the department was not asked about."""

    kind = ErrorKind.MISSING
    code = "review.not_asked"
    sentence = N_("“%(department)s” was not asked about this entry in round %(number)s.")
    next_step = N_("Choose one of the entries put to the department.")

    def __init__(self, department: str, number: int) -> None:
        super().__init__(department=department, number=number)


class AlreadySettled(DomainError):
    """A decision about an opinion that is settled, or needs none."""

    kind = ErrorKind.CONFLICT
    code = "review.already_settled"
    sentence = N_("The opinion of “%(department)s” is settled: %(state)s.")
    next_step = N_("Open it again first if the decision was wrong.")

    def __init__(self, department: str, state: str) -> None:
        super().__init__(department=department, state=STATE_WORDS.get(state, Word(state)))


class NotSettled(DomainError):
    """An opinion opened again that is open."""

    code = "review.not_settled"
    sentence = N_("The opinion of “%(department)s” is not settled.")
    next_step = N_("Accept it, reject it, or carry it to the next round.")

    def __init__(self, department: str) -> None:
        super().__init__(department=department)


class Replaced(DomainError):
    """Work on an opinion that a later one replaced."""

    kind = ErrorKind.CONFLICT
    code = "review.replaced"
    sentence = N_("“%(department)s” gave a later opinion on this entry.")
    next_step = N_("Look at the later one.")

    def __init__(self, department: str) -> None:
        super().__init__(department=department)


class DecisionNeedsReason(DomainError):
    """A decision that has to be explained."""

    kind = ErrorKind.INPUT
    code = "review.decision_needs_reason"
    sentence = N_("Say why: the department reads it in the minutes.")
    next_step = N_("Give a reason and try again.")


class WordingMoved(DomainError):
    """A proposal for a wording that changed since."""

    kind = ErrorKind.CONFLICT
    code = "review.wording_moved"
    sentence = N_(
        "“%(name)s” was worded otherwise since the opinion was given: it read “%(sent)s”, now “%(now)s”."
    )
    next_step = N_("Compare the wordings; take the proposal up all the same, reject it, or carry it.")

    def __init__(self, name: str, field: str, sent: str, now: str) -> None:
        self.field = field
        super().__init__(name=name, sent=sent, now=now)


class ChangedSince(DomainError):
    """An acceptance that cannot be taken back by itself."""

    kind = ErrorKind.CONFLICT
    code = "review.changed_since"
    sentence = N_("“%(name)s” was changed again after the opinion was accepted.")
    next_step = N_("Change the wording by hand; the decision stands until then.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OpinionsUnsettled(DomainError):
    """A round that cannot be closed yet."""

    code = "review.unsettled"
    sentence = N_("Round %(number)s cannot be closed: %(count)s opinions are not settled.")
    next_step = N_("Accept, reject or carry each of them; the filter “unsettled” shows them.")

    def __init__(self, number: int, count: int) -> None:
        super().__init__(number=number, count=count)


class StillTime(DomainError):
    """A round closed while departments may still answer."""

    code = "review.still_time"
    sentence = N_("Round %(number)s runs until %(day)s, and %(count)s answers are outstanding.")
    next_step = N_("Wait for them, or close it early on purpose.")

    def __init__(self, number: int, day: date, count: int) -> None:
        super().__init__(number=number, day=day.isoformat(), count=count)


class NoReviewSheet(DomainError):
    """A file that no round sent."""

    kind = ErrorKind.INPUT
    code = "review.no_sheet"
    sentence = N_("“%(file)s” is no sheet of this list's rounds: %(why)s.")
    next_step = N_("Take the file that was sent to the department; its hidden column must stay in it.")

    def __init__(self, file: str, why: Word | Phrase) -> None:
        super().__init__(file=file, why=why)


class OtherRound(DomainError):
    """A file sent in another round than the open one."""

    code = "review.other_round"
    sentence = N_("“%(file)s” was sent in round %(found)s; round %(number)s is open.")
    next_step = N_("Ask the department to answer on the sheet of the open round.")

    def __init__(self, file: str, found: int, number: int) -> None:
        super().__init__(file=file, found=found, number=number)


class OtherDepartmentsFile(DomainError):
    """A file of another department than was meant."""

    code = "review.other_file"
    sentence = N_("“%(file)s” is the sheet of “%(found)s”, not of “%(department)s”.")
    next_step = N_("Choose the right file.")

    def __init__(self, file: str, found: str, department: str) -> None:
        super().__init__(file=file, found=found, department=department)
