"""Two lists compared, matter by matter, whatever their numbers."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Select, select

from models.catalogue.editions.changes import differing, kinds_of
from models.catalogue.editions.queries import as_of, edition_numbered
from models.catalogue.editions.rules import CONTINUING
from models.catalogue.editions.views import AsOf, ChangeAction, Diff, Difference, Relative
from models.catalogue.standing import LINEAGE, VERSIONS, in_force, knowledge
from models.catalogue.timeline import ALWAYS
from models.catalogue.views import LineageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.catalogue.standing import Standing

_MOMENT = timedelta(microseconds=1)
_AT_ONCE = 500

Step: TypeAlias = tuple[LineageKind, int | None, int | None]
"""A step of descent: its kind, from which matter, to which"""


def diff(session: Session, earlier: str, later: str, today: date) -> Diff:
    """Compare the lists of two editions or days, matter by matter, whatever their numbers.

    Raises:
        NoEdition: a side is neither an edition nor a day.
    """
    one, other = as_of(session, earlier, today), as_of(session, later, today)
    steps = _steps_between(session, one.day, other.day, other.known)
    return _compared(session, (earlier, one), (later, other), steps)


def changes_of(session: Session, number: int) -> Diff:
    """Return what an edition changed on its day: the list known just before, and the list it published.

    Raises:
        NoEdition: there is none of this number.
    """
    found = edition_numbered(session, number)
    after = AsOf(found.effective or ALWAYS, found.published_at, found)
    before = AsOf(after.day, found.published_at and found.published_at - _MOMENT)
    steps = select(LINEAGE.c.kind, LINEAGE.c.from_id, LINEAGE.c.to_id).where(LINEAGE.c.edition_id == found.id)
    return _compared(session, ("", before), (str(number), after), _by_matter(session, steps))


def _compared(
    session: Session, earlier: tuple[str, AsOf], later: tuple[str, AsOf], steps: dict[int, list[Step]]
) -> Diff:
    (one_name, one), (other_name, other) = earlier, later
    before = {each.matter_id: each for each in in_force(session, one.day, one.known).values()}
    after = {each.matter_id: each for each in in_force(session, other.day, other.known).values()}
    names = _names(session, steps, before, after)
    found: dict[ChangeAction, list[Difference]] = {action: [] for action in ChangeAction}
    same = 0
    for key in before.keys() | after.keys():
        difference = _difference(key, before.get(key), after.get(key), steps.get(key, []), names)
        if difference is None:
            same += 1
        else:
            found[difference.action].append(difference)
    parts = {action: tuple(sorted(part, key=lambda each: each.code)) for action, part in found.items()}
    return Diff(
        one_name,
        other_name,
        parts[ChangeAction.CREATE],
        parts[ChangeAction.CHANGE],
        parts[ChangeAction.RETIRE],
        same,
    )


def _difference(
    key: int,
    old: Standing | None,
    new: Standing | None,
    steps: list[Step],
    names: Mapping[int, tuple[str, str]],
) -> Difference | None:
    # What a matter became step by step says little where it may have turned back in between.
    direct = kinds_of(old.draft, new.draft) if old is not None and new is not None else []
    leaving = [kind for kind, _old, _new in steps if kind not in CONTINUING]
    how = tuple(dict.fromkeys([*direct, *leaving]))
    relatives = _relatives(key, steps, names)
    if new is None:
        draft = old.draft if old is not None else None
        if draft is None:
            return None
        named = (draft.code, draft.name, draft.code, draft.name)
        return Difference(ChangeAction.RETIRE, *named, how, relatives=relatives)
    if old is None:
        named = (new.draft.code, new.draft.name, "", "")
        return Difference(ChangeAction.CREATE, *named, how, relatives=relatives)
    fields = {} if old.version_id == new.version_id else differing(old.draft, new.draft)
    if not fields:
        return None
    named = (new.draft.code, new.draft.name, old.draft.code, old.draft.name)
    return Difference(ChangeAction.CHANGE, *named, how, fields, relatives)


def _relatives(key: int, steps: Iterable[Step], names: Mapping[int, tuple[str, str]]) -> tuple[Relative, ...]:
    found = {}
    for kind, old, new in steps:
        other = new if old == key else old
        if kind not in CONTINUING and other is not None and other != key:
            code, name = names.get(other, ("", ""))
            found[kind, other] = Relative(kind, code, name, onward=old == key)
    return tuple(found.values())


def _names(
    session: Session,
    steps: Mapping[int, Sequence[Step]],
    before: Mapping[int, Standing],
    after: Mapping[int, Standing],
) -> dict[int, tuple[str, str]]:
    """Return code and name of every matter that steps name: as the later list calls it, if it does."""
    wanted = {key for line in steps.values() for _kind, *pair in line for key in pair if key is not None}
    found = {
        key: (each.draft.code, each.draft.name) for side in (before, after) for key, each in side.items()
    }
    missing = sorted(wanted - found.keys())
    for start in range(0, len(missing), _AT_ONCE):
        statement = (
            select(VERSIONS.c.matter_id, VERSIONS.c.code, VERSIONS.c.name)
            .where(VERSIONS.c.matter_id.in_(missing[start : start + _AT_ONCE]))
            .order_by(VERSIONS.c.number)
        )
        found |= {key: (code, name) for key, code, name in session.connection().execute(statement)}
    return found


def _steps_between(session: Session, one: date, other: date, known: datetime | None) -> dict[int, list[Step]]:
    first, last = min(one, other), max(one, other)
    statement = select(LINEAGE.c.kind, LINEAGE.c.from_id, LINEAGE.c.to_id).where(
        knowledge(LINEAGE, known), LINEAGE.c.effective > first, LINEAGE.c.effective <= last
    )
    return _by_matter(session, statement)


def _by_matter(session: Session, steps: Select[Any]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    for kind, old, new in session.connection().execute(steps.order_by(LINEAGE.c.effective, LINEAGE.c.id)):
        for key in {old, new} - {None}:
            found[key].append((kind, old, new))
    return found
