"""zh_CN is complete, says nothing twice, and fills the same placeholders."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.extract import extract_from_file

from console.i18n import build

if TYPE_CHECKING:
    from babel.messages.catalog import Message

pytestmark = pytest.mark.xdist_group("messages")

LANGUAGE = "zh_CN"
FOREIGN = "click.po"
"""The fragment whose message ids are click's, not ours."""

_NAMED = re.compile(r"%\((\w+)\)[#0\- +]?\d*(?:\.\d+)?([a-z])")
_SAYING = {"_": 0, "ngettext": 0, "pgettext": 1}
"""What says a message, and which of its arguments that is."""
_IN_BRACES = re.compile(r"\{(?:_|ngettext|pgettext)\(['\"]")
_BRACED = re.compile(r"\{(\w+)")


def our_entries() -> dict[build.Key, str]:
    """Return the message ids of our fragments with the file each stands in."""
    return {
        key: path.name
        for path in build.fragments(LANGUAGE)
        if path.name != FOREIGN
        for key, _message in build.entries(path)
    }


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the whole source for its messages once for all tests that ask what they are."""
    monkeypatch.setattr(build, "extract", _extract_once)


_extract_once = cache(build.extract)


def test_every_message_is_translated() -> None:
    lacking = build.missing(LANGUAGE)
    assert not lacking, f"{len(lacking)} without Chinese:\n\n{build.skeleton(lacking)}\n"


def test_no_translation_is_left_over() -> None:
    used = build.extract().places.keys()
    leftover = [f"{name}: {key[1]!r}" for key, name in our_entries().items() if key not in used]
    assert not leftover, "translated, but said nowhere:\n" + "\n".join(leftover)


def test_no_message_stands_in_two_fragments() -> None:
    owners: dict[build.Key, list[str]] = {}
    for path in build.fragments(LANGUAGE):
        for key, _message in build.entries(path):
            owners.setdefault(key, []).append(path.name)
    twice = [f"{key[1]!r}: {', '.join(names)}" for key, names in owners.items() if len(names) > 1]
    assert not twice, "translated twice:\n" + "\n".join(twice)


def texts(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def placeholders(text: str, *, braced: bool) -> set[object]:
    return set(_BRACED.findall(text)) if braced else set(_NAMED.findall(text))


def faults(message: Message, *, braced: bool) -> bool:
    offered: set[object] = set().union(*(placeholders(text, braced=braced) for text in texts(message.id)))
    plural = not isinstance(message.id, str)
    for text in texts(message.string):
        asked = placeholders(text, braced=braced)
        # A plural's singular may leave its number out, and so may the one Chinese form.
        if not (asked <= offered if plural or braced else asked == offered):
            return True
    return False


def test_placeholders_agree() -> None:
    wrong = [
        f"{path.name}: {message.id!r} -> {message.string!r}"
        for path in build.fragments(LANGUAGE)
        for _key, message in build.entries(path)
        if faults(message, braced=path.name == FOREIGN)
    ]
    assert not wrong, "placeholders differ:\n" + "\n".join(wrong)


def test_a_single_per_cent_sign_is_a_placeholder() -> None:
    # "%" followed by anything but "(name)" or "%" would end the command that shows it.
    loose = re.compile(r"%(?!\(\w+\)|%)")
    wrong = [
        f"{path.name}: {text!r}"
        for path in build.fragments(LANGUAGE)
        for _key, message in build.entries(path)
        if any("%(" in each for each in texts(message.id))
        for text in texts(message.string)
        if loose.search(text)
    ]
    assert not wrong


def test_the_words_of_click_are_those_of_the_installed_click() -> None:
    known: set[build.MessageId] = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for _line, message, _comments, _context in extract_from_file(
            "python", path, {"_": None, "ngettext": (1, 2)}
        ):
            known.add(message if isinstance(message, str) else (message[0], message[1]))
    ours = {key[1] for key, _message in build.entries(build.I18N / LANGUAGE / FOREIGN)}
    assert ours - known == set(), "click no longer says this"
    # What a clerk can meet; the rest speaks to programmers.
    for needed in ("Usage:", "Missing argument", "No such command {name!r}.", "Error: {message}"):
        assert needed in ours


def test_a_broken_fragment_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.po"
    path.write_text('msgid "a"\nnonsense', encoding="utf-8")
    with pytest.raises(build.BrokenFragment, match=r"broken\.po"):
        build.read_fragment(path)


def test_no_message_hides_in_an_f_string() -> None:
    """Extraction does not look there: such a message is translated only if it is said elsewhere too."""
    known = {key[1] for key in our_entries()}
    hidden = [
        f"{path}:{call.lineno}: {message!r}"
        for path in sorted(Path("console").rglob("*.py"))
        for source in [path.read_text(encoding="utf-8")]
        if _IN_BRACES.search(source)
        for held in ast.walk(ast.parse(source))
        if isinstance(held, ast.JoinedStr)
        for call in ast.walk(held)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SAYING
        for message in [call.args[_SAYING[call.func.id]]]
        if isinstance(message, ast.Constant) and message.value not in known
    ]
    assert not hidden, "\n".join(hidden)
