"""What comes in: cleaned, checked, refused in a sentence; nothing half written."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accounts.views import Role
from models.cases.door import clean_entries, clean_intake, normal_phone
from models.cases.rules import Action, CaseState, Channel, QueueKey
from models.cases.views import ActionEntries, Intake
from models.kernel.errors import Invalid
from tests.conftest import MONDAY_MORNING

if TYPE_CHECKING:
    from tests.cases.township import Desk

GOOD: dict[str, Any] = {"channel": Channel.PATROL, "title": "标题", "body": "正文", "grid_id": 1}
HOSTILE = "\x1b]0;偷\x07\x1b[31m红\u202e倒\u200b[bold]不是标记[/bold]\x00"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": ""}, "the title"),
        ({"title": " \u3000\u200b\t"}, "the title"),
        ({"title": "长" * 201}, "the title"),
        ({"body": ""}, "the text"),
        ({"body": "长" * 8001}, "the text"),
        ({"place": "长" * 201}, "the place"),
        ({"reporter_name": "长" * 65}, "the reporter's name"),
        ({"reporter_phone": "一三八"}, "the reporter's phone"),
        ({"reporter_phone": "12"}, "the reporter's phone"),
        ({"reporter_phone": "1" * 21}, "the reporter's phone"),
        ({"channel": "pigeon"}, "the channel"),
        ({"grid_id": "x"}, "the grid"),
        ({"occurred_at": MONDAY_MORNING + timedelta(seconds=1)}, "the time it happened"),
        ({"occurred_at": datetime(2026, 3, 2, 9)}, "the time it happened"),  # noqa: DTZ001 -- naive on purpose
    ],
)
def test_what_cannot_be_used_is_named(over: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_intake(Intake(**{**GOOD, **over}), MONDAY_MORNING)
    assert caught.value.field == field
    assert len(str(caught.value)) < 200


def test_a_time_in_another_zone_is_one_moment() -> None:
    local = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    assert clean_intake(Intake(**GOOD, occurred_at=local), MONDAY_MORNING).occurred_at == MONDAY_MORNING


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "13800001234"),
        ("１３８ ００００－１２３４", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("0086 13800001234", "13800001234"),
        ("(0751) 8881234", "07518881234"),
        ("12345", "12345"),
        ("+85212345678", "+85212345678"),
        ("", ""),
    ],
)
def test_phones_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert normal_phone(typed) == kept


def test_hostile_text_is_disarmed_and_kept_word_for_word_otherwise(desk: Desk) -> None:
    case = desk.report(title=HOSTILE, body=f"第一行\r\n{HOSTILE}", place=HOSTILE, reporter_name=HOSTILE)
    assert case.title == "红倒[bold]不是标记[/bold]"
    assert case.body == "第一行\n红倒[bold]不是标记[/bold]"
    case = desk.do(case, Action.VOID, Role.ACCEPTOR, reason=HOSTILE, note=f"一\n{HOSTILE}")
    assert (case.timeline[-1].reason, case.timeline[-1].note) == (case.title, f"一\n{case.title}")
    for value in (case.title, case.body, case.place, case.reporter_name, case.timeline[-1].note):
        assert not any(ord(sign) < 32 and sign != "\n" for sign in value)


def test_a_blank_reason_is_no_reason(sqlite_desk: Desk) -> None:
    from models.cases.refusals import EntryMissing

    case = sqlite_desk.report()
    with pytest.raises(EntryMissing):
        sqlite_desk.do(case, Action.VOID, Role.ACCEPTOR, reason=" \u200b\u3000 ")
    assert sqlite_desk.cases.counters(sqlite_desk.town.actor(Role.ACCEPTOR))[QueueKey.TO_ACCEPT] == 1


def test_a_refused_action_leaves_nothing_behind(desk: Desk) -> None:
    case = desk.bring_to(CaseState.ACCEPTED)
    with pytest.raises(Invalid):
        desk.do(case, Action.VOID, Role.ACCEPTOR, reason="长" * 1001)
    assert desk.cases.case_by_id(desk.town.actor(Role.ACCEPTOR), case.id) == case


@given(st.text(), st.text())
def test_any_text_is_cleaned_or_refused(title: str, note: str) -> None:
    try:
        clean = clean_intake(Intake(Channel.PATROL, title, note or "x", 1), MONDAY_MORNING)
    except Invalid:
        return
    assert clean.title == clean.title.strip() != ""
    assert "\n" not in clean.title
    again = clean_intake(Intake(Channel.PATROL, clean.title, clean.body, 1), MONDAY_MORNING)
    assert again == clean


def test_entries_of_the_wrong_kind_are_refused() -> None:
    with pytest.raises(Invalid) as caught:
        clean_entries(ActionEntries(close_kind="maybe"))  # type: ignore[arg-type]
    assert caught.value.field == "the kind of closing"
