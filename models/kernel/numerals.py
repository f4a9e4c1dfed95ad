"""Numbers as Chinese documents write them before headings: 一, 十二, 一百零三."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LARGEST = 9999


def chinese_number(number: int) -> str:
    """Return ``number`` in Chinese characters: 3 → 三, 10 → 十, 21 → 二十一, 103 → 一百零三.

    Raises:
        ValueError: it does not lie between 1 and 9,999; no list has so many headings.
    """
    if not 1 <= number <= _LARGEST:
        message = f"no heading has the number {number}"
        raise ValueError(message)
    text = ""
    digits = str(number)
    for place, digit in enumerate(digits):
        if digit != "0":
            text += _DIGITS[int(digit)] + _UNITS[len(digits) - 1 - place]
        elif not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    # Ten to nineteen drop the one: 十二, not 一十二; 一百一十二 keeps it.
    return text.removeprefix("一") if text.startswith("一十") else text
