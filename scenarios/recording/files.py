"""A recording as a file: one line of what was played, one for every entry, one that closes it.

JSON Lines, packed with gzip. Every entry carries its hash, chained from the first on, so that a file that
was altered, cut off or put together of two is noticed. It carries the township the drill was played in
(:mod:`models.drills.carried`). Files of every format ever released are read.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from models.drills.carried import Carried, CarriedRows
from models.drills.kinds import EntryKind
from models.drills.rules import FORMAT, first_broken
from models.drills.views import EntryView, NewDrill
from models.kernel.documents import canonical, iso, plain
from models.kernel.oserrors import why
from scenarios.recording.refusals import (
    RecordingAltered,
    RecordingCutOff,
    RecordingNotWritten,
    RecordingTooNew,
    RecordingUnreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from models.drills.views import DrillView

ENDING = ".ywrec"
_MARK = "recording"
_MOST_LINE = 4 * 2**20
"""Characters of one line; a whole scenario has a tenth of a million"""


@dataclass(frozen=True, slots=True)
class Recording:
    """A drill as it was recorded."""

    new: NewDrill
    """What it was made with"""
    template: str
    """What its world was copied from"""
    entries: tuple[EntryView, ...] = field(repr=False)
    carried: Carried | None = field(default=None, repr=False, compare=False)
    """The township it was played in; ``None`` where it lies beside it"""

    @property
    def digest(self) -> str:
        """What tells this recording from every other."""
        return self.entries[-1].hash

    @property
    def ends(self) -> datetime:
        """The last moment anything happened at."""
        return max(each.at for each in self.entries)


def recording_of(drill: DrillView, entries: Iterable[EntryView], carried: Carried | None = None) -> Recording:
    """Return the recording of a drill."""
    pace = drill.pace
    new = NewDrill(
        number=drill.number,
        name=drill.name,
        title=drill.title,
        seed=drill.seed,
        scenario=drill.scenario,
        world=drill.world,
        starts=drill.starts,
        ends=pace.ends,
        party=drill.party,
    )
    return Recording(new, str(drill.world["template"]), tuple(entries), carried)


def save(recording: Recording, path: Path) -> None:
    """Write a recording to a file, whole or not at all.

    Raises:
        RecordingNotWritten: the disk is full, or nothing may be written there.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        with gzip.open(draft, "wt", encoding="utf-8", newline="\n") as stream:
            for line in _lines(recording):
                stream.write(f"{line}\n")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RecordingNotWritten(str(path), why(error)) from error


def _lines(recording: Recording) -> Iterator[str]:
    new = recording.new
    head = {"yiwang": _MARK, "format": FORMAT, "number": new.number, "name": new.name, "title": new.title}
    head |= {"party": new.party, "seed": new.seed, "starts": new.starts, "ends": new.ends}
    head |= {"world": new.world, "scenario": new.scenario}
    if recording.carried is not None:
        head["revision"] = recording.carried.revision
    yield canonical(plain(head))
    carried = sha256()
    for part in () if recording.carried is None else recording.carried.parts:
        line = canonical(
            {"table": part.table, "columns": list(part.columns), "rows": list(map(list, part.rows))}
        )
        carried.update(line.encode())
        yield line
    for each in recording.entries:
        row = [each.seq, str(each.kind), iso(each.at), each.login, each.body, each.hash]
        yield canonical(plain(row))
    closing = {"entries": len(recording.entries), "hash": recording.digest}
    yield canonical(closing | {"carried": carried.hexdigest()})


def load(path: Path) -> Recording:
    """Read a recording from a file and prove its chain.

    Raises:
        RecordingUnreadable: it is not there, or no recording.
        RecordingTooNew: it is of a newer format.
        RecordingCutOff: its end is missing.
        RecordingAltered: an entry was changed, added or left out.
    """
    name = path.name
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            found = _read(name, stream)
    except OSError as error:
        raise RecordingUnreadable(name, why(error)) from error
    except EOFError as error:
        raise RecordingCutOff(name) from error
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise RecordingUnreadable(name) from error
    broken = first_broken(found.entries)
    if broken is not None:
        raise RecordingAltered(name, broken)
    return found


def _read(name: str, stream: TextIO) -> Recording:
    head = _line(name, stream)
    if not isinstance(head, dict) or head.get("yiwang") != _MARK:
        raise RecordingUnreadable(name)
    if head["format"] > FORMAT:
        raise RecordingTooNew(name, head["format"], FORMAT)
    parts: list[CarriedRows] = []
    carried = sha256()
    while isinstance(row := _line(name, stream), dict) and "table" in row:
        carried.update(canonical(row).encode())
        parts.append(CarriedRows(row["table"], tuple(row["columns"]), tuple(map(tuple, row["rows"]))))
    entries: list[EntryView] = []
    while isinstance(row, list):
        seq, kind, at, login, body, digest = row
        entries.append(EntryView(seq, EntryKind(kind), datetime.fromisoformat(at), login, body, digest))
        row = _line(name, stream)
    if not entries or row.get("entries") != len(entries):
        raise RecordingCutOff(name)
    if row.get("carried") != carried.hexdigest():
        # The township is what the drill began with.
        raise RecordingAltered(name, 1)
    new = NewDrill(
        number=head["number"],
        name=head["name"],
        title=head["title"],
        seed=head["seed"],
        scenario=head["scenario"],
        world=head["world"],
        starts=datetime.fromisoformat(head["starts"]),
        ends=datetime.fromisoformat(head["ends"]),
        party=head["party"],
    )
    ground = Carried(head["revision"], tuple(parts)) if parts else None
    return Recording(new, head["world"]["template"], tuple(entries), ground)


def _line(name: str, stream: TextIO) -> Any:
    text = stream.readline(_MOST_LINE)
    if not text.endswith("\n"):
        raise RecordingCutOff(name)
    return json.loads(text)
