"""The play: cases come, wait, are handled. One run takes a few milliseconds for a thousand cases.

Draws belong to the cases, not to the people: with the same seed the same cases come with the same efforts
whoever is there to handle them, so that two plays differ by what was changed and not by chance ("common
random numbers"). Groups do not touch one another, and each is played by itself.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from heapq import heapify, heappop, heappush, heapreplace
from itertools import compress
from math import log
from typing import TYPE_CHECKING

from models.assignment.whatif.world import STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assignment.whatif.world import Server, Waiting, World

Job = tuple[float, float, float, int]
"""When it is there to be taken, when it is due, its effort, and its place among those waiting or -1"""
_HOUR = 60
_STRIDE = 1_000_003
"""Seeds of the runs lie this far apart: those of neighbouring seeds do not meet."""


class Tally:
    """What was counted over runs. Sums, but for what each run came to."""

    def __init__(self, world: World) -> None:
        groups, hours = len(world.groups), len(world.coming)
        self.runs = 0
        self.due = [0] * groups
        """Cases that fell due before the end, by group"""
        self.met = [0] * groups
        """Those of them that were done in time"""
        self.begun = [0] * groups
        self.waited = [0.0] * groups
        """Minutes until they were begun, of those begun"""
        self.effort = [0.0] * groups
        """Minutes of work before the end"""
        self.kept = [0] * len(world.waiting)
        """How often each open case was done in time"""
        self.came = [0] * hours
        self.change = [0] * (hours + 1)
        """By how much the number of cases waiting changed in each hour"""
        self.weeks: list[tuple[int, int]] = []
        """Of each run how many were done in time, and how many fell due"""


def play(world: World, seed: int, number: int, tally: Tally, only: int | None = None) -> None:
    """Play one run and add what happened to ``tally``.

    Args:
        world: what is played.
        seed: of the whole play.
        number: of this run.
        tally: what is added to.
        only: a group; the others are not played.
    """
    jobs = drawn(world, seed, number, tally)
    met = due = 0
    for group, servers in enumerate(world.groups):
        if only is not None and group != only:
            continue
        before = tally.met[group]
        own = jobs[group]
        falls = sum(0 <= job[1] < world.horizon for job in own)
        tally.due[group] += falls
        due += falls
        serve(own, servers, world.horizon, group, tally)
        met += tally.met[group] - before
    tally.weeks.append((met, due))
    tally.runs += 1


def drawn(world: World, seed: int, number: int, tally: Tally) -> list[list[Job]]:
    """Return the jobs of each group, in the order in which they can be taken.

    New cases come as a Poisson process whose rate changes by the hour: the times between them are exponential
    in what the rates add up to.
    """
    draw = random.Random(seed * _STRIDE + number).random  # noqa: S311 -- chance, not secrecy
    shape, kinds, horizon, came = world.shape, world.kinds, world.horizon, tally.came
    shapes, all_kinds = len(shape), len(kinds)
    jobs: list[list[Job]] = [[] for _group in world.groups]
    for place, each in enumerate(world.waiting):
        jobs[each.group].append((each.ready, each.due, _rest(each, shape, draw()), place))
    left = -log(1.0 - draw())
    for hour, rate in enumerate(world.coming if all_kinds else ()):
        passed = 0.0
        while passed + left < rate:
            passed += left
            left = -log(1.0 - draw())
            moment = _HOUR * (hour + passed / rate)
            kind = kinds[int(draw() * all_kinds)]
            times = shape[int(draw() * shapes)]
            if moment >= horizon:
                continue
            came[hour] += 1
            slot = int(moment) // STEP
            effort = kind.effort[slot] * times
            ready, due = kind.ready[slot], kind.due[slot]
            if kind.runs_on:
                due += moment - slot * STEP
            jobs[kind.group].append((max(moment, ready), due, effort, -1))
        left -= rate - passed
    for own in jobs:
        own.sort()
    return jobs


def _rest(each: Waiting, shape: Sequence[float], chance: float) -> float:
    """Return how much of an open case is to come: it takes longer than what has passed."""
    first = bisect_right(shape, each.passed / each.effort)
    if first == len(shape):
        # It took longer than any did: it ends as likely in any minute as in another.
        return -each.effort * log(1.0 - chance)
    return each.effort * shape[first + int(chance * (len(shape) - first))] - each.passed


def serve(jobs: Sequence[Job], servers: Sequence[Server], horizon: float, group: int, tally: Tally) -> None:
    """Play one group and count."""
    change, kept = tally.change, tally.kept
    untouched = bytearray(b"\1") * len(jobs)
    met, waited, worked = 0, 0.0, 0.0
    done = begun(jobs, servers, horizon)
    for place, moment, finish in done:
        ready, due, effort, case = jobs[place]
        untouched[place] = 0
        worked += effort if finish <= horizon else effort * (horizon - moment) / (finish - moment)
        if moment > ready:
            waited += moment - ready
            change[int(ready) // _HOUR] += 1
            change[int(moment) // _HOUR] -= 1
        if finish <= due < horizon and due >= 0:
            met += 1
            if case >= 0:
                kept[case] += 1
    for job in compress(jobs, untouched):
        if job[0] < horizon:
            change[int(job[0]) // _HOUR] += 1
    tally.met[group] += met
    tally.begun[group] += len(done)
    tally.waited[group] += waited
    tally.effort[group] += worked


def begun(jobs: Sequence[Job], servers: Sequence[Server], horizon: float) -> list[tuple[int, float, float]]:
    """Return which jobs are begun before the end, when, and when they are done, in the order of beginning.

    Whoever is free and at work takes what is due first of what is there. ``busy`` holds when each server can
    begin next; a server nobody needs lies in ``idle`` until something comes.
    """
    busy = [(server.next_at(0.0), number) for number, server in enumerate(servers)]
    heapify(busy)
    idle: list[int] = []
    queue: list[tuple[float, int]] = []
    found: list[tuple[int, float, float]] = []
    upcoming, count = 0, len(jobs)
    while True:
        if queue or not idle:
            if not busy or busy[0][0] >= horizon:
                return found
            moment, number = busy[0]
            while upcoming < count and jobs[upcoming][0] <= moment:
                heappush(queue, (jobs[upcoming][1], upcoming))
                upcoming += 1
            if not queue:
                idle.append(heappop(busy)[1])
                continue
            place, server = heappop(queue)[1], servers[number]
            finish = server.done_at(moment, jobs[place][2])
            heapreplace(busy, (server.next_at(finish), number))
            found.append((place, moment, finish))
            continue
        if upcoming == count or jobs[upcoming][0] >= horizon:
            return found
        moment = jobs[upcoming][0]
        while busy and busy[0][0] <= moment:
            idle.append(heappop(busy)[1])
        number = next((each for each in idle if servers[each].next_at(moment) == moment), -1)
        if number < 0:
            # Nobody of them is at work now; they wait for it where they begin again.
            for each in idle:
                heappush(busy, (servers[each].next_at(moment), each))
            idle.clear()
            continue
        idle.remove(number)
        server = servers[number]
        finish = server.done_at(moment, jobs[upcoming][2])
        heappush(busy, (server.next_at(finish), number))
        found.append((upcoming, moment, finish))
        upcoming += 1
