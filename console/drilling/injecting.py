"""An inject as a form: which of its parts have a field, and how both become one document again.

Fields say when, by what, from whom, to whom, what and where. What they cannot say (conditions, branches,
repeats, arms, notes) stays in one field as it stands in a scenario's file; what a field says goes before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.drilling.words import ALL, called, means_word, report_word
from console.forms.fields import Candidate, Picked
from console.i18n import N_, _, render
from console.labels import label
from models.cases.kinds import Channel
from models.kernel.text import fold, half_width, initials
from models.kernel.words import Phrase
from scenarios.format.words import Means, ReportKind
from scenarios.player.steering import InjectFaulty
from scenarios.reading import Unreadable
from scenarios.writing import short_when, to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scenarios.format.injects import Inject
    from scenarios.worlds import Township

_TELLING = {"message": N_("message"), "call": N_("call"), "reminder": N_("hint")}
_CASE, _ASK = "report", "ask_report"
_BY_NAME = frozenset({"title", "place", "matter", "grid"})
"""What of a case has a field"""


def ways() -> list[Candidate]:
    """Return everything an inject may come by: messages, calls, cases by channel, reports asked for."""
    found = [Candidate(f"message/{each}", means_word(each), _("message")) for each in Means]
    found.insert(0, Candidate("call/", _("call"), _("rings until it is taken")))
    found.append(Candidate("reminder/", _("hint"), _("said to be of the trainers")))
    found += [Candidate(f"{_CASE}/{each}", label(each), _("a new case")) for each in Channel]
    found += [Candidate(f"{_ASK}/{each}", report_word(each), _("is asked for")) for each in ReportKind]
    return found


def places(township: Township) -> list[Candidate]:
    """Return the grids a case may come from."""
    return [Candidate(code, f"{name} {code}") for code, name in township.grids.items()]


def matters(township: Township) -> list[Candidate]:
    """Return the matters a case may belong to."""
    return [Candidate(code, f"{name} {code}") for code, (name, _count) in township.matters.items()]


def answering(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return those whose name or initials hold a text."""
    wanted = fold(text)
    return [
        each
        for each in candidates
        if wanted in fold(f"{each.text} {each.note}") or (wanted.isascii() and wanted in initials(each.text))
    ]


