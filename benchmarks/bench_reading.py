"""How fast a long workbook is read, beside the bare reader of workbooks, and what hostile ones take.

A sheet of 200,000 rows and eight columns, as a list of villages with their people has them, is
made once for each run. Both readers start from the same bytes: the bare one until its cells are
Python objects, ours until headings are found and cells are clean text.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 200_000
TIMES = 5
LEAST = 0.8
"""Share of the bare reader's speed that is held to"""
_HOSTILE = """
import sys
from models.exchange.readers import Source, read_table
from models.exchange.refusals import NotATable
sys.path.insert(0, "tests")
from tests.support.hostile import HOSTILE, forget_peak, peak_megabytes
data = HOSTILE[sys.argv[1]]()
forget_peak()
made = peak_megabytes()
try:
    read_table(Source("x.xlsx", data))
    said = "read"
except Exception as error:
    said = str(error)
print(f"{len(data)}|{peak_megabytes() - made}|{said}")
"""


def workbook(rows: int = ROWS) -> bytes:
    """Return a workbook of villages: codes as text, names, people, phones, numbers, days."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("村居")
    sheet.write_row(0, 0, ["代码", "名称", "区划代码", "联系人", "电话", "户数", "启用日期", "备注"])
    for number in range(1, rows + 1):
        name = f"东华门街道第{number}社区"
        code, person, note = str(110101001000 + number), f"王{number % 977}", f"备注{number % 50}"
        row = [code, name, "110101001", person, "13800000000", number % 500, "2025年9月26日", note]
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def _bare(data: bytes) -> int:
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(data))
    return len(book.get_sheet_by_index(0).to_python())


def _ours(data: bytes) -> int:
    from models.exchange.kinds import kind_named
    from models.exchange.readers import Source, read_table

    return len(read_table(Source("村居.xlsx", data), known=kind_named("divisions").known_headings()).rows)


def _seconds(work: Callable[[bytes], int], data: bytes) -> tuple[float, float]:
    """Return the seconds by the clock, and those of the processor."""
    begin, processor = time.perf_counter(), time.process_time()
    work(data)
    return time.perf_counter() - begin, time.process_time() - processor


def main() -> None:
    """Print both speeds, their ratio, and what hostile workbooks take."""
    data = workbook()
    _ours(workbook(10))
    _bare(workbook(10))
    bare, ours = [], []
    for _time in range(TIMES):
        bare.append(_seconds(_bare, data))
        ours.append(_seconds(_ours, data))
    ratio = 0.0
    for title, theirs, mine in zip(
        ("by the clock", "processor's time"), zip(*bare, strict=True), zip(*ours, strict=True), strict=True
    ):
        ratio = min(theirs) / min(mine)
        print(f"{title}\n  bare   {ROWS / min(theirs):9.0f} rows/s")
        print(f"  yiwang {ROWS / min(mine):9.0f} rows/s  ratio {ratio:.2f}  (at least {LEAST})")
    from tests.support.hostile import HOSTILE

    for name in HOSTILE:
        command = [sys.executable, "-c", _HOSTILE, name]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        size, memory, said = done.stdout.strip().split("|", 2)
        print(f"{name:24} {int(size):10} bytes  {int(memory):5} MB more  {said[:60]}")
    if ratio < LEAST:
        sys.exit(1)


if __name__ == "__main__":
    main()
