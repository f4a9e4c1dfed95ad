"""What the boundary refuses, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.boundary.words import ACTION_WORDS, ENTRY_WORDS, FIELD_WORDS, GUARD_WORDS, STATE_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from models.catalogue.boundary.grounds import Ground
    from models.catalogue.boundary.kinds import Action, Entry, Guard, RequestState


class DutyRecalled(DomainError):
    """Something rests on a duty that a superior department took back."""

    code = "boundary.recalled"
    sentence = N_("“%(name)s” was recalled: by %(basis)s it falls to %(department)s.")
    next_step = N_(
        "Return it to %(department)s with that ground, or start an admission request; "
        "“yiwang catalogue boundary %(key)s --template” gives the text."
    )

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        super().__init__(
            name=ground.name,
            basis=ground.basis,
            department=ground.department_words,
            key=ground.code,
        )


class DutyUnlisted(DomainError):
    """Something cites an item that is in none of the lists."""

    code = "boundary.unlisted"
    sentence = N_("“%(key)s” is in none of the three duty lists.")
    next_step = N_("Correct the code, import the duty lists first, or start an admission request.")

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


class NotForGrids(DomainError):
    """Work outside the lists, for grid workers."""

    code = "boundary.not_for_grids"
    sentence = N_(
        "“%(name)s” is outside the lists: unlisted work may not be assigned to grid workers (%(unit)s)."
    )
    next_step = N_("Give it to an office of the township, or start an admission request.")

    def __init__(self, ground: Ground, unit: str) -> None:
        self.ground = ground
        super().__init__(name=ground.name, unit=unit)


class WrongState(DomainError):
    """The request stands where this step does not apply."""

    code = "boundary.wrong_state"
    sentence = N_("Request %(id)s is %(state)s; this is not possible now: %(action)s.")
    next_step = N_("What can be done with it now: %(possible)s.")

    def __init__(self, key: int, state: RequestState, action: Action, possible: Iterable[Action]) -> None:
        super().__init__(
            id=key,
            state=STATE_WORDS[state],
            action=ACTION_WORDS[action],
            possible=[ACTION_WORDS[each] for each in possible],
        )


class RequestEnded(WrongState):
    """Nothing more can happen to the request."""

    code = "boundary.ended"
    next_step = N_("Nothing more can be done to it. If the duty is asked for again, open a new request.")


class GuardFails(DomainError):
    """Something that must be so before the step is not."""

    code = "boundary.guard"
    sentence = N_("Request %(id)s: this is not possible yet: %(action)s. %(reason)s")
    next_step = N_("See to that first, then try again.")

    def __init__(self, key: int, action: Action, guard: Guard) -> None:
        super().__init__(id=key, action=ACTION_WORDS[action], reason=GUARD_WORDS[guard])


class Incomplete(DomainError):
    """The request does not say everything it needs."""

    code = "boundary.incomplete"
    sentence = N_("Request %(id)s cannot go on; it lacks: %(fields)s.")
    next_step = N_("Fill that in, or return it to the department to be completed.")

    def __init__(self, key: int, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(id=key, fields=[FIELD_WORDS[name] for name in self.fields])


class FieldMissing(DomainError):
    """A request that says too little to be opened."""

    kind = ErrorKind.INPUT
    code = "boundary.field_missing"
    sentence = N_("A request of this kind cannot be opened without %(field)s.")
    next_step = N_("Fill it in and save again.")

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field=FIELD_WORDS[field])


class FieldNotAsked(DomainError):
    """A fact the request has no place for; nothing was saved."""

    kind = ErrorKind.INPUT
    code = "boundary.field_not_asked"
    sentence = N_("A request of this kind has no place for %(fields)s; nothing was saved.")
    next_step = N_("Leave it out, or open a request of another kind.")

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(fields=[FIELD_WORDS[name] for name in self.fields])


class EntryInForce(DomainError):
    """Facts of a temporary entry that is in force already: cases may rest on them."""

    code = "boundary.entry_in_force"
    sentence = N_("The entry of request %(id)s is in force already; this cannot be changed: %(fields)s.")
    next_step = N_("Have it admitted with changes, or withdraw it and open a new request.")

    def __init__(self, key: int, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(id=key, fields=[FIELD_WORDS[name] for name in self.fields])


class EntryMissing(DomainError):
    """A step was asked for without what it needs."""

    kind = ErrorKind.INPUT
    code = "boundary.entry_missing"
    sentence = N_("Missing for “%(action)s”: %(entries)s.")
    next_step = N_("Fill it in and try again.")

    def __init__(self, action: Action, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        super().__init__(action=ACTION_WORDS[action], entries=[ENTRY_WORDS[each] for each in self.entries])


class EntryNotAsked(DomainError):
    """A step was given something it has no place for; nothing was saved."""

    kind = ErrorKind.INPUT
    code = "boundary.entry_not_asked"
    sentence = N_("“%(action)s” has no place for %(entries)s; nothing was saved.")
    next_step = N_("Leave it out, or choose the action it belongs to.")

    def __init__(self, action: Action, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        super().__init__(action=ACTION_WORDS[action], entries=[ENTRY_WORDS[each] for each in self.entries])


class NotTheOpener(DomainError):
    """Somebody else opened the request."""

    kind = ErrorKind.PERMISSION
    code = "boundary.not_the_opener"
    sentence = N_("Request %(id)s was opened by %(opener)s; only they or a chief may do this: %(action)s.")
    next_step = N_("Ask %(opener)s, the duty chief or the leader.")

    def __init__(self, key: int, opener: str, action: Action) -> None:
        super().__init__(id=key, opener=opener, action=ACTION_WORDS[action])


class OtherUnit(DomainError):
    """An opinion in the name of a unit the person does not belong to."""

    kind = ErrorKind.PERMISSION
    code = "boundary.other_unit"
    sentence = N_("%(actor)s may give an opinion for their own unit only.")
    next_step = N_("Leave the unit out, or ask the duty chief to put the other unit's opinion on record.")

    def __init__(self, actor: str) -> None:
        super().__init__(actor=actor)


class BadDay(DomainError):
    """A day that cannot be; ``field`` is what it is the day of."""

    kind = ErrorKind.INPUT
    next_step = N_("Correct the day and save again.")
    field: str


class DayTooEarly(BadDay):
    """A day before the first that will do."""

    code = "boundary.day_too_early"
    sentence = N_("%(field)s cannot be %(day)s: the first possible day is %(least)s.")

    def __init__(self, field: str, day: date, least: date) -> None:
        self.field = field
        super().__init__(field=field, day=day, least=least)


class DayTooLate(BadDay):
    """A day after the last that will do."""

    code = "boundary.day_too_late"
    sentence = N_("%(field)s cannot be %(day)s: the last possible day is %(most)s.")

    def __init__(self, field: str, day: date, most: date) -> None:
        self.field = field
        super().__init__(field=field, day=day, most=most)


class NothingAdmitted(DomainError):
    """A request that yields nothing, because it was not admitted."""

    code = "boundary.nothing_admitted"
    sentence = N_("Request %(id)s is %(state)s: it yields nothing to take up.")
    next_step = N_("Wait for the decision; only what was admitted goes into a list.")

    def __init__(self, key: int, state: RequestState) -> None:
        super().__init__(id=key, state=STATE_WORDS[state])
