from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.catalogue.sources.views import BookEntries, SourceKind
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services

SHEET = """序号,事项名称,实施部门,法律依据
1,占用消防通道的处置,县应急管理局,《中华人民共和国消防法》第二十八条
2,对占用消防通道处置,县应急管理局,《中华人民共和国消防法》第28条
3,消防设施损坏上报,县应急管理局,
4,农村低保申请受理,县民政局,
"""


@pytest.fixture
def office(services: Services) -> Actor:
    services.initialise("root", "测试镇")
    actor = services.accounts.actor_for_os_user("root", "test")
    services.sources.create_book(
        actor, "A1", BookEntries(title="部门下放事项", kind=SourceKind.DEPARTMENT, department="县政府")
    )
    services.sources.import_file(actor, ("事项.csv", SHEET.encode()), "A1")
    return actor


@BOTH_ENGINES
def test_from_source_items_to_one_matter_and_back(services: Services, office: Actor) -> None:
    drafting = services.drafting
    drafting.begin(office)
    assert drafting.collect(office).funnel.items == 4
    # What is on the list already is not taken in twice.
    assert drafting.collect(office).funnel.entries == 4
    assert len(drafting.steps(office)) == 1
    (group,) = [each for each in drafting.clusters(office) if each.relation == "same"]
    assert {entry.name for entry in group.entries} == {"占用消防通道的处置", "对占用消防通道处置"}
    assert group.reasons
    assert all(str(reason.sentence) for reason in group.reasons)
    survivor, other = group.entries
    merged = drafting.merge(office, survivor.matter_id, [other.matter_id])
    assert len(merged.item_ids) == 2
    assert [each for each in drafting.clusters(office) if each.relation == "same"] == []
    view = drafting.draft(office)
    assert view is not None
    assert (view.funnel.items, view.funnel.live, view.funnel.merged) == (4, 3, 1)
    drafting.unmerge(office, other.matter_id)
    assert len(drafting.entry(office, other.matter_id).item_ids) == 1
    drafting.undo(office)
    drafting.undo(office)
    drafting.keep_apart(office, [survivor.matter_id, other.matter_id])
    assert [each for each in drafting.clusters(office) if each.relation == "same"] == []
    drafting.undo(office)
    assert len([each for each in drafting.clusters(office) if each.relation == "same"]) == 1
    drafting.undo(office)
    view = drafting.draft(office)
    assert view is not None
    assert (view.funnel.items, view.funnel.entries) == (0, 0)


def test_a_split_gives_source_items_along(services: Services, office: Actor) -> None:
    drafting = services.drafting
    drafting.begin(office)
    drafting.collect(office)
    (group,) = [each for each in drafting.clusters(office) if each.relation == "same"]
    merged = drafting.merge(office, group.entries[0].matter_id, [group.entries[1].matter_id])
    whole, part = drafting.split(office, merged.matter_id, [({"name": "清理消防通道"}, [merged.item_ids[0]])])
    assert (whole.item_ids, part.item_ids) == (merged.item_ids[1:], merged.item_ids[:1])
    assert (part.draft.name, part.split_from) == ("清理消防通道", merged.matter_id)
