from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.catalogue.drafting.views import StepKind
from models.catalogue.review.refusals import (
    AlreadySettled,
    ChangedSince,
    DecisionNeedsReason,
    LeavesNobody,
    NotAsked,
    NotSettled,
    OpinionIncomplete,
    OpinionsUnsettled,
    Replaced,
    SaysTheSame,
    UnknownReviewField,
    WordingMoved,
)
from models.catalogue.review.views import OpinionFacts, OpinionKind, OpinionState
from models.catalogue.views import DutyList
from models.kernel.clock import ManualClock
from models.kernel.errors import Conflict, DomainError
from models.kernel.store import Store, open_engine
from tests.conftest import MONDAY_MORNING
from tests.review.bench import EMERGENCY, HOUSING, SQUAD, Review, make_review
from tests.support.copies import copy_sqlite
from tests.support.databases import BOTH_ENGINES
from tests.support.drafts import everything

if TYPE_CHECKING:
    from pathlib import Path

    from models.catalogue.rules import MatterDraft


def entry(review: Review, code: str) -> MatterDraft:
    return review.services.drafting.entry(review.admin, review.ids()[code]).draft


def test_accepting_changes_the_list_by_a_step_that_opening_again_takes_back(review: Review) -> None:
    review.open()
    mine, chief, drafting = review.services.review, review.chief, review.services.drafting
    before = everything(drafting, review.admin)
    given = review.change(HOUSING, "E0101", "name", "经营性自建房安全巡查")
    listed = review.change(SQUAD, "E0101", "duty_list", "上级收回")
    done = mine.accept(chief, given.line.key, reason="表述更准", expected_version=given.version)
    assert (done.line.state, done.taken) == (
        OpinionState.ACCEPTED, {"name": ("自建房安全巡查", "经营性自建房安全巡查")},
    )  # fmt: skip
    assert (done.settled_by, done.settled_reason) == ("钱值班", "表述更准")
    assert entry(review, "E0101").name == "经营性自建房安全巡查"
    view = drafting.draft(chief)
    assert view is not None
    assert view.undoable is not None
    assert view.undoable.kind is StepKind.REVIEW
    # Another field may be accepted after it, and the first is opened again below the second.
    mine.accept(chief, listed.line.key)
    assert entry(review, "E0101").duty_list is DutyList.RECALLED
    with pytest.raises(AlreadySettled):
        mine.reject(chief, given.line.key, "不")
    with pytest.raises(Conflict):
        mine.reopen(chief, given.line.key, given.version)
    assert mine.reopen(chief, given.line.key).line.state is OpinionState.OPEN
    assert (entry(review, "E0101").name, entry(review, "E0101").duty_list) == (
        "自建房安全巡查", DutyList.RECALLED,
    )  # fmt: skip
    mine.reopen(chief, listed.line.key)
    assert everything(drafting, review.admin) == before
    with pytest.raises(NotSettled):
        mine.reopen(chief, listed.line.key)
    # The one alone is undone, not overlaid: nothing is left to undo but what came before.
    mine.accept(chief, given.line.key)
    mine.reopen(chief, given.line.key)
    assert everything(drafting, review.admin) == before
    assert review.services.check() == []


def test_an_opinion_on_an_older_wording_is_taken_up_only_on_purpose(review: Review) -> None:
    review.open()
    mine, chief, drafting = review.services.review, review.chief, review.services.drafting
    given = review.change(HOUSING, "E0101", "name", "经营性自建房安全巡查")
    drafting.edit(review.admin, review.ids()["E0101"], {"name": "自建房排查"})
    with pytest.raises(WordingMoved) as refusal:
        mine.accept(chief, given.line.key)
    assert (refusal.value.params["sent"], refusal.value.params["now"]) == ("自建房安全巡查", "自建房排查")
    assert mine.opinion(chief, given.line.key).changed == {"name": ("自建房安全巡查", "自建房排查")}
    mine.accept(chief, given.line.key, anyway=True)
    drafting.edit(review.admin, review.ids()["E0101"], {"name": "又改了"})
    with pytest.raises(ChangedSince):
        mine.reopen(chief, given.line.key)
    # What the list says already is accepted without a step.
    drafting.edit(review.admin, review.ids()["E0102"], {"patrol": "每周"})
    known = review.change(HOUSING, "E0102", "patrol", "每周")
    assert mine.accept(chief, known.line.key).taken == {}
    assert mine.reopen(chief, known.line.key).line.state is OpinionState.OPEN
    assert entry(review, "E0102").patrol == "每周"


@BOTH_ENGINES
def test_a_step_undone_on_the_list_wants_a_new_decision(review: Review) -> None:
    review.open()
    mine, chief, drafting = review.services.review, review.chief, review.services.drafting
    given = review.change(HOUSING, "E0102", "legal_basis", "《城镇燃气管理条例》第三十条")
    mine.accept(chief, given.line.key)
    assert review.lines(unsettled=True) == []
    drafting.undo(review.admin)
    assert [line.undone for line in review.lines(unsettled=True)] == [True]
    assert mine.round(chief).line.counts.unsettled == 1
    with pytest.raises(OpinionsUnsettled):
        mine.close_round(chief, early=True)
    drafting.redo(review.admin)
    assert review.lines(unsettled=True) == []
    drafting.undo(review.admin)
    # A step of somebody else takes the number of the undone one.
    drafting.edit(review.admin, review.ids()["E0103"], {"patrol": "每日"})
    assert len(review.lines(unsettled=True)) == 1
    assert mine.accept(chief, given.line.key).taken
    mine.close_round(chief, early=True)


