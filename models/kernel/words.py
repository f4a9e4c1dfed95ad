"""Marking of sentences for translation, without translating them.

``models`` never chooses a language: it hands out English message ids with named
parameters, and ``console`` renders them when they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Word(str):
    """A text that is a message id: whoever shows it translates it first.

    It is an ordinary ``str`` everywhere else (stored, compared and printed as the English
    text). The type is how ``console.i18n.render_error`` tells the parameters it must
    translate (what="case") from those it must leave alone (a person's name).
    """

    __slots__ = ()


class Phrase:
    """A message id together with the parameters of its named placeholders.

    For a part of a sentence that has facts of its own, such as the reason of an
    :class:`~models.kernel.errors.Invalid`: ``Phrase(N_("at most %(most)s characters"), most=20)``.
    """

    __slots__ = ("message", "params")

    def __init__(self, message: Word, **params: Any) -> None:
        self.message = message
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        """The English text, for logs."""
        return self.message % self.params

    def __repr__(self) -> str:
        return repr(str(self))


def N_(message: str) -> Word:  # the name gettext tools look for
    """Return ``message`` marked as a message id, so that extraction finds it."""
    return Word(message)
