"""The services of the organisation, one part for each kind of thing."""

from __future__ import annotations

from models.organisation.service.grids import GridDoors
from models.organisation.service.ground import GroundDoors
from models.organisation.service.people import PeopleDoors
from models.organisation.service.units import UnitDoors

__all__ = ["OrganisationService"]


class OrganisationService(GroundDoors, GridDoors, UnitDoors, PeopleDoors):
    """The ground and the office; see the four parts it is made of."""
