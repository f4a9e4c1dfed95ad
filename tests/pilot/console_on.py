"""The console on a database, for tests that drive it through a real terminal.

python -m tests.pilot.console_on DATABASE_URL LOGIN [MINUTES_UNTIL_IT_LOCKS]
"""

from __future__ import annotations

import sys

from console.terminal.environment import prepare_environment


def main(url: str, login: str, lock_minutes: str = "10") -> int:
    prepare_environment(monochrome=False)

    # Textual reads the environment when it is imported.
    from console.app import YiwangApp
    from console.session import Session, Way
    from console.settings import load_settings
    from console.terminal.base import run_and_exit
    from models.api import Services
    from models.kernel.clock import SystemClock

    clock = SystemClock()
    session = Session(Way(demo_login=login, origin="test"))
    app = YiwangApp(
        load_settings(),
        lambda: Services.open(url, clock),
        clock=clock,
        session=session,
        lock_minutes=float(lock_minutes),
    )
    return run_and_exit(app)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
