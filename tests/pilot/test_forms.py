"""The form frame: fields, refusals beside their field, keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from console.dialogs.pick import Option, PickDialog, PickRows
from console.forms.fields import (
    BlockField,
    Candidate,
    ChoiceField,
    Field,
    LineField,
    LookupField,
    Picked,
    ToggleField,
)
from console.forms.form import Form
from console.forms.screen import FormScreen
from console.i18n import N_
from console.keys import bindings
from console.text import cell_len
from models.accounts.views import Role
from models.kernel.errors import Invalid
from models.kernel.text import initials
from tests.pilot.screens import lines_of, settle, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from tests.pilot.conftest import Office

GRIDS = {1: "岭南01", 2: "岭南02", 3: "桥头01"}


NOTE = (
    "负责网格岭南01、3人值班到今天18:00、有电工证到2027年6月、"
    "办过此类53件，中位用时1时24分、在办6件、昨天办结2件"
)
"""More than there is room for beside a name, in 132 columns less"""


def grids(text: str) -> Sequence[Candidate]:
    return [
        Candidate(key, name, note=f"网格{key}", detail=f"{name}在村里")
        for key, name in GRIDS.items()
        if text in name or text in initials(name)
    ]


FIELDS: tuple[Field, ...] = (
    LineField("title", N_("Title"), required=True, max_length=20),
    LookupField("grid_id", N_("Grid"), required=True, source=grids),
    ChoiceField("channel", N_("From"), options=lambda: [("patrol", "巡查"), ("hotline", "12345")]),
    ToggleField("urgent", N_("Matter")),
    BlockField("body", N_("Text"), hint=N_("Title")),
    BlockField("reason", N_("Reason"), paragraph=True, rows=2),
)


class SampleScreen(FormScreen[None]):
    """A form that takes everything but titles with 坏 in them."""

    GROUP = "queues"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "SampleScreen Form { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self.saved: list[dict[str, Any]] = []

    def body(self) -> Iterable[Widget]:
        yield Form(FIELDS, heading=lambda: "样表")

    def started(self) -> None:
        self.take_form(self.query_one(Form), "intake")

    def form_work(self, form: Form) -> Callable[[], Any]:
        values = form.values()

        def work() -> dict[str, Any]:
            if "坏" in str(values["title"]):
                field = N_("the title")
                raise Invalid(field, values["title"], N_("it must not be empty"))
            return values

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        self.saved.append(result)

    def offered(self) -> list[Any]:
        return []


def form_of(app: Any) -> Form:
    form: Form = app.screen.query_one(Form)
    return form


def run(
    office: Office, *parts: Callable[[Any, Any], Coroutine[Any, Any, None]], size: tuple[int, int] = (80, 24)
) -> None:
    """Go through parts over one console, each on a form nobody has touched."""
    actor = office.actor(Role.ACCEPTOR)

    async def steps() -> None:
        async with shown(office.services, actor, office.clock, SampleScreen, size) as (app, pilot):
            for part in parts:
                if not isinstance(app.screen, SampleScreen):
                    office.services.desk.drop_draft(actor, "intake")
                    await app.push_screen(SampleScreen(office.services, actor))
                    await settle(pilot)
                await part(app, pilot)
                await app.pop_screen()
                await settle(pilot)

    asyncio.run(steps())


async def a_form_is_filled_and_saved_by_keys_alone(app: Any, pilot: Any) -> None:
    laid_out: list[Any] = []
    app.screen.screen_layout_refresh_signal.subscribe(app.screen, laid_out.append, immediate=True)
    await pilot.press(*"路灯")
    await settle(pilot)
    assert laid_out == [], "a letter typed moves nothing else on the screen"
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press(*"ln")
    await settle(pilot)
    assert "岭南02" in text_of(app)
    assert "桥头01" not in text_of(app)
    assert "岭南01在村里" in text_of(app)
    await pilot.press("down", "enter")
    await settle(pilot)
    assert "岭南01" not in text_of(app), "the list is folded away"
    await pilot.press("2", "enter", "space", "down", *"第一行", "enter", *"第二行", "tab")
    await pilot.press(*"缘由", "enter")
    await settle(pilot)
    assert app.screen.saved == [
        {
            "title": "路灯",
            "grid_id": Picked(2, "岭南02"),
            "channel": "hotline",
            "urgent": True,
            "body": "第一行\n第二行",
            "reason": "缘由",
        }
    ]


async def what_a_row_has_no_room_for_is_said_below_and_nothing_moves(app: Any, pilot: Any) -> None:
    noted = [Option(place, f"单位{place}", NOTE if place % 2 else "在办2件") for place in range(30)]

    async def below(rows: Any) -> str:
        await settle(pilot)
        lines = lines_of(app)
        assert {cell_len(line) for line in lines} == {app.size.width}
        kept = lines[rows.region.y + rows.body_height : rows.region.bottom]
        assert kept, "room for it is there whichever row the cursor is on"
        return "".join(line.rstrip("] ▅").lstrip() for line in kept)

    lookup = form_of(app).lookup("grid_id")
    lookup.set_source(lambda _text: [Candidate(each.value, each.text, each.note) for each in noted])
    lookup.take_keys()
    for size in ((60, 20), (80, 24), (132, 40)):
        await pilot.resize_terminal(*size)
        await settle(pilot)
        for dialog in (None, PickDialog("选单位", noted)):
            if dialog is not None:
                await app.push_screen(dialog)
                await settle(pilot)
            rows: Any = app.screen.query_one(PickRows)
            assert rows.body_height == 5 if dialog is None else rows.size.height == 14
            laid_out: list[Any] = []
            app.screen.screen_layout_refresh_signal.subscribe(app.screen, laid_out.append, immediate=True)
            assert await below(rows) == ""
            await pilot.press("down")
            assert await below(rows) == NOTE
            await pilot.press("up")
            assert await below(rows) == ""
            assert laid_out == []
        await app.pop_screen()
        await settle(pilot)


async def what_is_missing_is_said_at_its_field_and_goes_when_it_is_entered(app: Any, pilot: Any) -> None:
    await pilot.press("f2")
    await settle(pilot)
    assert text_of(app).count("这一项必填") == 2
    assert form_of(app).row("title").has_focus_within
    await pilot.press("路")
    await settle(pilot)
    assert text_of(app).count("这一项必填") == 1
    await pilot.press("down", *"没有", "enter")
    await settle(pilot)
    assert "没有符合的" in text_of(app)
    await pilot.press("f2")
    await settle(pilot)
    assert "请从列表中选择" in text_of(app)
    assert app.screen.saved == []


async def a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(app: Any, pilot: Any) -> None:
    await pilot.press(*"坏灯", "enter")
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("f2")
    await settle(pilot)
    lines = lines_of(app)
    place = next(number for number, line in enumerate(lines) if "坏灯" in line)
    assert "标题" in lines[place + 1]
    assert "不能" in lines[place + 1]
    assert form_of(app).values()["title"] == "坏灯"
    assert not form_of(app).saving
    await pilot.press("home", "delete", *"好", "f2")
    await settle(pilot)
    assert [saved["title"] for saved in app.screen.saved] == ["好灯"]


async def enter_typed_faster_than_the_search_takes_what_the_search_finds(app: Any, pilot: Any) -> None:
    form_of(app).lookup("grid_id").take_keys()
    await pilot.press(*"qt", "enter")
    await settle(pilot)
    assert form_of(app).values()["grid_id"] == Picked(3, "桥头01")
    await pilot.press("up")
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
    assert form_of(app).values()["grid_id"] == Picked(3, "桥头01"), "coming back changes nothing"


async def the_language_changes_and_the_content_stays(app: Any, pilot: Any) -> None:
    await pilot.press(*"路灯不亮", "down")
    app.action_language()
    await settle(pilot)
    assert "Title*" in text_of(app)
    assert form_of(app).values()["title"] == "路灯不亮"
    app.action_language()
    await settle(pilot)
    assert "标题*" in text_of(app)


async def hostile_text_of_a_list_is_harmless(app: Any, pilot: Any) -> None:
    form_of(app).lookup("grid_id").take_keys()
    await pilot.press(*"网", "enter")
    await settle(pilot)
    assert "[red]网[/red]?]0;x?格" in text_of(app)
    picked = form_of(app).values()["grid_id"]
    assert isinstance(picked, Picked)
    assert picked.key == 4


def test_a_form_is_filled_in_refused_translated_and_saved(office: Office, monkeypatch: Any) -> None:
    run(
        office,
        a_form_is_filled_and_saved_by_keys_alone,
        what_is_missing_is_said_at_its_field_and_goes_when_it_is_entered,
        a_refusal_stands_beside_its_field_and_nothing_typed_is_lost,
        enter_typed_faster_than_the_search_takes_what_the_search_finds,
        the_language_changes_and_the_content_stays,
    )
    monkeypatch.setitem(GRIDS, 4, "[red]网[/red]\x1b]0;x\x07格")
    run(
        office,
        hostile_text_of_a_list_is_harmless,
        what_a_row_has_no_room_for_is_said_below_and_nothing_moves,
    )


def test_every_field_can_be_reached_at_60_by_20(office: Office) -> None:
    async def journey(app: Any, pilot: Any) -> None:
        for row in form_of(app).rows:
            row.take_keys()
            await settle(pilot)
            assert f"{row._label.text}" in text_of(app)

    run(office, journey, size=(60, 20))
