"""The terminal tests' application as a program, started as the real launcher starts the console.

python -m tests.terminal.sample [charset=…] [mono] [ascii] [log=DIRECTORY] [data=TEXT]
"""

from __future__ import annotations

import sys
from pathlib import Path

from console.terminal.environment import prepare_environment, refusal
from console.terminal.profile import TerminalProfile


def _main(arguments: list[str]) -> int:
    reason = refusal()
    if reason is not None:
        sys.stderr.write(reason.text)
        return reason.exit_code
    options = dict(argument.partition("=")[::2] for argument in arguments)
    profile = TerminalProfile(
        charset=options.get("charset", "utf-8"),
        monochrome="mono" in options,
        ascii_borders="ascii" in options,
    )
    prepare_environment(monochrome=profile.monochrome)

    # Textual reads the environment when it is imported.
    from console.terminal.base import run_and_exit
    from tests.terminal.sample_app import Sample

    log = Path(options["log"]) if "log" in options else None
    return run_and_exit(Sample(profile, log, options.get("data", "")))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
