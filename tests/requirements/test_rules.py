from __future__ import annotations

from datetime import date

import pytest

from models.catalogue.requirements.rules import (
    item_of,
    matter_of,
    months_before,
    requirement_number,
    source_number,
    volume,
)
from models.catalogue.requirements.views import VolumeBasis

FIRST = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 2), (date(2025, 3, 1), date(2026, 2, 28))),
        (date(2026, 1, 31), (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2024, 3, 31), (date(2023, 3, 1), date(2024, 2, 29))),
    ],
)
def test_twelve_whole_months_count(today: date, expected: tuple[date, date]) -> None:
    assert months_before(today) == expected


@pytest.mark.parametrize(
    ("count", "since", "in_force", "expected"),
    [
        (7, None, None, (VolumeBasis.COUNTED, 7)),
        (7, date(2026, 1, 1), date(2026, 1, 1), (VolumeBasis.COUNTED, 7)),
        (0, date(2025, 3, 1), None, (VolumeBasis.NONE, 0)),
        (0, date(2025, 3, 2), None, (VolumeBasis.UNKNOWN, None)),
        (0, None, None, (VolumeBasis.UNKNOWN, None)),
        (0, date(2024, 1, 1), date(2025, 3, 2), (VolumeBasis.UNKNOWN, None)),
    ],
)
def test_a_volume_is_known_by_rule(
    count: int, since: date | None, in_force: date | None, expected: tuple[VolumeBasis, int | None]
) -> None:
    found = volume(count, since=since, first=FIRST, in_force=in_force)
    assert (found.basis, found.count) == expected


def test_numbers_are_read_as_they_are_written() -> None:
    assert (requirement_number(7), source_number(12345)) == ("R0007", "S12345")
    assert [matter_of(text) for text in ("R0007", "r7", "R12345.C1", "R7.a-b", "R", "R7.", "C1", "R٣")] == [
        (7, ""), (7, ""), (12345, "C1"), (7, "a-b"), None, None, None, None,
    ]  # fmt: skip
    assert [item_of(text) for text in ("S0034", "s34", "34", "S")] == [34, 34, None, None]
