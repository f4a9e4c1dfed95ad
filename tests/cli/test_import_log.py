"""Loading a log from the shell: dry, in full, again, and shown afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Ran, yiwang

if TYPE_CHECKING:
    from pathlib import Path

LOG = (
    "工单,发生了什么,何时,谁,期限到\n"
    "甲 1,登记,2026-01-05 09:00,坐席12,2026-01-08 17:00\n"
    "甲 1,Wait,2026-01-06 09:00,张工,2026-01-08 17:00\n"
    "甲 1,结案,2026-01-09 09:00,坐席12,2026-01-08 17:00\n"
)
PAIRS = ("工单=case", "activity=发生了什么", "何时=time", "谁=person")


@pytest.fixture
def township(tmp_path: Path) -> Path:
    database, villages, grids = tmp_path / "township.db", tmp_path / "v.csv", tmp_path / "g.csv"
    villages.write_text("code,name\n990101101,好镇\n990101101201,好村\n", "utf-8")
    grids.write_text("code,name,kind,division_code\nG01,好村01,综合网格,990101101201\n", "utf-8")
    (tmp_path / "旧.csv").write_text(LOG, "utf-8")
    assert yiwang("init", "--db", str(database), "--office", "好镇").code == 0
    for kind, path in (("divisions", villages), ("grids", grids)):
        assert yiwang("import", kind, str(path), "--db", str(database)).code == 0
    return database


def load(township: Path, *arguments: str, system: str = "旧热线") -> Ran:
    file = str(township.parent / "旧.csv")
    return yiwang(
        "import",
        "log",
        "--map",
        "due=期限到",
        file,
        *PAIRS,
        "--system",
        system,
        *arguments,
        "--db",
        str(township),
    )


def test_a_log_from_the_shell(township: Path) -> None:
    refused = load(township)
    assert (refused.code, refused.out) == (2, "")
    assert "--grid" in refused.err
    assert load(township, "--grid", "G01", "extra").code == 2
    assert load(township, "--grid", "G01", "--zone", "Mars/Base").code == 2

    dry = load(township, "--grid", "G01", "--dry-run")
    assert dry.code == 0
    assert "未写入任何数据。各行：新增 3" in dry.out
    assert "“Wait” × 1：照原样记录，不改变状态" in dry.err
    assert "“结案” × 1：结案 > 已办结（按名称推断）" in dry.err
    assert "未带时区的时间按 Asia/Shanghai：3 处" in dry.err

    done = load(township, "--grid", "G01", "--json").json()
    assert [done[name] for name in ("created", "changed", "same", "skipped", "rejected")] == [3, 0, 0, 0, 0]
    assert done["totals"]["late_cases"] == 1
    assert done["columns"]["due"] == "期限到"
    assert [each["known"] for each in done["activities"]].count("unknown") == 1
    again = load(township, "--grid", "G01")
    assert again.out.startswith("第 4 次导入：新增 0，修改 0，相同 3")

    listed = yiwang("import", "list", "--db", str(township))
    assert "原系统日志" in listed.out
    checked = yiwang("check", "--db", str(township))
    assert (checked.code, checked.out) == (0, checked.out)
