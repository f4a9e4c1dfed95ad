"""Methods that dataclasses have alike, held once for all: 2 MB of a console.

Python writes every dataclass its own ``__repr__``, and a frozen one its own refusal to be
changed. The console has some four hundred of them and next to never calls these methods. What is
more, a refusal holds on to the class as it was before it got its slots, so each stands there
twice. Methods that run, such as ``__init__`` and ``__eq__``, stay as they are: written out they
are several times as quick.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from reprlib import recursive_repr
from types import FunctionType
from typing import Any

_WRITTEN_OUT = "<string>"
"""File of code that was never in a file"""
_FIELDS = "__dataclass_fields__"


def share_methods(kind: type) -> None:
    """Replace what Python wrote for the dataclass ``kind`` by what does the same for all."""
    if _FIELDS not in kind.__dict__:
        return
    if _is_generated(getattr(kind.__dict__.get("__repr__"), "__wrapped__", None)):
        kind.__repr__ = _repr  # type: ignore[assignment, method-assign]  # that is what is done here
    refusing = kind.__dict__.get("__setattr__"), kind.__dict__.get("__delattr__")
    if all(map(_is_generated, refusing)) and _is_first_to_refuse(kind):
        kind.__setattr__ = _refuse_setting  # type: ignore[assignment, method-assign]  # as above
        kind.__delattr__ = _refuse_deleting  # type: ignore[assignment, method-assign]  # as above


def _is_generated(method: object) -> bool:
    return isinstance(method, FunctionType) and method.__code__.co_filename == _WRITTEN_OUT


def _is_first_to_refuse(kind: type) -> bool:
    """Say whether only ``object`` is asked after dataclasses how an attribute is set."""
    return all(
        _FIELDS in each.__dict__ or "__setattr__" not in each.__dict__
        for each in kind.__mro__
        if each is not object
    )


@recursive_repr("...")
def _repr(self: Any) -> str:
    owner = next(each for each in type(self).__mro__ if each.__dict__.get("__repr__") is _repr)
    told = [f"{field.name}={getattr(self, field.name)!r}" for field in fields(owner) if field.repr]
    return f"{type(self).__qualname__}({', '.join(told)})"


def _refuse_setting(self: Any, name: str, value: Any) -> None:
    _require_own(self, name, "assign to")
    object.__setattr__(self, name, value)


def _refuse_deleting(self: Any, name: str) -> None:
    _require_own(self, name, "delete")
    object.__delattr__(self, name)


def _require_own(self: Any, name: str, doing: str) -> None:
    """Let nothing of a dataclass be changed, and of a class made from one only what that added."""
    kind = type(self)
    if _FIELDS in kind.__dict__ or name in kind.__dataclass_fields__:
        message = f"cannot {doing} field {name!r}"
        raise FrozenInstanceError(message)
