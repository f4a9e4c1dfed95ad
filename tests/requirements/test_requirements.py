from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.catalogue.editions.refusals import NoEdition
from models.catalogue.requirements.refusals import NothingListed, NoTrace
from models.catalogue.requirements.service import RequirementService
from models.catalogue.requirements.tracing import backwards, forwards
from models.catalogue.requirements.views import GapKind, Relation, VolumeBasis
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.requirements.views import Requirement


def by_code(services: Services, admin: Actor, on: str = "") -> dict[str, Requirement]:
    return {each.code: each for each in services.requirements.derive(admin, on).requirements}


def test_a_matter_says_who_does_what_in_which_time_with_what(town: Services, admin: Actor) -> None:
    fire = by_code(town, admin)["C0101"]
    assert fire.class_path == ("公用设施",)
    assert [(each.number, each.limit, each.closing_condition) for each in fire.conditions] == [
        (f"{fire.number}.C1", "4WH", "通道畅通"),
        (f"{fire.number}.C2", "1WD", ""),
    ]
    assert fire.flow is not None
    assert (fire.flow.code, fire.flow.number, fire.flow.retired) == ("JOINT", 1, False)
    whistle = next(each for each in fire.steps if each.key == "whistle")
    assert (whistle.number, whistle.post, whistle.limit) == (f"{fire.number}.whistle", "duty_chief", "2WH")
    assert len(whistle.entries) == 3
    assert fire.posts == ("acceptor", "handler", "duty_chief", "unit_lead", "evaluator")
    # The township's own office is no department.
    assert [(each.department, each.relations) for each in fire.interfaces] == [
        ("县消防大队", (Relation.LEADS, Relation.CALLED)),
        ("县住建局", (Relation.LEADS, Relation.CALLED)),
        ("县公安局", (Relation.ASSISTS,)),
    ]
    assert [(gap.kind, gap.where) for gap in fire.gaps] == [
        (GapKind.NO_CLOSING, f"{fire.number}.C2"), (GapKind.NO_EVIDENCE, f"{fire.number}.C2"),
    ]  # fmt: skip
    assert [each.name for each in fire.sources] == ["占用消防通道查处"]


def test_what_is_incomplete_is_named(town: Services, admin: Actor) -> None:
    lamp = by_code(town, admin)["L9"]
    assert {gap.kind for gap in lamp.gaps} == {
        GapKind.NO_FLOW,
        GapKind.NO_CONDITION,
        GapKind.NO_DEPARTMENT,
        GapKind.NO_BASIS,
        GapKind.NO_CLASS,
        GapKind.NO_DUTY_LIST,
    }
    assert (lamp.interfaces, lamp.steps, lamp.volume.basis) == ((), (), VolumeBasis.UNKNOWN)


def test_roles_departments_and_source_items_without_a_matter(town: Services, admin: Actor) -> None:
    found = town.requirements.derive(admin)
    assert found.meant.edition is not None
    assert (found.first, found.last) == (date(2025, 3, 1), date(2026, 2, 28))
    functions = {row.kind.value: (dict(row.posts), row.matters) for row in found.functions}
    assert functions["handle"] == ({"handler": 1, "unit_lead": 1}, 1)
    assert next(iter(functions)) == "accept"
    row = found.departments[0]
    assert (row.requirements, row.volume, row.unknown) == ((found.requirements[0].number,), 0, 1)
    assert [each.name for each in found.unclaimed] == ["无人认领"]


def test_expected_volumes_are_closed_cases_of_the_matter_and_of_what_it_took_in(
    town: Services, admin: Actor
) -> None:
    codes = by_code(town, admin)
    lamp = codes["L9"]
    drafting = town.drafting
    drafting.begin(admin, "2027")
    drafting.merge(admin, codes["C0101"].matter_id, [lamp.matter_id])
    effective = date(2026, 4, 1)
    drafting.publish(admin, effective, drafting.plan(admin, effective).plan.fingerprint)

    def closed(_session: object, first: date, last: date) -> tuple[Mapping[int, int], date | None]:
        assert (first, last) == (date(2025, 3, 1), date(2026, 2, 28))
        return {codes["C0101"].matter_id: 5, lamp.matter_id: 3}, date(2025, 1, 1)

    service = RequirementService(town.store, town.clock, closed)
    now = {each.code: each.volume.count for each in service.derive(admin).requirements}
    then = {each.code: each.volume.count for each in service.derive(admin, "2026-04-01").requirements}
    assert (now, then) == ({"C0101": 5, "L9": 3}, {"C0101": 8})


@BOTH_ENGINES
def test_a_matter_keeps_its_number_in_the_next_edition(town: Services, admin: Actor) -> None:
    before = by_code(town, admin)
    drafting = town.drafting
    drafting.begin(admin, "2027")
    drafting.edit(admin, before["C0101"].matter_id, {"name": "占用疏散通道", "code": "C0199"})
    effective = date(2026, 4, 1)
    drafting.publish(admin, effective, drafting.plan(admin, effective).plan.fingerprint)
    after = by_code(town, admin, "2027")
    assert after["C0199"].number == before["C0101"].number
    assert [each.number for each in after["C0199"].steps] == [each.number for each in before["C0101"].steps]
    # What was derived from the edition before is what it was.
    assert by_code(town, admin, "1") == before


@BOTH_ENGINES
def test_traces_lead_both_ways(town: Services, admin: Actor) -> None:
    found = town.requirements.derive(admin)
    fire = next(each for each in found.requirements if each.code == "C0101")
    item = fire.sources[0]
    for text in ("C0101", "c0101", fire.number, f"{fire.number}.C2", item.number, f"MZJ:{item.row}", "JOINT"):
        trace = town.requirements.trace(admin, text)
        (row,) = trace.rows
        assert row.source == item, text
        assert (row.code, row.flow, row.requirement) == ("C0101", "JOINT", fire.number)
        assert trace.by_kind == {"sources": 1, "matters": 1, "flows": 1, "requirements": 1}
    book = town.requirements.trace(admin, "MZJ")
    assert [(row.source.name, row.code) for row in book.rows if row.source] == [
        ("占用消防通道查处", "C0101"), ("路灯不亮报修", "L9"), ("无人认领", ""),
    ]  # fmt: skip
    assert [row.requirement for row in backwards(found)] == sorted(each.number for each in found.requirements)
    assert len(forwards(found)) == 3


@pytest.mark.parametrize("text", ["", "R9999", "R0001.nothing", "S9999", "MZJ:99", "nothing", "R", "：" * 50])
def test_what_leads_nowhere_is_refused(town: Services, admin: Actor, text: str) -> None:
    with pytest.raises(NoTrace):
        town.requirements.trace(admin, text)


@BOTH_ENGINES
def test_a_list_that_is_not_there_or_empty_is_refused(services: Services, admin: Actor) -> None:
    with pytest.raises(NothingListed):
        services.requirements.derive(admin)
    for text in ("2099", "2026-02-30"):
        with pytest.raises(NoEdition):
            services.requirements.derive(admin, text)
