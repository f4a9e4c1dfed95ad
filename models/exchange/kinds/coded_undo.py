"""Taking back what an import did to rows known by a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from models.exchange.frame import Row
from models.exchange.lines import Line, Verdict
from models.exchange.resting import References, kept_of
from models.exchange.views import Resting
from models.kernel.documents import plain
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.exchange.frame import Work
    from models.exchange.kinds.coded import Coded

LATER = N_("it was changed later")
GONE = N_("it is not there any more")


def take_back(kind: Coded, lines: Sequence[Line], work: Work) -> list[Resting]:
    """Give rows their earlier facts back, then remove those that were created; return what stays.

    Rows that would break a rule as they were (a unit closed while cases lie with it) stay as well.
    """
    changed = [line for line in lines if line.verdict is Verdict.CHANGE]
    created = [line for line in lines if line.verdict is not Verdict.CHANGE]
    return [*_restore(kind, changed, work), *_remove(kind, created, work)]


def _restore(kind: Coded, lines: Sequence[Line], work: Work) -> list[Resting]:
    if not lines:
        return []
    found, current = [], kind.current(work.session)
    rows: list[Row] = []
    for line in lines:
        now = current.get(line.key)
        if now is None:
            found.append(Resting(line.key, GONE))
        elif plain(now[1]) != line.after:
            found.append(Resting(line.key, LATER))
        else:
            rows.append(Row(line.row, kind.values_of(line.before or {})))
    by_row = {line.row: line.key for line in lines}
    comparison = kind.compare(rows, work)
    refused = {problem.row: problem.reason for problem in comparison.problems}
    found += [Resting(by_row[row], why) for row, why in refused.items()]
    kind.write(comparison, work)
    return found


def _remove(kind: Coded, lines: Sequence[Line], work: Work) -> list[Resting]:
    if not lines:
        return []
    current = kind.current(work.session)
    there = [line for line in lines if line.key in current]
    found = [Resting(line.key, LATER) for line in there if plain(current[line.key][1]) != line.after]
    ids = _ids(kind, [line.key for line in there], work)
    codes = {key: code for code, key in ids.items()}
    lost = {ids[each.key] for each in found}
    above = _above(kind, ids, current)
    used = {key: why for key, why in kind.used(work, list(codes)).items() if key not in lost}
    found += [Resting(codes[key], why) for key, why in used.items()]
    lost |= used.keys()
    references = References(work.session, kind.table.c.id, kind.own)
    kept = kept_of(references, list(codes), lost, above.get)
    found += [Resting(codes[key], why) for key, why in kept.items()]
    going = [key for key in codes if key not in lost and key not in kept]
    if not going:
        return found
    kind.release(work, going)
    run = work.session.connection().execute
    if kind.parents:
        # Rows of a tree go together, whichever stands above the other.
        run(update(kind.table).where(kind.table.c.id.in_(going)).values(parent_id=None))
    with references.followed_back(len(going)):
        run(delete(kind.table).where(kind.table.c.id.in_(going)))
    entries: list[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]] = [
        (f"{kind.stream}:{codes[key]}", f"{kind.stream}.undo", plain(current[codes[key]][1]), None)
        for key in going
    ]
    record_many(work.session, work.actor, work.at, entries)
    return found


def _ids(kind: Coded, codes: Sequence[str], work: Work) -> dict[str, int]:
    columns = kind.table.c
    rows = work.session.connection().execute(select(columns.code, columns.id).where(columns.code.in_(codes)))
    return {row[0]: row[1] for row in rows}


def _above(
    kind: Coded, ids: Mapping[str, int], current: Mapping[str, tuple[int, dict[str, Any]]]
) -> dict[Any, Any]:
    if not kind.parents:
        return {}
    return {key: ids.get(current[code][1].get("parent_code") or "") for code, key in ids.items()}
