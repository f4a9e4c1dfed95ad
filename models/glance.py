"""A first look at the day's work before the database layer is loaded.

Loading that layer takes three times as long as showing a screen. So that a person sees
their queue at once, this module reads it with the standard library alone: one read-only
SQLite transaction, no change, no decision. What it reads is exactly what the services
return (tests compare them for every person and queue); the services take over as soon as
they are loaded, sign the person in and read again. Where it cannot help (another engine,
another schema, nobody to let in) it returns ``None`` and everything waits for the services.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from models.accounts.views import Actor, Role
from models.cases.arranging import LAYOUT, LOOKS, SAVED, layout_from, looks_from
from models.cases.day import first_queue, gathered
from models.cases.deciding import Decision, decisions_of
from models.cases.kinds import Asked, QueueKey
from models.cases.lights import FAR_FUTURE
from models.cases.rules import QUEUE_STATES, queues_of, restricted_to_unit
from models.cases.saved_views import Bar
from models.cases.settings.glancing import house_seen
from models.cases.settings.house import PACKAGED
from models.glance_parts import PLACE, Bound, assisting, line, listed, marked, moment, pools, urged
from models.organisation.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.cases.settings.house import House
    from models.cases.views import CaseLine

_SCHEME = "sqlite:///"
_STORED = "%Y-%m-%d %H:%M:%S.%f"

_LINES = """
SELECT cases.id, cases.number, cases.state, cases.due_at, cases.warn_at, cases.clock_running,
       cases.clock_stopped_at, json_extract(cases.receipt, '$.provisional_years[0]') AS provisional_year,
       cases.state_since, cases.reported_at, cases.title, cases.place,
       cases.channel, cases.owner_id, cases.return_count, cases.rework_count,
       cases.asked, cases.answer_due_at, cases.stage, cases.stage_due_at, cases.stage_warn_at, cases.version,
       matter_version.name AS matter_name, matter_version.urgency, grid.name AS grid_name,
       unit.name AS unit_name, owner.name AS owner_name, chosen.sorted_by
FROM ({chosen} ORDER BY sorted_by, id LIMIT :most) AS chosen
JOIN cases ON cases.id = chosen.id
JOIN grid ON grid.id = cases.grid_id
LEFT JOIN unit ON unit.id = cases.unit_id
LEFT JOIN matter_version ON matter_version.id = cases.matter_version_id
LEFT JOIN account AS owner ON owner.id = cases.owner_id
ORDER BY chosen.sorted_by, chosen.id
"""
_BRANCH = (
    "SELECT * FROM (SELECT id, {order} AS sorted_by FROM cases"
    " WHERE {where} ORDER BY {order}, id LIMIT :most)"
)
_STAGE_LATER = "(cases.stage_due_at IS NULL OR cases.stage_due_at >= due_at)"
_RUNNING = "cases.open AND cases.clock_running"
_WARNED = "cases.clock_running AND warn_at <= :now"
_EITHER = f"(stage_warn_at <= :now OR {_WARNED})"
_STAGED = "cases.stage_due_at IS NOT NULL"
_PARTS: dict[QueueKey, tuple[str, ...]] = {
    QueueKey.MINE: ("cases.open AND owner_id = :account",),
    QueueKey.DUE_SOON: (
        f"{_RUNNING} AND due_at >= :now AND due_at < :never AND warn_at <= :now AND {_STAGE_LATER}",
        f"{_STAGED} AND stage_due_at >= :now AND {_EITHER} AND NOT ({_WARNED} AND due_at <= stage_due_at)",
    ),
    QueueKey.OVERDUE: (
        f"{_RUNNING} AND due_at < :now AND {_STAGE_LATER}",
        f"{_STAGED} AND stage_due_at < :now AND NOT ({_RUNNING} AND due_at <= stage_due_at)",
    ),
    QueueKey.URGED: ("cases.to_answer > 0",),
    QueueKey.TO_TAKE: ("cases.open AND cases.state = 'dispatched'",),
}
"""What a queue that is more than states holds, as parts that exclude each other (as ``cases.contents``)."""
_ORDERS = {QueueKey.TO_ACCEPT: "reported_at", QueueKey.URGED: "answer_due_at"}
_DECISIONS = {
    Decision.ENDORSE: "(cases.asked_at_unit AND cases.unit_id = :own_unit)",
    Decision.GRANT: "(NOT cases.asked_at_unit AND (cases.asked != 'appeal' OR cases.reviewer_id IS NULL))",
    Decision.LAST_WORD: "(cases.asked = 'appeal' AND cases.reviewer_id != :account)",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who wants to look, as the services would let them in."""

    os_user: str = ""
    """Operating-system user with a linked account, in a real office"""
    demo_login: str = ""
    """A person of a demo township"""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What was seen: the first page of a queue and how many cases each queue holds."""

    office: OfficeView
    actor: Actor
    house: House
    """The office's rules"""
    remembered: object
    """What the desk keeps under the name asked for, or ``None``"""
    key: QueueKey
    rows: tuple[CaseLine, ...]
    next_key: tuple[Any, ...] | None
    counters: Mapping[QueueKey, int]
    bar: Bar
    """How the person has arranged the line of queues, without the queues they saved"""


