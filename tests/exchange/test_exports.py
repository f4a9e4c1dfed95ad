"""What leaves the house: masked or with a second person's word, by name and digest, in every format."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from python_calamine import load_workbook

from models.accounts.views import Actor, Role
from models.cases.arranging import Whole
from models.cases.kinds import Action, QueueKey
from models.cases.saved_views import SavedSpec
from models.catalogue.duties.views import DutyEntries
from models.catalogue.views import DutyList
from models.exchange.exporting.refusals import (
    CannotCarry,
    ExportStopped,
    NeedsApproval,
    NoFilter,
    NoPast,
    NoSuchColumns,
    NoSuchQueue,
    NothingPersonal,
    OwnRequest,
    RequestUnusable,
    RevealUnexplained,
    WholeCases,
)
from models.exchange.exporting.rules import BULK
from models.exchange.exporting.views import ExportSummary, Format, How, Masking, RequestState, Wanted
from models.exchange.logs.opening import open_log
from models.exchange.logs.views import LogOptions
from models.exchange.logs.xes import XesReader
from models.exchange.readers import Source
from models.kernel.errors import NotPermitted
from tests.exchange.event_log_schema import check_schema
from tests.exchange.test_cases_kind import CASE, GRID, founded, steps
from tests.support.databases import BOTH_ENGINES
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from models.api import Services
    from models.kernel.clock import ManualClock

CLEAR = How(reveal=True, reason="市热线办复核")


def many(count: int) -> list[dict[str, str]]:
    return [{**CASE, "工单编号": f"20260227-{number:04}"} for number in range(1, count + 1)]


@pytest.fixture
def office(services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    administrator = founded(services, clock)
    services.exchange.import_rows(administrator, "cases", many(BULK + 5))
    services.exchange.import_rows(administrator, "history", steps("20260227-0003"))
    return services, administrator


@pytest.fixture
def small(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    administrator = founded(sqlite_services, clock)
    odd = {
        **CASE,
        "工单编号": "20260227-0009",
        "标题": "=1+1 🚧 路障",
        "内容": "致电13912345678，2026-02-27已处置。",
    }
    sqlite_services.exchange.import_rows(administrator, "cases", [CASE, odd])
    sqlite_services.exchange.import_rows(administrator, "history", steps())
    return sqlite_services, administrator


def taken(
    office: tuple[Services, Actor], wanted: Wanted, how: How, **more: Any
) -> tuple[bytes, ExportSummary]:
    services, actor = office
    target = io.BytesIO()
    summary = services.exports.export(actor, wanted, how, target, **more)
    return target.getvalue(), summary


def second_person(services: Services, clock: ManualClock, *roles: Role) -> Actor:
    with services.store.write() as session:
        return make_actor(session, clock.now(), "anquan", "安全员", set(roles), area="")


@BOTH_ENGINES
def test_many_rows_in_clear_need_a_second_person_once_and_within_a_day(
    office: tuple[Services, Actor], clock: ManualClock
) -> None:
    services, admin = office
    exports, wanted = services.exports, Wanted("cases", "网格:岭南", columns=("number", "reporter_phone"))
    target = io.BytesIO()
    with pytest.raises(NeedsApproval):
        exports.export(admin, wanted, CLEAR, target)
    assert not target.getvalue()
    with pytest.raises(RevealUnexplained):
        exports.ask(admin, wanted, " …")
    asked = exports.ask(admin, wanted, "市热线办复核")
    assert (asked.rows, asked.state, asked.by_name) == (BULK + 5, RequestState.ASKED, admin.name)
    with_request = How(reveal=True, reason="市热线办复核", request=asked.number)
    with pytest.raises(RequestUnusable, match="nobody"):
        exports.export(admin, wanted, with_request, target)
    with pytest.raises(OwnRequest):
        exports.answer(admin, asked.number, grant=True)
    guard = second_person(services, clock, Role.SECURITY_ADMIN)
    assert exports.answer(guard, asked.number, grant=True, words="限本次").state is RequestState.GRANTED
    with pytest.raises(RequestUnusable, match="answered"):
        exports.answer(guard, asked.number, grant=False)
    with pytest.raises(RequestUnusable, match="another table"):
        exports.export(admin, Wanted("cases"), with_request, target)
    clock.advance(timedelta(days=1, seconds=1))
    with pytest.raises(RequestUnusable, match="more than a day"):
        exports.export(admin, wanted, with_request, target)
    clock.advance(timedelta(hours=-2))
    assert not target.getvalue()
    summary = exports.export(admin, wanted, with_request, target)
    assert (summary.rows, summary.masking) == (BULK + 5, Masking.REVEALED)
    assert "10123456789" in target.getvalue().decode("utf-8-sig")
    with pytest.raises(RequestUnusable, match="used"):
        exports.export(admin, wanted, with_request, target)
    run = exports.exports(guard)[0]
    assert (run.request, run.reason, run.masking) == (asked.number, "市热线办复核", Masking.REVEALED)
    found = services.ledger.entries(_auditor(guard), stream=f"export:{run.number}").rows
    assert [(each.action, each.after["digest"]) for each in found if each.after] == [
        ("export", summary.digest)
    ]
    asked_for = services.ledger.entries(_auditor(guard), stream=f"export_request:{asked.number}").rows
    assert sorted(each.action for each in asked_for) == ["export.grant", "export.request"]
    assert services.check() == []


def _auditor(actor: Actor) -> Actor:
    return replace(actor, roles=frozenset({Role.AUDIT_ADMIN}))


def test_only_a_few_roles_export_and_only_security_administrators_answer(
    small: tuple[Services, Actor], clock: ManualClock
) -> None:
    services, admin = small
    wanted = Wanted("cases")
    with pytest.raises(NotPermitted):
        services.exports.export(second_person(services, clock, Role.ACCEPTOR), wanted, How(), io.BytesIO())
    chief = Actor(admin.account_id, "chief", "值班长", frozenset({Role.DUTY_CHIEF}))
    asked = services.exports.ask(chief, wanted, "复核")
    with pytest.raises(NotPermitted):
        services.exports.answer(chief, asked.number, grant=True)
    with pytest.raises(NothingPersonal):
        services.exports.ask(chief, Wanted("cases", columns=("number", "grid_code")), "复核")
    with pytest.raises(NothingPersonal):
        services.exports.ask(chief, Wanted("grids"), "复核")
    assert services.exports.exports(chief) == []


def test_personal_data_is_masked_unless_a_reason_is_given(small: tuple[Services, Actor]) -> None:
    data, summary = taken(small, Wanted("cases"), How(Format.JSON_LINES))
    first, second = (json.loads(line) for line in data.splitlines())
    assert (first["reporter_name"], first["reporter_phone"]) == ("王＊＊", "101****6789")
    assert second["body"] == "致电139****5678，2026-02-27已处置。"
    assert summary.masking is Masking.MASKED
    clear, summary = taken(small, Wanted("cases"), How(Format.JSON_LINES, reveal=True, reason="复核"))
    assert "王春桃" in clear.decode()
    assert summary.masking is Masking.REVEALED
    with pytest.raises(RevealUnexplained):
        taken(small, Wanted("cases"), How(reveal=True, reason=" "))
    _data, summary = taken(small, Wanted("cases", columns=("number",)), How(reveal=True, reason="复核"))
    assert summary.masking is Masking.NONE


def test_filters_columns_and_queues_choose_what_leaves(small: tuple[Services, Actor]) -> None:
    def numbers(text: str = "", queue: str = "") -> list[str]:
        data, _summary = taken(small, Wanted("cases", text, queue, ("工单编号",)), How(encoding="utf-8"))
        return data.decode().split()[1:]

    assert numbers() == ["20260227-0007", "20260227-0009"]
    assert numbers("路障") == numbers(queue="to_accept") == numbers(queue="open") == ["20260227-0009"]
    assert numbers("状态:办结") == ["20260227-0007"]
    assert (numbers(queue="day"), numbers(queue="assisting")) == (["20260227-0009"], [])
    with pytest.raises(NoSuchQueue):
        numbers(queue="三栋")
    services, admin = small
    services.saved.create(admin, SavedSpec("三栋", "状态:办结", Whole.EVERY))
    services.saved.create(admin, SavedSpec("待受理", base=QueueKey.TO_ACCEPT))
    assert numbers(queue="三栋") == ["20260227-0007"]
    assert (numbers(queue="待受理"), numbers("状态:办结", "待受理")) == (["20260227-0009"], [])
    data, _summary = taken(
        small, Wanted("history", "三栋", columns=("action", "number")), How(encoding="utf-8")
    )
    assert data.decode().splitlines()[:2] == ["action,number", "accept,20260227-0007"]
    with pytest.raises(NoSuchColumns, match="age"):
        taken(small, Wanted("grids", columns=("code", "age")), How())
    with pytest.raises(WholeCases):
        taken(small, Wanted("cases", columns=("number",)), How(Format.XES))
    with pytest.raises(NoFilter):
        taken(small, Wanted("grids", "岭南"), How())


def test_a_day_gone_by_is_exported_where_it_is_known(small: tuple[Services, Actor]) -> None:
    services, admin = small
    ended = {"code": "990101103999", "name": "旧村", "valid_from": "2020-01-01", "valid_to": "2025-12-31"}
    services.exchange.import_rows(admin, "divisions", [ended])

    def names(day: date | None) -> str:
        return taken(small, Wanted("divisions", as_of=day), How())[0].decode("utf-8-sig")

    assert "旧村" in names(None)
    assert "旧村" in names(date(2025, 12, 31))
    assert "旧村" not in names(date(2026, 1, 1))
    assert taken(small, Wanted("matters", as_of=date(2026, 3, 1)), How())[1].rows > 0
    with pytest.raises(NoPast):
        taken(small, Wanted("grids", as_of=date(2026, 1, 1)), How())


def test_the_duty_lists_are_given_out_as_they_stood(
    small: tuple[Services, Actor], clock: ManualClock
) -> None:
    services, admin = small

    def lists(day: date | None = None) -> bytes:
        return taken(small, Wanted("duties", as_of=day), How())[0]

    before, first = lists(), date(2026, 3, 2)
    clock.advance(timedelta(days=1))
    changes = [
        {"编码": "JB001", "清单": "基本", "序号": "1", "事项名称": "另一个名称", "类别": "党的建设"},
        {"编码": "JB999", "清单": "基本", "序号": "999", "事项名称": "新事项", "类别": "党的建设"},
    ]
    services.exchange.import_rows(admin, "duties", changes)
    services.duties.create(
        admin, DutyEntries(DutyList.BASIC, "插入的事项", "党的建设", number=2, code="JB500")
    )
    assert lists() != before
    assert lists(first) == before
    assert lists(date(2026, 3, 3)) == lists()
    assert taken(small, Wanted("duties", as_of=date(2026, 1, 1)), How())[1].rows == 0


def test_what_an_encoding_cannot_carry_is_named_or_written_by_name(small: tuple[Services, Actor]) -> None:
    with pytest.raises(CannotCarry, match=r"3 title 🚧 \(U\+1F6A7\)"):
        taken(small, Wanted("cases"), How(encoding="gbk"))
    data, _summary = taken(small, Wanted("cases"), How(encoding="gbk", escape=True))
    assert r"\N{CONSTRUCTION SIGN} 路障" in data.decode("gbk")
    data, _summary = taken(small, Wanted("cases"), How(encoding="gb18030"))
    assert "🚧" in data.decode("gb18030")


def test_a_workbook_holds_texts_and_is_the_same_each_time(
    small: tuple[Services, Actor],
) -> None:
    how = How(Format.XLSX, office_headings=True)
    data, summary = taken(small, Wanted("cases"), how)
    assert taken(small, Wanted("cases"), how)[0] == data
    assert summary.size == len(data)
    sheet = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert sheet[0][:3] == ["工单编号", "来源", "标题"]
    assert sheet[1][5] == GRID
    assert sheet[2][2] == "=1+1 🚧 路障"
    parts = _parts(data)
    page = parts["xl/worksheets/sheet1.xml"]
    for said in ('state="frozen"', "<autoFilter ", 'paperSize="9"', 'orientation="landscape"', "&amp;P"):
        assert said in page
    assert "Print_Titles" in parts["xl/workbook.xml"]
    assert "<f>" not in page


def _parts(data: bytes) -> dict[str, str]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {each.date_time[:3] for each in book.infolist()} == {(1980, 1, 31)}
        return {name: book.read(name).decode() for name in book.namelist()}


def test_an_event_log_has_every_case_with_every_step(small: tuple[Services, Actor]) -> None:
    data, summary = taken(small, Wanted("cases"), How(Format.XES, packed=True))
    plain = gzip.decompress(data)
    assert taken(small, Wanted("cases"), How(Format.XES, packed=True))[0] == data
    events = list(XesReader(open_log(Source("log.xes.gz", data))).entries())
    traces = {each["case:concept:name"] for _number, _cells, each in events if each}
    assert (summary.rows, len(traces), len(events)) == (2, 2, len(steps()) + 2)
    assert [cells["concept:name"] for _number, cells, _case in events][:2] == [Action.INTAKE, Action.ACCEPT]
    root = ET.fromstring(plain)  # noqa: S314 -- our own
    space = "{http://www.xes-standard.org/}"
    order = [child.tag.removeprefix(space) for child in root]
    assert order == sorted(order, key=["extension", "global", "classifier", "string", "trace"].index)
    for trace in root.iter(f"{space}trace"):
        assert any(child.get("key") == "concept:name" for child in trace)
        for event in trace.iter(f"{space}event"):
            keys = [child.get("key") for child in event]
            assert {"concept:name", "time:timestamp", "lifecycle:transition"} <= set(keys)
            assert len(set(keys)) == len(keys)
    check_schema(root)


def test_steps_of_former_systems_keep_their_names(small: tuple[Services, Actor]) -> None:
    services, admin = small
    log = "case,activity,time\nX-1,Assign seriousness,2026-02-01 08:00\nX-1,结束了,2026-02-02 08:00\n"
    named = Source("names.csv", "theirs,ours\n结束了,close\n".encode())
    told = LogOptions(system="旧系统", grid=GRID, activities=named)
    services.logs.import_log(admin, Source("log.csv", log.encode()), told)
    data, _summary = taken(small, Wanted("cases", "X-1"), How(Format.XES))
    assert 'key="original:activity" value="Assign seriousness"' in data.decode()
    assert 'key="former_number" value="X-1"' in data.decode()
    data, summary = taken(small, Wanted("history", "X-1"), How(Format.JSON_LINES))
    last = json.loads(data.splitlines()[-1])
    assert (last["action"], last["former_activity"]) == ("close", "结束了")
    assert [each.params["count"] for each in summary.notes] == [summary.rows]


def test_service_requests_are_open_or_closed_and_make_nothing_up(small: tuple[Services, Actor]) -> None:
    data, _summary = taken(small, Wanted("cases"), How(Format.OPEN311_JSON))
    done, new = json.loads(data)
    assert (done["status"], new["status"]) == ("closed", "open")
    assert done["service_code"] == "040101"
    assert new["service_code"] is new["lat"] is new["long"] is None
    assert new["requested_datetime"] == "2026-02-27T09:10:00+08:00"
    assert "139****5678" in new["description"]
    data, _summary = taken(small, Wanted("cases"), How(Format.OPEN311_XML))
    found = ET.fromstring(data)  # noqa: S314 -- our own
    assert [each.findtext("status") for each in found] == ["closed", "open"]
    assert [each.tag for each in found[0]] == list(done)
    empty, _summary = taken(small, Wanted("cases", "没有这样的事件"), How(Format.OPEN311_JSON))
    assert json.loads(empty) == []


def test_an_export_that_is_broken_off_leaves_nothing(
    small: tuple[Services, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.exchange.exporting.making._TELL_EVERY", 1)
    services, admin = small
    told: list[tuple[int, int]] = []
    taken(small, Wanted("cases"), How(), on_progress=lambda done, total, _phase: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    before = len(services.exports.exports(admin))
    for format_ in (Format.CSV, Format.XLSX, Format.XES):
        target = io.BytesIO()
        with pytest.raises(ExportStopped):
            services.exports.export(admin, Wanted("cases"), How(format_), target, stopped=lambda: True)
        assert not target.getvalue()
    assert len(services.exports.exports(admin)) == before
