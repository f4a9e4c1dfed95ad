from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from models.calendar.packaged import packaged_time

if TYPE_CHECKING:
    from models.calendar.arithmetic import WorkingTime


@pytest.fixture(scope="session")
def shipped() -> WorkingTime:
    return packaged_time()
