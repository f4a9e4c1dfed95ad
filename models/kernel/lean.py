"""Tables of SQLAlchemy in less memory: 3 MB of a console.

Every column is an object of thirty attributes, and for every mapped one a second stands there for the
mapper's use. SQLAlchemy lets their dictionaries grow to twice what they need, and most attributes say what
the class says anyway. After :func:`tighten_tables` each is made anew as soon as its class is mapped, as
small as it can be. Nothing reads differently.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Column, event
from sqlalchemy.event.attr import _EmptyListener
from sqlalchemy.orm import Mapper

_CONFIGURED = "mapper_configured"
_DISPATCH = "dispatch"
_NONE: frozenset[Any] = frozenset()
_SETS = ("constraints", "foreign_keys")
_REMEMBERED = ("_proxies", "proxy_set")
"""What a column works out again when it is next asked"""
_USUAL: dict[str, Any] = {
    "autoincrement": "auto",
    "comment": None,
    "computed": None,
    "constraints": _NONE,
    "doc": None,
    "identity": None,
    "index": False,
    "system": False,
    "unique": False,
}
"""What is said of most columns, and by itself only of each one; the class is made to say it for all"""
_AS_THE_CLASS = (
    "is_literal",
    "primary_key",
    "foreign_keys",
    "_insert_sentinel",
    "_omit_from_statements",
    "default",
    "onupdate",
    "server_default",
    "server_onupdate",
    *_USUAL,
)
"""Attributes of a column whose class says the same of most"""
_NAMESPACE = "__pydantic_parent_namespace__"
_NOTHING_SET: dict[str, Any] = {}
_NO_QUALIFIERS: set[Any] = set()


def tighten_tables() -> None:
    """Make what describes the tables as small as it can be, for those mapped from now on.

    A table may not be changed after; nobody does.
    """
    if not event.contains(Mapper, _CONFIGURED, _tighten):
        for name, usual in _USUAL.items():
            if not hasattr(Column, name):
                setattr(Column, name, usual)
        event.listen(Mapper, _CONFIGURED, _tighten)


def _tighten(mapper: Mapper[Any], kind: Any) -> None:
    """Tighten one class of rows; SQLAlchemy, which tells, lets one thread at a time do this."""
    for column in mapper.local_table.columns:
        _tighten_column(column)
    for attribute in mapper.column_attrs:
        mapped: Any = attribute.class_attribute.comparator
        _tighten_column(mapped.__clause_element__())
    _tighten_class(kind)


def _tighten_column(column: Any) -> None:
    held = dict(column.__dict__)
    kind = type(column)
    for name in _SETS:
        if not held.get(name, True):
            held[name] = _NONE
    for name in _AS_THE_CLASS:
        if name in held and _is_said(held[name], getattr(kind, name, held)):
            del held[name]
    for name in _REMEMBERED:
        held.pop(name, None)
    if not _is_listened_to(held.get(_DISPATCH)):
        held.pop(_DISPATCH, None)
    # A dictionary that was only copied or shrunk keeps the room it had.
    column.__dict__ = {**held}


def _is_said(value: Any, by_the_class: Any) -> bool:
    """Say whether the class says the same; of sets, only empty ones are alike."""
    return value is by_the_class or (value is _NONE and by_the_class == _NONE)


def _is_listened_to(dispatch: Any) -> bool:
    """Say whether anybody waits for an event of a column; else its dispatch is made again when asked for."""
    return dispatch is not None and any(
        not isinstance(getattr(dispatch, name), _EmptyListener)
        for name in dispatch._event_names  # noqa: SLF001 -- there is no public way
    )


def _tighten_class(kind: Any) -> None:
    """Forget what a class of rows was made from: only classes derived from it would ask, and none are."""
    # Past what SQLAlchemy does on setting. The namespace holds the fields once more, as they were written.
    type.__setattr__(kind, _NAMESPACE, None)
    for field in kind.__pydantic_fields__.values():
        field._attributes_set = _NOTHING_SET  # noqa: SLF001 -- there is no public way
        if not field._qualifiers:  # noqa: SLF001 -- as above
            field._qualifiers = _NO_QUALIFIERS  # noqa: SLF001 -- as above
        if field._complete:  # noqa: SLF001 -- as above
            # The same field as it was written: it stands in for one that has to be read once more.
            field._original_assignment = PydanticUndefined  # noqa: SLF001 -- as above
