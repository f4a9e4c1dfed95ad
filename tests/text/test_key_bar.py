"""The bottom line at 80 columns: what is most wanted on each screen is there, whole, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console import keys
from console.forms.screen import FormScreen
from console.i18n import LANGUAGES, _, set_language
from console.screens import SCREENS, load_screen
from console.text import cell_len
from console.widgets.key_bar import KeyBar
from models.cases.rules import CaseState, possible_actions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.keys import KeyEntry

WIDTH = 80
DIALOGS = ("dialog", "page", "confirm", "reveal", "help", "notice", "conflict")
MATTERS, DUTIES = {"matters", "matter"}, {"duties", "edit_duty"}


def drawn(entries: Iterable[KeyEntry], always: Iterable[KeyEntry], width: int = WIDTH) -> str:
    bar = KeyBar()
    bar.show(list(entries), list(always), {})
    return "".join(text for text, _style in bar.line(0, width))


def word(entry: KeyEntry) -> str:
    label = _(entry.label)
    return f" {keys.key_name(entry.keys[0])}{':' if label.isascii() else ''}{label} "


def room(entry: KeyEntry) -> int:
    return cell_len(word(entry))


def at_worst(entries: Iterable[KeyEntry]) -> list[KeyEntry]:
    """Return the widest of the commands that share a key under different conditions."""
    widest: dict[str, KeyEntry] = {}
    for entry in entries:
        before = widest.get(entry.keys[0])
        if before is None or (before.spare, -room(before)) > (entry.spare, -room(entry)):
            widest[entry.keys[0]] = entry
    return list(widest.values())


def situations(name: str) -> Iterator[list[KeyEntry]]:
    """Yield the sets of commands a screen can offer at one time, the longest ones."""
    screen = load_screen(name)
    group: str = screen.GROUP  # type: ignore[attr-defined]
    # These two are read first; while one of their forms is open, the steps are not offered.
    reads_first = name in {"case", "admission"}
    groups = ("form", group) if issubclass(screen, FormScreen) and not reads_first else (group,)
    offered = [entry for entry in keys.entries(*groups) if entry.line]
    if reads_first:
        yield keys.entries("form")
    if name == "case":
        steps = {entry.id.partition(".")[2]: entry for entry in offered if entry.action.startswith("step(")}
        others = [entry for entry in offered if entry not in steps.values()]
        for state in CaseState:
            possible = [steps[action.value] for action in possible_actions(state) if action.value in steps]
            yield at_worst([*possible, *others])
    elif name == "catalogue":
        for hidden in (MATTERS, DUTIES):
            yield at_worst(entry for entry in offered if entry.condition not in hidden)
    else:
        yield at_worst(offered)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_the_most_wanted_keys_of_every_screen_fit(name: str, language: str) -> None:
    set_language(language)
    always = [entry for entry in keys.entries(keys.EVERYWHERE) if entry.line]
    for offered in situations(name):
        line = drawn(offered, always)
        assert cell_len(line.rstrip()) <= WIDTH
        missing = [entry.id for entry in offered if word(entry) not in line]
        assert [entry.id for entry in offered if entry.id in missing and not entry.spare] == []
        # The menu says that there is more, exactly where there is.
        assert (word(keys.by_action()["everywhere", "menu"]) in line) == (not missing)
        assert (f"F9{':More' if language == 'en' else '更多'} " in line) == bool(missing)
        assert all(word(entry) in line for entry in always if entry.id != "everywhere.menu")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", DIALOGS)
def test_every_key_of_a_dialog_fits(group: str, language: str) -> None:
    set_language(language)
    offered = [entry for entry in keys.entries(group) if entry.line]
    line = drawn(offered, ())
    assert [entry.id for entry in offered if word(entry) not in line] == []


@pytest.mark.parametrize("width", range(20, 200, 7))
def test_a_line_of_any_width_shows_whole_words_and_the_way_out(width: int) -> None:
    set_language("en")
    always = [entry for entry in keys.entries(keys.EVERYWHERE) if entry.line]
    offered = keys.entries("admission")
    line = drawn(offered, always, width)
    for entry in (*offered, *always):
        line = line.replace(word(entry)[1:], "", 1)
    assert line.replace("F9:More ", "").strip() == ""
