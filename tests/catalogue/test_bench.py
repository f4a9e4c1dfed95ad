"""The merge workbench's service: groups by how far they are, what is sure, stepping back, conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.drafting.benchviews import BenchTab, Evidence
from models.catalogue.drafting.refusals import (
    EntryMoved,
    MergedElsewhere,
    NothingToUndo,
    NotItsItems,
    StepMoved,
    TooFew,
)
from models.catalogue.rules import ConditionDraft
from models.catalogue.sources.views import BookEntries, SourceKind
from models.catalogue.views import DutyList
from models.kernel.errors import NotPermitted
from tests.support.databases import BOTH_ENGINES
from tests.support.drafts import everything
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.api import Services
    from models.catalogue.drafting.benchviews import BenchLine
    from models.catalogue.drafting.service import DraftingService
    from models.kernel.clock import ManualClock

SHEET = """序号,事项名称,实施部门,法律依据
1,占用消防通道的处置,县应急管理局,《中华人民共和国消防法》第二十八条
2,对占用消防通道处置,县应急管理局,《中华人民共和国消防法》第28条
3,占用消防通道处置,县城管局,
4,农村低保申请受理,县民政局,
5,农村低保审核,县民政局,
6,秸秆焚烧巡查,县农业农村局,
"""
OTHER = """序号,事项名称,实施部门
1,秸秆焚烧巡查,县农业农村局
2,秸秆焚烧 巡查,农业农村局
3,路灯报修,县住建局
"""


@pytest.fixture
def office(services: Services, clock: ManualClock) -> Actor:
    return remembered(services.store, lambda: _office(services), "bench", clock.now())


def _office(services: Services) -> Actor:
    services.initialise("root", "测试镇")
    actor = services.accounts.actor_for_os_user("root", "test")
    for code, sheet in (("A1", SHEET), ("B1", OTHER)):
        services.sources.create_book(
            actor, code, BookEntries(title="部门下放事项", kind=SourceKind.DEPARTMENT, department="县政府")
        )
        services.sources.import_file(actor, (f"{code}.csv", sheet.encode()), code)
    services.drafting.begin(actor, "2027")
    return actor


@pytest.fixture
def drafting(services: Services, office: Actor, clock: ManualClock) -> DraftingService:
    remembered(services.store, lambda: _collect(services, office), "bench collected", clock.now())
    return services.drafting


def _collect(services: Services, office: Actor) -> None:
    services.drafting.collect(office)


def shown(
    drafting: DraftingService, office: Actor, tab: BenchTab = BenchTab.OPEN, text: str = ""
) -> list[str]:
    return [line.name for line in drafting.groups(office, tab, text).rows]


def line_of(drafting: DraftingService, office: Actor, text: str) -> BenchLine:
    (line,) = drafting.groups(office, text=text).rows
    return line


def test_what_collecting_would_bring_and_only_some_departments(services: Services, office: Actor) -> None:
    drafting = services.drafting
    assert [(each.key, each.items, each.fresh) for each in drafting.collectable(office)] == [
        ("A1", 6, 6), ("B1", 3, 3),
    ]  # fmt: skip
    by_department = {each.key: each.fresh for each in drafting.collectable(office, by_department=True)}
    assert by_department["县农业农村局"] == 2
    drafting.collect(office, departments=["县农业农村局", "县住建局"])
    view = drafting.draft(office)
    assert view is not None
    assert view.funnel.items == 3
    assert [each.fresh for each in drafting.collectable(office)] == [5, 1]
    bench = drafting.bench(office)
    assert bench is not None
    assert bench.groups[BenchTab.OPEN] == 1
    # What comes later is compared when asked for.
    drafting.collect(office)
    bench = drafting.bench(office)
    assert bench is not None
    assert bench.stale
    assert drafting.renew(office)
    assert not drafting.renew(office)
    assert len(shown(drafting, office)) == 3


@BOTH_ENGINES
def test_groups_are_found_narrowed_paged_and_explained(drafting: DraftingService, office: Actor) -> None:
    lines = drafting.groups(office).rows
    first = lines[0]
    assert (first.name, len(first.entries), first.confidence) == ("秸秆焚烧巡查", 3, "certain")
    assert {line.relation for line in lines} == {"same", "stage"}
    assert shown(drafting, office, text="jgfs") == ["秸秆焚烧巡查"]
    assert shown(drafting, office, text="民政") == ["农村低保审核"]
    assert shown(drafting, office, text="占用 城管") == ["占用消防通道处置"]
    assert shown(drafting, office, text="没有") == []
    page = drafting.groups(office, limit=2)
    assert len(page.rows) == 2
    assert len(drafting.groups(office, after=page.next_key, limit=2).rows) == 1
    assert [line.name for line in drafting.groups(office, evidence=Evidence.STREAM).rows] == ["农村低保审核"]
    bench = drafting.bench(office)
    assert bench is not None
    assert bench.evidence[Evidence.NAME] == 2
    line = line_of(drafting, office, "xftd")
    group = drafting.group(office, line.entries)
    assert [entry.line.matter_id for entry in group.entries] == list(line.entries)
    (member,) = next(entry for entry in group.entries if entry.line.name == "对占用消防通道处置").members
    assert (member.book, member.row, member.department, member.file) == ("A1", 3, "县应急管理局", "A1.csv")
    assert {reason.sentence for reason in group.reasons} >= {"but other departments"}


def test_groups_pass_through_the_tabs_and_keep_their_order(drafting: DraftingService, office: Actor) -> None:
    order = [line.key for line in drafting.groups(office).rows]
    fire, straw = line_of(drafting, office, "xftd"), line_of(drafting, office, "jgfs")
    poor = line_of(drafting, office, "db")
    merged = drafting.merge(office, fire.entries[0], [fire.entries[1]])
    # What is left of it stays where it was.
    assert [line.key for line in drafting.groups(office).rows] == order
    assert shown(drafting, office, BenchTab.MERGED) == [merged.draft.name]
    assert len(line_of(drafting, office, "xftd").entries) == 2
    drafting.keep_apart(office, [fire.entries[2]], others=[fire.entries[0]], note="  城管只管沿街 ")
    assert shown(drafting, office, text="xftd") == []
    apart = drafting.groups(office, BenchTab.APART).rows[0]
    assert set(apart.entries) == {fire.entries[0], fire.entries[2]}
    assert {entry.note for entry in drafting.group(office, apart.entries).entries} == {"城管只管沿街"}
    drafting.settle(office, poor.entries)
    assert shown(drafting, office, BenchTab.LOOKED) == [poor.name]
    assert [line.key for line in drafting.groups(office).rows] == [straw.key]
    found = drafting.where(office, [fire.entries[1]])
    assert found is not None
    assert found.tab is BenchTab.MERGED
    for _step in range(3):
        drafting.undo(office)
    assert [line.key for line in drafting.groups(office).rows] == order
    assert drafting.where(office, [999_999]) is None


def test_one_of_three_is_taken_out_and_the_others_stay_together(
    drafting: DraftingService, office: Actor
) -> None:
    line = line_of(drafting, office, "jgfs")
    drafting.keep_apart(office, [line.entries[0]], others=line.entries)
    assert set(line_of(drafting, office, "jgfs").entries) == set(line.entries[1:])
    drafting.keep_apart(office, [line.entries[0]], others=line.entries, apart=False)
    assert set(line_of(drafting, office, "jgfs").entries) == set(line.entries)
    with pytest.raises(TooFew):
        drafting.keep_apart(office, [line.entries[0]], others=[line.entries[0]])


def test_everything_sure_is_one_step_and_nothing_doubtful_is_in_it(
    drafting: DraftingService, office: Actor
) -> None:
    plan = drafting.sure(office)
    found = {group.name: len(group.entries) for group in plan.groups}
    assert found == {"秸秆焚烧巡查": 3, "占用消防通道的处置": 2}
    assert plan.entries == 3
    before = everything(drafting, office)
    groups = [group.entries for group in plan.groups]
    view = drafting.merge_many(office, groups, plan.versions)
    assert (view.funnel.merged, view.funnel.live) == (3, 6)
    assert drafting.sure(office).groups == ()
    assert len(drafting.steps(office)) == 2
    # One of them is taken back alone, with its own source item.
    back = drafting.unmerge(office, groups[0][1])
    assert len(back.item_ids) == 1
    drafting.undo(office)
    drafting.undo(office)
    assert everything(drafting, office) == before
    # Two duty lists, or a pair kept apart, are left to a person; so is what moved meanwhile.
    straw, plan = line_of(drafting, office, "jgfs").entries, drafting.sure(office)
    drafting.edit(office, straw[0], {"duty_list": DutyList.BASIC})
    drafting.edit(office, straw[1], {"duty_list": DutyList.COOPERATIVE})
    assert drafting.sure(office).left == 1
    with pytest.raises(EntryMoved) as refusal:
        drafting.merge_many(office, groups, plan.versions)
    assert refusal.value.matter_id in straw
    assert drafting.draft(office).funnel.merged == 0  # type: ignore[union-attr]


def test_a_merge_in_own_words(drafting: DraftingService, office: Actor) -> None:
    line = line_of(drafting, office, "xftd")
    first, *others = line.entries
    typed = {"name": "占用、堵塞消防通道处置", "department": "县消防救援大队"}
    would = drafting.merge_preview(office, first, others, typed=typed)
    made = drafting.merge(office, first, others, typed=typed)
    assert would == made.draft
    assert (made.draft.name, made.draft.department) == tuple(typed.values())
    assert set(made.draft.keywords.split()) >= {"占用消防通道的处置", "对占用消防通道处置"}
    clerk = Actor(1, "x", "某人", frozenset({Role.ACCEPTOR}))
    with pytest.raises(NotPermitted):
        drafting.merge_many(clerk, [line.entries])


def test_conditions_of_entries_without_a_code_remember_where_they_came_from(
    drafting: DraftingService, office: Actor
) -> None:
    one, other, third = line_of(drafting, office, "jgfs").entries
    for key, text in ((one, "露天焚烧"), (other, "田间焚烧"), (third, "林边焚烧")):
        drafting.edit(office, key, {"conditions": [ConditionDraft("4WH", text)]})
    drafting.merge(office, other, [third])
    merged = drafting.merge(office, one, [other])
    assert [(each.text, each.origin) for each in merged.draft.conditions] == [
        ("露天焚烧", ""), ("田间焚烧", f"#{other}"), ("林边焚烧", f"#{third}"),
    ]  # fmt: skip
    # What the other had taken in goes with it.
    drafting.unmerge(office, other)
    assert [each.text for each in drafting.entry(office, one).draft.conditions] == ["露天焚烧"]
    assert [each.text for each in drafting.entry(office, other).draft.conditions] == ["田间焚烧", "林边焚烧"]


def test_a_source_item_is_taken_out_of_its_entry(drafting: DraftingService, office: Actor) -> None:
    one, other, third = line_of(drafting, office, "jgfs").entries
    (own,), (others,), (thirds,) = (drafting.entry(office, key).item_ids for key in (one, other, third))
    drafting.merge(office, one, [other])
    drafting.edit(office, one, {"conditions": [ConditionDraft("4WH", "露天焚烧")], "keywords": "烧荒"})
    merged = drafting.merge(office, third, [one], typed={"name": "秸秆禁烧"})
    assert set(merged.item_ids) == {own, others, thirds}
    with pytest.raises(EntryMoved):
        drafting.take_out(office, third, others, merged.version - 1)
    # The entry that came with it alone lives again ...
    back = drafting.take_out(office, third, others, merged.version)
    assert (back.matter_id, back.item_ids) == (other, (others,))
    # ... for what did not, there is a new one that says what its sheet says.
    made = drafting.take_out(office, third, own)
    assert (made.split_from, made.item_ids) == (third, (own,))
    assert (made.draft.name, made.draft.keywords, made.draft.conditions) == ("秸秆焚烧巡查", "", ())
    assert drafting.entry(office, third).item_ids == (thirds,)
    with pytest.raises(NotItsItems):
        drafting.take_out(office, third, own)


def test_back_to_any_step_and_forward_again(drafting: DraftingService, office: Actor) -> None:
    states = [everything(drafting, office)]
    straw = line_of(drafting, office, "jgfs").entries
    drafting.merge(office, straw[0], [straw[1]])
    states.append(everything(drafting, office))
    drafting.merge(office, straw[0], [straw[2]])
    drafting.settle(office, line_of(drafting, office, "db").entries)
    states.append(everything(drafting, office))
    with pytest.raises(StepMoved):
        drafting.undo(office, expected=3)
    with pytest.raises(StepMoved):
        drafting.go_to(office, 3, newest=3)
    drafting.go_to(office, 3, newest=4)
    assert everything(drafting, office) == states[1]
    assert [step.undone for step in drafting.steps(office)] == [True, True, False, False]
    drafting.go_to(office, 2)
    assert everything(drafting, office) == states[0]
    drafting.go_to(office, 4, newest=1)
    assert everything(drafting, office) == states[2]
    drafting.go_to(office, 1)
    assert everything(drafting, office) == {}
    with pytest.raises(NothingToUndo):
        drafting.go_to(office, 9)


def test_who_merges_the_other_way_round_changes_nothing(
    services: Services, drafting: DraftingService, office: Actor
) -> None:
    one, other, *_more = line_of(drafting, office, "jgfs").entries
    versions = {
        entry.line.matter_id: entry.line.version for entry in drafting.group(office, [one, other]).entries
    }
    drafting.merge(office, one, [other], expected=versions)
    before = everything(drafting, office)
    with pytest.raises(MergedElsewhere):
        drafting.merge(office, other, [one], expected=versions)
    with pytest.raises(MergedElsewhere):
        drafting.merge_many(office, [[other, one]])
    assert everything(drafting, office) == before


def test_entries_whose_main_item_is_gone_are_named(drafting: DraftingService, office: Actor) -> None:
    straw, lamp = line_of(drafting, office, "jgfs").entries, drafting.find(office, "路灯报修")[0].matter_id
    poor = line_of(drafting, office, "db").entries
    drafting.number_all(office)
    code = drafting.entry(office, straw[1]).draft.code
    drafting.edit(office, lamp, {"parent": code})
    drafting.edit(office, poor[0], {"parent": "ELSEWHERE"})
    assert drafting.check(office).obstacles == ()
    drafting.merge(office, straw[0], [straw[1]])
    heir = drafting.entry(office, straw[0]).draft
    (obstacle,) = drafting.check(office).obstacles
    assert (obstacle.matter_id, obstacle.name) == (lamp, "路灯报修")
    assert obstacle.sentence == "its main item %(code)s went into %(heir)s"
    assert heir.name in obstacle.params["heir"]
    drafting.retire(office, [straw[0]])
    (obstacle,) = drafting.check(office).obstacles
    assert obstacle.sentence == "its main item %(code)s ends with this edition"
    drafting.edit(office, lamp, {"parent": ""})
    assert drafting.check(office).obstacles == ()
