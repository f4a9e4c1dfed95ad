"""Draws the pictures of the console the README shows, in both languages.

    python -m tests.support.make_pictures

The township is the demo, always of the same moment, so that a picture changes only where the
console does. Takes about half a minute.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.segment import Segment

    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
"""A Monday, 14:32 on the township's clocks."""
PERSON = "limin"
"""An acceptor, who sees the whole of the township's work."""
LANGUAGES = {"zh_CN": ("zh", "一网"), "en": ("en", "yiwang")}
"""Ending of a picture's name, and what its window is called."""
WIDTH, HEIGHT = 80, 24
_STEPS = 4
"""Stretches of a receipt beside which the case can still be seen"""
_FONTS = "Sarasa Mono SC, Noto Sans Mono CJK SC, Fira Code, monospace"


def svg(lines: list[list[Segment]], title: str, name: str) -> str:
    """Return the screen as a picture that needs nothing from elsewhere: no font is fetched."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.segment import Segment

    own = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    own = own.replace("font-family: Fira Code, monospace", f"font-family: {_FONTS}")
    paper = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in lines:
        paper.print(_Line([*line, Segment.line()]), end="")
    return paper.export_svg(title=title, code_format=own, unique_id=name)


class _Line:
    """Segments that are printed as they are."""

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments

    def __rich_console__(self, _console: object, _options: object) -> list[Segment]:
        """Return the segments."""
        return self._segments


async def draw(services: Services, clock: ManualClock, language: str) -> None:
    """Draw every picture in one language."""
    from console.app import YiwangApp
    from console.i18n import set_language
    from console.session import Session, Way
    from console.settings import load_settings
    from tests.pilot.screens import settle

    set_language(language)
    ending, title = LANGUAGES[language]
    way = Way(demo_login=PERSON, origin="pictures")
    app = YiwangApp(load_settings(), lambda: services, clock=clock, session=Session(way), lock_minutes=0)

    async def keep(name: str, pilot: Any) -> None:
        await settle(pilot, 0.5)
        strips = app.screen._compositor.render_strips()
        picture = svg([list(strip) for strip in strips], title, f"{name}-{ending}")
        (IMAGES / f"{name}-{ending}.svg").write_text(picture, encoding="utf-8")

    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await settle(pilot, 0.5)
        await pilot.press("4")
        await keep("queue", pilot)
        assert app.actor is not None
        app.go("case", _picturesque(services, app.actor))
        await settle(pilot, 0.5)
        await pilot.press("f8")
        await settle(pilot, 0.5)
        if type(app.screen).__name__ == "PickDialog":
            await pilot.press("enter")  # Of several clocks the first: the one that runs.
        await keep("case", pilot)


def _picturesque(services: Services, actor: Actor) -> str:
    """Return the number of the most urgent case that is handled in time and whose receipt leaves room.

    One that was extended is preferred: its receipt has the most to say.
    """
    from models.cases.kinds import CaseState, Light, QueueKey

    lines = services.cases.queue(actor, QueueKey.WITH_UNITS, limit=500).rows
    known = [services.cases.case(actor, line.number) for line in lines if line.light is Light.GREEN]
    short = [
        case
        for case in known
        if case.state is CaseState.HANDLING and case.receipt and 3 <= len(case.receipt["steps"]) <= _STEPS
    ]
    return next((case for case in short if case.extensions), short[0]).number


def main() -> None:
    """Build the township, draw, and take it away again."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"YIWANG_DATA": folder, "YIWANG_LANG": "zh_CN"}
        from console.demo_place import make
        from console.terminal.environment import prepare_environment
        from models.api import Services
        from models.kernel.clock import ManualClock
        from scenarios.demo.build import CASES, FOUNDER, SEED

        prepare_environment(monochrome=False, light=False)
        url = f"sqlite:///{folder}/pictures.db"
        make(url, NOW, seed=SEED, cases=CASES, founder=FOUNDER, on_progress=lambda *_progress: None)
        clock = ManualClock(NOW)
        services = Services.open(url, clock)
        for language in LANGUAGES:
            asyncio.run(draw(services, clock, language))
        services.close()
    sys.stdout.write(
        "".join(f"{path.relative_to(IMAGES.parents[1])}\n" for path in sorted(IMAGES.glob("*.svg")))
    )


if __name__ == "__main__":
    main()
