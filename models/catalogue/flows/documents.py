"""The one text format of flows: JSON, checked strictly, every fault named by step and field.

A file holds one object::

    {"format": "yiwang-flow/1", "code": "GRID", "name": "...", "note": "...",
     "steps": [{"key": "accept", "name": "...", "kind": "accept", "post": "acceptor",
                "unit": "@duty", "limit": "1WH", "evidence": "...",
                "entries": [{"name": "...", "kind": "choice", "required": true,
                             "choices": ["...", "..."]}]}],
     "links": [{"from": "accept", "to": "file", "kind": "normal", "condition": "..."}]}

``note``, ``post``, ``unit``, ``limit``, ``evidence``, ``entries``, ``required``, ``choices``,
``condition`` may be left out, and so may ``kind`` of a link (``normal``) and of an entry
(``line``). Nothing else is allowed. Whether the flow makes sense is asked of the checker.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.catalogue.flows.refusals import FlowFileRefused
from models.catalogue.flows.rules import cleaned
from models.catalogue.flows.views import EntryKind, FlowDraft, Link, LinkKind, Step, StepEntry, StepKind
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

MOST_CHARACTERS = 500_000
"""A longer text is no flow: sixty full steps take a fifth of it."""

_MOST_ITEMS = 1000
_ECHOED = 60

# Lengths are the checker's to judge, in its own words; here only what would be abuse.
Text = Annotated[str, Field(max_length=20_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class _Entry(_Strict):
    name: Text
    kind: EntryKind = EntryKind.LINE
    required: Annotated[bool, Field(strict=True)] = False
    choices: Annotated[list[Text], Field(max_length=_MOST_ITEMS)] = []


class _Step(_Strict):
    key: Text
    name: Text
    kind: StepKind
    post: Text = ""
    unit: Text = ""
    limit: Text = ""
    evidence: Text = ""
    entries: Annotated[list[_Entry], Field(max_length=_MOST_ITEMS)] = []


class _Link(_Strict):
    source: Annotated[Text, Field(alias="from")]
    target: Annotated[Text, Field(alias="to")]
    kind: LinkKind = LinkKind.NORMAL
    condition: Text = ""


class _Flow(_Strict):
    format: Literal["yiwang-flow/1"]
    code: Text
    name: Text
    note: Text = ""
    steps: Annotated[list[_Step], Field(max_length=_MOST_ITEMS)]
    links: Annotated[list[_Link], Field(max_length=_MOST_ITEMS)] = []


def read_flow(text: str) -> FlowDraft:
    """Return the flow a JSON text describes.

    Raises:
        FlowFileRefused: it is no JSON, or not in the format; each fault names step and field.
    """
    if len(text) > MOST_CHARACTERS:
        raise FlowFileRefused([Phrase(N_("it is longer than %(most)s characters"), most=MOST_CHARACTERS)])
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = Phrase(N_("line %(line)s is no JSON (%(reason)s)"), line=error.lineno, reason=error.msg)
        raise FlowFileRefused([place]) from error
    except RecursionError as error:
        raise FlowFileRefused([Phrase(N_("it is nested too deeply"))]) from error
    return flow_of(document)


def decode_flow(data: bytes) -> FlowDraft:
    """Return the flow that the bytes of a file describe: UTF-8, with or without a mark before it.

    Raises:
        FlowFileRefused: they are no UTF-8, no JSON, or not in the format.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FlowFileRefused([Phrase(N_("byte %(place)s is no UTF-8"), place=error.start + 1)]) from error
    return read_flow(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a field twice: JSON would silently keep the last."""
    document = dict(pairs)
    if len(document) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FlowFileRefused([Phrase(N_("%(field)s: it is there twice"), field=_echo(twice))])
    return document


def flow_of(document: Any) -> FlowDraft:
    """Return the flow that a document (of a file, the database, a draft) describes.

    Raises:
        FlowFileRefused: it is not in the format.
    """
    try:
        flow = _Flow.model_validate(document)
    except ValidationError as error:
        faults = [_fault(each, document) for each in error.errors(include_url=False)]
        raise FlowFileRefused(faults) from error
    return cleaned(
        FlowDraft(
            flow.code,
            flow.name,
            tuple(
                Step(
                    step.key,
                    step.name,
                    step.kind,
                    step.post,
                    step.unit,
                    step.limit,
                    step.evidence,
                    tuple(
                        StepEntry(entry.name, entry.kind, entry.required, tuple(entry.choices))
                        for entry in step.entries
                    ),
                )
                for step in flow.steps
            ),
            tuple(Link(link.source, link.target, link.kind, link.condition) for link in flow.links),
            flow.note,
        )
    )


# ---------------------------------------------------------------- faults in words

_REASONS = {
    "missing": N_("it is missing"),
    "extra_forbidden": N_("there is no such field"),
    "string_type": N_("it must be a text"),
    "bool_type": N_("it must be true or false"),
    "list_type": N_("it must be a list"),
    "dict_type": N_("it must be an object with fields"),
    "model_type": N_("it must be an object with fields"),
    "string_too_long": N_("it is too long"),
    "too_long": N_("it is too long"),
}
_ONE_OF = N_("it must be one of %(allowed)s, not “%(value)s”")
_UNREADABLE = N_("it cannot be used (%(reason)s)")


def _fault(error: ErrorDetails, document: Any) -> Phrase:
    reason = _reason(error)
    match error["loc"]:
        case ("steps", int(place), "entries", int(number), *field):
            sentence = N_("step %(place)s (%(step)s), entry %(number)s, %(field)s: %(reason)s")
            return Phrase(
                sentence,
                place=place + 1,
                step=_key(document, place),
                number=number + 1,
                field=_path(field),
                reason=reason,
            )
        case ("steps", int(place), *field):
            sentence = N_("step %(place)s (%(step)s), %(field)s: %(reason)s")
            return Phrase(
                sentence, place=place + 1, step=_key(document, place), field=_path(field), reason=reason
            )
        case ("links", int(place), *field):
            sentence = N_("link %(place)s, %(field)s: %(reason)s")
            return Phrase(sentence, place=place + 1, field=_path(field), reason=reason)
        case field:
            return Phrase(N_("%(field)s: %(reason)s"), field=_path(field) or "{}", reason=reason)


def _reason(error: ErrorDetails) -> Phrase:
    kind = error["type"]
    if kind in {"enum", "literal_error"}:
        allowed = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        return Phrase(_ONE_OF, allowed=allowed, value=_echo(error["input"]))
    known = _REASONS.get(kind)
    return Phrase(known) if known is not None else Phrase(_UNREADABLE, reason=error["msg"])


def _path(field: Any) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else _echo(part) for part in field)


def _key(document: Any, place: int) -> str:
    step: Mapping[str, Any] | Any = document["steps"][place]
    key = step.get("key") if isinstance(step, dict) else None
    return _echo(key) if isinstance(key, str) else "?"


def _echo(value: object) -> str:
    return clean_line(str(value))[:_ECHOED]
