"""Code without explanations runs as before, and errors in it are still told."""

from __future__ import annotations

import subprocess
import sys
import traceback
from dataclasses import FrozenInstanceError, dataclass, field, replace
from types import FunctionType

import pytest

from console.alike import share_methods
from console.terse import trimmed

LOADED = """
import traceback
from console.terse import load_tersely
load_tersely()
import graphlib
from models.kernel.numerals import chinese_number
sorter = graphlib.TopologicalSorter({"b": ["a"]})
told = sorter.prepare
assert told.__doc__ == " " and told.__qualname__ == "prepare"
assert list(sorter.static_order()) == ["a", "b"]
try:
    sorter.prepare()
except ValueError as error:
    frame = traceback.extract_tb(error.__traceback__)[-1]
assert (frame.name, frame.lineno) == ("prepare", told.__func__.__code__.co_firstlineno)
lines = {line for *_place, line in chinese_number.__code__.co_lines() if line}
assert len(lines) > 1, "our own code keeps its lines"
"""


@dataclass(frozen=True, slots=True)
class Plain:
    """Two fields, of which one is secret."""

    name: str
    secret: str = field(default="", repr=False)
    inner: list[object] = field(default_factory=list, compare=False)


class Wider(Plain):
    """Adds what may be changed."""


def _failing() -> object:
    """Fail in an expression of its own."""
    return [1 // each for each in (1, 0)]


def test_modules_are_loaded_without_explanations() -> None:
    subprocess.run([sys.executable, "-c", LOADED], check=True)


def test_trimmed_code_fails_where_it_did() -> None:
    short = trimmed(_failing.__code__)
    assert trimmed(short).co_consts[0] == short.co_consts[0] == " "
    with pytest.raises(ZeroDivisionError) as failed:
        FunctionType(short, {})()
    told = traceback.extract_tb(failed.value.__traceback__)[-1]
    # A test is none of the program's own files: the line at which the expression begins is left.
    assert told.line == "return [1 // each for each in (1, 0)]"


def test_dataclasses_share_what_they_have_alike() -> None:
    one = Plain("a", "b")
    one.inner.append(one)
    before = repr(one), hash(one)
    share_methods(Plain)
    assert Plain.__repr__.__code__ is not Plain.__eq__.__code__
    assert (repr(one), hash(one)) == before
    assert before[0] == "Plain(name='a', inner=[...])"
    assert replace(one, name="c") == Plain("c", "b")
    with pytest.raises(FrozenInstanceError):
        setattr(one, "name", "x")  # noqa: B010 -- which mypy would refuse as well
    for name in ("name", "new"):
        with pytest.raises(FrozenInstanceError):
            delattr(one, name)
    wide = Wider("a")
    object.__setattr__(wide, "more", 1)
    wide.more = 2  # type: ignore[attr-defined]  # a class made from one adds what it likes
    assert repr(wide) == "Wider(name='a', inner=[])"
    with pytest.raises(FrozenInstanceError):
        wide.name = "x"  # type: ignore[misc]  # which is what is refused
