"""Two editions compared item by item, as a workbook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from models.catalogue.editions.itemwise import ItemChangeKind, item_changes
from models.exchange.papers.model import Align
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Tone, Workbook
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.catalogue.editions.itemwise import ItemChange
    from models.catalogue.editions.views import Diff
    from models.exchange.books.tongue import Tongue

TITLE = N_("%(earlier)s compared with %(later)s, item by item")
KINDS = {
    ItemChangeKind.ADDED: N_("Added"),
    ItemChangeKind.CHANGED: N_("Content changed"),
    ItemChangeKind.RENAMED: N_("Renamed"),
    ItemChangeKind.RENUMBERED: N_("Renumbered"),
    ItemChangeKind.MOVED: N_("Moved"),
    ItemChangeKind.MERGED: N_("Merged"),
    ItemChangeKind.SPLIT: N_("Split"),
    ItemChangeKind.RETIRED: N_("Left the list"),
}
_MEANINGS = {
    ItemChangeKind.ADDED: N_("It is not in the earlier list."),
    ItemChangeKind.CHANGED: N_("It says something else now."),
    ItemChangeKind.RENAMED: N_("It has another name."),
    ItemChangeKind.RENUMBERED: N_("It has another code."),
    ItemChangeKind.MOVED: N_("Another unit, department, class, duty list or main item."),
    ItemChangeKind.MERGED: N_("Another matter took it in."),
    ItemChangeKind.SPLIT: N_("It was divided, or is a part of what was."),
    ItemChangeKind.RETIRED: N_("It is not in the later list, and nothing took it over."),
}
_TITLE_CELL = 30_000
"""Characters of a value that are written: a cell holds hardly more."""


def difference_book(diff: Diff, earlier: str, later: str, tongue: Tongue) -> Workbook:
    """Return the workbook of a comparison: a sheet that counts, and one row for each change.

    Args:
        diff: the comparison.
        earlier: what the earlier side is called.
        later: what the later side is called.
        tongue: the language of the paper.
    """
    say = tongue.say
    title = say(TITLE, earlier=earlier, later=later)
    changes = item_changes(diff)
    return Workbook((_summary(diff, changes, title, tongue), _rows(changes, title, tongue)), title)


def _summary(diff: Diff, changes: list[ItemChange], title: str, tongue: Tongue) -> Sheet:
    say = tongue.say
    counts = Counter(each.kind for each in changes)
    matters = {kind: {(each.code, each.old_code) for each in changes if each.kind is kind} for kind in KINDS}
    rows = [
        SheetRow((say(words), len(matters[kind]), counts[kind], say(_MEANINGS[kind])))
        for kind, words in KINDS.items()
    ]
    touched = {(each.code, each.old_code) for each in changes}
    rows.append(SheetRow((say(N_("Total")), len(touched), len(changes), ""), Tone.TOTAL))
    rows.append(SheetRow((say(N_("Same")), diff.same, 0, say(N_("Both lists say the same of it.")))))
    columns = (
        SheetColumn(say(N_("Kind of change")), 16),
        SheetColumn(say(N_("Matters")), 10, align=Align.RIGHT),
        SheetColumn(say(N_("Changes")), 10, align=Align.RIGHT),
        SheetColumn(say(N_("Meaning")), 60),
    )
    return Sheet(say(N_("Summary")), title, columns, tuple(rows))


def _rows(changes: list[ItemChange], title: str, tongue: Tongue) -> Sheet:
    say = tongue.say
    columns = (
        SheetColumn(say(N_("No.")), 6, align=Align.RIGHT),
        SheetColumn(say(N_("Kind of change")), 10),
        SheetColumn(say(N_("Code")), most=16),
        SheetColumn(say(N_("Matter")), most=36),
        SheetColumn(say(N_("Code before")), most=16),
        SheetColumn(say(N_("Name before")), most=36),
        SheetColumn(say(N_("Field")), most=18),
        SheetColumn(say(N_("Before")), most=48),
        SheetColumn(say(N_("After")), most=48),
        SheetColumn(say(N_("Lineage")), most=40),
    )
    rows = [
        SheetRow(
            (
                number,
                say(KINDS[each.kind]),
                each.code,
                each.name,
                each.old_code,
                each.old_name,
                tongue.field_title(each.field) if each.field else "",
                _value(each, each.before, tongue),
                _value(each, each.after, tongue),
                lineage_text(each, tongue),
            )
        )
        for number, each in enumerate(changes, 1)
    ]
    return Sheet(say(N_("Changes")), title, columns, tuple(rows), landscape=True)


def _value(each: ItemChange, value: object, tongue: Tongue) -> str:
    if not each.field:
        return ""
    return "\n".join(tongue.value_lines(each.field, value))[:_TITLE_CELL]


def lineage_text(each: ItemChange, tongue: Tongue) -> str:
    """Return how a matter descends: the steps, and the matters it went into or came from."""
    lines = []
    for kind in each.lineage:
        others = [other for other in each.relatives if other.kind is kind]
        if not others:
            lines.append(tongue.label(kind))
        for other in others:
            arrow = "→" if other.onward else "←"
            lines.append(f"{tongue.label(kind)} {arrow} {other.code} {other.name}".rstrip())
    return "\n".join(lines)
