"""From the text of a YAML file to values that know where they stood.

Only what a scenario needs is read: one document of mappings, lists and plain values. Anchors,
aliases and tags are refused, so nothing can multiply itself or become an object; keys come once.
Plain values are read as YAML 1.2 and JSON have them: 14:30, 0301 and ``no`` stay texts.
The parser hands out events, not a tree, so neither depth nor size can exhaust anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.kernel.text import clean_block
from models.kernel.words import N_, Phrase, Word
from scenarios.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yaml.events import Event

MOST_NODES = 200_000
MOST_DEPTH = 40
_INT = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9]\d*)?\.\d+(?:[eE][-+]?\d+)?")
_CONSTANTS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Node:
    """A value of the file with its place; line and column count from 1."""

    line: int
    column: int
    value: Any = None
    """Of a plain value"""
    items: list[Node] | None = None
    entries: dict[str, Node] | None = None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where each key of a mapping stands"""
    key: str | None = None
    """The key that waits for its value, while the mapping is read"""

    def plain(self) -> Any:
        """Return the value without places."""
        if self.entries is not None:
            return {key: node.plain() for key, node in self.entries.items()}
        if self.items is not None:
            return [node.plain() for node in self.items]
        return self.value


class Unreadable(Exception):
    """The text is no YAML, or more than a scenario is made of; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.sentence))
        self.problem = problem


@dataclass(slots=True)
class _Reader:
    """Builds the tree from events; what is wrong but can be read past is collected."""

    open: list[Node] = field(default_factory=list)
    root: Node | None = None
    count: int = 0
    problems: list[Problem] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Take one event."""
        import yaml

        match event:
            case yaml.AliasEvent():
                raise _unreadable(event.start_mark, "alias", _NO_ALIAS, _WRITE_OUT)
            case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._begin(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.open.pop()
            case yaml.DocumentStartEvent() if self.root is not None:
                raise _unreadable(event.start_mark, "documents", N_("a file holds one scenario only"), None)
            case _:
                pass

    def _begin(self, event: Any) -> None:
        import yaml

        mark = event.start_mark
        if event.anchor is not None:
            raise _unreadable(mark, "alias", _NO_ALIAS, _WRITE_OUT)
        if event.tag is not None and event.tag != "!":
            raise _unreadable(
                mark,
                "tag",
                N_("tags (!…) are no part of a scenario"),
                N_("Leave out the word after the “!”."),
            )
        self.count += 1
        if self.count > MOST_NODES or len(self.open) > MOST_DEPTH:
            raise _unreadable(mark, "too_much", N_("there is more here than a scenario is made of"), None)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
            return
        node = Node(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.MappingStartEvent):
            node.entries = {}
        else:
            node.items = []
        self._place(node, mark)
        self.open.append(node)

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        text = clean_block(event.value)
        top = self.open[-1] if self.open else None
        if top is not None and top.entries is not None and top.key is None:
            if text in top.entries:
                sentence = Phrase(
                    N_("the key “%(key)s” stands here a second time, the first is in line %(line)s"),
                    key=shown(text),
                    line=top.keys[text][0],
                )
                hint = Phrase(N_("Keep one of the two."))
                self.problems.append(Problem("duplicate_key", sentence, hint, mark.line + 1, mark.column + 1))
            top.key = text
            top.keys.setdefault(text, (mark.line + 1, mark.column + 1))
            return
        # A text of several lines keeps its breaks; quoted and block texts are never anything else.
        value = resolved(text) if event.implicit[0] else text
        self._place(Node(mark.line + 1, mark.column + 1, value), mark)

    def _place(self, node: Node, mark: Any) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if top.items is not None:
            top.items.append(node)
        elif top.entries is not None:
            if top.key is None:
                raise _unreadable(mark, "key", N_("a key has to be a plain word"), None)
            top.entries.setdefault(top.key, node)
            top.key = None


_NO_ALIAS = N_("anchors and aliases (& and *) are no part of a scenario")
_WRITE_OUT = N_("Write it out where it is needed; quote a text that begins with & or *.")


def resolved(text: str) -> object:
    """Return the value of a plain scalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def read_yaml(text: str) -> tuple[Node, list[Problem]]:
    """Return the tree of a document, and what is wrong with it that can be read past.

    Raises:
        Unreadable: it is no YAML, is empty, or holds what no scenario holds.
    """
    import yaml

    reader = _Reader()
    try:
        for event in _events(text):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        raise _broken(error.problem_mark or error.context_mark, text) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sentence = N_("there is a character here that is no text")
        raise Unreadable(Problem("characters", Phrase(sentence), None, line, 1)) from error
    if reader.root is None or (reader.root.entries is None and reader.root.items is None):
        sentence = N_("there is no scenario in the file")
        hint = Phrase(N_("“yiwang drill new -o FILE” writes one to begin with."))
        raise Unreadable(Problem("empty", Phrase(sentence), hint, 1, 1))
    return reader.root, reader.problems


def _events(text: str) -> Iterable[Event]:
    import yaml

    # The parser in C is twenty times as fast; both hand out the same events and marks.
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text, Loader=loader)


def _unreadable(mark: Any, code: str, sentence: Word, hint: Word | None) -> Unreadable:
    told = None if hint is None else Phrase(hint)
    return Unreadable(Problem(code, Phrase(sentence), told, mark.line + 1, mark.column + 1))


def _broken(mark: Any, text: str) -> Unreadable:
    """Return what is told of a text that is no YAML: the parser's own words help no trainer."""
    number, column = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
    lines = text.split("\n")
    around = "\n".join(lines[max(number - 2, 0) : number])
    if "\t" in around:
        hint = N_("Indent with spaces; there is a tab in this line or the one before.")
    elif "：" in around:
        hint = N_("Write the colon after a key half-width, with a space behind it.")
    else:
        hint = N_("Look at indentation, colons and quotes of this line and the one before.")
    sentence = Phrase(N_("the text cannot be read as YAML here"))
    return Unreadable(Problem("yaml", sentence, Phrase(hint), number, column))
