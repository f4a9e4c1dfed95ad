"""The clocks of cases and the table of limits from the shell."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.exits import ExitCode
from models.kernel.store import Store, open_engine
from tests.support.cli import yiwang
from tests.support.factories import make_town

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def _town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "township.db"
    monkeypatch.setenv("YIWANG_DB", str(path))
    assert yiwang("init", "--office", "大岭镇").code == 0
    with closing(Store(open_engine(f"sqlite:///{path}"))) as store:
        make_town(store, datetime.now(UTC), founded=True)


def out(*arguments: str) -> str:
    answer = yiwang("case", *arguments)
    assert answer.code == 0, answer.err
    return answer.out


@pytest.mark.usefixtures("_town")
def test_limits_are_listed_set_and_ended() -> None:
    assert "15工作分钟" in out("limits", "list")
    assert "没有改动" in out("limits", "set", "accept", "1UH", "--channel", "superior", "--dry-run")
    assert out("limits", "set", "accept", "1紧急工作时", "--channel", "superior").strip() == (
        "今后：受理（上级、全部）：1紧急工作时"
    )
    listed = json.loads(out("limits", "list", "--json"))
    assert [(row["channel"], row["limit"]) for row in listed if row["stage"] == "accept"] == [
        (None, "15WM"),
        ("superior", "1UH"),
    ]
    where = ("--channel", "superior", "--grid", "G01", "--title", "督办件")
    number = out("intake", *where, "--city-due", "2031-01-02 17:00").strip()
    shown = out("show", number)
    assert "受理时限：" in shown
    assert "市：2031年1月2日 17:00，本镇" in shown
    assert "1 个紧急工作时" in out("receipt", number, "--clock", "accept")
    assert json.loads(out("receipt", number, "--clock", "accept", "--json"))["limit"] == "1UH"
    assert yiwang("case", "receipt", number, "--clock", "verify").code == ExitCode.REFUSED
    unknown = yiwang("case", "receipt", number, "--clock", "应急")
    assert unknown.code == ExitCode.WRONG_USE
    assert "没有“应急”这个时限；本件有：accept" in unknown.err
    assert yiwang("deadlines", "verify").code == 0
    out("accept", number)
    changed = yiwang("case", "set-deadline", number, "--level", "city", "--due", "2031-01-03 17:00")
    assert changed.code != 0
    out("set-deadline", number, "--level", "city", "--due", "2031-01-03 17:00", "--reason", "市里改期")
    assert "联系" in out("contact", number, "--note", "已电话联系张三") + out("show", number)
    assert out("limits", "drop", "accept", "--channel", "superior").startswith("已取消")
    assert yiwang("case", "limits", "drop", "accept", "--channel", "superior").code != 0
    assert yiwang("case", "limits", "set", "accept", "20分钟").code != 0
    assert "（已取消）" in out("limits", "list", "--history")
