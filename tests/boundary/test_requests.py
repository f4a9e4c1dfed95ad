"""Requests from the department's paper to the decision, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.catalogue.boundary.kinds import (
    Action,
    Change,
    DocumentKind,
    RequestKind,
    RequestState,
    Stance,
    WantedList,
)
from models.catalogue.boundary.refusals import (
    BadDay,
    EntryMissing,
    EntryNotAsked,
    FieldMissing,
    FieldNotAsked,
    GuardFails,
    Incomplete,
    NothingAdmitted,
    NotTheOpener,
    OtherUnit,
)
from models.catalogue.boundary.views import DocumentFacts, StepEntries
from models.catalogue.rules import draft_from
from models.catalogue.views import DutyList, MatterStatus
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.boundary.bench import ADMISSION, LAST_DAY, TEMPORARY, TODAY
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.catalogue.boundary.views import RequestView
    from tests.boundary.bench import Bench

_A, _S, _K = Action, RequestState, RequestKind
WEEK = timedelta(days=7)


@BOTH_ENGINES
def test_a_duty_is_admitted_and_yields_a_draft(bench: Bench) -> None:
    request = bench.opened(legal_basis="", case_number="20260302-0001")
    assert request.lacking == ("legal_basis",)
    with pytest.raises(Incomplete, match="legal basis"):
        bench.do(request, _A.SUBMIT)
    facts = replace(ADMISSION, case_number="20260302-0001")
    request = bench.boundary.edit(bench.actor(Role.ACCEPTOR), request.id, facts, request.version)
    paper = DocumentFacts(
        "关于移交巡查职责的函", DocumentKind.EXPLANATION, "县建函〔2026〕8号", TODAY, "县住建局", "正文",
        "函.pdf", "A" * 64,
    )  # fmt: skip
    request = bench.boundary.attach(bench.actor(Role.ACCEPTOR), request.id, paper, request.version)
    assert request.documents[0].file_hash == "a" * 64
    request = bench.do(request, _A.SUBMIT, Role.ACCEPTOR)
    with pytest.raises(GuardFails):
        bench.do(request, _A.FORWARD)
    request = bench.do(request, _A.OPINE, Role.UNIT_LEAD, stance=Stance.OBJECT, note="无人手")
    request = bench.do(request, _A.OPINE, Role.UNIT_LEAD, stance=Stance.CONDITIONS, note="经费到位则同意")
    assert [(each.stance, each.current, each.unit_name) for each in request.opinions] == [
        (Stance.OBJECT, False, "综合执法办"),
        (Stance.CONDITIONS, True, "综合执法办"),
    ]
    request = bench.do(request, _A.FORWARD, Role.DUTY_CHIEF, day=TODAY + WEEK)
    assert request.decide_by == TODAY + WEEK
    request = bench.do(request, _A.ADMIT)
    assert (request.state, request.authority, request.decision_number) == (
        _S.ADMITTED, "县委编办", "县编〔2026〕3号",
    )  # fmt: skip
    assert [step.action for step in request.timeline] == [
        _A.OPEN, _A.EDIT, _A.ATTACH, _A.SUBMIT, _A.OPINE, _A.OPINE, _A.FORWARD, _A.ADMIT,
    ]  # fmt: skip
    found = bench.boundary.outcome(bench.actor(Role.LEADER), request.id)
    assert found.duty is not None
    assert (found.duty.duty_list, found.duty.township_duty) == (
        DutyList.COOPERATIVE,
        "负责日常巡查和信息上报",
    )
    assert draft_from(found.documents[0]) == found.matters[0]
    assert (found.matters[0].duty_list, found.matters[0].department) == (
        DutyList.COOPERATIVE, "县住房和城乡建设局",
    )  # fmt: skip
    assert not found.written
    # The catalogue takes the draft up as it is, once it has a code and a limit.
    entries = bench.services.ledger.check()
    assert entries == []
    assert bench.boundary.check() == []


def test_an_adjustment_yields_the_duty_and_the_matters_as_they_would_be(bench: Bench) -> None:
    admin = bench.actor(Role.SYSTEM_ADMIN)
    draft = bench.services.catalogue.draft_of(admin, "0101")
    bench.services.catalogue.change_matter(admin, replace(draft, duty_item="PH082"), 1)
    request = bench.bring_to(_S.COUNTY, _K.ADJUSTMENT)
    with pytest.raises(NothingAdmitted):
        bench.boundary.outcome(admin, request.id)
    request = bench.do(request, _A.ADMIT)
    found = bench.boundary.outcome(admin, request.id)
    assert found.duty is not None
    assert (found.duty.code, found.duty.duty_list, found.duty.method) == (
        "PH082", DutyList.RECALLED, "县卫生健康局直接查处",
    )  # fmt: skip
    assert [(each.code, each.status) for each in found.matters] == [("0101", MatterStatus.RETIRED)]
    other = bench.opened(_K.ADJUSTMENT, change=Change.TO_BASIC, method="")
    for action in (_A.SUBMIT, _A.OPINE, _A.FORWARD, _A.ADMIT):
        other = bench.do(other, action)
    matter = bench.boundary.outcome(admin, other.id).matters[0]
    assert (matter.duty_list, matter.status) == (DutyList.BASIC, MatterStatus.IN_FORCE)


@BOTH_ENGINES
def test_two_people_at_once(bench: Bench) -> None:
    request = bench.bring_to(_S.COUNTY)
    bench.do(request, _A.ADMIT)
    boundary, leader, paper = (
        bench.boundary,
        bench.actor(Role.LEADER),
        DocumentFacts("函", DocumentKind.OTHER),
    )
    acts: tuple[Callable[[], RequestView], ...] = (
        lambda: bench.do(request, _A.REFUSE),
        lambda: boundary.edit(leader, request.id, ADMISSION, request.version),
        lambda: boundary.attach(leader, request.id, paper, request.version),
    )
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        current: Any = refused.value.current
        assert current.state is _S.ADMITTED


def test_entries_that_do_not_fit_are_refused(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    county = bench.bring_to(_S.COUNTY)
    with pytest.raises(EntryMissing, match="who decided"):
        bench.do(county, _A.ADMIT, authority="")
    with pytest.raises(EntryNotAsked, match="grounds"):
        bench.do(county, _A.ADMIT, reason="多余")
    with pytest.raises(BadDay):
        bench.do(county, _A.ADMIT, day=TODAY + WEEK)
    opinions = bench.bring_to(_S.OPINIONS)
    with pytest.raises(EntryMissing, match="unit"):
        bench.boundary.perform(
            bench.actor(Role.LEADER), opinions.id, _A.OPINE,
            StepEntries(note="同意", stance=Stance.AGREE), opinions.version,
        )  # fmt: skip
    with pytest.raises(OtherUnit):
        bench.do(opinions, _A.OPINE, Role.UNIT_LEAD, unit_id=bench.desk.town.other_unit)
    with pytest.raises(NotFound):
        bench.do(opinions, _A.OPINE, unit_id=999)
    with pytest.raises(BadDay):
        bench.do(opinions, _A.FORWARD, day=TODAY - WEEK)
    with pytest.raises(NotTheOpener):
        bench.do(opinions, _A.WITHDRAW, Role.ACCEPTOR)
    with pytest.raises(ValueError, match="method of its own"):
        bench.do(opinions, _A.EDIT)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(ADMISSION, name="  "), FieldMissing),
        (replace(ADMISSION, duty_item="JB001"), FieldNotAsked),
        (replace(ADMISSION, ends_on=LAST_DAY), FieldNotAsked),
        (replace(ADMISSION, name="长" * 256), Invalid),
        (replace(TEMPORARY, lead_unit="无"), NotFound),
    ],
)
def test_facts_that_do_not_fit_are_refused(
    sqlite_bench: Bench, facts: object, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sqlite_bench.boundary.open_request(sqlite_bench.actor(Role.LEADER), facts)  # type: ignore[arg-type]


def test_who_may_open_and_what_is_cleaned(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    for role in (Role.COLLECTOR, Role.HANDLER, Role.EVALUATOR, Role.AUDIT_ADMIN):
        with pytest.raises(NotPermitted):
            bench.boundary.open_request(bench.actor(role), ADMISSION)
    facts = replace(TEMPORARY, name=" 燃气\x1b[31m排查 ", code="ＬＳ０９", limit="3个工作日")
    found = bench.boundary.open_request(bench.actor(Role.ACCEPTOR), facts)
    assert (found.facts.name, found.facts.code, found.facts.limit) == ("燃气排查", "LS09", "3WD")
    wrong = DocumentFacts("函", DocumentKind.OTHER, file_hash="xyz")
    with pytest.raises(Invalid):
        bench.boundary.attach(bench.actor(Role.ACCEPTOR), found.id, wrong, found.version)


@BOTH_ENGINES
def test_lists_are_searched_paged_and_counted(bench: Bench) -> None:
    reader = bench.actor(Role.COLLECTOR)
    ids = [bench.opened(name=f"职责{number}").id for number in range(5)]
    temporary = bench.bring_to(_S.OPINIONS, _K.TEMPORARY)
    adjusted = bench.opened(_K.ADJUSTMENT)
    first = bench.boundary.requests(reader, limit=3)
    assert [row.id for row in first.rows] == [adjusted.id, temporary.id, ids[4]]
    rest = bench.boundary.requests(reader, after=first.next_key, limit=10)
    assert [row.id for row in rest.rows] == ids[3::-1]
    assert rest.next_key is None

    def found(text: str = "", **more: object) -> list[int]:
        return [row.id for row in bench.boundary.requests(reader, text=text, **more).rows]  # type: ignore[arg-type]

    assert found("职责3") == [ids[3]]
    assert found("应急 燃气") == [temporary.id]
    assert found("PH082") == [adjusted.id]
    assert found(str(ids[0])) == [ids[0]]
    assert found(kind=_K.TEMPORARY) == found(states=[_S.OPINIONS]) == [temporary.id]
    counts = bench.boundary.counters(reader)
    assert (counts[_S.DRAFT], counts[_S.OPINIONS], counts[_S.COUNTY]) == (6, 1, 0)
    with pytest.raises(NotFound):
        bench.boundary.request(reader, 999)


@BOTH_ENGINES
def test_the_check_names_entries_without_an_end_and_overdue_decisions(bench: Bench) -> None:
    admitted = bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.ADMIT)
    late = bench.bring_to(_S.OPINIONS)
    late = bench.do(late, _A.FORWARD, day=TODAY + WEEK)
    assert not late.overdue
    assert bench.boundary.check() == []
    bench.clock.advance(timedelta(days=8))
    assert bench.boundary.request(bench.actor(Role.LEADER), late.id).overdue
    with bench.desk.store.write() as session:
        run = session.connection().execute
        run(text("UPDATE admission_request SET ends_on = NULL WHERE id = :id"), {"id": admitted.id})
        run(text("UPDATE matter_span SET valid_to = '9999-12-31' WHERE code = 'LS01'"))
        run(
            text("UPDATE admission_step SET from_state = 'county' WHERE request_id = :id AND seq = 2"),
            {"id": late.id},
        )
    said = {(each.subject, str(each.sentence).partition(" ")[2][:40]) for each in bench.boundary.check()}
    subjects = [subject for subject, _sentence in sorted(said)]
    assert subjects.count(f"admission:{admitted.id}") == 2
    assert subjects.count(f"admission:{late.id}") == 2
    assert any("decided" in each.sentence for each in bench.boundary.check())
    assert any("without an end" in each.sentence for each in bench.boundary.check())


def test_an_admission_to_the_grid_list_without_an_end_yields_a_matter_with_a_limit(
    sqlite_bench: Bench,
) -> None:
    bench = sqlite_bench
    request = bench.bring_to(
        _S.ADMITTED, wanted=WantedList.GRID, exit_route="部门接回", code="N001", limit="5WD",
        superior_duty="", township_duty="",
    )  # fmt: skip
    found = bench.boundary.outcome(bench.actor(Role.LEADER), request.id)
    assert found.duty is None
    made = bench.services.catalogue.create_matter(bench.actor(Role.SYSTEM_ADMIN), found.matters[0])
    assert (made.code, made.conditions[0].limit, made.in_force_to) == ("N001", "5WD", None)
