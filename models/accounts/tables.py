"""Tables of accounts."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.accounts.views import AccountStatus, Role
from models.kernel.tables import Versioned
from models.kernel.types import TextEnum, UtcDateTime


class Account(Versioned, table=True):
    """One person's way in. ``password_hash`` is an argon2 string or NULL."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("login"), UniqueConstraint("os_user"))

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=64)
    name: str = Field(max_length=64)
    password_hash: str | None = Field(default=None, max_length=255)
    os_user: str | None = Field(default=None, max_length=64)
    area: str = Field(default="", max_length=12)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    status: AccountStatus = Field(default=AccountStatus.ACTIVE, sa_type=TextEnum(AccountStatus))
    must_change_password: bool = Field(default=False)
    failed_sign_ins: int = Field(default=0)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_sign_in: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class AccountRole(SQLModel, table=True):
    """A role held by an account."""

    __tablename__ = "account_role"
    __table_args__ = (Index("ix_account_role_role", "role"),)

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    role: Role = Field(sa_type=TextEnum(Role), primary_key=True)


class Seat(SQLModel, table=True):
    """A console somebody is signed in at; ``active_at`` is when its last key came.

    A seat without a key for longer than the console's patience is lost, and so is one that is
    not here any more: whoever sits there has to prove who they are.
    """

    __tablename__ = "seat"

    key: str = Field(primary_key=True, max_length=32)
    account_id: int = Field(foreign_key="account.id", index=True)
    origin: str = Field(max_length=128)
    taken_at: datetime = Field(sa_type=UtcDateTime)
    active_at: datetime = Field(sa_type=UtcDateTime)
