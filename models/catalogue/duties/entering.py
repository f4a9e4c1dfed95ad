"""What may be entered of an item, cleaned and judged at the door."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.catalogue.duties.rules import category_name
from models.catalogue.views import DutyList
from models.kernel.errors import Invalid
from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from models.catalogue.duties.views import DutyEntries
    from models.kernel.words import Word

LENGTHS = {
    "category": 64,
    "name": 512,
    "department": 255,
    "superior_duty": 4000,
    "township_duty": 4000,
    "method": 4000,
}
"""Characters of each text."""

FIELD_WORDS: dict[str, Word] = {
    "duty_list": N_("duty list"),
    "code": N_("duty item code"),
    "category": N_("category"),
    "number": N_("number in the list"),
    "name": N_("duty item"),
    "department": N_("department"),
    "superior_duty": N_("what the department does"),
    "township_duty": N_("what the township does"),
    "method": N_("way of working"),
}
"""What the entries are called in a refusal."""

_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,31}")
_MOST = 99_999


def cleaned(entries: DutyEntries) -> DutyEntries:
    """Return the entries as they are kept.

    Raises:
        Invalid: a text does not fit, the name is missing, the number or the code is none.
    """
    texts: dict[str, Any] = {
        "category": category_name(entries.category),
        "name": clean_line(entries.name),
        "department": clean_line(entries.department),
        "superior_duty": clean_block(entries.superior_duty),
        "township_duty": clean_block(entries.township_duty),
        "method": clean_block(entries.method),
    }
    for field, text in texts.items():
        if len(text) > LENGTHS[field]:
            reason = Phrase(
                N_("it has %(length)s characters, at most %(most)s fit"),
                length=len(text),
                most=LENGTHS[field],
            )
            raise Invalid(FIELD_WORDS[field], text[:20], reason)
    if not texts["name"]:
        raise Invalid(FIELD_WORDS["name"], "", N_("it is blank"))
    if entries.number is not None and not 1 <= entries.number <= _MOST:
        reason = Phrase(N_("it runs from %(least)s to %(most)s"), least=1, most=_MOST)
        raise Invalid(FIELD_WORDS["number"], entries.number, reason)
    code = "".join(half_width(clean_line(entries.code)).split())
    if code and _CODE.fullmatch(code) is None:
        reason = Phrase(N_("a code has letters, digits, “.”, “-” and “_” only, at most %(most)s"), most=32)
        raise Invalid(FIELD_WORDS["code"], code[:40], reason)
    return replace(entries, duty_list=DutyList(entries.duty_list), code=code, **texts)
