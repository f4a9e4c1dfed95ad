"""Flows in the database: versions, conflicts, retiring, the ledger, what a check recomputes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from models.accounts.views import Role
from models.api import Services
from models.calendar.rules import parse_windows
from models.catalogue.flows import queries
from models.catalogue.flows.refusals import FlowCodeTaken, FlowFaulty, FlowInUse, FlowRetired
from models.catalogue.flows.templates import templates
from models.catalogue.flows.views import ChangeKind, Fault, FlowUse, Link, Part, StepKind
from models.kernel.errors import Conflict, NotFound, NotPermitted
from tests.flows.flows import plain, step, with_step
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.catalogue.flows.service import FlowService
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.flows.conftest import UseBook
    from tests.support.factories import Town


@pytest.fixture
def admin(town: Town) -> Actor:
    return town.actor(Role.SYSTEM_ADMIN)


def entries(store: Store, stream: str) -> list[str]:
    with store.read() as session:
        rows = session.connection().execute(
            text("SELECT action FROM ledger_entry WHERE stream = :stream ORDER BY seq"), {"stream": stream}
        )
        return [row[0] for row in rows]


def test_a_flow_comes_back_as_it_was_written(flows: FlowService, admin: Actor) -> None:
    for draft in templates().values():
        made = flows.create(admin, draft)
        assert (made.draft, made.number, made.version, made.current, made.author) == (
            draft,
            1,
            1,
            True,
            "系统员",
        )
        assert flows.draft_of(admin, draft.code.lower()) == draft
    assert [line.code for line in flows.flows(admin).rows] == sorted(
        each.code for each in templates().values()
    )
    assert flows.check() == []


@BOTH_ENGINES
def test_a_change_makes_a_version_and_the_old_one_stays(
    flows: FlowService, admin: Actor, store: Store, clock: ManualClock
) -> None:
    first = flows.create(admin, plain())
    clock.advance(timedelta(days=1))
    second = flows.change(admin, with_step(plain(), "h", name="现场处置"), first.version)
    assert (second.id, second.number, second.version) == (first.id, 2, 2)
    assert flows.version(first.version_id).draft == plain()
    assert not flows.version(first.version_id).current
    assert flows.flow(admin, "T1", 1).draft == plain()
    assert [(line.number, line.current) for line in flows.versions(admin, "T1")] == [(2, True), (1, False)]
    newest, oldest = flows.history(admin, "T1")
    assert [(each.part, each.key, each.field, each.after) for each in newest.changes] == [
        (Part.STEP, "h", "name", "现场处置")
    ]
    assert oldest.changes == ()
    assert flows.compare(admin, "T1", 2, 1)[0].after == "环节h"
    assert entries(store, "flow:T1") == ["flow.create", "flow.change"]
    assert flows.check() == []


def test_saying_the_same_again_makes_no_version(flows: FlowService, admin: Actor, store: Store) -> None:
    made = flows.create(admin, plain())
    untidy = replace(with_step(plain(), "h", limit=" ２ 工作日", name=" 环节h "), name="测试流程\u200b ")
    assert flows.change(admin, untidy, made.version) == made
    assert entries(store, "flow:T1") == ["flow.create"]


def test_what_is_faulty_is_refused_with_every_fault(flows: FlowService, admin: Actor, town: Town) -> None:
    spoilt = with_step(with_step(plain(), "h", post=""), "v", unit="JS")
    with pytest.raises(FlowFaulty) as refusal:
        flows.create(admin, spoilt)
    # JS is a unit that was closed.
    assert [each.fault for each in refusal.value.findings] == [Fault.NO_POST, Fault.UNKNOWN_UNIT]
    assert flows.flows(admin).rows == ()
    made = flows.create(admin, plain())
    with pytest.raises(FlowFaulty):
        flows.change(admin, spoilt, made.version)
    assert flows.flow(admin, "T1") == made
    assert flows.findings(admin, spoilt) == refusal.value.findings


def test_nobody_overwrites_unseen_work(flows: FlowService, admin: Actor) -> None:
    made = flows.create(admin, plain())
    theirs = flows.change(admin, with_step(plain(), "h", name="他人所改"), made.version)
    with pytest.raises(Conflict) as conflict:
        flows.change(admin, with_step(plain(), "h", name="我所改"), made.version)
    assert conflict.value.current == theirs
    for act in (flows.retire, flows.reinstate):
        with pytest.raises(Conflict):
            act(admin, "T1", made.version)


def test_only_administrators_write_and_everybody_reads(flows: FlowService, admin: Actor, town: Town) -> None:
    made = flows.create(admin, plain())
    handler = town.actor(Role.HANDLER)
    acts: list[Callable[[], object]] = [
        lambda: flows.create(handler, replace(plain(), code="T2")),
        lambda: flows.change(handler, plain(), made.version),
        lambda: flows.copy(handler, "T1", "T2", "副本"),
        lambda: flows.retire(handler, "T1", made.version),
        lambda: flows.reinstate(handler, "T1", made.version),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    assert flows.flow(handler, "T1") == made
    assert flows.flows(handler).rows[0].name == "测试流程"


def test_codes_are_given_once(flows: FlowService, admin: Actor) -> None:
    flows.create(admin, plain())
    with pytest.raises(FlowCodeTaken):
        flows.create(admin, replace(plain(), name="另一个"))
    copied = flows.copy(admin, "T1", "T2", "副本")
    assert (copied.code, copied.draft.name, copied.draft.steps) == ("T2", "副本", plain().steps)
    with pytest.raises(FlowCodeTaken):
        flows.copy(admin, "T1", "T2", "副本")


def test_what_does_not_exist_is_not_found(flows: FlowService, admin: Actor) -> None:
    flows.create(admin, plain())
    acts: list[Callable[[], object]] = [
        lambda: flows.flow(admin, "T9"),
        lambda: flows.flow(admin, "T1", 9),
        lambda: flows.version(999),
        lambda: flows.history(admin, "T9"),
        lambda: flows.compare(admin, "T1", 1, 2),
        lambda: flows.change(admin, replace(plain(), code="T9"), 1),
        lambda: flows.retire(admin, "T9", 1),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_a_flow_in_use_stays_and_one_out_of_use_can_come_back(
    flows: FlowService, admin: Actor, uses: UseBook, store: Store
) -> None:
    made = flows.create(admin, plain())
    uses.uses = {made.id: FlowUse(7, ("3WD",))}
    assert flows.flows(admin).rows[0].matters == 7
    assert flows.flow(admin, "T1").use == FlowUse(7, ("3WD",))
    with pytest.raises(FlowInUse) as refusal:
        flows.retire(admin, "T1", made.version)
    assert refusal.value.params == {"flow": "T1", "matters": 7}
    uses.uses = {}
    retired = flows.retire(admin, "T1", made.version)
    assert (retired.retired, retired.version, retired.number) == (True, 2, 1)
    assert flows.retire(admin, "T1", 2) == retired
    assert flows.flows(admin).rows == ()
    assert [line.retired for line in flows.flows(admin, retired=True).rows] == [True]
    with pytest.raises(FlowRetired):
        flows.change(admin, with_step(plain(), "h", name="改"), 2)
    assert not flows.reinstate(admin, "T1", 2).retired
    assert entries(store, "flow:T1") == ["flow.create", "flow.retire", "flow.reinstate"]


def test_limits_of_the_matters_that_use_a_flow_bind_it(
    flows: FlowService, admin: Actor, uses: UseBook
) -> None:
    made = flows.create(admin, plain())
    uses.uses = {made.id: FlowUse(2, ("3WD", "10WD"))}
    assert flows.grounds(admin, "T1").limits == ("3WD", "10WD")
    assert flows.grounds(admin).limits == ()
    longer = with_step(plain(), "h", limit="3WD")
    with pytest.raises(FlowFaulty) as refusal:
        flows.change(admin, longer, made.version)
    assert [each.fault for each in refusal.value.findings] == [Fault.LIMIT_EXCEEDED]
    assert flows.findings(admin, longer, ["10WD"]) == ()
    # Another flow is not bound by it.
    flows.create(admin, replace(longer, code="T2"))


def test_the_office_s_windows_make_its_working_day(store: Store, clock: ManualClock, town: Town) -> None:
    services = Services(store, clock)
    admin = town.actor(Role.SYSTEM_ADMIN)
    assert services.flows.grounds(admin).day_minutes == 480
    services.calendar.seed()
    assert services.flows.grounds(admin).day_minutes == 480
    services.calendar.change_windows(admin, parse_windows("09:00-12:00,14:00-17:00"))
    assert services.flows.grounds(admin).day_minutes == 360


def test_codes_become_the_versions_a_matter_keeps(flows: FlowService, admin: Actor, store: Store) -> None:
    one = flows.create(admin, plain())
    two = flows.change(admin, with_step(plain(), "h", name="改"), one.version)
    gone = flows.copy(admin, "T1", "T2", "副本")
    flows.retire(admin, "T2", gone.version)
    with store.read() as session:
        assert queries.current_version_ids(session, ["T1", "T2", "T9"]) == {"T1": two.version_id}
        assert queries.version_names(session, [one.version_id, gone.version_id, 999]) == {
            one.version_id: ("T1", 1),
            gone.version_id: ("T2", 1),
        }


@BOTH_ENGINES
def test_a_list_of_flows_is_paged_and_searched(flows: FlowService, admin: Actor) -> None:
    for number in range(5):
        flows.create(admin, replace(plain(), code=f"P{number}", name=f"流程{number}"))
    page = flows.flows(admin, limit=2)
    assert ([row.code for row in page.rows], page.next_key) == (["P0", "P1"], ("P1",))
    page = flows.flows(admin, after=page.next_key, limit=3)
    assert ([row.code for row in page.rows], page.next_key) == (["P2", "P3", "P4"], None)
    assert [row.code for row in flows.flows(admin, "流程3").rows] == ["P3"]
    assert [row.code for row in flows.flows(admin, "p4").rows] == ["P4"]
    assert flows.flows(admin, "100%").rows == ()


@BOTH_ENGINES
def test_a_check_names_what_was_changed_by_hand(
    flows: FlowService, admin: Actor, store: Store, town: Town
) -> None:
    flows.create(admin, plain())
    other = flows.create(admin, replace(with_step(plain(), "h", unit="ZF"), code="T2"))
    third = flows.create(admin, replace(plain(), code="T3"))
    assert flows.check() == []
    with store.write() as session:
        run = session.connection().execute
        run(text("UPDATE flow SET current_number = 4, name = '改名' WHERE code = 'T1'"))
        run(text("UPDATE unit SET active = :no WHERE code = 'ZF'"), {"no": False})
        run(
            queries.VERSIONS.update()
            .where(queries.VERSIONS.c.flow_id == third.id)
            .values(document={"format": "yiwang-flow/1"})
        )
    told = [(each.subject, each.sentence % each.params) for each in flows.check()]
    assert {subject for subject, _sentence in told} == {"flow:T1", "flow:T2", "flow:T3"}
    sentences = "\n".join(sentence for _subject, sentence in told)
    for words in (
        "said to be the newest",
        "calls it T1 测试流程",
        "“ZF”",
        "does not say what it said",
        "cannot be read",
    ):
        assert words in sentences
    with store.write() as session:
        session.connection().execute(queries.VERSIONS.delete().where(queries.VERSIONS.c.flow_id == other.id))
    assert any("there are 0" in each.sentence % each.params for each in flows.check())


def test_the_whole_of_a_database_is_checked_with_its_flows(
    store: Store, clock: ManualClock, town: Town
) -> None:
    services = Services(store, clock)
    services.flows.create(town.actor(Role.SYSTEM_ADMIN), plain())
    with store.write() as session:
        session.connection().execute(text("UPDATE flow SET current_number = 2"))
    assert [each.subject for each in services.check() if each.room == "flows"] == ["flow:T1"]


def test_a_step_of_every_kind_is_kept(flows: FlowService, admin: Actor) -> None:
    steps = [step(f"k{place}", kind=kind) for place, kind in enumerate(StepKind)]
    steps.append(step("c"))
    draft = replace(
        plain(),
        steps=tuple(steps),
        links=tuple(Link(one.key, two.key) for one, two in itertools.pairwise(steps)),
    )
    assert flows.create(admin, draft).draft == draft


def test_the_first_change_of_a_flow_is_told_part_by_part(flows: FlowService, admin: Actor) -> None:
    made = flows.create(admin, plain())
    fewer = replace(
        plain(),
        name="新名",
        steps=(plain().steps[0], plain().steps[1], plain().steps[3]),
        links=(plain().links[0], Link("h", "c")),
    )
    flows.change(admin, fewer, made.version)
    changes = flows.history(admin, "T1")[0].changes
    assert [(each.part, each.change) for each in changes] == [
        (Part.NAME, ChangeKind.CHANGED),
        (Part.STEP, ChangeKind.REMOVED),
        (Part.LINK, ChangeKind.ADDED),
        (Part.LINK, ChangeKind.REMOVED),
        (Part.LINK, ChangeKind.REMOVED),
        (Part.LINK, ChangeKind.REMOVED),
    ]
