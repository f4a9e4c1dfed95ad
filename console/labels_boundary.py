"""What the fixed words of requests and of the boundary are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from models.catalogue.boundary.kinds import (
    Action,
    Cause,
    Change,
    DocumentKind,
    RequestKind,
    RequestState,
    Stance,
    StandingKind,
    WantedList,
    WayKind,
)

if TYPE_CHECKING:
    from enum import StrEnum


def boundary_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of everything a request or a standing can be."""
    return (*_request_tables(), _actions(), *_standing_tables())


def _request_tables() -> tuple[dict[StrEnum, str], ...]:
    kinds: dict[StrEnum, str] = {
        RequestKind.ADMISSION: pgettext("request", "Admission"),
        RequestKind.ADJUSTMENT: pgettext("request", "Adjustment"),
        RequestKind.TEMPORARY: pgettext("request", "Temporary"),
    }
    states: dict[StrEnum, str] = {
        RequestState.DRAFT: pgettext("request", "Draft"),
        RequestState.OPINIONS: pgettext("request", "Opinions"),
        RequestState.COUNTY: pgettext("request", "County"),
        RequestState.RETURNED: pgettext("request", "To complete"),
        RequestState.ADMITTED: pgettext("request", "Admitted"),
        RequestState.CHANGED: pgettext("request", "Changed"),
        RequestState.REFUSED: pgettext("request", "Refused"),
        RequestState.TURNED_BACK: pgettext("request", "Turned back"),
        RequestState.WITHDRAWN: pgettext("request", "Withdrawn"),
        RequestState.EXPIRED: pgettext("request", "Over"),
    }
    lists: dict[StrEnum, str] = {
        WantedList.BASIC: pgettext("request", "Basic list"),
        WantedList.COOPERATIVE: pgettext("request", "Cooperative list"),
        WantedList.GRID: pgettext("request", "Grid list"),
    }
    changes: dict[StrEnum, str] = {
        Change.REWORD: pgettext("request", "put otherwise"),
        Change.TO_BASIC: pgettext("request", "to the basic list"),
        Change.TO_COOPERATIVE: pgettext("request", "to the cooperative list"),
        Change.TO_RECALLED: pgettext("request", "back to the department"),
        Change.RETIRE: pgettext("request", "off the lists"),
    }
    causes: dict[StrEnum, str] = {
        Cause.LAW: pgettext("request", "laws changed"),
        Cause.TOWNSHIP: pgettext("request", "asked for by the township"),
    }
    stances: dict[StrEnum, str] = {
        Stance.AGREE: pgettext("opinion", "Agrees"),
        Stance.CONDITIONS: pgettext("opinion", "On conditions"),
        Stance.OBJECT: pgettext("opinion", "Objects"),
    }
    papers: dict[StrEnum, str] = {
        DocumentKind.EXPLANATION: pgettext("document", "Explanation"),
        DocumentKind.BASIS: pgettext("document", "Basis"),
        DocumentKind.OPINION: pgettext("document", "Opinion"),
        DocumentKind.DECISION: pgettext("document", "Decision"),
        DocumentKind.REPLY: pgettext("document", "Reply"),
        DocumentKind.OTHER: pgettext("document", "Other"),
    }
    return kinds, states, lists, changes, causes, stances, papers


def _actions() -> dict[StrEnum, str]:
    return {
        Action.OPEN: pgettext("request action", "Open"),
        Action.EDIT: pgettext("request action", "Edit"),
        Action.ATTACH: pgettext("request action", "Document"),
        Action.SUBMIT: pgettext("request action", "Submit"),
        Action.OPINE: pgettext("request action", "Opinion"),
        Action.FORWARD: pgettext("request action", "To county"),
        Action.START: pgettext("request action", "Start early"),
        Action.ADMIT: pgettext("request action", "Admit"),
        Action.ADMIT_CHANGED: pgettext("request action", "Admit changed"),
        Action.REFUSE: pgettext("request action", "Refuse"),
        Action.RETURN: pgettext("request action", "Send back"),
        Action.TURN_BACK: pgettext("request action", "Turn back"),
        Action.WITHDRAW: pgettext("request action", "Withdraw"),
        Action.END: pgettext("request action", "End early"),
        Action.EXPIRE: pgettext("request action", "Close as over"),
    }


def _standing_tables() -> tuple[dict[StrEnum, str], ...]:
    kinds: dict[StrEnum, str] = {
        StandingKind.BASIC: pgettext("standing", "Basic"),
        StandingKind.COOPERATIVE: pgettext("standing", "Cooperative"),
        StandingKind.RECALLED: pgettext("standing", "Recalled"),
        StandingKind.TEMPORARY: pgettext("standing", "Temporary"),
        StandingKind.UNLISTED: pgettext("standing", "Not listed"),
        StandingKind.RETIRED: pgettext("standing", "Not in force"),
    }
    ways: dict[StrEnum, str] = {
        WayKind.HANDLE: pgettext("way", "Handle it"),
        WayKind.RETURN: pgettext("way", "Return it with the ground"),
        WayKind.TRANSFER: pgettext("way", "Pass it on"),
        WayKind.ADMISSION: pgettext("way", "Start an admission request"),
        WayKind.HEIR: pgettext("way", "Use what took its place"),
    }
    return kinds, ways
