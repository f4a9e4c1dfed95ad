"""For makers: writes the next revision from the difference between tables and revisions.

    python -m migrations.autogenerate "Add the reason to returns"

What it writes is a draft: it does not see renamed columns, CHECK constraints or data. Read it,
then run tests/migrations.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script

from migrations import runner
from models.alltables import metadata

_HEAD_FILE = runner.HERE / "head.py"


def next_number(known: list[str]) -> str:
    """Return the number after the newest of ``known``, four digits."""
    return f"{int(known[-1]) + 1 if known else 1:04d}"


def generate(subject: str) -> Path:
    """Write the next revision and make it the head; return its file."""
    number = next_number(runner.revisions())
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'compare.db')}"
        runner.upgrade(url)
        config = runner._config(url)  # noqa: SLF001 -- two halves of one tool
        config.attributes["metadata"] = metadata
        script = command.revision(config, message=subject, autogenerate=True, rev_id=number)
    if not isinstance(script, Script):
        message = "alembic wrote no single revision"
        raise TypeError(message)
    path = Path(script.path)
    text = _HEAD_FILE.read_text(encoding="utf-8")
    _HEAD_FILE.write_text(re.sub(r'(?m)^HEAD: Final = ".*"$', f'HEAD: Final = "{number}"', text), "utf-8")
    for action in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *action, str(path)], check=False)  # noqa: S603
    return path


def main(arguments: list[str]) -> int:
    """Write a revision about the one subject given; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(__doc__ or "")
        return 2
    sys.stdout.write(f"{generate(arguments[0])}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
