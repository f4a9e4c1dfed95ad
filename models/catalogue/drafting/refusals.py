"""What the working list refuses, each with its sentence."""

from __future__ import annotations

from models.kernel.errors import Conflict, DomainError, ErrorKind
from models.kernel.words import N_, Phrase, Word

STATE_WORDS = {
    "live": N_("on the list"),
    "merged": N_("merged"),
    "retired": N_("retired"),
    "dropped": N_("dropped"),
}
"""What an entry in each state is, as a word in a sentence."""


class NoDraft(DomainError):
    """Work on a list that nobody has begun."""

    kind = ErrorKind.MISSING
    code = "drafting.none"
    sentence = N_("No list is being prepared.")
    next_step = N_("Begin one: “yiwang catalogue draft begin”, or F2 at the merge workbench.")


class DraftExists(DomainError):
    """A second list beside the one being prepared."""

    code = "drafting.exists"
    sentence = N_("A list is already being prepared, since %(day)s.")
    next_step = N_("Publish it or discard it first.")

    def __init__(self, day: str) -> None:
        super().__init__(day=day)


class NotLive(DomainError):
    """Work on an entry that is merged, retired or dropped."""

    kind = ErrorKind.CONFLICT
    code = "drafting.not_live"
    sentence = N_("“%(name)s” cannot be changed: it is %(state)s.")
    next_step = N_("Take that back first: its step can be undone, or the entry restored.")

    def __init__(self, name: str, state: str) -> None:
        super().__init__(name=name, state=STATE_WORDS.get(state, Word(state)))


class MergedElsewhere(DomainError):
    """An entry somebody merged meanwhile."""

    kind = ErrorKind.CONFLICT
    code = "drafting.merged_elsewhere"
    sentence = N_("“%(name)s” was merged into “%(into)s” by somebody else meanwhile. Nothing was changed.")
    next_step = N_("Look at the merged entry; undo that merge first if it was wrong.")

    def __init__(self, name: str, into: str) -> None:
        super().__init__(name=name, into=into)


class TooFew(DomainError):
    """A merge of one."""

    kind = ErrorKind.INPUT
    code = "drafting.too_few"
    sentence = N_("It takes at least two different entries to merge.")
    next_step = N_("Mark the entries that mean the same and merge again.")


class RetiredMerge(DomainError):
    """A merge of something that ends."""

    code = "drafting.retired_merge"
    sentence = N_("“%(name)s” is retired and cannot be merged.")
    next_step = N_("Restore it first, or leave it out.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotMerged(DomainError):
    """A merge taken back that never was."""

    code = "drafting.not_merged"
    sentence = N_("“%(name)s” is not merged into anything.")
    next_step = N_("Choose an entry that was merged.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotItsItems(DomainError):
    """A split by source items that stand behind another entry."""

    kind = ErrorKind.INPUT
    code = "drafting.not_its_items"
    sentence = N_("Some of these source items do not belong to “%(name)s”.")
    next_step = N_("Choose among the source items listed with the entry.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NothingToUndo(DomainError):
    """Nothing to undo or redo."""

    code = "drafting.nothing_to_undo"
    sentence = N_("There is no step to undo or redo.")
    next_step = N_("Go on with the list.")


class StepMoved(DomainError):
    """Undoing a step that is not the newest any more."""

    kind = ErrorKind.CONFLICT
    code = "drafting.step_moved"
    sentence = N_("Somebody else made or undid a step meanwhile. Nothing was undone or redone.")
    next_step = N_("Look at the steps again; the newest one is undone first.")


class EntryMoved(Conflict):
    """An entry somebody else changed since it was looked at; ``matter_id`` says which."""

    def __init__(self, matter_id: int, current: object) -> None:
        self.matter_id = matter_id
        super().__init__(N_("The entry of the list"), current)


class UnknownFields(DomainError):
    """An edit of fields a matter does not have."""

    kind = ErrorKind.INPUT
    code = "drafting.unknown_fields"
    sentence = N_("A matter has no field called %(names)s; it has: %(known)s.")
    next_step = N_("Correct the name of the field and try again.")

    def __init__(self, names: str, known: str) -> None:
        super().__init__(names=names, known=known)


class UnknownValue(DomainError):
    """A value that a field cannot have."""

    kind = ErrorKind.INPUT
    code = "drafting.unknown_value"
    sentence = N_("“%(text)s” cannot be the value of %(field)s; it can be: %(known)s.")
    next_step = N_("Correct the value and try again.")

    def __init__(self, field: str, text: str, known: str) -> None:
        super().__init__(field=field, text=text, known=known)


class CodeInUse(DomainError):
    """A code that another entry has, or that a retired matter had."""

    kind = ErrorKind.INPUT
    code = "drafting.code_in_use"
    sentence = N_("The code %(code)s is taken by “%(name)s”.")
    next_step = N_("Choose another code; F4 proposes one.")

    def __init__(self, code: str, name: str) -> None:
        super().__init__(code=code, name=name)


class CodeRetired(DomainError):
    """A code that meant something else before."""

    kind = ErrorKind.INPUT
    code = "drafting.code_retired"
    sentence = N_("The code %(code)s meant “%(name)s” until %(last)s and is not given out again.")
    next_step = N_("Choose another code; F4 proposes one.")

    def __init__(self, code: str, name: str, last: str) -> None:
        if not last:
            # In force still: it ends, or gets another code, when the list is published.
            self.sentence = N_("The code %(code)s means “%(name)s” today and is not given out again.")
        super().__init__(code=code, name=name, last=last)


class NotReady(DomainError):
    """A list that cannot be published yet."""

    code = "drafting.not_ready"
    sentence = N_("The list cannot be published yet: %(problems)s.")
    next_step = N_("Mend these entries; “yiwang catalogue draft check” lists all.")

    def __init__(self, problems: str) -> None:
        super().__init__(problems=problems)


class HeldBack(DomainError):
    """A list that is ready, but something else is to be finished first."""

    code = "drafting.held_back"
    sentence = N_("The list is held back: %(problem)s")
    next_step = N_("Finish that first; “yiwang catalogue draft check” says what is left.")

    def __init__(self, problem: Phrase) -> None:
        super().__init__(problem=problem)


class ListMoved(DomainError):
    """Matters changed directly after the list was begun."""

    kind = ErrorKind.CONFLICT
    code = "drafting.list_moved"
    sentence = N_("%(count)s matters were changed outside the list since it was begun: %(codes)s.")
    next_step = N_("Take the changed ones over into the list, or say that the list's own wording stands.")

    def __init__(self, count: int, codes: str) -> None:
        super().__init__(count=count, codes=codes)


class ClassFull(DomainError):
    """A class without a free number."""

    code = "drafting.class_full"
    sentence = N_("The class %(code)s has no free number left between 01 and 99.")
    next_step = N_("Put the matter into another class, or give it a code by hand.")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class StepsMoved(DomainError):
    """Steps to be undone, and somebody made another meanwhile."""

    kind = ErrorKind.CONFLICT
    code = "drafting.steps_moved"
    sentence = N_("Somebody else changed the list meanwhile. Nothing was undone.")
    next_step = N_("Look at the newest steps, then undo again if that is still right.")
