"""Columns about a person that prove each other, and are kept by nobody.

Lists of staff come with identity numbers, days of birth and sex. The office has no use for them here,
so they are not taken in; but a number that is wrong, or contradicts what stands beside it, says that
the row was mixed up, and such a row is sent back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.exchange.cells import day
from models.exchange.frame import Field
from models.exchange.identity_cells import against_identity, identity, sex
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.exchange.frame import Reading, Row
    from models.exchange.views import Problem

_NUMBER, _BIRTH, _SEX = "id_number", "birth", "sex"
PROVED = (
    Field(
        _NUMBER,
        N_("identity number: checked, not kept"),
        synonyms=("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码"),
        parse=identity,
        blank=None,
        checked_only=True,
    ),
    Field(
        _BIRTH,
        N_("day of birth: checked, not kept"),
        synonyms=("出生日期", "出生年月日", "生日"),
        parse=day,
        blank=None,
        checked_only=True,
    ),
    Field(
        _SEX,
        N_("sex: checked, not kept"),
        synonyms=("性别",),
        parse=sex,
        blank=None,
        checked_only=True,
    ),
)


def proved(row: Row, reading: Reading) -> Iterator[Problem]:
    """Take the columns out of a row; yield what day of birth and sex say against the number."""
    number, birth, said = (row.values.pop(name, None) for name in (_NUMBER, _BIRTH, _SEX))
    if number is None:
        return
    for birth_or_none, sex_or_none, name in ((birth, None, _BIRTH), (None, said, _SEX)):
        for refusal in against_identity(number, birth_or_none, sex_or_none):
            shown = birth if name == _BIRTH else "男" if said == "male" else "女"
            yield reading.problem(row, name, shown, refusal)
