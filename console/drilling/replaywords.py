"""What is said of a recording, and of two drills beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.drilling.words import called, names_of, outcome_word, report_word, since_start
from console.i18n import N_, _
from console.labels import label
from console.text import cut, fit
from models.cases.kinds import Action
from models.drills.kinds import EntryKind
from scenarios.comparing import QUEUES
from scenarios.format.words import ReportKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.drilling.deck import Standing
    from models.drills.views import EntryView
    from scenarios.comparing import Act, Comparison, Side
    from scenarios.recording.moments import Moment
    from scenarios.scoring.marks import Mark

_KINDS = {
    EntryKind.INJECT: N_("inject"),
    EntryKind.SETTLED: N_("expected"),
    EntryKind.SAID: N_("said"),
    EntryKind.REPORT: N_("reported up"),
    EntryKind.NOTE: N_("noted"),
    EntryKind.CONTROL: N_("steered"),
    EntryKind.END: N_("end"),
    EntryKind.CALL: N_("done|step"),
}
_STEERED = {
    "run": N_("time runs"),
    "pause": N_("time stands"),
    "jump": N_("time set on"),
    "end": N_("ended"),
    "release": N_("sent by hand"),
    "skip": N_("skipped"),
    "add": N_("inject added"),
    "edit": N_("inject changed"),
    "branch": N_("branch made"),
}
_LEVELS = " .:-=+*#"
"""From nothing to the most, each in one cell wherever it is shown"""
_WHAT, _TIME = 32, 11


def replay_mode(standing: Standing) -> str:
    """Return what the title line of every screen says: that it is a recording, and where it stands."""
    at = since_start(standing.at, seconds=True)
    if standing.playing:
        return _("Recording %(at)s ×%(speed)s", at=at, speed=standing.speed)
    return _("Recording %(at)s", at=at)


def kind_word(moment: Moment) -> str:
    """Return what a line of a recording is."""
    if moment.outcome is not None:
        return outcome_word(moment.outcome)
    return _(_KINDS[moment.kind]).partition("|")[0]


def what_words(moment: Moment) -> str:
    """Return what a line of a recording tells."""
    if moment.kind is EntryKind.CONTROL:
        return " ".join(filter(None, (_(_STEERED[moment.what]), moment.name)))
    return moment.what


def side_name(side: Side) -> str:
    """Return what one of two drills is called."""
    return side.drill.party or _("drill %(number)s", number=side.drill.number)


def comparison_lines(found: Comparison) -> Iterator[tuple[str, str]]:
    """Yield two drills beside each other, line by line, each with its style."""
    left, right = side_name(found.left), side_name(found.right)
    yield _head(found.left.drill.title, left, right), "bold"
    yield from _marks(found)
    yield "", ""
    yield _parted(found), ""
    yield "", ""
    yield _head(_("Key acts"), left, right), "bold"
    names = names_of(found.left.scenario)
    titles = {each.id: each.title or getattr(each.do, "title", "") for each in found.left.scenario.timeline}
    for act in found.acts:
        words = _act(act, names | {name: title for name, title in titles.items() if title})
        yield _line(words, since_start(act.left), since_start(act.right)), "" if _alike(act) else "bold"
    yield "", ""
    yield _("Length of the queues over time (up to %(most)s)", most=_most(found)), "bold"
    for queue in QUEUES:
        one, other = found.lengths[queue]
        if any(one) or any(other):
            yield f"{fit(label(queue), 12)}{fit(left, 10)}|{_curve(one, _most(found))}|{max(one):4d}", ""
            yield f"{fit('', 12)}{fit(right, 10)}|{_curve(other, _most(found))}|{max(other):4d}", ""


def _marks(found: Comparison) -> Iterator[tuple[str, str]]:
    one, other = found.left.score, found.right.score
    yield _line(_("Mark reached"), _mark(one.mark, one.grade), _mark(other.mark, other.grade)), ""
    for mine, theirs in zip(one.marks, other.marks, strict=False):
        style = "" if mine.outcome is theirs.outcome else "bold"
        yield _line(mine.expected.title, _outcome(mine), _outcome(theirs)), style


def _mark(mark: float | None, grade: str) -> str:
    return "—" if mark is None else f"{mark:.1f} {grade}"


def _outcome(mark: Mark) -> str:
    return f"{outcome_word(mark.outcome)} {since_start(mark.at)}".strip()


def _parted(found: Comparison) -> str:
    if found.parted is None:
        return _("Nothing differs: the same was done at the same times.")
    one, other = (_entry(each) for each in found.apart)
    return _(
        "What differs first, at %(at)s: %(left)s | %(right)s",
        at=since_start(found.parted, seconds=True),
        left=one,
        right=other,
    )


def _entry(entry: EntryView | None) -> str:
    if entry is None:
        return _("nothing any more")
    body = entry.body
    if entry.kind is EntryKind.CALL:
        told = body["arguments"].get("action")
        action = told.get("is", "") if isinstance(told, dict) else ""
        words = label(Action(action)) if action else _(_KINDS[entry.kind]).partition("|")[0]
        return f"{entry.login} {words}".strip()
    told = next((str(body[name]) for name in ("id", "text", "actor", "desk", "act") if body.get(name)), "")
    kind = _KINDS.get(entry.kind)
    word = _("simulated") if kind is None else _(kind).partition("|")[0]
    return cut(f"{word} {told}".strip(), _WHAT)


def _act(act: Act, names: dict[str, str]) -> str:
    if act.what == "said":
        return _("said to %(whom)s", whom=called(names, act.subject))
    if act.what in set(ReportKind):
        return report_word(ReportKind(act.what))
    return f"{label(Action(act.what))} {names.get(act.subject, act.subject)}"


def _alike(act: Act) -> bool:
    return (act.left is None) is (act.right is None)


def _most(found: Comparison) -> int:
    return max((max(*one, *other) for one, other in found.lengths.values()), default=0)


def _curve(lengths: Sequence[int], most: int) -> str:
    """Draw lengths in characters: the fuller the more; anything at all is seen."""
    top = len(_LEVELS) - 1
    return "".join(_LEVELS[-(-each * top // most)] if most else " " for each in lengths)


def _head(words: str, left: str, right: str) -> str:
    return _line(words, left, right)


def _line(words: str, left: str, right: str) -> str:
    wide = 2 * _TIME
    return f"{fit(cut(words, _WHAT), _WHAT)} {fit(cut(left, wide - 1), wide)}{cut(right, wide)}".rstrip()
