"""Saving only what nobody changed meanwhile, and columns that hold on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from models.accounts.tables import Account, AccountRole
from models.accounts.views import AccountStatus, Role
from models.kernel.tables import guarded_update, table_of
from models.organisation.tables import Office
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.store import Store

ACCOUNTS = table_of(Account)
DAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@BOTH_ENGINES
def test_a_guarded_update_writes_once(counter: Store) -> None:
    with counter.write() as session:
        row = session.get_one(Office, 1)
        assert guarded_update(session, row, 1, name="大岭镇")
        assert (row.name, row.version) == ("大岭镇", 2)
        assert not guarded_update(session, row, 1, name="别的镇")
        assert (row.name, row.version) == ("大岭镇", 2)
    with counter.read() as session:
        office = session.get_one(Office, 1)
        assert (office.name, office.version) == ("大岭镇", 2)


@BOTH_ENGINES
def test_of_many_who_saw_the_same_version_one_saves(counter: Store) -> None:
    def save(name: str) -> bool:
        with counter.write() as session:
            return guarded_update(session, session.get_one(Office, 1), 1, name=name)

    with ThreadPoolExecutor(5) as pool:
        saved = list(pool.map(save, "甲乙丙丁戊"))
    assert sorted(saved) == [False] * 4 + [True]
    with counter.read() as session:
        assert session.get_one(Office, 1).name == "甲乙丙丁戊"[saved.index(True)]


@BOTH_ENGINES
def test_a_guarded_update_takes_along_what_is_still_pending(counter: Store) -> None:
    with counter.write() as session:
        row = session.get_one(Office, 1)
        row.zone = "Asia/Urumqi"
        assert guarded_update(session, row, 1, name="大岭镇")
    with counter.read() as session:
        assert session.get_one(Office, 1).zone == "Asia/Urumqi"


@BOTH_ENGINES
@pytest.mark.parametrize(
    "moment",
    [
        DAY,
        DAY + timedelta(microseconds=1),
        datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8))),
        datetime(2026, 3, 2, 1, 0, 0, 999999, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(1900, 1, 1, tzinfo=UTC),
    ],
)
def test_a_time_comes_back_as_the_same_moment_in_utc(store: Store, moment: datetime) -> None:
    with store.write() as session:
        session.add(Account(login="x1", name="x", created_at=moment))
    with store.read() as session:
        found = session.connection().scalar(select(ACCOUNTS.c.created_at))
        assert found == moment
        assert found is not None
        assert found.utcoffset() == timedelta(0)
        # Compared in the database, too, whatever the offset it is asked with.
        asked = select(ACCOUNTS.c.id).where(ACCOUNTS.c.created_at == moment)
        assert session.connection().scalar(asked) is not None


@BOTH_ENGINES
def test_times_are_ordered_as_moments(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    with store.write() as session:
        session.add(Account(login="late", name="x", created_at=datetime(2026, 3, 2, 2, 0, tzinfo=UTC)))
        session.add(Account(login="early", name="x", created_at=datetime(2026, 3, 2, 9, 30, tzinfo=shanghai)))
    with store.read() as session:
        ordered = session.connection().scalars(select(ACCOUNTS.c.login).order_by(ACCOUNTS.c.created_at))
        assert list(ordered) == ["early", "late"]


@BOTH_ENGINES
def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="naive"), store.write() as session:
        session.connection().execute(
            ACCOUNTS.update().values(last_sign_in=datetime(2026, 3, 2))  # noqa: DTZ001 -- refused
        )


@BOTH_ENGINES
def test_members_come_back_as_members_and_are_kept_as_plain_words(store: Store) -> None:
    with store.write() as session:
        account = Account(login="x1", name="x", status=AccountStatus.DISABLED, created_at=DAY)
        session.add(account)
        session.flush()
        session.add(AccountRole(account_id=account.id or 0, role=Role.DUTY_CHIEF))
    with store.read() as session:
        assert session.connection().scalar(select(ACCOUNTS.c.status)) is AccountStatus.DISABLED
        assert session.connection().scalar(text("SELECT role FROM account_role")) == "duty_chief"


@BOTH_ENGINES
def test_a_word_that_is_no_member_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="king"), store.write() as session:
        session.connection().execute(ACCOUNTS.update().values(status="king"))


@BOTH_ENGINES
@pytest.mark.parametrize("document", [None, {}, {"名": [1, 2.5, None, True, {"a": "“”"}]}])
def test_documents_come_back_as_they_were(store: Store, document: dict[str, Any] | None) -> None:
    from models.ledger.tables import LedgerEntry

    with store.write() as session:
        session.add(
            LedgerEntry(
                stream="s", seq=1, at=DAY, actor_id=None, actor_name="", origin="", action="x",
                before=document, previous_hash="", hash="",
            )
        )  # fmt: skip
    with store.read() as session:
        (kept,) = session.connection().execute(select(LedgerEntry.__table__.c.before)).one()  # type: ignore[attr-defined]
        assert kept == document
        # Nothing is SQL's NULL, never the JSON word.
        nulls = session.connection().scalar(text('SELECT count(*) FROM ledger_entry WHERE "before" IS NULL'))
        assert nulls == (document is None)