def test_objections_and_what_belongs_elsewhere(review: Review) -> None:
    review.open()
    mine, chief = review.services.review, review.chief
    objection = review.object(SQUAD, "E0101")
    with pytest.raises(DecisionNeedsReason):
        mine.accept(chief, objection.line.key)
    with pytest.raises(DecisionNeedsReason):
        mine.reject(chief, objection.line.key, "  ")
    with pytest.raises(UnknownReviewField):
        mine.accept(chief, objection.line.key, field="code", wording="X")
    done = mine.accept(chief, objection.line.key, field="assisting", wording="县应急管理局")
    assert done.taken == {"assisting": ([SQUAD, EMERGENCY], [EMERGENCY])}
    facts = OpinionFacts(OpinionKind.NOT_OURS, belongs_to="县城管局")
    moved = mine.opine(chief, HOUSING, review.ids()["E0102"], facts)
    mine.accept(chief, moved.line.key)
    assert entry(review, "E0102").department == "县城管局、县应急管理局"
    # The squad is no longer named there: nothing can be put in its place.
    gone = mine.opine(chief, SQUAD, review.ids()["E0101"], facts)
    with pytest.raises(LeavesNobody):
        mine.accept(chief, gone.line.key)
    mine.opine(chief, SQUAD, review.ids()["E0101"], OpinionFacts(OpinionKind.AGREE))
    with pytest.raises(Replaced):
        mine.reject(chief, gone.line.key, "不")
    # What was accepted stays beside a later opinion: the list says it, and the minutes tell of it.
    protocol = mine.protocol(chief)
    assert [(view.line.department, view.line.state) for view in protocol.opinions] == [
        (HOUSING, OpinionState.ACCEPTED), (SQUAD, OpinionState.ACCEPTED),
    ]  # fmt: skip


def test_opinions_that_say_nothing_are_refused(sqlite_review: Review) -> None:
    review = sqlite_review
    review.open()
    mine, chief, ids = review.services.review, review.chief, review.ids()
    for facts, refusal in (
        (OpinionFacts(OpinionKind.CHANGE, "name"), OpinionIncomplete),
        (OpinionFacts(OpinionKind.OBJECT), OpinionIncomplete),
        (OpinionFacts(OpinionKind.NOT_OURS), OpinionIncomplete),
        (OpinionFacts(OpinionKind.OBJECT, reason="长" * 4001), OpinionIncomplete),
        (OpinionFacts(OpinionKind.CHANGE, "urgency", "4"), UnknownReviewField),
        (OpinionFacts(OpinionKind.CHANGE, "name", "自建房安全巡查"), SaysTheSame),
        (OpinionFacts(OpinionKind.CHANGE, "duty_list", "别的清单"), DomainError),
        (OpinionFacts(OpinionKind.CHANGE, "name", "长" * 300), DomainError),
    ):
        with pytest.raises(refusal):
            mine.opine(chief, HOUSING, ids["E0101"], facts)
    with pytest.raises(NotAsked):
        mine.opine(chief, HOUSING, ids["E0103"], OpinionFacts(OpinionKind.AGREE))
    assert review.lines(answered=True) == []


_STEP = st.tuples(
    st.sampled_from(["name", "department", "patrol", "duty_list", "not_ours", "object", "accept", "reopen"]),
    st.integers(0, 5),
)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(steps=st.lists(_STEP, min_size=4, max_size=18), turned=st.booleans())
def test_opening_everything_again_restores_the_list_exactly(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, int]],
    turned: bool,
) -> None:
    store = Store(open_engine(copy_sqlite(sqlite_template, tmp_path_factory.mktemp("walk") / "walk.db")))
    review = make_review(store, ManualClock(MONDAY_MORNING))
    drafting, mine = review.services.drafting, review.services.review
    drafting.settle(review.admin, list(review.ids().values())[:1], settled=False)
    review.open()
    before = everything(drafting, review.admin)
    for number, (name, place) in enumerate(steps):
        _take_step(review, name, place, number)
    # Some can be opened again only when what came after them is.
    accepted = [line.key for line in review.lines(states=[OpinionState.ACCEPTED])]
    while accepted:
        left = []
        for key in accepted if turned else reversed(accepted):
            try:
                mine.reopen(review.chief, key)
            except ChangedSince:
                left.append(key)
        assert len(left) < len(accepted)
        accepted = left
    assert everything(drafting, review.admin) == before
    assert review.services.check() == []
    store.close()


def _take_step(review: Review, name: str, place: int, number: int) -> None:
    mine = review.services.review
    pairs = mine.opinions(review.chief, limit=500).rows
    try:
        if name in {"accept", "reopen"}:
            lines = [line for line in pairs if line.id is not None]
            key = lines[place % len(lines)].key if lines else -1
            if name == "accept":
                mine.accept(review.chief, key, reason="行", anyway=True)
            else:
                mine.reopen(review.chief, key)
            return
        line = pairs[place % len(pairs)]
        facts = {
            "not_ours": OpinionFacts(OpinionKind.NOT_OURS, belongs_to=f"县{number}局"),
            "object": OpinionFacts(OpinionKind.OBJECT, reason=f"理由{number}"),
            "duty_list": OpinionFacts(OpinionKind.CHANGE, "duty_list", ["基本履职", "收回"][number % 2]),
        }.get(name, OpinionFacts(OpinionKind.CHANGE, name, f"新{number}"))
        mine.opine(review.chief, line.department_id, line.matter_id, facts)
    except DomainError:
        pass
