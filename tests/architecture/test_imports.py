"""What is loaded when: the run-time twin of the import contracts in pyproject.toml.

A contract sees import statements; these tests see what a process really holds.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATABASE_LAYER = {"sqlmodel", "sqlalchemy", "alembic", "psycopg"}


def loaded_after(code: str, **environ: str) -> set[str]:
    """Run ``code`` in a fresh interpreter; return the packages it holds at the end."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sorted({{n.split('.')[0] for n in sys.modules}})))"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


HELP = """
import sys
from console.main import run
sys.argv = ["yiwang", "--help"]
assert run(["--help"]) == 0
"""


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_help_loads_no_database_layer_and_no_console(language: str) -> None:
    loaded = loaded_after(HELP, YIWANG_LANG=language)
    assert loaded & (DATABASE_LAYER | {"textual", "pydantic", "pypinyin", "argon2", "babel"}) == set()


def test_the_help_of_a_command_loads_no_database_layer() -> None:
    # One after the other in one process: what any of them loads would be there at the end.
    names = ("init", "upgrade", "check", "calendar")
    code = (
        f"from console.main import run\nfor name in {names!r}:\n    assert run([name, '--help']) == 0, name"
    )
    assert loaded_after(code) & {"sqlmodel", "sqlalchemy", "alembic", "textual"} == set()


def test_opening_a_database_loads_no_alembic(sqlite_url: str) -> None:
    code = (
        "from console.commands.context import Context\n"
        "context = Context()\n"
        f"context.use(database={sqlite_url!r})\n"
        "context.services()\ncontext.close()"
    )
    loaded = loaded_after(code)
    assert "sqlalchemy" in loaded
    assert loaded & {"alembic", "mako", "textual"} == set()


def test_models_on_sqlite_load_nothing_of_other_engines_nor_of_the_console(sqlite_url: str) -> None:
    code = (
        "import sys\nfrom models.api import Services\nfrom models.kernel.clock import SystemClock\n"
        f"services = Services.open({sqlite_url!r}, SystemClock())\n"
        "for room in [name for name in dir(Services) if not name.startswith('_')]:\n"
        "    getattr(services, room)\n"
        "services.close()\n"
        "assert not [name for name in sys.modules if name.startswith('sqlalchemy.dialects.postgresql')]\n"
        "import models.alltables\n"
    )
    loaded = loaded_after(code)
    assert "psycopg" not in loaded
    # Nor do models need anything of what stands above them.
    assert loaded & {"console", "scenarios", "migrations", "textual", "click", "rich", "alembic"} == set()


EACH_IN_A_CHILD = """
import os
for number, wish in enumerate(WISHES):
    child = os.fork()
    if not child:
        code = 1
        try:
            exec(wish, {})
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0, wish
"""
"""Tries several wishes, each in a process that has loaded nothing for the others"""


