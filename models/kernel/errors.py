"""Refusals that a clerk can read.

A :class:`DomainError` carries a stable ``code``, an English sentence used as a message id,
its named parameters, and the next step. One class per kind of refusal; the caller passes
facts, the class owns the sentence. ``console`` translates both sentences and maps the
*kind* to an exit code or a dialog.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping


class ErrorKind(StrEnum):
    """What sort of refusal it is; the console maps each to one exit code."""

    RULE = "rule"
    """A rule of the work forbids it."""
    INPUT = "input"
    """What was entered cannot be used."""
    MISSING = "missing"
    """The thing named does not exist, or is not within sight."""
    CONFLICT = "conflict"
    """Somebody else changed it meanwhile."""
    PERMISSION = "permission"
    """This person may not do it."""
    BUSY = "busy"
    """The store could not be reached in time; trying again may help."""
    SCHEMA = "schema"
    """The database and the program are of different versions."""


class DomainError(Exception):
    """Base of all refusals.

    Subclasses set ``code``, ``sentence`` and ``next_step``; the parameters given to the
    constructor fill the named placeholders (``%(name)s``) of both sentences.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.RULE
    code: ClassVar[str] = "refused"
    sentence: str = N_("This cannot be done.")
    next_step: ClassVar[str] = N_("Check the entries and try again.")

    def __init__(self, **params: Any) -> None:
        self.params: Mapping[str, Any] = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        """The sentence in English, for logs and for readers without a catalogue."""
        return self.sentence % self.params


class BrokenOff(KeyboardInterrupt):
    """Somebody broke off after part of the work was kept; ``said`` tells of it, and how to go on."""

    def __init__(self, said: DomainError) -> None:
        self.said = said
        super().__init__(str(said))


class NotFound(DomainError):
    """The thing asked for is not there, or lies outside the person's sight.

    Both cases answer alike, so that nobody can learn what exists elsewhere.
    """

    kind = ErrorKind.MISSING
    code = "not_found"
    sentence = N_("No %(what)s %(key)s was found.")
    next_step = N_("Check the number, or search for it in the list.")

    def __init__(self, what: str, key: object) -> None:
        if not str(key).strip():
            self.sentence = N_("It was not said which %(what)s is meant.")
        super().__init__(what=what, key=str(key))


class NotPermitted(DomainError):
    """The person's roles or area do not cover the action."""

    kind = ErrorKind.PERMISSION
    code = "not_permitted"
    sentence = N_("%(actor)s may not do this: %(action)s.")
    next_step = N_("Ask the system administrator for the role, or hand it to a colleague.")

    def __init__(self, actor: str, action: str) -> None:
        super().__init__(actor=actor, action=action)


class Invalid(DomainError):
    """One entry of a form or call cannot be used; ``field`` says which."""

    kind = ErrorKind.INPUT
    code = "invalid"
    sentence = N_("%(field)s cannot be “%(value)s”: %(reason)s.")
    next_step = N_("Correct the entry and save again.")

    def __init__(self, field: str, value: object, reason: str | Phrase) -> None:
        self.field = field
        if value is None or not str(value).strip():
            self.sentence = N_("%(field)s cannot be used: %(reason)s.")
        super().__init__(field=field, value=value, reason=reason)


class Conflict(DomainError):
    """Somebody saved the same thing first; nothing was overwritten.

    ``current`` is the view of what stands in the database now, so that a person can
    compare theirs with ours field by field.
    """

    kind = ErrorKind.CONFLICT
    code = "conflict"
    sentence = N_("%(what)s was changed by somebody else while you were editing it.")
    next_step = N_("Compare the two versions and choose, or reload and start again.")

    def __init__(self, what: str, current: object) -> None:
        self.current = current
        super().__init__(what=what)


class StoreBusy(DomainError):
    """The database stayed locked longer than the time allowed; nothing was written."""

    kind = ErrorKind.BUSY
    code = "busy"
    sentence = N_("The database was busy for %(seconds)s seconds; nothing was saved.")
    next_step = N_("Wait a moment and try again.")

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds=round(seconds, 1))


class StoreGone(DomainError):
    """The database server does not answer; what was being saved may or may not have arrived."""

    kind = ErrorKind.BUSY
    code = "gone"
    sentence = N_("The database does not answer.")
    next_step = N_(
        "Wait a moment, look whether it was saved, and try again; tell the administrator if it lasts."
    )


class StoreFull(DomainError):
    """The disk the database lies on takes no more; nothing was written."""

    kind = ErrorKind.BUSY
    code = "full"
    sentence = N_("The disk takes no more; nothing was saved.")
    next_step = N_("Make room on the disk the database lies on, then do it again.")


class SchemaMismatch(DomainError):
    """The database was written by another version of the program."""

    kind = ErrorKind.SCHEMA
    code = "schema"
    sentence = N_("The database is at version %(found)s; this program needs %(needed)s.")
    next_step = N_("Run “yiwang upgrade”; if the database is newer, update the program.")

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(found=found, needed=needed)


class DatabaseReplaced(DomainError):
    """Another file lies where the one that is open here lay: what is written now reaches nobody."""

    kind = ErrorKind.SCHEMA
    code = "database_replaced"
    sentence = N_("The database was replaced by another while open here; nothing done here is kept now.")
    next_step = N_("Note down what you were typing; the console ends now. Open it anew and go on there.")


class CannotOpen(DomainError):
    """There is something at the database's address, but it cannot be used: no database, or none of ours."""

    kind = ErrorKind.SCHEMA
    code = "cannot_open"
    sentence = N_("The database %(where)s cannot be opened: %(reason)s.")
    next_step = N_("Check the address given with --db or in YIWANG_DB.")

    def __init__(self, where: str, reason: str | Phrase) -> None:
        super().__init__(where=where, reason=reason)


class ServerSilent(CannotOpen):
    """The database server does not answer, or lets nobody in."""

    next_step = N_("Check the address given with --db or in YIWANG_DB, and that the server runs.")


class DriverMissing(CannotOpen):
    """The database is on PostgreSQL, and the program was installed without its driver."""

    code = "driver_missing"
    sentence = N_("The database %(where)s needs the driver of PostgreSQL, which is not installed.")
    next_step = N_('Install it: pip install "yiwang[postgresql]"')

    def __init__(self, where: str) -> None:
        super().__init__(where, "")


class NoDatabase(DomainError):
    """There is no database where one was looked for."""

    kind = ErrorKind.SCHEMA
    code = "no_database"
    sentence = N_("There is no township database at %(where)s.")
    next_step = N_("Run “yiwang init” to make one, or “yiwang demo” to look around.")

    def __init__(self, where: str) -> None:
        super().__init__(where=where)
