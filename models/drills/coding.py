"""What a service was called with, as a plain document, and back.

Only what is named here can be recorded: a recording is read by later versions of the program, which
know what a name of today meant. A new field of one of these classes needs a default, for recordings
made before it was there.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from models.kernel.clock import require_utc

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from enum import StrEnum

_KIND = "$"
_VALUE = "is"


class NotRecordable(TypeError):
    """A value of a kind no recording knows: a mistake of the program, never of a person."""


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, type[Any]], dict[str, type[StrEnum]]]:
    from models.cases import kinds, task_kinds
    from models.cases.shifts.kinds import Scope
    from models.cases.views import ActionEntries, Intake
    from models.exchange.logs.views import FormerEntry

    words = (kinds.Action, kinds.Channel, kinds.CloseKind, kinds.LinkKind, kinds.Pressure, kinds.Rating)
    members = (*words, task_kinds.OldLead, kinds.Level, kinds.CaseState, Scope)
    return (
        {each.__name__: each for each in (ActionEntries, Intake, FormerEntry)},
        {each.__name__: each for each in members},
    )


def coded(value: Any) -> Any:
    """Return ``value`` as a plain document.

    Raises:
        NotRecordable: it is of a kind no recording knows.
    """
    kind = type(value)
    if value is None or kind in {str, int, bool, float}:
        return value
    if kind is datetime:
        return {_KIND: "time", _VALUE: require_utc(value).isoformat()}
    if kind is date:
        return {_KIND: "day", _VALUE: value.isoformat()}
    if kind in {list, tuple}:
        return [coded(each) for each in value]
    classes, members = _known()
    if members.get(kind.__name__) is kind:
        return {_KIND: kind.__name__, _VALUE: str(value)}
    if classes.get(kind.__name__) is kind:
        # What was left at its default is left out: recordings stay small, and later defaults apply.
        usual = _defaults(cast("Hashable", kind))
        told = {each.name: getattr(value, each.name) for each in fields(value)}
        kept = {name: coded(entry) for name, entry in told.items() if entry != usual[name]}
        return {_KIND: kind.__name__, _VALUE: kept}
    message = f"a {kind.__name__} cannot be recorded"
    raise NotRecordable(message)


def decoded(document: Any) -> Any:
    """Return what a document made by :func:`coded` stands for.

    Raises:
        NotRecordable: it names a kind this program does not know.
    """
    if isinstance(document, list):
        return [decoded(each) for each in document]
    if not isinstance(document, dict):
        return document
    name, value = document.get(_KIND), document.get(_VALUE)
    if name == "time":
        return datetime.fromisoformat(str(value))
    if name == "day":
        return date.fromisoformat(str(value))
    classes, members = _known()
    if isinstance(name, str) and name in members:
        return members[name](str(value))
    if isinstance(name, str) and name in classes and isinstance(value, dict):
        return classes[name](**{key: decoded(entry) for key, entry in value.items()})
    message = f"nothing recorded is called {name}"
    raise NotRecordable(message)


@lru_cache(maxsize=8)
def _defaults(kind: Hashable) -> Mapping[str, Any]:
    return {each.name: each.default for each in fields(cast("type[Any]", kind))}
