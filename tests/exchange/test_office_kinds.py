"""Skills, capacities, settings and saved queues as tables: round trip, refusals, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.cases.arranging import CaseColumn
from models.cases.saved_views import SharedWith
from models.cases.settings.refusals import NobodyAnswers, StatesStuck
from tests.exchange.test_cases_kind import counts, founded
from tests.exchange.test_more_kinds import load, refused, rows_of
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock


@pytest.fixture
def office(services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    return services, founded(services, clock)


def test_skills_and_capacities_come_in_and_are_taken_back(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    one, two, *_others = services.organisation.staff(administrator)
    skill = {"姓名": one.name, "技能": "特种设备检查", "证号": "TS-1", "有效期至": "2027年6月30日"}
    assert counts(load(services, administrator, "skills", skill)) == (1, 0, 0, 0)
    summary = load(
        services, administrator, "skills", skill | {"证号": "TS-2"}, {"姓名": two.code, "技能": "手语"}
    )
    assert counts(summary) == (1, 1, 0, 0)
    # What the table has no column for stays.
    assert counts(load(services, administrator, "skills", {"工号": one.code, "技能": "特种设备检查"})) == (
        0,
        0,
        1,
        0,
    )
    limits = {"工号": one.code, "每日上限": "6", "在办上限": ""}
    assert counts(load(services, administrator, "capacities", limits)) == (1, 0, 0, 0)
    again = [{"工号": one.code, "每日上限": "7"}, {"工号": one.name, "每日上限": "8"}]
    assert refused(services, administrator, "capacities", *again) == ["exchange.reoccurs"]
    for kind in ("skills", "capacities"):
        rows = [
            {name: str(value or "") for name, value in row.items()}
            for row in rows_of(services, administrator, kind)
        ]
        assert counts(load(services, administrator, kind, *rows)) == (0, 0, len(rows), 0)
    services.batches.undo(administrator, summary.number or 0)
    (left,) = services.rosters.skills(administrator)
    assert (left.staff_id, left.permit, str(left.valid_until)) == (one.id, "TS-1", "2027-06-30")
    assert services.check() == []


@BOTH_ENGINES
def test_settings_make_one_edition_and_go_back(office: tuple[Services, Actor]) -> None:
    services, administrator = office
    wanted = {"caps.extensions": "1", "reasons.return": "地点不清；不属本单位职责"}
    rows = [{"设置项": key, "取值": value} for key, value in wanted.items()]
    summary = load(services, administrator, "settings", *rows)
    assert counts(summary) == (0, 2, 0, 0)
    assert services.settings.house().caps.extensions == 1
    (edition,) = services.settings.history(administrator)
    assert len(edition.changes) == 2
    every = rows_of(services, administrator, "settings")
    assert counts(load(services, administrator, "settings", *every)) == (0, 0, len(every), 0)
    assert refused(services, administrator, "settings", {"设置项": "caps.extensions", "取值": "很多"}) == [
        "invalid"
    ]
    assert refused(services, administrator, "settings", {"设置项": "caps.nothing", "取值": "1"}) == [
        "settings.unknown"
    ]
    with pytest.raises((StatesStuck, NobodyAnswers)):
        load(services, administrator, "settings", {"设置项": "roles.accept", "取值": ""})
    services.batches.undo(administrator, summary.number or 0)
    assert services.settings.house().document == {}
    assert services.check() == []


def test_saved_queues_go_out_with_those_who_share_them_and_come_in_again(
    office: tuple[Services, Actor],
) -> None:
    services, administrator = office
    row = {
        "账号": "limin", "名称": "处置中积水", "基于": "处置中", "筛选条件": "积水", "显示列": "编号、标题",
        "排序": "-arrival", "共享": "按角色", "角色": "值班长 派遣员",
    }  # fmt: skip
    first = load(services, administrator, "queues", row)
    assert counts(first) == (1, 0, 0, 0)
    (saved,) = services.saved.saved(administrator)
    assert saved.columns == (CaseColumn.NUMBER, CaseColumn.TITLE)
    assert (saved.owner_name, saved.sharing.kind) == ("李敏", SharedWith.ROLES)
    second = load(
        services, administrator, "queues", row | {"共享": "单位", "单位编码": "B06", "筛选条件": "路灯"}
    )
    assert counts(second) == (0, 1, 0, 0)
    rows = [
        {name: value or "" for name, value in each.items()}
        for each in rows_of(services, administrator, "queues")
    ]
    assert rows[0]["unit_code"] == "B06"
    assert counts(load(services, administrator, "queues", *rows)) == (0, 0, 1, 0)
    assert refused(services, administrator, "queues", row | {"账号": "niemand"}) == [
        "exchange.unknown_reference"
    ]
    assert refused(services, administrator, "queues", row | {"基于": "什么"}) == ["exchange.not_one_of"]
    assert refused(services, administrator, "queues", row | {"筛选条件": "网格:不存在的地方"})
    services.batches.undo(administrator, second.number or 0)
    (saved,) = services.saved.saved(administrator)
    assert (saved.text, saved.sharing.kind) == ("积水", SharedWith.ROLES)
    services.batches.undo(administrator, first.number or 0)
    assert services.saved.saved(administrator) == []
    assert services.check() == []
