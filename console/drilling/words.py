"""What a drill says on the screen: its time, what came to a desk, how an inject or an expectation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.drillwords import drill_word
from console.i18n import N_, _, ngettext, sentences
from models.drills.kinds import DrillState
from scenarios.board import Progress
from scenarios.format.words import Means, Outcome, ReportKind
from scenarios.inbox import Ring, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.drills.views import DrillView
    from scenarios.format.scenario import Scenario
    from scenarios.inbox import Item

_HOUR, _MINUTE = 3600, 60
ALL = "all"

_SORTS = {
    Sort.MESSAGE: N_("message"),
    Sort.CALL: N_("call"),
    Sort.REMINDER: N_("hint"),
    Sort.CHANGE: N_("situation"),
    Sort.ASK_REPORT: N_("asks to report"),
    Sort.SAID: N_("sent"),
    Sort.REPORT: N_("reported"),
    Sort.END: N_("drill ends"),
}
_RINGS = {
    Ring.RINGING: N_("rings"),
    Ring.TAKEN: N_("taken"),
    Ring.ELSEWHERE: N_("taken by another"),
    Ring.MISSED: N_("missed"),
}
_REPORTS = {
    ReportKind.FIRST: N_("first report"),
    ReportKind.CONTINUED: N_("continued report"),
    ReportKind.FINAL: N_("final report"),
}
_PROGRESS = {
    Progress.SENT: N_("sent|inject"),
    Progress.COMING: N_("to come"),
    Progress.AGAIN: N_("comes again"),
    Progress.WAITING: N_("waits"),
    Progress.FOLLOWING: N_("follows"),
    Progress.CALLED: N_("on call"),
    Progress.HELD: N_("held"),
    Progress.SKIPPED: N_("skipped"),
    Progress.LEFT_OUT: N_("left out"),
}
_OUTCOMES = {
    Outcome.OPEN: N_("open|expectation"),
    Outcome.MET: N_("met"),
    Outcome.PARTLY: N_("partly"),
    Outcome.MISSED: N_("missed|expectation"),
    Outcome.VOID: N_("void|expectation"),
}
_STATES = {
    DrillState.READY: N_("not begun"),
    DrillState.RUNNING: N_("running"),
    DrillState.PAUSED: N_("stands"),
    DrillState.ENDED: N_("ended"),
}


def _bare(text: str) -> str:
    """Return a word without what tells it apart from another of the same spelling."""
    return text.partition("|")[0]


def sort_word(sort: Sort) -> str:
    """Return what came, in a word."""
    return _(_SORTS[sort])


def report_word(kind: ReportKind) -> str:
    """Return what a report is called."""
    return _(_REPORTS[kind])


def progress_word(progress: Progress) -> str:
    """Return how it stands with an inject."""
    return _bare(_(_PROGRESS[progress]))


def outcome_word(outcome: Outcome) -> str:
    """Return how it stands with an expectation."""
    return _bare(_(_OUTCOMES[outcome]))


def state_word(state: DrillState) -> str:
    """Return how the time of a drill stands."""
    return _(_STATES[state])


def since_start(at: int | None, *, seconds: bool = False) -> str:
    """Return a moment as trainers write it: ``T+00:15``; "" for none."""
    if at is None:
        return ""
    sign, span = ("-", -at) if at < 0 else ("+", at)
    shown = f"T{sign}{span // _HOUR:02d}:{span // _MINUTE % 60:02d}"
    return f"{shown}:{span % _MINUTE:02d}" if seconds else shown


def mode_words(drill: DrillView, *, stands: bool) -> str:
    """Return what the title line of every screen says of a drill."""
    match drill.state:
        case DrillState.RUNNING if not stands:
            return _("Drill ×%(speed)s", speed=drill.pace.speed)
        case DrillState.READY:
            return _("Drill: not begun")
        case DrillState.ENDED:
            return _("Drill: ended")
        case _:
            return _("Drill: time stands")


def names_of(scenario: Scenario) -> dict[str, str]:
    """Return what roles and actors are called, by id."""
    return {each.id: each.title for each in scenario.roles} | {each.id: each.name for each in scenario.actors}


def called(names: Mapping[str, str], who: str) -> str:
    """Return what a sender or receiver is called; nobody are the trainers."""
    if who == ALL:
        return _("everybody")
    return names.get(who, who) or _("trainers")


def means_word(means: str) -> str:
    """Return how something was said; "" where nobody says."""
    return drill_word(Means(means)) if means in set(Means) else ""


def kind_of(item: Item) -> str:
    """Return what an item is, in a few words: a call with how it stands, a report with its kind."""
    if item.sort is Sort.CALL and item.ring is not Ring.NONE:
        return _("call: %(ring)s", ring=_(_RINGS[item.ring]))
    if item.sort is Sort.REPORT and item.kind is not None:
        return report_word(item.kind)
    if item.sort is Sort.ASK_REPORT and item.kind is not None:
        return _("asks for %(report)s", report=report_word(item.kind))
    return sort_word(item.sort)


def said_of(item: Item) -> str:
    """Return what an item says; of a call that nobody here took, why it says nothing."""
    match item.ring:
        case Ring.RINGING:
            return _("The phone rings. Enter takes the call.")
        case Ring.ELSEWHERE:
            return _("Somebody else took the call.")
        case Ring.MISSED:
            return _("Nobody took the call.")
        case _:
            return " ".join(item.text.split())


def news_words(items: Sequence[Item], names: Mapping[str, str]) -> str:
    """Return the newest of what came, for the notice line, and how many more there are."""
    ringing = next((each for each in items if each.ring is Ring.RINGING), None)
    newest = ringing or items[-1]
    sender = called(names, newest.sender)
    if ringing is not None:
        first = _("The phone rings: %(sender)s calls. Key # takes you there.", sender=sender)
    elif newest.sort is Sort.END:
        first = _("The drill has ended.")
    else:
        first = _(
            "%(kind)s from %(sender)s: %(text)s",
            kind=kind_of(newest),
            sender=sender,
            text=said_of(newest),
        )
    others = len(items) - 1
    if not others:
        return first
    return sentences(first, ngettext("%(count)s more at # .", "%(count)s more at # .", others, count=others))
