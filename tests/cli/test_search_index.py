"""``yiwang search`` and what ``yiwang upgrade`` puts into the index of words."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from migrations.runner import downgrade
from models.kernel.store import Store, open_engine
from tests.support.cli import yiwang
from tests.support.factories import make_town

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_cases_of_an_older_database_are_found_once_it_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "township.db"
    url = f"sqlite:///{path}"
    monkeypatch.setenv("YIWANG_DB", str(path))
    assert yiwang("init", "--office", "大岭镇").code == 0
    with closing(Store(open_engine(url))) as store:
        make_town(store, datetime.now(UTC), founded=True)
    patrol = ("case", "intake", "--channel", "patrol", "--grid", "G01", "--title")
    number = yiwang(*patrol, "消防通道被占").out.strip()
    assert yiwang(*patrol, "路灯不亮").code == 0

    downgrade(url, "0014", backup=False)
    upgraded = yiwang("upgrade", "--no-backup")
    assert upgraded.code == 0, upgraded.err
    assert "已把 2 件事件编入查找索引" in upgraded.err
    assert number in yiwang("case", "find", "消防").out
    assert yiwang("upgrade", "--no-backup").err.count("索引") == 0

    with closing(Store(open_engine(url))) as store, store.write() as session:
        session.connection().execute(text("DELETE FROM case_words"))
    broken = yiwang("check")
    assert broken.code == 1
    assert number in broken.out
    assert "yiwang search rebuild" in broken.out
    assert yiwang("case", "find", "消防").out.count(number) == 0
    assert yiwang("search", "rebuild", "--json").json() == {"cases": 2}
    assert yiwang("search", "rebuild").out.strip() == "已把 2 件事件编入查找索引。"
    assert "search" not in yiwang("check").out
    assert number in yiwang("case", "find", "xftd").out
