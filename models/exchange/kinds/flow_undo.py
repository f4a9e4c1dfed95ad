"""What an import does to flows, row by row, and taking it back.

No version of a flow is removed: running cases stay under theirs. A flow that was changed gets a version
that says what stood before; one that was created is taken out of use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.flows import queries
from models.catalogue.flows.refusals import FlowFaulty, FlowInUse, FlowRetired
from models.catalogue.flows.rules import POSTS, flow_document
from models.catalogue.flows.views import FlowUse, Grounds
from models.catalogue.flows.writing import add_version, move_on, note, require_sound
from models.catalogue.flowuse import flow_uses
from models.exchange.kinds.coded_undo import LATER
from models.exchange.lines import Line, Verdict
from models.exchange.views import Resting
from models.kernel.clock import ManualClock
from models.kernel.documents import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.catalogue.flows.queries import Standing
    from models.catalogue.flows.views import FlowDraft
    from models.exchange.frame import Row, Work
    from models.exchange.views import Reason


def flow_lines(rows: Sequence[Row], before: FlowDraft | None, after: FlowDraft, number: int) -> list[Line]:
    """Return what happens to each step of a flow that is new or differs.

    Args:
        rows: the rows of the flow.
        before: how it stands; ``None`` if it is new.
        after: what the rows make of it.
        number: of the version they make.
    """
    old = {} if before is None else _steps(before, number)
    new = _steps(after, number)
    verdict = Verdict.CREATE if before is None else Verdict.CHANGE
    numbers = {row.values["step"]: row.number for row in rows}
    return [
        Line(
            numbers.get(key, 0),
            verdict,
            f"{after.code} {key}",
            None if before is None else old.get(key, {}),
            new.get(key, {}),
        )
        for key in dict.fromkeys([*new, *old])
    ]


def _steps(draft: FlowDraft, number: int) -> dict[str, dict[str, Any]]:
    """Return the facts of each step by its key, and the version they belong to or make."""
    found = {}
    for step in draft.steps:
        links = [link for link in draft.links if link.source == step.key]
        facts = {name: getattr(step, name) for name in ("name", "kind", "post", "unit", "limit", "evidence")}
        facts |= {
            "entries": [[each.name, each.kind, each.required, list(each.choices)] for each in step.entries],
            "to": [[each.target, each.kind, each.condition] for each in links],
            "flow_name": draft.name,
            "flow_note": draft.note,
            "version": number,
        }
        found[step.key] = plain(facts)
    return found


def grounds_refusal(
    draft: FlowDraft, standing: Standing | None, work: Work
) -> FlowFaulty | FlowRetired | None:
    """Return why a flow cannot be saved as things stand, if it cannot."""
    session = work.session
    if standing is not None and standing.retired:
        return FlowRetired(draft.code)
    use = FlowUse() if standing is None else _use(standing, work)
    grounds = Grounds(POSTS, queries.open_units(session), use.limits, queries.day_minutes(session))
    try:
        require_sound(draft, grounds)
    except FlowFaulty as faulty:
        return faulty
    return None


def take_back(lines: Sequence[Line], work: Work) -> list[Resting]:
    """Give flows back what they said; return what stays, and why."""
    by_flow: dict[str, list[Line]] = {}
    for line in lines:
        by_flow.setdefault(line.key.split(" ", 1)[0], []).append(line)
    found: list[Resting] = []
    for code, own in by_flow.items():
        number = max((line.after or line.before or {})["version"] for line in own)
        created = all(line.verdict is not Verdict.CHANGE for line in own)
        why = _take_back(code, number, work, created=created)
        if why is not None:
            found += [Resting(line.key, why) for line in own]
    return found


def _take_back(code: str, number: int, work: Work, *, created: bool) -> Reason | None:
    standing = queries.standing(work.session, code)
    if standing is None or standing.current_number != number or standing.retired:
        return LATER
    return _retire(standing, work) if created else _give_back(standing, work)


def _retire(standing: Standing, work: Work) -> Reason | None:
    use = _use(standing, work)
    if use.matters:
        return FlowInUse(standing.code, use.matters)
    if not move_on(work.session, standing, retired=True):
        return LATER
    note(work.session, work.actor, work.at, standing.code, "retire", {"retired": False}, {"retired": True})
    return None


def _give_back(standing: Standing, work: Work) -> Reason | None:
    session, number = work.session, standing.current_number
    columns = queries.VERSIONS.c
    own = columns.flow_id == standing.id
    former = queries.flow_view(session, own & (columns.number == number - 1))
    now = queries.flow_view(session, own & (columns.number == number))
    assert former is not None and now is not None  # noqa: S101, PT018 -- no version is ever removed
    refused = grounds_refusal(former.draft, standing, work)
    if refused is not None:
        return refused
    if not move_on(session, standing, name=former.draft.name, current_number=number + 1):
        return LATER
    add_version(session, work.actor, work.at, standing.id, number + 1, former.draft)
    documents = flow_document(now.draft), flow_document(former.draft)
    note(session, work.actor, work.at, standing.code, "undo", *documents)
    return None


def _use(standing: Standing, work: Work) -> FlowUse:
    return flow_uses(ManualClock(work.at))(work.session, standing.id).get(standing.id, FlowUse())
