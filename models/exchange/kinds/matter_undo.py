"""Taking back what an import did to matters: by new versions, as the catalogue's rules want it.

Nothing a case may rest on is removed. A matter that was changed gets a version that says what it said
before; one that was created is retired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.views import MatterStatus
from models.exchange.checking import checked
from models.exchange.frame import Reading
from models.exchange.kinds.coded_undo import LATER
from models.exchange.readers import RawTable
from models.exchange.views import ImportOptions, Resting
from models.exchange.writers import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.exchange.frame import Kind, Work
    from models.exchange.lines import Line


def take_back(
    kind: Kind, lines: Sequence[Line], now: Mapping[str, dict[str, Any]], work: Work
) -> list[Resting]:
    """Import what stood before, as far as nobody changed it since; return what stays, and why.

    Args:
        kind: matters.
        lines: what the batch did.
        now: what every code means at present, by the columns of an export.
        work: who, when, and the session.
    """
    columns = kind.columns()
    found, rows, keys = [], [], {}
    for line in lines:
        if line.after is None or now.get(line.key) != line.after:
            found.append(Resting(line.key, LATER))
            continue
        before = line.before or {**line.after, "status": MatterStatus.RETIRED.value}
        rows.append((line.row, [text_of(before[name]) for name in columns]))
        keys[line.row] = line.key
    reading = Reading(work.actor, work.at, {})
    good = checked(kind, RawTable("", "", columns, rows), (), ImportOptions(), reading, None)
    work.headings = reading.headings
    comparison = kind.compare(good.rows, work)
    refused = {each.row: each.reason for each in (*good.problems, *comparison.problems)}
    kind.write(comparison, work)
    return [*found, *(Resting(keys[row], why) for row, why in refused.items())]
