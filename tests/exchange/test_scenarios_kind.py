"""Scenarios on the shelf: from their files, from tables of injects, from tables of scenarios; and back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.exchange.exporting.views import How, Wanted
from models.exchange.givingback import give_back
from models.exchange.kinds.scenarios import KIND
from models.exchange.raw import Source
from models.exchange.views import ImportOptions
from models.kernel.errors import NotPermitted
from scenarios import library
from scenarios.msel.exporting import write_table
from tests.exchange.test_cases_kind import counts, founded
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.api import Services
    from models.exchange.views import ImportSummary
    from models.kernel.clock import ManualClock

TEXT = library.data("blank").decode()


@BOTH_ENGINES
def test_a_scenario_file_is_kept_renamed_and_taken_back(services: Services, clock: ManualClock) -> None:
    admin = founded(services, clock)

    def taken(text: str, name: str = "新.yaml") -> ImportSummary:
        options = ImportOptions(partial=True)
        source = Source(name, text.encode())
        return services.exchange.import_file(admin, "scenarios", source, options=options)

    first = taken(TEXT)
    assert counts(first) == (1, 0, 0, 0)
    assert first.assumptions[-1].params == {"codes": "new-drill"}
    assert counts(taken("\r\n" + TEXT.replace("\n", "\r\n") + "\n\n", "别名.txt")) == (0, 0, 1, 0)
    renamed = taken(TEXT.replace("新的演练", "改名的演练"))
    assert counts(renamed) == (0, 1, 0, 0)
    assert [each.title for each in services.shelf.scenarios(admin)] == ["改名的演练"]

    assert first.number is not None
    assert renamed.number is not None
    refused = services.batches.undo(admin, first.number, partial=True)
    assert [each.key for each in refused.resting] == ["new-drill"]
    assert services.batches.undo(admin, renamed.number).resting == ()
    kept = services.shelf.scenario(admin, "new-drill")
    assert kept is not None
    assert (kept.title, kept.text + "\n") == ("新的演练", TEXT)
    entries = services.ledger.entries(admin, "scenario:new-drill").rows
    assert [each.action for each in entries] == ["scenario.add", "scenario.change", "scenario.undo"]


def test_faults_are_told_by_line_and_the_file_comes_back_with_them(
    sqlite_services: Services, clock: ManualClock
) -> None:
    admin = founded(sqlite_services, clock)
    bad = Source("坏.yaml", TEXT.replace("role: 受理岗", "role: 天兵").replace("T+00:01", "T+xx").encode())
    options = ImportOptions(partial=True)
    summary = sqlite_services.exchange.import_file(admin, "scenarios", bad, options=options)
    assert counts(summary) == (0, 0, 0, 1)
    assert [each.reason.params["line"] for each in summary.problems] == [21, 32]  # type: ignore[union-attr]
    target = io.BytesIO()
    assert give_back(bad, KIND, options, summary.problems, target) == 1
    back = target.getvalue().decode()
    assert [line[:6] for line in back.splitlines()[:2]] == ["# 拒绝原因"[:6]] * 2
    assert back.splitlines()[2:] == bad.data.decode().splitlines()
    corrected = Source("改.yaml", back.replace("天兵", "受理岗").replace("T+xx", "T+00:01").encode())
    again = sqlite_services.exchange.import_file(admin, "scenarios", corrected, options=options)
    assert counts(again) == (1, 0, 0, 0)

    taken = sqlite_services.exchange.import_file(
        admin, "scenarios", Source("w.yaml", library.data("wages")), options=options
    )
    assert [each.reason.params["id"] for each in taken.problems] == ["wages"]  # type: ignore[union-attr]
    row = {"情景编码": "别的", "情景文件": TEXT}
    mismatch = sqlite_services.exchange.import_rows(admin, "scenarios", [row], options=options)
    assert [(each.column, each.value) for each in mismatch.problems] == [("情景编码", "别的")]


def test_a_table_of_injects_becomes_the_same_scenario_every_day(
    sqlite_services: Services, clock: ManualClock
) -> None:
    admin = founded(sqlite_services, clock)
    table = io.BytesIO()
    write_table(library.scenario("typhoon").scenario, table, chinese=True)
    options = ImportOptions(constants={"title": "台风演练", "code": "typhoon-2", "start": "2026-07-01 09:00"})
    source = Source("导调信息表.xlsx", table.getvalue())
    made = sqlite_services.exchange.import_file(admin, "scenarios", source, options=options)
    assert counts(made) == (1, 0, 0, 0)
    assert counts(sqlite_services.exchange.import_file(admin, "scenarios", source, options=options)) == (
        0,
        0,
        1,
        0,
    )
    kept = sqlite_services.shelf.scenario(admin, "typhoon-2")
    assert kept is not None
    assert kept.title == "台风演练"
    assert "2026-07-01 09:00" in kept.text


def test_whoever_plays_drills_does_not_see_them_beforehand(
    sqlite_services: Services, clock: ManualClock
) -> None:
    founded(sqlite_services, clock)
    people = {each.role: each.login for each in sqlite_services.accounts.demo_people()}
    handler = sqlite_services.accounts.demo_actor(people[Role.HANDLER], "test")
    with pytest.raises(NotPermitted):
        sqlite_services.shelf.scenarios(handler)
    with pytest.raises(NotPermitted):
        sqlite_services.exports.export(handler, Wanted("scenarios"), How(), io.BytesIO())
