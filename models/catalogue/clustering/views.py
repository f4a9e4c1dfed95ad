"""What clustering takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.kernel.words import Phrase


@dataclass(frozen=True, slots=True)
class Item:
    """One source item, as far as likeness depends on it.

    ``department`` and ``legal_basis`` are texts as the sheet has them, ``object`` whom or what
    the matter is for where the sheet says so, ``kind`` and ``book`` where the item stands.
    """

    id: int
    name: str
    department: str = ""
    legal_basis: str = ""
    object: str = ""
    kind: str = ""
    book: str = ""


class Relation(StrEnum):
    """How two items belong together."""

    SAME = "same"
    """They mean the same matter."""
    STAGE = "stage"
    """Steps of one process, or the whole and one of its steps."""
    RELATED = "related"
    """The same object under another action, or another matter on the same article."""


class Confidence(IntEnum):
    """How sure a suggestion is; the higher, the surer."""

    LOOK = 1
    """Somebody should look."""
    LIKELY = 2
    """It is probably so."""
    CERTAIN = 3
    """Nothing speaks against it."""


class ReasonKind(StrEnum):
    """What a suggestion rests on."""

    SAME_NAME = "same_name"
    SAME_WORDS = "same_words"
    NEAR_NAME = "near_name"
    SAME_BASIS = "same_basis"
    STAGES = "stages"
    WHOLE = "whole"
    SAME_OBJECT = "same_object"
    OTHER_DEPARTMENT = "other_department"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the sentence that tells it."""

    kind: ReasonKind
    words: Phrase


@dataclass(frozen=True, slots=True)
class Edge:
    """Two items that belong together, ``first`` being the smaller id.

    ``likeness`` lies between 0 and 1 and orders edges of one confidence; it is no probability.
    """

    first: int
    second: int
    relation: Relation
    confidence: Confidence
    likeness: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items to be looked at together.

    ``parts`` are the groups within that mean the same, the largest first; a cluster of
    relation ``SAME`` has one part. ``confidence`` is that of its weakest edge. ``edges`` are
    those among its items; of items with one and the same name only the one with the smallest
    id carries the edges to others.
    """

    items: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]
    relation: Relation
    confidence: Confidence
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters, the surest and largest first; edges between clusters; items like no other."""

    clusters: tuple[Cluster, ...]
    loose: tuple[Edge, ...]
    """Edges that did not suffice to bring two clusters together."""
    single: tuple[int, ...]
