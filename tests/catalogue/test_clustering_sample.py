"""Precision and recall on the labelled pairs never fall below what was measured.

``dev`` pairs were looked at while words and thresholds were chosen, ``held-out`` and ``fresh``
pairs were not; ``fresh`` ones were written after the words. docs/clustering.md has the figures.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from models.catalogue.clustering.candidates import nodes_of
from models.catalogue.clustering.finding import verdicts_of
from models.catalogue.clustering.views import Confidence, Item, Relation

PAIRS = Path(__file__).parent / "data" / "pairs.csv"


def pairs() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def found() -> dict[int, tuple[Relation, Confidence]]:
    """Return what is said of every pair among all items of the sample, search for candidates and all."""
    items = []
    for number, row in enumerate(pairs()):
        for side, letter in enumerate("ab"):
            name, department, basis = (row[f"{part}_{letter}"] for part in ("name", "dept", "basis"))
            items.append(Item(2 * number + side, name, department, basis))
    nodes = nodes_of(items, frozenset())
    place = {each: number for number, node in enumerate(nodes) for each in node.ids}
    verdicts = verdicts_of(nodes)
    said = {}
    for number in range(len(pairs())):
        first, second = sorted((place[2 * number], place[2 * number + 1]))
        verdict = verdicts.get((first, second))
        if first == second:
            said[number] = (Relation.SAME, Confidence.CERTAIN)
        elif verdict is not None:
            said[number] = (verdict.relation, verdict.confidence)
    return said


def measured(part: str, relation: Relation, least: Confidence) -> tuple[float, float]:
    """Return precision and recall of one relation at one confidence or surer."""
    counts: Counter[str] = Counter()
    for number, row in enumerate(pairs()):
        if row["part"] != part:
            continue
        said = found().get(number)
        suggested = said is not None and said[0] is relation and said[1] >= least
        right = row["label"] == relation.value
        counts["both"] += suggested and right
        counts["suggested"] += suggested
        counts["right"] += right
    precision = counts["both"] / counts["suggested"] if counts["suggested"] else 1.0
    return precision, counts["both"] / counts["right"]


MEASURED = [
    ("dev", Relation.SAME, Confidence.CERTAIN, 1.00, 0.61),
    ("dev", Relation.SAME, Confidence.LIKELY, 0.98, 0.85),
    ("dev", Relation.SAME, Confidence.LOOK, 0.95, 0.93),
    ("dev", Relation.STAGE, Confidence.LOOK, 0.97, 0.89),
    ("held-out", Relation.SAME, Confidence.CERTAIN, 1.00, 0.63),
    ("held-out", Relation.SAME, Confidence.LIKELY, 1.00, 0.76),
    ("held-out", Relation.SAME, Confidence.LOOK, 0.95, 0.82),
    ("held-out", Relation.STAGE, Confidence.LOOK, 0.88, 0.88),
    ("fresh", Relation.SAME, Confidence.CERTAIN, 1.00, 0.25),
    ("fresh", Relation.SAME, Confidence.LIKELY, 1.00, 0.37),
    ("fresh", Relation.SAME, Confidence.LOOK, 0.93, 0.58),
    ("fresh", Relation.STAGE, Confidence.LOOK, 1.00, 1.00),
]
"""Part, relation, confidence, and the precision and recall measured, rounded down."""


@pytest.mark.parametrize(("part", "relation", "least", "precision", "recall"), MEASURED)
def test_suggestions_are_as_good_as_they_were(
    part: str, relation: Relation, least: Confidence, precision: float, recall: float
) -> None:
    now = measured(part, relation, least)
    assert now[0] >= precision
    assert now[1] >= recall


def test_the_sample_is_large_labelled_and_half_kept_from_tuning() -> None:
    rows = pairs()
    assert len(rows) >= 500
    assert {row["label"] for row in rows} == {"same", "different", "stage"}
    unseen = [row for row in rows if row["part"] != "dev"]
    assert len(unseen) >= 250
    assert all(row["note"] for row in rows)
    names = [(row["name_a"], row["dept_a"], row["name_b"], row["dept_b"]) for row in rows]
    assert len(set(names)) == len(names)


def test_hardly_anything_different_is_called_the_same() -> None:
    certain = {number for number, (_relation, sure) in found().items() if sure is Confidence.CERTAIN}
    wrong = [
        row["name_a"] + " / " + row["name_b"]
        for number, row in enumerate(pairs())
        if row["label"] == "different" and number in certain
    ]
    assert wrong == []


def show() -> None:
    """Print the table of docs/clustering.md: ``python -m tests.catalogue.test_clustering_sample``."""
    for part in ("dev", "held-out", "fresh"):
        for relation in (Relation.SAME, Relation.STAGE):
            for least in sorted(Confidence, reverse=True):
                figures = measured(part, relation, least)
                print(part, relation.value, least.name.lower(), *(f"{each:.2f}" for each in figures))


if __name__ == "__main__":
    show()
