from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

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
from models.catalogue.rules import draft_document
from models.catalogue.service import CatalogueService
from models.catalogue.views import DutyList, LineageKind, MatterStatus
from models.kernel.clock import ManualClock
from models.kernel.errors import Conflict, NotFound, NotPermitted
from models.kernel.store import Store, open_engine
from tests.catalogue.conftest import draft
from tests.conftest import MONDAY_MORNING
from tests.support.databases import copy_sqlite
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.catalogue.drafting.views import EntryLine

TODAY = date(2026, 3, 2)
NEXT = date(2026, 4, 1)


@pytest.fixture
def drafting(store: Store, clock: ManualClock) -> DraftingService:
    return DraftingService(store, clock)


@pytest.fixture
def editions(store: Store, clock: ManualClock) -> EditionService:
    return EditionService(store, clock)


@pytest.fixture
def begun(filled: CatalogueService, drafting: DraftingService, admin: Actor) -> DraftingService:
    drafting.begin(admin, "2026")
    return drafting


def by_code(drafting: DraftingService, admin: Actor) -> dict[str, EntryLine]:
    return {line.code: line for line in drafting.entries(admin).rows}


def everything(drafting: DraftingService, admin: Actor) -> dict[int, tuple[Any, ...]]:
    """Return every entry as it stands, however it stands."""
    rows = drafting.entries(admin, limit=500, states=list(EntryState)).rows
    found = {}
    for row in rows:
        view = drafting.entry(admin, row.matter_id)
        found[row.matter_id] = (
            draft_document(view.draft), view.state, view.into, view.split_from, view.settled, view.item_ids,
        )  # fmt: skip
    return found


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
    (bearer,) = editions.lineage(admin, "E0102", later).bearers
    assert [heir.code for heir in bearer.heirs] == ["E0102"]
    merge = next(step for step in bearer.steps if step.kind is LineageKind.MERGE)
    assert merge.until == later
    # In between, the old number still leads to where its cases went.
    (then,) = editions.lineage(admin, "E0102", date(2026, 5, 1)).bearers
    assert [heir.code for heir in then.heirs] == ["E0101"]
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


# ---------------------------------------------------------------- any sequence of steps

_STEP = st.tuples(
    st.sampled_from(
        ["merge", "unmerge", "split", "rename", "retire", "restore", "undo", "redo", "publish", "number"]
    ),
    st.integers(0, 7),
    st.integers(0, 7),
)


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(steps=st.lists(_STEP, min_size=3, max_size=14))
def test_the_past_stays_and_undo_restores(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    store = Store(open_engine(copy_sqlite(sqlite_template, tmp_path_factory.mktemp("walk") / "walk.db")))
    clock = ManualClock(MONDAY_MORNING)
    with store.write() as session:
        admin = make_actor(session, clock.now(), "admin", "管理员", set(Role), area="")
    catalogue = CatalogueService(store, clock)
    for number in range(1, 5):
        catalogue.create_matter(admin, draft(f"E010{number}", f"事项{number}", f"条件{number}"))
    walk = _Walk(store, clock, admin)
    for name, one, other in steps:
        walk.step(name, one, other)
    assert catalogue.check() == []
    store.close()


class _Walk:
    """Takes steps, whatever comes of them, and compares what must not change."""

    def __init__(self, store: Store, clock: ManualClock, admin: Actor) -> None:
        self.drafting = DraftingService(store, clock)
        self.editions = EditionService(store, clock)
        self.clock = clock
        self.admin = admin
        self.past: dict[tuple[date, datetime], Any] = {}
        self.states: list[Any] = []
        self.effective = TODAY
        self.begin()

    def begin(self) -> None:
        self.drafting.begin(self.admin)
        self.states = [everything(self.drafting, self.admin)]
        self.place = 0

    def step(self, name: str, one: int, other: int) -> None:
        from models.kernel.errors import DomainError

        before = everything(self.drafting, self.admin)
        try:
            getattr(self, f"do_{name}")(one, other)
        except DomainError:
            # Refused: nothing may have changed.
            assert everything(self.drafting, self.admin) == before
            return
        for (day, known), rows in self.past.items():
            assert self.editions.list_on(self.admin, day, known) == rows
            # When a version ends is learnt later; that it held on the day is not.
            now = self.editions.list_on(self.admin, day)
            assert [replace(row, valid_to=None) for row in now] == [
                replace(row, valid_to=None) for row in rows
            ]

    def key(self, place: int) -> int:
        keys = sorted(everything(self.drafting, self.admin))
        return keys[place % len(keys)]

    def done(self) -> None:
        now = everything(self.drafting, self.admin)
        if now != self.states[self.place]:
            self.states = [*self.states[: self.place + 1], now]
            self.place += 1

    def do_merge(self, one: int, other: int) -> None:
        self.drafting.merge(self.admin, self.key(one), [self.key(other)])
        self.done()

    def do_unmerge(self, one: int, _other: int) -> None:
        self.drafting.unmerge(self.admin, self.key(one))
        self.done()

    def do_split(self, one: int, other: int) -> None:
        self.drafting.split(self.admin, self.key(one), [({"name": f"分出{other}"}, [])])
        self.done()

    def do_rename(self, one: int, other: int) -> None:
        self.drafting.edit(self.admin, self.key(one), {"name": f"改名{other}"})
        self.done()

    def do_retire(self, one: int, _other: int) -> None:
        self.drafting.retire(self.admin, [self.key(one)])
        self.done()

    def do_restore(self, one: int, _other: int) -> None:
        self.drafting.restore(self.admin, [self.key(one)])
        self.done()

    def do_number(self, _one: int, _other: int) -> None:
        self.drafting.number_all(self.admin)
        self.done()

    def do_undo(self, _one: int, _other: int) -> None:
        self.drafting.undo(self.admin)
        self.place -= 1
        assert everything(self.drafting, self.admin) == self.states[self.place]

    def do_redo(self, _one: int, _other: int) -> None:
        self.drafting.redo(self.admin)
        self.place += 1
        assert everything(self.drafting, self.admin) == self.states[self.place]

    def do_publish(self, _one: int, _other: int) -> None:
        self.drafting.number_all(self.admin)
        self.done()
        self.effective += timedelta(days=30)
        plan = self.drafting.plan(self.admin, self.effective)
        self.drafting.publish(self.admin, self.effective, plan.plan.fingerprint)
        day = self.effective - timedelta(days=1)
        known = self.clock.now()
        self.past[day, known] = self.editions.list_on(self.admin, day, known)
        self.clock.set(MONDAY_MORNING + (self.effective - TODAY))
        self.begin()
