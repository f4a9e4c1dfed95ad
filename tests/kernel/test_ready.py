"""Statements compiled once give what SQLAlchemy itself gives, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam, select

from models.accounts.tables import Account
from models.accounts.views import AccountStatus
from models.kernel.bulk import insert_row
from models.kernel.ready import Ready
from models.kernel.tables import table_of
from models.kernel.upsert import insert_on
from models.organisation.tables import Office
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from sqlalchemy.sql.base import Executable

    from models.kernel.store import Store

ACCOUNTS = table_of(Account)
OFFICES = table_of(Office)
MOMENT = datetime(2026, 3, 2, 1, 0, 0, 250_000, tzinfo=UTC)
_NAMED = (
    "login",
    "name",
    "status",
    "area",
    "created_at",
    "must_change_password",
    "version",
    "failed_sign_ins",
)
_ROW = ("limin", "李敏", AccountStatus.ACTIVE, "", MOMENT, True, 0, 1)
_WHOLE = select(ACCOUNTS).where(ACCOUNTS.c.login == bindparam("login"))


@BOTH_ENGINES
def test_values_and_columns_pass_through_their_types(store: Store) -> None:
    by_status = Ready(
        select(ACCOUNTS.c.name, ACCOUNTS.c.created_at.label("made"))
        .where(ACCOUNTS.c.status == bindparam("status"), ACCOUNTS.c.created_at <= bindparam("until"))
        .limit(1)
    )
    with store.write() as session:
        made = insert_row(session, ACCOUNTS, _NAMED, _ROW)
        assert session.get_one(Account, made).created_at == MOMENT
    with store.read() as session:
        found = by_status.first(session, status=AccountStatus.ACTIVE, until=MOMENT)
        assert (found.name, found.made) == ("李敏", MOMENT)
        assert by_status.first(session, status=AccountStatus.DISABLED, until=MOMENT) is None
        assert by_status.value(session, status=AccountStatus.DISABLED, until=MOMENT) is None
        usual = session.connection().execute(_WHOLE, {"login": "limin"}).one()
        [whole] = Ready(_WHOLE).rows(session, login="limin")
        assert whole._asdict() == usual._asdict()
        assert (type(whole.status), whole.must_change_password) == (AccountStatus, True)


@BOTH_ENGINES
def test_what_the_engines_spell_differently_is_made_for_each(counter: Store) -> None:
    def keeping(engine: str) -> Executable:
        columns = {"name": bindparam("name"), "zone": "Asia/Shanghai", "demo": False, "drill": False}
        statement = insert_on(engine, OFFICES).values(id=bindparam("office_id"), version=1, **columns)
        return statement.on_conflict_do_update(index_elements=["id"], set_={"name": statement.excluded.name})

    keep = Ready(keeping)
    with counter.write() as session:
        assert keep.run(session, office_id=1, name="大岭镇") == 1
        assert keep.run(session, office_id=1, name="岭南镇") == 1
    with counter.read() as session:
        assert Ready(select(OFFICES.c.name)).rows(session) == [("岭南镇",)]


@BOTH_ENGINES
def test_a_list_of_values_may_be_part_of_a_statement_but_not_come_later(counter: Store) -> None:
    kinds = ACCOUNTS.c.status.in_([AccountStatus.ACTIVE, AccountStatus.DISABLED])
    logins, before = ACCOUNTS.c.login.in_(["limin", "nobody"]), ACCOUNTS.c.id < bindparam("most", 0)
    ready = Ready(select(ACCOUNTS.c.login).where(logins, kinds, before).order_by(ACCOUNTS.c.login))
    later = Ready(select(ACCOUNTS.c.id).where(ACCOUNTS.c.login.in_(bindparam("logins", expanding=True))))
    with counter.write() as session:
        ids = [insert_row(session, ACCOUNTS, _NAMED, (login, *_ROW[1:])) for login in ("limin", "zhangwei")]
        found = ready.later(session, most=max(ids) + 1)
        assert ready.rows(session, most=ids[0]) == []
        with pytest.raises(ValueError, match="a list"):
            later.rows(session)
    # Read within the transaction, made into rows whenever somebody asks.
    assert found() == [("limin",)]
