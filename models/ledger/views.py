"""What other rooms and the console see of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Signature(Protocol):
    """Whoever a change is signed with; an ``Actor`` is one."""

    @property
    def account_id(self) -> int | None:
        """The account, or ``None`` for the program itself."""
        ...

    @property
    def name(self) -> str:
        """The name as it stood then."""
        ...

    @property
    def origin(self) -> str:
        """Where from: a terminal and address, ``command``, ``demo``."""
        ...


class Seated(Signature, Protocol):
    """Somebody who signed in at a console, with what they might do then; an ``Actor`` is one."""

    @property
    def login(self) -> str:
        """The account's login."""
        ...

    @property
    def seat(self) -> str:
        """The key of the console; "" for who sits at none."""
        ...

    @property
    def roles(self) -> frozenset[Any]:
        """The roles."""
        ...

    @property
    def area(self) -> str:
        """The significant digits of the division they see; "" for everything."""
        ...

    @property
    def unit_id(self) -> int | None:
        """The unit they work in."""
        ...


@dataclass(frozen=True, slots=True)
class Program:
    """The signature of the program itself, for what nobody in particular did."""

    account_id: int | None = None
    name: str = "yiwang"
    origin: str = "program"


@dataclass(frozen=True, slots=True)
class LedgerEntryView:
    """One entry of a stream."""

    stream: str
    seq: int
    at: datetime
    actor_name: str
    origin: str
    action: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    hash: str


class Auditor(Protocol):
    """Whoever asks to read the ledger; an ``Actor`` is one."""

    @property
    def name(self) -> str:
        """The person's name, for the sentence of a refusal."""
        ...

    @property
    def may_audit(self) -> bool:
        """Whether the person may read the ledger."""
        ...
