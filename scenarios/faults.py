"""What a strict model objects to, put into sentences with a hint."""

from __future__ import annotations

import types
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import Tag

from models.kernel.words import N_, Phrase, Word
from scenarios.format.base import CHINESE, Part
from scenarios.problems import Problem, did_you_mean, shown, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from scenarios.reading import Node

Loc = tuple[int | str, ...]

_NEEDED: dict[str, Word] = {
    "string_type": N_("a text is needed here"),
    "int_type": N_("a whole number is needed here"),
    "int_parsing": N_("a whole number is needed here"),
    "int_from_float": N_("a whole number is needed here"),
    "float_type": N_("a number is needed here"),
    "float_parsing": N_("a number is needed here"),
    "bool_type": N_("true or false is needed here"),
    "bool_parsing": N_("true or false is needed here"),
    "tuple_type": N_("a list is needed here, each line beginning with “- ”"),
    "list_type": N_("a list is needed here, each line beginning with “- ”"),
    "dict_type": N_("a mapping is needed here: lines of “key: value”"),
    "model_type": N_("a mapping is needed here: lines of “key: value”"),
    "model_attributes_type": N_("a mapping is needed here: lines of “key: value”"),
}
_LIMITS: dict[str, tuple[Word, str]] = {
    "greater_than": (N_("it has to be more than %(limit)s"), "gt"),
    "greater_than_equal": (N_("it has to be %(limit)s or more"), "ge"),
    "less_than": (N_("it has to be less than %(limit)s"), "lt"),
    "less_than_equal": (N_("it has to be %(limit)s or less"), "le"),
    "too_short": (N_("at least %(limit)s are needed here"), "min_length"),
    "too_long": (N_("more than %(limit)s are too many here"), "max_length"),
    "string_too_long": (N_("it is longer than %(limit)s characters"), "max_length"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a scenario stand in its file."""

    root: Node | None = None

    def find(self, path: Sequence[int | str], *, key: bool = False) -> tuple[int, int, Loc]:
        """Return line, column and what of ``path`` is there; tags of unions are passed over.

        With ``key`` the place of the last part's key is meant, not of its value.
        """
        node, place = self.root, (0, 0)
        found: list[int | str] = []
        if node is not None:
            place = (node.line, node.column)
        for number, part in enumerate(path):
            inner: Node | None = None
            if node is not None and node.entries is not None and isinstance(part, str):
                inner = node.entries.get(part)
                if inner is not None and key and number == len(path) - 1:
                    return (*node.keys[part], (*found, part))
            elif node is not None and node.items is not None and isinstance(part, int):
                inner = node.items[part] if part < len(node.items) else None
            if inner is not None:
                node, place = inner, (inner.line, inner.column)
                found.append(part)
        return (*place, tuple(found))


def problems_of(errors: Sequence[ErrorDetails], places: Places, top: type[Part]) -> list[Problem]:
    """Return what is told of the objections of a model to one document."""
    locs = [each["loc"] for each in errors]

    def follows(error: ErrorDetails) -> bool:
        """A list whose members are all wrong is called too short as well."""
        size = len(error["loc"])
        inside = (loc[:size] == error["loc"] and len(loc) > size for loc in locs)
        return error["type"] == "too_short" and any(inside)

    return [problem_of(each, places, top) for each in errors if not follows(each)]


def problem_of(error: ErrorDetails, places: Places, top: type[Part]) -> Problem:
    """Return what is told of one objection of a model."""
    kind, loc = error["type"], error["loc"]
    sentence, hint = _told(error, top)
    line, column, path = places.find(loc, key=kind == "extra_forbidden")
    if kind == "missing":
        path = (*path, loc[-1])
    return Problem(kind, sentence, hint, line, column, written(path))


def _told(error: ErrorDetails, top: type[Part]) -> tuple[Phrase, Phrase | None]:
    loc, facts, value = error["loc"], error.get("ctx", {}), error["input"]
    hint: Phrase | None = None
    match error["type"]:
        case "scenario":
            params = {name: each for name, each in facts.items() if name not in {"sentence", "text"}}
            sentence = Phrase(facts["sentence"], **params)
        case "missing" | "union_tag_not_found" as kind:
            sentence = Phrase(N_("“%(key)s” is missing here"), key=loc[-1] if kind == "missing" else "type")
        case "extra_forbidden":
            sentence = Phrase(N_("“%(key)s” is not known here"), key=shown(loc[-1]))
            hint = did_you_mean(str(loc[-1]), _keys_at(top, loc[:-1]))
        case "enum" | "literal_error":
            sentence, hint = _not_one_of(value, _choices_at(top, loc))
        case "union_tag_invalid":
            options = str(facts.get("expected_tags", "")).replace("'", "").split(", ")
            sentence, hint = _not_one_of(facts.get("tag", ""), options)
        case kind if kind in _NEEDED:
            sentence, hint = _needed(_NEEDED[kind], value)
        case kind if kind in _LIMITS:
            message, name = _LIMITS[kind]
            sentence = Phrase(message, limit=facts.get(name, ""))
        case _:
            sentence = Phrase(N_("this cannot be used here: %(what)s"), what=error["msg"])
    return sentence, hint


def _needed(what: Word, value: object) -> tuple[Phrase, Phrase | None]:
    if value is None:
        return Phrase(N_("nothing stands here, though something is needed")), Phrase(what)
    if isinstance(value, str) and "：" in value:
        return Phrase(what), Phrase(N_("Write the colon after a key half-width, with a space behind it."))
    return Phrase(what), None


def _not_one_of(value: object, options: Sequence[str]) -> tuple[Phrase, Phrase | None]:
    sentence = Phrase(N_("“%(value)s” is none of the words that may stand here"), value=shown(value))
    schema = Phrase(N_("“yiwang drill schema -o FILE” writes down every word that may stand here."))
    return sentence, did_you_mean(str(value), options) or schema


def _members(annotation: Any, tag: str | None = None) -> Iterator[tuple[Any, str | None]]:
    """Yield the types an annotation may stand for, each with its tag in a union."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        named = next((mark.tag for mark in marks if isinstance(mark, Tag)), tag)
        yield from _members(inner, named)
    elif origin in {Union, types.UnionType}:
        for each in get_args(annotation):
            yield from _members(each)
    else:
        yield annotation, tag


def _type_of(model: type[Part]) -> str | None:
    field = model.model_fields.get("type")
    return None if field is None else str(get_args(field.annotation)[0])


def _at(top: Any, loc: Loc) -> list[Any]:
    """Return the types that may stand at a place of the format."""
    current = [top]
    for part in loc:
        inner: list[Any] = []
        for annotation in current:
            for member, tag in _members(annotation):
                if isinstance(member, type) and issubclass(member, Part):
                    names = {
                        each.alias or name: each.annotation for name, each in member.model_fields.items()
                    }
                    if part in (tag, _type_of(member)):
                        # The union's own step; a key of the same name may follow.
                        inner.append(member)
                    elif part in names:
                        inner.append(names[str(part)])
                elif get_origin(member) in {tuple, list}:
                    inner += get_args(member)[:1] if isinstance(part, int) else []
                elif get_origin(member) is dict:
                    inner += get_args(member)[1:]
        current = inner or current
    return current


def _keys_at(top: type[Part], loc: Loc) -> Iterator[str]:
    for annotation in _at(top, loc):
        for member, _tag in _members(annotation):
            if isinstance(member, type) and issubclass(member, Part):
                yield from (each.alias or name for name, each in member.model_fields.items())


def _choices_at(top: type[Part], loc: Loc) -> list[str]:
    options: list[str] = []
    for annotation in _at(top, loc):
        for member, _tag in _members(annotation):
            if isinstance(member, type) and issubclass(member, StrEnum):
                options += [*(str(each.value) for each in member), *CHINESE.get(member, ())]
            elif get_origin(member) is Literal:
                options += [str(each.value if isinstance(each, Enum) else each) for each in get_args(member)]
    return options
