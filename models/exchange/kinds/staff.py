"""People of the office, the grids they look after, and their way in.

A login opens an account without a password: the security administrator sets one. Roles are
given to accounts opened here and to no others, so that no table can quietly raise or lower
what a person may do. Whoever is noted as gone loses the way in.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import delete, insert, select

from models.accounts.rules import clean_login, is_login, require
from models.accounts.service.closing import hold_accounts_of, shut_accounts
from models.accounts.tables import Account, AccountRole
from models.accounts.views import AccountStatus, Role
from models.cases.holding import held_by_people
from models.exchange.cells import code, codes, line, members, yes_no
from models.exchange.frame import Field
from models.exchange.identity_cells import phone
from models.exchange.kinds.creating import (
    CREATE,
    Retired,
    closed_units,
    create_units,
    creates_units,
    home_of,
    note_created,
)
from models.exchange.kinds.places import closing_problems, ids_by_code
from models.exchange.kinds.proving import PROVED, proved
from models.exchange.kinds.staff_refusals import (
    LoginFixed,
    LoginTaken,
    NotALogin,
    RolesFixed,
    RolesWithoutLogin,
)
from models.exchange.kinds.staff_undo import WithAccounts
from models.exchange.refusals import OutsideArea, Unknown
from models.kernel.documents import plain
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.ledger.service import record_many
from models.organisation.rules import area_prefix
from models.organisation.tables import Grid, Post, Staff, StaffGrid, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.frame import Comparison, Row, Work
    from models.exchange.kinds.coded import Facts
    from models.exchange.views import Problem

_STAFF = table_of(Staff)
_UNITS = table_of(Unit)
_POSTS = table_of(Post)
_GRIDS = table_of(Grid)
_STAFF_GRIDS = table_of(StaffGrid)
_ACCOUNTS = table_of(Account)
_ROLES = table_of(AccountRole)

ROLE_NAMES = {
    "采集员": Role.COLLECTOR,
    "网格员": Role.COLLECTOR,
    "受理员": Role.ACCEPTOR,
    "派遣员": Role.DISPATCHER,
    "分拨员": Role.DISPATCHER,
    "值班长": Role.DUTY_CHIEF,
    "单位负责人": Role.UNIT_LEAD,
    "处置员": Role.HANDLER,
    "评估员": Role.EVALUATOR,
    "领导": Role.LEADER,
    "系统管理员": Role.SYSTEM_ADMIN,
    "安全管理员": Role.SECURITY_ADMIN,
    "审计管理员": Role.AUDIT_ADMIN,
}


def _login(cell: str) -> str:
    login = clean_login(cell)
    if not is_login(login):
        raise NotALogin
    return login


class StaffKind(WithAccounts):
    """The people of the office. Exports show their phone numbers masked unless asked for in clear."""

    name = "staff"
    title = N_("staff")
    table = _STAFF
    stream = "staff"
    defaults: ClassVar[Mapping[str, Any]] = {
        "phone": "", "post": "", "grids": (), "login": None, "roles": (), "active": True,
    }  # fmt: skip
    fields = (
        Field("code", N_("staff number"), required=True, synonyms=("工号", "人员编码", "编号"), parse=code()),
        Field("name", N_("person's name"), required=True, synonyms=("姓名", "人员姓名"), parse=line(64)),
        Field("phone", N_("phone"), synonyms=("电话", "手机", "联系电话"), parse=phone),
        Field(
            "unit_code",
            N_("unit code"),
            required=True,
            synonyms=("单位编码", "单位代码", "所属单位编码", "unit"),
            parse=code(),
        ),
        Field("post", N_("post"), synonyms=("岗位", "职务"), parse=line(64)),
        Field(
            "grids", N_("codes of the grids looked after"), synonyms=("网格编码", "负责网格"), parse=codes()
        ),
        Field("login", N_("login"), synonyms=("账号", "登录名", "用户名"), parse=_login, blank=None),
        Field("roles", N_("roles"), synonyms=("角色",), parse=members(Role, ROLE_NAMES)),
        Field("active", N_("in office"), synonyms=("在职", "启用", "状态"), parse=yes_no, blank=None),
        *PROVED,
    )

    settings = (CREATE,)
    check = staticmethod(proved)

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by what stands in the database; name the units that will be created."""
        found = super().compare(rows, work)
        if creates_units(work):
            standing = ids_by_code(work.session, _UNITS)
            named = {new["unit_code"] for _old, new, _version in (*found.created, *found.changed)}
            note_created(found, named - standing.keys())
        return found

    def permit(self, actor: Actor, columns: frozenset[str]) -> None:
        """Let only a security administrator give roles."""
        if "roles" in columns:
            require(actor, (Role.SECURITY_ADMIN,), N_("give roles"))

    def known(self, session: Session) -> dict[str, dict[str, Any]]:
        """Return units with their divisions, grids, staff, and whose each login is."""
        run = session.connection().execute
        people, held = ids_by_code(session, _STAFF), held_by_people(session)
        return {
            "units": ids_by_code(session, _UNITS),
            "places": self.places(session),
            "grids": ids_by_code(session, _GRIDS),
            "posts": {
                f"{unit}:{name}": key for key, unit, name in run(select(*_POSTS.c["id", "unit_id", "name"]))
            },
            "logins": dict(run(select(_ACCOUNTS.c.login, _ACCOUNTS.c.staff_id)).all()),
            "closed": dict.fromkeys(closed_units(session)),
            "sits": dict(
                run(select(_STAFF.c.code, _UNITS.c.code).join(_UNITS, _UNITS.c.id == _STAFF.c.unit_id)).all()
            ),
            "held": {code: held[key] for code, key in people.items() if key in held},
            self.name: people,
        }

    def places(self, session: Session) -> dict[str, str]:
        """Return the division of every unit."""
        return dict(session.connection().execute(select(_UNITS.c.code, _UNITS.c.division_code)).all())

    def verify(
        self, row: Row, facts: Facts, known: Mapping[str, Mapping[str, Any]], work: Work
    ) -> Iterator[Problem]:
        """See that unit and grids lie in sight, that nobody leaves work undone, that a login is free."""
        unit = facts["unit_code"]
        if unit not in known["units"]:
            if not creates_units(work):
                yield work.problem(row, "unit_code", unit, Unknown(N_("unit"), unit, known["units"]))
        elif unit in known["closed"] and facts["active"] and known["sits"].get(facts["code"]) != unit:
            yield work.problem(row, "unit_code", unit, Retired(N_("unit")))
        elif not work.actor.sees(known["places"][unit]):
            yield work.problem(row, "unit_code", unit, OutsideArea())
        for grid in facts["grids"]:
            if grid not in known["grids"]:
                yield work.problem(row, "grids", grid, Unknown(N_("grid"), grid, known["grids"]))
        yield from closing_problems(row, facts, known["held"], work)
        yield from self._verify_login(row, facts, known, work)

    def _verify_login(
        self, row: Row, facts: Facts, known: Mapping[str, Mapping[str, Any]], work: Work
    ) -> Iterator[Problem]:
        login = facts["login"]
        own_id = known[self.name].get(facts["code"])
        own = next((name for name, staff in known["logins"].items() if own_id and staff == own_id), None)
        if own is not None and login != own:
            yield work.problem(row, "login", login or "", LoginFixed(own))
        elif own is None and login in known["logins"]:
            yield work.problem(row, "login", login, LoginTaken())
        elif facts["roles"] and not login:
            yield work.problem(row, "roles", " ".join(facts["roles"]), RolesWithoutLogin())
        elif own is not None and set(facts["roles"]) != self._roles(work.session).get(own, set()):
            yield work.problem(row, "roles", " ".join(facts["roles"]), RolesFixed())

    @staticmethod
    def _roles(session: Session) -> dict[str, set[Role]]:
        found: dict[str, set[Role]] = defaultdict(set)
        statement = select(_ACCOUNTS.c.login, _ROLES.c.role).join(
            _ROLES, _ROLES.c.account_id == _ACCOUNTS.c.id
        )
        for login, role in session.connection().execute(statement):
            found[login].add(role)
        return found

    def current(self, session: Session) -> dict[str, tuple[int, Facts]]:
        """Return version and facts of every person by code."""
        run = session.connection().execute
        grids: dict[int, list[str]] = defaultdict(list)
        looked_after = select(_STAFF_GRIDS.c.staff_id, _GRIDS.c.code).join(
            _GRIDS, _GRIDS.c.id == _STAFF_GRIDS.c.grid_id
        )
        for staff_id, grid in run(looked_after):
            grids[staff_id].append(grid)
        roles = self._roles(session)
        statement = (
            select(
                _STAFF.c.id,
                _STAFF.c.version,
                _STAFF.c.code,
                _STAFF.c.name,
                _STAFF.c.phone,
                _STAFF.c.active,
                _UNITS.c.code.label("unit_code"),
                _POSTS.c.name.label("post"),
                _ACCOUNTS.c.login,
            )
            .join(_UNITS, _UNITS.c.id == _STAFF.c.unit_id)
            .outerjoin(_POSTS, _POSTS.c.id == _STAFF.c.post_id)
            .outerjoin(_ACCOUNTS, _ACCOUNTS.c.staff_id == _STAFF.c.id)
        )
        return {
            row.code: (
                row.version,
                {
                    "code": row.code,
                    "name": row.name,
                    "phone": row.phone,
                    "unit_code": row.unit_code,
                    "post": row.post or "",
                    "grids": tuple(sorted(grids[row.id])),
                    "login": row.login,
                    "roles": tuple(role for role in Role if role in roles.get(row.login, ())),
                    "active": row.active,
                },
            )
            for row in run(statement)
        }

    def _facts(self, row: Row, current: Mapping[str, tuple[int, Facts]]) -> Facts:
        facts = super()._facts(row, current)
        facts["grids"] = tuple(sorted(facts["grids"]))
        facts["roles"] = tuple(role for role in Role if role in facts["roles"])
        return facts

    def values(self, facts: Facts, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """Return the person's columns; posts that are new were written before."""
        unit_id = ids["units"][facts["unit_code"]]
        post = facts["post"]
        return {
            "name": facts["name"],
            "phone": facts["phone"],
            "unit_id": unit_id,
            "post_id": ids["posts"][f"{unit_id}:{post}"] if post else None,
            "active": facts["active"],
        }

    def prepare(self, facts: Iterable[Facts], ids: dict[str, dict[str, Any]], work: Work) -> None:
        """Write units and posts that are new, before the people who hold them."""
        facts = list(facts)
        made = create_units(work, {each["unit_code"] for each in facts} - ids["units"].keys())
        ids["units"] |= made
        ids["places"] |= dict.fromkeys(made, home_of(work.session))
        wanted = {(ids["units"][each["unit_code"]], each["post"]) for each in facts if each["post"]}
        fresh = sorted(pair for pair in wanted if f"{pair[0]}:{pair[1]}" not in ids["posts"])
        if fresh:
            rows = [{"unit_id": unit, "name": name, "version": 1} for unit, name in fresh]
            statement = insert(_POSTS).returning(_POSTS.c.unit_id, _POSTS.c.name, _POSTS.c.id)
            for unit, name, key in work.session.connection().execute(statement, rows):
                ids["posts"][f"{unit}:{name}"] = key

    def finish(
        self, changes: Sequence[tuple[Facts | None, Facts]], ids: dict[str, dict[str, Any]], work: Work
    ) -> None:
        """Write the grids people look after, open accounts, and shut those of people who left."""
        run = work.session.connection().execute
        people = ids[self.name]
        if changes:
            run(
                delete(_STAFF_GRIDS).where(
                    _STAFF_GRIDS.c.staff_id.in_([people[new["code"]] for _, new in changes])
                )
            )
        pairs = [
            {"staff_id": people[new["code"]], "grid_id": ids["grids"][grid]}
            for _old, new in changes
            for grid in new["grids"]
        ]
        if pairs:
            run(insert(_STAFF_GRIDS), pairs)
        self._open_accounts(
            [new for _old, new in changes if new["login"] not in {None, *ids["logins"]}], ids, work
        )
        gone = [people[new["code"]] for _old, new in changes if not new["active"]]
        shut_accounts(work.session, work.actor, work.at, hold_accounts_of(work.session, gone))

    def _open_accounts(
        self, people: Sequence[Facts], ids: Mapping[str, Mapping[str, Any]], work: Work
    ) -> None:
        if not people:
            return
        rows = [
            {
                "login": each["login"],
                "name": each["name"],
                "area": area_prefix(ids["places"][each["unit_code"]]),
                "unit_id": ids["units"][each["unit_code"]],
                "staff_id": ids[self.name][each["code"]],
                "status": AccountStatus.ACTIVE,
                "must_change_password": True,
                "failed_sign_ins": 0,
                "created_at": work.at,
                "version": 1,
            }
            for each in people
        ]
        statement = insert(_ACCOUNTS).returning(_ACCOUNTS.c.login, _ACCOUNTS.c.id)
        opened: dict[str, int] = dict(work.session.connection().execute(statement, rows).all())
        roles = [
            {"account_id": opened[each["login"]], "role": role} for each in people for role in each["roles"]
        ]
        if roles:
            work.session.connection().execute(insert(_ROLES), roles)
        entries = [
            (
                f"account:{each['login']}",
                "account.open",
                None,
                plain(
                    {"name": each["name"], "area": row["area"], "roles": each["roles"], "has_password": False}
                ),
            )
            for each, row in zip(people, rows, strict=True)
        ]
        record_many(work.session, work.actor, work.at, entries)


KIND = StaffKind()
