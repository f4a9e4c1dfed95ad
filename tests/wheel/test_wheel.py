"""The wheel, built and installed into an empty environment, works from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from migrations.head import HEAD

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # Without isolation: the build backend is a development dependency, so no network is needed.
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of programs of an environment that holds the wheel and what it needs.

    What it needs comes from the environment of the tests, through a path file, so that the
    test runs without a network. The checkout's own packages come after the wheel's, and the
    editable install's path file is not followed from there.
    """
    home = tmp_path_factory.mktemp("installed")
    made = run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    assert made.returncode == 0, made.stderr
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(home), "platbase": str(home)})
    ran = run(
        sys.executable, "-m", "pip", "--python", Path(paths["scripts"], "python"), "install",
        "--no-deps", "--no-index", "--no-compile", "--quiet", wheel, cwd=home,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    Path(paths["purelib"], "needs.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Path(paths["scripts"])


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    names = names_in(wheel)
    assert "console/i18n/zh_CN/LC_MESSAGES/yiwang.mo" in names
    assert "migrations/env.py" in names
    assert f"migrations/versions/{HEAD}" in {name[: len(f"migrations/versions/{HEAD}")] for name in names}
    tracked = {"console", "models", "scenarios"}
    data = {
        path.relative_to(ROOT).as_posix()
        for package in tracked
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".csv", ".json", ".tcss", ".css", ".md", ".mo", ".toml", ".yaml", ".txt"}
    }
    assert data - names == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "console", "models", "migrations", "scenarios",
    }  # fmt: skip
    assert not any("i18n/build.py" in name or "__pycache__" in name for name in names_in(wheel))


def test_it_runs_from_the_wheel_and_not_from_the_checkout(installed: Path, elsewhere: Path) -> None:
    found = run(installed / "python", "-c", "import console; print(console.__file__)", cwd=elsewhere)
    assert str(installed.parent) in found.stdout, found.stderr


def test_help_speaks_chinese(installed: Path, elsewhere: Path) -> None:
    answer = run(installed / "yiwang", "--help", cwd=elsewhere, PYTHONUTF8="1")
    assert answer.returncode == 0, answer.stderr
    assert "用法" in answer.stdout


def test_a_deadline_is_worked_out(installed: Path, elsewhere: Path) -> None:
    answer = run(
        installed / "yiwang", "calendar", "deadline", "--start", "2026-02-13 17:00", "--limit", "4WH",
        "--json", cwd=elsewhere, PYTHONUTF8="1",
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["deadline"].startswith("2026-02-")


def test_a_database_is_made_and_agrees(installed: Path, elsewhere: Path) -> None:
    made = run(installed / "yiwang", "init", "--db", "first.db", cwd=elsewhere, PYTHONUTF8="1")
    assert made.returncode == 0, made.stderr
    assert (elsewhere / "first.db").exists()
    checked = run(installed / "yiwang", "check", "--db", "first.db", "--json", cwd=elsewhere, PYTHONUTF8="1")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert json.loads(checked.stdout) == []
