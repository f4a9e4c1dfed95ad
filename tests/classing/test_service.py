from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.classing.refusals import NoSuchPlace, PreviewMoved, RuleNameTaken
from models.catalogue.classing.views import (
    AddRule,
    ChangeRule,
    Fault,
    MoveRule,
    RemoveRule,
    ReplaceRules,
    RuleDraft,
    Then,
    When,
)
from models.catalogue.drafting.refusals import NoDraft
from models.catalogue.views import MatterKind
from models.kernel.errors import Conflict, NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES
from tests.support.drafts import everything

if TYPE_CHECKING:
    from models.api import Services
    from models.catalogue.classing.views import RuleEdit, RulePreview

LIGHT = RuleDraft("路灯", When(words=("路灯",)), Then(class_key="event:01", class_name="公用设施", urgency=3))
CITY = RuleDraft(
    "城管", When(departments=("城管",)), Then(class_key="event:02", class_name="市容", severity=3)
)


def save(services: Services, admin: Actor, edit: RuleEdit) -> RulePreview:
    return services.classing.save(admin, edit, services.classing.preview(admin, edit).fingerprint)


def moves(found: RulePreview) -> list[tuple[str, str, Any, Any]]:
    return [(each.code, each.field, each.before, each.after) for each in found.moves]


def apply(services: Services, admin: Actor, **more: bool) -> RulePreview:
    plan = services.classing.plan(admin, **more)
    return services.classing.apply(admin, plan.fingerprint, **more)


def test_what_a_rule_moves_is_shown_before_it_is_saved_and_undone_in_one_step(
    listed: Services, admin: Actor
) -> None:
    before = everything(listed.drafting, admin)
    seen = listed.classing.preview(admin, AddRule(LIGHT))
    assert moves(seen) == [("L0002", "class", "list:00", "event:01"), ("L0002", "urgency", 2, 3)]
    assert (seen.entries, seen.prepared, seen.moving, seen.findings) == (4, True, 1, ())
    assert listed.classing.rules(admin) == []
    assert len(listed.classing.save(admin, AddRule(LIGHT), seen.fingerprint).rules) == 1
    assert everything(listed.drafting, admin) == before
    done = apply(listed, admin)
    assert (moves(done), done.moves[0].rule) == (moves(seen), "路灯")
    (line,) = listed.drafting.find(admin, "L0002")
    entry = listed.drafting.entry(admin, line.matter_id)
    assert (entry.draft.class_key, entry.draft.class_name, entry.draft.urgency) == (
        ("event", "01"),
        "公用设施",
        3,
    )
    assert moves(listed.classing.plan(admin)) == []
    newest = listed.drafting.steps(admin)[0]
    assert (newest.kind.value, newest.params["count"], newest.params["rules"]) == ("classify", 1, ["路灯"])
    listed.drafting.undo(admin)
    assert everything(listed.drafting, admin) == before
    listed.drafting.redo(admin)
    assert moves(listed.classing.plan(admin)) == []


@BOTH_ENGINES
def test_a_changed_moved_or_removed_rule_moves_entries_and_back(listed: Services, admin: Actor) -> None:
    save(listed, admin, AddRule(LIGHT))
    save(listed, admin, AddRule(CITY))
    apply(listed, admin)
    light, city = listed.classing.rules(admin)
    up = listed.classing.preview(admin, MoveRule(city.id, 1, city.version))
    assert moves(up) == [("L0002", "class", "event:01", "event:02")]
    fault = next(each for each in up.findings if each.fault is Fault.CONTRADICTS)
    assert (fault.rule, fault.other, fault.params["count"]) == ("路灯", "城管", 1)
    save(listed, admin, MoveRule(city.id, 1))
    assert [(each.number, each.draft.name) for each in listed.classing.rules(admin)] == [
        (1, "城管"),
        (2, "路灯"),
    ]
    apply(listed, admin)
    wider = ChangeRule(light.id, RuleDraft("灯和井", When(words=("灯", "井盖")), Then(urgency=4)))
    assert moves(save(listed, admin, wider)) == [("L0002", "urgency", 3, 4), ("L0004", "urgency", 2, 4)]
    apply(listed, admin)
    gone = listed.classing.preview(admin, RemoveRule(city.id))
    # What no rule says any more is again what it was before the rules.
    assert ("L0002", "class", "event:02", "list:00") in moves(gone)
    assert {each.rule for each in gone.moves} == {""}
    save(listed, admin, RemoveRule(city.id))
    apply(listed, admin)
    assert moves(listed.classing.plan(admin)) == []
    (line,) = listed.drafting.find(admin, "L0002")
    assert listed.drafting.entry(admin, line.matter_id).draft.class_key == ("list", "00")
    with pytest.raises(NotFound):
        listed.classing.preview(admin, RemoveRule(city.id))
    with pytest.raises(Conflict):
        listed.classing.preview(admin, MoveRule(light.id, 1, light.version))


