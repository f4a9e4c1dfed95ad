"""What a scenario's codes are compared with: the units, grids and matters of a township."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.accounts.views import Actor
    from models.api import Services


_PAGE = 500


@dataclass(frozen=True, slots=True)
class Township:
    """A township as far as a scenario may name parts of it."""

    name: str
    units: Mapping[str, str]
    """Names by code"""
    grids: Mapping[str, str]
    matters: Mapping[str, tuple[str, int]]
    """Name and number of filing conditions by code"""
    editions: frozenset[str] | None = None
    """Numbers of the published editions of the catalogue; ``None`` where they are not known"""


@cache
def demo_township() -> Township:
    """Return the demo township; nothing is opened for it."""
    from scenarios.demo.content import TOWNSHIP, grids, matters, unit_names

    return Township(
        TOWNSHIP,
        unit_names(),
        {each.code: each.name for each in grids()},
        {each.code: (each.name, len(each.conditions)) for each in matters()},
    )


def township_of(services: Services, actor: Actor) -> Township:
    """Return the township of a database, as far as ``actor`` sees it today."""
    organisation = services.organisation
    matters: dict[str, tuple[str, int]] = {}
    after: tuple[object, ...] | None = None
    while True:
        page = services.catalogue.matters(actor, after=after, limit=_PAGE)
        matters |= {each.code: (each.name, each.conditions) for each in page.rows}
        after = page.next_key
        if after is None:
            break
    return Township(
        organisation.office().name,
        {each.code: each.name for each in organisation.units(actor)},
        {each.code: each.name for each in organisation.grids(actor)},
        matters,
        frozenset(str(each.number) for each in services.editions.editions(actor) if each.number is not None),
    )
