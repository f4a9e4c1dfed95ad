"""Files and functions stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("console", "models", "scenarios", "migrations", "benchmarks", "tests")
FILE_LINES = 350
FUNCTION_LINES = 60

LONG_FILES: dict[str, str] = {}
"""Files allowed to be longer, each with its reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions (``path:name``) allowed to be longer, each with its reason."""


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    # A revision is as long as the tables it makes.
    return [path for path in found if "versions" not in path.parts]


def test_files_are_short() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert {path: lines for path, lines in long.items() if path not in LONG_FILES} == {}
    assert LONG_FILES.keys() - long.keys() == set(), "no longer long: take them off the list"


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function; they stand among statements, so no expression is looked into."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, name, ())


def may_hold_a_long_one(text: str) -> bool:
    """Say whether some function could be too long, by where lines begin: parsing takes far longer.

    None reaches beyond the next line that begins one, or a class, and is indented no deeper. Such a line
    could also stand in a text of several lines, so a file that has texts other than docstrings may always.
    """
    if "'''" in text or '= """' in text or '("""' in text:
        return True
    lines = text.splitlines()
    open_ones: list[tuple[int, int]] = []
    for number, line in enumerate([*lines, "class"]):
        bare = line.lstrip(" ")
        if not bare.startswith(("def ", "async def ", "class")):
            continue
        depth = len(line) - len(bare)
        while open_ones and open_ones[-1][0] >= depth:
            if number - open_ones.pop()[1] > FUNCTION_LINES:
                return True
        if not bare.startswith("class"):
            open_ones.append((depth, number))
    return False


def test_functions_are_short() -> None:
    long = {}
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for node in functions(text) if may_hold_a_long_one(text) else ():
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                long[f"{path.relative_to(ROOT).as_posix()}:{node.name}"] = lines
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert LONG_FUNCTIONS.keys() - long.keys() == set(), "no longer long: take them off the list"