def test_the_plan_is_worked_out_again_only_after_a_change(listed: Services, admin: Actor) -> None:
    save(listed, admin, AddRule(LIGHT))
    plan = listed.classing.plan(admin)
    assert listed.classing.plan(admin) is plan
    assert listed.classing.plan(admin, also_set=True) is not plan
    (line,) = listed.drafting.find(admin, "L0002")
    listed.drafting.edit(admin, line.matter_id, {"urgency": 1})
    again = listed.classing.plan(admin)
    assert (again.by_hand, len(again.moves)) == (1, 1)
    save(listed, admin, AddRule(CITY))
    assert listed.classing.plan(admin) is not again
    listed.drafting.discard(admin)
    assert not listed.classing.plan(admin).prepared


def test_what_a_person_set_stands_unless_asked(listed: Services, admin: Actor) -> None:
    lines = {line.code: line.matter_id for line in listed.drafting.entries(admin).rows}
    listed.drafting.edit(admin, lines["L0002"], {"urgency": 1})
    part = listed.drafting.split(admin, lines["L0002"], [({"name": "路灯歪斜"}, [])])[1]
    save(listed, admin, AddRule(LIGHT))
    plan = listed.classing.plan(admin)
    assert (plan.by_hand, {each.field for each in plan.moves}) == (2, {"class"})
    apply(listed, admin)
    assert listed.drafting.entry(admin, part.matter_id).draft.urgency == 1
    forced = apply(listed, admin, also_set=True)
    assert [(each.field, each.after) for each in forced.moves] == [("urgency", 3), ("urgency", 3)]
    assert listed.classing.plan(admin).moves == ()
    listed.drafting.undo(admin)
    listed.drafting.edit_many(
        admin, [lines["L0004"]], {"kind": "service", "class_code": "07", "scheme": "event"}
    )
    save(listed, admin, AddRule(CITY))
    assert not any(
        each.code == "L0004" and each.field == "class" for each in listed.classing.plan(admin).moves
    )


def test_a_merge_hands_on_what_a_hand_set_and_no_more(listed: Services, admin: Actor) -> None:
    lines = {line.code: line.matter_id for line in listed.drafting.entries(admin).rows}
    listed.drafting.edit(admin, lines["L0002"], {"class_code": "09", "scheme": "event", "class_name": "别"})
    listed.drafting.merge(admin, lines["L0004"], [lines["L0002"]])
    save(listed, admin, AddRule(CITY))
    kept = listed.classing.plan(admin)
    assert [each.field for each in kept.moves] == ["severity"]
    assert kept.by_hand == 1


def test_saving_and_carrying_out_need_the_preview_that_stands(listed: Services, admin: Actor) -> None:
    seen = listed.classing.preview(admin, AddRule(LIGHT))
    (line,) = listed.drafting.find(admin, "L0002")
    listed.drafting.edit(admin, line.matter_id, {"name": "灯不亮"})
    listed.drafting.edit(admin, line.matter_id, {"urgency": 4})
    with pytest.raises(PreviewMoved):
        listed.classing.save(admin, AddRule(LIGHT), seen.fingerprint)
    plan = listed.classing.plan(admin)
    save(listed, admin, AddRule(CITY))
    with pytest.raises(PreviewMoved):
        listed.classing.apply(admin, plan.fingerprint)
    with pytest.raises(RuleNameTaken):
        listed.classing.preview(admin, AddRule(RuleDraft(" 城管 ", When(), Then(urgency=1))))
    for place in (0, 3, -1):
        with pytest.raises(NoSuchPlace):
            listed.classing.preview(admin, AddRule(LIGHT, place))
    reader = Actor(0, "r", "看", frozenset({Role.ACCEPTOR}))
    with pytest.raises(NotPermitted):
        listed.classing.save(reader, AddRule(LIGHT), "")
    with pytest.raises(NotPermitted):
        listed.classing.apply(reader, "")
    listed.drafting.discard(admin)
    with pytest.raises(NoDraft):
        listed.classing.apply(admin, listed.classing.plan(admin).fingerprint)


