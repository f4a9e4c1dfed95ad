"""Every room's words are found by the members it hands out, and by themselves."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from console import clearance_words, labels
from console.i18n import LANGUAGES, current_language, set_language
from models.exchange.kinds import kind_named

ALONE = """
import sys
from console.i18n import set_language
from console.labels import label
from models.catalogue.views import DutyList
set_language("en")
assert label(DutyList.BASIC) == "Basic"
assert not {"console.reviewwords", "console.rosterwords", "models.catalogue.review.views"} & set(sys.modules)
"""


@pytest.mark.parametrize("place", sorted({labels._CATALOGUE, *labels._PLACES.values()}))
def test_members_are_named_by_the_words_of_their_room(place: str) -> None:
    module, _colon, function = place.partition(":")
    before = current_language()
    try:
        for language in LANGUAGES:
            set_language(language)
            tables = getattr(import_module(module), function)()
            named = [each for table in tables for each in table.items()]
            assert named
            assert [(member, labels.label(member)) for member, _name in named] == named
    finally:
        set_language(before)


def test_a_duty_list_is_named_without_the_words_of_other_rooms() -> None:
    subprocess.run([sys.executable, "-c", ALONE], check=True)


def test_a_request_in_clear_calls_a_table_as_its_kind_does() -> None:
    titles = clearance_words._TITLES
    assert titles == {name: kind_named(name).title for name in titles}
