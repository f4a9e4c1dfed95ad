"""The words rules are made of."""

from __future__ import annotations

from enum import StrEnum


class TargetKind(StrEnum):
    """To whom a rule gives a case."""

    UNIT = "unit"
    POST = "post"
    PERSON = "person"
    DUTY = "duty"
    """Whoever is on duty for a unit, or for the whole office"""


class Days(StrEnum):
    """On what days a rule holds, by the office's calendar."""

    ANY = "any"
    WORKING = "working"
    REST = "rest"
    """Weekends and holidays, make-up days left out"""


class Hours(StrEnum):
    """At what time of the day a rule holds."""

    ANY = "any"
    OFFICE = "office"
    OUTSIDE = "outside"
    """Outside office hours: nights, and whole days the office does not work"""
    SPAN = "span"
    """From a minute of the day to another, over midnight where the second is not later"""


class EditionStatus(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


class Trouble(StrEnum):
    """What a survey finds in a rule."""

    GONE = "gone"
    """It names something that is not used any more, or never was"""
    EMPTY = "empty"
    """No case can fit it: what it asks for excludes itself"""
    NEVER = "never"
    """Earlier rules take everything it asks for"""
    OVERLAP = "overlap"
    """Earlier rules take part of what it asks for"""


class Why(StrEnum):
    """Why a case stays with the dispatchers."""

    NO_RULES = "no_rules"
    NO_MATCH = "no_match"
    CLOSED = "closed"
    """What the rule names takes no cases any more"""
    NOBODY = "nobody"
    """Nobody is on duty there"""
    AWAY = "away"
    """The person is away, and nobody stands in who handles cases of the unit"""
    REFUSED = "refused"
    """The unit cannot be given such a matter, or the step was refused for another reason: its code"""
    OFF = "off"
    """The office does not have its rules dispatch"""
