"""What an entry of the key table says."""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = "everywhere"
"""The group of keys that work on every screen."""
MENU_GROUP = "menu"
"""The group of commands without a key that are the same on every screen."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One command and its keys."""

    id: str
    """Stable name, ``group.command``; what a site's key file refers to"""
    keys: tuple[str, ...]
    """Textual's names of its keys; the first is the one shown"""
    action: str
    """Name of the ``action_…`` method of the screen or widget of the group"""
    label: str
    """What the bottom line says (message id), four Chinese characters at most"""
    help: str
    """What the help page says (message id)"""
    letters: tuple[str, ...] = ()
    """Extra keys for the quick; never the only way"""
    condition: str = ""
    """Name of the screen's ``can_…`` method that says whether it works now; "" is always"""
    line: bool = True
    """Whether the bottom line shows it"""
    spare: bool = False
    """Left out of a line that is too short before the others are; F1 and F9 still offer it"""
    spread: bool = False
    """Each key is a command of its own: its place (from 1) is passed to the action"""
    shown_as: str = ""
    """How the keys are written where listing them is no help: ``1-9``"""

    @property
    def group(self) -> str:
        """The screen or widget it belongs to."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command without a key of its own, reached through the menu (F9)."""

    id: str
    action: str
    label: str
    help: str
    condition: str = ""
    screen: str = ""
    """Name of the screen it opens, in place of an action"""
    roles: tuple[str, ...] = ()
    """It is offered to people with one of these roles; to everybody where none is named"""

    @property
    def group(self) -> str:
        """The screen its action belongs to; :data:`MENU_GROUP` for the console itself."""
        return self.id.partition(".")[0]
