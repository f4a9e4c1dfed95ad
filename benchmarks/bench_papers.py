"""What it costs to print a list of 400 items, against what it may cost.

python -m benchmarks.bench_papers
"""

from __future__ import annotations

import io
import sys
import time
from datetime import UTC, date, datetime

from models.catalogue.duties.rules import CATEGORIES, sheet_of
from models.catalogue.duties.views import DutyBook, DutyCounts
from models.catalogue.views import DutyItemView, DutyList

ITEMS = 400
SECONDS = 1.0
"""For the list as .xlsx, the loading of the library included"""


def main() -> int:
    """Print the figures; return 1 if one is over its bound."""
    begin = time.perf_counter()
    from models.exchange.books.duties import Printed, township_book
    from models.exchange.papers.forms import PaperForm, write_paper

    loaded = time.perf_counter() - begin
    counts = DutyCounts({each: ITEMS * (each is DutyList.COOPERATIVE) for each in DutyList}, ())
    sheets = tuple(sheet_of(each, _items() if each is DutyList.COOPERATIVE else ()) for each in DutyList)
    paper = township_book(Printed("大岭镇", date(2026, 3, 2)), DutyBook(sheets, counts))
    over = False
    print(f"loading {loaded:.3f} s, {ITEMS} items")
    for form in (PaperForm.XLSX, PaperForm.DOCX, PaperForm.MARKDOWN, PaperForm.TEXT):
        target = io.BytesIO()
        begin = time.perf_counter()
        write_paper(paper, form, target, datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
        seconds = time.perf_counter() - begin
        over |= form is PaperForm.XLSX and loaded + seconds > SECONDS
        print(f"{form.value:5} {seconds:.3f} s {len(target.getvalue()):>9,} bytes")
    print(f"bound: .xlsx {SECONDS:g} s with loading")
    return int(over)


def _items() -> list[DutyItemView]:
    return [
        DutyItemView(
            number,
            f"P{number:03d}",
            DutyList.COOPERATIVE,
            CATEGORIES[number * len(CATEGORIES) // (ITEMS + 1)],
            number,
            f"第{number}项燃气安全隐患排查与整治",
            "县住房和城乡建设局、县应急管理局",
            "1.制定年度检查计划并组织实施。\n2.依法查处违法行为。\n3.指导镇街开展宣传。" * 2,
            "1.开展日常巡查。\n2.发现问题及时劝止并上报。\n3.配合开展集中整治。",
            "",
        )
        for number in range(1, ITEMS + 1)
    ]


if __name__ == "__main__":
    sys.exit(main())