def test_without_a_list_the_matters_in_force_are_shown(listed: Services, admin: Actor) -> None:
    listed.drafting.discard(admin)
    seen = save(listed, admin, AddRule(LIGHT))
    assert (seen.prepared, seen.moving, seen.entries) == (False, 1, 4)
    assert listed.classing.find(admin, "路灯") == listed.classing.find(admin, "１")
    with pytest.raises(NotFound):
        listed.classing.find(admin, "2")


def test_rules_that_never_fit_are_shadowed_or_contradict_are_named(listed: Services, admin: Actor) -> None:
    drafts = (
        CITY,
        RuleDraft("从不", When(words=("飞碟",)), Then(urgency=1)),
        RuleDraft("同前", When(departments=("城管",)), Then(severity=1)),
        RuleDraft("被盖", When(words=("井盖",)), Then(class_key="event:07", class_name="井")),
        RuleDraft("相反", When(words=("路灯",)), Then(severity=4, kind=MatterKind.REPORT)),
        RuleDraft("无类", When(words=("低保",)), Then(class_key="event:55", parent="X9")),
        RuleDraft("停用", When(words=("飞碟",)), Then(urgency=1), active=False),
        RuleDraft("飞碟二", When(words=("飞碟",)), Then(urgency=2)),
    )
    save(listed, admin, ReplaceRules(drafts))
    found = [(each.rule, each.fault, each.other) for each in listed.classing.check(admin)]
    assert found == [
        ("从不", Fault.NEVER, ""),
        ("同前", Fault.SHADOWED, "城管"),
        ("被盖", Fault.SHADOWED, "城管"),
        ("相反", Fault.CONTRADICTS, "城管"),
        ("无类", Fault.UNKNOWN_CLASS, ""),
        ("无类", Fault.UNKNOWN_PARENT, ""),
        ("飞碟二", Fault.SHADOWED, "从不"),
    ]
    # A rule keeps its identity by its name; what a file leaves out is removed.
    swapped = (
        RuleDraft("从不", When(departments=("城管",)), Then(severity=1)),
        RuleDraft("城管", When(words=("灯",)), Then(urgency=4)),
    )
    kept = {each.draft.name: each.id for each in listed.classing.rules(admin)}
    save(listed, admin, ReplaceRules(swapped))
    assert [(each.id, each.draft) for each in listed.classing.rules(admin)] == [
        (kept["从不"], swapped[0]),
        (kept["城管"], swapped[1]),
    ]
    actions = {each.action for each in listed.ledger.entries(admin, f"classing:{kept['同前']}").rows}
    assert actions == {"classing.create", "classing.remove"}


@BOTH_ENGINES
def test_of_two_who_save_at_once_one_is_told_to_look_again(listed: Services, admin: Actor) -> None:
    edits = [
        AddRule(RuleDraft(f"规则{place}", When(words=("灯",)), Then(urgency=place))) for place in (1, 2, 3)
    ]
    marks = [listed.classing.preview(admin, edit).fingerprint for edit in edits]
    start = Barrier(len(edits))
    outcomes: list[str] = []

    def work(edit: RuleEdit, mark: str) -> None:
        start.wait()
        try:
            listed.classing.save(admin, edit, mark)
        except PreviewMoved:
            outcomes.append("moved")
        else:
            outcomes.append("saved")

    threads = [Thread(target=work, args=pair) for pair in zip(edits, marks, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "moved", "saved"]
    assert [each.number for each in listed.classing.rules(admin)] == [1]
