"""Opening a doubtful workbook in a process of its own first, with a bound on its memory.

Formats of which no cheap look tells how large they become (.xls, .ods, .xlsb, and packed
workbooks made to mislead) are opened there and thrown away; what breaks, breaks there.
"""

from __future__ import annotations

import subprocess
import sys

from models.exchange.guarding import MOST_CELLS
from models.exchange.refusals import NotATable
from models.kernel.words import N_, Phrase

MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space the process may take."""
MOST_SECONDS = 60
_TOO_MANY = 3
_PROGRAM = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
import python_calamine
try:
    book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > int(sys.argv[2]):
            sys.exit(3)
except (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError,
        python_calamine.PasswordError, OSError, ValueError):
    pass
"""


def try_out(name: str, data: bytes) -> None:
    """Open a workbook where it can do no harm.

    A workbook that is merely damaged or locked passes: the reader says so better.

    Raises:
        NotATable: it takes more memory, cells or time than any list made by hand.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(MOST_MEMORY), str(MOST_CELLS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=MOST_SECONDS)  # noqa: S603 -- our own program, no shell
    except subprocess.TimeoutExpired:
        raise NotATable(name, N_("it becomes too large when it is opened.")) from None
    if done.returncode == _TOO_MANY:
        raise NotATable(name, Phrase(N_("a sheet reaches over more than %(most)s cells."), most=MOST_CELLS))
    if done.returncode != 0:
        raise NotATable(name, N_("it becomes too large when it is opened."))
