"""The rules of the office this process shows, and the names it gives to things.

A console and a command each show one office, as they show one language. What may be done is decided by the
services; this is for what is shown beside it: names, forms, help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import (
    LANGUAGES,
    OfficeWords,
    current_language,
    look_before_saying,
    looked,
    set_office_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from models.api import Services
    from models.cases.settings.house import House

_SPOKEN = {"zh_CN": "zh", "en": "en"}
_SWAP = "labels.swap"
_adopted: tuple[int, Mapping[str, Any]] = (0, {})
_made: House | None = None


def adopt(number: int, document: Mapping[str, Any]) -> bool:
    """Show this edition of the settings from now on; say whether it is another one than before."""
    global _adopted, _made
    look_before_saying(None)
    if (number, document) == _adopted:
        return False
    _adopted, _made = (number, dict(document)), None
    set_office_words(_words(number, document))
    return True


def adopt_at(url: str) -> None:
    """Show the edition in force at ``url``, as far as it can be seen without the database layer.

    It is looked at when something is to be shown, and not at all if an open database says it first.
    """

    def look() -> None:
        from models.cases.settings.glancing import settings_at

        adopt(*(settings_at(url) or (0, {})))

    look_before_saying(look)


def adopt_from(services: Services) -> None:
    """Show the edition in force in a database just opened."""
    if services.store.dialect == "sqlite":
        # Seen without the rules: most commands need none, and they are long to load.
        from models.cases.settings.glancing import edition_in

        try:
            adopt(*edition_in(services.store))
        except ValueError:
            adopt(0, {})
    else:
        house = services.settings.house()
        adopt(house.number, house.document)


def current_house() -> House:
    """Return the rules of the office that is shown."""
    global _made  # noqa: PLW0603 -- made once, on first use
    looked()
    made, (number, document) = _made, _adopted
    if made is None or made.number != number:
        # Loaded on use: most commands need no rules.
        from models.cases.settings.house import house_of

        made = _made = house_of(number, document)
    return made


def office_name(member: StrEnum) -> str:
    """Return the office's own name of an action, state or queue in this language; "" if it has none."""
    looked()
    document = _adopted[1]
    if not document:
        return ""
    from models.cases.kinds import Action, CaseState, QueueKey

    kinds: dict[type[StrEnum], str] = {Action: "action", CaseState: "state", QueueKey: "queue"}
    kind = kinds.get(type(member))
    name: str = document.get(f"labels.{_SPOKEN[current_language()]}.{kind}.{member}", "")
    return name


def _words(number: int, document: Mapping[str, Any]) -> OfficeWords | None:
    """Return what the catalogue of translations has to say otherwise; ``None`` if nothing."""
    named = [key for key in document if key.startswith("labels.")]
    if not named:
        return None
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    if named != [_SWAP]:
        from models.cases.kinds import Action, CaseState
        from models.cases.words import ACTION_WORDS, STATE_WORDS

        for language, short in _SPOKEN.items():
            sentences = texts[language]
            for state in CaseState:
                sentences[STATE_WORDS[state]] = document.get(f"labels.{short}.state.{state}", "")
            for action in Action:
                sentences[ACTION_WORDS[action]] = document.get(f"labels.{short}.action.{action}", "")
    return OfficeWords(number, bool(document.get(_SWAP)), texts)
