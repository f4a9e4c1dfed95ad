"""Writing the rules as they are to be, with what the ledger says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from models.catalogue.classing.queries import RULES
from models.catalogue.classing.rules import rule_document, then_document, when_document
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.classing.views import RuleDraft, RuleView


def one_at_a_time(session: Session, *, changing: bool) -> None:
    """Let nobody else change the rules until the caller's transaction ends.

    SQLite knows one writer only; PostgreSQL is told. Whoever carries rules out lets others do so.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        mode = "SHARE ROW EXCLUSIVE" if changing else "SHARE"
        connection.exec_driver_sql(f"LOCK TABLE classing_rule IN {mode} MODE")


def write_rules(
    session: Session, actor: Actor, at: datetime, saved: Sequence[RuleView], wanted: Sequence[RuleView]
) -> int:
    """Write what differs between the rules that stand and those wanted; return how many rules that is.

    Raises:
        Conflict: somebody changed one of them meanwhile.
    """
    run = session.connection().execute
    before, kept = {each.id: each for each in saved}, {each.id for each in wanted}
    written = 0
    for old in saved:
        if old.id not in kept:
            gone = run(delete(RULES).where(RULES.c.id == old.id, RULES.c.version == old.version))
            _require_one(gone.rowcount, old)
            record(session, actor, at, _stream(old.id), "classing.remove", _said(old), None)
            written += 1
    changed = [each for each in wanted if each.id and _differs(before[each.id], each)]
    for each in changed:
        # Names are unique and may have changed places: nobody bears the new one yet.
        _update(session, before[each.id], name=f"\x01{each.id}")
    for each in changed:
        values = {**_columns(each.draft), "position": each.number, "version": RULES.c.version + 1}
        run(update(RULES).where(RULES.c.id == each.id).values(**values))
        action = "classing.change" if before[each.id].draft != each.draft else "classing.move"
        record(session, actor, at, _stream(each.id), action, _said(before[each.id]), _said(each))
    for each in wanted:
        if not each.id:
            values = {**_columns(each.draft), "position": each.number, "version": 1}
            key = run(insert(RULES).values(**values).returning(RULES.c.id)).scalar_one()
            record(session, actor, at, _stream(key), "classing.create", None, _said(each))
            written += 1
    return written + len(changed)


def _differs(old: RuleView, new: RuleView) -> bool:
    return old.draft != new.draft or old.number != new.number


def _update(session: Session, old: RuleView, **values: Any) -> None:
    done = session.connection().execute(
        update(RULES).where(RULES.c.id == old.id, RULES.c.version == old.version).values(**values)
    )
    _require_one(done.rowcount, old)


def _require_one(count: int, old: RuleView) -> None:
    if count != 1:
        raise Conflict(N_("The rule"), old)


def _columns(draft: RuleDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "active": draft.active,
        "conditions": when_document(draft.when),
        "settings": then_document(draft.then),
        "note": draft.note,
    }


def _said(rule: RuleView) -> dict[str, Any]:
    return {"number": rule.number, **rule_document(rule.draft)}


def _stream(key: int) -> str:
    return f"classing:{key}"
