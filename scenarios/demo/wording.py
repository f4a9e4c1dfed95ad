"""Titles, texts and notes, put together so that they read as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.demo.content import places, texts

if TYPE_CHECKING:
    from scenarios.demo.content import Grid, Matter
    from scenarios.demo.dice import Dice

_BLOCKS = 0.75
_PERSONAL = ("0601", "0602", "0605")
"""Classes besides services whose troubles have people in them rather than a place."""


class Wording:
    """Makes the texts of reports."""

    def __init__(self) -> None:
        self._texts = texts()
        self._places = places()

    def place(self, dice: Dice, grid: Grid, letter: str) -> str:
        """Return the name of a place of kind ``letter`` in ``grid``."""
        known = self._places
        special = known["special"].get(grid.code)
        if special is not None:
            return f"{dice.pick(special[letter])}{dice.pick(known['spots'])}"
        town = known["villages"].get(grid.division)
        if town is None:
            # Grids are called after their village and numbered: 桥头02 lies in 桥头村.
            village = f"{grid.name.rstrip('0123456789')}村"
            return f"{village}{dice.pick(known['rural'][letter])}"
        name: str = dice.pick(town[letter])
        if letter == "h":
            return f"{name}{dice.pick(known['blocks'])}" if dice.chance(_BLOCKS) else name
        return f"{name}{dice.pick(known['spots'])}"

    def report(self, dice: Dice, matter: Matter, channel: str, place: str) -> tuple[str, str]:
        """Return title and text of a report."""
        said = self._texts
        phrase = dice.pick(matter.phrases)
        personal = matter.kind == "service" or matter.class_code.startswith(_PERSONAL)
        title = phrase if personal else place + phrase
        opener = dice.pick(said["openers"][channel])
        # What people say about an application fits no other trouble of that class.
        detail = dice.pick(
            said["details"]["general" if matter.major == "07" and not personal else matter.major]
        )
        ask = dice.pick(said["asks"][channel])
        where = f"（{place}）" if personal else ""
        return title, f"{opener}{title}{where}。{detail}{ask}"

    def note(self, dice: Dice, kind: str, **facts: str) -> str:
        """Return a note or reason of a kind listed in ``texts.json``."""
        pattern: str = dice.pick(self._texts[kind])
        return pattern.format(**facts) if facts else pattern

    def call_back(self, dice: Dice, rating: str) -> str:
        """Return what was noted after calling the reporter."""
        note: str = dice.pick(self._texts["call_back"][rating])
        return note

    def feedback(self, dice: Dice, matter: Matter, *, again: bool) -> str:
        """Return what a unit says it did."""
        lead: str = dice.pick(self._texts["feedback_again" if again else "feedback_lead"])
        tail: str = dice.pick(self._texts["feedback_tail"])
        return f"{lead}{matter.closing}。{tail}"
