"""The services of the rounds, one part for each side of the work."""

from __future__ import annotations

from models.catalogue.review.service.base import GIVERS, OPENERS
from models.catalogue.review.service.opinions import OpinionDoors
from models.catalogue.review.service.reading import ReadingDoors
from models.catalogue.review.service.rounds import RoundDoors
from models.catalogue.review.service.settling import SettlingDoors

__all__ = ["GIVERS", "OPENERS", "ReviewService"]


class ReviewService(RoundDoors, OpinionDoors, SettlingDoors, ReadingDoors):
    """Rounds of review of the list being prepared; see the parts it is made of."""
