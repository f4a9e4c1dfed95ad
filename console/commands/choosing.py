"""Naming a thing on the command line by code, name or initials: exactly one must fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from console.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Coded(Protocol):
    """A thing with a code and a name."""

    @property
    def code(self) -> str:
        """The code."""
        ...

    @property
    def name(self) -> str:
        """The name."""
        ...


T = TypeVar("T", bound=Coded)


def the_one(found: Sequence[T], text: str, *, option: str, nothing: str) -> T:
    """Return the one of ``found`` that ``text`` means.

    Args:
        found: what a search for ``text`` gave.
        text: what was typed; a whole code or name wins over parts of others.
        option: the option it was typed for.
        nothing: what to say (translated) where nothing was found.

    Raises:
        click.BadParameter: nothing or several fit; the sentence names them.
    """
    fitting = [each for each in found if text in {each.code, each.name}] or found
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise click.BadParameter(nothing, param_hint=option)
    names = ", ".join(f"{each.code} {each.name}" for each in fitting)
    raise click.BadParameter(
        _("“%(text)s” may be any of these: %(names)s", text=text, names=names), param_hint=option
    )
