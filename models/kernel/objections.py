"""How a room lets the rooms above it object before something is taken out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from sqlmodel import Session

Kind = Literal["grid", "unit", "post", "staff", "account"]


class Objector(Protocol):
    """Asked within the transaction that would close a thing, its row already locked."""

    def __call__(self, session: Session, kind: Kind, key: int, name: str, /) -> None:
        """Let the thing go, or raise the refusal that says what still needs it.

        Args:
            session: the write session.
            kind: what kind of thing it is.
            key: its id.
            name: what people call it.

        Raises:
            DomainError: something still needs it.
        """
        ...
