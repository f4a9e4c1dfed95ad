"""The manual: a page for every screen in both languages, and parts that follow the tables."""

from __future__ import annotations

import asyncio
import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from console.dialogs.help import HelpScreen
from console.dialogs.pick import PickRows
from console.help import _HERE, heading, page, pages, paragraphs
from console.help.diagram import diagram
from console.help.generated import all_keys, generated, lifecycle, lights, request_steps
from console.i18n import LANGUAGES, _, set_language
from console.keytable import ENTRIES
from console.labels import label
from console.screens import SCREENS, load_screen
from console.screens.catalogue import CatalogueScreen
from console.screens.intake import IntakeScreen
from console.widgets.text_view import _hanging
from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Light
from models.cases.rules import TRANSITIONS
from models.catalogue.boundary.rules import TRANSITIONS as REQUEST_TRANSITIONS
from tests.pilot.screens import lines_of, settle, shown, text_of

if TYPE_CHECKING:
    from tests.pilot.conftest import Office

_WIDEST = 76
_LATIN = {
    "WH",
    "WD",
    "UH",
    "UD",
    "UM",
    "WM",
    "ND",
    "Enter",
    "Esc",
    "Tab",
    "PgUp",
    "PgDn",
    "ln01",
    "event",
    "list",
}
"""What stands in Latin letters on a Chinese page: names of keys and what one types"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_its_page(language: str) -> None:
    set_language(language)
    for name in SCREENS:
        screen = load_screen(name)
        page_name = screen.HELP_PAGE or screen.GROUP  # type: ignore[attr-defined]
        assert page_name in pages(language), name
        assert heading(page_name) != page_name, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_too_wide_and_all_begin_with_a_heading(language: str) -> None:
    for name in pages(language):
        lines = (_HERE / language / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("= "), name
        assert [line for line in lines if cell_len(line) > _WIDEST] == [], name
        assert [line for line in lines if line != line.rstrip() or "\t" in line] == [], name


def test_the_same_pages_say_the_same_number_of_things() -> None:
    for name in pages("en"):
        outlines = []
        for language in LANGUAGES:
            set_language(language)
            outlines.append([style for text, style in paragraphs(page(name)) if style == "bold underline"])
        assert len(outlines[0]) == len(outlines[1]), name


def test_chinese_pages_are_chinese_and_english_ones_english() -> None:
    for name in pages("zh_CN"):
        set_language("zh_CN")
        words = set(re.findall(r"[A-Za-z]\w+", (_HERE / "zh_CN" / f"{name}.txt").read_text(encoding="utf-8")))
        generated_parts = {"lights", "lifecycle", "diagram", "keys", "steps", "assistance"}
        odd = {word for word in words - _LATIN - generated_parts if not re.fullmatch(r"F\d+", word)}
        assert odd == set(), name
        assert not re.search(
            r"[\u4e00-\u9fff]", (_HERE / "en" / f"{name}.txt").read_text(encoding="utf-8")
        ), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_shows_every_step_of_the_table(language: str) -> None:
    set_language(language)
    drawn: dict[str, str] = {}
    state = ""
    for text, style in diagram():
        if style == "bold":
            state = text.strip()
        drawn[state] = f"{drawn.get(state, '')}\n{text}"
    assert len(drawn) == len(CaseState)
    for row in TRANSITIONS:
        assert re.search(rf"\b{re.escape(label(row.action))}\b", drawn[label(row.source)]), row
        if row.target is not row.source and row.action is not Action.UNMERGE:
            assert label(row.target) in drawn[label(row.source)] + drawn[label(row.target)], row


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_of_a_case_is_that_of_the_table(language: str) -> None:
    set_language(language)
    text = "\n".join(line for line, _style in lifecycle())
    steps = [row for row in TRANSITIONS if row.roles]
    assert all(label(row.action) in text for row in steps)
    assert all(label(state) in text for state in CaseState)
    for row in steps:
        heads = [line for line, style in lifecycle() if style == "bold" and label(row.action) in line]
        target = _("where it stood") if row.action is Action.UNMERGE else label(row.target)
        assert any(
            label(row.source) in head.rpartition(" > ")[0] and head.endswith(target) for head in heads
        ), row
    assert "@" not in "".join(line for line, _style in paragraphs(page("lifecycle")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_of_a_request_are_those_of_the_table(language: str) -> None:
    set_language(language)
    heads = [line for line, style in request_steps() if style == "bold"]
    for row in REQUEST_TRANSITIONS:
        fitting = [head for head in heads if head.startswith(label(row.action)) and label(row.source) in head]
        assert fitting, row
        assert row.target is row.source or any(head.endswith(label(row.target)) for head in fitting)
    assert "@" not in "".join(line for line, _style in paragraphs(page("admission")))


def test_the_lights_are_all_explained() -> None:
    text = "\n".join(line for line, _style in lights())
    assert all(label(light) in text for light in Light if light is not Light.NONE)
    assert "反馈时超期" in text


def test_the_key_page_has_every_command() -> None:
    assert sum(not style for line, style in all_keys() if line) == len(ENTRIES)


def test_a_part_nobody_makes_is_a_mistake_of_the_page() -> None:
    with pytest.raises(KeyError):
        generated("nonsense")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (IntakeScreen, {"zh_CN": ("登记事件", "怎么填"), "en": ("A new case", "Filling it in")}),
        (CatalogueScreen, {"zh_CN": ("事项目录", "怎么看"), "en": ("The catalogue", "Looking around")}),
    ],
)
def test_f1_opens_the_page_of_the_screen_and_its_keys(
    office: Office, make: type, words: dict[str, tuple[str, ...]], language: str
) -> None:
    set_language(language)

    async def journey() -> None:
        actor = office.actor(Role.ACCEPTOR)
        async with shown(office.services, actor, office.clock, make, (60, 20)) as (app, pilot):
            await pilot.press("f1")
            await settle(pilot)
            assert isinstance(app.screen, HelpScreen)
            assert all(word in text_of(app) for word in words[language])
            seen: list[str] = []
            for _page in range(12):
                lines = lines_of(app)
                if lines == seen[-len(lines) :]:
                    break
                assert {cell_len(line) for line in lines} == {60}
                seen += lines
                await pilot.press("pagedown")
                await pilot.pause()
            assert any("F10" in line for line in seen)
            assert any("F9" in line for line in seen)
            await pilot.press("escape")
            await settle(pilot)
            assert isinstance(app.screen, make)

    asyncio.run(journey())


def test_the_menu_leads_to_every_page(office: Office) -> None:
    async def journey() -> None:
        actor = office.actor(Role.ACCEPTOR)
        async with shown(office.services, actor, office.clock, CatalogueScreen) as (app, pilot):
            await pilot.press("f9", *"手册")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            listed: Any = app.screen.query_one(PickRows)
            texts = {listed.row_at(place).text for place in range(listed.count)}
            assert texts == {heading(name) for name in pages("zh_CN")}
            await pilot.press(*"草稿", "enter")
            await settle(pilot)
            assert "断线了怎么办" in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            assert isinstance(app.screen, CatalogueScreen)

    asyncio.run(journey())


def test_an_explanation_that_wraps_goes_on_below_itself() -> None:
    assert _hanging("F7 /  \t边输入边筛选，可用文字", 20) == ["F7 /  边输入边筛选，", "      可用文字"]
    assert _hanging("- 一二三四五六", 10) == ["- 一二三四", "  五六"]
    # Where the term takes half the room and more, the words follow it.
    assert _hanging("一二三四五六\t七八九", 12) == ["一二三四五六", "七八九"]


def test_no_number_of_a_page_is_broken_by_its_lines() -> None:
    for language in LANGUAGES:
        for path in (_HERE / language).glob("*.txt"):
            lines = path.read_text(encoding="utf-8").splitlines()
            broken = [
                first + last
                for first, last in itertools.pairwise(lines)
                if first[-1:].isdigit() and last.lstrip()[:1].isdigit()
            ]
            assert broken == [], path.name


def test_help_says_how_far_one_has_read_and_explains_only_what_one_has(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("f1")
            await settle(pilot)
            first = lines_of(app)
            assert re.search(r"帮助：队列  1-22/\d+ ", first[0])
            assert "PgDn下页" in first[-1]
            await pilot.press("end")
            await settle(pilot)
            place = re.search(r"(\d+)/(\d+) ", lines_of(app)[0])
            assert place is not None
            assert place[1] == place[2]

    async def without_queues() -> None:
        app = office.console("audit_admin")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("f1")
            await settle(pilot)
            assert "您的角色不办理事件" in text_of(app)
            assert "转到该编号的队列" not in text_of(app)

    asyncio.run(journey())
    asyncio.run(without_queues())
