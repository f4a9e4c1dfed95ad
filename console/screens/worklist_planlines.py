"""The lines of a plan: what stands in the way, what changes, open cases, units and people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from console.draftwords import field_title
from console.edition_words import action_word
from console.i18n import N_, _, pgettext
from console.labels import label
from console.widgets.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.catalogue.drafting.views import ListPlan
    from models.catalogue.editions.views import ChangeLine, Touched


class Part(StrEnum):
    """What a line is about."""

    WAY = "way"
    CHANGES = "changes"
    CASES = "cases"
    PEOPLE = "people"


PARTS: tuple[Part | None, ...] = (None, *Part)
"""What can be shown, in the order of the number keys: everything (``None``), then each part."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line. ``matter_id`` is the entry to be mended, ``moved`` that whose wording is to be settled."""

    place: int
    part: Part
    mark: str
    code: str
    title: str
    said: str
    matter_id: int | None = None
    moved: bool = False


def part_name(part: Part | None) -> str:
    """Return what a part of a plan is called."""
    names = {
        None: pgettext("changes", "All"),
        Part.WAY: pgettext("plan", "In the way"),
        Part.CHANGES: pgettext("plan", "Changes"),
        Part.CASES: pgettext("plan", "Open cases"),
        Part.PEOPLE: pgettext("plan", "Units and people"),
    }
    return names[part]


def plan_columns() -> list[Column[PlanLine]]:
    """Return the columns of the lines."""
    return [
        Column("", 6, lambda line: (line.mark, "bold red" if line.part is Part.WAY else "bold")),
        Column(N_("Code"), 12, lambda line: (line.code, ""), best=16),
        Column(N_("What"), 16, lambda line: (line.title, ""), best=30),
        Column(N_("In detail"), 24, lambda line: (line.said, ""), grow=True),
    ]


def plan_lines(found: ListPlan) -> Iterator[PlanLine]:
    """Yield the lines of a plan: what stands in the way first, then changes, then what they touch."""
    places = count()
    for each in found.obstacles:
        said = _(each.sentence, **each.params)
        code = each.code or f"#{each.matter_id}"
        yield PlanLine(next(places), Part.WAY, "!", code, each.name, said, each.matter_id)
    for code in found.moved:
        said = _("changed outside the list; Enter asks whose wording stands")
        yield PlanLine(next(places), Part.WAY, "!", code, "", said, moved=True)
    for change in found.plan.changes:
        yield _change(next(places), change)
    for touched in found.plan.touched:
        yield _touched(next(places), touched)


def _change(place: int, change: ChangeLine) -> PlanLine:
    parts = [label(kind) for kind in change.lineage]
    if change.old_code not in {"", change.code}:
        parts.append(f"{change.old_code} → {change.code}")
    if change.old_name not in {"", change.name}:
        parts.append(_("(was called “%(name)s”)", name=change.old_name))
    if change.heirs:
        parts.append(f"→ {', '.join(change.heirs)}")
    others = [field_title(name) for name in change.fields if name not in {"code", "name"}]
    if others:
        parts.append(_(", ").join(others))
    name = change.name or change.old_name
    return PlanLine(
        place, Part.CHANGES, action_word(change.action.value), change.code, name, "  ".join(parts)
    )


def _touched(place: int, touched: Touched) -> PlanLine:
    said = _(touched.sentence, **touched.params)
    if touched.room == "organisation":
        title = str(touched.params.get("unit", touched.ref))
        return PlanLine(place, Part.PEOPLE, pgettext("plan", "unit"), touched.ref, title, said)
    return PlanLine(place, Part.CASES, pgettext("plan", "case"), touched.ref, touched.code, said)
