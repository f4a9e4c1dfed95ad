"""Personal data: masked wherever it is shown, never in clear in the ledger, read for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from models.accounts.views import Role
from models.cases.ledgering import digest
from models.cases.refusals import MayNotReveal, NothingToReveal, ReasonMissing
from models.cases.rules import Action, CaseState, CloseKind, PersonalField, Rating
from models.kernel.errors import NotFound
from models.kernel.masking import mask_id_number, mask_name, mask_phone
from models.ledger.tables import LedgerEntry

if TYPE_CHECKING:
    from tests.cases.township import Desk

SECRET = ("13800001234", "张三丰", "三栋楼下", "已清理完毕", "赔偿纠纷", "小区三栋通道", "阳光小区")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800001234", "138****1234"),
        ("07518881234", "075****1234"),
        ("8881234", "*****34"),
        ("12345", "***45"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_phones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("440101199001011234", "440101********1234"),
        ("440101900101123", "440101*****1123"),
        ("12345", "***45"),
    ],
)
def test_identity_numbers(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张＊"),
        ("欧阳修远", "欧＊＊＊"),
        ("阿", "＊"),
        ("", ""),
        ("John Smith", "J***"),
        ("买买提江·艾力", "买＊＊＊"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def ledger(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.read() as session:
        rows = session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id))).all()
        return [(row.action, f"{row.before} {row.after}") for row in rows if row.stream.startswith("case:")]


def test_the_ledger_holds_every_step_and_nobody_in_clear(desk: Desk) -> None:
    case = desk.report()
    case = desk.step(case, Action.ACCEPT, Role.ACCEPTOR)
    case = desk.step(case, Action.FILE, Role.ACCEPTOR)
    case = desk.step(case, Action.RETURN, Role.DISPATCHER, reason="赔偿纠纷")
    case = desk.step(case, Action.FILE, Role.ACCEPTOR)
    case = desk.step(case, Action.DISPATCH, Role.DISPATCHER)
    case = desk.step(case, Action.FEEDBACK, Role.HANDLER, note="已清理完毕")
    case = desk.step(case, Action.VERIFY, Role.COLLECTOR)
    case = desk.step(case, Action.CLOSE, Role.ACCEPTOR, close_kind=CloseKind.NORMAL)
    desk.do(case, Action.CALL_BACK, Role.ACCEPTOR, rating=Rating.FAIR)
    entries = ledger(desk)
    assert [action for action, _ in entries] == [
        "case.intake",
        "case.accept",
        "case.file",
        "case.return",
        "case.file",
        "case.dispatch",
        "case.feedback",
        "case.verify",
        "case.close",
        "case.call_back",
    ]
    told = " ".join(facts for _, facts in entries)
    assert not any(secret in told for secret in SECRET)
    assert "138****1234" in entries[0][1]
    assert digest("三栋楼下停满电动车，消防通道走不通。") in entries[0][1]
    assert digest("赔偿纠纷") in entries[3][1]
    assert digest("已清理完毕") in entries[6][1]


def test_views_show_nobody_in_clear(sqlite_desk: Desk) -> None:
    case = sqlite_desk.report()
    assert (case.reporter_name, case.reporter_phone) == ("张＊＊", "138****1234")
    assert "13800001234" not in repr(case)


def test_whoever_has_something_to_do_may_read_with_a_reason(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    handler = desk.town.actor(Role.HANDLER)
    assert desk.cases.reveal(handler, case.id, PersonalField.REPORTER_PHONE, "联系当事人") == "13800001234"
    assert desk.cases.reveal(handler, case.id, PersonalField.REPORTER_NAME, "联系当事人") == "张三丰"
    action, facts = ledger(desk)[-1]
    assert action == "case.reveal"
    assert "reporter_name" in facts
    assert "张三丰" not in facts
    for nothing_said in ("  ", "1126", "……", "查"):
        with pytest.raises(ReasonMissing):
            desk.cases.reveal(handler, case.id, PersonalField.REPORTER_PHONE, nothing_said)
    with pytest.raises(MayNotReveal):
        desk.cases.reveal(desk.town.actor(Role.LEADER), case.id, PersonalField.REPORTER_PHONE, "看看")
    assert desk.town.outsider is not None
    with pytest.raises(NotFound):
        desk.cases.reveal(desk.town.outsider, case.id, PersonalField.REPORTER_PHONE, "看看")
    assert len(ledger(desk)) == 7


def test_there_may_be_nothing_to_read(sqlite_desk: Desk) -> None:
    case = sqlite_desk.report(reporter_phone="")
    with pytest.raises(NothingToReveal):
        sqlite_desk.cases.reveal(
            sqlite_desk.town.actor(Role.ACCEPTOR), case.id, PersonalField.REPORTER_PHONE, "回电"
        )
