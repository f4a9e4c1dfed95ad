"""A round before it is written: who is asked about which entries, and what comes along from the last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.calendar.compiling import calendar_in_force
from models.catalogue.drafting import queries as drafting
from models.catalogue.drafting.workspace import open_edition
from models.catalogue.review import queries
from models.catalogue.review.queries import ASKED, DEPARTMENTS, ITEMS, OPINIONS
from models.catalogue.review.refusals import (
    BadDays,
    NobodyToAsk,
    NothingToAsk,
    RoundNeedsReason,
    RoundStillOpen,
)
from models.catalogue.review.rules import MOST_DAYS, USUAL_DAYS, USUAL_ROUNDS, departments_of, fingerprint
from models.catalogue.review.views import OpinionKind, OpinionState, Part, RoundState
from models.catalogue.rules import draft_from
from models.catalogue.standing import UNITS
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.catalogue.rules import MatterDraft


@dataclass(slots=True)
class Prepared:
    """A round before it is written: who is asked about which entries."""

    number: int
    due_on: date
    drafts: dict[int, MatterDraft]
    """Every entry that somebody is asked about"""
    asked: dict[str, dict[int, Part]]
    """Entries by department"""
    units: dict[str, int] = field(default_factory=dict)
    carried: list[Row[Any]] = field(default_factory=list)


def prepared(
    session: Session,
    today: date,
    *,
    days: int = USUAL_DAYS,
    departments: Sequence[str] | None = None,
    everything: bool = False,
    only_changed: bool = False,
    reason: str = "",
) -> Prepared:
    """Return the next round of the list as its options ask for it; see ``RoundDoors.open_round``.

    Raises:
        NoDraft, RoundStillOpen, RoundNeedsReason, BadDays, NobodyToAsk, NothingToAsk: it cannot
            be opened.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadDays(days, MOST_DAYS)
    edition_id = open_edition(session).id
    before = next(iter(queries.rounds(session, edition_id)), None)
    if before is not None and before.state is RoundState.OPEN:
        raise RoundStillOpen(before.number)
    number = 1 if before is None else before.number + 1
    if number > USUAL_ROUNDS and not clean_line(reason):
        raise RoundNeedsReason(number)
    working = calendar_in_force(session).time.days
    index = working.before(today.toordinal() + 1) + days - 1
    due_on = date.fromordinal(working.nth(index))
    live = {row.matter_id: draft_from(row.document) for row in drafting.all_live(session, edition_id)}
    asked = _asked(live, queries.unit_names(session), departments, everything=everything)
    drafts = dict(live)
    if only_changed and before is not None:
        same = _same_as_before(session, before.id, live)
        asked = {
            name: {key: part for key, part in entries.items() if key not in same}
            for name, entries in asked.items()
        }
    carried: list[Row[Any]] = []
    if before is not None:
        carried = _carry_over(session, edition_id, before, asked, drafts)
    asked = {name: entries for name, entries in asked.items() if entries}
    if not asked:
        raise NobodyToAsk
    wanted = {key for entries in asked.values() for key in entries}
    units = session.connection().execute(select(UNITS.c.id, UNITS.c.name)).all()
    by_name = {fold(unit.name): unit.id for unit in units}
    return Prepared(
        number,
        due_on,
        {key: drafts[key] for key in sorted(wanted)},
        asked,
        {name: by_name[fold(name)] for name in asked if fold(name) in by_name},
        carried,
    )


def _asked(
    live: Mapping[int, MatterDraft],
    units: Mapping[str, str],
    wanted: Sequence[str] | None,
    *,
    everything: bool,
) -> dict[str, dict[int, Part]]:
    """Return the entries each department is asked about.

    Raises:
        NothingToAsk: no entry names a department that was asked for.
    """
    naming: dict[str, dict[int, Part]] = {}
    known: dict[str, str] = {}
    for key, draft in live.items():
        for name, part in departments_of(draft, units).items():
            # One department may be written with a space here and without one there.
            naming.setdefault(known.setdefault(fold(name), name), {}).setdefault(key, part)
    if wanted is not None:
        names = [known.get(fold(name), clean_line(name)) for name in wanted if clean_line(name)]
        missing = [name for name in names if name not in naming]
        if missing and not everything:
            raise NothingToAsk("、".join(missing))
        naming = {name: naming.get(name, {}) for name in dict.fromkeys(names)}
    if everything:
        naming = {name: {key: parts.get(key, Part.ALL) for key in live} for name, parts in naming.items()}
    return naming


def _same_as_before(session: Session, round_id: int, live: Mapping[int, MatterDraft]) -> set[int]:
    """Return the entries that read as they did when the round before was opened."""
    return {
        row.matter_id
        for row in queries.items(session, round_id).values()
        if row.matter_id in live and fingerprint(live[row.matter_id]) == row.fingerprint
    }


def _carry_over(
    session: Session,
    edition_id: int,
    before: Row[Any],
    asked: dict[str, dict[int, Part]],
    drafts: dict[int, MatterDraft],
) -> list[Row[Any]]:
    """Add to ``asked`` and ``drafts`` what the round before left open; return its carried opinions.

    An entry that left the list meanwhile comes along as it was last worded, so that the opinion on
    it can still be answered.
    """
    statement = (
        select(OPINIONS, DEPARTMENTS.c.name.label("department_name"), ITEMS.c.matter_id, ASKED.c.part)
        .join(DEPARTMENTS, DEPARTMENTS.c.id == OPINIONS.c.department_id)
        .join(ITEMS, ITEMS.c.id == OPINIONS.c.item_id)
        .join(
            ASKED,
            (ASKED.c.department_id == OPINIONS.c.department_id) & (ASKED.c.item_id == OPINIONS.c.item_id),
        )
        .where(
            OPINIONS.c.round_id == before.id,
            OPINIONS.c.current,
            OPINIONS.c.state == OpinionState.CARRIED,
        )
        .order_by(OPINIONS.c.id)
    )
    rows = list(session.connection().execute(statement))
    gone = [row.matter_id for row in rows if row.matter_id not in drafts]
    known = drafting.documents_of(session, edition_id, list(dict.fromkeys(gone)))
    written = {fold(name): name for name in asked}
    carried = []
    for row in rows:
        silent = row.kind is OpinionKind.NONE
        if row.matter_id not in drafts:
            if silent or row.matter_id not in known:
                continue
            drafts[row.matter_id] = known[row.matter_id][0]
        name = written.setdefault(fold(row.department_name), row.department_name)
        asked.setdefault(name, {}).setdefault(row.matter_id, row.part)
        if not silent:
            carried.append(row)
    return carried
