"""What the screen of the working list asks: rows, tree, faults, differences, previews, undoing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.drafting.faults import FaultKind, Weight
from models.catalogue.drafting.listviews import (
    NO_DEPARTMENT,
    DiffKind,
    EntryNow,
    Order,
    Part,
    Wanted,
)
from models.catalogue.drafting.refusals import (
    CodeInUse,
    CodeRetired,
    NothingToUndo,
    NotLive,
    NotReady,
    StepsMoved,
    UnknownFields,
)
from models.catalogue.drafting.service import DraftingService
from models.catalogue.rules import ConditionDraft
from models.kernel.errors import Conflict, NotPermitted
from tests.catalogue.conftest import draft
from tests.support.databases import BOTH_ENGINES
from tests.support.drafts import everything
from tests.support.factories import make_actor
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from models.catalogue.drafting.listviews import ListRow
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

NEXT = date(2026, 4, 1)


@pytest.fixture
def drafting(store: Store, clock: ManualClock) -> DraftingService:
    return DraftingService(store, clock)


@pytest.fixture
def begun(
    store: Store, clock: ManualClock, filled: CatalogueService, drafting: DraftingService, admin: Actor
) -> DraftingService:
    remembered(store, lambda: begin(drafting, admin), "begun", clock.now())
    return drafting


def begin(drafting: DraftingService, admin: Actor) -> None:
    drafting.begin(admin, "2026")


def rows(drafting: DraftingService, admin: Actor, **wanted: Any) -> list[ListRow]:
    """Return all rows, read page by page."""
    found: list[ListRow] = []
    after: Any = None
    while True:
        page = drafting.rows(admin, Wanted(**wanted), after, 2)
        found += page.rows
        after = page.next_key
        if after is None:
            assert drafting.count(admin, Wanted(**wanted)) == len(found)
            return found


def codes(drafting: DraftingService, admin: Actor, **wanted: Any) -> list[str]:
    return [row.code for row in rows(drafting, admin, **wanted)]


def ids(drafting: DraftingService, admin: Actor) -> dict[str, int]:
    return {row.code: row.matter_id for row in rows(drafting, admin)}


def test_rows_are_searched_narrowed_and_sorted(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)
    begun.edit(admin, key["E0103"], {"department": "供电所", "legal_basis": "城市照明管理规定"})
    begun.edit(admin, key["E0201"], {"name": "无照经营", "duty_list": "basic"})
    assert codes(begun, admin) == ["E0101", "E0102", "E0103", "E0201"]
    assert codes(begun, admin, text="照明 规定") == ["E0103"]
    assert codes(begun, admin, text="zyxf") == ["E0101"]
    assert codes(begun, admin, text="e02") == ["E0201"]
    assert codes(begun, admin, text="安全出口") == ["E0101"], "what its conditions say is searched too"
    assert codes(begun, admin, part=Part.CHANGED) == ["E0103", "E0201"]
    assert codes(begun, admin, department="供电所") == ["E0103"]
    assert codes(begun, admin, department=NO_DEPARTMENT, duty_list="basic") == ["E0201"]
    assert codes(begun, admin, branch="class:event/02") == ["E0201"]
    assert codes(begun, admin, order=Order.NAME)[:2] == ["E0102", "E0103"]
    assert codes(begun, admin, order=Order.DEPARTMENT)[0] == "E0103"
    assert codes(begun, admin, order=Order.DUTY_LIST)[0] == "E0201"
    assert codes(begun, admin, order=Order.FAULTS)[-1] in {"E0103", "E0201"}
    changed = rows(begun, admin, part=Part.CHANGED)
    assert changed[0].changed == ("department", "legal_basis")
    frame = begun.frame(admin)
    assert frame.counts[Part.LISTED] == 4
    assert frame.counts[Part.CHANGED] == 2
    assert dict(frame.departments) == {"供电所": 1, "": 3}
    assert [(node.key, node.count) for node in frame.tree] == [
        ("all", 4), ("class:event/01", 3), ("class:event/02", 1),
    ]  # fmt: skip


def test_sub_items_hang_below_their_main_item_and_follow_its_code(
    begun: DraftingService, admin: Actor
) -> None:
    key = ids(begun, admin)
    begun.edit(admin, key["E0102"], {"parent": "E0101"})
    begun.edit(admin, key["E0103"], {"parent": "E0101"})
    node = next(node for node in begun.frame(admin).tree if node.kind == "item")
    assert (node.key, node.parent, node.count) == ("item:E0101", "class:event/01", 2)
    assert codes(begun, admin, branch="item:E0101") == ["E0101", "E0102", "E0103"]
    begun.edit(admin, key["E0101"], {"code": "E0199"})
    assert begun.entry(admin, key["E0102"]).draft.parent == "E0199"
    assert begun.entry(admin, key["E0103"]).draft.parent == "E0199"
    # One step: taken back at once.
    begun.undo(admin)
    assert begun.entry(admin, key["E0102"]).draft.parent == "E0101"
    assert "E0101" in ids(begun, admin)


def test_a_new_entry_is_a_copy_with_the_next_free_code(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)
    before = everything(begun, admin)
    view = begun.add(admin, {"name": "占用消防登高面"}, key["E0101"])
    assert (view.draft.code, view.draft.name) == ("E0199", "占用消防登高面")
    assert view.draft.conditions == begun.entry(admin, key["E0101"]).draft.conditions
    assert view.draft.keywords == ""
    assert begun.add(admin, {"name": "又一项"}, key["E0101"]).draft.code == "E0198"
    bare = begun.add(admin, {"name": "空白条目", "scheme": "event", "class_code": "02"})
    assert bare.draft.code == "E0299"
    with pytest.raises(CodeInUse):
        begun.add(admin, {"name": "占码", "code": "E0101"})
    with pytest.raises(CodeRetired):
        begun.add(admin, {"name": "占码", "code": "E0202"})
    assert codes(begun, admin, part=Part.NEW) == ["E0198", "E0199", "E0299"]
    assert begun.undo_to(admin, 0, 3) == 3
    assert everything(begun, admin) == before


def test_a_bulk_edit_is_shown_before_and_is_one_step(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)
    begun.edit(admin, key["E0103"], {"duty_list": "basic"})
    begun.retire(admin, [key["E0201"]], "并入别项")
    shown = begun.preview_many(admin, key.values(), {"duty_list": "basic"})
    assert [each.code for each in shown.changes] == ["E0101", "E0102"]
    assert shown.same == 1
    assert [(each.code, type(each.error)) for each in shown.refused] == [("E0201", NotLive)]
    bad = begun.preview_many(admin, key.values(), {"urgency": 9})
    assert not bad.changes
    assert len(bad.refused) == 4
    with pytest.raises(UnknownFields):
        begun.preview_many(admin, key.values(), {"code": "E0177"})
    begun.edit(admin, key["E0102"], {"patrol": "每天"})
    with pytest.raises(Conflict):
        begun.edit_many(admin, shown.versions, {"duty_list": "basic"}, shown.versions)
    assert begun.entry(admin, key["E0101"]).draft.duty_list is None, "all or none"
    again = begun.preview_many(admin, key.values(), {"duty_list": "basic"})
    assert begun.edit_many(admin, again.versions, {"duty_list": "basic"}, again.versions) == 2
    begun.undo(admin)
    assert begun.entry(admin, key["E0101"]).draft.duty_list is None


def test_somebody_overtaken_gets_what_stands_now(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)["E0101"]
    seen = begun.entry(admin, key).version
    begun.edit(admin, key, {"name": "先存的"}, seen)
    with pytest.raises(Conflict) as conflict:
        begun.edit(admin, key, {"name": "后存的"}, seen)
    now = conflict.value.current
    assert isinstance(now, EntryNow)
    assert now.draft.name == "先存的"
    assert begun.edit(admin, key, {"name": "后存的"}, now.version).draft.name == "后存的"
    begun.retire(admin, [key], "试")
    with pytest.raises(NotLive):
        begun.edit(admin, key, {"name": "再存"}, seen)


def test_undoing_back_to_a_step_is_all_or_nothing(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)["E0101"]
    for name in ("一", "二", "三"):
        begun.edit(admin, key, {"name": name})
    assert [step.seq for step in begun.steps(admin, 2)] == [3, 2]
    assert [step.seq for step in begun.steps(admin, 2, before=2)] == [1]
    with pytest.raises(StepsMoved):
        begun.undo_to(admin, 1, 2)
    assert begun.entry(admin, key).draft.name == "三"
    assert begun.undo_to(admin, 1, 3) == 2
    assert begun.entry(admin, key).draft.name == "一"
    with pytest.raises(NothingToUndo):
        begun.undo_to(admin, 1, 3)
    begun.redo(admin)
    begun.redo(admin)
    assert begun.entry(admin, key).draft.name == "三"


def test_faults_name_the_field_and_stop_publishing(
    begun: DraftingService, catalogue: CatalogueService, admin: Actor
) -> None:
    key = ids(begun, admin)
    begun.edit(admin, key["E0101"], {"parent": "E0777", "flow": "GONE"})
    begun.edit(admin, key["E0102"], {"parent": "E0102", "class_code": "44", "lead_unit": "B99"})
    begun.edit(
        admin, key["E0103"], {"conditions": (ConditionDraft("1WD", ""), ConditionDraft("2WD", "倒伏"))}
    )
    begun.edit(admin, key["E0201"], {"duty_list": "basic", "department": "市监所", "conditions": ()})
    begun.edit(admin, key["E0102"], {"name": "占用消防通道"})
    found = begun.findings(admin)
    by_kind = {(each.code, each.fault.kind): each.fault for each in found.faults}
    for code, kind, field in (
        ("E0101", FaultKind.PARENT_GONE, "parent"),
        ("E0101", FaultKind.UNKNOWN_FLOW, "flow"),
        ("E0102", FaultKind.PARENT_SELF, "parent"),
        ("E0102", FaultKind.NEW_CLASS, "class_code"),
        ("E0102", FaultKind.UNKNOWN_UNIT, "lead_unit"),
        ("E0103", FaultKind.VAGUE_CONDITION, "conditions"),
        ("E0102", FaultKind.DOUBLE_NAME, "name"),
        ("E0201", FaultKind.NO_CONDITION, "conditions"),
        ("E0101", FaultKind.NO_DEPARTMENT, "department"),
    ):
        assert by_kind[code, kind].field == field
    assert ("E0201", FaultKind.NO_LIST) not in by_kind
    weights = [each.fault.weight for each in found.faults]
    assert weights == sorted(weights, key=list(Weight).index)
    assert codes(begun, admin, part=Part.FAULTY) == ["E0101", "E0102", "E0103"]
    # What publishing could not write is said before, in a sentence.
    plan = begun.plan(admin, NEXT)
    assert {each.code for each in plan.obstacles} == {"E0101", "E0102"}
    with pytest.raises(NotReady):
        begun.publish(admin, NEXT, plan.plan.fingerprint)
    # What changed outside the list is named by the check as by the plan.
    catalogue.create_matter(admin, draft("E0301", "外面新增"))
    catalogue.change_matter(admin, draft("E0103", "路灯成片不亮"), 1)
    assert set(begun.findings(admin).moved) == {"E0103", "E0301"} == set(begun.plan(admin, NEXT).moved)


def test_two_entries_of_one_code_and_one_without(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)
    added = begun.add(admin, {"name": "先占的", "code": "E0150"})
    begun.retire(admin, [added.matter_id], "停")
    begun.edit(admin, key["E0103"], {"code": "E0150"})
    begun.edit(admin, key["E0201"], {"code": ""})
    begun.restore(admin, [added.matter_id])
    kinds = [each.fault.kind for each in begun.findings(admin).faults if each.fault.weight is Weight.BLOCKS]
    assert sorted(kinds) == [FaultKind.DOUBLE_CODE, FaultKind.DOUBLE_CODE, FaultKind.NO_CODE]
    # Of two with one code only the second is in the way.
    assert len(begun.plan(admin, NEXT).obstacles) == 2
    assert begun.number_all(admin) == 1
    assert begun.entry(admin, key["E0201"]).draft.code == "E0299"


def test_sub_items_of_what_ended_are_in_the_way(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)
    begun.edit(admin, key["E0102"], {"parent": "E0101"})
    begun.edit(admin, key["E0103"], {"parent": "E0201"})
    begun.merge(admin, key["E0201"], [key["E0101"]])
    (merged,) = (each for each in begun.findings(admin).faults if each.fault.weight is Weight.BLOCKS)
    assert (merged.code, merged.fault.kind) == ("E0102", FaultKind.PARENT_MERGED)
    assert merged.fault.params["heir"] == "E0201 无照经营游商"
    begun.retire(admin, [key["E0201"]], "停")
    kinds = {
        each.code: each.fault.kind for each in begun.findings(admin).faults if each.fault.field == "parent"
    }
    assert kinds == {"E0102": FaultKind.PARENT_ENDED, "E0103": FaultKind.PARENT_ENDED}
    assert {each.code for each in begun.plan(admin, NEXT).obstacles} == {"E0102", "E0103"}


@BOTH_ENGINES
def test_differences_say_how_each_entry_differs(begun: DraftingService, admin: Actor) -> None:
    key = ids(begun, admin)
    assert begun.differences(admin).rows == ()
    begun.edit(admin, key["E0101"], {"name": "占用消防通道等", "code": "E0188"})
    begun.merge(admin, key["E0102"], [key["E0103"]])
    begun.retire(admin, [key["E0201"]], "停")
    begun.add(admin, {"name": "新事项", "code": "E0150"})
    found = begun.differences(admin)
    kinds = {row.code: row.kinds for row in found.rows}
    assert kinds == {
        "E0102": (DiffKind.CHANGED,),
        "E0103": (DiffKind.MERGED,),
        "E0150": (DiffKind.ADDED,),
        "E0188": (DiffKind.RENAMED, DiffKind.RENUMBERED),
        "E0201": (DiffKind.RETIRED,),
    }
    renamed = next(row for row in found.rows if row.code == "E0188")
    assert (renamed.old_code, renamed.old_name, renamed.fields) == (
        "E0101", "占用消防通道", ("code", "name"),
    )  # fmt: skip
    assert next(row for row in found.rows if row.code == "E0103").into == "E0102"
    assert found.counts[DiffKind.RENUMBERED] == 1
    # What was added and left out again differs from nothing.
    begun.retire(admin, [next(row.matter_id for row in found.rows if row.code == "E0150")], "不要")
    assert "E0150" not in {row.code for row in begun.differences(admin).rows}
    assert begun.differences(admin).same == 0


def test_a_list_begun_before_its_predecessor_takes_force_follows_that(
    begun: DraftingService, clock: ManualClock, admin: Actor
) -> None:
    key = ids(begun, admin)
    begun.edit(admin, key["E0101"], {"name": "占用消防通道等"})
    plan = begun.plan(admin, NEXT)
    begun.publish(admin, NEXT, plan.plan.fingerprint)
    begun.begin(admin, "再下一版")
    # A month before the edition takes force: the list goes on from what it will say.
    assert begun.entry(admin, key["E0101"]).draft.name == "占用消防通道等"
    assert begun.findings(admin).moved == begun.check(admin).moved == ()
    later = begun.plan(admin, date(2026, 6, 1))
    assert (later.plan.counts["same"], later.moved) == (4, ())
    clock.advance(timedelta(days=90))
    assert begun.findings(admin).moved == ()
    assert begun.rebase(admin, take_theirs=True, day=date(2026, 7, 1)) == 0


def test_only_those_who_work_on_the_list_change_it(
    begun: DraftingService, store: Store, clock: ManualClock, admin: Actor
) -> None:
    with store.write() as session:
        other = make_actor(session, clock.now(), "handler", "王五", {Role.HANDLER}, area="")
    key = ids(begun, admin)["E0101"]
    assert begun.rows(other, Wanted()).rows
    for refused in (
        lambda: begun.add(other, {"name": "不行"}, key),
        lambda: begun.undo_to(other, 0, 1),
    ):
        with pytest.raises(NotPermitted):
            refused()
