"""Requests from the department's paper to the decision, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
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
    StandingKind,
    WantedList,
)
from models.catalogue.boundary.refusals import (
    BadDay,
    EntryInForce,
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
from models.catalogue.refusals import CodeTaken
from models.catalogue.rules import draft_from
from models.catalogue.views import DutyList, MatterStatus
from models.kernel.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.boundary.bench import ADMISSION, LAST_DAY, TEMPORARY, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.catalogue.boundary.views import RequestView
    from tests.boundary.bench import Bench

_A, _S, _K = Action, RequestState, RequestKind
WEEK = timedelta(days=7)


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


def test_a_temporary_entry_comes_with_the_consent_and_ends_by_itself(bench: Bench) -> None:
    reader = bench.actor(Role.COLLECTOR)
    request = bench.bring_to(_S.OPINIONS, _K.TEMPORARY)
    request = bench.do(request, _A.ADMIT, authority="镇长办公会")
    assert (request.state, request.matter_code, request.early) == (_S.ADMITTED, "LS01", False)
    matter = bench.services.catalogue.matter_by_code(reader, "LS01")
    assert (matter.in_force_from, matter.in_force_to) == (TODAY, LAST_DAY)
    assert (matter.conditions[0].limit, matter.conditions[0].closing_condition) == ("3WD", "排查完毕并登记")
    standing = bench.boundary.standing(reader, "LS01")
    assert (standing.kind, standing.until, standing.request_id) == (
        StandingKind.TEMPORARY, LAST_DAY, request.id,
    )  # fmt: skip
    after = LAST_DAY + timedelta(days=1)
    assert bench.boundary.standing(reader, "LS01", after).kind is StandingKind.RETIRED
    assert bench.boundary.expire_due(bench.actor(Role.LEADER)) == ()
    bench.clock.advance(timedelta(days=91))
    assert bench.services.catalogue.matter_by_code(reader, "LS01").status is MatterStatus.RETIRED
    found = bench.boundary.request(reader, request.id)
    assert found.state is _S.EXPIRED
    assert bench.boundary.counters(reader)[_S.EXPIRED] == 1
    assert bench.boundary.check() == []
    assert bench.boundary.expire_due(bench.actor(Role.ACCEPTOR)) == (request.id,)
    assert bench.boundary.expire_due(bench.actor(Role.ACCEPTOR)) == ()
    assert bench.boundary.request(reader, request.id).timeline[-1].action is _A.EXPIRE
    assert bench.boundary.check() == []


def test_an_urgent_entry_is_in_force_before_the_decision_and_leaves_if_refused(bench: Bench) -> None:
    reader = bench.actor(Role.COLLECTOR)
    slow = bench.bring_to(_S.COUNTY, _K.TEMPORARY, urgent=False, code="LS02")
    with pytest.raises(GuardFails, match="urgent"):
        bench.do(slow, _A.START)
    request = bench.do(bench.bring_to(_S.COUNTY, _K.TEMPORARY), _A.START)
    assert (request.state, request.early) == (_S.COUNTY, True)
    assert bench.boundary.standing(reader, "LS01").before_decision
    with pytest.raises(GuardFails, match="in force already"):
        bench.do(request, _A.START)
    bench.clock.advance(timedelta(days=2))
    request = bench.do(request, _A.REFUSE, day=TODAY)
    assert (request.state, request.early) == (_S.REFUSED, False)
    matter = bench.services.catalogue.matter_by_code(reader, "LS01")
    assert (matter.status, matter.in_force_to) == (MatterStatus.RETIRED, date(2026, 3, 3))
    assert bench.faults() == []


def test_an_urgent_entry_confirmed_with_changes_gets_its_new_last_day(bench: Bench) -> None:
    request = bench.do(bench.bring_to(_S.COUNTY, _K.TEMPORARY), _A.START)
    request = bench.do(request, _A.ADMIT_CHANGED, until=date(2026, 4, 30))
    assert (request.state, request.early, request.facts.ends_on) == (_S.CHANGED, False, date(2026, 4, 30))
    matter = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert (matter.in_force_to, matter.version_number) == (date(2026, 4, 30), 1)
    with pytest.raises(BadDay):
        bench.do(request, _A.END, day=date(2026, 5, 1))
    request = bench.do(request, _A.END, day=date(2026, 3, 9))
    matter = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert matter.in_force_to == request.facts.ends_on == date(2026, 3, 9)
    assert bench.faults() == []


def test_an_entry_started_and_withdrawn_on_one_day_leaves_a_line_of_no_days(bench: Bench) -> None:
    request = bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.START)
    bench.do(request, _A.WITHDRAW)
    found = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert found.status is MatterStatus.RETIRED
    # The code is free again.
    bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.ADMIT)
    assert bench.faults() == []


def test_what_is_in_force_is_not_edited_behind_its_back(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    leader = bench.actor(Role.LEADER)
    request = bench.do(bench.do(bench.bring_to(_S.OPINIONS, _K.TEMPORARY), _A.START), _A.RETURN)
    for changed in (replace(TEMPORARY, limit="5WD"), replace(TEMPORARY, ends_on=LAST_DAY + WEEK)):
        with pytest.raises(EntryInForce):
            bench.boundary.edit(leader, request.id, changed, request.version)
    loose = replace(TEMPORARY, explanation="补充说明")
    request = bench.boundary.edit(leader, request.id, loose, request.version)
    assert request.facts.explanation == "补充说明"
    assert bench.services.catalogue.matter_by_code(leader, "LS01").in_force_to == LAST_DAY


def test_one_wanted_later_begins_then(bench: Bench) -> None:
    later = TODAY + WEEK
    request = bench.bring_to(_S.COUNTY, _K.TEMPORARY, urgent=False, wanted_on=later)
    request = bench.do(request, _A.ADMIT)
    found = bench.services.catalogue.matter_by_code(bench.actor(Role.LEADER), "LS01")
    assert (found.in_force_from, found.status) == (later, MatterStatus.UPCOMING)
    assert request.matter_code == "LS01"


def test_a_code_in_use_stops_the_consent_and_nothing_is_changed(bench: Bench) -> None:
    request = bench.bring_to(_S.COUNTY, _K.TEMPORARY, code="0101")
    with pytest.raises(CodeTaken):
        bench.do(request, _A.ADMIT)
    assert bench.boundary.request(bench.actor(Role.LEADER), request.id).state is _S.COUNTY


def test_an_end_that_has_passed_stops_the_consent(bench: Bench) -> None:
    request = bench.bring_to(_S.COUNTY, _K.TEMPORARY)
    bench.clock.advance(timedelta(days=120))
    with pytest.raises(BadDay):
        bench.do(request, _A.ADMIT)


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
