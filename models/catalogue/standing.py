"""The newest versions as drafts: what a new version is compared with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from models.catalogue.rules import ConditionDraft, MatterDraft
from models.catalogue.tables import DutyItem, FilingCondition, Matter, MatterClass, MatterVersion
from models.organisation.tables import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlmodel import Session

CLASSES: Table = MatterClass.__table__  # type: ignore[attr-defined]
MATTERS: Table = Matter.__table__  # type: ignore[attr-defined]
VERSIONS: Table = MatterVersion.__table__  # type: ignore[attr-defined]
CONDITIONS: Table = FilingCondition.__table__  # type: ignore[attr-defined]
DUTIES: Table = DutyItem.__table__  # type: ignore[attr-defined]
UNITS: Table = Unit.__table__  # type: ignore[attr-defined]

_AT_ONCE = 500
"""Matters asked for by code in one query; more are read all together."""
_PLAIN = (
    "name", "kind", "settle_level", "urgency", "severity", "legal_basis", "keywords",
    "in_force_from", "in_force_to", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of a matter as it stands in the database."""

    matter_id: int
    version_id: int
    number: int
    content_hash: str
    draft: MatterDraft
    class_id: int
    unit_id: int | None
    duty_item_id: int | None
    current: bool = True


@dataclass(slots=True)
class References:
    """The ids behind the codes a draft names."""

    classes: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    """Id and name by scheme and code."""
    units: dict[str, int] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)


def references(session: Session) -> References:
    """Read the ids of all classes, units and duty items: each at most some hundreds."""
    run = session.connection().execute
    classes = run(select(CLASSES.c.scheme, CLASSES.c.code, CLASSES.c.id, CLASSES.c.name))
    return References(
        {(scheme, code): (key, name) for scheme, code, key, name in classes},
        dict(run(select(UNITS.c.code, UNITS.c.id)).all()),
        dict(run(select(DUTIES.c.code, DUTIES.c.id)).all()),
    )


def standing(session: Session, codes: Iterable[str] | None = None) -> dict[str, Standing]:
    """Return the current versions by code: those named, or all."""
    wanted = None if codes is None else list(codes)
    if wanted is not None and len(wanted) > _AT_ONCE:
        wanted = None
    versions = _versions(session, current_only=True, codes=wanted)
    return {each.draft.code: each for each in versions}


def all_versions(session: Session) -> list[Standing]:
    """Return every version of every matter."""
    return _versions(session, current_only=False, codes=None)


def _versions(session: Session, *, current_only: bool, codes: list[str] | None) -> list[Standing]:
    statement = (
        select(
            VERSIONS,
            MATTERS.c.code.label("matter_code"),
            CLASSES.c.scheme.label("scheme"),
            CLASSES.c.code.label("class_code"),
            CLASSES.c.name.label("class_name"),
            UNITS.c.code.label("unit_code"),
            DUTIES.c.code.label("duty_code"),
        )
        .join(MATTERS, MATTERS.c.id == VERSIONS.c.matter_id)
        .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
        .outerjoin(UNITS, UNITS.c.id == VERSIONS.c.lead_unit_id)
        .outerjoin(DUTIES, DUTIES.c.id == VERSIONS.c.duty_item_id)
        .order_by(MATTERS.c.code, VERSIONS.c.number)
    )
    conditions = select(CONDITIONS).order_by(CONDITIONS.c.matter_version_id, CONDITIONS.c.seq)
    if current_only:
        statement = statement.where(VERSIONS.c.current)
        conditions = conditions.join(VERSIONS, VERSIONS.c.id == CONDITIONS.c.matter_version_id).where(
            VERSIONS.c.current
        )
    if codes is not None:
        statement = statement.where(MATTERS.c.code.in_(codes))
        ids = select(MATTERS.c.id).where(MATTERS.c.code.in_(codes))
        conditions = conditions.where(VERSIONS.c.matter_id.in_(ids))
    by_version: dict[int, list[ConditionDraft]] = defaultdict(list)
    for row in session.connection().execute(conditions).mappings():
        by_version[row["matter_version_id"]].append(_condition(row))
    rows = session.connection().execute(statement).mappings()
    return [_standing(row, tuple(by_version[row["id"]])) for row in rows]


def _condition(row: Mapping[Any, Any]) -> ConditionDraft:
    limit = f"{row['limit_amount']}{row['limit_unit']}"
    return ConditionDraft(limit, row["text"], row["mode"], row["closing_condition"], row["evidence"])


def _standing(row: Mapping[Any, Any], conditions: tuple[ConditionDraft, ...]) -> Standing:
    draft = MatterDraft(
        code=row["matter_code"],
        scheme=row["scheme"],
        class_code=row["class_code"],
        class_name=row["class_name"],
        lead_unit=row["unit_code"] or "",
        duty_item=row["duty_code"] or "",
        conditions=conditions,
        **{name: row[name] for name in _PLAIN},
    )
    return Standing(
        row["matter_id"],
        row["id"],
        row["number"],
        row["content_hash"],
        draft,
        row["class_id"],
        row["lead_unit_id"],
        row["duty_item_id"],
        row["current"],
    )
