"""What identifies a source item, and what an import would do, without a database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.sources.planning import SourcePlan, plan_import
from models.catalogue.sources.rules import COMPARED, ItemDraft, one_line, with_part
from models.catalogue.sources.standing import Standing
from models.catalogue.sources.views import ItemState

COLUMNS = frozenset({*COMPARED, "备注"})
words = st.sampled_from(["低保受理", "临时救助", "高龄津贴", "路灯不亮"])
rows = st.builds(
    ItemDraft,
    name=words,
    wording=words,
    code=st.sampled_from(["", "", "A1", "A2", "a1"]),
    department=st.sampled_from(["", "县民政局", "县城管局"]),
    legal_basis=st.sampled_from(["", "《法》第一条"]),
    other=st.sampled_from([(), (("备注", "新"),)]),
    number=st.sampled_from(["", "1", "2"]),
)
sheets = st.lists(rows, max_size=8)


def placed(drafts: list[ItemDraft]) -> list[ItemDraft]:
    from dataclasses import replace

    return [replace(draft, position=place, row=place + 1) for place, draft in enumerate(drafts, start=1)]


def carried_out(plan: SourcePlan, current: list[Standing]) -> list[Standing]:
    """Return the items of a book after a plan was written."""
    items = {each.id: each for each in current}
    for change in (*plan.changed, *plan.same):
        items[change.old.id] = Standing(
            change.old.id, change.new.key, change.old.version + 1, ItemState.PRESENT, change.new
        )
    for each in plan.gone:
        items[each.id] = Standing(each.id, each.key, each.version + 1, ItemState.GONE, each.draft)
    for draft in plan.created:
        key = len(items) + 1
        items[key] = Standing(key, draft.key, 1, ItemState.PRESENT, draft)
    return list(items.values())


@given(sheets, sheets)
def test_importing_twice_changes_nothing_the_second_time(
    first: list[ItemDraft], second: list[ItemDraft]
) -> None:
    book = carried_out(plan_import(placed(first), [], COLUMNS), [])
    book = carried_out(plan_import(placed(second), book, COLUMNS), book)
    again = plan_import(placed(second), book, COLUMNS)
    assert (again.created, again.changed, again.gone) == ([], [], [])


@given(sheets, sheets)
def test_keys_stay_unique_and_nothing_is_deleted(first: list[ItemDraft], second: list[ItemDraft]) -> None:
    book = carried_out(plan_import(placed(first), [], COLUMNS), [])
    after = carried_out(plan_import(placed(second), book, COLUMNS), book)
    assert len({each.key for each in after}) == len(after)
    assert {each.id for each in book} <= {each.id for each in after}


@given(sheets, sheets, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    first: list[ItemDraft], second: list[ItemDraft], dice: object
) -> None:
    book = carried_out(plan_import(placed(first), [], COLUMNS), [])
    once = plan_import(placed(second), book, COLUMNS)
    if once.clashing:
        return  # of two rows that clash the first is taken, and which that is lies in the order
    shuffled = list(second)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    other = plan_import(placed(shuffled), book, COLUMNS)
    assert {draft.key for draft in once.created} == {draft.key for draft in other.created}
    assert {(each.old.id, each.fields) for each in once.changed} == {
        (each.old.id, each.fields) for each in other.changed
    }
    assert once.gone == other.gone


def test_names_lose_line_breaks_but_no_space_between_words() -> None:
    assert one_line("占用\n消防通道") == "占用消防通道"
    assert one_line("AED\n设备 管理") == "AED 设备 管理"
    assert with_part("低保", "低保") == "低保"
    assert with_part("低保", "受理") == "低保（受理）"


def test_spelling_of_code_and_name_makes_no_other_item() -> None:
    assert ItemDraft("甲", "甲", code="ａ1").key == ItemDraft("乙", "乙", code="A1").key
    assert ItemDraft("ＡＥＤ 管理", "").key == ItemDraft("aed管理", "").key
    assert ItemDraft("甲", "", department="县民政局").key != ItemDraft("甲", "", department="县残联").key


def test_a_name_worded_otherwise_is_a_change_and_another_matter_under_its_number_is_not() -> None:
    before = [
        ItemDraft("九小场所消防安全检查", "", number="5"),
        ItemDraft("避灾安置点日常维护", "", number="18"),
        ItemDraft("汛期险情上报", "", number="14"),
    ]
    book = carried_out(plan_import(placed(before), [], COLUMNS), [])
    after = [
        ItemDraft("汛期险情上报", "", number="5"),
        ItemDraft("九小场所消防安全检查（每季度一次）", "", number="5"),
        ItemDraft("有限空间作业安全提示", "", number="18"),
    ]
    plan = plan_import(placed(after), book, COLUMNS)
    assert [(each.old.draft.name, each.new.name) for each in plan.changed] == [
        ("九小场所消防安全检查", "九小场所消防安全检查（每季度一次）")
    ]
    assert [each.name for each in plan.created] == ["有限空间作业安全提示"]
    assert [each.draft.name for each in plan.gone] == ["避灾安置点日常维护"]
