"""The services of the working list, one part for each side of the work."""

from __future__ import annotations

from models.catalogue.drafting.service.adding import AddDoors
from models.catalogue.drafting.service.base import EDITORS, PUBLISHERS
from models.catalogue.drafting.service.benching import BenchDoors
from models.catalogue.drafting.service.editing import EditDoors
from models.catalogue.drafting.service.listing import ListDoors
from models.catalogue.drafting.service.looking import LookDoors
from models.catalogue.drafting.service.publication import PublishDoors
from models.catalogue.drafting.service.undoing import UndoDoors

__all__ = ["EDITORS", "PUBLISHERS", "DraftingService"]


class DraftingService(BenchDoors, ListDoors, AddDoors, EditDoors, LookDoors, PublishDoors, UndoDoors):
    """The next edition while it is prepared; see the parts it is made of."""
