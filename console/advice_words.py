"""Why a matter is advised, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from models.cases.numbers import short_number

if TYPE_CHECKING:
    from models.cases.advising import Advice


def advice_words(advice: Advice) -> str:
    """Return the words of the text found in the catalogue, and past cases filed so with their words."""
    parts = []
    if advice.words:
        parts.append(_("in the text: %(words)s", words=_(", ").join(advice.words)))
    if advice.cases:
        numbers = _(", ").join(short_number(case.number) for case in advice.cases)
        if advice.spoken:
            spoken = _(", ").join(advice.spoken)
            parts.append(_("filed so before: %(numbers)s, with %(words)s", numbers=numbers, words=spoken))
        else:
            parts.append(_("filed so before: %(numbers)s", numbers=numbers))
    return _("; ").join(parts)
