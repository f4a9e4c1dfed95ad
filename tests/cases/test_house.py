"""The schema of settings, the rules made of them, the walk over the table: all without a database."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from models.accounts.views import Role
from models.cases.completing import complete
from models.cases.deciding import Decision, decisions_of
from models.cases.filters import parse
from models.cases.kinds import Action, CaseState, CloseKind, Entry
from models.cases.rules import legend, queues_of
from models.cases.settings.door import checked, checked_document, read_value, setting_of, text_of
from models.cases.settings.house import GROUPS, PACKAGED, House, house_of
from models.cases.settings.refusals import BadSettingsFile, NobodyAnswers, StatesStuck, UnknownSetting
from models.cases.settings.service import FORMAT, document_of
from models.cases.settings.spec import settings
from models.cases.settings.swapping import swapped
from models.cases.settings.walking import require_a_way, stuck_states
from models.cases.table import TRANSITIONS
from models.kernel.errors import Invalid
from tests.cases.test_rules import person


def house(**document: Any) -> House:
    return house_of(1, checked_document({key.replace("__", "."): value for key, value in document.items()}))


def test_every_setting_takes_its_own_default_and_explains_itself() -> None:
    for key, setting in settings().items():
        assert checked(setting, setting.default) == setting.default, key
        assert read_value(setting, text_of(setting.default)) == setting.default, key
        assert setting.meaning, key
        assert setting.source, key
    assert checked_document({key: setting.default for key, setting in settings().items()}) == {}
    assert house_of(3, {}).rows is TRANSITIONS
    assert PACKAGED.roles_of(Action.INTAKE) == PACKAGED.intake_roles


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("caps.extensions", 10),
        ("caps.extensions", True),
        ("caps.extensions", "1"),
        ("caps.hold_days", 0),
        ("caps.extend_overdue", 1),
        ("undo.minutes", 241),
        ("answer.urge", "soon"),
        ("light.warn_left", "3/2"),
        ("light.warn_left", ""),
        ("close.kinds", ["special"]),
        ("roles.accept", ["system_admin"]),
        ("roles.accept", "acceptor"),
        ("reasons.return", ["1"]),
        ("reasons.return", ["字" * 61]),
        ("labels.zh.state.feedback", "这个名称太长了"),
        ("labels.zh.queue.to_verify", "待验收了"),
        ("labels.en.action.verify", "..."),
    ],
)
def test_what_is_no_value_is_refused(key: str, value: Any) -> None:
    with pytest.raises(Invalid):
        checked_document({key: value})


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("caps.extensions", "３", 3),
        ("caps.extend_overdue", "是", True),
        ("answer.urge", "2个工作日", "2WD"),
        ("light.warn_left", "25%", "1/4"),
        ("light.warn_left.3", "", ""),
        ("roles.accept", "duty_chief，acceptor", ["acceptor", "duty_chief"]),
        ("reasons.return", "地点不清； 不属本单位职责；地点不清", ["地点不清", "不属本单位职责"]),
        ("labels.zh.state.feedback", " 待\x1b验收 ", "待验收"),
    ],
)
def test_what_people_type_is_understood(key: str, typed: str, value: Any) -> None:
    assert read_value(setting_of(key), typed) == value


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownSetting) as caught:
        checked_document({"caps.extension": 1})
    assert caught.value.nearest == "caps.extensions"
    assert setting_of(" Caps.Hold-Days").key == "caps.hold_days"
    with pytest.raises(UnknownSetting):
        document_of({"format": FORMAT, "settings": {"nothing": 1}})
    contents: tuple[Any, ...] = ([], {"settings": {}}, {"format": FORMAT, "settings": []})
    for content in contents:
        with pytest.raises(BadSettingsFile):
            document_of(content)
    assert document_of(json.loads(json.dumps({"format": FORMAT, "settings": {"caps.holds": 2}}))) == {
        "caps.holds": 2
    }


NEEDED = {
    "accept",
    "file",
    "dispatch",
    "check",
    "feedback",
    "verify",
    "close",
    "call_back",
    "resume",
    # A question without an answer would stand for ever.
    "endorse",
    "grant_extension",
    "grant_hold",
    "decline",
    "support",
    "uphold",
    "dismiss",
    "answer.dispatched",
    "answer.reported",
}
"""Steps that somebody has to be able to do, seen by hand."""


def test_nothing_that_is_needed_can_be_left_with_nobody() -> None:
    assert stuck_states(PACKAGED) == ()
    refused = set()
    for key in GROUPS:
        try:
            require_a_way(house_of(1, {f"roles.{key}": []}))
        except (StatesStuck, NobodyAnswers):
            refused.add(key)
    assert refused == NEEDED
    with pytest.raises(StatesStuck) as caught:
        require_a_way(house_of(1, {"roles.close": ["evaluator"]}))
    assert CaseState.VERIFIED in caught.value.states, "closing is for whoever took the case"
    with pytest.raises(StatesStuck):
        require_a_way(house_of(1, {"roles.feedback": ["leader"]}))
    require_a_way(house_of(1, {"roles.close": ["duty_chief"], "roles.verify": ["leader"]}))
    require_a_way(house_of(1, {"roles.ask_hold": [], "roles.grant_hold": []}))
    require_a_way(house_of(1, {"roles.take": [], "roles.void": [], "roles.appeal": []}))


def test_the_table_with_the_offices_roles_and_entries() -> None:
    mine = house(roles__return__filed=["leader"], needed__take=["note", "reason"], answer__urge="2WD")
    assert mine.transition(Action.RETURN, CaseState.FILED).roles == {Role.LEADER}  # type: ignore[union-attr]
    assert mine.roles_of(Action.RETURN) == {Role.LEADER, Role.UNIT_LEAD, Role.HANDLER}
    take = mine.transition(Action.TAKE, CaseState.DISPATCHED)
    assert take is not None
    assert set(take.required) == {Entry.NOTE, Entry.REASON}
    assert take.optional == ()
    assert [row.action for row in mine.rows] == [row.action for row in TRANSITIONS]
    assert any(line.roles == (Role.LEADER,) for line in legend(mine) if line.action is Action.RETURN)
    assert mine.explained(Action.URGE) != mine.explained(Action.SUPERVISE)
    assert not any(row.action is Action.APPEAL for row in legend(house(roles__appeal=[])))


def test_who_decides_follows_the_roles() -> None:
    mine = house(roles__grant_extension=["leader"], roles__grant_hold=["leader"], roles__support=["leader"])
    assert Decision.GRANT in decisions_of(person(Role.LEADER), mine)
    assert Decision.GRANT not in decisions_of(person(Role.DISPATCHER), mine)
    assert queues_of(person(Role.LEADER), PACKAGED) == queues_of(person(Role.LEADER))


def test_numbers_of_an_office() -> None:
    mine = house(
        caps__extensions=1,
        undo__minutes=5,
        light__warn_left="1/4",
        **{"light.warn_left.3": "1/2"},
        close__kinds=["normal", "special"],
    )
    assert (mine.caps.extensions, mine.caps.holds, mine.caps.or_packaged.extensions) == (1, 1, 2)
    assert mine.undo_minutes == 5
    assert [mine.warn_share(each) for each in (None, 1, 3)] == [
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 2),
    ]
    assert mine.close_kinds == (CloseKind.NORMAL, CloseKind.SPECIAL)


def test_the_two_words_trade_places_and_filters_understand_both() -> None:
    assert swapped("待核实、核查、核对") == "待核查、核实、核对"
    today = date(2026, 3, 2)

    def states(text: str, rules: House) -> frozenset[Any]:
        return parse(f"状态:{text}", today, rules).conditions[0].members

    assert states("待核实", PACKAGED) == {CaseState.CHECKING}
    assert states("待核实", house(labels__swap=True)) == {CaseState.FEEDBACK}
    own = house(labels__zh__state__feedback="待验收", labels__en__state__held="parked")
    assert states("待验收", own) == states("待核查", own) == {CaseState.FEEDBACK}
    assert states("parked", own) == states("挂账", own) == {CaseState.HELD}
    # A name the office gives to something else means what the office says.
    moved = house(labels__zh__state__checking="待核查")
    assert states("待核查", moved) == {CaseState.CHECKING}
    assert states("feedback", moved) == {CaseState.FEEDBACK}
    assert complete("状态:待验", chinese=True, house=own).offers == ("待验收",)
