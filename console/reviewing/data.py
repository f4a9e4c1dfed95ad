"""A review as plain data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.review.views import Judged, Review
    from scenarios.scoring.marks import Sum


def review_data(review: Review) -> dict[str, Any]:
    """Return a review as plain data. Moments are seconds from the start."""
    score = review.score
    return {
        "drill": review.number,
        "scenario": review.scenario.id,
        "title": review.title,
        "party": review.party,
        "starts": review.starts,
        "seed": review.seed,
        "ended": review.ended,
        "end": review.end,
        "counts": review.counts,
        "mark": score.mark,
        "total": score.total,
        "grade": score.grade,
        "critical": score.critical,
        "objectives": _sums(score.objectives),
        "roles": _sums(score.roles),
        "groups": [
            {"drill": each.number, "party": each.party, **_sum(each.sum), "grade": each.grade}
            for each in review.groups
        ],
        "expectations": [_judged(each) for each in review.judged],
        "moments": review.moments,
        "grid": review.grid,
        "queues": {str(each.queue): each.counts for each in review.curves},
        "waits": review.waits,
        "problems": review.problems,
        "strengths": review.strengths,
        "proposals": review.proposals,
        "unfilled": review.unfilled,
    }


def _sum(found: Sum) -> dict[str, Any]:
    return {"points": found.points, "worth": found.worth, "met": found.met, "missed": found.missed}


def _sums(sums: Mapping[str, Sum]) -> dict[str, Any]:
    return {name: _sum(each) for name, each in sums.items()}


def _judged(line: Judged) -> dict[str, Any]:
    mark, expected = line.mark, line.mark.expected
    return {
        "id": expected.id,
        "title": expected.title,
        "who": expected.who,
        "objective": expected.objective,
        "critical": expected.critical,
        "outcome": mark.outcome,
        "share": mark.share,
        "points": mark.points,
        "worth": mark.worth,
        "at": mark.at,
        "took": line.took,
        "within": expected.within,
        "forms": [{"evaluator": each.person, "points": dict(each.points)} for each in mark.forms],
        "objections": [{"person": each.person, "text": each.text} for each in line.objections],
        "notes": line.notes,
    }
