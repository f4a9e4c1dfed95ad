from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.accounts.views import Actor, Role
from models.catalogue.drafting.refusals import (
    CodeInUse,
    CodeRetired,
    DraftExists,
    ListMoved,
    MergedElsewhere,
    NoDraft,
    NothingToUndo,
    NotItsItems,
    NotMerged,
    NotReady,
    RetiredMerge,
    TooFew,
    UnknownFields,
)
from models.catalogue.drafting.service import DraftingService
from models.catalogue.drafting.views import EntryState
from models.catalogue.editions.refusals import EditionTooEarly, PlanMoved
from models.catalogue.editions.service import EditionService
from models.catalogue.views import DutyList, LineageKind, MatterStatus
from models.kernel.errors import Conflict, NotFound, NotPermitted
from tests.catalogue.conftest import draft
from tests.support.databases import BOTH_ENGINES
from tests.support.drafts import everything
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.catalogue.drafting.views import EntryLine
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store

TODAY = date(2026, 3, 2)
NEXT = date(2026, 4, 1)


@pytest.fixture
def drafting(store: Store, clock: ManualClock) -> DraftingService:
    return DraftingService(store, clock)


@pytest.fixture
def editions(store: Store, clock: ManualClock) -> EditionService:
    return EditionService(store, clock)


@pytest.fixture
def begun(
    store: Store, clock: ManualClock, filled: CatalogueService, drafting: DraftingService, admin: Actor
) -> DraftingService:
    remembered(store, lambda: begin(drafting, admin), "begun", clock.now())
    return drafting


def begin(drafting: DraftingService, admin: Actor) -> None:
    drafting.begin(admin, "2026")


def by_code(drafting: DraftingService, admin: Actor) -> dict[str, EntryLine]:
    return {line.code: line for line in drafting.entries(admin).rows}


def publish(drafting: DraftingService, admin: Actor, effective: date = NEXT) -> Any:
    plan = drafting.plan(admin, effective)
    return drafting.publish(admin, effective, plan.plan.fingerprint)


def test_a_list_begins_as_a_copy_of_what_is_in_force(begun: DraftingService, admin: Actor) -> None:
    view = begun.draft(admin)
    assert view is not None
    assert (view.funnel.live, view.funnel.open, view.funnel.entries) == (4, 0, 4)
    # E0202 is retired and not on the list.
    assert list(by_code(begun, admin)) == ["E0101", "E0102", "E0103", "E0201"]
    with pytest.raises(DraftExists):
        begun.begin(admin)
    assert begun.plan(admin, NEXT).plan.counts["same"] == 4
    begun.discard(admin)
    assert begun.draft(admin) is None
    with pytest.raises(NoDraft):
        begun.entries(admin)
    begun.begin(admin)


def test_merging_keeps_names_conditions_and_where_they_came_from(
    begun: DraftingService, admin: Actor
) -> None:
    lines = by_code(begun, admin)
    one, other = lines["E0101"].matter_id, lines["E0102"].matter_id
    merged = begun.merge(admin, one, [other], {"name": other})
    assert merged.draft.name == "暴露生活垃圾"
    assert [(each.text, each.origin) for each in merged.draft.conditions] == [
        ("堵塞安全出口", ""),
        ("垃圾满溢未清运", "E0102"),
    ]
    assert "占用消防通道" in merged.draft.keywords.split()
    assert [line.code for line in merged.absorbed] == ["E0102"]
    assert begun.entry(admin, other).state is EntryState.MERGED
    again = begun.unmerge(admin, other)
    assert (again.state, again.into) == (EntryState.LIVE, None)
    assert [each.origin for each in begun.entry(admin, one).draft.conditions] == [""]


@BOTH_ENGINES
def test_two_people_merge_in_opposite_directions(begun: DraftingService, admin: Actor) -> None:
    lines = by_code(begun, admin)
    one, other = lines["E0101"], lines["E0102"]
    seen = {one.matter_id: one.version, other.matter_id: other.version}
    begun.merge(admin, one.matter_id, [other.matter_id], expected=seen)
    before = everything(begun, admin)
    with pytest.raises(MergedElsewhere) as refusal:
        begun.merge(admin, other.matter_id, [one.matter_id], expected=seen)
    assert refusal.value.params == {"name": "暴露生活垃圾", "into": "占用消防通道"}
    assert everything(begun, admin) == before
    with pytest.raises(Conflict):
        begun.merge(admin, one.matter_id, [lines["E0103"].matter_id], expected=seen)


