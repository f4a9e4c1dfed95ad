"""What the fixed words of the work are called on the screen: states, actions, lights, roles.

One table per language, made on first use. The service hands out members of enumerations;
nothing else in the console writes their names.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from console.calllabels import assistance_names, call_names, turnouts
from console.house import office_name
from console.i18n import pgettext, spoken
from console.labels_cases import case_tables
from console.labels_queues import queue_titles, requests
from models.accounts.views import AccountStatus, Role
from models.cases.rules import Action, CaseState, Channel, CloseKind, Entry, Light, Rating

if TYPE_CHECKING:
    from enum import StrEnum

_CATALOGUE = "console.labels_catalogue:catalogue_tables"
_PLACES = {
    "models.assignment.rosters": "console.rosterwords:roster_tables",
    "models.assignment.routing": "console.routingwords:routing_tables",
    "models.cases.settings": "console.routingwords:routing_tables",
    "models.catalogue.boundary": "console.labels_boundary:boundary_tables",
    "models.catalogue.drafting": "console.draftwords:draft_tables",
    "models.catalogue.flows": "console.flows.words:flow_tables",
    "models.catalogue.review": "console.reviewwords:review_tables",
    "models.catalogue.sources": "console.sourcelabels:source_tables",
}
"""Where the members a room hands out are named, those of every day aside"""

LIGHT_STYLES = {
    Light.RED: "bold red",
    Light.MISSED: "red",
    Light.YELLOW: "yellow",
    Light.GREEN: "green",
    Light.MET: "green",
    Light.HELD: "",
    Light.NONE: "",
}
"""The colour of each light; the word beside it says the same."""


def label(member: StrEnum) -> str:
    """Return what ``member`` is called in the current language; its value where it has no name."""
    language, key = spoken(), (type(member), member.value)
    name = _labels(language).get(key)
    if name is None:
        name = _labels_of(_place_of(type(member).__module__), language).get(key)
    return member.value if name is None else name


def state_short(state: CaseState) -> str:
    """Return what a case waits for, in one short word: what tells the rows of a mixed list apart."""
    return _state_names(spoken())[state]


@lru_cache(maxsize=2)
def _labels(_language: str) -> dict[tuple[type[StrEnum], str], str]:
    cases = (
        _states(),
        _actions(),
        _channels(),
        _endings(),
        _ratings(),
        _entries(),
        _lights(),
        queue_titles(),
    )
    names = _by_type(*cases, *case_tables(), requests(), turnouts(), _roles(), _statuses())
    own = {(type(member), member.value): office_name(member) for part in cases for member in part}
    return names | {key: name for key, name in own.items() if name}


@lru_cache(maxsize=64)
def _place_of(module: str) -> str:
    """Return where the names of the members defined in ``module`` are told."""
    return _PLACES.get(".".join(module.split(".", 3)[:3]), _CATALOGUE)


@lru_cache(maxsize=32)
def _labels_of(place: str, _language: str) -> dict[tuple[type[StrEnum], str], str]:
    # Loaded on use, each room by itself: the preview of the first queue names one duty list, and a console
    # that opens no review needs none of its words.
    module, _colon, function = place.partition(":")
    return _by_type(*getattr(import_module(module), function)())


def _by_type(*tables: dict[StrEnum, str]) -> dict[tuple[type[StrEnum], str], str]:
    # StrEnum members of different kinds can be equal ("feedback" is a state and an action),
    # so the type becomes part of the key.
    return {(type(member), member.value): name for table in tables for member, name in table.items()}


def _states() -> dict[StrEnum, str]:
    return {
        CaseState.REPORTED: pgettext("state", "Reported"),
        CaseState.CHECKING: pgettext("state", "Being checked"),
        CaseState.ACCEPTED: pgettext("state", "Accepted"),
        CaseState.FILED: pgettext("state", "Filed"),
        CaseState.DISPATCHED: pgettext("state", "Dispatched"),
        CaseState.HANDLING: pgettext("state", "In handling"),
        CaseState.HELD: pgettext("state", "On hold"),
        CaseState.FEEDBACK: pgettext("state", "Fed back"),
        CaseState.VERIFIED: pgettext("state", "Verified"),
        CaseState.CLOSED: pgettext("state", "Closed"),
        CaseState.FINISHED: pgettext("state", "Finished"),
        CaseState.ARCHIVED: pgettext("state", "Archived"),
        CaseState.VOID: pgettext("state", "Void"),
        CaseState.REFUSED: pgettext("state", "Refused"),
        CaseState.MERGED: pgettext("state", "Merged"),
        CaseState.RETURNED_TO_DISPATCHER: pgettext("state", "Back at dispatch"),
        CaseState.RETURNED_TO_ACCEPTOR: pgettext("state", "Back at intake"),
    }


def _actions() -> dict[StrEnum, str]:
    return {
        Action.INTAKE: pgettext("action", "Report"),
        Action.ACCEPT: pgettext("action", "Accept"),
        Action.REFUSE: pgettext("action", "Refuse"),
        Action.ASK_CHECK: pgettext("action", "Ask for a check"),
        Action.CHECK: pgettext("action", "Check"),
        Action.FILE: pgettext("action", "File"),
        Action.DISPATCH: pgettext("action", "Dispatch"),
        Action.TAKE: pgettext("action", "Take"),
        Action.HAND_OVER: pgettext("action", "Hand over"),
        Action.GIVE_BACK: pgettext("action", "Give back"),
        Action.TRANSFER: pgettext("action", "Transfer"),
        Action.FEEDBACK: pgettext("action", "Feedback"),
        Action.ASK_EXTENSION: pgettext("action", "Ask extension"),
        Action.ASK_HOLD: pgettext("action", "Ask hold"),
        Action.ENDORSE: pgettext("action", "Endorse"),
        Action.GRANT_EXTENSION: pgettext("action", "Extend"),
        Action.GRANT_HOLD: pgettext("action", "Hold"),
        Action.DECLINE: pgettext("action", "Decline"),
        Action.WITHDRAW: pgettext("action", "Take back"),
        Action.RESUME: pgettext("action", "Go on"),
        Action.VERIFY: pgettext("action", "Verify"),
        Action.REWORK: pgettext("action", "Rework"),
        Action.CLOSE: pgettext("action", "Close"),
        Action.CALL_BACK: pgettext("action", "Call back"),
        Action.APPEAL: pgettext("action", "Appeal"),
        Action.SUPPORT: pgettext("action", "Support"),
        Action.UPHOLD: pgettext("action", "Uphold"),
        Action.DISMISS: pgettext("action", "Dismiss"),
        Action.URGE: pgettext("action", "Urge"),
        Action.SUPERVISE: pgettext("action", "Supervise"),
        Action.ANSWER: pgettext("action", "Answer"),
        Action.ESCALATE: pgettext("action", "Escalate"),
        Action.RECOUNT: pgettext("action", "Recount"),
        Action.REDO: pgettext("action", "Redo"),
        Action.REOPEN: pgettext("action", "Reopen"),
        Action.ARCHIVE: pgettext("action", "Archive"),
        Action.MERGE: pgettext("action", "Merge"),
        Action.UNMERGE: pgettext("action", "Unmerge"),
        Action.LINK: pgettext("action", "Link"),
        Action.UNLINK: pgettext("action", "Unlink"),
        **assistance_names(),
        **call_names(),
        Action.RETURN: pgettext("action", "Return"),
        Action.CONTACT: pgettext("action", "Contact"),
        Action.SET_DEADLINE: pgettext("action", "Set deadline"),
        Action.DROP_DEADLINE: pgettext("action", "Drop deadline"),
        Action.VOID: pgettext("action", "Void"),
        Action.UNDO: pgettext("action", "Undo"),
        Action.FORMER: pgettext("action", "Noted"),
    }


def _channels() -> dict[StrEnum, str]:
    return {
        Channel.PATROL: pgettext("channel", "Patrol"),
        Channel.VILLAGE: pgettext("channel", "Village"),
        Channel.CITIZEN: pgettext("channel", "Citizen"),
        Channel.HOTLINE: pgettext("channel", "12345"),
        Channel.VIDEO: pgettext("channel", "Video"),
        Channel.SUPERIOR: pgettext("channel", "Above"),
        Channel.MEDIA: pgettext("channel", "Media"),
    }


def _endings() -> dict[StrEnum, str]:
    return {
        CloseKind.NORMAL: pgettext("ending", "Normal"),
        CloseKind.LATE: pgettext("ending", "Late"),
        CloseKind.ERROR: pgettext("ending", "In error"),
        CloseKind.SPECIAL: pgettext("ending", "Special"),
    }


def _ratings() -> dict[StrEnum, str]:
    return {
        Rating.SATISFIED: pgettext("rating", "Satisfied"),
        Rating.FAIR: pgettext("rating", "Fair"),
        Rating.DISSATISFIED: pgettext("rating", "Dissatisfied"),
        Rating.UNREACHABLE: pgettext("rating", "Not reached"),
    }


def _entries() -> dict[StrEnum, str]:
    return {
        Entry.REASON: pgettext("entry", "Reason"),
        Entry.NOTE: pgettext("entry", "Note"),
        Entry.CONDITION: pgettext("entry", "Filing condition"),
        Entry.UNIT: pgettext("entry", "Unit"),
        Entry.PERSON: pgettext("entry", "Person"),
        Entry.CASE: pgettext("entry", "Other case"),
        Entry.LINK: pgettext("entry", "Kind of link"),
        Entry.UNTIL: pgettext("entry", "Last day"),
        Entry.LEVEL: pgettext("entry", "Level"),
        Entry.DUE: pgettext("entry", "Due at"),
        Entry.PRESSURE: pgettext("entry", "Ground"),
        Entry.CLOSE_KIND: pgettext("entry", "How it ended"),
        Entry.RATING: pgettext("entry", "Rating"),
        Entry.LIMIT: pgettext("entry", "Limit"),
        Entry.OLD_LEAD: pgettext("entry", "The old lead"),
        Entry.TURNOUT: pgettext("entry", "Turnout"),
    }


def _lights() -> dict[StrEnum, str]:
    return {
        Light.NONE: "",
        Light.GREEN: pgettext("light", "Green"),
        Light.YELLOW: pgettext("light", "Amber"),
        Light.RED: pgettext("light", "Red"),
        Light.MET: pgettext("light", "Met"),
        Light.MISSED: pgettext("light", "Late"),
        Light.HELD: pgettext("light", "Held"),
    }


def _roles() -> dict[StrEnum, str]:
    return {
        Role.COLLECTOR: pgettext("role", "Collector"),
        Role.ACCEPTOR: pgettext("role", "Acceptor"),
        Role.DISPATCHER: pgettext("role", "Dispatcher"),
        Role.DUTY_CHIEF: pgettext("role", "Duty chief"),
        Role.UNIT_LEAD: pgettext("role", "Unit lead"),
        Role.HANDLER: pgettext("role", "Handler"),
        Role.EVALUATOR: pgettext("role", "Evaluator"),
        Role.LEADER: pgettext("role", "Leader"),
        Role.SYSTEM_ADMIN: pgettext("role", "System administrator"),
        Role.SECURITY_ADMIN: pgettext("role", "Security administrator"),
        Role.AUDIT_ADMIN: pgettext("role", "Audit administrator"),
    }


def _statuses() -> dict[StrEnum, str]:
    return {
        AccountStatus.ACTIVE: pgettext("account", "Active"),
        AccountStatus.DISABLED: pgettext("account", "Disabled"),
    }


@lru_cache(maxsize=2)
def _state_names(_language: str) -> dict[CaseState, str]:
    names = {
        CaseState.REPORTED: pgettext("short state", "Intake"),
        CaseState.CHECKING: pgettext("short state", "Check"),
        CaseState.ACCEPTED: pgettext("short state", "File"),
        CaseState.FILED: pgettext("short state", "Dispatch"),
        CaseState.DISPATCHED: pgettext("short state", "Take"),
        CaseState.HANDLING: pgettext("short state", "In hand"),
        CaseState.HELD: pgettext("short state", "Held"),
        CaseState.FEEDBACK: pgettext("short state", "Verify"),
        CaseState.VERIFIED: pgettext("short state", "Close"),
        CaseState.CLOSED: pgettext("short state", "Call up"),
        CaseState.FINISHED: pgettext("short state", "Finished"),
        CaseState.ARCHIVED: pgettext("short state", "Archived"),
        CaseState.VOID: pgettext("short state", "Void"),
        CaseState.REFUSED: pgettext("short state", "Refused"),
        CaseState.MERGED: pgettext("short state", "Merged"),
        CaseState.RETURNED_TO_DISPATCHER: pgettext("short state", "Resend"),
        CaseState.RETURNED_TO_ACCEPTOR: pgettext("short state", "Refile"),
    }
    return {state: office_name(state) or name for state, name in names.items()}
