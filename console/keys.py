"""The one key table at work.

Every command of the console is an entry of :mod:`console.keytable`; the bindings, the
bottom line, the menu, the help page and the manual's key table are made from it here.
Nobody else names a key. A site whose terminals eat a key remaps it by the entry's ``id``.

``python -m console.keys`` prints the table as Markdown, in both languages.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from console.house import current_house, office_name
from console.i18n import N_, _
from console.keytable import (
    CASE_MENU,
    ENTRIES,
    EVERYWHERE,
    EXPORT_MENU,
    GROUP_TITLES,
    MENU,
    QUEUE_MENU,
    SEARCH_MENU,
    KeyEntry,
    MenuEntry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import Binding

    from models.cases.kinds import Action

__all__ = [
    "CASE_MENU",
    "EVERYWHERE",
    "EXPORT_MENU",
    "MENU",
    "QUEUE_MENU",
    "SEARCH_MENU",
    "STEP",
    "KeyEntry",
    "MenuEntry",
    "bindings",
    "bindings_of",
    "by_action",
    "entries",
    "group_title",
    "groups",
    "help_of",
    "key_name",
    "keys_text",
    "label_of",
    "markdown",
]

STEP = "step('"
"""How the action of a command begins that does a step of a case."""
_KEY_NAMES = {
    "enter": "Enter",
    "space": N_("Space"),
    "escape": "Esc",
    "slash": "/",
    "number_sign": "#",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "asterisk": "*",
    "question_mark": "?",
    "up": N_("Up"),
    "down": N_("Down"),
    "left": N_("Left"),
    "right": N_("Right"),
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
}


def entries(*groups: str) -> list[KeyEntry]:
    """Return the entries of ``groups``, in the order of the table within each."""
    table = _by_group()
    return [entry for group in groups for entry in table.get(group, ())]


@lru_cache(maxsize=1)
def _by_group() -> dict[str, list[KeyEntry]]:
    """Return the table in its groups: a screen asks for some of them after every key."""
    found: dict[str, list[KeyEntry]] = {}
    for entry in ENTRIES:
        found.setdefault(entry.group, []).append(entry)
    return found


@lru_cache(maxsize=1)
def by_action() -> dict[tuple[str, str], KeyEntry]:
    """Return the entries by group and action name (without parameters)."""
    return {(entry.group, entry.action.partition("(")[0]): entry for entry in ENTRIES}


def bindings(*groups: str) -> list[Binding]:
    """Return the bindings of ``groups``, each with its entry's id so that sites may remap it."""
    return [binding for entry in entries(*groups) for binding in _bindings_of(entry)]


def bindings_of(group: str, action: str) -> list[Binding]:
    """Return the bindings of one command, for a place that has it without the rest of its group."""
    return list(_bindings_of(by_action()[group, action]))


def _bindings_of(entry: KeyEntry) -> Iterator[Binding]:
    # Loaded on use: the manual's key table needs no Textual.
    from textual.binding import Binding

    if entry.spread:
        for place, key in enumerate(entry.keys, start=1):
            yield Binding(key, f"{entry.action}({place})", entry.label, show=False, id=f"{entry.id}.{place}")
        return
    yield Binding(",".join((*entry.keys, *entry.letters)), entry.action, entry.label, show=False, id=entry.id)


def key_name(key: str) -> str:
    """Return how a key is written: F2, Enter, 空格."""
    name = _KEY_NAMES.get(key)
    if name is not None:
        return _(name)
    return key.upper() if len(key) > 1 else key


def keys_text(entry: KeyEntry, *, letters: bool = False) -> str:
    """Return the keys of ``entry`` as they are written, with its letters if asked."""
    keys: Iterable[str] = (*entry.keys, *entry.letters) if letters else entry.keys
    if entry.shown_as:
        return entry.shown_as
    return " ".join(key_name(key) for key in keys)


def label_of(entry: KeyEntry | MenuEntry) -> str:
    """Return what a command is called here: as the office calls the step it does, if it has a name for it."""
    step = _step_of(entry)
    return (office_name(step) if step is not None else "") or _(entry.label)


def help_of(entry: KeyEntry | MenuEntry) -> str:
    """Return what is said of a command here: of a step the office has changed, what now holds."""
    step = _step_of(entry)
    return _((None if step is None else current_house().explained(step)) or entry.help)


def _step_of(entry: KeyEntry | MenuEntry) -> Action | None:
    """Return the step of a case that a command does."""
    if not entry.action.startswith(STEP):
        return None
    from models.cases.kinds import Action

    name = entry.action.removeprefix(STEP).rstrip("')")
    return next((action for action in Action if action.value == name), None)


def group_title(group: str) -> str:
    """Return what a group of keys is called on the help page."""
    return _(GROUP_TITLES.get(group, group))


def groups() -> list[str]:
    """Return all groups, in the order of the table."""
    return list(dict.fromkeys(entry.group for entry in ENTRIES))


def markdown() -> str:
    """Return the key table in the current language, one table per group."""
    blocks = []
    key, command, meaning = _("Key"), _("Command"), _("What it does")
    for group in groups():
        rows = [
            f"| {keys_text(entry, letters=True)} | {label_of(entry)} | {help_of(entry)} |"
            for entry in entries(group)
        ]
        head = f"| {key} | {command} | {meaning} |\n|---|---|---|"
        blocks.append(f"### {group_title(group)}\n\n{head}\n" + "\n".join(rows))
    return "\n\n".join(blocks)


def main() -> None:
    """Print the key table in every language, for the manual."""
    import sys

    from console.i18n import LANGUAGES, set_language

    for language in LANGUAGES:
        set_language(language)
        sys.stdout.write(f"<!-- {language} -->\n\n{markdown()}\n\n")


if __name__ == "__main__":
    main()
