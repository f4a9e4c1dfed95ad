"""An inject that a trainer changed, or added, finds its place in the plan of a drill that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.format.timing import After, At, Once

if TYPE_CHECKING:
    from scenarios.format.injects import Inject
    from scenarios.player.state import State


def put_in(state: State, inject: Inject) -> None:
    """Take an inject into the plan in place of the one of its id, or as one more.

    If it is to come otherwise than before, what was on the agenda of it goes. A moment that is past comes
    at once; of random arrivals only those come that are not past. One that was sent before and repeats
    itself goes on as it began.
    """
    known = state.timeline.injects.get(inject.id)
    state.timeline = state.timeline.revised(inject)
    if inject.id in state.done or (known is not None and known.inject.when == inject.when):
        return
    state.agenda.forget(inject.id)
    state.waiting.pop(inject.id, None)
    state.parked.pop(inject.id, None)
    planned = state.timeline.injects[inject.id]
    if isinstance(inject.when, Once):
        state.waiting[inject.id] = None
        state.touched.add("time")
    elif isinstance(inject.when, After):
        sent = state.sent.get(inject.when.after)
        if sent is not None:
            state.schedule(state.timeline.first(inject.id, sent, state.seed))
    for occurrence in state.timeline.moments(planned, state.seed):
        if occurrence.at >= state.now or isinstance(inject.when, At):
            state.schedule(replace(occurrence, at=max(occurrence.at, state.now)))