def test_a_console_loads_no_openssl_and_reads_no_package_metadata_until_asked() -> None:
    code = (
        "import os\nos.environ['PYDANTIC_DISABLE_PLUGINS'] = '__all__'\n"
        "import console.commands.tui\nfrom console.memory import use_one_heap\nuse_one_heap()\n"
        "from console.terminal.environment import load_without_openssl, put_off_what_is_seldom_used\n"
        "put_off_what_is_seldom_used()\nload_without_openssl()\n"
        "import console.app, models.api, models.cases.service\n"
        "import console.screens.queues, console.screens.case, models.assignment.suggesting.service\n"
        "import hashlib\nassert hashlib.sha256(b'abc').hexdigest().startswith('ba7816bf')\n"
        "import sys\nassert not {'ssl', '_ssl', '_hashlib', 'email'} & sys.modules.keys()\n"
    )
    # Nor what only files of cases, printing and TLS need.
    put_off = "('lzma', 'bz2', '_csv', '_statistics', 'textual.widgets._tree')"
    code += f"assert not {{*{put_off}}} & sys.modules.keys()\n"
    others = (
        "import ssl, _hashlib\nassert ssl.OPENSSL_VERSION\n"
        "import zipfile, tempfile, shutil, csv\nfrom asyncio import sslproto\nfrom statistics import median\n"
        "with tempfile.TemporaryFile() as file, zipfile.ZipFile(file, 'w') as archive:\n"
        "    archive.writestr('a', ','.join(next(csv.reader(['1,2']))))\n"
        "assert shutil.disk_usage('/').total and median([3, 1, 2]) == 2\n"
        "assert sslproto.SSLProtocol.__name__ == 'SSLProtocol'\n"
        "from textual.widgets import DirectoryTree, Placeholder\n"
        "assert (DirectoryTree.__name__, Placeholder.__name__) == ('DirectoryTree', 'Placeholder')\n"
    )
    # Nor anything of drills, which only their own commands open.
    drills = "('scenarios', 'console.drilling', 'console.screens.drill', 'models.drills.service')"
    code += f"assert not [name for name in sys.modules if name.startswith({drills})]\n"
    asked = (
        "import importlib.metadata\nfrom importlib.metadata import version, entry_points\n"
        "assert version('sqlmodel') == importlib.metadata.version('sqlmodel')\n"
        "assert entry_points(group='console_scripts')\n"
        "import importlib.metadata\nassert importlib.metadata.PathDistribution\n"
        "import sys\nassert 'email' in sys.modules\n"
    )
    other = "from models.kernel.errors import CannotOpen\nfrom models.kernel.store import open_engine\n"
    refused = (
        "try:\n    open_engine('nosuch://x/y')\nexcept CannotOpen:\n    pass\n"
        "else:\n    raise AssertionError\n"
    )
    wishes = (others, asked, other + refused)
    assert "textual" in loaded_after(f"{code}WISHES = {wishes!r}\n{EACH_IN_A_CHILD}")


def test_a_console_on_a_server_leaves_encryption_to_the_driver() -> None:
    code = (
        "from console.terminal.environment import load_without_openssl\n"
        "load_without_openssl()\nimport console.app\nfrom models.kernel.store import open_engine\n"
        "open_engine('postgresql://nobody@localhost/nothing', thrifty=True)\n"
    )
    loaded = loaded_after(code)
    assert "psycopg" in loaded
    assert loaded & {"ssl", "_ssl", "_hashlib"} == set()


def imports_of(path: Path) -> set[str]:
    """Return the top-level packages a file imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", ["console", "scenarios"])
def test_only_models_and_migrations_import_the_database_layer(package: str) -> None:
    unwanted = DATABASE_LAYER | {"sqlite3"}
    guilty = {
        str(path.relative_to(ROOT)): sorted(imports_of(path) & unwanted)
        for path in (ROOT / package).rglob("*.py")
        # What is not named there is not imported there: few files have to be parsed.
        if any(name in path.read_text(encoding="utf-8") for name in unwanted)
    }
    assert {path: names for path, names in guilty.items() if names} == {}


def test_settings_alone_read_the_environment() -> None:
    # The launcher of the console settles what Textual reads at its import; nothing else asks.
    allowed = {"console/settings.py", "console/terminal/environment.py"}
    reading = re.compile(r"os\.(environ|getenv)|platformdirs")
    guilty = {
        path.relative_to(ROOT).as_posix()
        for package in ("console", "models", "scenarios", "migrations")
        for path in (ROOT / package).rglob("*.py")
        if reading.search(path.read_text(encoding="utf-8"))
    }
    assert guilty <= allowed


def test_every_room_with_a_service_is_held_by_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    inside = next(each for each in contracts if each["id"] == "inside-rooms")
    services = [*(ROOT / "models").glob("*/service.py"), *(ROOT / "models").glob("*/service")]
    rooms = {f"models.{path.parent.name}" for path in services}
    assert rooms - set(inside["containers"]) == set()
    order = next(each for each in contracts if each["id"] == "rooms")
    named = {part.strip(" ()") for layer in order["layers"] for part in layer.split("|")}
    present = {path.parent.name for path in (ROOT / "models").glob("*/__init__.py")}
    assert present - named == set()
