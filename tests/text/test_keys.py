"""The one key table: safe keys only, nothing without a key, nothing bound twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from console import keys
from console.help import page, pages, paragraphs
from console.i18n import LANGUAGES, set_language
from console.keytable import ENTRIES, EVERYWHERE, GROUP_TITLES, MENU
from models.cases.shape import READER_ROLES

SAFE = {
    *(f"f{number}" for number in range(1, 11)),
    *"0123456789",
    *("up", "down", "left", "right", "enter", "tab", "shift+tab", "pageup", "pagedown", "home", "end"),
    *("escape", "space", "slash", "minus", "equals_sign", "plus", "number_sign", "at", "asterisk"),
}


def test_every_command_has_a_key_that_reaches_the_program_everywhere() -> None:
    for entry in ENTRIES:
        assert entry.keys, entry.id
        assert set(entry.keys) <= SAFE, entry.id
        assert all(re.fullmatch(r"[a-z]|question_mark", letter) for letter in entry.letters), entry.id


def test_ids_are_unique_and_groups_have_titles() -> None:
    assert [
        name
        for name, times in Counter([*(entry.id for entry in ENTRIES), *(entry.id for entry in MENU)]).items()
        if times > 1
    ] == []
    assert set(keys.groups()) <= set(GROUP_TITLES)


@pytest.mark.parametrize("group", keys.groups())
def test_no_key_means_two_things_on_one_screen(group: str) -> None:
    shown = [*keys.entries(group), *keys.entries("list")] if group == "queues" else keys.entries(group)
    # Commands that share a key work under different conditions, as the steps of a case do.
    used = Counter((key, entry.condition) for entry in shown for key in (*entry.keys, *entry.letters))
    unconditional = {key for key, condition in used if not condition}
    assert [key for (key, condition), times in used.items() if times > 1] == []
    assert [key for key, condition in used if condition and key in unconditional] == []


def test_the_ways_out_are_taken_by_nothing_else() -> None:
    for entry in ENTRIES:
        if entry.group in {EVERYWHERE, "dialog", "notice", "confirm", "conflict", "help"}:
            continue
        assert not {"f1", "f9", "f10"} & set(entry.keys), entry.id


def test_bindings_carry_the_ids_a_site_remaps_by() -> None:
    made = keys.bindings("queues")
    assert "queues.open" in {binding.id for binding in made}
    assert {binding.action for binding in made if binding.id == "queues.switch.10"} == {"queue(10)"}
    assert not {binding.key for binding in made} & {"ctrl+s", "ctrl+q", "ctrl+z"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_s_key_table_names_every_command(language: str) -> None:
    set_language(language)
    table = keys.markdown()
    assert table.count("\n| ") >= len(ENTRIES)
    assert "| F2 n |" in table
    assert "| F7 / |" in table
    if language == "zh_CN":
        words = {word for word in re.findall(r"[A-Za-z]{3,}", table) if word not in {"Enter", "Esc"}}
        assert words <= {"PgUp", "PgDn", "Home", "End", "Tab", "Shift", "ASCII"}, words


def test_help_pages_exist_in_both_languages_and_keep_their_form() -> None:
    assert {"queues", "sign_in", "lock"} <= set(pages("zh_CN"))
    assert pages("zh_CN") == pages("en")
    for language in LANGUAGES:
        set_language(language)
        for name in pages(language):
            made = list(paragraphs(page(name)))
            assert made[0][1], f"{language}/{name} begins with a heading"
            assert all("\n" not in text for text, _style in made)


def test_a_page_nobody_wrote_is_empty() -> None:
    assert page("no-such-page") == ""


def test_running_text_is_joined_as_its_language_wants() -> None:
    assert list(paragraphs("= 题\n上一行，\n下一行\n\n- 一\n- 二")) == [
        ("题", "bold underline"),
        ("上一行，下一行", ""),
        ("", ""),
        ("- 一", ""),
        ("- 二", ""),
        ("", ""),
    ]
    assert next(iter(paragraphs("two\nlines"))) == ("two lines", "")


def test_the_menu_offers_the_workbench_to_those_who_may_work_on_the_list() -> None:
    from models.catalogue.drafting.service import EDITORS

    (entry,) = (entry for entry in MENU if entry.screen == "bench")
    assert set(entry.roles) == {role.value for role in EDITORS}


@pytest.mark.parametrize("screen", ["sets", "load", "escalations", "handover"])
def test_what_shows_cases_is_offered_to_whoever_may_look_at_cases(screen: str) -> None:
    (entry,) = (entry for entry in MENU if entry.screen == screen)
    assert set(entry.roles) == {role.value for role in READER_ROLES}
