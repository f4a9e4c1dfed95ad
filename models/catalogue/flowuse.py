"""By what flows are used: the matters in force that name them, and the limits of those."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.catalogue.flows.views import FlowUse
from models.catalogue.standing import CONDITIONS, SPANS, VERSIONS, holds, office_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from models.kernel.clock import Clock


def flow_uses(clock: Clock) -> Callable[[Session, int | None], Mapping[int, FlowUse]]:
    """Return what says by how many matters in force a flow, or each flow, is used."""

    def uses(session: Session, flow_id: int | None) -> dict[int, FlowUse]:
        run = session.connection().execute
        here = [holds(office_day(session, clock.now())), VERSIONS.c.flow_id.is_not(None)]
        if flow_id is not None:
            here.append(VERSIONS.c.flow_id == flow_id)
        in_force = VERSIONS.join(SPANS, SPANS.c.version_id == VERSIONS.c.id)
        counts = select(VERSIONS.c.flow_id, func.count()).select_from(in_force).where(*here)
        limits: dict[int, set[str]] = defaultdict(set)
        statement = (
            select(VERSIONS.c.flow_id, CONDITIONS.c.limit_amount, CONDITIONS.c.limit_unit)
            .select_from(in_force.join(CONDITIONS, CONDITIONS.c.matter_version_id == VERSIONS.c.id))
            .where(*here)
            .distinct()
        )
        for key, amount, unit in run(statement):
            limits[key].add(f"{amount}{unit}")
        return {
            key: FlowUse(count, tuple(sorted(limits[key])))
            for key, count in run(counts.group_by(VERSIONS.c.flow_id))
        }

    return uses