class Glance:
    """Read-only sight of a township's database.

    Args:
        url: where it is; only SQLite files can be looked at.
        revision: the schema revision this program knows.
        now: the present moment.
    """

    def __init__(self, url: str, revision: str, now: datetime) -> None:
        self._path = url.removeprefix(_SCHEME) if url.startswith(_SCHEME) else ""
        self._revision = revision
        self._now = now.astimezone(UTC)
        self._house = PACKAGED

    def look(self, visitor: Visitor, remembered_name: str, limit: int = 50) -> Glimpse | None:
        """Return what ``visitor`` sees first, or ``None`` where the services have to say.

        Args:
            visitor: the person.
            remembered_name: name of the desk's choice that tells the queue.
            limit: most rows of the page.
        """
        if not self._path:
            return None
        try:
            connection = sqlite3.connect(f"file:{quote(self._path)}?mode=ro", uri=True, timeout=0.2)
        except sqlite3.Error:
            return None
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            return self._seen(connection, visitor, remembered_name, limit)
        except sqlite3.Error:
            # Locked, missing tables, no database at all: the services find the words for it.
            return None
        finally:
            connection.close()

    def _seen(self, db: sqlite3.Connection, visitor: Visitor, name: str, limit: int) -> Glimpse | None:
        revision = db.execute("SELECT version_num FROM alembic_version").fetchone()
        office = db.execute("SELECT * FROM office WHERE id = 1").fetchone()
        if revision is None or revision[0] != self._revision or office is None:
            return None
        if office["drill"]:
            # The world of a drill: there nobody is let in but through the drill.
            return None
        actor = _actor(db, visitor, demo=bool(office["demo"]))
        if actor is None:
            return None
        self._house = house_seen(db)
        counters = self.counters(db, actor)
        start = first_queue(actor, counters, self._house)
        if start is None:
            return None
        remembered = _preference(db, actor, name)
        wanted = remembered.get("key") if isinstance(remembered, dict) else None
        key = QueueKey(wanted) if wanted in queues_of(actor, self._house) else start
        bar = Bar((), layout_from(_preference(db, actor, LAYOUT)), looks_from(_preference(db, actor, LOOKS)))
        look = bar.looks.get(key.value)
        if str(wanted).startswith(SAVED) or (look is not None and look.ordering is not None):
            # A filter, or an order of the person's own: the services have to read it.
            return None
        rows, next_key = self.queue(db, actor, key, limit)
        view = OfficeView(
            name=office["name"],
            division_code=office["division_code"],
            zone=office["zone"],
            demo=bool(office["demo"]),
            drill=bool(office["drill"]),
            version=office["version"],
        )
        return Glimpse(view, actor, self._house, remembered, key, rows, next_key, counters, bar)

    def queue(
        self, db: sqlite3.Connection, actor: Actor, key: QueueKey, limit: int
    ) -> tuple[tuple[CaseLine, ...], tuple[Any, ...] | None]:
        """Return the first page of a queue and the key of what follows it."""
        if key is QueueKey.DAY:
            return self._day(db, actor, limit), None
        chosen, bound = self._chosen(actor, key, limit + 1)
        found = db.execute(_LINES.format(chosen=chosen), bound).fetchall()
        shown = found[:limit]
        more = len(found) > limit
        next_key = (moment(shown[-1]["sorted_by"]), shown[-1]["id"]) if more else None
        lines = tuple(line(row, actor, self._now) for row in shown)
        return marked(db, actor, key, lines), next_key

    def _chosen(self, actor: Actor, key: QueueKey, most: int) -> tuple[str, Bound]:
        """Return the query for the ids of the first cases of a queue and what they are sorted by."""
        if key is QueueKey.ASSISTING:
            where, bound = assisting(actor)
            chosen = f"SELECT case_id AS id, MIN({PLACE}) AS sorted_by {where} GROUP BY case_id"
            return f"SELECT * FROM ({chosen})", bound | {"most": most}  # noqa: S608 -- constants
        sight, bound = listed(actor)
        branches = [
            _BRANCH.format(order=_order(key, condition), where=" AND ".join([condition, *sight]))
            for condition in _holds(actor, key, self._house)
        ]
        if key is QueueKey.URGED:
            where, _same = urged(actor)
            due = "MIN(case_task.answer_due_at) AS sorted_by"
            branches.append(f"SELECT * FROM (SELECT case_id AS id, {due} {where} GROUP BY case_id)")  # noqa: S608 -- constants
        chosen = f"SELECT * FROM ({' UNION ALL '.join(branches)})"  # noqa: S608 -- constants
        return chosen, bound | self._bound(actor) | {"most": most}

    def _day(self, db: sqlite3.Connection, actor: Actor, limit: int) -> tuple[CaseLine, ...]:
        def first(key: QueueKey, most: int) -> list[int]:
            chosen, bound = self._chosen(actor, key, most)
            found = db.execute(f"{chosen} ORDER BY sorted_by, id LIMIT :most", bound)
            return [row["id"] for row in found]

        def read(ids: Sequence[int]) -> list[CaseLine]:
            # Whole numbers, read from this database a moment ago.
            chosen = f"SELECT id, id AS sorted_by FROM cases WHERE id IN ({','.join(map(str, ids))})"  # noqa: S608 -- numbers of ours
            found = db.execute(_LINES.format(chosen=chosen), {"most": len(ids)})
            return [line(row, actor, self._now) for row in found]

        return marked(db, actor, QueueKey.DAY, gathered(actor, first, read, limit, self._house))

    def counters(self, db: sqlite3.Connection, actor: Actor) -> dict[QueueKey, int]:
        """Return how many cases each queue holds for a person."""
        sight, bound = listed(actor)
        bound |= self._bound(actor)
        where = "".join(f" AND {condition}" for condition in sight)
        parts = [f"SELECT state, COUNT(*) FROM cases WHERE cases.open{where} GROUP BY state"]  # noqa: S608 -- constants
        for key in _PARTS:
            counting = f"SELECT '{key.value}', COUNT(*) FROM cases WHERE"  # noqa: S608 -- constants
            parts.extend(f"{counting} {condition}{where}" for condition in _parts(actor, key))
        asked = _asked(actor, self._house)
        parts.append(f"SELECT '{QueueKey.TO_DECIDE.value}', COUNT(*) FROM cases WHERE {asked}{where}")  # noqa: S608 -- constants
        where, more = assisting(actor)
        parts.append(f"SELECT '{QueueKey.ASSISTING.value}', COUNT(DISTINCT case_id) {where}")
        parts.append(f"SELECT '{QueueKey.URGED.value}', COUNT(DISTINCT case_id) {urged(actor)[0]}")
        found: Counter[str] = Counter()
        for name, cases in db.execute(" UNION ALL ".join(parts), bound | more):
            found[name] += cases
        return {
            key: sum(found[state.value] for state in states)
            if (states := QUEUE_STATES.get(key))
            else found[key.value]
            for key in QueueKey
            if key is not QueueKey.DAY
        }

    def _bound(self, actor: Actor) -> Bound:
        return {
            "account": actor.account_id,
            "own_unit": actor.unit_id,
            "now": self._now.strftime(_STORED),
            "never": FAR_FUTURE.strftime(_STORED),
        }


