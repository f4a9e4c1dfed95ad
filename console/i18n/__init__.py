"""The words people read, in the language they chose.

English message ids live in the source, wrapped in ``_()`` where they are shown and in
``N_()`` where they are only defined. The Chinese text lives in ``zh_CN/*.po``, one file per
part of the program, compiled into one catalogue that is opened on the first translation.

The language belongs to the process, not to a thread: a console shows one person one
language, and the threads that load data for it must speak the same.
"""

from __future__ import annotations

import gettext as _gettext
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.i18n.packed import packed
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.kernel.errors import DomainError

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "OfficeWords",
    "_",
    "current_language",
    "look_before_saying",
    "looked",
    "ngettext",
    "packaged",
    "pgettext",
    "render",
    "render_error",
    "said",
    "sentences",
    "set_language",
    "set_office_words",
    "spoken",
]

DOMAIN = "yiwang"
LANGUAGES = ("zh_CN", "en")
"""What can be chosen; the first is the default."""
DEFAULT_LANGUAGE = LANGUAGES[0]

_HERE = Path(__file__).parent
_SOURCE_LANGUAGE = "en"
_lock = threading.Lock()
_looking = threading.RLock()
_language = DEFAULT_LANGUAGE
_catalogue: _gettext.NullTranslations | None = None
_office: OfficeWords | None = None
_look: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """What one office calls things otherwise than the catalogue does."""

    number: int
    """The edition of its settings"""
    swap: bool
    """Whether 核实 and 核查 trade places wherever they stand"""
    texts: Mapping[str, Mapping[str, str]]
    """By language, names of its own by message id; "" where it has none"""


def set_language(language: str) -> None:
    """Show everything in ``language`` from now on.

    Raises:
        ValueError: it is not one of :data:`LANGUAGES`.
    """
    global _language, _catalogue
    if language not in LANGUAGES:
        message = f"no such language: {language}"
        raise ValueError(message)
    with _lock:
        if language != _language:
            _language, _catalogue = language, None


def set_office_words(words: OfficeWords | None) -> None:
    """Say things as an office does from now on; ``None`` as the catalogue does."""
    global _office, _catalogue
    with _lock:
        _office, _catalogue = words, None


def look_before_saying(look: Callable[[], object] | None) -> None:
    """Have ``look`` called before the next word is said: it finds out how the office says things.

    Looking costs more than many a command that says nothing. ``None``: it is known by now.
    """
    global _look  # noqa: PLW0603 -- like the language, it belongs to the process
    with _looking:
        _look = look


def looked() -> None:
    """Look, if that is still to be done; who looks may say nothing."""
    if _look is None:
        return
    # Who comes meanwhile waits for the words.
    with _looking:
        look = _look
        if look is not None:
            try:
                look()
            finally:
                look_before_saying(None)


def spoken() -> str:
    """Return what everything said depends on: a key for what is kept once it was put into words."""
    looked()
    office = _office
    return _language if office is None else f"{_language}/{office.number}"


def said(text: str) -> str:
    """Return a text that is in no catalogue, such as a page of the manual, as the office says it."""
    looked()
    return _swapped(text) if _office is not None and _office.swap and _language != _SOURCE_LANGUAGE else text


def _swapped(text: str) -> str:
    from models.cases.settings.swapping import swapped

    return swapped(text)


class _AtTheOffice(_gettext.NullTranslations):
    """A catalogue with the names one office gives."""

    def __init__(self, packaged: _gettext.NullTranslations, own: Mapping[str, str]) -> None:
        super().__init__()
        self._packaged, self._own = packaged, own

    def gettext(self, message: str) -> str:
        return self._own.get(message) or said(self._packaged.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return said(self._packaged.ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return said(self._packaged.pgettext(context, message))


def current_language() -> str:
    """Return the language shown now, one of :data:`LANGUAGES`."""
    return _language


def _texts() -> _gettext.NullTranslations:
    global _catalogue  # noqa: PLW0603 -- read once, on first use
    if _look is not None:
        looked()
    loaded = _catalogue
    if loaded is None:
        with _lock:
            loaded = _catalogue = _load(_language)
    return loaded


def _load(language: str) -> _gettext.NullTranslations:
    packaged = _read(language)
    return packaged if _office is None else _AtTheOffice(packaged, _office.texts[language])


def _read(language: str) -> _gettext.NullTranslations:
    if language == _SOURCE_LANGUAGE:
        return _gettext.NullTranslations()
    path = _HERE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    # A checkout whose catalogue was never compiled still works, in English.
    return packed(path) if path.exists() else _gettext.NullTranslations()


def packaged() -> _gettext.NullTranslations:
    """Return the catalogue as it is delivered, for words no office has of its own."""
    return _read(_language)


def _(message: str, **params: Any) -> str:
    """Return ``message`` in the current language, its ``%(name)s`` filled from ``params``.

    Parameters that are message ids themselves are translated as :func:`render` does. Without
    parameters the text comes back unfilled, per cent signs and all.
    """
    # gettext answers an empty id with the catalogue's header.
    text = _texts().gettext(message) if message else ""
    return text % _rendered(params) if params else text


def ngettext(singular: str, plural: str, n: int, **params: Any) -> str:
    """Return the form of a sentence that suits the number ``n``, filled from ``params``."""
    text = _texts().ngettext(singular, plural, n)
    return text % _rendered(params) if params else text


def pgettext(context: str, message: str, **params: Any) -> str:
    """Return ``message`` as it is said in ``context``, for ids with two meanings (file: 立案 / 文件)."""
    text = _texts().pgettext(context, message)
    return text % _rendered(params) if params else text


def sentences(*parts: str) -> str:
    """Return sentences one after another; a Chinese full stop brings its own space."""
    text = ""
    for part in filter(None, parts):
        gap = " " if text and text[-1].isascii() else ""
        text = f"{text}{gap}{part}"
    return text


def render(value: object) -> object:
    """Return ``value`` as it is shown inside a sentence.

    A :class:`Word` and a :class:`Phrase` are translated, a refusal becomes its sentence, a
    list or tuple is rendered member by member and joined; all else stays what it is: facts,
    such as names of people, are never looked up in a catalogue.
    """
    from models.kernel.errors import DomainError

    match value:
        case Word():
            return _(value)
        case Phrase():
            return _(value.message, **value.params) if value.params else _(value.message)
        case DomainError():
            return render_error(value)[0]
        case list() | tuple():
            return joined([str(render(member)) for member in value])
        case _other:
            return value


def joined(parts: Sequence[str]) -> str:
    """Return words of a list one after the other: whole sentences as they stand, others with commas."""
    if all(part.endswith("。") for part in parts):
        return "".join(parts)
    return (" " if all(part.endswith(".") for part in parts) else _(", ")).join(parts)


def render_error(error: DomainError) -> tuple[str, str]:
    """Return what happened and what to do next, in the current language."""
    params = _rendered(error.params)
    return _(error.sentence) % params, _(error.next_step) % params


def _rendered(params: Any) -> dict[str, object]:
    return {name: render(value) for name, value in params.items()}
