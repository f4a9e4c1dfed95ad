from __future__ import annotations

import pytest

from models.catalogue.classing.deciding import Origin, Ready, decide, subject_of
from models.catalogue.classing.defaults import default_rules
from models.catalogue.classing.refusals import (
    BadClassKey,
    ClassNameAlone,
    RuleNameless,
    RuleSetsNothing,
    TooManyTexts,
    UnknownPart,
)
from models.catalogue.classing.rules import checked, draft_of, rule_document, values_of
from models.catalogue.classing.texts import changed, texts_of
from models.catalogue.classing.views import NO_LIST, RuleDraft, RuleView, Then, When
from models.catalogue.drafting.refusals import UnknownValue
from models.catalogue.refusals import BadClassCode, BadScheme, OutOfRange, TextTooLong
from models.catalogue.rules import draft_document
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList, MatterKind
from tests.classing.conftest import matter

THEN = Then(urgency=3)
ABOVE = {"grid:0101": frozenset({"grid:0101", "grid:01"})}


def fits(
    when: When,
    name: str = "路灯不亮",
    *conditions: str,
    sources: tuple[SourceKind, ...] = (),
    said: dict[str, object] | None = None,
) -> bool:
    draft = matter("L1", name, *conditions, **(said or {}))
    subject = subject_of(1, draft, values_of(draft_document(draft)), sources, Origin())
    ready = Ready.of(RuleView(1, 1, 1, checked(RuleDraft("r", when, THEN))))
    return ready.fits(subject, subject.values, ABOVE)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(), True),
        (When(words=("路灯",)), True),
        (When(words=("井盖", "路灯")), True),
        (When(words=("路灯+不亮",)), True),
        (When(words=("路灯＋损坏",)), False),
        (When(words=("路 灯",)), True),
        (When(words=("路灯",), without=("不亮",)), False),
        (When(words=("abc",)), False),
        (When(departments=("城管",)), True),
        (When(departments=("民政",)), False),
        (When(basis=("条例",)), True),
        (When(lists=(NO_LIST,)), True),
        (When(lists=("basic",)), False),
        (When(classes=("grid:0101",)), True),
        (When(classes=("grid:01",)), True),
        (When(classes=("grid:02",)), False),
        (When(classes=("网格:",)), True),
        (When(sources=(SourceKind.HOTLINE,)), False),
    ],
)  # fmt: skip
def test_a_rule_applies_where_every_part_holds(when: When, expected: bool) -> None:
    said: dict[str, object] = {"department": "县城管局", "legal_basis": "市容条例"}
    assert fits(when, said={**said, "scheme": "grid", "class_code": "0101"}) is expected


def test_words_are_looked_for_in_name_and_conditions_but_not_across_them() -> None:
    assert fits(When(words=("熄灭",)), "路灯", "整条街熄灭")
    assert fits(When(words=("led",)), "路灯ＬＥＤ")
    assert not fits(When(words=("灯整",)), "路灯", "整条街熄灭")
    assert fits(When(sources=(SourceKind.GRID, SourceKind.POWER)), sources=(SourceKind.POWER,))


def rules(*drafts: RuleDraft) -> list[Ready]:
    return [Ready.of(RuleView(n, n, 1, checked(each))) for n, each in enumerate(drafts, 1)]


def test_a_rule_for_new_entries_leaves_those_in_force_alone() -> None:
    draft = matter("L1", "路灯不亮")
    values = values_of(draft_document(draft))
    (rule,) = rules(RuleDraft("灯", When(words=("路灯",), only_new=True), THEN))
    for is_new in (True, False):
        assert rule.fits(subject_of(1, draft, values, (), Origin(), is_new=is_new), values, {}) is is_new


def test_for_each_field_the_first_rule_decides_and_later_rules_see_it() -> None:
    draft = matter("L1", "路灯不亮")
    subject = subject_of(1, draft, values_of(draft_document(draft)), (), Origin())
    made = rules(
        RuleDraft("灯", When(words=("路灯",)), Then(class_key="event:01", urgency=3)),
        RuleDraft("类", When(classes=("event:01",)), Then(urgency=4, severity=4)),
        RuleDraft("未分", When(classes=("list:00",)), Then(kind=MatterKind.EMERGENCY)),
    )
    found = decide(made, subject, {})
    assert (found.values["class"], found.values["urgency"], found.values["severity"]) == ("event:01", 3, 4)
    assert (found.by["urgency"], found.by["severity"], found.fitting) == (0, 1, [0, 1])
    assert found.overruled == [(1, 0, "urgency")]
    assert found.values["kind"] == "patrol"


