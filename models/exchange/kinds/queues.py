"""Queues and searches people saved and share. Known by the owner's login and the name.

What somebody saved for themselves alone is theirs: it is given out to them and to nobody else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from models.accounts.views import Role
from models.cases.arranging import DEFAULT_COLUMNS, CaseColumn, Whole, base_of, clean_ordering
from models.cases.columns import ACCOUNTS, SAVED_QUEUES, UNITS
from models.cases.filters import LONGEST
from models.cases.saved_queries import every_row, visible_rows
from models.cases.saved_views import LONGEST_NAME, SavedSpec, SharedWith, Sharing
from models.cases.saved_writing import facts_of, next_position, shared_facts
from models.exchange.cells import code, line, member, members
from models.exchange.frame import Comparison, Field, Kind, Row, Values, Work
from models.exchange.kinds.coded_undo import LATER
from models.exchange.kinds.queue_words import COLUMNS, SHARED, queue_base
from models.exchange.kinds.staff import ROLE_NAMES
from models.exchange.lines import Line, Verdict
from models.exchange.refusals import Unknown
from models.exchange.views import Resting
from models.kernel.errors import DomainError
from models.kernel.words import N_
from models.ledger.service import record_many
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

_STREAM = "saved_queues"

_Place = tuple[str, str]
"""The owner's login, and the name"""


def _order(cell: str) -> Any:
    return clean_ordering(cell)


class Queues(Kind):
    """Saved queues and searches, a row for each."""

    name = "queues"
    title = N_("saved queues")
    key = ("owner", "name")
    fields = (
        Field(
            "owner",
            N_("owner's login"),
            required=True,
            synonyms=("所有人账号", "账号", "登录名"),
            parse=line(64),
        ),
        Field(
            "name",
            N_("name of the queue"),
            required=True,
            synonyms=("名称", "队列名称"),
            parse=line(LONGEST_NAME),
        ),
        Field("base", N_("begins with"), synonyms=("基于", "范围"), parse=queue_base, blank=Whole.OPEN),
        Field("filter", N_("filter"), synonyms=("筛选", "筛选条件", "条件"), parse=line(LONGEST)),
        Field(
            "columns",
            N_("columns shown"),
            synonyms=("显示列", "列"),
            parse=members(CaseColumn, COLUMNS),
            blank=DEFAULT_COLUMNS,
        ),
        Field("order", N_("order"), synonyms=("排序",), parse=_order, blank=None),
        Field(
            "shared",
            N_("shared with"),
            synonyms=("共享", "共享范围"),
            parse=member(SharedWith, SHARED),
            blank=SharedWith.NOBODY,
        ),
        Field(
            "roles",
            N_("of these roles"),
            synonyms=("角色", "共享角色"),
            parse=members(Role, ROLE_NAMES),
            blank=(),
        ),
        Field("unit_code", N_("of this unit"), synonyms=("单位编码", "共享单位"), parse=code(), blank=None),
    )

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Sort rows by what is saved; each has to be one its owner could save and share."""
        known, found = _Known(work.session), Comparison()
        today = work.at.astimezone(office_zone(work.session)).date()
        for row in rows:
            owner = known.accounts.get(row.values["owner"])
            if owner is None:
                reason = Unknown(N_("account"), row.values["owner"], known.accounts)
                found.problems.append(work.problem(row, "owner", row.values["owner"], reason))
                continue
            place = (row.values["owner"], row.values["name"])
            old = known.saved.get(place)
            try:
                facts = self._facts(row.values, old, known, work, today)
            except DomainError as refusal:
                found.problems.append(work.problem(row, "filter", row.values.get("filter", ""), refusal))
                continue
            label, after = " ".join(place), known.document(facts)
            before = None if old is None else known.document(old)
            if before == after:
                found.same += 1
                found.lines.append(Line(row.number, Verdict.SAME, label))
            elif old is None:
                found.created.append((owner, place, facts))
                found.lines.append(Line(row.number, Verdict.CREATE, label, None, after))
            else:
                found.changed.append((old, facts))
                found.lines.append(Line(row.number, Verdict.CHANGE, label, before, after))
        return found

    def _facts(
        self, values: Values, old: Mapping[str, Any] | None, known: _Known, work: Work, today: Any
    ) -> dict[str, Any]:
        """Return the columns of the row a queue is to be; what the table does not say stays."""
        blanks = {each.name: each.blank for each in self.fields}
        kept = blanks if old is None else blanks | known.said(old)
        said = {name: values.get(name, kept[name]) for name in kept}
        spec = SavedSpec(said["name"], said["filter"], said["base"], tuple(said["columns"]), said["order"])
        unit_id = None if said["unit_code"] is None else known.units.get(said["unit_code"], 0)
        sharing = Sharing(said["shared"], frozenset(said["roles"]), unit_id)
        facts = facts_of(work.session, spec, today, None if old is None else old["names"])
        return facts | shared_facts(work.session, work.actor, sharing)

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Save what is new, change what differs.

        Raises:
            TooManySaved: an owner has as many as are kept.
        """
        run = work.session.connection().execute
        entries: list[tuple[str, str, Any, Any]] = []
        for owner, place, facts in comparison.created:
            position = next_position(work.session, replace(work.actor, account_id=owner))
            values = {**facts, "account_id": owner, "position": position, "version": 1}
            run(insert(SAVED_QUEUES).values(values))
            entries.append((_STREAM, "saved_queue.create", None, {"owner": place[0], **facts}))
        for old, facts in comparison.changed:
            mine = SAVED_QUEUES.c.id == old["id"]
            run(update(SAVED_QUEUES).where(mine).values(**facts, version=old["version"] + 1))
            before = {name: old[name] for name in facts}
            entries.append((_STREAM, "saved_queue.change", before, dict(facts)))
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return {}

    undoable = True

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Drop what was added and give back what was changed, where nobody changed it since."""
        known, found = _Known(work.session), []
        entries: list[tuple[str, str, Any, Any]] = []
        run = work.session.connection().execute
        today = work.at.astimezone(office_zone(work.session)).date()
        for each in lines:
            login, _space, name = each.key.partition(" ")
            now = known.saved.get((login, name))
            if now is None or known.document(now) != each.after:
                found.append(Resting(each.key, LATER))
                continue
            mine = SAVED_QUEUES.c.id == now["id"]
            if each.before is None:
                run(delete(SAVED_QUEUES).where(mine))
                entries.append((_STREAM, "saved_queue.drop", {"owner": login, "name": name}, None))
                continue
            said = known.said(each.before)
            facts = self._facts({"name": name, **said}, now, known, work, today)
            run(update(SAVED_QUEUES).where(mine).values(**facts, version=now["version"] + 1))
            entries.append((_STREAM, "saved_queue.change", {part: now[part] for part in facts}, facts))
        if entries:
            record_many(work.session, work.actor, work.at, entries)
        return found

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield what the person saved and what is shared, by owner and name."""
        known = _Known(session)
        seen = {row.id for row in visible_rows(session, actor)}
        for (login, name), row in sorted(known.saved.items()):
            if row["id"] in seen:
                said = known.document(row)
                lists = [" ".join(said[part]) for part in ("columns", "roles")]
                yield (
                    login, name, said["base"], said["text"], lists[0],
                    said["ordering"], said["shared"], lists[1], said["unit"],
                )  # fmt: skip


