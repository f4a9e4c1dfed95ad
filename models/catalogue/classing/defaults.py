"""The rules that are shipped, to begin with: packaged data in the form in which rules are kept."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.catalogue.classing.rules import checked, draft_of

if TYPE_CHECKING:
    from models.catalogue.classing.views import RuleDraft


@lru_cache(maxsize=1)
def default_rules() -> tuple[RuleDraft, ...]:
    """Return the shipped rules in their order.

    Grave things come first; then who can settle and how matters come in; last, the classes by the
    usual headings of the duty lists, for what nobody has classified yet.
    """
    text = Path(__file__).with_name("data").joinpath("defaults.json").read_text(encoding="utf-8")
    return tuple(
        checked(draft_of(each["name"], each["when"], each["then"], each["note"], active=True))
        for each in json.loads(text)
    )
