"""The kinds of shifts and of leave, and how a swap stands."""

from __future__ import annotations

from enum import StrEnum


class ShiftKind(StrEnum):
    """On which days a shift is wanted."""

    DAY = "day"
    """白班: on working days. A unit that has one on its roster is no longer on duty by office hours"""
    NIGHT = "night"
    """夜班: every night"""
    WEEKEND = "weekend"
    """周末班: on days off that are no public holiday"""
    HOLIDAY = "holiday"
    """节假日班: on public holidays"""


class LeaveKind(StrEnum):
    """Why somebody is away."""

    ANNUAL = "annual"
    """年休"""
    SICK = "sick"
    """病假"""
    PERSONAL = "personal"
    """事假"""
    FAMILY = "family"
    """婚产丧等假"""
    TRIP = "trip"
    """出差"""
    TRAINING = "training"
    """培训"""
    REST = "rest"
    """补休: time off in return for duty"""
    OTHER = "other"


class SwapState(StrEnum):
    """How a swap of two duties stands."""

    ASKED = "asked"
    """The other side has not answered"""
    AGREED = "agreed"
    """Both want it; it waits for approval"""
    DONE = "done"
    """The duties were exchanged"""
    DECLINED = "declined"
    """The other side did not want to"""
    REFUSED = "refused"
    """It was not approved"""
    WITHDRAWN = "withdrawn"
    """Whoever asked took it back"""
    EXPIRED = "expired"
    """The day of one of the duties came"""


OPEN_SWAPS = (SwapState.ASKED, SwapState.AGREED)
"""Somebody still has to say something."""


class Trouble(StrEnum):
    """What a roster can be wrong in."""

    GAP = "gap"
    """A shift nobody has"""
    ONLY_ABSENT = "only_absent"
    """A shift whose only people are on leave, or gone"""
    NO_LEAD = "no_lead"
    """An office-wide shift with people, and nobody who leads"""
    DOUBLE = "double"
    """Two shifts of a person overlap"""
    ON_LEAVE = "on_leave"
    """A duty during leave"""
    SHORT_REST = "short_rest"
    """Too little time between two duties"""
    GONE = "gone"
    """A duty of somebody who left the office"""
