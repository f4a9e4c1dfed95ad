"""The schema of settings: what a value may be, read from what people type or from a file.

Strict: a number is a number and not its text, a list holds members of its list and each once. A document
with a name nobody knows is refused with the name most like it.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from models.calendar.rules import parse_limit
from models.cases.kinds import CloseKind
from models.cases.settings.of_drills import GRADES, read_grades
from models.cases.settings.refusals import UnknownSetting
from models.cases.settings.spec import LONGEST_OFFERED, Group, Kind, Setting, settings
from models.kernel.errors import DomainError, Invalid
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter

YES = ("yes", "true", "on", "1", "是", "开")
NO = ("no", "false", "off", "0", "否", "关")
_BETWEEN = re.compile(r"[;；\n]")
_MEMBERS = re.compile(r"[,，、;；\s]+")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_SHARE = re.compile(r"([0-9]{1,3})(?:/([0-9]{1,3})|%)")
_HUNDRED = 100
_TELLING = 2
"""Letters a reason has at least: a number or a dash tells nobody anything."""


def setting_of(key: str) -> Setting:
    """Return a setting by its key; one of letter case or spaces more is understood.

    Raises:
        UnknownSetting: there is none; the nearest is named.
    """
    known = settings()
    plain = half_width(key).strip().lower().replace("-", "_")
    if plain not in known:
        near = get_close_matches(plain, known, 1, 0.5)
        raise UnknownSetting(clean_line(key), near[0] if near else "")
    return known[plain]


def read_value(setting: Setting, text: str) -> Any:
    """Return the value of ``setting`` that somebody typed.

    Members of a list stand between commas or spaces, reasons between semicolons.

    Raises:
        Invalid: it is no value of this setting.
    """
    plain = half_width(text).strip()
    value: Any = plain
    match setting.kind:
        case Kind.NUMBER:
            if not _WHOLE.fullmatch(plain):
                raise _refused(setting, text, N_("it is no whole number"))
            value = int(plain)
        case Kind.YESNO:
            value = plain.lower() in YES
            if not value and plain.lower() not in NO:
                raise _refused(setting, text, N_("it is neither yes nor no"))
        case Kind.TEXTS:
            value = [each.strip() for each in _BETWEEN.split(text) if each.strip()]
        case Kind.CHOICES:
            value = [each.lower() for each in _MEMBERS.split(plain) if each and each != "-"]
        case Kind.LABEL:
            value = clean_line(text)
        case Kind.CHOICE:
            value = plain.lower()
        case Kind.LIMIT | Kind.SHARE:
            pass
    return checked(setting, value)


def text_of(value: Any) -> str:
    """Return a value as :func:`read_value` reads it again."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ";".join(value)
        case _:
            return str(value)


def checked(setting: Setting, value: Any) -> Any:
    """Return ``value`` as it is kept.

    Raises:
        Invalid: it is no value of this setting.
    """
    from pydantic import ValidationError

    try:
        plain = _adapter(setting.kind).validate_python(value, strict=True)
    except ValidationError as error:
        raise _refused(setting, value, N_("it is of the wrong kind")) from error
    return _CHECKS[setting.kind](setting, plain)


@cache
def _adapter(kind: Kind) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    shapes: dict[Kind, Any] = {Kind.NUMBER: int, Kind.YESNO: bool}
    listed = kind in {Kind.TEXTS, Kind.CHOICES}
    return TypeAdapter(list[str] if listed else shapes.get(kind, str))


def checked_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as it is kept: only what differs from the packaged values, in the order of the list.

    Raises:
        UnknownSetting: a name means nothing.
        Invalid: a value cannot be used.
    """
    found = {setting_of(key).key: value for key, value in document.items()}
    clean = {key: checked(setting, found[key]) for key, setting in settings().items() if key in found}
    return {key: value for key, value in clean.items() if value != settings()[key].default}


def _refused(setting: Setting, value: Any, reason: Word | Phrase) -> Invalid:
    return Invalid(Word(setting.key), text_of(value), reason)


def _number(setting: Setting, value: int) -> int:
    if not setting.least <= value <= setting.most:
        raise _refused(
            setting,
            value,
            Phrase(
                N_("it has to lie between %(least)s and %(most)s"), least=setting.least, most=setting.most
            ),
        )
    return value


def _limit(setting: Setting, value: str) -> str:
    if not value and setting.group is Group.ESCALATION:
        return ""
    try:
        return str(parse_limit(value))
    except DomainError as error:
        raise _refused(setting, value, N_("it is no limit such as 4WH or 2WD")) from error


def _share(setting: Setting, value: str) -> str:
    if not value and not setting.default:
        return ""
    found = _SHARE.fullmatch(half_width(value).replace(" ", ""))
    part, whole = (0, 0) if found is None else (int(found[1]), int(found[2] or _HUNDRED))
    if not 0 < part < whole:
        raise _refused(setting, value, N_("it is no share of a whole such as 1/3"))
    return str(Fraction(part, whole))


def _texts(setting: Setting, value: list[str]) -> list[str]:
    clean = list(dict.fromkeys(filter(None, map(clean_line, value))))
    if len(clean) > setting.most:
        raise _refused(setting, value, Phrase(N_("at most %(most)s fit"), most=setting.most))
    for text in clean:
        if len(text) > LONGEST_OFFERED:
            reason = Phrase(
                N_("it has %(length)s characters, at most %(most)s fit"),
                length=len(text),
                most=LONGEST_OFFERED,
            )
            raise _refused(setting, text, reason)
        if sum(character.isalpha() for character in text) < _TELLING:
            raise _refused(setting, text, N_("it tells nobody anything"))
        if _BETWEEN.search(text):
            raise _refused(setting, text, N_("a semicolon ends a reason"))
    if setting.key == GRADES and read_grades(clean) is None:
        raise _refused(setting, value, N_("it is no scale such as 优秀 90%; 合格 60%; 不合格 0%"))
    return clean


def _choice(setting: Setting, value: str) -> str:
    return _choices(setting, [value])[0]


def _choices(setting: Setting, value: list[str]) -> list[str]:
    known = [option.value for option in setting.options]
    for name in value:
        if name not in known:
            near = get_close_matches(name, known, 1)
            reason = Phrase(N_("there are only these: %(options)s"), options=" ".join(near or known))
            raise _refused(setting, name, reason)
    if setting.key == "close.kinds" and CloseKind.NORMAL not in value:
        raise _refused(setting, value, N_("the normal closing is always offered"))
    return [name for name in known if name in value]


def _cells(text: str) -> int:
    """Return how many columns a text takes: a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _label(setting: Setting, value: str) -> str:
    clean = clean_line(value)
    if _cells(clean) > setting.most:
        raise _refused(setting, clean, Phrase(N_("it takes more than %(most)s columns"), most=setting.most))
    if clean and not any(character.isalpha() for character in clean):
        raise _refused(setting, clean, N_("it tells nobody anything"))
    return clean


_CHECKS: Mapping[Kind, Any] = {
    Kind.NUMBER: _number,
    Kind.YESNO: lambda _setting, value: value,
    Kind.LIMIT: _limit,
    Kind.SHARE: _share,
    Kind.TEXTS: _texts,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LABEL: _label,
}