def test_what_a_hand_set_stands_unless_asked_and_what_rules_set_falls_back() -> None:
    draft = matter("L1", "路灯不亮", urgency=4, severity=3)
    origin = Origin(frozenset({"urgency"}), {"severity": 2})
    subject = subject_of(1, draft, values_of(draft_document(draft)), (), origin)
    made = rules(RuleDraft("灯", When(words=("路灯",)), Then(urgency=1)))
    found = decide(made, subject, {})
    assert (found.values["urgency"], found.kept, found.values["severity"]) == (4, 1, 2)
    asked = decide(made, subject, {}, also_set=True)
    assert (asked.values["urgency"], asked.kept) == (1, 0)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (RuleDraft(" ", When(), THEN), RuleNameless),
        (RuleDraft("x", When()), RuleSetsNothing),
        (RuleDraft("x", When(), Then(parent="  ")), RuleSetsNothing),
        (RuleDraft("x", When(), Then(class_name="灯")), ClassNameAlone),
        (RuleDraft("x", When(), Then(class_key="01")), BadClassKey),
        (RuleDraft("x", When(), Then(class_key="事:01")), BadScheme),
        (RuleDraft("x", When(), Then(class_key="event:*")), BadClassCode),
        (RuleDraft("x", When(classes=(":",)), THEN), BadScheme),
        (RuleDraft("x", When(), Then(urgency=5)), OutOfRange),
        (RuleDraft("x" * 65, When(), THEN), TextTooLong),
        (RuleDraft("x", When(words=("长" * 65,)), THEN), TextTooLong),
        (RuleDraft("x", When(words=tuple(f"词{n}" for n in range(61))), THEN), TooManyTexts),
        (RuleDraft("x", When(), Then(department="局" * 256)), TextTooLong),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(draft: RuleDraft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked(draft)


def test_texts_are_cleaned_and_signs_alone_are_no_word() -> None:
    made = checked(
        RuleDraft(" 灯\x1b[31m ", When(words=("路灯", "路灯", "+", "")), Then(class_key="事件：1"))
    )
    assert (made.name, made.when.words, made.then.class_key) == ("灯", ("路灯",), "event:01")


def test_a_rule_is_kept_and_written_without_loss() -> None:
    draft = checked(
        RuleDraft(
            "全",
            When(
                ("a+b", "c"),
                ("d",),
                ("e",),
                (SourceKind.GRID,),
                ("f",),
                ("event:01",),
                ("basic", NO_LIST),
                True,
            ),
            Then("event:02", "名", "C1", DutyList.RECALLED, MatterKind.SERVICE, None, 1, 4, "县局"),
            "记",
        )
    )
    kept = rule_document(draft)
    assert draft_of("全", kept["when"], kept["then"], "记", active=True) == draft
    texts = texts_of(draft, lambda member: member.value.upper(), "无")
    assert (texts["words"], texts["in_list"], texts["kind"], texts["settle_level"]) == (
        "a+b|c", "BASIC|无", "SERVICE", "",
    )  # fmt: skip
    assert changed(RuleDraft("全", note="记"), texts, lambda member: member.value.upper(), "无") == draft


@pytest.mark.parametrize(
    ("part", "text", "refusal"),
    [
        ("colour", "red", UnknownPart),
        ("kind", "sky", UnknownValue),
        ("of_source", "moon", UnknownValue),
        ("urgency", "2.5", UnknownValue),
        ("urgency", "high", UnknownValue),
        ("class", "01", BadClassKey),
        ("words", "|+、", UnknownValue),
        ("of_department", "++", UnknownValue),
        ("only_new", "maybe", UnknownValue),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(part: str, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        changed(RuleDraft("x"), {part: text}, lambda member: member.value)


def test_the_shipped_rules_can_be_kept_and_have_names_of_their_own() -> None:
    shipped = default_rules()
    assert len({each.name for each in shipped}) == len(shipped) > 20
    assert all(each.then.class_name for each in shipped if each.then.class_key)
