"""What it costs to derive requirements, compare editions and ask classification rules, at 400 matters.

python -m benchmarks.bench_derived

Bounds: a comparison of two lists of 400 items as .xlsx in 1 s with the loading of the library;
requirements of 400 matters with flows in any form in 5 s; what thirty rules move among 1,500
entries in 1 s.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor
    from models.api import Services

ITEMS = 400
ENTRIES = 1500
EXPORT_SECONDS = 1.0
DERIVE_SECONDS = 5.0
RULE_SECONDS = 1.0
_THINGS = ("路灯", "井盖", "垃圾", "消防通道", "污水", "广告牌", "违建", "道路", "食品", "低保")
_FAULTS = ("损坏", "缺失", "堆放", "占用", "外溢", "破损", "未登记", "塌陷", "过期", "受理")


def township(folder: Path) -> tuple[Services, Actor]:
    """Make a township with two editions of 400 matters, each with conditions and a flow."""
    from migrations.runner import upgrade
    from models.api import Services
    from models.catalogue.flows.templates import template
    from models.kernel.clock import SystemClock

    url = f"sqlite:///{folder / 'bench.db'}"
    upgrade(url, backup=False)
    services = Services.open(url, SystemClock())
    services.initialise("bench", "测试镇")
    admin = services.accounts.actor_for_os_user("bench", "command")
    for name in ("grid", "joint"):
        services.flows.create(admin, template(name))
    services.editions.load(admin, _rows(), date(2026, 1, 1), name="2026")
    later = _rows()
    for place, row in enumerate(later):
        row["name"] += "等问题" if place % 3 == 0 else ""
        row["urgency"] = 4 if place % 2 else 2
        row["department"] = "县住建局" if place % 4 == 0 else row["department"]
    later = later[20:] + [
        {**row, "code": f"9{row['code'][1:]}", "name": f"新{row['name']}"} for row in later[:20]
    ]
    services.editions.load(admin, later, date(2026, 2, 1), name="2027")
    return services, admin


def _rows() -> list[dict[str, Any]]:
    from models.catalogue.rules import ConditionDraft

    return [
        {
            "code": f"{place:06d}",
            "name": f"第{place}处{_THINGS[place % 10]}{_FAULTS[place // 10 % 10]}",
            "scheme": "event",
            "class_code": f"{place % 20 + 1:02d}",
            "class_name": f"第{place % 20 + 1}类",
            "department": "县城管局、县应急管理局",
            "legal_basis": "城市市容和环境卫生管理条例第十条",
            "flow": ("GRID", "JOINT")[place % 2],
            "conditions": (
                ConditionDraft("4WH", "道路、巷口", closing_condition="处置完毕", evidence="照片两张"),
                ConditionDraft("2WD", "其他地点", closing_condition="处置完毕"),
            ),
        }
        for place in range(ITEMS)
    ]


def compared(services: Services, actor: Actor) -> float:
    """Write the comparison as .xlsx; return seconds, loading included."""
    from console.tongue import tongue

    def work() -> None:
        diff = services.editions.diff(actor, "1", "2")
        services.books.difference_book(diff, "2026", "2027", io.BytesIO(), tongue())

    return _seconds(work)


def derived(services: Services, actor: Actor) -> dict[str, float]:
    """Write the requirements in every form; return seconds by form."""
    from console.tongue import tongue
    from models.exchange.papers.names import PaperForm

    found = {}
    for form in (PaperForm.XLSX, PaperForm.DOCX, PaperForm.MARKDOWN):
        target = io.BytesIO()

        def work(form: PaperForm = form, target: io.BytesIO = target) -> None:
            requirements = services.requirements.derive(actor, "2")
            services.books.requirement_book(requirements, "2027", form, target, tongue())

        found[f"{form.value} ({len(target.getvalue()):,} bytes)"] = _seconds(work)
    return found


def ruled(services: Services, actor: Actor) -> dict[str, float]:
    """Ask the shipped rules about a list of 1,500 entries; return seconds by question."""
    from models.catalogue.classing.views import ReplaceRules
    from models.catalogue.sources.views import BookEntries, ImportWishes

    lines = [
        f"{place},{place}号{_THINGS[place % 10]}{_FAULTS[place // 7 % 10]}事项,县局{place % 40}"
        for place in range(ENTRIES - ITEMS)
    ]
    table = ("m.csv", "\n".join(["序号,事项名称,主管部门", *lines]).encode())
    services.sources.import_file(actor, table, "A", BookEntries("下放"), ImportWishes())
    services.drafting.begin(actor, "2028")
    services.drafting.collect(actor)
    edit = ReplaceRules(services.classing.defaults(actor))
    found = {"preview": _seconds(lambda: services.classing.preview(actor, edit))}
    seen = services.classing.preview(actor, edit)
    services.classing.save(actor, edit, seen.fingerprint)
    plan = services.classing.plan(actor)
    found[f"apply ({len(plan.moves)} values)"] = _seconds(
        lambda: services.classing.apply(actor, plan.fingerprint)
    )
    found["plan after it"] = _seconds(lambda: services.classing.plan(actor))
    return found


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> int:
    """Print the figures; return 1 if one is over its bound."""
    over = False
    with tempfile.TemporaryDirectory() as folder:
        services, actor = township(Path(folder))
        print(f"{ITEMS} items, {ENTRIES} entries")
        figures = {"comparison as xlsx": (compared(services, actor), EXPORT_SECONDS)}
        figures |= {
            f"requirements as {form}": (seconds, DERIVE_SECONDS)
            for form, seconds in derived(services, actor).items()
        }
        figures |= {
            f"rules: {name}": (seconds, RULE_SECONDS) for name, seconds in ruled(services, actor).items()
        }
        for name, (seconds, bound) in figures.items():
            over |= seconds > bound
            print(f"{name:45} {seconds:7.3f} s  (bound {bound:g} s)")
        services.close()
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
