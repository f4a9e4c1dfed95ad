"""Taking people out of texts: names, telephones, numbers of identity cards, plates, addresses of mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DOORS = "号楼|栋|幢|单元|室|户"
_MASKS = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "（证件号）"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "（手机号）"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"), "（电话）"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "（邮箱）"),
    (re.compile(rf"[{_PLATES}][A-Z][· ]?[A-Z0-9]{{5,6}}"), "（车牌）"),
    (re.compile(rf"\d{{1,4}}\s*(?:{_DOORS})(?:\s*\d{{1,4}}\s*(?:{_DOORS}|号))*"), "（门牌）"),
)  # fmt: skip
_SOMEBODY = "某某"


class Hider:
    """Hides the people of an office, and whoever reported to it, in texts.

    Args:
        names: to be hidden, whole.
    """

    def __init__(self, names: Iterable[str]) -> None:
        # A name that holds another one goes first.
        ordered = sorted(set(names), key=lambda each: (-len(each), each))
        self._names = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def hidden(self, text: str) -> str:
        """Return a text without what tells who somebody is, as far as that can be recognised."""
        if self._names is not None:
            text = self._names.sub(_SOMEBODY, text)
        for pattern, instead in _MASKS:
            text = pattern.sub(instead, text)
        return text
