"""Every room with a service has tests on PostgreSQL; the rule is with the fixture ``database_url``."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODELS, TESTS = ROOT / "models", ROOT / "tests"

ELSEWHERE = {
    "assignment/balancing": "assignment/test_balancing.py",
    "assignment/board": "escalating/test_board.py",
    "assignment/suggesting": "routing/test_suggesting.py",
    "assignment/whatif": "assignment/test_whatif.py",
    "cases/files": "cases/test_files.py",
    "cases/settings": "cases/test_house_service.py",
    "cases/shifts": "cases/test_shifts.py",
    "catalogue/drafting": "catalogue/test_drafting.py",
    "catalogue/editions": "catalogue/test_editions.py",
    "catalogue/sources": "catalogue/test_sources.py",
    "exchange/exporting": "exchange/test_exports.py",
    "exchange/logs": "exchange/test_logs.py",
    "shelf": "exchange/test_scenarios_kind.py",
}
"""Rooms whose tests lie in no folder of the room's name"""

ALWAYS_A_FILE = {"drills": "the world of a drill is made as a file, whatever the office has"}
"""Rooms that no server ever sees, each with its reason"""


def rooms() -> dict[str, str]:
    """Return every room with a service that opens transactions, and where its tests are."""
    found = {}
    for path in (*MODELS.rglob("service.py"), *MODELS.rglob("service/__init__.py")):
        folder = path.parent.parent if path.name == "__init__.py" else path.parent
        parts = [path] if path.name == "service.py" else [*path.parent.glob("*.py")]
        if any("store" in part.read_text(encoding="utf-8") for part in parts):
            room = folder.relative_to(MODELS).as_posix()
            found[room] = ELSEWHERE.get(room, folder.name)
    return found


def on_a_server(place: Path) -> bool:
    """Say whether a file of tests, or one of a folder, has some on PostgreSQL."""
    files = [place] if place.suffix else place.glob("test_*.py")
    texts = [each.read_text(encoding="utf-8") for each in files]
    return any("\n@BOTH_ENGINES\n" in text or "mark.postgres" in text for text in texts)


def test_every_room_with_a_service_is_tested_on_both_engines() -> None:
    wanted = rooms()
    assert len(wanted) > 25
    assert ELSEWHERE.keys() <= wanted.keys()
    assert ALWAYS_A_FILE.keys() <= wanted.keys()
    missing = {room for room, place in wanted.items() if not on_a_server(TESTS / place)}
    assert missing - ALWAYS_A_FILE.keys() == set()
    assert ALWAYS_A_FILE.keys() <= missing, "there are tests on a server: take it off the list"
