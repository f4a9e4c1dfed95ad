"""What a request holds: the facts of each kind, and those it needs before it can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from models.catalogue.boundary.kinds import Cause, Change, RequestKind, WantedList

if TYPE_CHECKING:
    from datetime import date


class Facts(Protocol):
    """What the rules look at of a request."""

    @property
    def kind(self) -> RequestKind:
        """What it asks for."""
        ...

    @property
    def urgent(self) -> bool:
        """Whether it is urgent."""
        ...

    @property
    def wanted(self) -> WantedList | None:
        """The list it is wanted for."""
        ...

    @property
    def change(self) -> Change | None:
        """What an adjustment does."""
        ...

    @property
    def cause(self) -> Cause | None:
        """Why an adjustment is asked for."""
        ...

    @property
    def ends_on(self) -> date | None:
        """The last day of a temporary entry."""
        ...


_ENTRY_FIELDS = ("code", "limit", "condition", "closing", "lead_unit")
FIELDS: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.ADMISSION: (
        "department", "name", "legal_basis", "explanation", "wanted", "funds", "powers", "urgent",
        "wanted_on", "superior_duty", "township_duty", "exit_route", *_ENTRY_FIELDS,
    ),
    RequestKind.ADJUSTMENT: (
        "duty_item", "change", "cause", "name", "department", "legal_basis", "explanation",
        "superior_duty", "township_duty", "method", "wanted_on",
    ),
    RequestKind.TEMPORARY: (
        "department", "name", "explanation", "ends_on", "exit_route", *_ENTRY_FIELDS, "legal_basis",
        "urgent", "wanted_on",
    ),
}  # fmt: skip
"""What a request of each kind says, in the order of its form. Other facts it has no place for."""

FIXED_IN_FORCE = ("name", "department", "legal_basis", "wanted_on", "ends_on", *_ENTRY_FIELDS)
"""What of a temporary entry is not edited any more once it is in force."""

_NEEDED: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.ADMISSION: (
        "department", "name", "legal_basis", "explanation", "wanted", "funds", "powers",
    ),
    RequestKind.ADJUSTMENT: ("duty_item", "change", "cause", "explanation"),
    RequestKind.TEMPORARY: (
        "department", "name", "explanation", "ends_on", "exit_route", "code", "limit",
    ),
}  # fmt: skip


def needed(facts: Facts) -> tuple[str, ...]:
    """Return the fields a request must have filled in before it can be submitted.

    Funds and powers go with a new duty; whatever enters the grid list needs a way out of it; a
    cooperative duty says what each side does; what goes to a department names that department.
    """
    names = list(_NEEDED[facts.kind])
    if facts.kind is RequestKind.ADMISSION and facts.wanted is WantedList.GRID:
        names.append("exit_route")
    if facts.wanted is WantedList.COOPERATIVE or facts.change is Change.TO_COOPERATIVE:
        names += ["superior_duty", "township_duty"]
    if facts.change in {Change.TO_COOPERATIVE, Change.TO_RECALLED}:
        names.append("department")
    if facts.change is Change.TO_RECALLED:
        names.append("method")
    if facts.change is Change.REWORD:
        names.append("name")
    if facts.cause is Cause.LAW:
        names.append("legal_basis")
    return tuple(dict.fromkeys(name for name in FIELDS[facts.kind] if name in names))


def lacking(facts: Facts) -> tuple[str, ...]:
    """Return the fields a request needs and does not have yet."""
    return tuple(name for name in needed(facts) if not getattr(facts, name))
