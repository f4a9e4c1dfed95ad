"""From the working list to what publishing it would change, and what still stands in the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.drafting.rules import root_of
from models.catalogue.drafting.views import EntryState, Obstacle
from models.catalogue.drafting.workspace import ENTRIES
from models.catalogue.editions.changes import Change, Changes, Link, kinds_of
from models.catalogue.editions.views import ChangeAction
from models.catalogue.rules import draft_from, says_the_same
from models.catalogue.standing import MATTERS, in_force, standing_of
from models.catalogue.views import LineageKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row
    from sqlmodel import Session

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
    moved = {
        key: old.draft.code
        for key, old in sorted(current.items())
        if key not in rows or rows[key].base_version_id != old.version_id
    }
    moved |= {
        key: drafts[key].code
        for key, row in rows.items()
        if key in drafts and row.base_version_id is not None and key not in current
    }
    # What came into force beside the list stays as it is.
    changes.same += sum(key not in rows for key in current)
    changes.changes.sort(key=lambda change: (change.code, change.action.value))
    return Prepared(changes, [*_obstacles(drafts), *_orphans(rows, drafts)], moved)


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


def _obstacles(drafts: Mapping[int, MatterDraft]) -> Iterator[Obstacle]:
    by_code: dict[str, list[int]] = defaultdict(list)
    for key, draft in drafts.items():
        if not draft.code:
            yield Obstacle(key, "", draft.name, N_("it has no code"))
        else:
            by_code[draft.code].append(key)
        if not draft.name:
            yield Obstacle(key, draft.code, "", N_("it has no name"))
    for code, keys in by_code.items():
        for key in keys[1:]:
            params = {"other": drafts[keys[0]].name}
            yield Obstacle(key, code, drafts[key].name, N_("its code is also that of “%(other)s”"), params)


def _orphans(rows: Mapping[int, Row[Any]], drafts: Mapping[int, MatterDraft]) -> Iterator[Obstacle]:
    """Yield the live entries whose main item was merged, retired or dropped.

    A main item that never stood on the list is a heading of the place's own, and no concern here.
    """
    live = {draft.code for draft in drafts.values()}
    gone: dict[str, int] = {}
    for key, row in rows.items():
        code = row.document.get("code", "")
        if key not in drafts and code and code not in live:
            gone[code] = key
    into = {key: row.into_id for key, row in rows.items()}
    for key, draft in drafts.items():
        if draft.parent not in gone:
            continue
        parent = gone[draft.parent]
        heir = drafts.get(root_of(into, parent))
        if heir is None:
            sentence = N_("its main item %(parent)s is no longer on the list")
            params = {"parent": draft.parent}
        else:
            sentence = N_("its main item %(parent)s was merged into %(heir)s")
            params = {"parent": draft.parent, "heir": f"{heir.code} {heir.name}".strip()}
        yield Obstacle(key, draft.code, draft.name, sentence, params)


def shown(obstacles: Iterable[Obstacle], most: int = 3) -> str:
    """Return the first obstacles as a phrase for a refusal: names, and how many more."""
    known = list(obstacles)
    names = [f"{each.code or '?'} {each.name}".strip() for each in known[:most]]
    more = len(known) - most
    return ", ".join(names) + (f" +{more}" if more > 0 else "")
