"""From the working list to what publishing it would change, and what still stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.drafting.faults import FaultKind, Weight, faults_of, gone_of, own_faults, world_of
from models.catalogue.drafting.rules import root_of
from models.catalogue.drafting.views import EntryState, Obstacle
from models.catalogue.drafting.workspace import ENTRIES
from models.catalogue.editions.changes import Change, Changes, Link, kinds_of
from models.catalogue.editions.publishing import last_published
from models.catalogue.editions.views import ChangeAction
from models.catalogue.rules import draft_from, says_the_same
from models.catalogue.standing import MATTERS, SPANS, holds, in_force, office_day, references, standing_of
from models.catalogue.views import LineageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.catalogue.drafting.faults import Fault, World
    from models.catalogue.rules import MatterDraft
    from models.catalogue.standing import Standing


_AT_ONCE = 500


@dataclass(slots=True)
class Prepared:
    """What publishing would change, what stands in the way, and what was changed outside the list."""

    changes: Changes
    obstacles: list[Obstacle]
    moved: dict[int, str]
    """Codes by matter of what was changed, ended or brought into force outside the list"""


def prepare(session: Session, edition_id: int, effective: date) -> Prepared:
    """Compare the working list with the list in force on the date of force."""
    columns = [
        ENTRIES.c[name]
        for name in ("matter_id", "document", "state", "into_id", "split_from_id", "base_version_id")
    ]
    statement = select(*columns).where(ENTRIES.c.edition_id == edition_id).order_by(ENTRIES.c.matter_id)
    rows = {row.matter_id: row for row in session.connection().execute(statement)}
    current = {each.matter_id: each for each in in_force(session, effective).values()}
    drafts = {key: draft_from(row.document) for key, row in rows.items() if row.state is EntryState.LIVE}
    changes = Changes(effective)
    former = _former(session, effective, [key for key in drafts if key not in current])
    for key, draft in drafts.items():
        _live(changes, key, draft, current.get(key), former.get(key))
    for key, row in rows.items():
        old = current.get(key)
        if row.state is not EntryState.LIVE and old is not None:
            _ends(changes, rows, drafts, row, old)
    _splits(changes, rows, drafts, current)
    stands = {key: (old.version_id, old.draft.code) for key, old in current.items()}
    bases = {
        key: (row.base_version_id, key in drafts, row.document.get("code", "")) for key, row in rows.items()
    }
    moved = _moved(bases, stands)
    # What came into force beside the list stays as it is.
    changes.same += sum(key not in rows for key in current)
    changes.changes.sort(key=lambda change: (change.code, change.action.value))
    return Prepared(changes, list(_obstacles(session, rows, drafts)), moved)


def _former(session: Session, day: date, matter_ids: Sequence[int]) -> dict[int, Standing]:
    """Return what matters said last that were in force before and are not on ``day``."""
    known: list[int] = []
    for start in range(0, len(matter_ids), _AT_ONCE):
        statement = select(MATTERS.c.id).where(
            MATTERS.c.id.in_(matter_ids[start : start + _AT_ONCE]), MATTERS.c.current_number > 0
        )
        known += session.connection().execute(statement).scalars()
    return standing_of(session, day, known)


def _live(
    changes: Changes, key: int, draft: MatterDraft, old: Standing | None, former: Standing | None
) -> None:
    if old is None and former is None:
        changes.changes.append(Change(ChangeAction.CREATE, None, draft, key))
    elif old is None and former is not None:
        kinds = [LineageKind.REVIVE, *kinds_of(former.draft, draft)]
        changes.changes.append(Change(ChangeAction.CREATE, former, draft, kinds=kinds))
    elif old is not None and says_the_same(old.draft, draft):
        changes.same += 1
    elif old is not None:
        changes.changes.append(Change(ChangeAction.CHANGE, old, draft, kinds=kinds_of(old.draft, draft)))


def _ends(
    changes: Changes,
    rows: Mapping[int, Row[Any]],
    drafts: Mapping[int, MatterDraft],
    row: Row[Any],
    old: Standing,
) -> None:
    change = Change(ChangeAction.RETIRE, old, None, kinds=[LineageKind.RETIRE])
    heir = root_of({key: each.into_id for key, each in rows.items()}, row.matter_id)
    if row.state is EntryState.MERGED and heir in drafts:
        change.kinds = [LineageKind.MERGE]
        change.heirs = [drafts[heir].code]
        changes.links.append(Link(LineageKind.MERGE, old, drafts[heir].code))
    changes.changes.append(change)


def _splits(
    changes: Changes,
    rows: Mapping[int, Row[Any]],
    drafts: Mapping[int, MatterDraft],
    current: Mapping[int, Standing],
) -> None:
    by_id = {change.old.matter_id: change for change in changes.changes if change.old is not None}
    for key, draft in drafts.items():
        origin = rows[key].split_from_id
        if origin is None or origin not in current or key in current:
            continue
        changes.links.append(Link(LineageKind.SPLIT, current[origin], draft.code))
        if origin in by_id:
            by_id[origin].heirs.append(draft.code)


def resting_day(session: Session, now: datetime) -> date:
    """Return the day whose list the next edition follows: today, or when its predecessor takes force.

    No edition takes force before the one before it, so a list that is begun while that is still to
    come begins with what that will say.
    """
    today = office_day(session, now)
    last = last_published(session)
    return today if last is None else max(today, last[1])


def moved_outside(session: Session, edition_id: int, day: date) -> dict[int, str]:
    """Return the codes of matters changed outside a list since it was begun, by matter.

    The same as :func:`prepare` finds, but only what moved is fetched.
    """
    run = session.connection().execute
    listed = (ENTRIES.c.edition_id == edition_id) & (ENTRIES.c.matter_id == SPANS.c.matter_id)
    other = (
        select(SPANS.c.matter_id, SPANS.c.code)
        .outerjoin(ENTRIES, listed)
        .where(holds(day), ENTRIES.c.base_version_id.is_distinct_from(SPANS.c.version_id))
        .order_by(SPANS.c.code)
    )
    standing = select(SPANS.c.matter_id).where(holds(day))
    ended = select(ENTRIES.c.matter_id, ENTRIES.c.code).where(
        ENTRIES.c.edition_id == edition_id,
        ENTRIES.c.state == EntryState.LIVE,
        ENTRIES.c.base_version_id.is_not(None),
        ENTRIES.c.matter_id.not_in(standing),
    )
    return dict(run(other).all()) | dict(run(ended).all())


def _moved(
    bases: Mapping[int, tuple[int | None, bool, str]], stands: Mapping[int, tuple[int, str]]
) -> dict[int, str]:
    """Return the codes of what stands otherwise than the list rests on, by matter.

    Args:
        bases: version an entry rests on, whether it is live, and its code.
        stands: version in force and its code.
    """
    other = {
        key: code
        for key, (version, code) in sorted(stands.items(), key=lambda pair: pair[0])
        if key not in bases or bases[key][0] != version
    }
    ended = {
        key: code
        for key, (version, live, code) in bases.items()
        if live and version is not None and key not in stands
    }
    return other | ended


def _obstacles(
    session: Session, rows: Mapping[int, Row[Any]], drafts: Mapping[int, MatterDraft]
) -> Iterator[Obstacle]:
    ended = {key: row.document.get("code", "") for key, row in rows.items() if key not in drafts}
    into = {key: row.into_id for key, row in rows.items()}
    world = world_of(drafts, gone_of(ended, into, drafts), references(session))
    for key, draft in drafts.items():
        for fault in faults_of(key, draft, own_faults(draft), world):
            if fault.weight is Weight.BLOCKS and not _said_of_another(fault, key, draft, world):
                yield Obstacle(key, draft.code, draft.name, fault.sentence, fault.params)


def _said_of_another(fault: Fault, key: int, draft: MatterDraft, world: World) -> bool:
    """Say whether a code given twice is told of the entry that has it as well."""
    return fault.kind is FaultKind.DOUBLE_CODE and world.bearers[draft.code] == key


def shown(obstacles: Iterable[Obstacle], most: int = 3) -> str:
    """Return the first obstacles as a phrase for a refusal: names, and how many more."""
    known = list(obstacles)
    names = [f"{each.code or '?'} {each.name}".strip() for each in known[:most]]
    more = len(known) - most
    return ", ".join(names) + (f" +{more}" if more > 0 else "")
