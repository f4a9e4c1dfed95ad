"""What is typed is in the database within two seconds and comes back, whatever happened."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from console.forms.draft_keeper import DELAY_SECONDS, RETRY_SECONDS, DraftPlace
from console.forms.registry import draft_title, draft_words
from console.screens import FORMS
from console.screens.case import CaseScreen
from models.accounts.views import Role
from models.cases.rules import Action, CaseState
from models.kernel.errors import StoreBusy
from tests.pilot.cases import opened
from tests.pilot.screens import settle, text_of
from tests.terminal.ptyhost import PtyHost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.desk.views import DraftView
    from tests.pilot.conftest import Office

PROMISE_SECONDS = 2.0


def drafts(office: Office, who: Role) -> list[DraftView]:
    return office.services.desk.drafts(office.actor(who))


async def typed(pilot: Any, office: Office, who: Role, count: int = 1) -> list[DraftView]:
    """Wait for the drafts of what was just typed, not longer than was promised."""
    end = time.monotonic() + PROMISE_SECONDS
    while time.monotonic() < end:
        found = drafts(office, who)
        if len(found) == count:
            return found
        await pilot.pause(0.05)
    message = f"{count} drafts were promised within {PROMISE_SECONDS} seconds"
    raise AssertionError(message)


@pytest.mark.waits
def test_what_is_typed_is_kept_within_two_seconds_and_not_more_than_needed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    save = office.services.desk.save_draft

    def counting(actor: Any, form: str, subject: str, content: Mapping[str, Any]) -> None:
        written.append(str(content["note"]))
        save(actor, form, subject, content)

    monkeypatch.setattr(office.services.desk, "save_draft", counting)

    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5", *"已到现场")
            (draft,) = await typed(pilot, office, Role.HANDLER)
            assert (draft.form, draft.subject) == ("case.feedback", case.number)
            await settle(pilot, DELAY_SECONDS + 0.3)
            assert written[-1] == "已到现场"
            before = len(written)
            await settle(pilot, DELAY_SECONDS + 0.3)
            assert len(written) == before, "what did not change is not written again"
            assert not app.screen.holds_unsaved()

    asyncio.run(journey())


def test_a_draft_comes_back_with_its_date_and_can_be_thrown_away(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5", *"刚写一半", "escape")
            await settle(pilot)
            assert app.screen.form is None
            assert "已填内容存为草稿" in text_of(app)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5")
            await settle(pilot)
            assert "刚写一半" in text_of(app)
            assert "已接上您今天09:00写的草稿；按 F6 清空重填" in text_of(app)
            await pilot.press("f6")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert "刚写一半" in text_of(app), "a question that is not answered with yes changes nothing"
            await pilot.press("f6")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert "刚写一半" not in text_of(app)
            assert drafts(office, Role.HANDLER) == []
            await pilot.press("escape")
            await settle(pilot)
            assert "已填内容存为草稿" not in text_of(app)
            assert drafts(office, Role.HANDLER) == []

    asyncio.run(journey())


def test_picks_of_a_list_come_back_as_picks(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.ACCEPTED)
        async with opened(office, Role.ACCEPTOR, case) as (app, pilot):
            await pilot.press("f3")
            await settle(pilot)
            await pilot.press(*"0101", "enter")
            await settle(pilot)
            await pilot.press("down", "enter")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
        (draft,) = drafts(office, Role.ACCEPTOR)

        def take_up(services: Any, actor: Any) -> CaseScreen:
            return CaseScreen.from_draft(services, actor, draft)

        from tests.pilot.screens import shown

        actor = office.actor(Role.ACCEPTOR)
        async with shown(office.services, actor, office.clock, take_up) as (app, pilot):
            assert "0101 乱倒垃圾" in text_of(app)
            assert "条件2" in text_of(app)
            await pilot.press("f2")
            await settle(pilot)
            found = office.services.cases.case(actor, case.number)
            assert found.condition is not None
            assert found.condition.id == office.desk.town.five_days
        assert drafts(office, Role.ACCEPTOR) == []

    asyncio.run(journey())


@pytest.mark.waits
def test_a_draft_on_its_way_does_not_outlive_the_saving(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    save = office.services.desk.save_draft

    def slow(actor: Any, form: str, subject: str, content: Mapping[str, Any]) -> None:
        held.wait(5)
        save(actor, form, subject, content)

    monkeypatch.setattr(office.services.desk, "save_draft", slow)

    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5", *"已办")
            await pilot.pause(DELAY_SECONDS + 0.3)
            await pilot.press("f2")
            await pilot.pause(0.2)
            held.set()
            await settle(pilot)
            assert app.screen.form is None
        assert drafts(office, Role.HANDLER) == []

    asyncio.run(journey())


@pytest.mark.waits
def test_the_last_words_are_written_though_a_write_is_on_its_way_when_the_form_closes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()
    save = office.services.desk.save_draft

    def slow(actor: Any, form: str, subject: str, content: Mapping[str, Any]) -> None:
        held.wait(5)
        save(actor, form, subject, content)

    monkeypatch.setattr(office.services.desk, "save_draft", slow)

    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (_app, pilot):
            await pilot.press("f5", "一")
            await pilot.pause(DELAY_SECONDS + 0.3)
            await pilot.press("二", "escape")
            held.set()
            await settle(pilot)
        assert [draft.content["note"] for draft in drafts(office, Role.HANDLER)] == ["一二"]

    asyncio.run(journey())


@pytest.mark.waits
def test_a_draft_that_cannot_be_written_is_said_and_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [StoreBusy(5.0)]
    save = office.services.desk.save_draft

    def failing(actor: Any, form: str, subject: str, content: Mapping[str, Any]) -> None:
        if failures:
            raise failures.pop()
        save(actor, form, subject, content)

    monkeypatch.setattr(office.services.desk, "save_draft", failing)
    monkeypatch.setattr("console.forms.draft_keeper.RETRY_SECONDS", RETRY_SECONDS / 50)

    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f5", *"已办")
            await settle(pilot, DELAY_SECONDS + 0.05)
            assert "草稿没有存上" in text_of(app)
            await typed(pilot, office, Role.HANDLER)
            assert app.screen.form.values()["note"] == "已办"

    asyncio.run(journey())


@pytest.mark.waits
def test_a_form_nobody_typed_into_leaves_no_draft(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.VERIFIED)
        async with opened(office, Role.ACCEPTOR, case) as (_app, pilot):
            await pilot.press("f3")
            await settle(pilot, DELAY_SECONDS + 0.2)
            await pilot.press("escape")
            await settle(pilot)
        assert drafts(office, Role.ACCEPTOR) == []

    asyncio.run(journey())


def test_a_draft_of_a_step_no_longer_possible_is_shown_all_the_same(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        actor = office.actor(Role.HANDLER)
        DraftPlace(office.services, actor, "case.feedback", case.number).write({"note": "已经办完的说明"})
        office.desk.step(case, Action.RETURN, Role.UNIT_LEAD)
        async with opened(office, Role.HANDLER, case, action=Action.FEEDBACK) as (app, pilot):
            shown = text_of(app)
            assert "已经办完的说明" in shown
            assert "现在不能做这一步" in shown
            await pilot.press("f2")
            await settle(pilot)
            assert "已经办完的说明" in text_of(app)
            assert len(drafts(office, Role.HANDLER)) == 1

    asyncio.run(journey())


def test_drafts_are_offered_at_the_next_sign_in(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.HANDLING)
        actor = office.actor(Role.HANDLER)
        DraftPlace(office.services, actor, "case.feedback", case.number).write({"note": "上次没写完"})
        app = office.console("handler")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot, 0.3)
            shown = text_of(app)
            assert f"事件 反馈 {case.number}" in shown
            assert "上次没写完" in shown
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, CaseScreen)
            assert "上次没写完" in text_of(app)
            assert "已接上您" in text_of(app)

    asyncio.run(journey())


def test_every_form_has_a_title_and_words() -> None:
    assert draft_title("case.dispatch") == "事件 分拨"
    assert draft_title("case.not_known_here") == "事件 not_known_here"
    assert set(FORMS) >= {"case", "intake"}


def test_a_draft_is_told_by_its_words_not_by_what_was_chosen() -> None:
    typed = {"channel": "patrol", "grid_id": {"key": 1, "text": "岭南01"}, "title": "", "body": ""}
    assert draft_words("intake", typed) == "岭南01"
    assert draft_words("intake", {**typed, "place": "老街口"}) == "老街口"
    assert draft_words("intake", {**typed, "body": "第一行\n第二行"}) == "第一行 第二行"
    assert draft_words("intake", {**typed, "title": "井盖", "body": "比标题长得多的正文"}) == "井盖"
    assert draft_words("case.close", {"close_kind": "normal", "note": ""}) == ""
    assert draft_words("case.dispatch", {"unit": {"key": 3, "text": "综合执法队"}}) == "综合执法队"
    assert draft_words("case.feedback", {}) == ""
    assert draft_words("handover", {"scope": "office", "since": "", "notes": "再看三栋"}) == "再看三栋"


def test_no_drafts_are_a_sentence_and_an_empty_queue_says_where_to_look(office: Office) -> None:
    async def journey() -> None:
        app = office.console("duty_chief")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("5", "f8")
            await settle(pilot)
            assert "没有未完成的草稿。没填完就离开的表单会自动保存" in text_of(app)
            assert len([line for line in text_of(app).split("\n") if "按 F4 查全部事件。" in line]) == 1

    asyncio.run(journey())


@pytest.mark.pty
@pytest.mark.xdist_group("console")
def test_kill_9_in_the_middle_of_a_form_costs_nothing_older_than_two_seconds(
    office: Office, sqlite_url: str
) -> None:
    arguments = ["-m", "tests.pilot.console_on", sqlite_url, "handler"]
    with PtyHost(arguments, quick=True) as host:
        host.wait_for("占道经营屡劝不改")
        host.send("\r")
        host.wait_for("办理过程")
        host.send("\x1b[15~")
        host.wait_for("F2保存")
        host.send("正在清理现场")
        host.wait_for("正在清理现场")
        host.read(quiet=0.2)
        time.sleep(PROMISE_SECONDS)
        host.kill()
        assert host.exit_code(3.0) is not None
    with PtyHost(arguments, quick=True) as host:
        host.wait_for("正在清理现场")
        host.wait_for("事件 反馈")
        host.send("\r")
        host.wait_for("已接上您")
        host.wait_for("正在清理现场")
