"""What the room of classification rules refuses, each with its sentence."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class RuleNameless(DomainError):
    """A rule nobody could name."""

    kind = ErrorKind.INPUT
    code = "classing.nameless"
    sentence = N_("A rule needs a name.")
    next_step = N_("Give it a short name: findings and previews call it by it.")


class RuleNameTaken(DomainError):
    """Two rules of one name."""

    code = "classing.name_taken"
    sentence = N_("There is already a rule called “%(rule)s”: number %(number)s.")
    next_step = N_("Change that rule instead, or choose another name.")

    def __init__(self, rule: str, number: int) -> None:
        super().__init__(rule=rule, number=number)


class RuleSetsNothing(DomainError):
    """A rule without an effect."""

    kind = ErrorKind.INPUT
    code = "classing.sets_nothing"
    sentence = N_("The rule “%(rule)s” sets nothing.")
    next_step = N_(
        "Say what it sets: a class, a main item, a duty list, a kind, a level, a grade, a department."
    )

    def __init__(self, rule: str) -> None:
        super().__init__(rule=rule)


class ClassNameAlone(DomainError):
    """A name for a class that is not set."""

    kind = ErrorKind.INPUT
    code = "classing.class_name_alone"
    sentence = N_("The rule “%(rule)s” names a class “%(name)s” without its code.")
    next_step = N_("Add the class as scheme:code, such as event:01, or leave its name out.")

    def __init__(self, rule: str, name: str) -> None:
        super().__init__(rule=rule, name=name)


class BadClassKey(DomainError):
    """A class not written as scheme and code."""

    kind = ErrorKind.INPUT
    code = "classing.bad_class_key"
    sentence = N_("“%(value)s” names no class.")
    next_step = N_("Write the class as scheme:code, such as event:01.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class UnknownPart(DomainError):
    """A part that rules do not have."""

    kind = ErrorKind.INPUT
    code = "classing.unknown_part"
    sentence = N_("A rule has no part called “%(name)s”; it has: %(known)s.")
    next_step = N_("Correct the name and try again.")

    def __init__(self, name: str, known: str) -> None:
        super().__init__(name=name, known=known)


class TooManyTexts(DomainError):
    """More texts in one condition than anybody could follow."""

    kind = ErrorKind.INPUT
    code = "classing.too_many_texts"
    sentence = N_("%(field)s names %(count)s texts, at most %(most)s fit.")
    next_step = N_("Divide the rule into several.")

    def __init__(self, field: str, count: int, most: int) -> None:
        super().__init__(field=field, count=count, most=most)


class TooManyRules(DomainError):
    """More rules than anybody could follow."""

    code = "classing.too_many_rules"
    sentence = N_("There would be %(count)s rules, at most %(most)s are kept.")
    next_step = N_("Join rules that set the same, or remove some.")

    def __init__(self, count: int, most: int) -> None:
        super().__init__(count=count, most=most)


class NoSuchPlace(DomainError):
    """A place beyond the rules."""

    kind = ErrorKind.INPUT
    code = "classing.no_such_place"
    sentence = N_("A rule cannot be number %(place)s: there are places 1 to %(most)s.")
    next_step = N_("Choose one of these places.")

    def __init__(self, place: int, most: int) -> None:
        super().__init__(place=place, most=most)


class PreviewMoved(DomainError):
    """Something changed after the preview that was looked at."""

    kind = ErrorKind.CONFLICT
    code = "classing.preview_moved"
    sentence = N_("Rules or the list changed after this preview was made. Nothing was saved.")
    next_step = N_("Look at the new preview and save again.")