def _actor(db: sqlite3.Connection, visitor: Visitor, *, demo: bool) -> Actor | None:
    if demo:
        found = db.execute("SELECT * FROM account WHERE login = ?", (visitor.demo_login,)).fetchone()
    else:
        found = db.execute("SELECT * FROM account WHERE os_user = ?", (visitor.os_user,)).fetchone()
    if found is None or found["status"] != "active":
        return None
    roles = db.execute("SELECT role FROM account_role WHERE account_id = ?", (found["id"],)).fetchall()
    return Actor(
        account_id=found["id"],
        login=found["login"],
        name=found["name"],
        roles=frozenset(Role(role) for (role,) in roles),
        area=found["area"],
        unit_id=found["unit_id"],
        staff_id=found["staff_id"],
        origin=visitor.origin,
        # As ``accounts.queries.actor`` has it: who has no password has none to change.
        must_change_password=bool(found["must_change_password"]) and found["password_hash"] is not None,
    )


def _preference(db: sqlite3.Connection, actor: Actor, name: str) -> Any:
    found = db.execute(
        "SELECT value FROM preference WHERE account_id = ? AND name = ?", (actor.account_id, name)
    ).fetchone()
    return None if found is None or found[0] is None else json.loads(found[0])


def _asked(actor: Actor, house: House) -> str:
    """Return the condition under which what was asked for waits for a person."""
    waiting = " OR ".join(_DECISIONS[decision] for decision in decisions_of(actor, house))
    return f"cases.asked != 'none' AND ({waiting or 0})"


def _holds(actor: Actor, key: QueueKey, house: House) -> list[str]:
    """Return what a queue holds, as alternatives that exclude each other (as ``cases.queues`` has them)."""
    if key is QueueKey.TO_ACCEPT:
        return ["cases.state = 'reported'"]
    if key in _PARTS:
        return _parts(actor, key)
    if key is QueueKey.TO_DECIDE:
        kinds = [asked.value for asked in Asked if asked is not Asked.NOTHING]
        return [f"cases.asked = '{kind}' AND {_asked(actor, house)}" for kind in kinds]
    return [f"cases.open AND cases.state = '{state.value}'" for state in sorted(QUEUE_STATES[key])]


def _parts(actor: Actor, key: QueueKey) -> list[str]:
    """Return the parts of a queue; a unit is told of a stage while it has the case."""
    if key is QueueKey.TO_TAKE:
        return [pools(actor)]
    if not restricted_to_unit(actor):
        return list(_PARTS[key])
    return [f"{part} AND cases.clock_running" if part.startswith(_STAGED) else part for part in _PARTS[key]]


def _order(key: QueueKey, condition: str) -> str:
    """Return what a part of a queue is sorted by: where one clock put it there, by that."""
    if condition.startswith(_STAGED):
        return "stage_due_at"
    return "due_at" if condition.startswith(_RUNNING) else _ORDERS.get(key, "urgent_at")