def test_what_cannot_be_merged_or_split(begun: DraftingService, admin: Actor) -> None:
    lines = by_code(begun, admin)
    one, other = lines["E0101"].matter_id, lines["E0102"].matter_id
    with pytest.raises(TooFew):
        begun.merge(admin, one, [one])
    with pytest.raises(NotFound):
        begun.merge(admin, one, [999_999])
    with pytest.raises(NotMerged):
        begun.unmerge(admin, one)
    with pytest.raises(NotItsItems):
        begun.split(admin, one, [({"name": "半个"}, [17])])
    begun.retire(admin, [other])
    with pytest.raises(RetiredMerge):
        begun.merge(admin, one, [other])
    with pytest.raises(UnknownFields):
        begun.edit(admin, one, {"colour": "red"})
    clerk = Actor(1, "x", "某人", frozenset({Role.ACCEPTOR}))
    with pytest.raises(NotPermitted):
        begun.merge(clerk, one, [lines["E0103"].matter_id])


def test_every_step_is_undone_to_the_first_and_redone(begun: DraftingService, admin: Actor) -> None:
    lines = by_code(begun, admin)
    one, other, third = (lines[code].matter_id for code in ("E0101", "E0102", "E0103"))
    states = [everything(begun, admin)]
    steps: list[Callable[[], object]] = [
        lambda: begun.merge(admin, one, [other]),
        lambda: begun.edit(admin, third, {"name": "路灯损坏", "urgency": 3}),
        lambda: begun.split(admin, third, [({"name": "路灯不亮"}, []), ({"name": "灯杆倾斜"}, [])]),
        lambda: begun.edit_many(admin, [one, third], {"department": "住建局"}),
        lambda: begun.retire(admin, [lines["E0201"].matter_id]),
        lambda: begun.number_all(admin),
        lambda: begun.copy(admin, one, third, ["department", "urgency"]),
        lambda: begun.unmerge(admin, other),
    ]
    for step in steps:
        step()
        states.append(everything(begun, admin))
    for expected in reversed(states[:-1]):
        begun.undo(admin)
        assert everything(begun, admin) == expected
    with pytest.raises(NothingToUndo):
        begun.undo(admin)
    for expected in states[1:]:
        begun.redo(admin)
        assert everything(begun, admin) == expected
    with pytest.raises(NothingToUndo):
        begun.redo(admin)
    begun.undo(admin)
    begun.settle(admin, [one], settled=False)
    with pytest.raises(NothingToUndo):
        begun.redo(admin)
    assert [step.undone for step in begun.steps(admin)].count(True) == 0


def test_codes_count_down_from_99_and_are_not_given_out_twice(begun: DraftingService, admin: Actor) -> None:
    lines = by_code(begun, admin)
    assert begun.propose_code(admin, "event", "01") == "E0199"
    made = begun.split(
        admin, lines["E0103"].matter_id, [({"name": "灯杆倾斜"}, []), ({"name": "线缆垂落"}, [])]
    )
    assert begun.number_all(admin) == 2
    assert [begun.entry(admin, each.matter_id).draft.code for each in made[1:]] == ["E0199", "E0198"]
    with pytest.raises(CodeInUse):
        begun.edit(admin, made[1].matter_id, {"code": "E0101"})
    with pytest.raises(CodeRetired) as refusal:
        begun.edit(admin, made[1].matter_id, {"code": "E0202"})
    assert refusal.value.params["name"] == "店外经营"


def test_a_bulk_edit_is_shown_before_it_is_done(begun: DraftingService, admin: Actor) -> None:
    lines = by_code(begun, admin)
    marked = [lines["E0101"].matter_id, lines["E0102"].matter_id]
    begun.edit(admin, marked[0], {"duty_list": DutyList.BASIC})
    shown = begun.preview(admin, marked, {"duty_list": DutyList.BASIC})
    assert [(each.code, dict(each.fields)) for each in shown] == [
        ("E0102", {"duty_list": (None, DutyList.BASIC)})
    ]
    assert begun.edit_many(admin, marked, {"duty_list": DutyList.BASIC}) == 1
    assert begun.preview(admin, marked, {"duty_list": DutyList.BASIC}) == []


def test_publishing_needs_exactly_the_plan(begun: DraftingService, admin: Actor, clock: ManualClock) -> None:
    lines = by_code(begun, admin)
    plan = begun.plan(admin, NEXT)
    begun.edit(admin, lines["E0101"].matter_id, {"name": "占用疏散通道"})
    with pytest.raises(PlanMoved):
        begun.publish(admin, NEXT, plan.plan.fingerprint)
    plan = begun.plan(admin, NEXT)
    assert [(each.action.value, each.code, each.lineage) for each in plan.plan.changes] == [
        ("change", "E0101", (LineageKind.RENAME,))
    ]
    done = begun.publish(admin, NEXT, plan.plan.fingerprint, name="二〇二六年版")
    assert (done.edition.number, done.edition.name, done.changed, done.same) == (1, "二〇二六年版", 1, 3)
    begun.begin(admin)
    with pytest.raises(EditionTooEarly):
        begun.plan(admin, TODAY)


