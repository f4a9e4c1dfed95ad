"""Running the command line inside the test's own process."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import dataclass
from typing import Any
from unittest import mock

from console.main import run


@dataclass(frozen=True)
class Ran:
    """What one command line answered."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the standard output as JSON."""
        return json.loads(self.out)


class _Terminal(io.StringIO):
    """An input somebody sits at."""

    def isatty(self) -> bool:
        """Say yes, so that questions are asked."""
        return True


def yiwang(*arguments: str, typed: str | None = None) -> Ran:
    """Run ``yiwang`` with these arguments.

    ``typed`` is what a person at the terminal answers; without it there is nobody to ask.
    """
    out, err = io.StringIO(), io.StringIO()
    stdin = io.StringIO() if typed is None else _Terminal(typed)
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "stdin", stdin),
    ):
        code = run(arguments)
    return Ran(int(code), out.getvalue(), err.getvalue())
