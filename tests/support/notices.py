"""Holiday notices laid over the calendar in force, as an office does it: as a table that is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.exchange.views import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from models.accounts.views import Actor
    from models.api import Services
    from models.calendar.views import ImportOutcome


def notice_rows(days: Iterable[tuple[date | str, str, str]]) -> list[dict[str, str]]:
    """Return a notice as the rows of its table."""
    return [{"日期": str(day), "类型": kind, "节日": festival} for day, kind, festival in days]


def lay_over(
    services: Services,
    actor: Actor,
    days: Iterable[tuple[date | str, str, str]],
    *,
    source: str = "",
    rehearse: bool = False,
) -> ImportOutcome:
    """Import a notice; return the edition it made, and what moved.

    Raises:
        NotPermitted, RowsRejected: as :meth:`models.exchange.service.ExchangeService.import_rows`.
    """
    options = ImportOptions(constants={"notice": source} if source else {}, rehearse=rehearse)
    done = services.exchange.import_rows(actor, "calendar", notice_rows(days), options=options)
    outcome: ImportOutcome = done.details
    return outcome
