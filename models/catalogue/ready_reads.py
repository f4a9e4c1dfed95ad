"""Reads of one version of a matter, compiled once: every step on a filed case and every case screen asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, bindparam, select

from models.catalogue.standing import CLASSES, CONDITIONS, DUTIES, FLOWS, SPANS, UNITS, VERSIONS
from models.catalogue.views import DutyItemView
from models.kernel.ready import Ready

if TYPE_CHECKING:
    from datetime import date

_ABOVE, _TOP = CLASSES.alias("above"), CLASSES.alias("top")
_OF_VERSION: BindParameter[int] = bindparam("version_id")
VERSION = Ready(
    select(
        VERSIONS,
        UNITS.c.name.label("unit_name"),
        FLOWS.c.code.label("flow_code"),
        FLOWS.c.name.label("flow_name"),
        CLASSES.c.name.label("class_name"),
        _ABOVE.c.name.label("above_name"),
        _TOP.c.name.label("top_name"),
        _TOP.c.parent_id.label("over_top"),
    )
    .join(CLASSES, CLASSES.c.id == VERSIONS.c.class_id)
    .outerjoin(_ABOVE, _ABOVE.c.id == CLASSES.c.parent_id)
    .outerjoin(_TOP, _TOP.c.id == _ABOVE.c.parent_id)
    .outerjoin(UNITS, UNITS.c.id == VERSIONS.c.lead_unit_id)
    .outerjoin(FLOWS, FLOWS.c.id == VERSIONS.c.flow_id)
    .where(VERSIONS.c.id == _OF_VERSION)
)
CLASS_ABOVE = Ready(select(CLASSES.c.name, CLASSES.c.parent_id).where(CLASSES.c.id == bindparam("class_id")))
DUTY_ITEM = Ready(
    select(*(DUTIES.c[name] for name in DutyItemView.__dataclass_fields__)).where(
        DUTIES.c.id == bindparam("duty_item_id")
    )
)
CONDITIONS_OF = Ready(
    select(CONDITIONS).where(CONDITIONS.c.matter_version_id == _OF_VERSION).order_by(CONDITIONS.c.seq)
)
_DAY: BindParameter[date] = bindparam("day")
HOLDING = Ready(
    select(SPANS.c.id)
    .where(
        SPANS.c.version_id == _OF_VERSION,
        SPANS.c.known_to.is_(None),
        SPANS.c.valid_from <= _DAY,
        SPANS.c.valid_to > _DAY,
    )
    .limit(1)
)
