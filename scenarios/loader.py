"""From a file to a scenario: every fault named with line, column and a hint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.kernel.words import N_, Phrase
from scenarios.faults import Places, problems_of
from scenarios.problems import Problem, shown
from scenarios.reading import Unreadable, read_yaml
from scenarios.refusals import ScenarioFaulty, ScenarioNoText, ScenarioTooLarge, ScenarioTooNew

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.format import Scenario

MOST_BYTES = 4 * 1024 * 1024
"""A two-hour day of a whole office has a tenth of a megabyte."""
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""What makes a document of one format one of the next; by the format it takes. A document is
plain values, nothing of it is checked yet; places of lines stay those of the file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario with where its parts stand in the file, and what its bytes are."""

    name: str
    scenario: Scenario
    places: Places = field(repr=False)
    digest: str
    """SHA-256 of the file: a recording says by it which scenario was played"""


def load(path: Path) -> Loaded:
    """Read a scenario from a file.

    Raises:
        NoSource: it is not there, or may not be read.
        ScenarioTooLarge, ScenarioTooNew, ScenarioFaulty: as :func:`parse`.
    """
    from models.exchange.refusals import NoSource
    from models.kernel.oserrors import why

    try:
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioTooLarge(path.name, MOST_BYTES // 1024**2)
        data = path.read_bytes()
    except OSError as error:
        raise NoSource(str(path), why(error)) from error
    return parse(path.name, data)


def parse(name: str, data: bytes) -> Loaded:
    """Read a scenario from the bytes of a file.

    Raises:
        ScenarioNoText: they are no text.
        ScenarioTooLarge: it has more than :data:`MOST_BYTES`.
        ScenarioTooNew: it is of a newer format.
        ScenarioFaulty: it is no scenario; carries every fault.
    """
    from pydantic import ValidationError

    from models.exchange.encodings import decode
    from models.exchange.refusals import WrongEncoding
    from scenarios.format import Scenario

    if len(data) > MOST_BYTES:
        raise ScenarioTooLarge(name, MOST_BYTES // 1024**2)
    # The newlines of other systems count as one line each, as editors count them.
    try:
        text = decode(name, data, None)[0].replace("\r\n", "\n").replace("\r", "\n")
    except WrongEncoding as error:
        raise ScenarioNoText(name) from error
    try:
        root, problems = read_yaml(text)
    except Unreadable as error:
        raise ScenarioFaulty(name, [error.problem]) from error
    places = Places(root)
    document = _current(name, root.plain(), places)
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError as error:
        problems += problems_of(error.errors(include_url=False), places, Scenario)
    if problems:
        raise ScenarioFaulty(name, sorted(problems, key=lambda each: (each.line, each.column)))
    return Loaded(name, scenario, places, hashlib.sha256(data).hexdigest())


def _current(name: str, document: Any, places: Places) -> dict[str, Any]:
    """Return a document in the present format.

    Raises:
        ScenarioTooNew: it is of a newer one.
        ScenarioFaulty: it does not say which.
    """
    from scenarios.format import FORMAT

    if not isinstance(document, dict):
        sentence = Phrase(N_("a scenario is a mapping: lines of “key: value”"))
        raise ScenarioFaulty(name, [Problem("no_mapping", sentence, None, 1, 1)])
    version = document.get("format")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        sentence = (
            Phrase(N_("“format” has to be a number, not “%(value)s”"), value=shown(version))
            if "format" in document
            else Phrase(N_("“%(key)s” is missing here"), key="format")
        )
        hint = Phrase(N_("Begin the file with “format: %(format)s”."), format=FORMAT)
        line, column, _path = places.find(("format",))
        raise ScenarioFaulty(name, [Problem("format", sentence, hint, line, column, "format")])
    if version > FORMAT:
        raise ScenarioTooNew(name, version, FORMAT)
    current: dict[str, Any] = document
    while version < FORMAT:
        current = MIGRATIONS[version](current)
        version += 1
    return current