def blank(minute: int, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form of a new inject begins with: a message to everybody in a minute."""
    way = next(each for each in ways() if each.key == f"message/{Means.GROUP}")
    return {"when": f"T+{minute}", "way": _kept(way), "to": called(names, ALL)}


def shown(inject: Inject, names: Mapping[str, str], township: Township) -> dict[str, Any]:
    """Return what the form shows of an inject, as a draft keeps it."""
    document = inject.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document.pop("id")
    content: dict[str, Any] = {"text": document.pop("text", "")}
    when = short_when(document["when"])
    if isinstance(when, str) and when != "called":
        content["when"] = when
        del document["when"]
    else:
        document["when"] = when
    sender = document.pop("from", None)
    content["from"] = None if sender is None else {"key": sender, "text": called(names, sender)}
    content["to"] = "、".join(called(names, each) for each in document.pop("to", ()))
    content |= _way_shown(document, township)
    if "title" in document and "title" not in content:
        content["title"] = document.pop("title")
    content["more"] = to_yaml(document).rstrip("\n") if document else ""
    return content


def _way_shown(document: dict[str, Any], township: Township) -> dict[str, Any]:
    """Take what has a field out of what an inject does, and return it."""
    does = document["do"]
    sort, content = does["type"], dict[str, Any]()
    part = {_CASE: "channel", _ASK: "kind"}.get(sort, "")
    key = f"{sort}/{does.get(part, '')}" if part else f"{sort}/"
    if sort == "message":
        key = f"message/{document.get('means', Means.PLATFORM)}"
    way = next((each for each in ways() if each.key == key), None)
    if way is None:
        return content
    content["way"] = _kept(way)
    if sort == "message":
        document.pop("means", None)
    rest = {name: value for name, value in does.items() if name not in {"type", part}}
    if sort == _CASE:
        for name in _BY_NAME & set(rest):
            if name == "grid" and len(rest["grid"]) > 1:
                continue
            found = rest.pop(name)
            content[name] = _coded(found[0] if name == "grid" else found, name, township)
    document.pop("do")
    if rest:
        document["do"] = rest
    return content


def _coded(value: str, name: str, township: Township) -> Any:
    if name not in {"grid", "matter"}:
        return value
    among = places(township) if name == "grid" else matters(township)
    found = next((each for each in among if each.key == value), Candidate(value, value))
    return _kept(found)


def _kept(candidate: Candidate) -> dict[str, Any]:
    return {"key": candidate.key, "text": candidate.text}


class FieldFaulty(InjectFaulty):
    """What a field says cannot be; ``field`` is its name."""

    def __init__(self, fault: object, field: str) -> None:
        super().__init__(fault)
        self.field = field


def document_of(
    values: Mapping[str, Any], inject: str, names: Mapping[str, str], taken: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the inject a form says.

    Args:
        values: of the form.
        inject: the id of the one that is changed; "" for a new one.
        names: of roles and actors, by id.
        taken: ids a new one must not have.

    Raises:
        FieldFaulty: a field says what cannot be.
    """
    document = _rest(str(values["more"] or ""))
    if inject and document.get("id", inject) != inject:
        raise FieldFaulty(Phrase(N_("the id has to stay “%(id)s”"), id=inject), "more")
    document.setdefault("id", inject or _free(set(taken)))
    if values["when"]:
        document["when"] = str(values["when"])
    elif "when" not in document:
        # Nobody says when: it waits for the trainer's hand.
        document |= {"when": "called", "contingency": True}
    if isinstance(values["from"], Picked):
        document["from"] = str(values["from"].key)
    to = _receivers(str(values["to"] or ""), names)
    if to:
        document["to"] = to
    if values["text"]:
        document["text"] = str(values["text"])
    _way(document, values)
    return document


def _way(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Say in a document what the inject does, and what has a field of it."""
    title, way = str(values["title"] or ""), values["way"]
    if not isinstance(way, Picked):
        if "do" not in document:
            raise FieldFaulty(Phrase(N_("choose how it comes")), "way")
        if title:
            document["title"] = title
        return
    sort, _slash, part = str(way.key).partition("/")
    does = dict(document.get("do") or {}) | {"type": sort}
    if sort == "message" and part:
        document["means"] = part
    elif sort == _ASK:
        does["kind"] = part
    if sort == _CASE:
        does["channel"] = part
        _case(does, values, title)
    else:
        for name in ("place", "grid", "matter"):
            if values[name]:
                raise FieldFaulty(Phrase(N_("only a new case has a place and a matter")), name)
        if title:
            document["title"] = title
    document["do"] = does


def _case(does: dict[str, Any], values: Mapping[str, Any], title: str) -> None:
    if title:
        does["title"] = title
    elif "title" not in does:
        raise FieldFaulty(Phrase(N_("a case needs a title")), "title")
    if isinstance(values["grid"], Picked):
        does["grid"] = [str(values["grid"].key)]
    elif "grid" not in does:
        raise FieldFaulty(Phrase(N_("a case needs the grid it comes from")), "grid")
    if values["place"]:
        does["place"] = str(values["place"])
    if isinstance(values["matter"], Picked):
        does["matter"] = str(values["matter"].key)


_BETWEEN = str.maketrans(dict.fromkeys("、，；;/ ", ","))


def _receivers(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the ids of the roles named; ids, names and initials are understood."""
    found: list[str] = []
    for word in filter(None, half_width(text).translate(_BETWEEN).split(",")):
        wanted = fold(word)
        every = {ALL: called(names, ALL), **names}
        same = [each for each, name in every.items() if wanted in {fold(each), fold(name)}]
        near = [each for each, name in every.items() if wanted in fold(name) or wanted == initials(name)]
        among: Sequence[str] = same or near
        if len(among) != 1:
            known = "、".join(dict.fromkeys(called(names, each) for each in (among or every)))
            raise FieldFaulty(
                Phrase(N_("who is “%(word)s”? Known are: %(known)s"), word=word, known=known), "to"
            )
        found.append(among[0])
    return found


def _free(taken: set[str]) -> str:
    return next(name for name in (f"add-{number}" for number in range(1, 10_000)) if name not in taken)


def _rest(text: str) -> dict[str, Any]:
    """Read what is written as in a scenario's file.

    Raises:
        FieldFaulty: it is no mapping of names and values.
    """
    from console.work import Failed, attempt
    from scenarios.reading import read_yaml

    if not text.strip():
        return {}
    outcome = attempt(lambda: read_yaml(text))
    if isinstance(outcome, Failed):
        if isinstance(outcome.error, Unreadable):
            raise FieldFaulty(str(render(outcome.error.problem.sentence)), "more")
        raise outcome.error
    root, problems = outcome.value
    if problems:
        raise FieldFaulty(str(render(problems[0].sentence)), "more")
    document = root.plain()
    if not isinstance(document, dict):
        raise FieldFaulty(Phrase(N_("names and values are missing")), "more")
    return document
