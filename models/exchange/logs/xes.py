"""Reading XES, the format of event logs of IEEE 1849: entry by entry, trusting nothing.

The parser is expat itself, fed in parts. A document type declaration is refused whole, and
with it every entity, outside or inside. Attributes inside attributes are called ``outer/inner``; the
members of a list become the lines of one cell; attributes of a trace are called ``case:…``, as tools
that write such logs as tables call them.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from models.exchange.logs.refusals import NoSuchClassifier, NotALog
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.exchange.logs.opening import LogFile

Entry = tuple[int, dict[str, str], dict[str, str] | None]
"""Number of the entry in the log, its cells by heading, and those of its case."""
CASE = "case:"
BY_CLASSIFIER = "classifier"
"""The heading of the activity that a classifier puts together."""
MOST_DEPTH = 24
MOST_SILENT = 4 * 1024**2
"""Bytes of XML without a single element: some text has no end."""
MOST_ATTRIBUTES = 500
MOST_VALUE = 8_000
"""Characters of a value that are read; the columns they are kept in are shorter."""
_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
_KEYS = re.compile(r"'([^']*)'|(\S+)")
_FILLERS = frozenset({"", "__INVALID__", "__UNKNOWN__", "UNKNOWN", "DEFAULT", "string", "0", "-1"})
"""What tools write for the default of a global attribute when they mean none."""


class XesReader:
    """Yields the entries of a log.

    Args:
        file: the log.
        classifier: name of the classifier whose keys make the activity; empty: none.
    """

    def __init__(self, file: LogFile, classifier: str = "") -> None:
        self._file = file
        self._classifier = classifier
        self._keys: tuple[str, ...] = ()
        self._ready: deque[Entry] = deque()
        self._depth = 0
        self._elements = 0
        self._outer: list[str] = []
        self._target: dict[str, str] = {}
        self._trace: dict[str, str] | None = None
        self._event: dict[str, str] | None = None
        self._number = 0
        self._seen_log = False
        self._events_before = 0
        self.defaults: dict[str, dict[str, str]] = {"trace": {}, "event": {}}
        """What global attributes say where an entry says nothing, by scope"""
        self.classifiers: dict[str, tuple[str, ...]] = {}
        self.empty = 0
        """Traces without an entry"""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_types
        parser.EntityDeclHandler = self._refuse_types
        self._parser = parser

    def entries(self) -> Iterator[Entry]:
        """Yield entry by entry.

        Raises:
            NotALog: it is no XES, or broken.
            NoSuchClassifier: the classifier asked for is not declared.
        """
        silent = seen = 0
        for part in self._file.parts():
            self._parse(part, final=False)
            silent = 0 if self._elements > seen else silent + len(part)
            seen = self._elements
            if silent > MOST_SILENT:
                raise self._broken(N_("a text in it has no end."))
            while self._ready:
                yield self._ready.popleft()
        self._parse(b"", final=True)
        while self._ready:
            yield self._ready.popleft()

    def _parse(self, part: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(part, final)
        except expat.ExpatError as error:
            why = N_("line %(row)s, column %(column)s is not well-formed XML (%(detail)s).")
            detail = expat.errors.messages.get(error.code, "")
            raise self._broken(
                Phrase(why, row=error.lineno, column=error.offset + 1, detail=detail)
            ) from error

    def _broken(self, why: Phrase | Word) -> NotALog:
        return NotALog(self._file.name, why)

    def _refuse_types(self, *_declaration: Any) -> None:
        raise self._broken(N_("it declares a document type or entities, which no log needs."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise self._broken(N_("its elements are nested too deeply."))
        tag = name.rpartition(":")[2]
        if tag in _ATTRIBUTES:
            self._attribute(tag, attributes)
        elif tag == "event":
            self._event = self._target = {}
            self._outer.clear()
        elif tag == "trace":
            self._trace = self._target = {}
            self._events_before = self._number
            self._outer.clear()
        elif tag == "global":
            self._target = self.defaults.setdefault(attributes.get("scope", "event"), {})
        elif tag == "classifier":
            keys = _KEYS.findall(attributes.get("keys", ""))
            self.classifiers[attributes.get("name", "")] = tuple(quoted or bare for quoted, bare in keys)
        elif tag == "log":
            self._seen_log = True
        elif not self._seen_log:
            raise self._broken(N_("it is XML, but no log."))

    def _attribute(self, tag: str, attributes: dict[str, str]) -> None:
        outer = self._outer
        key = attributes.get("key", "")
        outer.append(key)
        value = attributes.get("value", "")[:MOST_VALUE]
        if tag in {"list", "container"} and not value:
            return
        target = self._target
        name = key if len(outer) == 1 else "/".join(filter(None, outer))
        if target is self._trace:
            name = CASE + name
        before = target.get(name)
        if before is not None:
            target[name] = f"{before}\n{value}"[:MOST_VALUE]
        elif len(target) < MOST_ATTRIBUTES:
            target[name] = value

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(":")[2]
        if tag in _ATTRIBUTES:
            if self._outer:
                self._outer.pop()
        elif tag == "event":
            self._close_event()
        elif tag == "trace":
            self.empty += self._number == self._events_before
            self._trace = None
            self._target = {}
        elif tag == "global":
            self._target = {}

    def _close_event(self) -> None:
        event = self._event or {}
        if not self._number:
            self._settle()
        self._number += 1
        for key, value in self.defaults["event"].items():
            event.setdefault(key, value)
        if self._keys:
            event[BY_CLASSIFIER] = "+".join(event.get(key, "") for key in self._keys)
        self._ready.append((self._number, event, self._trace))
        self._event = None
        self._target = {} if self._trace is None else self._trace
        self._outer.clear()

    def _settle(self) -> None:
        """Take the head of the log for complete: what it declares stands before the first entry."""
        for scope in self.defaults.values():
            for key in [
                key for key, value in scope.items() if value in _FILLERS or key.endswith("timestamp")
            ]:
                del scope[key]
        if self._classifier:
            if self._classifier not in self.classifiers:
                names = ", ".join(self.classifiers) or "-"
                raise NoSuchClassifier(self._file.name, self._classifier, names)
            self._keys = self.classifiers[self._classifier]
