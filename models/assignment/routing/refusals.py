"""What is refused about the rules of dispatching."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NoDraft(DomainError):
    """There is nothing to put in force, or to discard."""

    code = "routing.no_draft"
    sentence = N_("No edition of the rules is being prepared.")
    next_step = N_("Add, change or move a rule first: that begins a draft.")


class NoRules(DomainError):
    """No edition is in force, and none is asked for by its number."""

    kind = ErrorKind.MISSING
    code = "routing.no_rules"
    sentence = N_("No rules of dispatching are in force.")
    next_step = N_("Prepare an edition with “rules add”, and put it in force with “rules publish”.")


class NoSuchRule(DomainError):
    """There is no rule of this number."""

    kind = ErrorKind.MISSING
    code = "routing.no_such_rule"
    sentence = N_("There is no rule %(number)s; the edition has %(count)s.")
    next_step = N_("Look at the list for its number.")

    def __init__(self, number: int, count: int) -> None:
        super().__init__(number=number, count=count)


class RuleNamesGone(DomainError):
    """A rule names what is not used, so that the edition is not put in force."""

    code = "routing.gone"
    sentence = N_("Rule %(number)s names something that takes no part any more: %(what)s %(key)s.")
    next_step = N_("Change the rule or take it out, then put the edition in force.")

    def __init__(self, number: int, what: str, key: str) -> None:
        super().__init__(number=number, what=what, key=key)


class RuleNeverFits(DomainError):
    """A rule excludes every case, so that it must be a slip."""

    code = "routing.empty"
    sentence = N_("No case can ever fit rule %(number)s: what it asks for excludes itself.")
    next_step = N_("Change the rule or take it out, then put the edition in force.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class TooManyRules(DomainError):
    """More rules than anybody looks over."""

    code = "routing.too_many"
    sentence = N_("An edition has at most %(most)s rules.")
    next_step = N_("Ask for a class instead of many matters, for a division instead of many grids.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NothingChanged(DomainError):
    """The draft says what is in force."""

    code = "routing.nothing"
    sentence = N_("The draft says the same as the edition in force.")
    next_step = N_("Change something, or discard the draft.")


class WindowTooLong(DomainError):
    """A trial over far too many cases."""

    kind = ErrorKind.INPUT
    code = "routing.window"
    sentence = N_("Rules are tried on at most %(most)s days, from an earlier to a later moment.")
    next_step = N_("Give a shorter window.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
