"""A recording as a file: one line of what was played, one for every entry, one that closes it.

JSON Lines, packed with gzip. Every entry carries its hash, chained from the first on, so that a file that
was altered, cut off or put together of two is noticed. It carries the township the drill was played in
(:mod:`models.carried`). Files of every format ever released are read.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from models.carried import Carried, CarriedRows
from models.drills.kinds import EntryKind
from models.drills.rules import FORMAT, first_broken
from models.drills.views import EntryView, NewDrill
from models.kernel.documents import canonical, iso, plain
from models.kernel.oserrors import why
from scenarios.recording.refusals import (
    RecordingAltered,
    RecordingCutOff,
    RecordingDamaged,
    RecordingNotWritten,
    RecordingTooNew,
    RecordingUnreadable,
    TownshipAltered,
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
        RecordingDamaged: it cannot be unpacked to its end.
        RecordingAltered, TownshipAltered: something was changed, added or left out.
    """
    name, reading = path.name, _Reading()
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            found = _read(name, stream, reading)
    except EOFError as error:
        raise RecordingCutOff(name, len(reading.entries)) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        if not reading.ours:
            raise RecordingUnreadable(name) from error
        raise RecordingDamaged(name, len(reading.entries)) from error
    except OSError as error:
        raise RecordingUnreadable(name, why(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if not reading.ours:
            raise RecordingUnreadable(name) from error
        # Everything before it could be read: this line somebody wrote.
        raise _altered(name, reading) from error
    return found


@dataclass(slots=True)
class _Reading:
    """How far a file was read."""

    ours: bool = False
    """Its head says that it is a recording"""
    begun: bool = False
    """The township is behind it"""
    entries: list[EntryView] = field(default_factory=list)


def _altered(name: str, reading: _Reading) -> RecordingAltered | TownshipAltered:
    """Return what to say of a line that is not as it was written: the next one, unless one before it is."""
    if not reading.begun:
        return TownshipAltered(name)
    broken = first_broken(reading.entries)
    return RecordingAltered(name, len(reading.entries) + 1 if broken is None else broken)


def _read(name: str, stream: TextIO, reading: _Reading) -> Recording:
    head = _line(name, stream, reading)
    if not isinstance(head, dict) or head.get("yiwang") != _MARK:
        raise RecordingUnreadable(name)
    if head["format"] > FORMAT:
        raise RecordingTooNew(name, head["format"], FORMAT)
    reading.ours = True
    parts: list[CarriedRows] = []
    carried = sha256()
    while isinstance(row := _line(name, stream, reading), dict) and "table" in row:
        carried.update(canonical(row).encode())
        parts.append(CarriedRows(row["table"], tuple(row["columns"]), tuple(map(tuple, row["rows"]))))
    reading.begun, entries = True, reading.entries
    while isinstance(row, list):
        seq, kind, at, login, body, digest = row
        entries.append(EntryView(seq, EntryKind(kind), datetime.fromisoformat(at), login, body, digest))
        row = _line(name, stream, reading)
    if (broken := first_broken(entries)) is not None:
        raise RecordingAltered(name, broken)
    if not entries or row["entries"] > len(entries):
        raise RecordingCutOff(name, len(entries))
    # Read to the very end: there is nothing after it, and what unpacks is what was packed.
    if (row["entries"], row["hash"]) != (len(entries), entries[-1].hash) or stream.read(1):
        raise RecordingAltered(name, len(entries) + 1)
    if row["carried"] != carried.hexdigest():
        raise TownshipAltered(name)
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


def _line(name: str, stream: TextIO, reading: _Reading) -> Any:
    text = stream.readline(_MOST_LINE)
    if not text.endswith("\n"):
        raise RecordingCutOff(name, len(reading.entries))
    return json.loads(text)
