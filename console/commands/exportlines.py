"""What lists and answers of exports say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import N_, _
from models.exchange.exporting.views import Masking

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.commands.context import Context

_MASKING = {
    Masking.NONE: N_("no personal data"),
    Masking.MASKED: N_("personal data is masked"),
    Masking.REVEALED: N_("personal data in clear"),
}


def masking_title(masking: Masking) -> str:
    """Return what became of personal data, in words."""
    return _(_MASKING[masking])


def local_time(context: Context) -> Callable[[datetime], str]:
    """Return how moments are written: by the office's clock."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(context.services().organisation.office().zone)
    return lambda moment: moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