@BOTH_ENGINES
def test_a_merge_is_published_and_taken_back_later(
    begun: DraftingService,
    filled: CatalogueService,
    editions: EditionService,
    admin: Actor,
    clock: ManualClock,
) -> None:
    lines = by_code(begun, admin)
    one, other = lines["E0101"].matter_id, lines["E0102"].matter_id
    begun.merge(admin, one, [other])
    publish(begun, admin)
    clock.advance(timedelta(days=60))
    assert filled.matter_by_code(admin, "E0102").status is MatterStatus.RETIRED
    (bearer,) = editions.lineage(admin, "E0102").bearers
    assert [heir.code for heir in bearer.heirs] == ["E0101"]
    begun.begin(admin)
    begun.unmerge(admin, other)
    later = date(2026, 6, 1)
    plan = begun.plan(admin, later)
    assert [(each.action.value, each.code, each.lineage) for each in plan.plan.changes] == [
        ("change", "E0101", ()),
        ("create", "E0102", (LineageKind.REVIVE,)),
    ]
    begun.publish(admin, later, plan.plan.fingerprint)
    bearer, *_before = editions.lineage(admin, "E0102", later).bearers
    assert [heir.code for heir in bearer.heirs] == ["E0102"]
    merge = next(step for step in bearer.steps if step.kind is LineageKind.MERGE)
    assert merge.until == later
    # In between, the old number still leads to where its cases went.
    then = editions.lineage(admin, "E0102", date(2026, 5, 1)).bearers
    assert {heir.code for each in then for heir in each.heirs} == {"E0101"}
    assert filled.check() == []
    editions.withdraw(admin, 2)
    (back,) = editions.lineage(admin, "E0102", later).bearers
    assert [heir.code for heir in back.heirs] == ["E0101"]
    assert filled.check() == []


def test_a_list_that_is_not_ready_or_was_overtaken(
    begun: DraftingService, filled: CatalogueService, admin: Actor
) -> None:
    lines = by_code(begun, admin)
    begun.split(admin, lines["E0103"].matter_id, [({"name": "灯杆倾斜"}, [])])
    plan = begun.plan(admin, NEXT)
    assert [each.name for each in plan.obstacles] == ["灯杆倾斜"]
    with pytest.raises(NotReady):
        begun.publish(admin, NEXT, plan.plan.fingerprint)
    begun.number_all(admin)
    # Somebody changes, adds and retires matters directly meanwhile.
    filled.change_matter(admin, replace(filled.draft_of(admin, "E0101"), urgency=4), 1)
    filled.create_matter(admin, draft("E0301", "新来的"))
    gone = replace(filled.draft_of(admin, "E0201"), status=MatterStatus.RETIRED)
    filled.change_matter(admin, gone, 1)
    plan = begun.plan(admin, NEXT)
    assert sorted(plan.moved) == ["E0101", "E0201", "E0301"]
    with pytest.raises(ListMoved):
        begun.publish(admin, NEXT, plan.plan.fingerprint)
    assert begun.rebase(admin, take_theirs=True) == 3
    assert begun.plan(admin, NEXT).moved == ()
    assert begun.entry(admin, lines["E0101"].matter_id).draft.urgency == 4
    publish(begun, admin)
    assert sorted(line.code for line in filled.matters(admin, day=NEXT).rows) == [
        "E0101", "E0102", "E0103", "E0199", "E0301",
    ]  # fmt: skip


def test_kept_apart_is_remembered(begun: DraftingService, admin: Actor) -> None:
    lines = by_code(begun, admin)
    pair = [lines["E0101"].matter_id, lines["E0102"].matter_id]
    begun.keep_apart(admin, pair)
    begun.keep_apart(admin, pair)
    assert len(begun.steps(admin)) == 1
    begun.undo(admin)
    begun.keep_apart(admin, pair)
    begun.keep_apart(admin, pair, apart=False)
    assert len(begun.steps(admin)) == 2


@BOTH_ENGINES
def test_entries_are_narrowed_by_class_and_by_being_looked_at(begun: DraftingService, admin: Actor) -> None:
    first = begun.entries(admin, class_key=("event", "01"))
    assert [line.code for line in first.rows] == ["E0101", "E0102", "E0103"]
    begun.settle(admin, [first.rows[0].matter_id], settled=False)
    assert [line.code for line in begun.entries(admin, only_open=True).rows] == ["E0101"]
    assert begun.entries(admin, class_key=("list", "00")).rows == ()
