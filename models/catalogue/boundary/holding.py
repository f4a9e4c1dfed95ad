"""Reads of how matters and duties stand to the lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select

from models.catalogue.boundary.grounds import Ground, sentence_of, ways_of
from models.catalogue.boundary.kinds import RequestKind, RequestState
from models.catalogue.boundary.queries import REQUESTS, matters_on
from models.catalogue.boundary.views import StandingView
from models.catalogue.editions.descent import lineage
from models.catalogue.standing import DUTIES, VERSIONS, standing, standing_of
from models.catalogue.views import DutyItemView, MatterStatus
from models.kernel.errors import NotFound
from models.kernel.ready import Ready
from models.kernel.text import half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.catalogue.editions.views import Heir
    from models.catalogue.standing import Standing

_ITEM = tuple(DUTIES.c[name] for name in DutyItemView.__dataclass_fields__)
_NEVER_IN = (RequestState.REFUSED, RequestState.TURNED_BACK, RequestState.WITHDRAWN)
# Asked whenever a case is filed or given to a unit.
_ANY = Ready(select(DUTIES.c.id).limit(1))
_DUTY = Ready(select(*_ITEM).where(DUTIES.c.id == bindparam("duty_item_id")))
_NAMED = ("code", "name", "matter_id", "duty_item_id", "duty_list", "department", "legal_basis")
_VERSION = Ready(
    select(*(VERSIONS.c[name] for name in _NAMED)).where(VERSIONS.c.id == bindparam("version_id"))
)
_ENTERED = ("id", "department", "legal_basis", "ends_on", "early", "state")
_TEMPORARY = Ready(
    select(*(REQUESTS.c[name] for name in _ENTERED)).where(
        REQUESTS.c.matter_id == bindparam("matter_id"),
        REQUESTS.c.kind == RequestKind.TEMPORARY,
        and_(*(REQUESTS.c.state != state for state in _NEVER_IN)),
    )
)


def keeps_lists(session: Session) -> bool:
    """Say whether the township keeps duty lists: without any, nothing is outside them."""
    return _ANY.first(session) is not None


def item(session: Session, condition: ColumnElement[bool]) -> DutyItemView | None:
    """Return the duty item that fits, if there is one."""
    row = session.connection().execute(select(*_ITEM).where(condition)).first()
    return None if row is None else DutyItemView(*row)


def items_by_code(session: Session) -> dict[str, DutyItemView]:
    """Return all duty items by code, for rows that cite them by the thousand."""
    return {row.code: DutyItemView(*row) for row in session.connection().execute(select(*_ITEM))}


def ground_of_version(session: Session, version_id: int) -> Ground | None:
    """Return what one version of a matter rests on; ``None`` where there is no such version."""
    row = _VERSION.first(session, version_id=version_id)
    if row is None:
        return None
    duty = None if row.duty_item_id is None else _DUTY.first(session, duty_item_id=row.duty_item_id)
    found = Ground(
        row.code,
        row.name,
        None if duty is None else DutyItemView(*duty),
        row.duty_list,
        row.department,
        row.legal_basis,
        kept=keeps_lists(session),
    )
    return _with_entry(session, found, row.matter_id)


def _with_entry(session: Session, ground: Ground, matter_id: int) -> Ground:
    """Add what is known of the temporary entry that the matter may be."""
    row = _TEMPORARY.first(session, matter_id=matter_id)
    if row is None:
        return ground
    return replace(
        ground,
        temporary=True,
        until=row.ends_on,
        before_decision=row.early,
        request_id=row.id,
        own_department=ground.own_department or row.department,
        legal_basis=ground.legal_basis or row.legal_basis,
    )


def standing_view(session: Session, key: str | int, day: date) -> StandingView:
    """Return how the matter or duty item that bears a code stands to the lists on ``day``.

    A matter's code counts for more than a duty item's; a number is the id of a matter.

    Raises:
        NotFound: neither bears it.
    """
    if isinstance(key, int):
        known = standing_of(session, day, [key])
        if key not in known:
            raise NotFound(N_("matter"), key)
        return _of_matter(session, known[key], day)
    code = half_width(key)
    for candidate in dict.fromkeys((code, code.upper())):
        held = standing(session, day, [candidate]).get(candidate)
        if held is not None:
            return _of_matter(session, held, day)
        duty = item(session, DUTIES.c.code == candidate)
        if duty is not None:
            return _of_duty(session, duty, day)
    raise NotFound(N_("matter or duty item"), code)


def _of_matter(session: Session, held: Standing, day: date) -> StandingView:
    ground = ground_of_version(session, held.version_id)
    if ground is None:
        raise NotFound(N_("matter"), held.draft.code)
    ground = replace(ground, status=held.draft.status)
    heirs: tuple[Heir, ...] = ()
    if held.draft.status is MatterStatus.RETIRED:
        bearers = lineage(session, held.draft.code, day).bearers
        found = (heir for each in bearers if each.matter_id == held.matter_id for heir in each.heirs)
        heirs = tuple(
            heir
            for heir in found
            if heir.matter_id != held.matter_id and heir.status is MatterStatus.IN_FORCE
        )
    in_force = held.draft.status is MatterStatus.IN_FORCE
    return _view(ground, day, heirs, in_force=in_force, matter_id=held.matter_id)


def _of_duty(session: Session, duty: DutyItemView, day: date) -> StandingView:
    ground = Ground(duty.code, duty.name, duty)
    for code in matters_on(session, duty.id, day):
        # The lists name no laws; the matters that rest on them do.
        basis = standing(session, day, [code])[code].draft.legal_basis
        if basis:
            ground = replace(ground, legal_basis=basis)
            break
    return _view(ground, day, (), in_force=True, matter_id=None)


def _view(
    ground: Ground,
    day: date,
    heirs: tuple[Heir, ...],
    *,
    in_force: bool,
    matter_id: int | None,
) -> StandingView:
    facts: dict[str, Any] = {
        name: getattr(ground, name)
        for name in (
            "name",
            "kind",
            "item",
            "duty_list",
            "legal_basis",
            "department",
            "method",
            "until",
            "before_decision",
            "request_id",
        )
    }
    return StandingView(
        key=ground.code,
        day=day,
        in_force=in_force,
        matter_id=matter_id,
        matter_code=ground.code if matter_id is not None else "",
        heirs=heirs,
        sentence=sentence_of(ground, day, heirs),
        ways=ways_of(ground, day, heirs),
        **facts,
    )