class _Known:
    """What is saved, with the accounts and units it speaks of."""

    def __init__(self, session: Session) -> None:
        run = session.connection().execute
        accounts = run(select(ACCOUNTS.c.id, ACCOUNTS.c.login)).all()
        logins = {row.id: row.login for row in accounts}
        self.accounts: dict[str, int] = {row.login: row.id for row in accounts}
        self.units: dict[str, int] = {row.code: row.id for row in run(select(UNITS.c.id, UNITS.c.code))}
        self._codes = {made: code for code, made in self.units.items()}
        rows = [dict(row._mapping) for row in every_row(session)]  # noqa: SLF001 -- the row's documented mapping
        self.saved: dict[_Place, Mapping[str, Any]] = {
            (logins[row["account_id"]], row["name"]): row for row in rows
        }

    def document(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a row says, as plans and the journal keep it."""
        told = {name: row[name] for name in ("base", "text", "ordering")}
        return told | {
            "columns": list(row["columns"]),
            "shared": str(row["shared"]),
            "roles": list(row["roles"] or ()),
            "unit": self._codes.get(row["unit_id"]) if "unit_id" in row else row["unit"],
        }

    def said(self, row: Mapping[str, Any]) -> Values:
        """Return a row, or a document of one, as the cells of a table say it."""
        document = row if "unit" in row else self.document(row)
        return {
            "base": base_of(document["base"]) or Whole.OPEN,
            "filter": document["text"],
            "columns": tuple(CaseColumn(name) for name in document["columns"]),
            "order": clean_ordering(document["ordering"]),
            "shared": SharedWith(document["shared"]),
            "roles": tuple(Role(name) for name in document["roles"]),
            "unit_code": document["unit"],
        }


KIND = Queues()
